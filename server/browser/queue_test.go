package browser

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"testing"

	"tandem/portal"
	"tandem/portal/program"
)

// another is a tab of somebody else with a role, for a test beside those of the role's own tab.
func (s *stage) another(t *testing.T, role portal.Role) *Tab {
	t.Helper()
	hash, err := s.HashPassword(t.Context(), stagePassword)
	ok(t, err)
	user, err := s.AddPerson(t.Context(), portal.System("stage"), program.NewPerson{
		Email: fmt.Sprintf("another-%s-%.10x@northwind-stage.com", role, sha256.Sum256([]byte(t.Name()))), Name: "Tom Brandt", Roles: []portal.Role{role}, Password: hash,
	})
	ok(t, err)
	chromium, err := launch()
	ok(t, err)
	tab, err := desk(chromium, s.base, role, func(*Tab, string, portal.Role) (email, password string, err error) {
		return user.Email, stagePassword, nil
	})
	ok(t, err)
	t.Cleanup(tab.Close)
	return tab
}

// TestTheQueueIsReadByKeys goes down the queue without a mouse; nothing is decided.
func TestTheQueueIsReadByKeys(t *testing.T) {
	_ = open(t)
	running := reading(t)
	tab := running.another(t, portal.Manager)
	ok(t, tab.See(Desktop))
	_, err := tab.Open(running.base + "/desk/queue")
	ok(t, err)
	ok(t, tab.Forget())
	const about = `const press = (k, more) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: k, bubbles: true, cancelable: true, ...more}));
		const title = () => document.querySelector('#panel-title').textContent; const links = [...document.querySelectorAll('.queue-list a')];
		const until = async what => { for (let n = 0; n < 200 && !what(); n++) await new Promise(r => setTimeout(r, 20)); return what(); };`
	for _, step := range []struct{ what, do string }{
		{"J opens the next one beside the list", `const before = title(); press('j'); return await until(() => title() !== before) && location.pathname === new URL(links[1].href).pathname && links[1] === document.activeElement`},
		{"it is marked as the open one", `return document.querySelectorAll('.queue-list a[aria-current]').length === 1 && links[1].hasAttribute('aria-current')`},
		{"K goes back", `const before = title(); press('k'); return await until(() => title() !== before) && location.pathname === new URL(links[0].href).pathname`},
		{"X selects it", `press('x'); return links[0].closest('li').querySelector('input').checked && document.querySelector('[data-selected]').textContent === '1 selected'`},
		{"Enter leads to the item itself", `links[0].click(); return await until(() => document.activeElement.id === 'panel-title') && links[0].closest('li').querySelector('input').checked`},
		{"D asks for words first", `press('d'); return document.activeElement.id === 'f-note'`},
		{"a letter there is a letter", `press('a'); return document.activeElement.id === 'f-note'`},
		{"Escape goes back to the keys", `press('Escape'); return document.activeElement === document.body`},
		{"the button asks before what cannot be taken back", `const b = document.querySelector('button[data-key=a][data-confirm]'); if (!b) return true; b.click(); const d = document.querySelector('dialog[open]'); const words = d.querySelector('.btn-primary').textContent; d.querySelectorAll('button')[1].click(); return !words.endsWith('A')`},
	} {
		got, err := Ask[bool](tab, "(async () => { "+about+step.do+" })()")
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

// TestWhatADecisionOfManyWouldDoHoldsTheGates looks at the page before several items are decided.
func TestWhatADecisionOfManyWouldDoHoldsTheGates(t *testing.T) {
	_ = open(t)
	running := reading(t)
	tab := running.another(t, portal.Manager)
	_, err := tab.Open(running.base + "/desk/queue")
	ok(t, err)
	items, err := Ask[[]string](tab, `[...document.querySelectorAll('.tick input')].map(box => box.value)`)
	ok(t, err)
	if len(items) < 2 {
		t.Fatalf("the queue has %d items to select", len(items))
	}
	inspect(t, tab, Page{Name: "queue-bulk", Path: "/desk/queue/bulk", Query: "?" + url.Values{"do": {"accept"}, "item": items}.Encode()}, running.base, map[string]bool{})
}
