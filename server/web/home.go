package web

import (
	"fmt"
	"net/url"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

func (a *App) showHome(r *request) error { return r.renderLast(r.homePage) }

func (r *request) homePage() (templates.View, error) {
	a := r.app
	home, err := a.program.Home(r.ctx, r.actor)
	if err != nil {
		return nil, err
	}
	view := templates.Home{
		Page: r.page("Home"), Greeting: r.greeting(), Lead: homeLead(home), Next: home.Next,
		Figures: r.homeFigures(home), Revenue: revenueChart("Collected from your customers", home.Summary, a.program.Rules.Currency, home.Today),
	}
	view.Tier = r.tierCard(home.Tier)
	if home.Partner.State == portal.PartnerOnboarding || home.Partner.State == portal.PartnerApproved {
		view.Onboarding = &home.Onboarding
	}
	for _, row := range home.Summary.Newest {
		view.Referrals = append(view.Referrals, templates.ReferralRow{
			Company: row.Company, Href: "/referrals/" + string(row.ID), State: referralPill(row.State), Value: amountText(row.Value),
			Owner: row.OwnerName, Until: row.ProtectedUntil.Long(),
		})
	}
	for _, s := range home.Offers {
		view.Offers = append(view.Offers, r.sharedRow(s))
	}
	for _, h := range home.Retired {
		view.Retired = append(view.Retired, r.heldRow(h))
	}
	for _, card := range home.Assets {
		view.Updates = append(view.Updates, assetRow(card))
	}
	for _, b := range home.Balances {
		card := templates.MoneyCard{
			Held: b.Held.String(), Payable: b.Payable.String(), InPayout: b.InPayout.String(), Paid: b.Paid.String(), Earned: b.Earned().String(),
		}
		if b.HeldUntil != "" {
			card.HeldUntil = b.HeldUntil.Long()
		}
		view.Money = append(view.Money, card)
	}
	return view, nil
}

// greeting names the time of day in the program's zone and the person.
func (r *request) greeting() string {
	hour := r.app.program.Now().Time().In(r.app.program.Rules.Zone).Hour()
	part := "Good evening"
	if hour < 12 {
		part = "Good morning"
	} else if hour < 18 {
		part = "Good afternoon"
	}
	first, _, _ := strings.Cut(r.who.Name, " ")
	return part + ", " + first
}

func homeLead(h program.Home) string {
	parts := []string{h.Partner.Company}
	if h.Partner.Tier != "" {
		parts = append(parts, h.Partner.Tier.Label())
	}
	if h.Partner.ApprovedAt != "" {
		parts = append(parts, "partner since "+h.Partner.ApprovedAt.Time().Format("January 2006"))
	}
	return strings.Join(parts, " · ")
}

func (r *request) homeFigures(h program.Home) []templates.Figure {
	currency := r.app.program.Rules.Currency
	balance := portal.BalanceIn(h.Balances, currency)
	note := "Nothing is held"
	if balance.HeldUntil != "" {
		note = "Next from " + balance.HeldUntil.Long()
	}
	rate, decided := h.Summary.WinRate()
	win := templates.Figure{
		Label: "Win rate", Value: "–", Note: "No referral is decided yet", Href: "/referrals?state=won",
		Help: "Won referrals as a share of those won or lost.",
	}
	if decided {
		won := h.Summary.Referrals[portal.ReferralWon]
		win.Value, win.Note = fmt.Sprintf("%d%%", rate), fmt.Sprintf("%d of %d decided", won, won+h.Summary.Referrals[portal.ReferralLost])
	}
	return []templates.Figure{
		{Label: "Payable now", Value: balance.Payable.String(), Note: r.payableNote(h), Href: "/earnings", Help: "Commission whose hold has ended and that is in no payout yet."},
		{Label: "Held", Value: balance.Held.String(), Note: note, Href: "/earnings", Help: "Commission on cash that can still be refunded."},
		{Label: "Open pipeline", Value: h.Summary.Pipeline.In(currency).String(), Note: count(h.Summary.Open(), "open referral"), Href: "/referrals", Help: "Your estimates for referrals that may still be won."},
		win,
	}
}

// payableNote says where payable money goes, to who may see that.
func (r *request) payableNote(h program.Home) string {
	switch {
	case h.Partner.PayTo.IsZero():
		return "Add payout details to be paid"
	case r.actor.Can(portal.PartnerAdmin):
		inUse, waiting := h.Partner.PayToOn(r.app.program.Today())
		if inUse.IsZero() {
			return "Goes to " + waiting.Label + " from " + waiting.UsedFrom.Long()
		}
		return "Goes to " + inUse.Label
	}
	return "Part of the next payout"
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// amountText is an amount, or "" where there is none.
func amountText(m portal.Money) string {
	if m.IsZero() {
		return ""
	}
	return m.String()
}

// revenueChart is the last twelve months of cash and what was earned on it, in one currency.
func revenueChart(title string, s portal.Summary, currency portal.Currency, today portal.Date) templates.Chart {
	var months []string
	var values []int64
	first := portal.Date(today.Month() + "-01").AddMonths(-11)
	for i := range 12 {
		day := first.AddMonths(i)
		months = append(months, day.Time().Format("Jan"))
		values = append(values, s.Month(day.Month()).Collected.In(currency).Minor)
	}
	return templates.MoneyChart(title, currency, months, templates.Series{Name: "Collected", Values: values}).StillOpen()
}

func referralPill(s portal.ReferralState) templates.Pill {
	kind := ""
	switch s {
	case portal.ReferralSubmitted:
		kind = "info"
	case portal.ReferralAccepted, portal.ReferralQualified:
		kind = "brand"
	case portal.ReferralWon:
		kind = "ok"
	case portal.ReferralRejected, portal.ReferralDuplicate:
		kind = "bad"
	case portal.ReferralReturned:
		kind = "warn"
	case portal.ReferralExpired, portal.ReferralLost, portal.ReferralWithdrawn: // over, and nobody has anything to do
	}
	return templates.Pill{Kind: kind, Text: s.Label()}
}

func (a *App) showDesk(r *request) error { return r.renderLast(r.deskPage) }

func (r *request) deskPage() (templates.View, error) {
	a := r.app
	desk, err := a.program.Desk(r.ctx, r.actor)
	if err != nil {
		return nil, err
	}
	view := templates.Desk{
		Page: r.page("Home"), Greeting: r.greeting(), Waiting: desk.Queue.Waiting, Figures: r.deskFigures(desk),
		Lead:    fmt.Sprintf("%s · %s", count(desk.Queue.Waiting, "item")+" waiting", count(desk.Queue.Breached, "item")+" past their time"),
		Revenue: revenueChart("Collected from referred customers", desk.Figures, a.program.Rules.Currency, desk.Today),
	}
	for _, item := range desk.Queue.Items[:min(7, len(desk.Queue.Items))] {
		view.Queue = append(view.Queue, r.queueRow(item, queueQuery{}))
	}
	view.Payable = r.deskPayable(desk)
	most := 1
	for _, n := range desk.Partners {
		most = max(most, n)
	}
	for _, state := range portal.PartnerStates {
		n := desk.Partners[state]
		view.Pipeline = append(view.Pipeline, templates.Bar{Label: state.Label(), Text: fmt.Sprint(n), Value: n, Max: most})
	}
	for _, e := range desk.Latest {
		view.Latest = append(view.Latest, r.eventStep(e))
	}
	return view, nil
}

// deskPayable leads finance to the batch that each currency's payable money could go into.
func (r *request) deskPayable(d program.Desk) []templates.Button {
	var ways []templates.Button
	for _, b := range d.Balances {
		if b.Payable.Minor > 0 && r.actor.Can(portal.Finance) {
			query := url.Values{"currency": {string(b.Currency)}, "cutoff": {string(d.Today)}}
			ways = append(ways, templates.Button{Label: "See who can be paid (" + b.Payable.String() + ")", Href: deskPayouts + "/new?" + query.Encode()})
		}
	}
	return ways
}

func (r *request) deskFigures(d program.Desk) []templates.Figure {
	currency := r.app.program.Rules.Currency
	balance := portal.BalanceIn(d.Balances, currency)
	month := d.Figures.Month(d.Today.Month())
	figures := []templates.Figure{
		{Label: "Collected this month", Value: month.Collected.In(currency).String(), Note: count(month.Won, "deal") + " won", Href: "/desk/collections", Help: "Cash received from referred customers, refunds taken off."},
		{Label: "Owed to partners", Value: balance.Owed().String(), Note: payableNow(balance.Payable), Href: "/desk/payouts", Help: "Commission earned and not yet paid: held, payable and in payout."},
		{Label: "Open pipeline", Value: d.Figures.Pipeline.In(currency).String(), Note: count(d.Figures.Open(), "open referral"), Href: "/desk/referrals", Help: "Partners' estimates for referrals that may still be won."},
		{Label: "Active partners", Value: fmt.Sprint(d.Partners[portal.PartnerActive]), Note: fmt.Sprintf("%d in onboarding", d.Partners[portal.PartnerOnboarding]), Href: "/desk/partners?state=active", Help: "Partners that completed their onboarding and are not paused."},
	}
	for i, f := range figures { // the rows behind a figure are not for everybody who may read it
		path, _, _ := strings.Cut(f.Href, "?")
		if route, ok := r.app.routeOf(path); !ok || !mayEnter(route.access, r.actor) {
			figures[i].Href = ""
		}
	}
	return figures
}

// payableNow says what the next payouts may pay: less than nothing when refunds took back more.
func payableNow(m portal.Money) string {
	if m.Minor < 0 {
		return m.Neg().String() + " more taken back than payable"
	}
	return m.String() + " payable now"
}

// eventStep is an event as a line of a timeline.
func (r *request) eventStep(e portal.Event) templates.Step {
	text := e.Sentence()
	if e.ByName != "" {
		text = e.ByName + ": " + text
	}
	return templates.Step{Text: text, Quote: e.Reason, At: e.At, When: r.when(e.At)}
}

// when is a moment as people read it, in the program's zone.
func (r *request) when(i portal.Instant) string {
	return i.Time().In(r.app.program.Rules.Zone).Format("2 Jan 2006, 15:04 MST")
}
