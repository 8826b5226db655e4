package web

import (
	"strconv"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

func (a *App) showReferral(r *request) error {
	view, err := r.referralPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) referralPage() (templates.Referral, error) {
	detail, err := r.app.program.ReferralDetail(r.ctx, r.actor, portal.ReferralID(r.Params("referral")))
	if err != nil {
		return templates.Referral{}, err
	}
	referral := detail.Referral
	rules := r.app.program.Rules
	view := templates.Referral{
		Page: r.page(referral.Company), Staff: r.actor.Staff(), Base: r.referralsBase(), ID: string(referral.ID), Number: referral.Number(),
		Company: referral.Company, State: referralPill(referral.State), Partner: referral.PartnerName, PartnerAt: "/desk/partners/" + string(referral.Partner),
		Clock: r.clockPill(referral), Until: referral.ProtectedUntil, Open: referral.State.Open(),
		Duplicate: referral.State == portal.ReferralDuplicate, Lead: leadFacts(rules, referral, r.actor.Staff()),
	}
	view.DaysLeft = r.app.program.Today().DaysUntil(referral.ProtectedUntil) + 1
	if of := referral.DuplicateOf; of != "" {
		view.Of, view.OfHref = portal.Referral{ID: of}.Number(), deskReferrals+"/"+string(of)
	}
	for _, other := range detail.Like {
		text := other.Company + ", " + portal.CountryName(other.Country) + ", from " + other.PartnerName
		view.Like = append(view.Like, templates.Fact{Label: other.Number(), Text: text, Href: deskReferrals + "/" + string(other.ID)})
	}
	if c := referral.Contract; c != nil {
		view.Until = ""
		view.Contract = []templates.Fact{
			{Label: "Value", Text: c.Value.String()},
			{Label: "First day", Text: c.Start.Long()},
			{Label: "Term", Text: strconv.Itoa(c.TermMonths) + " months"},
			{Label: "Product", Text: portal.NameIn(rules.Products, c.Product)},
		}
	}
	r.shares(&view, detail)
	view.Steps = r.steps(referral.Timeline(view.Staff, rules.Company, detail.Around))
	if view.More = detail.More; view.More && r.actor.Can(portal.Finance, portal.Manager) {
		view.Ledger = partnerEarnings(referral.Partner)
	} else if view.More {
		view.Ledger = ownEarnings
	}
	if waits := rules.Waits(referral, detail.Around.Said, view.Staff, r.app.program.Now(), r.app.program.Today()); waits.Text != "" {
		view.Waits = &templates.Waits{Text: waits.Text, Kind: map[portal.Urgency]string{portal.Soon: "warn", portal.Late: "bad"}[waits.Urgency]}
	}
	if r.actor.Can(portal.Manager) {
		view.Decide = r.decisions(referral)
	}
	view.Rests = referral.State == portal.ReferralReturned
	view.Files = r.attachments(&view, referral)
	view.Extension = r.extension(&view, referral)
	r.referralLife(&view, referral)
	r.referralThreads(&view, detail)
	return view, nil
}

// shares says who earns on a referral, and who else brought the customer.
func (r *request) shares(view *templates.Referral, detail program.ReferralDetail) {
	referral := detail.Referral
	if share := detail.Share; share != nil {
		view.Divided = "By a decision of ours " + share.Percent() + " of what we collect from this customer counts for you. Your earnings show each line with its arithmetic."
	}
	if !view.Staff {
		return
	}
	if view.Rivals = len(detail.Rivals); view.Rivals > 0 || referral.DuplicateOf != "" {
		view.Conflict = conflictHref(referral.ID)
	}
	if referral.State != portal.ReferralWon || referral.DuplicateOf != "" {
		return
	}
	view.Divided = "All of what is collected counts for " + referral.PartnerName + "."
	if split := referral.Deal().Split(); split != nil {
		view.Divided = "What is collected is divided: " + split.Text() + "."
	}
	if r.actor.Can(portal.Manager) {
		view.Divide = deskReferrals + "/" + string(referral.ID) + "/split"
	}
}

// steps is a story as the timeline shows it.
func (r *request) steps(story []portal.Line) []templates.Step {
	steps := make([]templates.Step, len(story))
	for i, line := range story {
		when := line.At.Time().In(r.app.program.Rules.Zone).Format("2 Jan 2006, 15:04 MST")
		if line.Who != "" {
			when = line.Who + ", " + when
		}
		steps[i] = templates.Step{Text: line.Text, Quote: line.Reason, At: line.At, When: when}
	}
	return steps
}

func leadFacts(rules portal.Program, r portal.Referral, staff bool) []templates.Fact {
	facts := []templates.Fact{
		{Label: "Contact", Text: r.Contact},
		{Label: "Email", Text: r.Email, Href: "mailto:" + r.Email},
		{Label: "Phone", Text: r.Phone},
		{Label: "Company domain", Text: r.Domain},
		{Label: "Country", Text: portal.CountryName(r.Country)},
		{Label: "Product", Text: portal.NameIn(rules.Products, r.Product)},
		{Label: "Expected decision", Text: r.CloseBy.Long()},
	}
	if !r.ByItself() {
		facts = append(facts, templates.Fact{Label: "Referred by", Text: r.ByName})
	}
	if !r.Value.IsZero() {
		facts = append(facts, templates.Fact{Label: "Estimated value", Text: r.Value.String()})
	}
	if r.OwnerName != "" {
		label := "Your contact"
		if staff {
			label = "Owner"
		}
		facts = append(facts, templates.Fact{Label: label, Text: r.OwnerName})
	}
	facts = append(facts, templates.Fact{Label: "Came by", Text: r.Source.Label()})
	facts = append(facts, touchFacts(r)...)
	if r.LastTouch == nil && r.UTM != (portal.UTM{}) && r.UTM.Campaign != "" {
		facts = append(facts, templates.Fact{Label: "Campaign", Text: r.UTM.Campaign})
	}
	facts = append(facts, templates.Fact{Label: "Need", Text: r.Need, Long: true})
	kept := facts[:0]
	for _, f := range facts {
		if f.Text != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

// decisions is what a manager may do with a referral in its state.
func (r *request) decisions(referral portal.Referral) *templates.Decide {
	rules := r.app.program.Rules
	d := templates.Decide{Currencies: currencyOptions(), Products: templates.Choices(rules.Products), Fields: templates.Choices(portal.LeadFields)}
	switch referral.State {
	case portal.ReferralSubmitted:
		d.Accept, d.Reject, d.Return = true, true, true
	case portal.ReferralAccepted:
		d.Qualify, d.Lose = true, true
	case portal.ReferralQualified:
		d.Win, d.Lose = true, true
		currency := rules.Currency
		if referral.Value.Currency != "" {
			currency = referral.Value.Currency
		}
		d.Deal = templates.Filled(map[string]string{
			"currency": string(currency), "start": string(r.app.program.Today()), "term_months": "12", "product": referral.Product,
		})
	case portal.ReferralRejected, portal.ReferralLost, portal.ReferralExpired, portal.ReferralDuplicate:
		d.Reinstate = true
	case portal.ReferralWon, portal.ReferralReturned, portal.ReferralWithdrawn:
		return nil
	}
	return &d
}

// decided answers a manager's decision: back to the referral, with a way to take back
// what can be, or the form again.
func (r *request) decided(err error, said string, undoable bool, put func(*templates.Decide, templates.Form)) error {
	id := r.Params("referral")
	if err == nil {
		undo := ""
		if undoable {
			undo = undoPath(portal.QueueItem{Kind: portal.QueueReferral, ID: id})
		}
		r.flash("ok", said, undo)
		return r.see(deskReferrals + "/" + id)
	}
	view, pageErr := r.referralPage()
	if pageErr != nil {
		return pageErr
	}
	return r.again(err, func(f templates.Form) templates.View {
		if view.Decide == nil {
			view.Decide = &templates.Decide{}
		}
		put(view.Decide, f)
		return view
	})
}

func putReason(d *templates.Decide, f templates.Form) { d.Reason = f }

type reasonForm struct {
	Reason string `form:"reason,max=3000"`
}

func (a *App) acceptReferral(r *request) error {
	err := r.form(&struct{}{})
	if err == nil {
		_, err = a.program.AcceptReferral(r.ctx, r.actor, portal.ReferralID(r.Params("referral")))
	}
	return r.decided(err, "Accepted. You own this referral now.", true, putReason)
}

func (a *App) qualifyReferral(r *request) error {
	var in struct {
		Note string `form:"note,max=3000"`
	}
	err := r.form(&in)
	if err == nil {
		_, err = a.program.QualifyReferral(r.ctx, r.actor, portal.ReferralID(r.Params("referral")), in.Note)
	}
	return r.decided(err, "Qualified.", false, func(d *templates.Decide, f templates.Form) { d.Note = f })
}

type contractForm struct {
	Value      string          `form:"value"`
	Currency   portal.Currency `form:"currency"`
	Start      portal.Date     `form:"start"`
	TermMonths int             `form:"term_months"`
	Product    string          `form:"product"`
}

func (a *App) winReferral(r *request) error {
	var in contractForm
	err := r.form(&in)
	if err == nil {
		_, err = a.program.WinReferral(r.ctx, r.actor, portal.ReferralID(r.Params("referral")), portal.ContractInput(in).Contract())
	}
	return r.decided(err, "Won. Record what is collected, and the commission follows.", false, func(d *templates.Decide, f templates.Form) { d.Deal = f })
}

func (a *App) loseReferral(r *request) error {
	var in reasonForm
	err := r.form(&in)
	if err == nil {
		_, err = a.program.LoseReferral(r.ctx, r.actor, portal.ReferralID(r.Params("referral")), in.Reason)
	}
	return r.decided(err, "Closed as lost. The customer may be referred again.", false, putReason)
}

func (a *App) rejectReferral(r *request) error {
	var in reasonForm
	err := r.form(&in)
	if err == nil {
		_, err = a.program.RejectReferral(r.ctx, r.actor, portal.ReferralID(r.Params("referral")), in.Reason)
	}
	return r.decided(err, "Rejected. The partner reads your reason.", true, putReason)
}

func (a *App) reinstateReferral(r *request) error {
	var in reasonForm
	err := r.form(&in)
	if err == nil {
		_, err = a.program.ReinstateReferral(r.ctx, r.actor, portal.ReferralID(r.Params("referral")), in.Reason)
	}
	return r.decided(err, "It counts again and waits for an answer.", false, putReason)
}
