// What axe finds on the page, one line per element.
async () => {
  scrollTo(0, 0); // nothing lies under a sticky bar, or under a skip link that has the focus
  document.activeElement?.blur();
  const found = await axe.run(document, {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    resultTypes: ['violations'],
  });
  return found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id} (${rule.impact}) at ${node.target.join(' ')}: ${(node.any.concat(node.all, node.none)[0] || rule).message || rule.help}`));
}
