package web

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"tandem/content"
	"tandem/portal"
	"tandem/templates"
)

// companyPages are the tabs of a partner's own company, in order.
var companyPages = []struct{ label, path string }{
	{"Profile", "/company"}, {"Brand kit", "/company/brand"}, {"Terms", "/company/terms"}, {"Payout details", "/company/payout"}, {"Team", teamPeople},
}

func (r *request) companyNav() templates.CompanyNav {
	var nav templates.CompanyNav
	for _, p := range companyPages {
		nav.Tabs = append(nav.Tabs, templates.Link{Label: p.label, Href: p.path, Current: r.Path() == p.path})
	}
	return nav
}

func countryOptions() []templates.Option { return templates.Choices(portal.Countries()) }

func (a *App) showCompany(r *request) error {
	partner, err := a.program.Company(r.ctx, r.actor)
	if err != nil {
		return err
	}
	return r.render(r.profilePage(partner, companyForm(partner)))
}

func (r *request) profilePage(partner portal.Partner, form templates.Form) templates.CompanyProfile {
	rules := r.app.program.Rules
	return templates.CompanyProfile{
		Page: r.page("Company"), CompanyNav: r.companyNav(), Form: form, Partner: partner, Version: partner.Version,
		Manages: r.actor.Can(portal.PartnerAdmin), State: partnerPill(partner.State), Countries: countryOptions(),
		Verticals: templates.Choices(rules.Verticals), Markets: templates.Choices(rules.Markets), Languages: templates.Choices(rules.Languages),
	}
}

func companyForm(p portal.Partner) templates.Form {
	form := templates.Filled(map[string]string{
		"company": p.Company, "site": p.Site, "country": p.Country, "vertical": p.Vertical, "contact": p.Contact, "phone": p.Phone,
		"audience": strconv.FormatInt(p.Audience, 10), "note": p.Note,
	})
	form.Values["markets"], form.Values["languages"] = p.Markets, p.Languages
	return form
}

type profileInput struct {
	Version   int64    `form:"version"`
	Company   string   `form:"company,max=120"`
	Site      string   `form:"site,max=200"`
	Country   string   `form:"country,max=2"`
	Vertical  string   `form:"vertical,max=60"`
	Contact   string   `form:"contact,max=120"`
	Phone     string   `form:"phone,max=40"`
	Audience  int64    `form:"audience"`
	Markets   []string `form:"markets"`
	Languages []string `form:"languages"`
	Note      string   `form:"note,max=2000"`
}

func (a *App) saveCompany(r *request) error {
	var in profileInput
	err := r.form(&in)
	if err == nil {
		err = a.program.ChangeProfile(r.ctx, r.actor, in.Version, portal.Application{
			Company: in.Company, Site: in.Site, Country: in.Country, Vertical: in.Vertical, Contact: in.Contact, Phone: in.Phone,
			Audience: in.Audience, Markets: in.Markets, Languages: in.Languages, Note: in.Note,
		})
	}
	if err == nil {
		r.flash("ok", "The profile is saved.", "")
		return r.see("/company")
	}
	partner, readErr := a.program.Company(r.ctx, r.actor)
	if readErr != nil {
		return readErr
	}
	return r.again(err, func(f templates.Form) templates.View { return r.profilePage(partner, f) })
}

