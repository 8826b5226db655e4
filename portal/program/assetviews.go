package program

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tandem/content"
	"tandem/portal"
)

// ViewDays is how far back views are counted, in whole months.
const ViewDays = 365

// CountView counts that somebody of a partner opened an asset.
func (p *Program) CountView(ctx context.Context, actor portal.Actor, slug portal.AssetSlug) error {
	if err := actor.Must(portal.PartnerRoles...); err != nil {
		return err
	}
	return p.store.AssetViews.Add(ctx, actor.Partner, slug, p.Today())
}

// Among says which partners are counted: those of a market and a tier of today; each "" for all.
type Among struct {
	Market string
	Tier   portal.Tier
}

// has reports whether a partner is one of them.
func (a Among) has(partner portal.Partner, today portal.Date) bool {
	return (a.Market == "" || slices.Contains(partner.Markets, a.Market)) && (a.Tier == "" || partner.TierOn(today) == a.Tier)
}

// useAmong is what some partners hold and what they looked at.
func (p *Program) useAmong(ctx context.Context, among Among) ([]portal.Holdings, []portal.AssetViews, error) {
	held, err := p.store.Holdings.Everyone(ctx)
	if err != nil {
		return nil, nil, err
	}
	views, err := p.store.AssetViews.Since(ctx, p.Today().AddDays(-ViewDays))
	if err != nil || among == (Among{}) {
		return held, views, err
	}
	ids := map[portal.PartnerID]bool{}
	for _, h := range held {
		ids[h.Partner] = true
	}
	for _, v := range views {
		ids[v.Partner] = true
	}
	companies, err := p.companies(ctx, slices.Sorted(maps.Keys(ids)))
	today := p.Today()
	held = slices.DeleteFunc(held, func(h portal.Holdings) bool { return !among.has(companies[h.Partner], today) })
	views = slices.DeleteFunc(views, func(v portal.AssetViews) bool { return !among.has(companies[v.Partner], today) })
	return held, views, err
}

// assetHolders are the partners that took an asset, looked at it or had a link to it
// followed, outdated first, then by name.
func (p *Program) assetHolders(ctx context.Context, asset content.Asset, among Among) ([]Holder, error) {
	today := p.Today()
	held, err := p.store.Holdings.Everyone(ctx)
	if err != nil {
		return nil, err
	}
	views, err := p.store.AssetViews.Since(ctx, today.AddDays(-ViewDays))
	if err != nil {
		return nil, err
	}
	touches, err := p.store.Touches.OfAsset(ctx, asset.Slug, today.AddDays(-TouchDays))
	if err != nil {
		return nil, err
	}
	away := map[portal.PartnerID]portal.PutAway{}
	if asset.Status == content.Retired {
		facts, err := p.store.PutAways.OfAsset(ctx, asset.Slug)
		if err != nil {
			return nil, err
		}
		for _, fact := range facts {
			if fact.Version == asset.Version {
				away[fact.Partner] = fact
			}
		}
	}
	by := map[portal.PartnerID]*Holder{}
	of := func(id portal.PartnerID) *Holder {
		if by[id] == nil {
			by[id] = &Holder{Away: away[id].At}
		}
		return by[id]
	}
	for _, h := range held {
		if one := h.Of(asset.Slug); one.Times > 0 {
			of(h.Partner).Holding = one
		}
	}
	for _, v := range views {
		if n := v.Counts[asset.Slug]; n > 0 {
			of(v.Partner).Views += n
		}
	}
	for _, t := range touches {
		of(t.Partner).Touches += t.Count
	}
	ids := slices.Sorted(maps.Keys(by))
	companies, err := p.companies(ctx, ids)
	if err != nil {
		return nil, err
	}
	reminded, err := p.remindedThisWeek(ctx, asset.Slug, ids)
	if err != nil {
		return nil, err
	}
	var list []Holder
	for id, h := range by {
		if partner, known := companies[id]; known && among.has(partner, today) {
			h.Partner, h.Reminded = partner, reminded[id]
			list = append(list, *h)
		}
	}
	slices.SortFunc(list, func(a, b Holder) int {
		return cmp.Or(cmp.Compare(a.Version, b.Version), cmp.Compare(a.Partner.Company, b.Partner.Company), cmp.Compare(a.Partner.ID, b.Partner.ID))
	})
	return list, nil
}

// AssetGroup is what the partners of a tier or a market did with an asset.
type AssetGroup struct {
	Name      string
	Partners  int // that have any version
	UpToDate  int
	Downloads int
	Views     int64 // in the last ViewDays
}

