// Sizes of the page's text, by element: asked before and after text is enlarged. What
// is of display size already may stay.
before => {
  const list = [...document.body.querySelectorAll('*')].filter(el => shown(el) && !el.closest('svg') && (el.matches('input:not([type=checkbox], [type=radio]), select') || [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim())));
  if (!before) {
    window.__text = list.map(el => [el, parseFloat(getComputedStyle(el).fontSize)]);
    return [];
  }
  return window.__text.filter(([el, size]) => size < 28 && el.isConnected && shown(el) && parseFloat(getComputedStyle(el).fontSize) < size * 1.7)
    .slice(0, 4).map(([el, size]) => `${name(el)} stays at ${parseFloat(getComputedStyle(el).fontSize)} px when text is enlarged`);
}
