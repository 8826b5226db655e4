// Notes where the focus is after one Tab: what is wrong with it, and whether the walk goes on.
() => {
  const walk = window.__walk, el = document.activeElement;
  if (!el || el === document.body || el === document.documentElement) return 'end';
  if (walk.seen.at(-1) === el) { // a date field has stops inside
    walk.again = (walk.again || 0) + 1;
    return walk.again > 12 ? 'trap' : 'on';
  }
  walk.again = 0;
  if (walk.seen.includes(el)) return el === walk.seen[0] ? 'end' : 'loop';
  walk.seen.push(el);
  const before = walk.seen.at(-2);
  if (before && !(before.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING)) walk.findings.push(`${name(el)} comes after ${name(before)}, against the order of the page`);
  const box = el.getBoundingClientRect();
  const skip = el.matches('a[href^="#"]');
  if (box.width < 2 || box.height < 2 || getComputedStyle(el).opacity === '0') {
    const label = el.labels?.[0];
    if (!label || !shown(label)) walk.findings.push(`${name(el)} has the focus and nobody can see it`);
  }
  // Something must be drawn: the element itself, or what stands for it.
  const bearers = [el, el.labels?.[0], el.nextElementSibling, el.parentElement, el.closest('.CodeMirror')].filter(Boolean);
  const ring = bearers.find(b => {
    const style = getComputedStyle(b);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1.5 && rgb(style.outlineColor)[3] > 100;
  });
  if (!ring) {
    walk.findings.push(`${name(el)} has the focus and no ring`);
  } else {
    const style = getComputedStyle(ring);
    if (style.outlineStyle !== 'auto') {
      const ground = parseFloat(style.outlineOffset) < 0 ? behind(ring) : behind(ring.parentElement || ring);
      const ratio = contrast(rgb(style.outlineColor), ground);
      if (ratio < 3) walk.findings.push(`${name(el)}: the ring has contrast ${ratio.toFixed(2)}, less than 3`);
    }
  }
  // At least a corner of it must not lie under something else, such as a sticky bar.
  const shape = (ring || el).getBoundingClientRect();
  const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .15], [.5, .85]].map(([x, y]) => [shape.left + shape.width * x, shape.top + shape.height * y]);
  const inside = points.filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
  if (!inside.length) walk.findings.push(`${name(el)} has the focus outside of what is on the screen`);
  else if (!inside.some(([x, y]) => { const hit = document.elementFromPoint(x, y); return hit && (el.contains(hit) || hit.contains(el) && hit.localName === 'label' || el.labels && [...el.labels].some(l => l.contains(hit)) || ring && ring !== el.parentElement && ring.contains(hit)); }))
    walk.findings.push(`${name(el)} has the focus and lies under ${name(document.elementFromPoint(...inside[0]))}`);
  return 'on';
}
