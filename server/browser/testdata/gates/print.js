// What a printed page must not show, and must.
() => {
  const findings = [...document.querySelectorAll('nav, [role=navigation], header [role=search], button, .skip, dialog')].filter(shown).map(el => `${name(el)} is printed`);
  const title = document.querySelector('h1');
  if (!title || !shown(title)) findings.push('the title is not printed');
  const body = getComputedStyle(document.body);
  const ground = behind(document.body);
  if (luminance(ground) < 0.8) findings.push(`the paper is dark: ${body.backgroundColor}`);
  return findings;
}
