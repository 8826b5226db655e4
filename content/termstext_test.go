package content

import (
	"slices"
	"strings"
	"testing"

	"tandem/portal"
)

func TestTheTextOfTermsHasItsNumbersFilledIn(t *testing.T) {
	l, err := Load(Files())
	if err != nil {
		t.Fatal(err)
	}
	passages, err := l.TermsText("standard-2025-09", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []portal.Passage{
		{Heading: true, Text: "2. When a referral is yours"},
		{Text: "Your tier · Your share of collected revenue"},
		{Text: "Tier 1 Elite · 5.5%"},
	} {
		if !slices.Contains(passages, want) {
			t.Errorf("%+v is missing in %+v", want, passages)
		}
	}
	for _, p := range passages {
		if strings.ContainsAny(p.Text, "{}|") || strings.Contains(p.Text, "  ") || p.Text != strings.TrimSpace(p.Text) {
			t.Errorf("not as people read it: %q", p.Text)
		}
	}
	if _, err := l.TermsText("none", ""); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a version that does not exist: %v", err)
	}
}
