package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	ownLeads  = "/leads"
	deskLeads = "/desk/leads"
)

func (r *request) leadsBase() string {
	if r.actor.Staff() {
		return deskLeads
	}
	return ownLeads
}

type sharedQuery struct {
	State string `form:"state,max=20"`
	After string `form:"after"`
}

// states are those of the list: of leads for staff, of ended offers for a partner.
func (in sharedQuery) states(staff bool) (state portal.SharedLeadState, past portal.OfferState) {
	if state = portal.SharedLeadState(in.State); staff && state.Valid() {
		return state, ""
	}
	if past = portal.OfferState(in.State); !staff && slices.Contains(portal.PastOfferStates, past) {
		return "", past
	}
	return "", ""
}

func (a *App) listSharedLeads(r *request) error {
	var in sharedQuery
	if err := r.query(&in); err != nil {
		return err
	}
	staff, base := r.actor.Staff(), r.leadsBase()
	state, past := in.states(staff)
	view := templates.SharedLeads{Page: r.page("Leads"), Staff: staff, Base: base, State: strings.ToLower(cmp.Or(state.Label(), past.Label()))}
	page, err := a.program.SharedLeads(r.ctx, r.actor, state, in.After)
	if past != "" {
		page, err = a.program.PastLeads(r.ctx, r.actor, past, in.After)
	}
	if err != nil {
		return err
	}
	shown := url.Values{"state": {cmp.Or(string(state), string(past))}}
	if view.CSV = base + ".csv"; shown.Get("state") != "" {
		view.CSV += "?" + shown.Encode()
	}
	if staff {
		view.Tabs = stateTabs(base, portal.SharedLeadStates, state)
	} else {
		view.Tabs = stateTabs(base, portal.PastOfferStates, past)
		view.Tabs[0].Label = "With you"
	}
	for _, lead := range page.Rows {
		view.Rows = append(view.Rows, r.sharedRow(lead))
	}
	view.Pager = pager(base, shown, in.After, page.Next)
	return r.render(view)
}

func (a *App) sharedLeadsFile(r *request) error {
	var in sharedQuery
	if err := r.query(&in); err != nil {
		return err
	}
	state, past := in.states(r.actor.Staff())
	return r.download(a.program.SharedLeadsFile(r.ctx, r.actor, state, past))
}

func (r *request) sharedRow(s portal.SharedLead) templates.SharedRow {
	row := templates.SharedRow{
		Href: r.leadsBase() + "/" + string(s.ID), Title: cmp.Or(s.Company, s.Asked()), Product: portal.NameIn(r.app.program.Rules.Products, s.Product),
		State: r.sharedPill(s), Owner: s.OwnerName, Left: r.offerLeft(s),
	}
	if !s.Value.IsZero() {
		row.Value = s.Value.String()
	}
	if !r.actor.Staff() {
		if s.Offers[0].State != portal.OfferOpen {
			row.Left = nil
		}
		return row
	}
	row.Round = s.Round()
	for i, o := range s.Offers {
		if o.State == portal.OfferOpen || o.State == portal.OfferAccepted {
			row.With, row.Place = o.Name, fmt.Sprintf("%d of %d", i+1, len(s.Offers))
		}
	}
	return row
}

// offerLeft is the time that a partner has to answer, nil when nobody is asked.
func (r *request) offerLeft(s portal.SharedLead) *templates.Pill {
	if s.State != portal.SharedOffered {
		return nil
	}
	left := r.app.program.Rules.TimeLeft(r.app.program.Now(), s.Due)
	return &templates.Pill{Kind: urgencyKind(left.Urgency()), Text: left.String()}
}

// sharedPill is the state for staff, and for a partner where its own offer stands.
func (r *request) sharedPill(s portal.SharedLead) templates.Pill {
	if !r.actor.Staff() {
		return offerPill(s.Offers[0].State)
	}
	kind := map[portal.SharedLeadState]string{portal.SharedOffered: "info", portal.SharedAccepted: "ok", portal.SharedReturned: "warn"}[s.State]
	return templates.Pill{Kind: kind, Text: s.State.Label()}
}

func offerPill(s portal.OfferState) templates.Pill {
	kind := map[portal.OfferState]string{portal.OfferOpen: "info", portal.OfferAccepted: "ok", portal.OfferLapsed: "warn"}[s]
	return templates.Pill{Kind: kind, Text: s.Label()}
}

