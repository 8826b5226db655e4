package demo

import (
	"testing"
	"time"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/portal/store"
	"tandem/portal/store/docs/docstest"
)

func TestTheDemoIsAProgramThatAddsUp(t *testing.T) {
	if testing.Short() {
		t.Skip("short: the demo's history is made in the whole suite")
	}
	library, err := content.Load(content.Files())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := store.Open(t.Context(), docstest.Engine(t))
	if err != nil {
		t.Fatal(err)
	}
	clock := &Clock{}
	p := program.New(program.Options{
		Rules: library.Program, Terms: library.Terms, Store: kept, Base: "http://localhost:8080", Clock: clock.Now, Random: Random(), FiguresLater: true,
		Keys: program.Keys{Links: make([]byte, 32), Sealed: make([]byte, 32)},
	})
	start := time.Now()
	lines, err := Make(t.Context(), Options{Program: p, Clock: clock, Until: time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC), Password: Password})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("made in %s", time.Since(start))
	verified, err := p.Verify(t.Context(), portal.System("test"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", verified)
	for _, line := range lines {
		t.Logf("%s: %s %s", line.Role, line.Name, line.Email)
	}
	states := map[portal.PartnerState]int{}
	tiers := map[portal.Tier]int{}
	partners, err := kept.Partners.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, partner := range partners {
		states[partner.State]++
		tiers[partner.Tier]++
	}
	t.Logf("%d partners %v %v", len(partners), states, tiers)
	referrals, err := kept.Referrals.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	byState := map[portal.ReferralState]int{}
	for _, r := range referrals {
		byState[r.State]++
	}
	t.Logf("%d referrals %v", len(referrals), byState)
	for _, state := range portal.PartnerStates {
		if states[state] == 0 {
			t.Errorf("no partner is %s", state.Label())
		}
	}
	for _, tier := range portal.Tiers {
		if tiers[tier] == 0 {
			t.Errorf("no partner is %s", tier.Label())
		}
	}
}
