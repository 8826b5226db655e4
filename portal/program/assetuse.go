package program

import (
	"bytes"
	"context"
	"html/template"
	"slices"
	"strconv"

	"tandem/content"
	"tandem/portal"
)

// EndingDays is from how many days before its last day on an asset is listed as ending:
// the next text has to be written, read and published by then.
const EndingDays = 90

// AssetUse is what became of one asset, as staff see it.
type AssetUse struct {
	content.Asset
	Expired   bool  // published, and past its last day
	Ending    bool  // published, and its last day is at most EndingDays away
	Views     int64 // in the last ViewDays
	Downloads int   // of all versions
	Newest    int   // of the version there is now
	Partners  int   // that have any version
	UpToDate  int   // that have the newest
	LastAt    portal.Instant
	LastBy    string
	LastOf    string // the company
	last      portal.PartnerID
}

// Unused reports an asset that partners could take and nobody did.
func (u AssetUse) Unused() bool {
	return u.Status == content.Published && !u.Staff && !u.Expired && u.Downloads == 0
}

// AssetShelf is every asset in every state, newest first, with its use among some
// partners. It costs one read of what partners hold, one of what they looked at and one of
// the companies.
func (p *Program) AssetShelf(ctx context.Context, actor portal.Actor, among Among) ([]AssetUse, error) {
	if err := actor.Must(portal.StaffRoles...); err != nil {
		return nil, err
	}
	held, views, err := p.useAmong(ctx, among)
	if err != nil {
		return nil, err
	}
	today := p.Today()
	var shelf []AssetUse
	for _, a := range p.library().Assets(content.Audience{Staff: true, Today: today}) {
		use := useOf(a, held, today)
		for _, v := range views {
			use.Views += v.Counts[a.Slug]
		}
		shelf = append(shelf, use)
	}
	var ids []portal.PartnerID
	for _, u := range shelf {
		if u.last != "" && !slices.Contains(ids, u.last) {
			ids = append(ids, u.last)
		}
	}
	names, err := p.companies(ctx, ids)
	for i := range shelf {
		shelf[i].LastOf = names[shelf[i].last].Company
	}
	return shelf, err
}

func useOf(a content.Asset, everyone []portal.Holdings, today portal.Date) AssetUse {
	use := AssetUse{Asset: a, Expired: a.Expires != "" && a.Expires < today}
	use.Ending = a.Status == content.Published && a.Expires >= today && a.Expires <= today.AddDays(EndingDays)
	for _, partner := range everyone {
		h := partner.Of(a.Slug)
		if h.Times == 0 {
			continue
		}
		use.Partners++
		use.Downloads += h.Times
		use.Newest += h.Versions[strconv.Itoa(a.Version)]
		if h.Version >= a.Version {
			use.UpToDate++
		}
		if h.LastAt > use.LastAt {
			use.LastAt, use.LastBy, use.last = h.LastAt, h.LastBy, partner.Partner
		}
	}
	return use
}

// companies are partners by their ids.
func (p *Program) companies(ctx context.Context, ids []portal.PartnerID) (map[portal.PartnerID]portal.Partner, error) {
	found, err := p.store.Partners.GetMany(ctx, ids)
	names := make(map[portal.PartnerID]portal.Partner, len(found))
	for _, partner := range found {
		names[partner.ID] = partner
	}
	return names, err
}

// Holder is a partner that has an asset, or looked at it.
type Holder struct {
	Partner portal.Partner
	portal.Holding
	Touches int64          // of its links in the last TouchDays
	Views   int64          // in the last ViewDays
	Away    portal.Instant // when it said that it no longer uses a retired asset, "" for not

	Reminded portal.Event // this week; the zero Event for not
}

// AssetFile is one asset as staff see it.
type AssetFile struct {
	AssetUse
	Preview template.HTML   // with a name to fill in
	Brand   portal.BrandKit // of the preview
	Holders []Holder        // outdated first, then by name
	Touches int64           // of everybody's links in the last TouchDays
	Tiers   []AssetGroup    // best first
	Markets []AssetGroup    // as the program lists them
	Taken   []TakenVersion  // newest first
}

