package portal

import "testing"

func TestNextStepIsWhatBlocksMoneyFirst(t *testing.T) {
	terms := Terms{Version: "v2", Title: "Terms 2", Effective: "2026-07-01"}
	owed := Summary{Waiting: []Dated{{On: "2026-01-01", Amount: Sums{Amount(5000, "EUR")}}}, Referrals: map[ReferralState]int{ReferralWon: 1}}
	settled := Partner{State: PartnerActive, TermsVersion: "v2", PayTo: PayTo{Label: "DE •••• 3000"}}
	with := func(change func(*Partner)) Partner {
		p := settled
		change(&p)
		return p
	}
	brand := Onboarding{Next: &TaskProgress{TaskPlan: TaskPlan{Title: "Upload your brand kit", Link: "/company/brand"}}}
	for name, c := range map[string]struct {
		partner    Partner
		onboarding Onboarding
		summary    Summary
		link       string
	}{
		"no terms":        {with(func(p *Partner) { p.TermsVersion = ""; p.State = PartnerOnboarding }), brand, owed, "/company/terms"},
		"money, no payee": {with(func(p *Partner) { p.PayTo = PayTo{} }), Onboarding{}, owed, "/company/payout"},
		"older terms":     {with(func(p *Partner) { p.TermsVersion = "v1" }), Onboarding{}, owed, "/company/terms"},
		"sent back":       {with(func(p *Partner) { p.TermsVersion = "v1" }), Onboarding{}, Summary{Referrals: map[ReferralState]int{ReferralReturned: 1}}, "/referrals?state=returned"},
		"in the sprint":   {with(func(p *Partner) { p.State = PartnerOnboarding }), brand, owed, "/company/brand"},
		"never referred":  {settled, Onboarding{}, Summary{}, "/referrals/new"},
		"no payee yet":    {with(func(p *Partner) { p.PayTo = PayTo{} }), Onboarding{}, Summary{Referrals: owed.Referrals}, "/company/payout"},
		"all well":        {settled, Onboarding{}, owed, "/referrals/new"},
		"paused":          {with(func(p *Partner) { p.State = PartnerPaused }), brand, owed, "/company"},
		"ended":           {with(func(p *Partner) { p.State, p.PayTo = PartnerEnded, PayTo{Sealed: "s"} }), brand, owed, "/earnings"},
		"ended, unpaid":   {with(func(p *Partner) { p.State, p.PayTo = PartnerEnded, PayTo{} }), brand, owed, "/company/payout"},
		"ended, nothing":  {with(func(p *Partner) { p.State, p.PayTo = PartnerEnded, PayTo{} }), brand, Summary{}, "/earnings"},
	} {
		if got := NextStepOf(c.partner, terms, c.onboarding, c.summary, "2026-03-01"); got.Link != c.link || got.Title == "" || got.Action == "" {
			t.Errorf("%s: %+v, want %s", name, got, c.link)
		}
	}
}
