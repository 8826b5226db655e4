// Which of the addresses do not answer this person.
async addresses => {
  const found = await Promise.all(addresses.map(async to => {
    const answer = await fetch(to, { method: 'HEAD' });
    return answer.status < 400 ? '' : `the link to ${to} answers ${answer.status}`;
  }));
  return found.filter(Boolean);
}
