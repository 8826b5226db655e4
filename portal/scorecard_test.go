package portal

import (
	"maps"
	"slices"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"
)

// policy is the program's default scorecard: fit weighs 0.65, revenue 0.35.
var policy = ScorecardPolicy{
	EliteShare: MustRate("20%"), EliteAxis: 6, HighAxis: 5, CoreScore: 4, NewDays: 90, DemoteAfter: 2,
	Parameters: []Parameter{
		{Key: "industry", Name: "Industry alignment", Weight: MustRate("0.25"), Axis: StrategicFit},
		{Key: "fit", Name: "Program fit", Weight: MustRate("0.25"), Axis: StrategicFit},
		{Key: "reach", Name: "Geographic reach", Weight: MustRate("0.20"), Axis: RevenuePotential},
		{Key: "performance", Name: "Performance", Weight: MustRate("0.15"), Axis: RevenuePotential, Computed: true},
		{Key: "readiness", Name: "Readiness", Weight: MustRate("0.15"), Axis: StrategicFit},
	},
}

// scores are values in the order of the policy's parameters.
func scores(texts ...string) Scores {
	s := Scores{}
	for i, p := range policy.Parameters {
		s[p.Key] = decimal.MustParse(texts[i])
	}
	return s
}

func TestCompositeAndAxes(t *testing.T) {
	for _, c := range []struct {
		scores                  Scores
		composite, fit, revenue string
	}{
		// 0.25x8 + 0.25x7 + 0.2x6 + 0.15x5 + 0.15x4 = 2 + 1.75 + 1.2 + 0.75 + 0.6
		// fit (2 + 1.75 + 0.6) / 0.65, revenue (1.2 + 0.75) / 0.35
		{scores("8", "7", "6", "5", "4"), "6.30", "6.69", "5.57"},
		{scores("10", "10", "10", "10", "10"), "10.00", "10.00", "10.00"},
		{scores("0", "0", "0", "0", "0"), "0.00", "0.00", "0.00"},
		{scores("5", "5", "5", "5", "5"), "5.00", "5.00", "5.00"},
		{scores("7.5", "6.5", "0", "9.9", "3"), "5.44", "6.08", "4.24"}, // 1.875+1.625+0+1.485+0.45; 3.95/0.65; 1.485/0.35
	} {
		composite, fit, revenue := fixed(policy.Composite(c.scores), 2), fixed(policy.AxisValue(StrategicFit, c.scores), 2), fixed(policy.AxisValue(RevenuePotential, c.scores), 2)
		if composite != c.composite || fit != c.fit || revenue != c.revenue {
			t.Errorf("%v: got %s, %s, %s; want %s, %s, %s", c.scores, composite, fit, revenue, c.composite, c.fit, c.revenue)
		}
	}
}

func TestScorecardKeepsWhoSetWhatAndWhen(t *testing.T) {
	card := policy.NewScorecard("p-1", "2026-Q1", nil)
	if policy.Scored(card) {
		t.Error("an empty scorecard counts as scored")
	}
	first := moment("2026-03-20 10:00")
	card, err := policy.Set(card, SetInput{Values: map[string]string{"industry": "8", "fit": "7,5", "reach": "6", "readiness": "4"}, Why: map[string]string{"fit": "Ferry and stay bundle."}}, manager, first)
	if err != nil || !policy.Scored(card) || card.Values["fit"].Text() != "7.5" || len(card.History) != 1 {
		t.Fatalf("got %v, %+v", err, card)
	}
	lena := Actor{User: "u-lena", Name: "Lena Ortiz"}
	next, err := policy.Set(card, SetInput{Values: map[string]string{"industry": "9", "fit": "7.5", "reach": "6.0"}, Why: map[string]string{"fit": "Ferry and stay bundle."}}, lena, moment("2026-03-21 10:00"))
	if err != nil || next.Values["industry"].ByName != "Lena Ortiz" || next.Values["fit"].ByName != "Mara Silva" || next.Values["reach"].At != first {
		t.Errorf("got %v, %+v", err, next.Values)
	}
	if card.Values["industry"].Text() != "8.0" {
		t.Error("the scorecard before has changed")
	}
	same, err := policy.Set(next, SetInput{Values: map[string]string{"industry": "9"}}, lena, moment("2026-03-22 10:00"))
	if err != nil || len(same.History) != len(next.History) {
		t.Errorf("nothing new: got %v, %d changes", err, len(same.History))
	}
	following := policy.NewScorecard("p-1", "2026-Q2", &next)
	if following.Values["industry"].ByName != "Lena Ortiz" || following.ID() != "score:p-1:2026-Q2" || !policy.Scored(following) {
		t.Errorf("the next quarter starts with %+v", following.Values)
	}
}

