package web

import (
	"fmt"
	"strconv"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	deskAddenda = deskPartners + "/:partner/addenda"
	ownAddenda  = "/company/addenda"
)

// addendaAt is the address of a partner's addenda for staff.
func addendaAt(id portal.PartnerID) string { return deskPartners + "/" + string(id) + "/addenda" }

// addendum is the number in the path, 0 when it is none: nothing has that.
func (r *request) addendum() int {
	n, err := strconv.Atoi(r.Params("addendum"))
	if err != nil {
		return 0
	}
	return n
}

func (r *request) readAddenda() (program.Addenda, error) {
	id, err := r.id("partner")
	if err != nil {
		return program.Addenda{}, err
	}
	return r.app.program.Addenda(r.ctx, r.actor, portal.PartnerID(id))
}

func (a *App) listAddenda(r *request) error {
	addenda, err := r.readAddenda()
	if err != nil {
		return err
	}
	partner := addenda.Partner
	return r.render(templates.Addenda{
		Page: r.page("Addenda"), Base: addendaAt(partner.ID), Back: deskPartners + "/" + string(partner.ID), Partner: partner.Company,
		Add: r.actor.Can(portal.Manager) && partner.State != portal.PartnerEnded, Rows: r.addendumRows(partner, addenda.List, addendaAt(partner.ID)),
	})
}

func (r *request) addendumRows(partner portal.Partner, list []portal.Addendum, base string) []templates.AddendumRow {
	var rows []templates.AddendumRow
	for _, a := range list {
		var parts []string
		for _, line := range a.Lines(r.app.program.Rules)[1:] {
			parts = append(parts, strings.ToLower(line.Label))
		}
		var counts string
		if start := a.Starts(); start != "" {
			counts = "from " + start.Long()
			if last := a.LastDay(); last != "" {
				counts += " to " + last.Long()
			}
		}
		rows = append(rows, templates.AddendumRow{
			Name: a.Name(), Href: fmt.Sprintf("%s/%d", base, a.Number), State: r.addendumPill(partner, a), Says: capital(strings.Join(parts, ", ")), Counts: counts,
		})
	}
	return rows
}

