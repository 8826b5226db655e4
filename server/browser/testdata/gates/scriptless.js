// What a person without script cannot do: fields or buttons that only script would show; and
// filters that the browser does not send as they stand.
() => {
  // open says whether an element shows or a click on something native shows it: a summary, a popover's button.
  const open = el => {
    if (shown(el)) return true;
    for (let at = el; at; at = at.parentElement) {
      if (at.localName === 'details' && !at.open) return [...at.children].some(c => c.localName === 'summary' && shown(c));
      if (at.hasAttribute('popover')) return !!document.querySelector(`[popovertarget="${at.id}"]`);
      if (at.localName === 'dialog') return !!document.querySelector(`[commandfor="${at.id}"]`);
    }
    return false;
  };
  const findings = [];
  for (const form of document.forms) {
    if (form.method === 'dialog' && !form.checkVisibility()) continue; // nobody opens it
    const label = name(form) + ' to ' + form.getAttribute('action');
    const controls = [...form.elements].filter(el => el.localName !== 'fieldset' && el.localName !== 'output' && el.type !== 'hidden' && !el.hasAttribute('popovertarget'));
    for (const el of controls) if (!open(el) && !(el.labels?.[0] && open(el.labels[0]))) findings.push(`${label}: ${name(el)} shows only with script`);
    const alone = controls.filter(el => el.matches('input:not([type=checkbox], [type=radio], [type=file])')).length === 1 && controls.length === 1; // Enter sends it
    if (!alone && !controls.some(el => el.matches('button:not([type=button]):not([type=reset]), input[type=submit], input[type=image]') && open(el))) findings.push(`${label} has no button that sends it`);
    for (const el of form.matches('.filters') ? controls : []) if (el.willValidate && !el.validity.valid) findings.push(`${label}: ${name(el)} keeps the filter from being sent`);
    if (!form.hasAttribute('action') && form.method !== 'get' && form.method !== 'dialog') findings.push(`${label} says not where to`);
  }
  for (const el of document.querySelectorAll('button[type=button]')) {
    if (shown(el) && !el.hasAttribute('popovertarget') && !el.hasAttribute('command')) findings.push(`${name(el)} shows without script and does nothing then`);
  }
  return findings;
}
