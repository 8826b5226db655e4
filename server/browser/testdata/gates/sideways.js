// What makes the page wider than the screen.
() => {
  const root = document.documentElement, width = root.clientWidth;
  if (Math.max(root.scrollWidth, document.body.scrollWidth) <= width + 1) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(el => {
    if (!shown(el) || el.getBoundingClientRect().right <= width + 1) return false;
    for (let at = el.parentElement; at && at !== document.body; at = at.parentElement) if (getComputedStyle(at).overflowX !== 'visible') return false;
    return true;
  });
  const inner = wide.filter(el => !wide.some(other => other !== el && el.contains(other)));
  return [`the page is ${Math.max(root.scrollWidth, document.body.scrollWidth)} px wide on a screen of ${width}: ${inner.slice(0, 4).map(el => `${name(el)} ends at ${Math.round(el.getBoundingClientRect().right)}`).join('; ')}`];
}
