// The editor of the studio: what is typed is kept, a problem leads to its line, and a
// toolbar writes marks, blocks and merge fields. Who turns to the text gets EasyMDE
// for it, but with a finger; everything works in the plain field, and without this file.
(() => {
  "use strict";
  const { editor: script, sheet } = document.currentScript.dataset;
  const form = document.getElementById("write");
  const text = document.getElementById("f-body") || document.getElementById("f-source");
  if (!form || !text) return;
  const make = (tag, properties, ...children) => {
    const el = Object.assign(document.createElement(tag), properties);
    el.append(...children);
    return el;
  };

  // What is typed is kept some seconds after the last key, and when the page is left.
  const kept = document.getElementById("kept");
  let timer, changed = false, sending = false;
  const keep = async () => {
    clearTimeout(timer);
    if (!changed) return;
    changed = false;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: text.value.length < 40000 });
      await answer.text();
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

  // A pen writes into the text: the plain field, or the editor over it. Places are counted in letters.
  const field = {
    range: () => [text.selectionStart, text.selectionEnd],
    put(words, from, to) {
      text.focus();
      text.setSelectionRange(from, to);
      // Only this way the browser can undo it.
      if (!document.execCommand("insertText", false, words)) { text.setRangeText(words, from, to, "end"); text.dispatchEvent(new Event("input", { bubbles: true })); }
    },
    select(from, to, line) {
      text.focus();
      text.setSelectionRange(from, to);
      if (line) text.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(text).lineHeight));
    },
  };
  const over = (cm) => ({
    range: () => ["from", "to"].map((end) => cm.indexFromPos(cm.getCursor(end))),
    put(words, from, to) { cm.replaceRange(words, cm.posFromIndex(from), cm.posFromIndex(to)); cm.focus(); },
    select(from, to) {
      const span = { from: cm.posFromIndex(from), to: cm.posFromIndex(to) };
      cm.focus();
      cm.setSelection(span.from, span.to);
      cm.scrollIntoView(span, cm.defaultTextHeight() * 3);
    },
  });
  let pen = field;

  // A problem of the text leads to its line.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(`a[data-line], a[href="#${text.id}"]`);
    if (!link) return;
    event.preventDefault();
    if (!link.dataset.line) { pen.select(...pen.range()); return; }
    const lines = text.value.split("\n"), n = Math.min(Number(link.dataset.line), lines.length);
    const start = lines.slice(0, n - 1).reduce((sum, line) => sum + line.length + 1, 0);
    pen.select(start, start + lines[n - 1].length, n);
  });

  // Marks go around what is selected, or before each of its lines; a block stands on lines of its own.
  const around = (before, after, empty) => {
    const [from, to] = pen.range(), words = text.value.slice(from, to) || empty;
    pen.put(before + words + after, from, to);
    pen.select(from + before.length, from + before.length + words.length);
  };
  const lines = (mark) => {
    const [at, to] = pen.range(), from = text.value.lastIndexOf("\n", at - 1) + 1;
    pen.put(text.value.slice(from, to).split("\n").map((line, i) => mark(i) + line).join("\n"), from, to);
  };
  const inline = (words) => pen.put(words, ...pen.range());
  const block = (words) => {
    const [from, to] = pen.range(), before = text.value.slice(0, from), after = text.value.slice(to);
    const gap = (breaks) => "\n".repeat(Math.max(0, 2 - breaks));
    const lead = before.trim() ? gap(/\n*$/.exec(before)[0].length) : "";
    pen.put(lead + words + (after.trim() ? gap(/^\n*/.exec(after)[0].length) : "\n"), from, to);
    pen.select(from + lead.length, from + lead.length + words.length);
  };

  // The toolbar. Its lists are those beside the text: what has data-put there is put into the text.
  const marks = [
    ["Bold", () => around("**", "**", "words"), "b"], ["Italic", () => around("*", "*", "words"), "i"], ["Heading", () => lines(() => "## ")],
    ["List", () => lines(() => "- ")], ["Numbers", () => lines((i) => i + 1 + ". ")], ["Quote", () => lines(() => "> ")],
    ["Link", () => around("[", "]({{ partner.link }})", "words"), "k"],
  ];
  const bar = make("div", { className: "marks" });
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Marks");
  for (const [name, run, key] of marks) {
    const button = make("button", { type: "button", className: "btn btn-quiet", textContent: name, title: key ? name + " (Ctrl " + key.toUpperCase() + ")" : name });
    button.addEventListener("click", run);
    bar.append(button);
  }
  for (const [name, put] of [["Field", inline], ["Block", block], ["Picture", block]]) {
    const list = make("ul", {}), menu = make("details", { className: "menu" }, make("summary", { className: "btn btn-quiet", textContent: name }), list);
    for (const source of document.querySelectorAll(`[data-put="${name}"]`)) {
      const words = source.textContent, what = source.dataset.words, button = make("button", { type: "button" });
      if (words.includes("\n")) button.textContent = what;
      else button.append(make("code", { textContent: words }), what ? make("span", { className: "sub", textContent: what }) : "");
      button.addEventListener("click", () => { menu.open = false; put(words); });
      list.append(make("li", {}, button));
    }
    if (list.children.length) bar.append(menu);
  }
  text.before(bar);
  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.key === "s") { event.preventDefault(); form.requestSubmit(form.querySelector("[name=stay]")); return; }
    const mark = event.target.closest(`#${text.id}, .CodeMirror`) && marks.find((one) => one[2] === event.key);
    if (mark) { event.preventDefault(); event.stopPropagation(); mark[1](); }
  });

  // EasyMDE, with the lines of the file, and with fields, blocks and the front matter standing out.
  const inFront = (cm, line) => {
    if (line > 99 || cm.getLine(0).trimEnd() !== "---") return false;
    for (let n = 1; n < line; n++) if (cm.getLine(n).trimEnd() === "---") return false;
    return true;
  };
  const tongue = (cm) => ({
    token(stream) {
      if (stream.sol() && inFront(cm, stream.lineOracle.line)) { stream.skipToEnd(); return "front"; }
      if (stream.sol() && stream.match(/^:::+.*/)) return "block";
      if (stream.match(/^\{\{[^{}]*\}\}/)) return "merge";
      stream.next();
      stream.match(/^[^{]+/);
      return null;
    },
  });
  const fetched = (el) => new Promise((done, failed) => { el.onload = done; el.onerror = failed; document.head.append(el); });
  const toggle = make("button", { type: "button", className: "btn btn-quiet apart", textContent: "Plain text" });
  const label = text.labels[0];
  let editor;
  const turn = (rich) => {
    const held = document.activeElement === text || editor?.codemirror.hasFocus();
    const range = pen.range(), height = text.offsetHeight || editor.codemirror.getWrapperElement().offsetHeight;
    const top = editor ? editor.codemirror.getScrollInfo().top : text.scrollTop;
    toggle.setAttribute("aria-pressed", String(!rich));
    if (editor) { editor.toTextArea(); editor = null; }
    pen = field;
    text.required = !rich; // a field that is out of sight cannot say what it lacks; the server does
    if (rich) {
      editor = new window.EasyMDE({
        element: text, toolbar: false, status: false, spellChecker: false, autoDownloadFontAwesome: false, forceSync: true, lineNumbers: true,
        indentWithTabs: false, inputStyle: "contenteditable", unorderedListStyle: "-", minHeight: "0",
        shortcuts: Object.fromEntries(["toggleBlockquote", "toggleBold", "cleanBlock", "toggleHeadingSmaller", "toggleItalic", "drawLink", "toggleUnorderedList", "togglePreview", "toggleCodeBlock", "drawImage", "toggleHeadingBigger", "toggleOrderedList", "toggleSideBySide", "toggleFullScreen"].map((act) => [act, null])),
      });
      const cm = editor.codemirror, at = cm.getInputField();
      cm.getWrapperElement().parentElement.removeAttribute("role");
      cm.setOption("firstLineNumber", Number(form.dataset.first));
      cm.setOption("extraKeys", { ...cm.getOption("extraKeys"), Tab: false, "Shift-Tab": false }); // Tab leads on
      cm.addOverlay(tongue(cm), { opaque: true });
      cm.setSize(null, height);
      cm.on("change", () => text.dispatchEvent(new Event("input", { bubbles: true })));
      for (const [name, value] of [["role", "textbox"], ["aria-multiline", "true"], ["aria-required", "true"], ["aria-label", label.textContent.trim()], ["aria-describedby", text.getAttribute("aria-describedby")], ["aria-invalid", text.getAttribute("aria-invalid")]]) if (value) at.setAttribute(name, value);
      pen = over(cm);
      cm.setSelection(...range.map((place) => cm.posFromIndex(place)), { scroll: false });
      cm.scrollTo(0, top);
      if (held) { cm.focus(); cm.scrollIntoView(null); }
    } else {
      text.setSelectionRange(...range);
      text.scrollTop = top;
      if (held) text.focus({ preventScroll: true });
    }
  };
  if (matchMedia("(pointer: coarse)").matches) return;
  const load = async () => {
    text.removeEventListener("focus", load);
    try {
      await Promise.all([fetched(make("link", { rel: "stylesheet", href: sheet })), fetched(make("script", { src: script }))]);
    } catch { return; } // the plain field stays
    bar.append(toggle);
    turn(localStorage.getItem("studio-plain") === null);
  };
  text.addEventListener("focus", load);
  if (document.activeElement === text) load();
  label.addEventListener("click", () => { if (editor) editor.codemirror.focus(); });
  toggle.addEventListener("click", () => {
    const plain = Boolean(editor);
    if (plain) localStorage.setItem("studio-plain", "yes"); else localStorage.removeItem("studio-plain");
    turn(!plain);
    pen.select(...pen.range());
  });
})();
