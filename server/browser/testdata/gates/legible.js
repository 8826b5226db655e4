// Text smaller than people can read, in charts too, and fields whose text is smaller than a field's must be.
(least, field) => {
  const size = el => {
    let px = parseFloat(getComputedStyle(el).fontSize);
    const svg = el.ownerSVGElement;
    if (svg) { const m = el.getScreenCTM(); px *= Math.sqrt(Math.abs(m.a * m.d - m.b * m.c)); }
    return px;
  };
  const texts = [...document.body.querySelectorAll('*')].filter(el => shown(el) && !el.closest('[aria-hidden=true] svg, svg[aria-hidden=true]') && [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && el.getBoundingClientRect().width > 2);
  const small = texts.filter(el => size(el) < least - .3).map(el => `${name(el)} is ${size(el).toFixed(1)} px, less than ${least}`);
  const fields = [...document.querySelectorAll('input:not([type=checkbox], [type=radio], [type=hidden], [type=range], [type=color], [type=file]), select, textarea')];
  return small.slice(0, 6).concat(fields.filter(el => shown(el) && size(el) < field - .3).map(el => `${name(el)} has text of ${size(el)} px, less than ${field}`));
}
