package browser

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"tandem/portal"
)

// typed is text as an input method types it into whatever has the focus.
func typed(words string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, input.InsertText, input.InsertTextParams{Text: words})
		return err
	})
}

// brought is a draft of an asset that nobody else works on, discarded at the end. It came
// with an import, as the last discarded draft of the stage does.
func (s *stage) brought(t *testing.T, slug portal.AssetSlug, oldnew ...string) portal.Draft {
	t.Helper()
	emil := s.actor(portal.Editor)
	text, _, err := s.Library().Original(slug, "en")
	ok(t, err)
	files := []portal.TextFile{{Name: string(slug) + ".md", Bytes: []byte(text + "\nOne sentence more.\n")}}
	shown, err := s.PreviewTexts(t.Context(), emil, files)
	ok(t, err)
	made, err := s.ImportTexts(t.Context(), emil, shown.ID, files)
	ok(t, err)
	if made.Made != 1 {
		t.Fatalf("%s became no draft: %+v", slug, made.Rows)
	}
	d := made.Rows[0].Draft
	t.Cleanup(func() {
		_, err := s.DiscardDraft(context.WithoutCancel(t.Context()), emil, d.ID)
		ok(t, err)
	})
	if len(oldnew) > 0 {
		d, err = s.SaveDraft(t.Context(), emil, d.ID, d.Version, strings.NewReplacer(oldnew...).Replace(d.Source))
		ok(t, err)
	}
	return d
}

// written is such a draft with a mistake in it, and a tab of the editor who writes it.
func (s *stage) written(t *testing.T) (*Tab, portal.Draft) {
	t.Helper()
	return s.another(t, portal.Editor), s.brought(t, "city-weekend", "{{ partner.name }} and", "{{ partner.nam }} and")
}

// editing is what the steps of an editor's test share.
const editing = `const text = document.querySelector('#f-body'), wrap = () => document.querySelector('.CodeMirror'), cm = () => wrap().CodeMirror;
	const until = async what => { for (let n = 0; n < 400 && !what(); n++) await new Promise(r => setTimeout(r, 20)); return what(); };
	const button = words => [...document.querySelectorAll('.marks button')].find(b => b.textContent.startsWith(words));
	const menu = name => [...document.querySelectorAll('.marks .menu')].find(m => m.querySelector('summary').textContent === name);
	const picked = (name, words) => { const m = menu(name); m.querySelector('summary').click(); const b = [...m.querySelectorAll('button')].find(b => b.textContent.includes(words)); const seen = b.checkVisibility(); b.click(); return seen && !m.open; };
	const from = words => text.value.indexOf(words);`

// so wants each step of a page's script to answer true, in their order.
func so(t *testing.T, tab *Tab, about string, steps [][2]string) {
	t.Helper()
	for _, step := range steps {
		got, err := Ask[bool](tab, "(async () => Boolean(await (async () => { "+about+step[1]+" })()))()")
		if err != nil || !got {
			t.Errorf("not so: %s (%v)", step[0], err)
		}
	}
}