func TestScorecardRefusesWhatIsNoScore(t *testing.T) {
	card := policy.NewScorecard("p-1", "2026-Q1", nil)
	for _, text := range []string{"11", "-1", "7.55", "1e1x", "seven", "NaN", "10.1"} {
		if _, err := policy.Set(card, SetInput{Values: map[string]string{"industry": text}}, manager, moment("2026-03-20 10:00")); !slices.Equal(fields(err), []string{"industry"}) {
			t.Errorf("%s: got %v", text, err)
		}
	}
	got, err := policy.Set(card, SetInput{Values: map[string]string{"performance": "10"}}, manager, moment("2026-03-20 10:00"))
	if _, set := got.Values["performance"]; err != nil || set {
		t.Error("a manager set a computed parameter")
	}
	card.Result = &Assignment{}
	if _, err := policy.Set(card, SetInput{Note: "late"}, manager, moment("2026-03-20 10:00")); KindOf(err) != Conflict {
		t.Errorf("closed: got %v, want a conflict", err)
	}
}

func TestComputedParametersDoNotCarryOver(t *testing.T) {
	card := policy.Compute(policy.NewScorecard("p-1", "2026-Q1", nil), "performance", decimal.MustParse("7.5"), "€12,000.00 in four quarters.", moment("2026-04-01 00:10"))
	if v := card.Values["performance"]; v.Text() != "7.5" || v.ByName != "Computed" {
		t.Errorf("got %+v", v)
	}
	if _, ok := policy.NewScorecard("p-1", "2026-Q2", &card).Values["performance"]; ok {
		t.Error("a computed value went into the next quarter")
	}
}

func revenue(partner PartnerID, year, before int64) Revenue {
	return Revenue{Partner: partner, Year: Amount(year, "EUR"), Before: Amount(before, "EUR")}
}

func TestPerformanceIsAStandingAmongPartners(t *testing.T) {
	got := Performance([]Revenue{
		revenue("first", 90000, 10000),     // most revenue, most growth
		revenue("large", 60000, 80000),     // second in revenue, last in growth
		revenue("growing", 30000, 0),       // third, second
		revenue("small", 10000, 10000),     // fourth, no growth
		revenue("nothing", 0, 0),           // nothing collected
		revenue("only refunds", -500, 100), // less than nothing
	})
	want := map[PartnerID]string{
		"first": "10.0", "large": "4.0", "growing": "7.0", "small": "4.0", "nothing": "0.0", "only refunds": "0.0",
	}
	for partner, text := range want {
		if fixed(got[partner], 1) != text {
			t.Errorf("%s: got %s, want %s", partner, fixed(got[partner], 1), text)
		}
	}
	if alone := Performance([]Revenue{revenue("alone", 1, 0)}); fixed(alone["alone"], 1) != "10.0" {
		t.Errorf("alone: got %s", alone["alone"])
	}
	if none := Performance([]Revenue{revenue("alone", 0, 0)}); !none["alone"].IsZero() {
		t.Errorf("alone with nothing: got %s", none["alone"])
	}
}

func TestPerformanceKnowsNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "partners")
		all := make([]Revenue, n)
		for i := range all {
			all[i] = revenue(PartnerID(rune('a'+i)), rapid.Int64Range(-5, 20).Draw(t, "year"), rapid.Int64Range(0, 20).Draw(t, "before"))
		}
		got := Performance(all)
		if !maps.EqualFunc(got, Performance(rapid.Permutation(all).Draw(t, "order")), decimal.Decimal.Equal) {
			t.Fatal("another order gives other values")
		}
		for _, a := range all {
			if got[a.Partner].IsNeg() || got[a.Partner].Cmp(decimal.Ten) > 0 {
				t.Fatalf("%s is out of bounds", got[a.Partner])
			}
			for _, b := range all {
				if a.Year.Minor >= b.Year.Minor && a.Growth().Minor >= b.Growth().Minor && got[a.Partner].Less(got[b.Partner]) {
					t.Fatalf("%+v has %s, %+v has %s", a, got[a.Partner], b, got[b.Partner])
				}
			}
		}
	})
}
