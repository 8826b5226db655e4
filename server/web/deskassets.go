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

const (
	deskHub      = "/desk/assets"
	writingGuide = "how-to-write-assets" // the guide for editors
)

// shelves are the lists of the library that staff look at.
var shelves = []struct {
	name, label string
	holds       func(program.AssetUse) bool
}{
	{"", "All", func(program.AssetUse) bool { return true }},
	{"published", "Published", func(u program.AssetUse) bool { return u.Status == content.Published && !u.Expired }},
	{"in_review", "In review", func(u program.AssetUse) bool { return u.Status == content.InReview }},
	{"draft", "Drafts", func(u program.AssetUse) bool { return u.Status == content.Draft }},
	{"retired", "Retired or expired", func(u program.AssetUse) bool { return u.Status == content.Retired || u.Expired }},
	{"ending", fmt.Sprintf("Ending within %d days", program.EndingDays), func(u program.AssetUse) bool { return u.Ending }},
	{"unused", "Never taken", program.AssetUse.Unused},
	{"outdated", "Old copies about", func(u program.AssetUse) bool { return u.UpToDate < u.Partners }},
}

// shelfQuery is which assets, in which order, and whose use of them.
type shelfQuery struct {
	View   string      `form:"view,max=40"`
	Market string      `form:"market,max=10"`
	Tier   portal.Tier `form:"tier,max=40"`
	Sort   string      `form:"sort,max=40"`
}

func (q shelfQuery) among() program.Among { return program.Among{Market: q.Market, Tier: q.Tier} }

// values are the query as an address carries it.
func (q shelfQuery) values() url.Values {
	out := url.Values{}
	for name, value := range map[string]string{"view": q.View, "market": q.Market, "tier": string(q.Tier), "sort": q.Sort} {
		if value != "" {
			out.Set(name, value)
		}
	}
	return out
}

// shelfSorts are the orders of the list by the name of each; "-" before it is the opposite.
var shelfSorts = map[string]func(a, b program.AssetUse) int{
	"title": func(a, b program.AssetUse) int {
		return strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title))
	},
	"views":     func(a, b program.AssetUse) int { return cmp.Compare(b.Views, a.Views) },
	"downloads": func(a, b program.AssetUse) int { return cmp.Compare(b.Downloads, a.Downloads) },
	"partners":  func(a, b program.AssetUse) int { return cmp.Compare(b.Partners, a.Partners) },
	"taken":     func(a, b program.AssetUse) int { return cmp.Compare(b.LastAt, a.LastAt) },
}

// tierOptions are the tiers as choices of a filter.
func tierOptions() []templates.Option {
	var list []templates.Option
	for _, tier := range portal.Tiers {
		list = append(list, templates.Option{Value: string(tier), Label: tier.Label()})
	}
	return list
}

func (a *App) listDeskAssets(r *request) error {
	var q shelfQuery
	if err := r.query(&q); err != nil {
		return err
	}
	shelf, err := a.program.AssetShelf(r.ctx, r.actor, q.among())
	if err != nil {
		return err
	}
	view := templates.DeskAssets{Page: r.page("Assets")}
	for _, use := range shelf {
		if use.Slug == writingGuide {
			view.Guide = deskHub + "/" + writingGuide
		}
	}
	for _, problem := range a.program.LibraryProblems() {
		view.Problems = append(view.Problems, problem.String())
	}
	for _, edited := range a.program.EditedAssets() {
		view.Edited = append(view.Edited, edited.String())
	}
	if view.Choices = choicesBanner(a.program.ChoicesWaiting()); !r.actor.Can(portal.Editor, portal.Steward) {
		view.Choices.Href = ""
	}
	chosen := shelves[0]
	for _, s := range shelves {
		if s.name == q.View {
			chosen = s
		}
	}
	for _, s := range shelves {
		values := q.values()
		if values.Set("view", s.name); s.name == "" {
			values.Del("view")
		}
		tab := templates.Tab{Label: s.label, Href: withQuery(deskHub, values), Current: s.name == chosen.name}
		for _, use := range shelf {
			if s.holds(use) {
				tab.Count++
			}
		}
		if tab.Count > 0 || tab.Current || s.name == "published" {
			view.Tabs = append(view.Tabs, tab)
		}
	}
	if less, ok := shelfSorts[strings.TrimPrefix(q.Sort, "-")]; ok {
		slices.SortStableFunc(shelf, func(a, b program.AssetUse) int {
			if strings.HasPrefix(q.Sort, "-") {
				a, b = b, a
			}
			return less(a, b)
		})
	}
	shown := q.values()
	head := func(label, name string) templates.SortHead {
		return sortHead(deskHub, label, shown, q.Sort, name, "-"+name)
	}
	view.Sorts = templates.ShelfSorts{Title: head("Asset", "title"), Views: numbers(head("Views", "views")), Downloads: numbers(head("Downloads", "downloads")), Partners: numbers(head("Partners", "partners")), Taken: largestFirst(head("Last taken", "taken"))}
	view.Filter = templates.Filled(map[string]string{"market": q.Market, "tier": string(q.Tier)})
	view.Markets, view.Tiers, view.View, view.Sort = templates.Choices(a.program.Rules.Markets), tierOptions(), q.View, q.Sort
	view.Narrowed = q.among() != program.Among{}
	view.CSV = withQuery(deskHub+".csv", shelfQuery{Market: q.Market, Tier: q.Tier}.values())
	for _, use := range shelf {
		if chosen.holds(use) {
			row := assetUse(use)
			row.Behind = r.behind(use.Asset)
			view.Rows = append(view.Rows, row)
		}
	}
	return r.render(view)
}

