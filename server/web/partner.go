package web

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

func (a *App) showPartner(r *request) error {
	view, err := r.partnerPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) partnerPage() (templates.PartnerPage, error) {
	o, err := r.app.program.PartnerOverview(r.ctx, r.actor, portal.PartnerID(r.Params("partner")))
	if err != nil {
		return templates.PartnerPage{}, err
	}
	rules, p := r.app.program.Rules, o.Partner
	manages := r.actor.Can(portal.Manager)
	view := templates.PartnerPage{
		Page: r.page(p.Company), Base: deskPartners + "/" + string(p.ID), Company: p.Company, Lead: partnerLead(p), State: partnerPill(p.State), Version: p.Version,
		Facts: append(partnerFacts(rules, p), invitedFact(p, o.Inviter)...), Said: p.Note, Score: o.Score.Text(), Steps: r.newestFirst(p.Story()), TierSteps: r.tierSteps(p),
		Acts: manages && p.State.Member() && p.State != portal.PartnerEnded, Specialist: p.SpecialistName,
		Assign: templates.Filled(map[string]string{"specialist": string(p.Specialist)}), CanAssign: true,
		CanStart: p.State == portal.PartnerOnboarding, CanPause: p.State.Working(), CanResume: p.State == portal.PartnerPaused, CanEnd: true,
	}
	if o.Onboarding.Started {
		view.Onboarding = &templates.OnboardingCard{Onboarding: o.Onboarding, CanTick: manages && p.State.Working()}
	}
	for _, user := range o.Staff {
		view.Staff = append(view.Staff, templates.Option{Value: string(user.ID), Label: user.Name})
	}
	if r.mayGet(deskReferrals) {
		view.ReferralsAt = deskReferrals + "?partner=" + url.QueryEscape(string(p.ID))
	}
	for _, row := range o.Summary.Newest {
		view.Referrals = append(view.Referrals, templates.ReferralRow{
			Company: row.Company, Href: deskReferrals + "/" + string(row.ID), State: referralPill(row.State), Value: amountText(row.Value),
			Owner: row.OwnerName, Until: row.ProtectedUntil.Long(),
		})
	}
	for _, b := range o.Balances {
		view.Balances = append(view.Balances, moneyCard(b))
	}
	for _, accepted := range o.Acceptances {
		view.Terms = append(view.Terms, templates.AcceptedRow{Version: accepted.Version, By: accepted.ByName, When: r.when(accepted.At)})
	}
	if manages {
		view.ReviewAt = deskApplications + "/" + string(p.ID)
	}
	if path := "/desk/partners/:partner/earnings"; r.mayGet(path) {
		view.EarningsAt = view.Base + "/earnings"
	}
	if p.State.Member() {
		view.Figures = r.partnerFigures(o, view.ReferralsAt != "", view.EarningsAt != "")
	}
	if p.State.Working() && r.mayGet(deskTiers+"/:partner") {
		view.TierAt = deskTiers + "/" + string(p.ID)
	}
	if view.Acts {
		view.EndingAt, view.EndsOn = endingAt(p.ID), p.Notice.LastDay.Long()
	}
	if p.State.Member() && r.mayGet(deskAddenda) {
		view.AddendaAt = addendaAt(p.ID)
	}
	view.People = r.partnerPeople(o)
	if len(view.Steps) > recentSteps {
		view.Steps, view.Earlier = view.Steps[:recentSteps], view.Steps[recentSteps:]
	}
	view.TierSteps = view.TierSteps[:min(len(view.TierSteps), recentTiers)]
	return view, nil
}

func partnerLead(p portal.Partner) string {
	parts := []string{}
	if p.Tier.Valid() {
		parts = append(parts, p.Tier.Label())
	}
	if p.SpecialistName != "" {
		parts = append(parts, "looked after by "+p.SpecialistName)
	}
	parts = append(parts, p.Domain)
	return strings.Join(parts, " · ")
}

func partnerFacts(rules portal.Program, p portal.Partner) []templates.Fact {
	facts := []templates.Fact{
		{Label: "Line of business", Text: portal.NameIn(rules.Verticals, p.Vertical)},
		{Label: "Country", Text: portal.CountryName(p.Country)},
	}
	facts = append(facts, applicationFacts(rules, p.Application)...)
	set := map[bool]string{true: "Set", false: "Not yet"}
	facts = append(facts,
		templates.Fact{Label: "Applied", Text: p.AppliedAt.Day(rules.Zone).Long()},
		templates.Fact{Label: "Name in links", Text: cmp.Or(p.Code, "–")},
		templates.Fact{Label: "Brand kit", Text: set[p.Brand.SetAt != ""]},
		templates.Fact{Label: "Payout details", Text: set[p.PayTo.SetAt != ""]},
	)
	return facts
}

