// Small conveniences. Everything works without this file.
(() => {
  "use strict";
  const one = (selector, root) => (root || document).querySelector(selector);
  const typing = (el) => el.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  // The summary of problems gets the focus, so that it is heard and seen first.
  const problems = one("#problems");
  if (problems) problems.focus();

  // Copy a link: <button data-copy="#id"> copies the field's value.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = one(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.value || source.textContent);
      button.textContent = "Copied";
    } catch { source.select && source.select(); }
  });

  // A form that asks first: <form data-confirm="...">.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) { event.preventDefault(); return; }
    // One press is one submission.
    const button = event.submitter;
    if (button && form.method === "post") setTimeout(() => { button.disabled = true; setTimeout(() => { button.disabled = false; }, 8000); });
  });

  // A select or checkbox that submits its form when it changes: <select data-submit>.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  // Keys: "/" or Ctrl K to the search; in a queue J and K move, Enter opens,
  // X selects, and [data-key] buttons answer to their letter.
  document.addEventListener("keydown", (event) => {
    if ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing(event.target))) {
      const search = one("#topsearch");
      if (search) { event.preventDefault(); search.focus(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const links = [...document.querySelectorAll(".queue-list a")];
    const at = links.findIndex((a) => a === document.activeElement || a.hasAttribute("aria-current") && !links.includes(document.activeElement));
    const key = event.key.toLowerCase();
    if (links.length && (key === "j" || key === "k")) {
      event.preventDefault();
      const next = links[Math.max(0, Math.min(links.length - 1, at + (key === "j" ? 1 : -1)))];
      next.focus();
      return;
    }
    if (links.length && key === "x" && at >= 0) {
      const box = links[at].parentElement.querySelector("input[type=checkbox]");
      if (box) { event.preventDefault(); box.checked = !box.checked; box.dispatchEvent(new Event("change", { bubbles: true })); }
      return;
    }
    const target = one(`[data-key="${CSS.escape(key)}"]`);
    if (target) { event.preventDefault(); target.tagName === "DIALOG" ? target.showModal() : target.matches("input, textarea, select") ? target.focus() : target.click(); }
  });

  // <button data-dialog="#id"> opens a dialog.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) one(opener.dataset.dialog).showModal();
  });
})();
