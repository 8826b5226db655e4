package web

import (
	"cmp"
	"fmt"
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
	chosen := program.ShelfNamed(q.View)
	for _, s := range program.Shelves {
		values := q.values()
		if values.Set("view", s.Name); s.Name == "" {
			values.Del("view")
		}
		tab := templates.Tab{Label: s.Label, Href: withQuery(deskHub, values), Current: s.Name == chosen.Name}
		for _, use := range shelf {
			if s.Holds(use) {
				tab.Count++
			}
		}
		if tab.Count > 0 || tab.Current || s.Name == "published" {
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
	view.CSV = withQuery(deskHub+".csv", shelfQuery{View: chosen.Name, Market: q.Market, Tier: q.Tier}.values())
	for _, use := range shelf {
		if chosen.Holds(use) {
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

// shelfFile is the use of the chosen assets as a file.
func (a *App) shelfFile(r *request) error {
	var q shelfQuery
	if err := r.query(&q); err != nil {
		return err
	}
	return r.download(a.program.ShelfCSV(r.ctx, r.actor, program.ShelfNamed(q.View), q.among()))
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
