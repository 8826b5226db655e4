// What the walk found, at its end.
() => {
  const walk = window.__walk;
  const missed = walk.stops.filter(el => el.isConnected && shown(el) && !walk.seen.includes(el));
  return walk.findings.concat(missed.map(el => `${name(el)} is never reached`));
}
