package portal

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestTheEffectOfTermsIsComparedWithWhatEachPartnerAccepted, as if either had applied all along.
func TestTheEffectOfTermsIsComparedWithWhatEachPartnerAccepted(t *testing.T) {
	flat := standardTerms() // 4% at Core, 5% at High, no levers
	next := standardTerms()
	next.Version, next.Effective = "2026-06", "2026-06-01"
	next.BaseShare = map[Tier]Rate{Core: MustRate("3%"), High: MustRate("6%")}
	newest := next
	newest.Version, newest.Effective = "2027-01", "2027-01-01"
	newest.BaseShare = map[Tier]Rate{Core: MustRate("5%"), High: MustRate("5%")}
	versions := []Terms{flat, next, newest}
	of := func(id PartnerID, accepted string, cash ...Collection) NamedEarner {
		e := earner()
		e.Partner, e.Terms, e.Accepted, e.Collections = id, versions, nil, cash
		if accepted != "" {
			e.Accepted = []AcceptedOn{{Version: accepted, On: "2026-06-10"}}
		}
		return NamedEarner{e, strings.ToUpper(string(id))}
	}
	earners := []NamedEarner{
		of("a", "2026-01", paid("1", "d1", 100_000, "2026-02-01"), paid("2", "d1", 100_000, "2026-04-01")), // 40 + 50, then 50 + 50
		of("b", "2026-06", paid("3", "d2", 100_000, "2026-02-01"), paid("4", "d2", 100_000, "2026-04-01")), // 30 + 60 though they applied later, then 50 + 50
		of("c", "", paid("5", "d3", 100_000, "2026-04-01")),                                                // 60 by the version in force, then 50
		of("d", "2026-01", paid("6", "d4", 100_000, "2026-05-01"), paid("7", "d4", 900_000, "2025-12-31")), // 50, then 50; the other is outside
		of("e", "2026-01"),
	}
	effect := EffectOf(newest, earners, "2026-01-01", "2026-12-31", "2026-12-31")
	var lines []string
	for _, p := range effect.Partners {
		lines = append(lines, fmt.Sprintf("%s under %s: %s, then %s (%s)", p.Name, p.Under, p.Totals[0].Old.Plain(), p.Totals[0].New.Plain(), p.Rules[0].Label))
	}
	want := []string{
		"A under 2026-01: 90.00, then 100.00 (Base share)", "B under 2026-06: 90.00, then 100.00 (Base share)",
		"C under 2026-06: 60.00, then 50.00 (Base share)", "D under 2026-01: 50.00, then 50.00 (Base share)",
	}
	if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	if effect.More != 2 || effect.Less != 1 || effect.Same != 1 {
		t.Errorf("%d more, %d less, %d the same", effect.More, effect.Less, effect.Same)
	}
	if c := effect.Totals[0]; c.Old.Plain() != "290.00" || c.New.Plain() != "300.00" || len(effect.Rules) != 1 || effect.Rules[0].Delta().Plain() != "10.00" {
		t.Errorf("in all %+v by rule %+v", effect.Totals, effect.Rules)
	}
	var file bytes.Buffer
	if err := effect.WriteCSV(&file); err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{"a,A,2026-01,base,EUR,90.00,100.00,10.00", "c,C,2026-06,total,EUR,60.00,50.00,", ",,,total,EUR,290.00,300.00,10.00"} {
		if !strings.Contains(file.String(), row) {
			t.Errorf("%q is missing in\n%s", row, file.String())
		}
	}
	if none := EffectOf(newest, earners, "2030-01-01", "2030-12-31", "2030-12-31"); len(none.Partners) != 0 || len(none.Totals) != 0 {
		t.Errorf("without collections: %+v", none)
	}
}