func (r *request) sharedForm(form templates.Form) (templates.SharedForm, error) {
	rules := r.app.program.Rules
	partners, err := r.leadPartners()
	return templates.SharedForm{
		Page: r.page("Share a lead"), Form: form, Countries: templates.Choices(portal.Countries()), Products: templates.Choices(rules.Products),
		Currencies: currencyOptions(), Partners: partners, Days: rules.Referral.OfferWorkdays,
	}, err
}

// leadPartners are the partners that take part now.
func (r *request) leadPartners() ([]templates.Option, error) {
	members, err := r.app.program.Members(r.ctx, r.actor)
	var options []templates.Option
	for _, m := range members {
		if m.State.Working() {
			options = append(options, templates.Option{Value: string(m.ID), Label: m.Company})
		}
	}
	return options, err
}

func (a *App) showSharedForm(r *request) error {
	view, err := r.sharedForm(templates.Filled(map[string]string{"currency": string(a.program.Rules.Currency)}))
	if err != nil {
		return err
	}
	return r.render(view)
}

// order are the partners to ask, as a form names them.
type order struct {
	First, Second, Third, Fourth portal.PartnerID
}

func (o order) partners() []portal.PartnerID {
	var ids []portal.PartnerID
	for _, id := range []portal.PartnerID{o.First, o.Second, o.Third, o.Fourth} {
		if id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

type shareForm struct {
	Company  string           `form:"company"`
	Site     string           `form:"site"`
	Contact  string           `form:"contact"`
	Email    string           `form:"email,max=254"`
	Phone    string           `form:"phone"`
	Country  string           `form:"country"`
	Product  string           `form:"product"`
	CloseBy  portal.Date      `form:"close_by"`
	Value    string           `form:"value"`
	Currency portal.Currency  `form:"currency"`
	Need     string           `form:"need,max=3000"`
	Consent  bool             `form:"consent"`
	Size     string           `form:"size"`
	First    portal.PartnerID `form:"first,max=100"`
	Second   portal.PartnerID `form:"second,max=100"`
	Third    portal.PartnerID `form:"third,max=100"`
	Fourth   portal.PartnerID `form:"fourth,max=100"`
}

func (a *App) shareLead(r *request) error {
	var in shareForm
	err := r.form(&in)
	var lead portal.SharedLead
	if err == nil {
		lead, err = a.program.ShareLead(r.ctx, r.actor, program.ShareLead{
			Size: in.Size, Partners: order{in.First, in.Second, in.Third, in.Fourth}.partners(),
			Input: portal.ReferralInput{Site: in.Site, Estimate: in.Value, Lead: portal.Lead{
				Company: in.Company, Contact: in.Contact, Email: in.Email, Phone: in.Phone, Country: in.Country, Product: in.Product,
				CloseBy: in.CloseBy, Value: portal.Money{Currency: in.Currency}, Need: in.Need, Consent: in.Consent,
			}},
		})
	}
	if err != nil {
		return pageAgain(r, renamed(err, "partners", "first"), func() (templates.SharedForm, error) { return r.sharedForm(templates.Form{}) },
			func(v *templates.SharedForm, f templates.Form) { v.Form = f })
	}
	r.flash("ok", "Offered to "+lead.Offers[0].Name+", which is told by mail.", "")
	return r.see(deskLeads + "/" + string(lead.ID))
}

func (a *App) showSharedLead(r *request) error {
	view, err := r.sharedPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) sharedPage() (templates.SharedLead, error) {
	s, err := r.app.program.SharedLead(r.ctx, r.actor, portal.SharedLeadID(r.Params("lead")))
	if err != nil {
		return templates.SharedLead{}, err
	}
	staff, base := r.actor.Staff(), r.leadsBase()
	heading := cmp.Or(s.Company, s.Asked())
	view := templates.SharedLead{
		Page: r.page(heading), Staff: staff, List: base, Base: base + "/" + string(s.ID), Heading: heading, State: r.sharedPill(s),
		Facts: sharedFacts(r.app.program.Rules, s), Left: r.offerLeft(s),
	}
	if s.Referral != "" && s.State == portal.SharedAccepted && s.Due == "" {
		view.Referral = r.referralsBase() + "/" + string(s.Referral)
	}
	if !staff {
		own := s.Offers[0]
		view.Steps = r.newestFirst(s.Story(own.Partner))
		view.Answers, view.AnswerBy = own.State == portal.OfferOpen && r.app.program.Now() <= own.AnswerBy, own.AnswerBy
		if !view.Answers {
			view.Left = nil
		} else {
			view.Primary = nil // the answer is what this page is for
		}
		view.Over = overWords(own.State, view.Answers)
		return view, nil
	}
	view.Steps, view.Withdraw = r.newestFirst(s.Story("")), s.Live()
	for _, o := range s.Offers {
		row := templates.OfferRow{Partner: o.Name, Href: deskPartners + "/" + string(o.Partner), State: offerPill(o.State), Reason: o.Reason}
		if at := cmp.Or(o.EndedAt, o.At); at != "" {
			row.When = r.when(at)
		}
		view.Offers = append(view.Offers, row)
	}
	if s.State == portal.SharedReturned {
		view.Partners, err = r.leadPartners()
	}
	return view, err
}

// overWords say to a partner why it cannot answer, "" when it can or has accepted.
func overWords(state portal.OfferState, answers bool) string {
	switch {
	case answers || state == portal.OfferAccepted:
		return ""
	case state == portal.OfferDeclined:
		return "You declined this lead. We ask somebody else."
	case state == portal.OfferOpen || state == portal.OfferLapsed:
		return "The time to answer is over, so this lead goes on to somebody else."
	}
	return "This offer has ended. There is nothing for you to do."
}

func sharedFacts(rules portal.Program, s portal.SharedLead) []templates.Fact {
	facts := []templates.Fact{
		{Label: "Company", Text: s.Company},
		{Label: "Size", Text: s.Size},
		{Label: "Country", Text: portal.CountryName(s.Country)},
		{Label: "Product", Text: portal.NameIn(rules.Products, s.Product)},
		{Label: "Contact", Text: s.Contact},
		{Label: "Email", Text: s.Email, Href: "mailto:" + s.Email},
		{Label: "Phone", Text: s.Phone},
		{Label: "Expected decision", Text: s.CloseBy.Long()},
	}
	if !s.Value.IsZero() {
		facts = append(facts, templates.Fact{Label: "Estimated value", Text: s.Value.String()})
	}
	facts = append(facts, templates.Fact{Label: "Need", Text: s.Need, Long: true})
	kept := facts[:0]
	for _, f := range facts {
		if f.Text != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

// sharedDone answers a step of a lead: back to it with a word, or the page again with the form that failed.
func (r *request) sharedDone(err error, said string, put func(*templates.SharedLead, templates.Form)) error {
	if err != nil {
		return pageAgain(r, err, r.sharedPage, put)
	}
	r.flash("ok", said, "")
	return r.see(r.leadsBase() + "/" + r.Params("lead"))
}

func putWhy(v *templates.SharedLead, f templates.Form)   { v.Reason = f }
func putAgain(v *templates.SharedLead, f templates.Form) { v.Again = f }

func (a *App) acceptLead(r *request) error {
	err := r.form(&struct{}{})
	if err == nil {
		_, err = a.program.AcceptLead(r.ctx, r.actor, portal.SharedLeadID(r.Params("lead")))
	}
	return r.sharedDone(err, "It is yours. The referral has everything about the customer.", putWhy)
}

func (a *App) declineLead(r *request) error {
	var in reasonForm
	err := r.form(&in)
	if err == nil {
		_, err = a.program.DeclineLead(r.ctx, r.actor, portal.SharedLeadID(r.Params("lead")), in.Reason)
	}
	return r.sharedDone(err, "Declined. Thank you for saying so.", putWhy)
}

func (a *App) withdrawLead(r *request) error {
	var in reasonForm
	err := r.form(&in)
	if err == nil {
		_, err = a.program.WithdrawLead(r.ctx, r.actor, portal.SharedLeadID(r.Params("lead")), in.Reason)
	}
	return r.sharedDone(err, "Withdrawn.", putWhy)
}

func (a *App) offerAgain(r *request) error {
	var in struct {
		First  portal.PartnerID `form:"first,max=100"`
		Second portal.PartnerID `form:"second,max=100"`
	}
	err := r.form(&in)
	if err == nil {
		_, err = a.program.OfferAgain(r.ctx, r.actor, portal.SharedLeadID(r.Params("lead")), order{First: in.First, Second: in.Second}.partners())
	}
	return r.sharedDone(renamed(err, "partners", "first"), "Offered again.", putAgain)
}

func (r *request) leadPanel(p *templates.QueuePanel, c program.Case) {
	s := *c.Shared
	p.Title, p.Href, p.Lead = s.Company, deskLeads+"/"+string(s.ID), "A lead of ours that nobody took"
	p.Facts, p.Steps, p.Staff = sharedFacts(r.app.program.Rules, s), r.newestFirst(s.Story("")), nil
	p.Why = "Offer it to others, or withdraw it, on its own page."
	state := r.sharedPill(s)
	p.State = &state
}
