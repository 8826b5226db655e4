package web

import (
	"fmt"
	"net/url"

	"tandem/portal/program"
	"tandem/templates"
)

const (
	ownSearch  = "/search"
	deskSearch = "/desk/search"
)

type searchQuery struct {
	Text string `form:"q,max=100"`
}

func (a *App) showSearch(r *request) error {
	var q searchQuery
	if err := r.query(&q); err != nil {
		return err
	}
	found, err := a.program.Search(r.ctx, r.actor, q.Text)
	if err != nil {
		return err
	}
	view := templates.Search{Page: r.page("Search"), Text: found.Text, Typed: q.Text, Least: program.MinFind, Staff: r.actor.Staff(), Groups: r.searchGroups(found)}
	view.Query = q.Text
	return r.render(view)
}

// searchGroups are the kinds of things that were found, in the order people look for them.
func (r *request) searchGroups(found program.Found) []templates.SearchGroup {
	var groups []templates.SearchGroup
	add := func(g templates.SearchGroup) {
		if len(g.Rows) > 0 {
			groups = append(groups, g)
		}
	}
	partners := templates.SearchGroup{Label: "Partners", Icon: "building-2"}
	for _, p := range found.Partners {
		row := r.partnerRow(p)
		partners.Rows = append(partners.Rows, templates.SearchRow{Title: row.Company, Note: row.Domain + ", " + row.Country, Href: row.Href, State: &row.State})
	}
	if found.More {
		partners.More = deskPartners + "?" + url.Values{"q": {found.Text}}.Encode()
	}
	add(partners)
	referrals := templates.SearchGroup{Label: "Referrals", Icon: "handshake"}
	for _, referral := range found.Referrals {
		line := r.referralLine(referral)
		note := line.Number + ", submitted " + line.Submitted
		if r.actor.Staff() {
			note = line.Number + " from " + line.Partner + ", submitted " + line.Submitted
		}
		referrals.Rows = append(referrals.Rows, templates.SearchRow{Title: line.Company, Note: note, Href: line.Href, State: &line.State})
	}
	add(referrals)
	payouts := templates.SearchGroup{Label: "Payouts", Icon: "hand-coins"}
	for _, b := range found.Batches {
		state := batchPill(b.State)
		payouts.Rows = append(payouts.Rows, templates.SearchRow{Title: "Batch " + b.Number(), Note: fmt.Sprintf("%s to %s, payable by %s", b.Total, count(len(b.Lines), "partner"), b.Cutoff.Long()), Href: batchHref(b.ID), State: &state})
	}
	for _, line := range found.Payouts {
		payouts.Rows = append(payouts.Rows, templates.SearchRow{Title: line.Reference, Note: fmt.Sprintf("%s to %s", line.Total, line.Name), Href: r.statementHref(line.Payout)})
	}
	add(payouts)
	assets := templates.SearchGroup{Label: "Assets", Icon: "folder-open"}
	for _, asset := range found.Assets {
		href := assetPath(asset)
		if r.actor.Staff() {
			href = deskHub + "/" + string(asset.Slug)
		}
		assets.Rows = append(assets.Rows, templates.SearchRow{Title: asset.Title, Note: asset.Kind.Label(), Href: href, Lang: asset.Locale})
	}
	add(assets)
	return groups
}

// searchHref is where the search box of the person who asks leads.
func (r *request) searchHref() string {
	for _, path := range []string{ownSearch, deskSearch} {
		if r.mayGet(path) {
			return path
		}
	}
	return ""
}
