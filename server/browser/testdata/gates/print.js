// What a printed page must not show, and must.
() => {
  const findings = [...document.querySelectorAll('nav, [role=navigation], header [role=search], button, .skip, dialog')].filter(shown).map(el => `${name(el)} is printed`);
  const title = document.querySelector('h1');
  if (!title || !shown(title)) findings.push('the title is not printed');
  const body = getComputedStyle(document.body);
  const ground = behind(document.body);
  if (luminance(ground) < 0.8) findings.push(`the paper is dark: ${body.backgroundColor}`);
  const sheet = 1000; // px of A4 inside its margins
  for (const el of document.querySelectorAll('main *')) {
    const style = getComputedStyle(el);
    if (style.display === 'table-footer-group') findings.push('the foot of a table is printed on each of its sheets');
    if (style.breakInside.startsWith('avoid') && el.offsetHeight > sheet) findings.push(`${name(el)} is higher than a sheet and may not break: it leaves the one before empty`);
  }
  return findings;
}
