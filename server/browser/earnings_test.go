package browser

import (
	"testing"

	"tandem/portal"
)

// TestALineOfTheLedgerSaysWhy looks at the ledger on a wide screen, on paper and on a phone:
// the arithmetic of a line stands there, or a touch away.
func TestALineOfTheLedgerSaysWhy(t *testing.T) {
	_ = open(t)
	running := reading(t)
	tab := running.desk(t, portal.PartnerAdmin)
	seen := func(screen Screen, what string, want bool) {
		t.Helper()
		ok(t, tab.See(screen))
		got, err := Ask[bool](tab, `document.querySelector('#ledger .why .sub').getBoundingClientRect().height > 0 && document.querySelector('#ledger .why .sub').checkVisibility({ contentVisibilityAuto: true })`)
		ok(t, err)
		if got != want {
			t.Errorf("on %s, %s: the sentence is seen: %t", screen, what, got)
		}
	}
	ok(t, tab.See(Phone))
	_, err := tab.Open(running.base + "/earnings")
	ok(t, err)
	seen(Phone, "untouched", false)
	seen(Desktop, "untouched", true)
	seen(Screen{Width: 390, Height: 844, Print: true}, "untouched", true)
	ok(t, tab.See(Phone))
	line, err := Ask[float64](tab, `document.querySelector('#ledger tbody tr').getBoundingClientRect().height`)
	ok(t, err)
	if line > 160 {
		t.Errorf("a line of the ledger is %.0f px high on a phone", line)
	}
	_, err = Ask[bool](tab, `(document.querySelector('#ledger .why summary').click(), true)`)
	ok(t, err)
	seen(Phone, "touched", true)
}