// capital is words with a capital at their beginning.
func capital(words string) string {
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// addendumPill is where an addendum stands today, for who reads it: an accepted one counts, will, or did.
func (r *request) addendumPill(partner portal.Partner, a portal.Addendum) templates.Pill {
	today := r.app.program.Today()
	pill := templates.Pill{Text: a.State.Label()}
	if a.State == portal.AddendumApproved && !r.actor.Staff() {
		pill.Text = "Waits for you"
	}
	switch a.State {
	case portal.AddendumProposed, portal.AddendumApproved:
		pill.Kind = "warn"
	case portal.AddendumRefused, portal.AddendumDeclined:
		pill.Kind = "bad"
	case portal.AddendumAccepted:
		now, counts := portal.AddendumOn(partner.Addenda, today)
		switch {
		case a.Starts() > today:
			pill = templates.Pill{Kind: "info", Text: "Accepted, to come"}
		case counts && now.Number == a.Number:
			pill = templates.Pill{Kind: "ok", Text: "In force"}
		case a.Ending.LastDay != "" && a.LastDay() < today:
			pill.Text = "Ended"
		case a.LastDay() != "" && a.LastDay() < today:
			pill.Text = "Has run out"
		default:
			pill.Text = "Replaced"
		}
	case portal.AddendumWithdrawn:
	}
	return pill
}

// agreementForm is an addendum as it is typed.
type agreementForm struct {
	From           portal.Date `form:"from,max=10"`
	Until          portal.Date `form:"until,max=10"`
	Elite          string      `form:"share_elite,max=10"`
	High           string      `form:"share_high,max=10"`
	Core           string      `form:"share_core,max=10"`
	Experimental   string      `form:"share_experimental,max=10"`
	ProtectDays    string      `form:"protect_days,max=6"`
	Minimum        string      `form:"minimum,max=20"`
	Vertical       string      `form:"vertical,max=60"`
	Country        string      `form:"country,max=2"`
	ExclusiveUntil portal.Date `form:"exclusive_until,max=10"`
	TermMonths     string      `form:"term_months,max=6"`
	NoticeDays     string      `form:"notice_days,max=6"`
	RenewalShare   string      `form:"renewal_share,max=10"`
	RenewalMonths  string      `form:"renewal_months,max=6"`
	Cost           string      `form:"onboarding_cost,max=20"`
	CostShare      string      `form:"onboarding_share,max=10"`
	Words          string      `form:"words,max=2000"`
	Do             string      `form:"do,max=10"` // "preview" or "propose"
}

// agreement is what was typed, with what could not be read.
func (in agreementForm) agreement(currency portal.Currency) (portal.Agreement, portal.Problems) {
	wrong := portal.Problems{}
	a := portal.Agreement{
		From: in.From, Until: in.Until, Exclusive: portal.Exclusivity{Vertical: in.Vertical, Country: in.Country, Until: in.ExclusiveUntil},
		Words: in.Words,
	}
	share := func(field, text string) (portal.Rate, bool) {
		if text == "" {
			return portal.Rate{}, false
		}
		if !strings.HasSuffix(text, "%") {
			text += "%"
		}
		rate, err := portal.ParseRate(text)
		if err != nil {
			wrong.Add(field, "Write a share such as 6%%.")
		}
		return rate, err == nil
	}
	a.RenewalShare, _ = share("renewal_share", in.RenewalShare)
	a.OnboardingShare, _ = share("onboarding_share", in.CostShare)
	for tier, text := range map[portal.Tier]string{portal.Elite: in.Elite, portal.High: in.High, portal.Core: in.Core, portal.Experimental: in.Experimental} {
		rate, ok := share("share_"+string(tier), text)
		if !ok {
			continue
		}
		if a.BaseShare == nil {
			a.BaseShare = map[portal.Tier]portal.Rate{}
		}
		a.BaseShare[tier] = rate
	}
	whole := func(field, text string) int {
		if text == "" {
			return 0
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			wrong.Add(field, "Write a whole number, or leave it empty.")
			return 0
		}
		return n
	}
	a.ProtectDays, a.TermMonths, a.NoticeDays = whole("protect_days", in.ProtectDays), whole("term_months", in.TermMonths), whole("notice_days", in.NoticeDays)
	a.RenewalMonths = whole("renewal_months", in.RenewalMonths)
	amount := func(field, text string) portal.Money {
		if text == "" {
			return portal.Money{}
		}
		amount, err := portal.ParseMoney(text, currency)
		if err != nil || amount.Minor <= 0 {
			wrong.Add(field, "Write an amount such as 25.00, or leave it empty.")
			return portal.Money{}
		}
		return amount
	}
	a.Minimum, a.OnboardingCost = amount("minimum", in.Minimum), amount("onboarding_cost", in.Cost)
	return a, wrong
}

func (r *request) addendumForm() (templates.AddendumForm, error) {
	addenda, err := r.readAddenda()
	rules := r.app.program.Rules
	view := templates.AddendumForm{
		Page: r.page("Propose an addendum"), Base: addendaAt(addenda.Partner.ID), Partner: addenda.Partner.Company, Currency: rules.Currency,
		Min: string(r.app.program.Today()), Verticals: templates.Choices(rules.Verticals), Countries: countryOptions(),
		Form: templates.Filled(map[string]string{"from": string(r.app.program.Today())}),
	}
	for _, tier := range portal.Tiers {
		view.Tiers = append(view.Tiers, templates.Option{Value: "share_" + string(tier), Label: tier.Label()})
	}
	return view, err
}

func (a *App) showAddendumForm(r *request) error {
	view, err := r.addendumForm()
	if err != nil {
		return err
	}
	return r.render(view)
}

// proposeAddendum shows the text of the addendum, or proposes it.
func (a *App) proposeAddendum(r *request) error {
	var in agreementForm
	id, err := r.id("partner")
	if err != nil {
		return err
	}
	partner := portal.PartnerID(id)
	var lines []portal.AddendumLine
	if err = r.form(&in); err == nil {
		agreement, wrong := in.agreement(a.program.Rules.Currency)
		if err = wrong.Err(); err == nil && in.Do != "preview" {
			var made portal.Addendum
			if made, err = a.program.ProposeAddendum(r.ctx, r.actor, partner, agreement); err == nil {
				r.flash("ok", "The addendum is proposed. Another person approves it.", "")
				return r.see(fmt.Sprintf("%s/%d", addendaAt(partner), made.Number))
			}
		} else if err == nil {
			lines, err = a.program.PreviewAddendum(r.ctx, r.actor, partner, agreement)
		}
	}
	if err != nil {
		return pageAgain(r, err, r.addendumForm, func(v *templates.AddendumForm, f templates.Form) { v.Form = f })
	}
	view, err := r.addendumForm()
	if err != nil {
		return err
	}
	values, _, err := r.formValues()
	if err != nil {
		return err
	}
	view.Form, view.Preview = templates.Form{Values: values}, lines
	return r.render(view)
}

func (a *App) showAddendum(r *request) error {
	view, err := r.addendumPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) addendumPage() (templates.AddendumPage, error) {
	addenda, err := r.readAddenda()
	if err != nil {
		return templates.AddendumPage{}, err
	}
	one, err := addenda.Partner.Addendum(r.addendum())
	if err != nil {
		return templates.AddendumPage{}, err
	}
	view := r.addendumView(addenda.Partner, one)
	base := addendaAt(addenda.Partner.ID)
	view.Back, view.BackTo, view.Base = base, "Addenda", fmt.Sprintf("%s/%d", base, one.Number)
	proposed, own := one.State == portal.AddendumProposed, one.By == r.actor.User
	view.Approves = proposed && !own && r.actor.Can(portal.Finance)
	view.Withdraws = one.State.Open() && r.actor.Can(portal.Manager)
	r.addendumEnding(&view, addenda.Partner, one)
	switch {
	case proposed && own:
		view.Note = "You proposed it, so another person approves it."
	case proposed && !view.Approves:
		view.Note = "Somebody of finance approves it."
	}
	return view, nil
}

// addendumView is an addendum as everybody reads it.
func (r *request) addendumView(partner portal.Partner, a portal.Addendum) templates.AddendumPage {
	view := templates.AddendumPage{
		Page: r.page("Addendum " + a.Name()), Partner: partner.Company, State: r.addendumPill(partner, a),
		Lines: a.Lines(r.app.program.Rules), SHA256: a.SHA256, Facts: []templates.Fact{{Label: "Proposed", Text: a.ByName + ", " + r.when(a.At)}},
	}
	if a.ApprovedBy != "" {
		view.Facts = append(view.Facts, templates.Fact{Label: "Approved", Text: a.ApprovedBy})
	}
	if a.AcceptedBy != "" {
		view.Facts = append(view.Facts, templates.Fact{Label: "Accepted", Text: a.AcceptedBy + ", " + a.AcceptedOn.Long()}, templates.Fact{Label: "Counts from", Text: a.Starts().Long()})
	}
	if a.Why != "" {
		view.Facts = append(view.Facts, templates.Fact{Label: a.State.Label(), Text: a.Why})
	}
	if a.Ending.LastDay != "" {
		view.Facts = append(view.Facts, templates.Fact{Label: "Ends early, on", Text: a.Ending.LastDay.Long()}, templates.Fact{Label: "Why it ends", Text: a.Ending.Why})
	}
	return view
}

type whyInput struct {
	Why string `form:"why,max=2000"`
}

// stepAddendum does one step of staff with an addendum and says what it did.
func (r *request) stepAddendum(said string, step func(partner portal.PartnerID, number int) error) error {
	id, err := r.id("partner")
	if err != nil {
		return err
	}
	if err := step(portal.PartnerID(id), r.addendum()); err != nil {
		return pageAgain(r, err, r.addendumPage, func(v *templates.AddendumPage, f templates.Form) { v.Form = f })
	}
	r.flash("ok", said, "")
	return r.see(fmt.Sprintf("%s/%d", addendaAt(portal.PartnerID(id)), r.addendum()))
}

func (a *App) approveAddendum(r *request) error {
	return r.stepAddendum("The addendum is offered to the partner, who hears of it by mail.", func(partner portal.PartnerID, number int) error {
		return a.program.ApproveAddendum(r.ctx, r.actor, partner, number)
	})
}

func (a *App) refuseAddendum(r *request) error {
	return r.stepAddendum("The addendum is refused.", func(partner portal.PartnerID, number int) error {
		var in whyInput
		if err := r.form(&in); err != nil {
			return err
		}
		return a.program.RefuseAddendum(r.ctx, r.actor, partner, number, in.Why)
	})
}

func (a *App) withdrawAddendum(r *request) error {
	return r.stepAddendum("The addendum is withdrawn.", func(partner portal.PartnerID, number int) error {
		return a.program.WithdrawAddendum(r.ctx, r.actor, partner, number)
	})
}

func (a *App) showOwnAddendum(r *request) error {
	view, err := r.ownAddendumPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) ownAddendumPage() (templates.AddendumPage, error) {
	partner, one, err := r.app.program.OwnAddendum(r.ctx, r.actor, r.addendum())
	if err != nil {
		return templates.AddendumPage{}, err
	}
	view := r.addendumView(partner, one)
	view.CompanyNav, view.Back, view.BackTo, view.Base = r.companyNav(), ownTerms, "Terms", fmt.Sprintf("%s/%d", ownAddenda, one.Number)
	if one.State == portal.AddendumApproved {
		view.State.Text = "Waits for you"
		if view.Accepts = r.actor.Can(portal.PartnerAdmin); !view.Accepts {
			view.Note = "An admin of your company can accept or decline it."
		}
	}
	return view, nil
}

type acceptAddendumInput struct {
	SHA256 string `form:"sha256,max=64"`
	Agree  bool   `form:"agree"`
}

func (a *App) acceptAddendum(r *request) error {
	var in acceptAddendumInput
	err := r.form(&in)
	if err == nil && !in.Agree {
		err = portal.Problems{"agree": "Tick the box to accept the addendum."}.Err()
	}
	if err == nil {
		err = a.program.AcceptAddendum(r.ctx, r.actor, r.addendum(), in.SHA256)
	}
	return r.answeredAddendum(err, "The addendum is accepted.")
}

func (a *App) declineAddendum(r *request) error {
	var in whyInput
	err := r.form(&in)
	if err == nil {
		err = a.program.DeclineAddendum(r.ctx, r.actor, r.addendum(), in.Why)
	}
	return r.answeredAddendum(err, "The addendum is declined. We read your reason.")
}

func (r *request) answeredAddendum(err error, said string) error {
	if err != nil {
		return pageAgain(r, err, r.ownAddendumPage, func(v *templates.AddendumPage, f templates.Form) { v.Form = f })
	}
	r.flash("ok", said, "")
	return r.see(fmt.Sprintf("%s/%d", ownAddenda, r.addendum()))
}
