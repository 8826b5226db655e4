package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const (
	ownLinks  = "/links"
	deskLinks = "/desk/links"
)

type linkForm struct {
	Asset  string `form:"asset,max=100"`
	Medium string `form:"medium,max=40"`
	To     string `form:"to,max=20"`
}

func (in linkForm) choice() program.LinkChoice {
	return program.LinkChoice{Asset: portal.AssetSlug(in.Asset), Medium: in.Medium, Form: in.To == "form"}
}

// linksOf is whose links a page is about, and where the page is.
func (r *request) linksOf() (portal.PartnerID, string) {
	if !r.actor.Staff() {
		return "", ownLinks
	}
	return portal.PartnerID(r.Params("partner")), deskLinks + "/" + r.Params("partner")
}

func (a *App) showLinks(r *request) error {
	var in linkForm
	if err := r.query(&in); err != nil {
		return err
	}
	view, err := r.linksPage(in)
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) linksPage(in linkForm) (templates.Links, error) {
	of, base := r.linksOf()
	links, err := r.app.program.Links(r.ctx, r.actor, of, in.choice())
	if err != nil {
		return templates.Links{}, err
	}
	to := ""
	if links.Choice.Form {
		to = "form"
	}
	chosen := url.Values{"asset": {string(links.Choice.Asset)}, "medium": {links.Choice.Medium}, "to": {to}}
	staff := r.actor.Staff()
	view := templates.Links{
		Page: r.page("Links"), Staff: staff, Base: base, Company: links.Partner.Company, Code: links.Partner.Code, Site: r.app.program.Rules.Company,
		Pick: templates.Filled(map[string]string{"asset": chosen.Get("asset"), "medium": chosen.Get("medium"), "to": to}),
		Link: links.Address, QR: links.QR, SVG: base + "/qr.svg?" + chosen.Encode(), PNG: base + "/qr.png?" + chosen.Encode(), CSV: base + "/touches.csv",
		Weeks: program.LinkWeeks, Touches: links.Touches, Came: len(links.Referrals), Won: links.Won, Closed: !links.Partner.State.Working(),
		Rename: templates.Filled(map[string]string{"code": links.Partner.Code}),
	}
	if staff {
		view.PartnerAt = deskPartners + "/" + string(links.Partner.ID)
	}
	titles := map[portal.AssetSlug]string{"": "Plain link"}
	for _, asset := range links.Assets {
		view.Assets = append(view.Assets, templates.Option{Value: string(asset.Slug), Label: asset.Title})
		titles[asset.Slug] = asset.Title
	}
	for _, medium := range portal.Media {
		if medium != portal.PartnerMedium {
			view.Media = append(view.Media, templates.Option{Value: medium, Label: portal.MediumLabel(medium)})
		}
	}
	labels, values := make([]string, len(links.Weeks)), make([]int64, len(links.Weeks))
	for i, w := range links.Weeks {
		labels[i], values[i] = w.From.Time().Format("2 Jan"), w.Touches
	}
	view.Chart = templates.CountChart("Links followed by week", labels, templates.Series{Name: "Followed", Values: values}).StillOpen()
	view.Chart.Heading = "Week from"
	for _, use := range links.Uses {
		title := titles[use.Asset]
		if title == "" { // it is no longer in the library
			title = string(use.Asset)
		}
		view.Uses = append(view.Uses, templates.LinkRow{Asset: title, Medium: portal.MediumLabel(use.Medium), Touches: use.Touches, Referrals: use.Referrals, Won: use.Won, Rate: rateOf(int64(use.Referrals), use.Touches)})
	}
	for _, referral := range links.Referrals[:min(len(links.Referrals), 10)] {
		view.Referrals = append(view.Referrals, r.referralLine(referral))
	}
	return view, nil
}

// rateOf is a share in percent, "" of nothing.
func rateOf(part, whole int64) string {
	if whole == 0 {
		return ""
	}
	return strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 1, 64) + "%"
}

func (a *App) linkCode(r *request) error {
	var in linkForm
	if err := r.query(&in); err != nil {
		return err
	}
	of, _ := r.linksOf()
	path := r.Path()
	return r.download(a.program.LinkQR(r.ctx, r.actor, of, in.choice(), path[strings.LastIndex(path, ".")+1:]))
}

func (a *App) touchesFile(r *request) error {
	of, _ := r.linksOf()
	return r.download(a.program.TouchesFile(r.ctx, r.actor, of))
}

func (a *App) listCodes(r *request) error {
	partners, err := a.program.Codes(r.ctx, r.actor)
	if err != nil {
		return err
	}
	view := templates.Codes{Page: r.page("Links")}
	for _, partner := range partners {
		view.Rows = append(view.Rows, templates.CodeRow{
			Company: partner.Company, Href: fmt.Sprintf("%s/%s", deskLinks, partner.ID), Code: partner.Code, State: partnerPill(partner.State), Link: a.program.TrackedLink(partner, ""),
		})
	}
	return r.render(view)
}

type renameForm struct {
	Code string `form:"code,max=100"`
}

func (a *App) renameCode(r *request) error {
	var in renameForm
	err := r.form(&in)
	of, base := r.linksOf()
	var partner portal.Partner
	if err == nil {
		partner, err = a.program.RenameCode(r.ctx, r.actor, of, in.Code)
	}
	if err != nil {
		return pageAgain(r, err, func() (templates.Links, error) { return r.linksPage(linkForm{}) }, func(v *templates.Links, f templates.Form) { v.Rename = f })
	}
	r.flash("ok", "Links carry the name "+partner.Code+" now. Links with the earlier name still work.", "")
	return r.see(base)
}
