package browser

import (
	"testing"

	"tandem/portal"
)

// TestTheBoardIsWalkedByKeys goes over the board without a mouse; nothing is moved.
func TestTheBoardIsWalkedByKeys(t *testing.T) {
	_ = open(t)
	running := reading(t)
	tab := running.another(t, portal.Manager)
	ok(t, tab.See(Desktop))
	_, err := tab.Open(running.base + "/desk/referrals/board")
	ok(t, err)
	ok(t, tab.Forget())
	const about = `const press = k => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: k, bubbles: true, cancelable: true}));
		const columns = [...document.querySelectorAll('.board section')].map(s => [...s.querySelectorAll('li > a')]).filter(c => c.length); const at = () => document.activeElement;`
	for _, step := range []struct{ what, do string }{
		{"there are cards in two columns", `return columns.length > 1`},
		{"right goes to the next column", `columns[0][0].focus(); press('ArrowRight'); return at() === columns[1][0]`},
		{"and stops at the last", `columns.at(-1)[0].focus(); press('ArrowRight'); return at() === columns.at(-1)[0]`},
		{"left goes back", `columns[1][0].focus(); press('ArrowLeft'); return at() === columns[0][0]`},
		{"down and up stay in the column", `const c = columns.find(c => c.length > 1); if (!c) return true; c[0].focus(); press('ArrowDown'); const down = at() === c[1]; press('ArrowUp'); return down && at() === c[0]`},
		{"M shows where the card can go", `columns[0][0].focus(); press('m'); const d = columns[0][0].closest('li').querySelector('details'); return d.open && d.contains(at()) && at().textContent.startsWith('Move ' + columns[0][0].textContent)`},
		{"M again goes back to the card", `press('m'); return at() === columns[0][0] && !columns[0][0].closest('li').querySelector('details').open`},
	} {
		got, err := Ask[bool](tab, "(() => { "+about+step.do+" })()")
		ok(t, err)
		if !got {
			t.Errorf("not so: %s", step.what)
		}
	}
	card, err := Ask[string](tab, `document.querySelector('.board li').id`)
	ok(t, err)
	_, err = tab.Open(running.base + "/desk/referrals/board?owner=#" + card)
	ok(t, err)
	focused, err := Ask[bool](tab, `(async () => { const so = () => document.activeElement.closest('li')?.id === '`+card+`' && !!document.querySelector('body > [role=status].sr');
		for (let n = 0; n < 100 && !so(); n++) await new Promise(r => setTimeout(r, 20)); return so(); })()`)
	ok(t, err)
	if !focused {
		t.Error("who moved a card does not go on from it")
	}
	found, err := quiet(tab)
	ok(t, err)
	for _, finding := range found {
		t.Error(finding)
	}
}

// TestTheReferralFormAnswersWhileItIsFilledIn types a customer and reads how it stands.
func TestTheReferralFormAnswersWhileItIsFilledIn(t *testing.T) {
	_ = open(t)
	running := reading(t)
	tab := running.desk(t, portal.PartnerAdmin)
	ok(t, tab.See(Desktop))
	_, err := tab.Open(running.base + "/referrals/new")
	ok(t, err)
	ok(t, tab.Forget())
	const about = `const says = document.querySelector('[data-answer]'); const height = says.offsetHeight;
		const type = (name, value) => { const el = document.querySelector('[name=' + name + ']'); el.value = value; el.dispatchEvent(new Event('input', {bubbles: true})); };
		const until = async what => { for (let n = 0; n < 250 && !what(); n++) await new Promise(r => setTimeout(r, 20)); return what(); };`
	for _, step := range []struct{ what, do string }{
		{"it says what to do first, where it is heard", `return says.checkVisibility() && says.getAttribute('role') === 'status' && says.textContent.startsWith('Write the company')`},
		{"a new customer is free", `type('company', 'Nobody Knows Hotels'); type('country', 'PT'); return await until(() => says.textContent.includes('Nobody has referred this customer yet'))`},
		{"nothing jumped", `return says.offsetHeight === height`},
		{"an own one is named, with the way to it", `type('company', 'Hotel Miramar'); return await until(() => says.querySelector('a[href^="/referrals/"]') !== null) && says.textContent.includes('You referred')`},
		{"nobody meant, nothing said", `type('company', ''); return await until(() => says.textContent.startsWith('Write the company'))`},
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
