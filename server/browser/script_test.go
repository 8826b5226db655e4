package browser

import (
	"net/http/httptest"
	"testing"

	"tandem/portal"
)

// TestTheScriptIsAConvenience tries on the gallery what the portal's script adds.
func TestTheScriptIsAConvenience(t *testing.T) {
	tab := open(t)
	handler, err := Gallery(portal.Colour{0x4f, 0x46, 0xe5})
	ok(t, err)
	server := httptest.NewServer(handler)
	defer server.Close()
	ok(t, tab.See(Desktop))
	_, err = tab.Open(server.URL + "/gallery")
	ok(t, err)
	const key = `const press = k => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: k, bubbles: true, cancelable: true})); document.activeElement.blur();`
	for _, step := range []struct{ what, do string }{
		{"problems are heard first", `return document.activeElement.id === 'problems'`},
		{"J goes down the queue, K up", key + `press('j'); const a = document.activeElement.textContent; press('j'); press('k'); return a.includes('Casa Lumen') && document.activeElement.textContent === a`},
		{"X selects and is counted", key + `press('j'); press('x'); return document.querySelectorAll('.queue-list li')[1].querySelector('input').checked && document.querySelector('[data-selected]').textContent === '1 selected'`},
		{"all are selected at once", `document.querySelector('[data-all]').click(); return document.querySelector('[data-selected]').textContent === '3 selected'`},
		{"? shows the shortcuts", key + `press('?'); return document.querySelector('#keys').matches(':popover-open')`},
		{"the shortcuts close", `document.querySelector('#keys button').click(); return !document.querySelector('#keys').matches(':popover-open')`},
		{"/ goes to the search", key + `press('/'); return document.activeElement.id === 'topsearch'`},
		{"a letter in a field is a letter", `document.querySelector('#f-company').focus(); document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: '/', bubbles: true})); return document.activeElement.id === 'f-company'`},
		{"a menu closes elsewhere", `const m = document.querySelector('details.menu'); m.open = true; document.body.click(); return !m.open`},
		{"a form asks first", `const f = document.querySelector('form[data-confirm]'); let sent = 0; addEventListener('submit', e => { if (!e.defaultPrevented) sent++; e.preventDefault(); }); window.sent = () => sent; f.querySelector('button').click(); return sent === 0 && document.querySelector('dialog[open] h2').textContent.startsWith('Delete this draft?')`},
		{"no keeps it as it is", `return document.activeElement.textContent === 'Keep it as it is' && (document.activeElement.click(), window.sent() === 0)`},
		{"the question is gone", `return new Promise(r => setTimeout(r)).then(() => !document.querySelector('dialog[open]'))`},
		{"yes sends it once", `document.querySelector('form[data-confirm] button').click(); document.querySelector('dialog[open] .btn-primary').click(); return window.sent() === 1`},
		{"a message is dismissed", `[...document.querySelectorAll('.flash button')].find(b => b.textContent === 'Dismiss').click(); return !document.querySelector('.flash')`},
	} {
		got, err := Ask[bool](tab, "(() => { "+step.do+" })()")
		ok(t, err)
		if !got {
			t.Errorf("not so: %s", step.what)
		}
	}
	found, err := quiet(tab)
	ok(t, err)
	for _, finding := range found {
		t.Error(finding)
	}
}
