package web

import (
	"net/url"
	"strings"
	"testing"
)

// TestTermsAreTriedWithoutTouchingTheLedger walks from the form to the figures, the file and the mistakes.
func TestTermsAreTriedWithoutTouchingTheLedger(t *testing.T) {
	t.Parallel()
	s := books(t)
	s.as(t, financeRole).post(t, deskCollections+"/new", cash("ra", "INV-1", "1000.00", "2026-03-02"))
	source, err := s.program.TermsSource(s.program.Terms[0].Version)
	if err != nil {
		t.Fatal(err)
	}
	try := func(change ...string) url.Values {
		return url.Values{"terms": {strings.NewReplacer(change...).Replace(source)}, "from": {"2026-01-01"}, "to": {"2026-03-31"}}
	}
	file := try("experimental: 3%", "experimental: 10%")
	file.Set("format", "csv")
	wrong := try("experimental: 3%", "experimental: 300%")
	wrong.Set("to", "2025-01-01")
	for _, who := range []string{financeRole, manager} {
		s.as(t, who).token(t)
	}
	before := s.dump(t)
	s.run(t, []scenario{
		{as: manager, path: deskWhatIf, status: 200, contains: []string{"Try other terms", "base_share:", `name="from"`}},
		{as: financeRole, path: deskWhatIf, form: try("experimental: 3%", "experimental: 10%"), status: 200, contains: []string{
			"€30.00", "€100.00", "+€70.00", "Base share", "Tier 4 Experimental", "March 2026", "Alpha", "Over 10% more",
		}, absent: []string{"Beta"}},
		{name: "as a file", as: financeRole, path: deskWhatIf, form: file, status: 200, contains: []string{"by,key,name,currency,now,under_terms,change,partners", ",Alpha,EUR,30.00,100.00,70.00,\r\n", "distribution,more_over_10,Over 10% more,EUR,,,,1"}},
		{name: "mistakes are named with their lines", as: financeRole, path: deskWhatIf, form: wrong, status: 422, contains: []string{
			"the share of experimental is", "The last day is before the first.", "experimental: 300%",
		}},
		{name: "no days, no terms", as: financeRole, path: deskWhatIf, form: url.Values{}, status: 422, contains: []string{"Choose the first day.", "has no front matter"}},
	})
	same(t, before, s.dump(t))
}
