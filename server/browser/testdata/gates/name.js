// name says which element is meant, for people who read a finding.
const name = el => {
  if (!el || el === document.body) return 'the page itself';
  const words = (el.getAttribute('aria-label') || el.innerText || el.getAttribute('name') || el.value || '').trim().replace(/\s+/g, ' ').slice(0, 40);
  const mark = el.id ? '#' + el.id : [...el.classList].slice(0, 2).map(c => '.' + c).join('');
  return `<${el.localName}${mark}> "${words}"`;
};
// shown reports whether people can see an element.
const shown = el => el.checkVisibility({ contentVisibilityAuto: true, opacityProperty: false, visibilityProperty: true }) && el.getClientRects().length > 0;
// rgb is a colour as [r, g, b, alpha], whatever notation the browser computed it in.
const canvas = document.createElement('canvas');
canvas.width = canvas.height = 1;
const pen = canvas.getContext('2d', { willReadFrequently: true });
const rgb = colour => {
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data];
};
const luminance = ([r, g, b]) => {
  const part = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const contrast = (a, b) => {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
};
// behind is the opaque colour that lies behind an element's edge.
const behind = el => {
  for (let at = el; at; at = at.parentElement) {
    const c = rgb(getComputedStyle(at).backgroundColor);
    if (c[3] > 250) return c;
  }
  return matchMedia('(prefers-color-scheme: dark)').matches && getComputedStyle(document.documentElement).colorScheme.includes('dark') ? [18, 18, 18, 255] : [255, 255, 255, 255];
};
