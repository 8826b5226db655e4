// Text that its own box cuts off: what people cannot read however they scroll.
() => [...document.body.querySelectorAll('*')].filter(el => {
  if (!shown(el) || el.closest('svg, select, [aria-hidden=true]') || ![...el.childNodes].some(n => n.nodeType === 3 && n.data.trim())) return false;
  const style = getComputedStyle(el);
  if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none' || style.clipPath !== 'none' || el.getBoundingClientRect().width < 3) return false;
  const hidden = v => v === 'hidden' || v === 'clip';
  return hidden(style.overflowY) && el.scrollHeight > el.clientHeight + 2 || hidden(style.overflowX) && el.scrollWidth > el.clientWidth + 2;
}).slice(0, 4).map(el => `${name(el)} is cut off`)
