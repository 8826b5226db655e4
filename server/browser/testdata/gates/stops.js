// Prepares a Tab walk: notes every element that Tab must reach, in the order of the
// document, and how each looks when the walk comes to it.
() => {
  const candidates = 'a[href], area[href], button, input, select, textarea, summary, iframe, audio[controls], video[controls], [tabindex], [contenteditable]:not([contenteditable=false])';
  const all = [...document.querySelectorAll(candidates)];
  const findings = all.filter(el => el.tabIndex > 0).map(el => `${name(el)} has a positive tabindex`);
  const radios = new Map();
  const stops = all.filter(el => {
    if (el.tabIndex < 0 || el.disabled || el.type === 'hidden' || !shown(el) || el.closest('[inert]') || el.matches('fieldset:disabled *')) return false;
    if (el.localName === 'summary' && (el.parentElement.localName !== 'details' || el.parentElement.querySelector('summary') !== el)) return false;
    if (el.type === 'radio' && el.name) { // one stop for a group: the chosen one, or the first
      const key = el.name + '|' + (el.form ? [...document.forms].indexOf(el.form) : '');
      if (!radios.has(key)) radios.set(key, all.filter(o => o.type === 'radio' && o.name === el.name && o.form === el.form));
      const group = radios.get(key);
      return (group.find(o => o.checked) || group[0]) === el;
    }
    return true;
  });
  window.__walk = { stops, seen: [], findings };
  // The browser goes on from where the focus was last, even after a blur: let that be the top.
  const top = document.createElement('span');
  top.tabIndex = -1;
  document.body.prepend(top);
  top.focus();
  top.remove();
  scrollTo(0, 0);
  return stops.length;
}
