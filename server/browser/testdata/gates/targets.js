// Targets that are hard to hit: smaller than a size, both for the box and for what a pointer really hits.
size => {
  const sentence = el => { // a link among words that are not links
    if (el.localName !== 'a' || getComputedStyle(el).display !== 'inline') return false;
    let block = el.parentElement;
    while (block && getComputedStyle(block).display === 'inline') block = block.parentElement;
    if (!block) return false;
    const rest = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let words = '';
    while (rest.nextNode()) if (!rest.currentNode.parentElement.closest('a, button')) words += rest.currentNode.data;
    return /[\p{L}]{2}/u.test(words);
  };
  const findings = [];
  const fields = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=switch], [role=menuitem]';
  for (const el of document.querySelectorAll(fields)) {
    if (!shown(el) || el.disabled || el.matches('a[href^="#"]') && getComputedStyle(el).position === 'absolute' || sentence(el)) continue;
    if (getComputedStyle(el).clipPath !== 'none') continue; // for screen readers and password managers
    let box = el.getBoundingClientRect();
    if ((el.type === 'checkbox' || el.type === 'radio' || el.type === 'file' || box.width < 3) && el.labels?.[0] && shown(el.labels[0])) { // the label is the target as well
      const label = el.labels[0].getBoundingClientRect();
      box = { width: Math.max(box.width, label.width), height: Math.max(box.height, label.height) };
    }
    const wide = el.localName === 'a' && getComputedStyle(el).display !== 'block' ? Math.min(size, 24) : size;
    if (box.width >= wide - .5 && box.height >= size - .5) continue;
    el.scrollIntoView({ block: 'center', inline: 'center' });
    box = el.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const reaches = (dx, dy) => { const hit = document.elementFromPoint(x + dx, y + dy); return hit && (el.contains(hit) || el.labels && [...el.labels].some(l => l.contains(hit))); };
    const h = size / 2 - 1, w = Math.max(wide / 2 - 1, 0);
    if (reaches(-w, 0) && reaches(w, 0) && reaches(0, -h) && reaches(0, h)) continue;
    findings.push(`${name(el)} is ${Math.round(box.width)} x ${Math.round(box.height)} px, less than ${wide} x ${size}`);
  }
  scrollTo(0, 0);
  return findings;
}