// largestFirst says of a column that its first order has the largest first.
func largestFirst(head templates.SortHead) templates.SortHead {
	switch head.Sort {
	case "ascending":
		head.Sort = "descending"
	case "descending":
		head.Sort = "ascending"
	}
	return head
}

// numbers is largestFirst for a column of numbers.
func numbers(head templates.SortHead) templates.SortHead {
	head.Numbers = true
	return largestFirst(head)
}

// shelfFile is the use of every asset as a file.
func (a *App) shelfFile(r *request) error {
	var q shelfQuery
	if err := r.query(&q); err != nil {
		return err
	}
	return r.download(a.program.ShelfCSV(r.ctx, r.actor, q.among()))
}

func assetUse(u program.AssetUse) templates.AssetUse {
	row := templates.AssetUse{
		Title: u.Title, Href: deskHub + "/" + string(u.Slug), Kind: u.Kind.Label(), State: assetPill(u), Version: u.Version, For: audienceNote(u.Asset),
		Views: u.Views, Downloads: u.Downloads, Newest: u.Newest, Partners: u.Partners, UpToDate: u.UpToDate, LastAt: u.LastAt,
	}
	if u.Ending || u.Expired {
		row.LastDay = u.Expires.Long()
	}
	if u.LastAt != "" {
		row.Last = u.LastBy + ", " + u.LastOf
	}
	return row
}

// behind says of each translation of an asset that is older than its source how much, as
// "Spanish is one version behind".
func (r *request) behind(a content.Asset) []string {
	var list []string
	for _, locale := range a.Locales {
		t, err := r.app.library().Asset(a.Slug, locale, content.Audience{Staff: true})
		switch {
		case err != nil || t.Locale != locale || t.Behind == 0:
		case t.Behind == 1:
			list = append(list, r.language(locale)+" is one version behind")
		default:
			list = append(list, fmt.Sprintf("%s is %d versions behind", r.language(locale), t.Behind))
		}
	}
	return list
}

func assetPill(u program.AssetUse) templates.Pill {
	if u.Expired && u.Status == content.Published {
		return templates.Pill{Kind: "warn", Text: "Expired"}
	}
	switch u.Status {
	case content.Published:
		return templates.Pill{Kind: "ok", Text: "Published"}
	case content.InReview:
		return templates.Pill{Kind: "info", Text: "In review"}
	case content.Draft:
		return templates.Pill{Text: "Draft"}
	case content.Retired:
		return templates.Pill{Text: "Retired"}
	}
	return templates.Pill{Text: string(u.Status)}
}

func (a *App) showDeskAsset(r *request) error {
	var q holdersQuery
	if err := r.query(&q); err != nil {
		return err
	}
	file, err := a.program.AssetFile(r.ctx, r.actor, portal.AssetSlug(r.Params("slug")), q.Locale, q.among())
	if err != nil {
		return err
	}
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
	view.Markets, view.Tiers, view.Locale = templates.Choices(a.program.Rules.Markets), tierOptions(), q.Locale
	view.Narrowed = q.Has != "" || q.among() != program.Among{}
	view.CSV = withQuery(deskHub+"/"+string(file.Slug)+"/holders.csv", holdersQuery{Market: q.Market, Tier: q.Tier}.values())
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
	for _, h := range file.Holders {
		old := h.Version < file.Version
		if h.Times == 0 || q.Has == "old" && !old || q.Has == "new" && old {
			continue
		}
		row := templates.Holder{
			Company: h.Partner.Company, Href: "/desk/partners/" + string(h.Partner.ID), Version: h.Version, State: templates.Pill{Kind: "ok", Text: "Up to date"},
			Views: h.Views, Times: h.Times, LastAt: h.LastAt, Last: h.LastBy, Followed: h.Touches,
		}
		switch {
		case h.Away != "":
			row.State = templates.Pill{Text: "Put away " + h.Away.Day(a.program.Rules.Zone).Long()}
		case file.Status == content.Retired:
			row.State = templates.Pill{Kind: "warn", Text: "Has not answered"}
		case old:
			row.State = templates.Pill{Kind: "warn", Text: fmt.Sprintf("Now version %d", file.Version)}
		}
		view.Holders = append(view.Holders, row)
	}
	return r.render(view)
}

// holdersQuery is which partners the page of an asset shows, and in which language.
type holdersQuery struct {
	Locale string      `form:"locale,max=10"`
	Market string      `form:"market,max=10"`
	Tier   portal.Tier `form:"tier,max=40"`
	Has    string      `form:"has,max=10"` // "old", "new", or "" for any version
}

func (q holdersQuery) among() program.Among { return program.Among{Market: q.Market, Tier: q.Tier} }

func (q holdersQuery) values() url.Values { return shelfQuery{Market: q.Market, Tier: q.Tier}.values() }

// holdersFile is who has which version of an asset as a file.
func (a *App) holdersFile(r *request) error {
	var q holdersQuery
	if err := r.query(&q); err != nil {
		return err
	}
	return r.download(a.program.HoldersCSV(r.ctx, r.actor, portal.AssetSlug(r.Params("slug")), q.among()))
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
