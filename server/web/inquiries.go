package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	referPath   = "/refer/"
	inquirySent = "/introduction/sent"
)

// linkQuery is the link that led to a form.
type linkQuery struct {
	Asset  string `form:"asset,max=100"`
	Medium string `form:"medium,max=100"`
}

func (a *App) showInquiryForm(r *request) error {
	var q linkQuery
	if err := r.query(&q); err != nil {
		q = linkQuery{}
	}
	view, err := r.inquiryForm(templates.Filled(map[string]string{"asset": q.Asset, "medium": q.Medium}))
	if portal.KindOf(err) == portal.Gone {
		return r.goneLink("This link is not in use now", err)
	}
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) inquiryForm(form templates.Form) (templates.InquiryForm, error) {
	code := r.Params("code")
	shown, err := r.app.program.InquiryForm(r.ctx, code)
	if err != nil {
		return templates.InquiryForm{}, err
	}
	rules := r.app.program.Rules
	return templates.InquiryForm{
		Page: r.formPage("Tell us what you need"), Post: referPath + code, Partner: shown.Partner.Company, Stamp: shown.Stamp, Form: form,
		Countries: templates.Choices(portal.Countries()), Products: templates.Choices(rules.Products), Answer: rules.Referral.AnswerWorkdays,
	}, nil
}

// goneLink says why a link leads nowhere any more, and where to go instead.
func (r *request) goneLink(heading string, why error) error {
	rules := r.app.program.Rules
	return r.renderStatus(fiber.StatusGone, templates.Notice{
		Page: r.page(heading), Heading: heading, Lines: []string{why.Error()}, Action: "Visit " + rules.Company, Href: rules.Site,
	})
}

type inquiryForm struct {
	Company string `form:"company"`
	Site    string `form:"site"`
	Contact string `form:"contact"`
	Email   string `form:"email,max=254"`
	Phone   string `form:"phone"`
	Country string `form:"country"`
	Product string `form:"product"`
	Need    string `form:"need,max=3000"`
	Consent bool   `form:"consent"`
	Asset   string `form:"asset"`
	Medium  string `form:"medium"`
	Stamp   string `form:"stamp"`
	Trap    string `form:"company_fax,max=4000"`
}

func (a *App) inquire(r *request) error {
	code := r.Params("code")
	var in inquiryForm
	err := r.form(&in)
	if err == nil {
		err = a.program.Inquire(r.ctx, program.Inquire{
			Code: code, Asset: portal.AssetSlug(in.Asset), Medium: in.Medium, Touch: r.touch(), Stamp: in.Stamp, Trap: in.Trap, Client: r.client(),
			Input: portal.ReferralInput{Site: in.Site, Lead: portal.Lead{
				Company: in.Company, Contact: in.Contact, Email: in.Email, Phone: in.Phone, Country: in.Country, Product: in.Product, Need: in.Need, Consent: in.Consent,
			}},
		})
	}
	switch {
	case portal.KindOf(err) == portal.Gone:
		return r.goneLink("This link is not in use now", err)
	case err != nil:
		return pageAgain(r, err, func() (templates.InquiryForm, error) { return r.inquiryForm(templates.Form{}) },
			func(v *templates.InquiryForm, f templates.Form) { v.Form = f })
	}
	return r.see(inquirySent)
}

func (a *App) showInquirySent(r *request) error {
	return r.render(templates.Notice{
		Page: r.page("Look at your mail"), Heading: "One more step: look at your mail",
		Lines: []string{
			"We have sent you a link. Follow it to confirm that we may contact you; until then nobody reads what you wrote. It works for three days.",
			"Nothing there? Look in the spam folder, or write to " + a.program.Rules.Support + ".",
		},
	})
}

func (a *App) showInquiry(r *request) error {
	i, err := a.program.Inquiry(r.ctx, r.Params("token"))
	switch {
	case portal.KindOf(err) == portal.Gone:
		return r.goneLink("This link no longer works", err)
	case err != nil:
		return err
	case i.ConfirmedAt != "":
		return r.inquiryConfirmed()
	}
	return r.render(r.inquiryPage(i))
}

func (r *request) inquiryPage(i portal.Inquiry) templates.Inquiry {
	rules := r.app.program.Rules
	view := templates.Inquiry{Page: r.formPage("May we contact you?"), Post: "/introduction/" + r.Params("token"), Partner: i.PartnerName}
	for _, f := range []templates.Fact{
		{Label: "Company", Text: i.Company},
		{Label: "Name", Text: i.Contact},
		{Label: "Email", Text: i.Email},
		{Label: "Phone", Text: i.Phone},
		{Label: "Country", Text: portal.CountryName(i.Country)},
		{Label: "Product", Text: portal.NameIn(rules.Products, i.Product)},
		{Label: "Need", Text: i.Need, Long: true},
	} {
		if f.Text != "" {
			view.Facts = append(view.Facts, f)
		}
	}
	return view
}

// inquiryConfirmed is the same page for every customer, known to us or not.
func (r *request) inquiryConfirmed() error {
	rules := r.app.program.Rules
	return r.render(templates.Notice{
		Page: r.page("Thank you"), Heading: "Thank you, it is confirmed",
		Lines:  []string{"A person at " + rules.Company + " writes to you. You can close this page.", "Changed your mind? Write to " + rules.Support + ", and we delete what you sent."},
		Action: "Visit " + rules.Company, Href: rules.Site,
	})
}

func (a *App) confirmInquiry(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	_, err := a.program.ConfirmInquiry(r.ctx, r.Params("token"))
	if portal.KindOf(err) == portal.Gone {
		return r.goneLink("This link no longer works", err)
	}
	if err != nil {
		return err
	}
	return r.see("/introduction/" + r.Params("token"))
}

func (a *App) dropInquiry(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	if err := a.program.DropInquiry(r.ctx, r.Params("token")); err != nil {
		return err
	}
	return r.render(templates.Notice{Page: r.page("Deleted"), Heading: "Deleted", Lines: []string{"What was written with your address is gone. Nobody here has read it."}})
}

// touchFacts are the links that a customer followed, as far as who asks may know them.
func touchFacts(r portal.Referral) []templates.Fact {
	words := func(m portal.TouchMark) string {
		parts := []string{m.Name}
		if m.Asset != "" {
			parts = append(parts, string(m.Asset))
		}
		return strings.Join(append(parts, mediumName(m.Medium), m.Day.Long()), ", ")
	}
	var facts []templates.Fact
	if r.FirstTouch != nil {
		facts = append(facts, templates.Fact{Label: "First touch", Text: words(*r.FirstTouch)})
	}
	if r.LastTouch != nil {
		facts = append(facts, templates.Fact{Label: "Last touch", Text: words(*r.LastTouch)})
	}
	return facts
}

// mediumName is where a link stood, as people read it.
func mediumName(medium string) string {
	switch medium {
	case "email":
		return "by email"
	case "social":
		return "on social media"
	case "content":
		return "in an article"
	case "qr":
		return "by QR code"
	}
	return "without a medium"
}
