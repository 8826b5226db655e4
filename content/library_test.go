package content

import (
	"strings"
	"testing"

	"tandem/portal"
)

// loaded is the library that comes with the server.
func loaded(t *testing.T) *Library {
	t.Helper()
	l, err := Load(Files())
	if err != nil {
		t.Fatalf("our own content:\n%v", err)
	}
	return l
}

func TestTheProgramThatComesWithTheServerLoads(t *testing.T) {
	p := loaded(t).Program
	if p.Name != "Northwind Partners" || p.Currency != "EUR" || p.Zone.String() != "Europe/Lisbon" || len(p.Markets) != 8 || len(p.Workdays) != 5 {
		t.Errorf("got %+v", p)
	}
	if len(p.Audit.Criteria) != 5 || len(p.Scorecard.Parameters) != 5 || len(p.Onboarding.Lanes) != 3 || len(p.Onboarding.Tasks) < 10 {
		t.Errorf("%d criteria, %d parameters, %d lanes, %d tasks", len(p.Audit.Criteria), len(p.Scorecard.Parameters), len(p.Onboarding.Lanes), len(p.Onboarding.Tasks))
	}
	var dayOne []string
	for _, task := range p.Onboarding.Tasks {
		if task.Day == 1 {
			dayOne = append(dayOne, task.Key)
		}
	}
	if len(dayOne) != 4 {
		t.Errorf("day 1 asks for %v; want the profile, the brand kit, the terms and the kick-off", dayOne)
	}
}

func TestTermsAtIsTheNewestVersionInForce(t *testing.T) {
	l := loaded(t)
	for day, want := range map[portal.Date]string{
		"2025-09-01": "standard-2025-09", "2026-06-30": "standard-2025-09", "2026-07-01": "standard-2026-07", "2030-01-01": "standard-2026-07",
	} {
		if got, err := l.TermsAt(day); err != nil || got.Version != want || len(got.SHA256) != 64 {
			t.Errorf("TermsAt(%s) = %s, %v; want %s with its hash", day, got.Version, err, want)
		}
	}
	if _, err := l.TermsAt("2025-08-31"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("before the first version: %v, want NotFound", err)
	}
	july, err := l.TermsVersion("standard-2026-07")
	if err != nil || july.BaseShare[portal.High].Percent() != "5%" || july.Minimum != portal.Amount(5000, "EUR") {
		t.Errorf("July is %+v, %v", july, err)
	}
}

func TestTermsAreReadToTryThem(t *testing.T) {
	l := loaded(t)
	source, err := l.TermsSource("standard-2026-07")
	if err != nil {
		t.Fatal(err)
	}
	terms, err := l.ReadTerms("try.md", []byte(strings.Replace(source, "core: 4%", "core: 4.5%", 1)))
	if err != nil || terms.Version != "try" || terms.BaseShare[portal.Core] != portal.MustRate("4.5%") || terms.ReferralDays != 90 {
		t.Errorf("%+v, %v", terms, err)
	}
	for old, change := range map[string][2]string{
		"core: 4%":              {"core: many", `try.md:8: the share of core is "many"`},
		"{{ terms.hold_days }}": {"{{ terms.days }}", "there is no field {{ terms.days }}"},
		"currency: EUR":         {"currency: USD", "try.md:1: is in USD, but the program counts in EUR"},
	} {
		if _, err := l.ReadTerms("try.md", []byte(strings.Replace(source, old, change[0], 1))); err == nil || !strings.Contains(err.Error(), change[1]) {
			t.Errorf("%s: %v", old, err)
		}
	}
	if _, err := l.ReadTerms("try.md", make([]byte, maxFile+1)); err == nil || !strings.Contains(err.Error(), "keep it under") {
		t.Errorf("too much: %v", err)
	}
	if _, err := l.TermsSource("nothing"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a version that is none: %v", err)
	}
}
