package browser

import (
	"fmt"
	"strings"
	"testing"
)

func TestAFormIsFilledAndPressedByItsWords(t *testing.T) {
	tab := open(t)
	address := bench(t, "", fmt.Sprintf(sound, `<form action="/found"><label for="w">Word</label><input id="w" name="word">
		<select name="tier" aria-label="Tier"><option value="">Choose</option><option value="core">Core</option></select>
		<label><input type="radio" name="kind" value="a">A</label><label><input type="radio" name="kind" value="b">B</label>
		<label><input type="checkbox" name="agreed" value="yes">Agreed</label><button>Go on</button></form>`))
	_, err := tab.Open(address + "/")
	ok(t, err)
	ok(t, tab.Fill(map[string]string{"word": `a "quoted" word`, "tier": "core", "kind": "b", "agreed": "on"}))
	for _, wrong := range []map[string]string{{"none": "x"}, {"kind": "c"}, {"tier": "elite"}} {
		if tab.Fill(wrong) == nil {
			t.Errorf("%v is filled in", wrong)
		}
	}
	ok(t, tab.Fill(map[string]string{"tier": "core"}))
	if _, err := tab.Press("Go nowhere"); err == nil {
		t.Error("a button that is not there is pressed")
	}
	status, err := tab.Press("Go on")
	ok(t, err)
	got, err := Ask[string](tab, "location.pathname + location.search")
	ok(t, err)
	if want := "/found?word=a+%22quoted%22+word&tier=core&kind=b&agreed=yes"; status != 200 || !strings.HasSuffix(got, want) {
		t.Errorf("%d %s, want %s", status, got, want)
	}
}
