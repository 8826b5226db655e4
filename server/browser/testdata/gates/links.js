// Addresses of this origin that the page points to, and places on the page itself that are not there.
() => [...document.querySelectorAll('a[href], link[href], img[src], form:is([method=get], :not([method])):not(:has(:required))')].map(el => {
  const to = new URL(el.getAttribute('href') ?? el.getAttribute('src') ?? el.getAttribute('action') ?? '', location.href);
  if (to.origin !== location.origin) return '';
  const here = to.pathname + to.search === location.pathname + location.search;
  if (to.hash && here && !document.getElementById(decodeURIComponent(to.hash.slice(1)))) return to.hash;
  return here && to.hash ? '' : to.pathname + to.search;
}).filter((to, i, all) => to && all.indexOf(to) === i)
