// Which of the addresses do not answer this person. A tracked link leads to another site,
// which is not asked: that it leads there is the answer.
async addresses => {
  const found = await Promise.all(addresses.map(async to => {
    const redirect = to.startsWith('/r/') ? 'manual' : 'follow';
    const answer = await fetch(to, { method: 'HEAD', redirect }).catch(error => ({ status: 599, error }));
    return answer.status < 400 && (answer.ok || answer.type === 'opaqueredirect') ? '' : `the link to ${to} answers ${answer.error ?? answer.status}`;
  }));
  return found.filter(Boolean);
}