// TestATextIsWrittenInTheEditor turns to the text of a draft with a mouse, writes in it,
// and saves it.
func TestATextIsWrittenInTheEditor(t *testing.T) {
	_ = open(t)
	running := reading(t)
	tab, d := running.written(t)
	ok(t, tab.See(Desktop))
	_, err := tab.Open(running.base + "/desk/studio/" + string(d.ID) + "/edit")
	ok(t, err)
	ok(t, tab.Forget())
	for _, request := range tab.Requests() {
		if strings.Contains(request.URL, "easymde") {
			t.Error("the editor is fetched before anybody turns to the text")
		}
	}
	so(t, tab, editing, [][2]string{
		{"a plain field is there at once", `return !wrap() && text.checkVisibility()`},
		{"who turns to it gets the editor, where the cursor was", `text.focus(); window.before = text.value; window.tall = text.offsetHeight; text.setSelectionRange(40, 45); return await until(wrap) && await until(() => cm().hasFocus()) && cm().getValue() === before && cm().getSelection() === before.slice(40, 45)`},
		{"it has a ring", `const s = getComputedStyle(wrap()); return wrap().classList.contains('CodeMirror-focused') && s.outlineStyle === 'solid' && parseFloat(s.outlineWidth) === 2`},
		{"nothing jumps", `return Math.abs(wrap().offsetHeight - tall) < 3 && !text.checkVisibility()`},
		{"its lines are those of the file", `return Number(document.querySelector('.CodeMirror-gutter-wrapper .CodeMirror-linenumber').textContent) === Number(text.form.dataset.first) && Number(text.form.dataset.first) > 5`},
		{"fields and blocks stand out", `cm().scrollTo(0, 0); return await until(() => [...document.querySelectorAll('.cm-merge')].some(el => el.textContent === '{{ partner.nam }}')) && /^:::/.test(document.querySelector('.cm-block').textContent)`},
		{"it is heard as the field it stands for", `const at = cm().getInputField(); return at.getAttribute('role') === 'textbox' && at.getAttribute('aria-label').startsWith('Text in markdown') && document.getElementById(at.getAttribute('aria-describedby').split(' ')[0]) !== null`},
		{"a problem leads to its line", `document.querySelector('a[data-line]').click(); return cm().hasFocus() && cm().getSelection().includes('{{ partner.nam }}') && cm().getCursor('from').line + Number(text.form.dataset.first) > 5`},
		{"a field is put in at the cursor", `const at = from('partner.nam }}'); cm().setSelection(cm().posFromIndex(at - 3), cm().posFromIndex(at + 15)); return picked('Field', '{{ partner.name }}') && text.value.includes('{{ partner.name }}') && !text.value.includes('partner.nam }}') && cm().hasFocus()`},
		{"a block stands on lines of its own", `cm().setCursor(cm().lineCount(), 0); return picked('Block', 'Callout') && /\n\n:::callout tip\nA word of advice\.\n:::\n$/.test(text.value)`},
		{"a picture, too", `cm().setCursor(cm().lineCount(), 0); return picked('Picture', 'a-terrace') && /\n\n!\[A terrace in the evening\]\(a-terrace\.\w+\)\n$/.test(text.value)`},
		{"what was put in is undone", `cm().undo(); return !text.value.includes('a-terrace')`},
		{"words are made bold", `cm().setCursor(cm().lineCount(), 0); button('Bold').click(); return text.value.endsWith('**words**') && cm().getSelection() === 'words'`},
		{"and that is undone", `cm().undo(); return !text.value.includes('**words**')`},
		{"a list goes on", `cm().setCursor(cm().lineCount(), 0); cm().replaceSelection('\n- one'); cm().execCommand('newlineAndIndentContinueMarkdownList'); cm().replaceSelection('two'); return text.value.endsWith('\n- one\n- two')`},
		{"what is typed is kept", `return await until(() => document.querySelector('#kept').textContent.startsWith('Kept at'))`},
	})
	// A key of a person, and Tab leads on.
	ok(t, tab.Do(typed(" typed")))
	ok(t, tab.Do(press("Tab", 9)))
	so(t, tab, editing, [][2]string{
		{"letters arrive", `return await until(() => text.value.endsWith('- two typed'))`},
		{"Tab leads on", `return !wrap().contains(document.activeElement) && document.activeElement.textContent === 'Save and look'`},
		{"the page is as the gates want it", `cm().focus(); return cm().hasFocus()`},
	})
	for _, s := range []Screen{Desktop, Desktop.InDark()} {
		ok(t, tab.See(s))
		for _, look := range []gate{accessible, sideways, hittable, legible, quiet} {
			found, err := look(tab)
			ok(t, err)
			for _, finding := range found {
				t.Errorf("%s: %s", s, finding)
			}
		}
	}
	ok(t, tab.See(Desktop))
	so(t, tab, editing, [][2]string{
		{"the plain field comes back with the text and the cursor", `window.before = cm().getValue(); cm().setSelection(cm().posFromIndex(12), cm().posFromIndex(15)); button('Plain text').click(); return !wrap() && text.value === before && document.activeElement === text && text.selectionStart === 12 && text.selectionEnd === 15 && button('Plain text').getAttribute('aria-pressed') === 'true'`},
		{"it is remembered", `return localStorage.getItem('studio-plain') !== null`},
		{"marks work there", `text.setSelectionRange(text.value.length, text.value.length); button('Italic').click(); return text.value.endsWith('*words*')`},
		{"and the editor again", `button('Plain text').click(); return await until(wrap) && cm().getValue().endsWith('*words*') && localStorage.getItem('studio-plain') === null`},
	})
	_, err = tab.Press("Save and go on")
	ok(t, err)
	saved, err := running.Draft(t.Context(), running.actor(portal.Editor), d.ID)
	ok(t, err)
	if !strings.HasSuffix(strings.TrimSpace(saved.Source), "- two typed*words*") {
		t.Errorf("saved as\n%s", saved.Source)
	}
	so(t, tab, editing, [][2]string{
		{"after it was saved, a plain field waits again", `return !wrap() && document.querySelector('#checks').textContent.includes('Nothing is wrong')`},
		{"who wants it plain", `localStorage.setItem('studio-plain', 'yes'); return true`},
	})
	_, err = tab.Open(running.base + "/desk/studio/" + string(d.ID) + "/edit?as=file")
	ok(t, err)
	so(t, tab, strings.ReplaceAll(editing, "#f-body", "#f-source"), [][2]string{
		{"has it plain", `text.focus(); return await until(() => button('Plain text')) && !wrap() && text.checkVisibility()`},
		{"the front matter is no heading", `button('Plain text').click(); return await until(wrap) && await until(() => document.querySelectorAll('.cm-front').length > 3) && document.querySelector('.CodeMirror-gutter-wrapper .CodeMirror-linenumber').textContent === '1'`},
	})
}

