package web

import (
	"fmt"
	"strconv"
	"strings"

	"tandem/portal"
	"tandem/templates"
)

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
