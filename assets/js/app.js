// Small conveniences. Everything works without this file.
(() => {
  "use strict";
  const one = (selector, root) => (root || document).querySelector(selector);
  const all = (selector, root) => [...(root || document).querySelectorAll(selector)];
  const typing = (el) => el.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const make = (tag, properties, ...children) => {
    const el = Object.assign(document.createElement(tag), properties);
    el.append(...children);
    return el;
  };

  // The summary of problems gets the focus, so that it is heard and seen first.
  one("#problems")?.focus();

  // So does the control that asked for this page.
  const [path, name, value] = JSON.parse(sessionStorage.getItem("control") || "[]");
  sessionStorage.removeItem("control");
  if (path === location.pathname) all("[data-submit]").find((el) => el.name === name && el.value === value)?.focus();

  // What just happened stays until it is dismissed.
  for (const flash of all(".flash")) {
    const close = make("button", { type: "button", className: "btn-link", textContent: "Dismiss" });
    close.addEventListener("click", () => { flash.remove(); one("main")?.focus(); });
    flash.append(close);
  }

  // Long work goes on by itself: <form data-go-on>. Without script there is its button.
  one("form[data-go-on]")?.requestSubmit();

  // A form or a button that asks first: data-confirm="Sentence?". The button that was
  // pressed says what happens; the other keeps everything as it is.
  const question = (form, button) => button?.dataset.confirm || form.dataset.confirm;
  const ask = (form, button) => {
    const title = make("h2", { id: "ask", textContent: question(form, button) });
    const words = button && [...button.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join("").trim();
    const yes = make("button", { type: "button", className: "btn btn-primary", textContent: words || "Go on" });
    const no = make("button", { type: "button", className: "btn", textContent: "Keep it as it is", autofocus: true });
    const dialog = make("dialog", {}, title, make("p", { className: "actions" }, yes, no));
    dialog.setAttribute("aria-labelledby", "ask");
    yes.addEventListener("click", () => { form.dataset.confirmed = "yes"; dialog.close(); form.requestSubmit(button || undefined); });
    no.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => { dialog.remove(); button?.focus(); });
    document.body.append(dialog);
    dialog.showModal();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (question(form, button) && !form.dataset.confirmed) { event.preventDefault(); ask(form, button); return; }
    delete form.dataset.confirmed;
    // One press is one submission. The button works again when the page comes back.
    if (button && form.method === "post") setTimeout(() => { button.disabled = true; setTimeout(() => { button.disabled = false; }, 8000); });
  });
  addEventListener("pageshow", (event) => { if (event.persisted) for (const button of all("button[disabled][type=submit]")) button.disabled = false; });

  document.addEventListener("click", async (event) => {
    // <button data-dialog="#id"> opens a dialog.
    const opener = event.target.closest("[data-dialog]");
    if (opener) one(opener.dataset.dialog).showModal();
    // <button data-copy="#id"> copies what the element holds.
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const source = one(copy.dataset.copy), words = copy.textContent;
      try {
        await navigator.clipboard.writeText(source.value || source.textContent);
        copy.textContent = "Copied";
        setTimeout(() => { copy.textContent = words; }, 2000);
      } catch { source.select?.(); }
    }
    // A menu closes when the click is elsewhere.
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  // A select, radio or checkbox that submits its form when it changes: <select data-submit>.
  // In a popover several are chosen first. Who came by keyboard goes on from the same control.
  document.addEventListener("change", (event) => {
    const { name, value, form } = event.target;
    if (event.target.matches("[data-submit]") && !event.target.closest(":popover-open")) {
      if (event.target.matches(":focus-visible")) sessionStorage.setItem("control", JSON.stringify([location.pathname, name, value]));
      form.requestSubmit();
    }
    count(event.target.closest(".queue-list"));
  });

  // A bar above a list says how many are selected, and its checkbox selects all.
  const count = (list) => {
    const boxes = list ? all("li .tick input", list) : [];
    const words = list && one("[data-selected]", list);
    if (words) words.textContent = boxes.filter((box) => box.checked).length + " selected";
  };
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-all]")) return;
    const list = event.target.closest(".queue-list");
    for (const box of all("li .tick input", list)) box.checked = event.target.checked;
    count(list);
  });

  // A list with a panel beside it: a link of the list shows its item there, where the
  // panel is in sight. Only the newest answer counts; without one the link is followed.
  let asked;
  const panel = () => { const el = one("#panel"); return el?.checkVisibility() ? el : null; };
  const show = async (link, read) => {
    asked?.abort();
    const mine = asked = new AbortController();
    for (const a of all(".queue-list a[aria-current]")) a.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    panel().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(link.href, { signal: mine.signal });
      const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#panel");
      if (mine.signal.aborted) return;
      one("#panel").replaceWith(next);
      history.replaceState(null, "", link.href);
      if (read) one("#panel-title").focus();
    } catch {
      if (!mine.signal.aborted) location.assign(link.href);
    }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".queue-list a");
    if (!link || !panel() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link, true);
  });

  // <button data-writes="#note"> wants words first: its key leads to them. There Ctrl
  // Enter sends them, and Escape goes back to the keys.
  let writer;
  document.addEventListener("keydown", (event) => {
    if (!writer?.isConnected || one(writer.dataset.writes) !== event.target) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); writer.click(); }
    if (event.key === "Escape") event.target.blur();
  });

  // A board: the arrow keys go from card to card, M opens where a card can go. The card
  // that was just moved is where one goes on.
  const board = one(".board");
  const moved = board && location.hash.startsWith("#card-") && one(`[id="${CSS.escape(location.hash.slice(1))}"] a`);
  if (moved) {
    const said = make("p", { className: "sr", role: "status" }); // heard, since it comes after the page
    document.body.append(said);
    addEventListener("load", () => setTimeout(() => { // the browser looks for the card itself first
      moved.focus();
      said.textContent = one(".flash > div")?.textContent || "";
    }, 200));
  }
  board?.addEventListener("keydown", (event) => {
    const card = event.target.closest("li");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const columns = all("section", board).map((column) => all("li", column)).filter((cards) => cards.length);
    const x = columns.findIndex((cards) => cards.includes(card)), y = columns[x].indexOf(card);
    const beside = columns[x + ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? NaN)];
    const next = beside ? beside[Math.min(y, beside.length - 1)] : columns[x][y + ({ ArrowUp: -1, ArrowDown: 1 }[event.key] ?? NaN)];
    if (next) { event.preventDefault(); one("a", next).focus(); }
    const moves = event.key.toLowerCase() === "m" && one("details", card);
    if (moves) { event.preventDefault(); moves.open = !moves.open; one(moves.open ? "details .btn" : "a", card).focus(); }
  });

  // A form that says how its customer stands while it is filled in: <form data-check="/path">
  // asks half a second after the last letter, and its [data-answer] says it. Whoever
  // types on is not answered about what was there before.
  for (const form of all("form[data-check]")) {
    const says = one("[data-answer]", form), first = says.textContent;
    let timer, asking, before = "";
    says.hidden = false;
    const check = async () => {
      const filled = new FormData(form), sent = new URLSearchParams();
      for (const name of ["_token", "company", "site", "email", "country"]) sent.set(name, filled.get(name).trim());
      if (`${sent}` === before) return;
      before = `${sent}`;
      asking?.abort();
      asking = new AbortController();
      try {
        const answer = await fetch(form.dataset.check, { method: "post", body: sent, signal: asking.signal });
        const said = answer.ok ? await answer.json() : {};
        says.replaceChildren(said.text || first);
        if (said.label) says.prepend(make("span", { className: `pill pill-${said.kind}`, textContent: said.label }), " ");
        if (said.href) says.append(" ", make("a", { href: said.href, textContent: said.link }));
      } catch { /* typed on, or no line: the form works without */ }
    };
    form.addEventListener("input", (event) => {
      if (!["company", "site", "email", "country"].includes(event.target.name)) return;
      clearTimeout(timer);
      timer = setTimeout(check, 500);
    });
  }

  // Keys: "/" or Ctrl K to the search; in a queue J and K move, Enter opens,
  // X selects, and what has data-key="a" answers to its letter, once the panel is there.
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "Escape") {
      for (const menu of all("details.menu[open]")) { menu.open = false; one("summary", menu).focus(); }
    }
    if ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing(at))) {
      const search = one("#topsearch");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(at) || one("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const links = all(".queue-list a");
    const now = links.findIndex((a) => a === document.activeElement || a.hasAttribute("aria-current") && !links.includes(document.activeElement));
    if (links.length && (key === "j" || key === "k")) {
      event.preventDefault();
      const to = links[Math.max(0, Math.min(links.length - 1, now + (key === "j" ? 1 : -1)))];
      to.focus();
      if (panel() && !to.hasAttribute("aria-current")) show(to);
      return;
    }
    if (key === "x" && now >= 0) {
      const box = one("input[type=checkbox]", links[now].closest("li"));
      if (box) { event.preventDefault(); box.click(); }
      return;
    }
    if (key.length !== 1) return;
    const target = all(`[data-key="${CSS.escape(key)}"]`).find((el) => el.checkVisibility() || el.matches("dialog"));
    if (!target || target.closest("[aria-busy]")) return;
    event.preventDefault();
    const note = target.dataset.writes && one(target.dataset.writes);
    if (note && !note.value.trim()) { writer = target; note.focus(); return; }
    if (target.matches("dialog")) target.showModal();
    else if (typing(target)) target.focus();
    else target.click();
  });

  // A tab of a long row that has the focus is in sight: browsers leave one of which a sliver shows.
  document.addEventListener("focusin", (event) => event.target.closest(".tabs a")?.scrollIntoView({ block: "nearest", inline: "nearest" }));
})();
