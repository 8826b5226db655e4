package web

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

func (a *App) showDeskAsset(r *request) error {
	var q holdersQuery
	if err := r.query(&q); err != nil {
		return err
	}
	file, err := a.program.AssetFile(r.ctx, r.actor, portal.AssetSlug(r.Params("slug")), q.Locale, q.among())
	if err != nil {
		return err
	}
	return r.render(r.deskAsset(file, q))
}

// deskAsset is the page of one asset and of who has it.
func (r *request) deskAsset(file program.AssetFile, q holdersQuery) templates.DeskAsset {
	rules := r.app.program.Rules
	view := templates.DeskAsset{
		Page: r.page(file.Title), Slug: string(file.Slug), Summary: file.Summary, State: assetPill(file.AssetUse), Version: file.Version,
		Facts: r.assetFacts(file.Asset), Sheet: r.sheet(file.Asset, file.Brand, file.Preview), Shown: r.language(file.Locale),
		Figures: []templates.Figure{
			{Label: "Views", Value: fmt.Sprint(file.Views), Note: "in the last 12 months", Help: "How often people of partners opened the asset in the hub."},
			{Label: "Downloads", Value: fmt.Sprint(file.Downloads), Note: fmt.Sprintf("%d of version %d", file.Newest, file.Version), Help: "Each time somebody took a copy. A repeat within a minute counts once."},
			{Label: "Partners with it", Value: fmt.Sprint(file.Partners), Note: fmt.Sprintf("%d have an older version", file.Partners-file.UpToDate), Help: "Companies that took at least one copy."},
			{Label: "Links followed", Value: fmt.Sprint(file.Touches), Note: fmt.Sprintf("in the last %d days", program.TouchDays), Help: "How often the tracked links of all partners to this asset were followed."},
		},
	}
	if r.actor.Can(portal.Editor) {
		view.Write = deskStudio + "/new?asset=" + url.QueryEscape(string(file.Slug))
	}
	view.Languages, view.Missing = r.assetLanguages(file.Asset, q.Locale)
	view.Filter = templates.Filled(map[string]string{"market": q.Market, "tier": string(q.Tier), "has": q.Has})
	view.Markets, view.Tiers = templates.Choices(rules.Markets), tierOptions()
	view.Locale, view.Market, view.Tier, view.Has = q.Locale, q.Market, string(q.Tier), q.Has
	view.Narrowed = q.Has != "" || q.among() != program.Among{}
	view.CSV = withQuery(deskHub+"/"+string(file.Slug)+"/holders.csv", q.values())
	for _, g := range []struct {
		title string
		rows  []program.AssetGroup
	}{{"By tier", file.Tiers}, {"By market", file.Markets}} {
		group := templates.AssetGroups{Title: g.title}
		for _, row := range g.rows {
			group.Rows = append(group.Rows, templates.AssetGroup{Name: row.Name, Partners: row.Partners, Old: row.Partners - row.UpToDate, Downloads: row.Downloads, Views: row.Views})
		}
		if len(group.Rows) > 0 {
			view.Groups = append(view.Groups, group)
		}
	}
	for _, taken := range file.Taken {
		row := templates.TakenVersion{Version: taken.Version, Total: taken.Total}
		var parts []string
		for _, format := range slices.SortedFunc(maps.Keys(taken.Formats), func(x, y content.Format) int {
			return cmp.Or(cmp.Compare(taken.Formats[y], taken.Formats[x]), cmp.Compare(x, y))
		}) {
			parts = append(parts, fmt.Sprintf("%s %d", format.Label(), taken.Formats[format]))
		}
		row.Formats = strings.Join(parts, ", ")
		view.Taken = append(view.Taken, row)
	}
	view.Behind = r.behind(file.Asset)
	for _, h := range file.Having(q.Has) {
		old := h.Version < file.Version
		row := templates.Holder{
			Company: h.Partner.Company, Href: "/desk/partners/" + string(h.Partner.ID), Version: h.Version, State: templates.Pill{Kind: "ok", Text: "Up to date"},
			Views: h.Views, Times: h.Times, LastAt: h.LastAt, Last: h.LastBy, Followed: h.Touches,
		}
		switch {
		case h.Away != "":
			row.State = templates.Pill{Text: "Put away " + h.Away.Day(rules.Zone).Long()}
		case file.Status == content.Retired:
			row.State = templates.Pill{Kind: "warn", Text: "Has not answered"}
		case old:
			row.State = templates.Pill{Kind: "warn", Text: fmt.Sprintf("Now version %d", file.Version)}
		}
		if at := h.Reminded.At; at != "" {
			row.Reminded = "Reminded on " + at.Day(rules.Zone).Long() + " by " + h.Reminded.ByName
		} else if row.State.Kind == "warn" && !file.Expired && h.Partner.State.Working() && r.actor.Can(portal.Editor, portal.Manager) {
			view.Remind++
		}
		view.Holders = append(view.Holders, row)
	}
	return view
}

// remindHolders reminds those of the chosen partners that have an old copy.
func (a *App) remindHolders(r *request) error {
	var q holdersQuery
	slug := portal.AssetSlug(r.Params("slug"))
	err := r.form(&q)
	reminded := 0
	if err == nil {
		reminded, err = a.program.RemindHolders(r.ctx, r.actor, slug, q.among())
	}
	if err != nil {
		file, failed := a.program.AssetFile(r.ctx, r.actor, slug, q.Locale, q.among())
		if failed != nil {
			return failed
		}
		return r.again(err, func(f templates.Form) templates.View {
			view := r.deskAsset(file, q)
			view.Form = f
			return view
		})
	}
	if reminded == 1 {
		r.flash("ok", "1 partner is reminded by mail.", "")
	} else {
		r.flash("ok", fmt.Sprintf("%d partners are reminded by mail.", reminded), "")
	}
	return r.see(withQuery(deskHub+"/"+string(slug), q.values()))
}

// holdersQuery is which partners the page of an asset shows, and in which language.
type holdersQuery struct {
	Locale string      `form:"locale,max=10"`
	Market string      `form:"market,max=10"`
	Tier   portal.Tier `form:"tier,max=40"`
	Has    string      `form:"has,max=10"` // "old", "new", or "" for any version
}

func (q holdersQuery) among() program.Among { return program.Among{Market: q.Market, Tier: q.Tier} }

// values are the query as an address carries it.
func (q holdersQuery) values() url.Values {
	out := shelfQuery{Market: q.Market, Tier: q.Tier}.values()
	for name, value := range map[string]string{"has": q.Has, "locale": q.Locale} {
		if value != "" {
			out.Set(name, value)
		}
	}
	return out
}

// holdersFile is who has which version of an asset as a file.
func (a *App) holdersFile(r *request) error {
	var q holdersQuery
	if err := r.query(&q); err != nil {
		return err
	}
	return r.download(a.program.HoldersCSV(r.ctx, r.actor, portal.AssetSlug(r.Params("slug")), q.Has, q.among()))
}

type downloadsQuery struct {
	Asset portal.AssetSlug `form:"asset,max=100"`
}

func (a *App) exportDownloads(r *request) error {
	var q downloadsQuery
	if err := r.query(&q); err != nil {
		return err
	}
	return r.download(a.program.DownloadsCSV(r.ctx, r.actor, q.Asset))
}