// TestOnAPhoneATextIsAPlainField turns to a text with a finger.
func TestOnAPhoneATextIsAPlainField(t *testing.T) {
	_ = open(t)
	running := reading(t)
	tab, d := running.written(t)
	ok(t, tab.See(Phone))
	_, err := tab.Open(running.base + "/desk/studio/" + string(d.ID) + "/edit")
	ok(t, err)
	ok(t, tab.Forget())
	so(t, tab, editing, [][2]string{
		{"the field stays", `text.focus(); await new Promise(r => setTimeout(r, 500)); return !wrap() && document.activeElement === text && !button('Plain text')`},
		{"a field is put in", `text.setSelectionRange(0, 0); return picked('Field', '{{ partner.name }}') && text.value.startsWith('{{ partner.name }}')`},
		{"the list of fields is within the page", `const m = menu('Field'); m.querySelector('summary').click(); const box = m.querySelector('ul').getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth && document.documentElement.scrollWidth <= innerWidth`},
	})
	found, err := quiet(tab)
	ok(t, err)
	for _, finding := range found {
		t.Error(finding)
	}
}

// TestATextIsLookedAtOnPaper opens a draft as pages and as a card, for a company.
func TestATextIsLookedAtOnPaper(t *testing.T) {
	_ = open(t)
	running := reading(t)
	tab := running.another(t, portal.Editor)
	d := running.brought(t, "quinta-wedding")
	_, err := tab.Open(running.base + "/desk/studio/" + string(d.ID))
	ok(t, err)
	ok(t, tab.Fill(map[string]string{"on": "Pages (PDF, A4)"}))
	_, err = tab.Press("Show")
	ok(t, err)
	const about = `const all = [...document.querySelectorAll('.pictured')]; const until = async what => { for (let n = 0; n < 400 && !what(); n++) await new Promise(r => setTimeout(r, 20)); return what(); };`
	for _, s := range []Screen{Desktop, Desktop.InDark(), Phone} {
		ok(t, tab.See(s))
		so(t, tab, about, [][2]string{
			{"each page is there", `for (const el of all) { el.scrollIntoView(); if (!await until(() => el.complete && el.naturalWidth > 1000)) return false; } return all.length > 0 && all.every((el, i) => el.alt === 'Page ' + (i + 1) + ' of ' + all.length)`},
			{"upright, as wide as there is room", `return all.every(el => el.offsetHeight > el.offsetWidth && el.offsetWidth > 300)`},
		})
		for _, look := range []gate{accessible, sideways, quiet} {
			found, err := look(tab)
			ok(t, err)
			for _, finding := range found {
				t.Errorf("%s: %s", s, finding)
			}
		}
	}
	ok(t, tab.See(Desktop))
	ok(t, tab.Fill(map[string]string{"on": "Card (PNG, 1200 × 630)"}))
	_, err = tab.Press("Show")
	ok(t, err)
	so(t, tab, about, [][2]string{{"the card is there", `all[0].scrollIntoView(); return await until(() => all[0].naturalWidth === 1200 && all[0].naturalHeight === 630)`}})
}