// partnerPill is a partner's state with its colour.
func partnerPill(s portal.PartnerState) templates.Pill {
	kind := "plain"
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

func (a *App) showBrandKit(r *request) error {
	partner, err := a.program.Company(r.ctx, r.actor)
	if err != nil {
		return err
	}
	return r.render(r.brandPage(partner, brandForm(partner)))
}

func brandForm(p portal.Partner) templates.Form {
	kit := p.Brand
	if kit.IsZero() {
		kit = p.DefaultBrand()
	}
	return templates.Filled(map[string]string{
		"name": kit.Name, "tagline": kit.Tagline, "primary": kit.Primary, "secondary": kit.Secondary, "contact": kit.Contact,
		"email": kit.Email, "phone": kit.Phone, "site": kit.Site, "address": kit.Address,
	})
}

func (r *request) brandPage(partner portal.Partner, form templates.Form) templates.CompanyBrand {
	view := templates.CompanyBrand{
		Page: r.page("Brand kit"), CompanyNav: r.companyNav(), Form: form, Manages: r.actor.Can(portal.PartnerAdmin), Kit: partner.Brand,
	}
	if !partner.Brand.Logo.IsZero() {
		view.Logo = "/company/brand/logo?" + partner.Brand.Logo.Hash[:12]
	}
	if partner.Brand.Primary != "" {
		view.Check = contrastChecks(partner.Brand)
		view.Preview = "/assets"
	}
	return view
}

// contrastChecks say how the kit's colours read, and what an asset uses instead when they do not.
func contrastChecks(kit portal.BrandKit) []templates.ContrastCheck {
	var checks []templates.ContrastCheck
	for _, c := range []struct{ name, code string }{{"Main colour", kit.Primary}, {"Second colour", kit.Secondary}} {
		colour, err := portal.ParseColour(c.code)
		if err != nil {
			continue
		}
		onWhite := portal.Contrast(colour, portal.White)
		check := templates.ContrastCheck{Where: c.name + " on white", Ratio: ratio(onWhite), OK: onWhite >= portal.TextContrast}
		if !check.OK {
			check.Note = fmt.Sprintf("Too light to read. For words we use %s instead.", colour.Darker(portal.White, portal.TextContrast))
		}
		words := portal.Contrast(colour, colour.On())
		checks = append(checks, check, templates.ContrastCheck{
			Where: "Words on the " + map[bool]string{true: "main colour", false: "second colour"}[c.name == "Main colour"],
			Ratio: ratio(words), OK: words >= portal.TextContrast,
		})
	}
	return checks
}

func ratio(hundredths int) string {
	return fmt.Sprintf("%d.%d to 1", hundredths/100, hundredths%100/10)
}

type brandInput struct {
	Logo      upload `form:"logo"`
	Name      string `form:"name,max=120"`
	Tagline   string `form:"tagline,max=200"`
	Primary   string `form:"primary,max=20"`
	Secondary string `form:"secondary,max=20"`
	Contact   string `form:"contact,max=120"`
	Email     string `form:"email,max=254"`
	Phone     string `form:"phone,max=40"`
	Site      string `form:"site,max=200"`
	Address   string `form:"address,max=200"`
}

// brandUpload is the body a brand kit may have: the largest logo and its form.
const brandUpload = content.MaxLogoBytes + 128<<10

func (a *App) saveBrandKit(r *request) error {
	var in brandInput
	err := r.form(&in)
	if err == nil {
		err = a.program.SetBrand(r.ctx, r.actor, portal.BrandKit{
			Name: in.Name, Tagline: in.Tagline, Primary: in.Primary, Secondary: in.Secondary, Contact: in.Contact,
			Email: in.Email, Phone: in.Phone, Site: in.Site, Address: in.Address,
		}, in.Logo.Bytes)
	}
	if err == nil {
		r.flash("ok", "The brand kit is saved. Every asset you download carries it from now on.", "")
		return r.see("/company/brand")
	}
	partner, readErr := a.program.Company(r.ctx, r.actor)
	if readErr != nil {
		return readErr
	}
	return r.again(err, func(f templates.Form) templates.View { return r.brandPage(partner, f) })
}

func (a *App) showLogo(r *request) error {
	bytes, logo, err := a.program.Logo(r.ctx, r.actor, r.actor.Partner)
	if err != nil {
		return err
	}
	r.Set("Content-Type", logo.Type)
	return r.Send(bytes)
}

func (a *App) showTerms(r *request) error {
	view, err := r.termsPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) termsPage() (templates.CompanyTerms, error) {
	agreement, err := r.app.program.Agreement(r.ctx, r.actor)
	if err != nil {
		return templates.CompanyTerms{}, err
	}
	terms := agreement.InForce
	body, err := r.app.library.TermsHTML(terms.Version)
	if err != nil {
		return templates.CompanyTerms{}, err
	}
	view := templates.CompanyTerms{
		Page: r.page("Terms"), CompanyNav: r.companyNav(), Terms: terms, Body: body, Outstanding: agreement.Outstanding, MayAccept: agreement.MayAccept,
		Example: terms.Example.String(), Tier: agreement.Partner.Tier.Label(), Lines: exampleLines(terms, agreement.Partner.Tier),
	}
	for _, accepted := range agreement.Accepted {
		view.Accepted = append(view.Accepted, templates.AcceptedRow{
			Version: accepted.Version, By: accepted.ByName, When: r.when(accepted.At), SHA256: accepted.SHA256[:min(16, len(accepted.SHA256))],
		})
	}
	return view, nil
}

// exampleLines are the worked example of a version, with the reader's own tier marked.
func exampleLines(terms portal.Terms, own portal.Tier) []templates.ExampleLine {
	var lines []templates.ExampleLine
	for _, w := range terms.Worked(terms.Example, content.ExampleDay(terms)) {
		lines = append(lines, templates.ExampleLine{
			Tier: w.Tier.Label(), Rate: w.Rate.Percent(), Share: w.Share.String(),
			PayableOn: w.PayableOn.Long(), PayBy: w.PayBy.Long(), Own: w.Tier == own,
		})
	}
	return lines
}

type acceptInput struct {
	Version string `form:"version,max=60"`
	SHA256  string `form:"sha256,max=64"`
	Agree   bool   `form:"agree"`
}

func (a *App) acceptTerms(r *request) error {
	var in acceptInput
	err := r.form(&in)
	if err == nil && !in.Agree {
		err = portal.Problems{"agree": "Tick the box to accept the terms."}.Err()
	}
	if err == nil {
		err = a.program.AcceptTerms(r.ctx, r.actor, in.Version, in.SHA256)
	}
	if err == nil {
		r.flash("ok", "The terms are accepted. What you agreed to is kept with its fingerprint below.", "")
		return r.see("/company/terms")
	}
	view, readErr := r.termsPage()
	if readErr != nil {
		return readErr
	}
	return r.again(err, func(f templates.Form) templates.View {
		view.Form = f
		return view
	})
}

func (a *App) showPayoutDetails(r *request) error {
	partner, err := a.program.Company(r.ctx, r.actor)
	if err != nil {
		return err
	}
	form := templates.Filled(map[string]string{
		"method": string(cmp.Or(partner.PayTo.Method, portal.BankTransfer)), "holder": cmp.Or(partner.PayTo.Holder, partner.Company), "country": partner.Country,
	})
	return r.render(r.payoutPage(partner, form))
}

func (r *request) payoutPage(partner portal.Partner, form templates.Form) templates.CompanyPayout {
	view := templates.CompanyPayout{
		Page: r.page("Payout details"), CompanyNav: r.companyNav(), Form: form, Manages: r.actor.Can(portal.PartnerAdmin), Countries: countryOptions(),
	}
	if view.Manages { // a member sees no payout details
		view.PayTo = partner.PayTo
		view.PayTo.Sealed = ""
	}
	for _, m := range portal.PayoutMethods {
		view.Methods = append(view.Methods, templates.Option{Value: string(m), Label: m.Label()})
	}
	return view
}

type payoutInput struct {
	Method  portal.PayoutMethod `form:"method,max=20"`
	Holder  string              `form:"holder,max=120"`
	IBAN    string              `form:"iban,max=60"`
	BIC     string              `form:"bic,max=20"`
	PayPal  string              `form:"paypal,max=254"`
	Street  string              `form:"street,max=120"`
	City    string              `form:"city,max=120"`
	Post    string              `form:"post,max=20"`
	Country string              `form:"country,max=2"`
}

func (a *App) savePayoutDetails(r *request) error {
	var in payoutInput
	err := r.form(&in)
	if err == nil {
		err = a.program.SetPayTo(r.ctx, r.actor, portal.PayoutAccount(in))
	}
	if err == nil {
		r.flash("ok", "The payout details are saved.", "")
		return r.see("/company/payout")
	}
	partner, readErr := a.program.Company(r.ctx, r.actor)
	if readErr != nil {
		return readErr
	}
	return r.again(err, func(f templates.Form) templates.View { return r.payoutPage(partner, f) })
}

func (a *App) showOnboarding(r *request) error {
	view, err := r.onboardingPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) onboardingPage() (templates.Onboarding, error) {
	page, err := r.app.program.Onboarding(r.ctx, r.actor)
	if err != nil {
		return templates.Onboarding{}, err
	}
	p, zone := page.Partner, r.app.program.Rules.Zone
	view := templates.Onboarding{
		Page: r.page("Onboarding"), Progress: page.Progress, Specialist: p.SpecialistName, Kickoff: p.KickoffAt, Given: p.Baseline,
		Fixed: p.State == portal.PartnerActive && p.Baseline.SetAt != "", KickoffMin: string(r.app.program.Today()),
		Lead: fmt.Sprintf("A sprint of %d days in three lanes. What you do elsewhere in the portal ticks itself.", page.Progress.Days),
	}
	if p.KickoffAt != "" {
		at := p.KickoffAt.Time().In(zone)
		view.Kick = templates.Filled(map[string]string{"day": at.Format(time.DateOnly), "time": at.Format("15:04")})
	}
	view.Baseline = templates.Filled(map[string]string{"audience": strconv.FormatInt(cmp.Or(p.Baseline.Audience, p.Audience), 10)})
	if p.Baseline.SetAt != "" {
		view.Baseline = templates.Filled(map[string]string{
			"audience": strconv.FormatInt(p.Baseline.Audience, 10), "monthly_reach": strconv.FormatInt(p.Baseline.MonthlyReach, 10), "bookings": strconv.FormatInt(p.Baseline.Bookings, 10),
		})
	}
	return view, nil
}

func (a *App) tickTask(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	if err := a.program.TickTask(r.ctx, r.actor, r.Params("task")); err != nil {
		return err
	}
	r.flash("ok", "Marked as done.", "")
	return r.see("/onboarding")
}

type kickoffInput struct {
	Day  portal.Date `form:"day,max=10"`
	Time string      `form:"time,max=5"`
}

func (a *App) bookKickoff(r *request) error {
	var in kickoffInput
	err := r.form(&in)
	if err == nil {
		var at time.Time
		if at, err = time.ParseInLocation("2006-01-02 15:04", string(in.Day)+" "+in.Time, a.program.Rules.Zone); err != nil {
			err = portal.Problems{"day": "Choose a day and a time."}.Err()
		} else {
			err = moved(a.program.BookKickoff(r.ctx, r.actor, portal.At(at)), "kickoff", "day")
		}
	}
	if err == nil {
		r.flash("ok", "The call is booked. Your specialist is told.", "")
		return r.see("/onboarding")
	}
	view, readErr := r.onboardingPage()
	if readErr != nil {
		return readErr
	}
	return r.again(err, func(f templates.Form) templates.View {
		view.Kick = f
		return view
	})
}

// moved gives a problem to the field of this form that it is about.
func moved(err error, from, to string) error {
	problems := portal.Problems{}
	problems.Join(err)
	if text, ok := problems[from]; ok {
		delete(problems, from)
		problems.Add(to, "%s", text)
		return problems.Err()
	}
	return err
}

type baselineInput struct {
	Audience     int64 `form:"audience"`
	MonthlyReach int64 `form:"monthly_reach"`
	Bookings     int64 `form:"bookings"`
}

func (a *App) saveBaseline(r *request) error {
	var in baselineInput
	err := r.form(&in)
	if err == nil {
		err = a.program.SetBaseline(r.ctx, r.actor, portal.Baseline{Audience: in.Audience, MonthlyReach: in.MonthlyReach, Bookings: in.Bookings})
	}
	if err == nil {
		r.flash("ok", "The figures are saved.", "")
		return r.see("/onboarding")
	}
	view, readErr := r.onboardingPage()
	if readErr != nil {
		return readErr
	}
	return r.again(err, func(f templates.Form) templates.View {
		view.Baseline = f
		return view
	})
}