// AssetFile is who among some partners has which version of an asset, and what it looks like. NotFound when there is none.
func (p *Program) AssetFile(ctx context.Context, actor portal.Actor, slug portal.AssetSlug, locale string, among Among) (AssetFile, error) {
	if err := actor.Must(portal.StaffRoles...); err != nil {
		return AssetFile{}, err
	}
	today, library := p.Today(), p.library()
	asset, err := library.Asset(slug, locale, content.Audience{Staff: true, Today: today})
	if err != nil {
		return AssetFile{}, err
	}
	file := AssetFile{}
	if file.Holders, err = p.assetHolders(ctx, asset, among); err != nil {
		return AssetFile{}, err
	}
	var held []portal.Holdings
	for _, h := range file.Holders {
		if h.Times > 0 {
			held = append(held, portal.Holdings{Partner: h.Partner.ID, Assets: []portal.Holding{h.Holding}})
		}
	}
	file.AssetUse = useOf(asset, held, today)
	for _, h := range file.Holders {
		file.Touches += h.Touches
		file.Views += h.Views
		if h.Partner.ID == file.last {
			file.LastOf = h.Partner.Company
		}
	}
	file.Tiers, file.Markets = p.assetGroups(file.Holders, asset.Version)
	downloads, err := p.store.Downloads.Everything(ctx, asset.Slug)
	if err != nil {
		return AssetFile{}, err
	}
	counted := map[portal.PartnerID]bool{}
	for _, h := range held {
		counted[h.Partner] = true
	}
	file.Taken = takenVersions(downloads, counted)
	sample, err := p.sampleCoBrand()
	if err != nil {
		return AssetFile{}, err
	}
	file.Brand = sample.Kit
	file.Preview, err = library.RenderHTML(asset, sample)
	return file, err
}

// sampleBrand stands for any partner where staff look at an asset.
func (p *Program) sampleBrand() portal.BrandKit {
	return portal.BrandKit{Name: "Partner name", Contact: "Contact person", Email: p.Rules.Support, Site: p.Rules.Site, Primary: p.Rules.Colour}
}

// sampleCoBrand is what an asset takes from a partner that stands for any.
func (p *Program) sampleCoBrand() (content.CoBrand, error) {
	sample := content.CoBrand{Slug: "partner-name", Kit: p.sampleBrand(), Link: p.Rules.Site, Tier: portal.Core, Today: p.Today()}
	for _, market := range p.Rules.Markets[:min(2, len(p.Rules.Markets))] {
		sample.Markets = append(sample.Markets, market.Code)
	}
	var err error
	sample.Terms, err = p.TermsInForce()
	return sample, err
}

// DownloadsCSV is every download of an asset, or of all when slug is "", newest first.
func (p *Program) DownloadsCSV(ctx context.Context, actor portal.Actor, slug portal.AssetSlug) (File, error) {
	if err := actor.Must(portal.StaffRoles...); err != nil {
		return File{}, err
	}
	name := "downloads-" + string(p.Today()) + ".csv"
	if slug != "" {
		if slug = p.library().Known(slug); slug == "" {
			return File{}, portal.Errorf(portal.NotFound, "There is no such asset.")
		}
		name = "downloads-" + string(slug) + "-" + string(p.Today()) + ".csv"
	}
	downloads, err := p.store.Downloads.Everything(ctx, slug)
	if err != nil {
		return File{}, err
	}
	var ids []portal.PartnerID
	seen := map[portal.PartnerID]bool{}
	for _, d := range downloads {
		if !seen[d.Partner] {
			seen[d.Partner] = true
			ids = append(ids, d.Partner)
		}
	}
	companies, err := p.companies(ctx, ids)
	if err != nil {
		return File{}, err
	}
	rows := [][]string{{"at", "partner", "person", "asset", "title", "version", "language", "format"}}
	for _, d := range downloads {
		rows = append(rows, []string{
			string(d.At), portal.CSVText(companies[d.Partner].Company), portal.CSVText(d.ByName), portal.CSVText(string(d.Asset)),
			portal.CSVText(d.Title), strconv.Itoa(d.Version), portal.CSVText(d.Locale), portal.CSVText(d.Format),
		})
	}
	var out bytes.Buffer
	err = portal.WriteCSV(&out, rows)
	return File{Name: name, Type: "text/csv; charset=utf-8", Data: out.Bytes()}, err
}