// assetGroups are the holders by tier and by market, as far as there are any.
func (p *Program) assetGroups(holders []Holder, version int) (tiers, markets []AssetGroup) {
	today := p.Today()
	group := func(name string, in func(portal.Partner) bool) AssetGroup {
		g := AssetGroup{Name: name}
		for _, h := range holders {
			if !in(h.Partner) {
				continue
			}
			g.Views += h.Views
			g.Downloads += h.Times
			if h.Times > 0 {
				g.Partners++
			}
			if h.Times > 0 && h.Version >= version {
				g.UpToDate++
			}
		}
		return g
	}
	for _, tier := range portal.Tiers {
		if g := group(tier.Label(), func(partner portal.Partner) bool { return partner.TierOn(today) == tier }); g.Views > 0 || g.Downloads > 0 {
			tiers = append(tiers, g)
		}
	}
	for _, market := range p.Rules.Markets {
		if g := group(market.Name, func(partner portal.Partner) bool { return slices.Contains(partner.Markets, market.Code) }); g.Views > 0 || g.Downloads > 0 {
			markets = append(markets, g)
		}
	}
	return tiers, markets
}

// TakenVersion is how often a version was taken, by format.
type TakenVersion struct {
	Version int
	Formats map[content.Format]int
	Total   int
}

// takenVersions counts the downloads of some partners, newest version first.
func takenVersions(downloads []portal.Download, by map[portal.PartnerID]bool) []TakenVersion {
	versions := map[int]TakenVersion{}
	for _, d := range downloads {
		if !by[d.Partner] {
			continue
		}
		v, ok := versions[d.Version]
		if !ok {
			v = TakenVersion{Version: d.Version, Formats: map[content.Format]int{}}
		}
		v.Formats[content.Format(d.Format)]++
		v.Total++
		versions[d.Version] = v
	}
	return slices.SortedFunc(maps.Values(versions), func(a, b TakenVersion) int { return cmp.Compare(b.Version, a.Version) })
}

// ShelfCSV is the use of every asset among some partners.
func (p *Program) ShelfCSV(ctx context.Context, actor portal.Actor, of Shelf, among Among) (File, error) {
	shelf, err := p.AssetShelf(ctx, actor, among)
	if err != nil {
		return File{}, err
	}
	rows := [][]string{{"asset", "title", "kind", "state", "version", "views_12_months", "downloads", "downloads_of_version", "partners", "up_to_date", "last_taken", "last_day"}}
	for _, u := range shelf {
		if !of.Holds(u) {
			continue
		}
		rows = append(rows, []string{
			string(u.Slug), portal.CSVText(u.Title), string(u.Kind), string(u.Status), strconv.Itoa(u.Version), strconv.FormatInt(u.Views, 10),
			strconv.Itoa(u.Downloads), strconv.Itoa(u.Newest), strconv.Itoa(u.Partners), strconv.Itoa(u.UpToDate), string(u.LastAt), string(u.Expires),
		})
	}
	return csvFile("assets-"+string(p.Today())+".csv", rows)
}

// HoldersCSV is who among some partners has which version of an asset: those that
// [AssetFile.Having] names, and with has "" also who only looked at it.
func (p *Program) HoldersCSV(ctx context.Context, actor portal.Actor, slug portal.AssetSlug, has string, among Among) (File, error) {
	file, err := p.AssetFile(ctx, actor, slug, "", among)
	if err != nil {
		return File{}, err
	}
	holders := file.Holders
	if has != "" {
		holders = file.Having(has)
	}
	rows := [][]string{{"partner", "company", "tier", "markets", "has_version", "version_now", "downloads", "last_taken", "last_by", "views_12_months", "links_followed_30_days", "put_away", "reminded"}}
	for _, h := range holders {
		version := ""
		if h.Times > 0 {
			version = strconv.Itoa(h.Version)
		}
		rows = append(rows, []string{
			string(h.Partner.ID), portal.CSVText(h.Partner.Company), string(h.Partner.TierOn(p.Today())), portal.CSVText(strings.Join(h.Partner.Markets, " ")), version, strconv.Itoa(file.Version),
			strconv.Itoa(h.Times), string(h.LastAt), portal.CSVText(h.LastBy), strconv.FormatInt(h.Views, 10), strconv.FormatInt(h.Touches, 10), string(h.Away), string(h.Reminded.At),
		})
	}
	return csvFile("holders-"+string(file.Slug)+"-"+string(p.Today())+".csv", rows)
}
