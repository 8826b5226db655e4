// The editor of the studio: what is typed is kept, a problem leads to its line, and a
// toolbar writes the commonest marks. Everything works without this file.
(() => {
  "use strict";
  const form = document.getElementById("write");
  const text = document.getElementById("f-body") || document.getElementById("f-source");
  if (!form || !text) return;

  // What is typed is kept some seconds after the last key, and when the page is left.
  const kept = document.getElementById("kept");
  let timer, changed = false, sending = false;
  const keep = async () => {
    clearTimeout(timer);
    if (!changed) return;
    changed = false;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: text.value.length < 40000 });
      if (!answer.ok) throw new Error(answer.status);
      kept.textContent = "Kept at " + new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) + ", not saved yet";
    } catch {
      changed = true;
      kept.textContent = "Not kept. Save before you leave.";
    }
  };
  form.addEventListener("input", () => {
    if (sending) return;
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 3000);
  });
  form.addEventListener("submit", () => { sending = true; changed = false; clearTimeout(timer); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });

  // A problem of the text leads to its line.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    if (!link) return;
    event.preventDefault();
    const lines = text.value.split("\n"), n = Math.min(Number(link.dataset.line), lines.length);
    const start = lines.slice(0, n - 1).reduce((sum, line) => sum + line.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + lines[n - 1].length);
    text.scrollTop = Math.max(0, (n - 4) * parseFloat(getComputedStyle(text).lineHeight));
  });

  // The toolbar: around what is selected, or before each of its lines.
  const put = (words, from, to) => {
    text.focus();
    text.setSelectionRange(from, to);
    // Only this way the browser can undo it.
    if (!document.execCommand("insertText", false, words)) { text.setRangeText(words, from, to, "end"); text.dispatchEvent(new Event("input", { bubbles: true })); }
  };
  const around = (before, after, empty) => {
    const { selectionStart: from, selectionEnd: to, value } = text, words = value.slice(from, to) || empty;
    put(before + words + after, from, to);
    text.setSelectionRange(from + before.length, from + before.length + words.length);
  };
  const lines = (mark) => {
    const from = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1, to = text.selectionEnd;
    put(text.value.slice(from, to).split("\n").map((line, i) => mark(i) + line).join("\n"), from, to);
  };
  const marks = [
    ["Bold", () => around("**", "**", "words"), "b"], ["Italic", () => around("*", "*", "words"), "i"], ["Heading", () => lines(() => "## ")],
    ["List", () => lines(() => "- ")], ["Numbers", () => lines((i) => i + 1 + ". ")], ["Quote", () => lines(() => "> ")],
    ["Link", () => around("[", "]({{ partner.link }})", "words"), "k"], ["Picture", () => around("![", "](picture.svg)", "what it shows")],
    ["Call to action", () => around(":::cta\n[", "]({{ partner.link }})\n:::\n", "See dates and prices")], ["Callout", () => around(":::callout tip\n", "\n:::\n", "A word of advice.")],
  ];
  const bar = document.createElement("div");
  bar.className = "marks";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Marks");
  for (const [name, run, key] of marks) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet", textContent: name, title: key ? name + " (Ctrl " + key.toUpperCase() + ")" : name });
    button.addEventListener("click", run);
    bar.append(button);
  }
  text.before(bar);
  text.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.key === "s") { event.preventDefault(); form.requestSubmit(form.querySelector("[name=stay]")); return; }
    const mark = marks.find((one) => one[2] === event.key);
    if (mark) { event.preventDefault(); mark[1](); }
  });
})();