// partnerFigures are the partner at a glance: what it brings for those who may read
// its referrals, what it earns for those who may read its money.
func (r *request) partnerFigures(o program.PartnerOverview, leads, money bool) (figures []templates.Figure) {
	currency := r.app.program.Rules.Currency
	rate := "–"
	if percent, ok := o.Summary.WinRate(); ok {
		rate = fmt.Sprintf("%d%%", percent)
	}
	balance := portal.BalanceIn(nil, currency)
	for _, b := range o.Balances {
		if b.Currency == currency {
			balance = b
		}
	}
	held := "Nothing held"
	if balance.HeldUntil != "" {
		held = balance.Held.String() + " held, the next part until " + balance.HeldUntil.Long()
	}
	if leads {
		figures = append(figures,
			templates.Figure{Label: "Open pipeline", Value: o.Summary.Pipeline.In(currency).String(), Note: count(o.Summary.Open(), "open referral"), Help: "The partner's estimates for referrals that may still be won."},
			templates.Figure{Label: "Win rate", Value: rate, Note: fmt.Sprintf("%d won, %d lost", o.Summary.Referrals[portal.ReferralWon], o.Summary.Referrals[portal.ReferralLost]), Help: "Referrals won, of all that were won or lost."},
		)
	}
	if money {
		figures = append(figures,
			templates.Figure{Label: "Owed", Value: balance.Owed().String(), Note: held, Help: "Earned and not yet paid: held, payable, and in a payout."},
			templates.Figure{Label: "Paid", Value: balance.Paid.String(), Note: "since " + o.Partner.ApprovedAt.Day(r.app.program.Rules.Zone).Long(), Help: "What has left for the partner's account."},
		)
	}
	return figures
}

func (r *request) partnerPeople(o program.PartnerOverview) []templates.PersonLine {
	var lines []templates.PersonLine
	for _, u := range o.People {
		line := templates.PersonLine{Name: u.Name, Email: u.Email, Roles: roleLabels(u.Roles), State: templates.Pill{Kind: "ok", Text: "Active"}, Seen: "Not signed in"}
		if u.State == portal.UserSuspended {
			line.State = templates.Pill{Kind: "bad", Text: "Suspended"}
		}
		var seen portal.Instant
		for _, s := range u.Sessions {
			seen = max(seen, s.SeenAt)
		}
		if seen != "" {
			line.Seen = seen.Day(r.app.program.Rules.Zone).Long()
		}
		lines = append(lines, line)
	}
	for _, i := range o.Invited {
		state := templates.Pill{Kind: "info", Text: "Invited"}
		if i.Usable(r.app.program.Now()) != nil {
			state = templates.Pill{Kind: "warn", Text: "Invitation expired"}
		}
		lines = append(lines, templates.PersonLine{Name: cmp.Or(i.Name, i.Email), Email: i.Email, Roles: roleLabels(i.Roles), State: state, Seen: "–"})
	}
	return lines
}

// partnerPill is a partner's state with its colour.
func partnerPill(s portal.PartnerState) templates.Pill {
	var kind string
	switch s {
	case portal.PartnerApplied, portal.PartnerInReview, portal.PartnerApproved, portal.PartnerOnboarding:
		kind = "info"
	case portal.PartnerChangesAsked, portal.PartnerPaused:
		kind = "warn"
	case portal.PartnerActive:
		kind = "ok"
	case portal.PartnerEnded, portal.PartnerDeclined:
		kind = "bad"
	}
	return templates.Pill{Kind: kind, Text: s.Label()}
}

// moneyCard is a balance by where the money stands. What was taken back after it had
// been paid makes the payable part negative: new commission covers it first.
func moneyCard(b portal.Balance) templates.Balance {
	held, payable := "Held", "Payable"
	if b.HeldUntil != "" {
		held = "Held, the next part until " + b.HeldUntil.Long()
	}
	if b.Payable.Minor < 0 {
		payable = "Taken back, to be covered first"
	}
	return templates.Balance{
		Lines: []templates.Fact{
			{Label: held, Text: b.Held.String()},
			{Label: payable, Text: b.Payable.String()},
			{Label: "In a payout", Text: b.InPayout.String()},
			{Label: "Paid", Text: b.Paid.String()},
		},
		Total: templates.Fact{Label: "Earned", Text: b.Earned().String()},
	}
}
