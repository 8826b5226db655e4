package program

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"tandem/content"
	"tandem/portal"
)

// RecordAssets keeps every published version of the library, so that it can be compared
// with later ones. A version whose file changed under the same number is named in the
// error; what is kept stays as it was. Running it again changes nothing.
func (p *Program) RecordAssets(ctx context.Context) error {
	fresh, err := p.findEdited(ctx)
	if err != nil {
		return err
	}
	for _, v := range fresh {
		if _, err := p.store.AssetVersions.PutOnce(ctx, v); err != nil {
			return err
		}
	}
	var edited error
	for _, e := range p.EditedAssets() {
		edited = errors.Join(edited, errors.New(e.String()))
	}
	return edited
}

// EditedAsset is a published version whose file is another by now, under the same number.
type EditedAsset struct {
	File    string // "library/one-pagers/city-weekend.md"
	Slug    portal.AssetSlug
	Version int
}

// String says what happened, what it does and how it is mended.
func (e EditedAsset) String() string {
	return fmt.Sprintf("%s: it has changed since version %d was published; write `version: %d`, and say in `notes` what changed, so that partners who took version %d are told", e.File, e.Version, e.Version+1, e.Version)
}

// EditedAssets are the published versions whose file changed under its number, as the
// library was when its versions were looked at last.
func (p *Program) EditedAssets() []EditedAsset {
	if list := p.shelf.edited.Load(); list != nil {
		return *list
	}
	return nil
}

// findEdited looks for published versions whose file is not the one that was kept, and
// returns those that are not kept yet.
func (p *Program) findEdited(ctx context.Context) (fresh []portal.AssetVersion, err error) {
	library, versions := p.library(), map[string]portal.AssetVersion{}
	var ids []string
	for _, a := range library.Published() {
		v := portal.AssetVersion{
			Slug: a.Slug, Locale: a.Locale, Version: a.Version, Title: a.Title, Source: library.Source(a), SHA256: a.SHA256,
			Origin: portal.FromFile, Notes: a.Notes, ByName: a.Owner, At: p.Now(),
		}.Identify()
		versions[v.ID] = v
		ids = append(ids, v.ID)
	}
	known, err := p.store.AssetVersions.GetMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	var edited []EditedAsset
	for _, v := range known {
		if versions[v.ID].SHA256 != v.SHA256 {
			edited = append(edited, EditedAsset{File: library.FileName(content.Asset{Slug: v.Slug, Locale: v.Locale}), Slug: v.Slug, Version: v.Version})
		}
		delete(versions, v.ID)
	}
	for _, id := range ids {
		if v, ok := versions[id]; ok {
			fresh = append(fresh, v)
		}
	}
	slices.SortFunc(edited, func(a, b EditedAsset) int { return cmp.Compare(a.File, b.File) })
	p.shelf.edited.Store(&edited)
	return fresh, nil
}

// HeldAsset is an asset that a partner has taken, as it stands today.
type HeldAsset struct {
	portal.Holding
	Asset   content.Asset // as it is now, the zero Asset when it is not in the library any more
	State   portal.HeldState
	PutAway portal.PutAway // the zero PutAway until the partner said that it no longer uses it
}

// Waits reports a retired asset that the partner has not answered about.
func (h HeldAsset) Waits() bool { return h.State == portal.HeldRetired && h.PutAway.ID == "" }

// heldAssets are the assets a partner has taken, what needs doing first, then the last taken first.
func (p *Program) heldAssets(partner portal.Partner, held portal.Holdings, away []portal.PutAway) []HeldAsset {
	audience := p.audience(partner)
	var list []HeldAsset
	for _, h := range held.Assets {
		one := HeldAsset{Holding: h, State: portal.HeldWithdrawn}
		one.Title = cmp.Or(h.Title, string(h.Asset))
		if a, err := p.library().Asset(h.Asset, h.Locale, audience); err == nil {
			one.Asset, one.Title, one.State = a, a.Title, portal.HeldCurrent
			if h.Version < a.Version {
				one.State = portal.HeldChanged
			}
		} else if a, err := p.library().Asset(h.Asset, h.Locale, content.Audience{Staff: true, Today: audience.Today}); err == nil {
			switch {
			case a.Status == content.Retired:
				one.Asset, one.State = a, portal.HeldRetired
			case a.Expires != "" && a.Expires < audience.Today:
				one.Asset, one.State = a, portal.HeldExpired
			}
		}
		for _, put := range away {
			if put.Asset == h.Asset && put.Version == one.Asset.Version {
				one.PutAway = put
			}
		}
		list = append(list, one)
	}
	rank := func(h HeldAsset) int {
		if h.State == portal.HeldRetired && !h.Waits() {
			return len(portal.HeldStates)
		}
		return slices.Index(portal.HeldStates, h.State)
	}
	slices.SortStableFunc(list, func(a, b HeldAsset) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(b.LastAt, a.LastAt))
	})
	return list
}

// MyAssets are what the actor's company has taken of the library. may is whether it
// may take more now.
func (p *Program) MyAssets(ctx context.Context, actor portal.Actor) (list []HeldAsset, may bool, err error) {
	partner, _, err := p.reader(ctx, actor)
	if err != nil {
		return nil, false, err
	}
	held, err := p.store.Holdings.Read(ctx, partner.ID)
	if err != nil {
		return nil, false, err
	}
	away, err := p.store.PutAways.AllOf(ctx, partner.ID)
	return p.heldAssets(partner, held, away), partner.State.Working(), err
}

// PutAwayAsset says that the actor's company no longer uses a retired asset. Saying it
// again changes nothing. NotFound for what it never took, Conflict for what is not retired.
func (p *Program) PutAwayAsset(ctx context.Context, actor portal.Actor, slug portal.AssetSlug) (HeldAsset, error) {
	list, _, err := p.MyAssets(ctx, actor)
	if err != nil {
		return HeldAsset{}, err
	}
	i := slices.IndexFunc(list, func(h HeldAsset) bool { return h.Holding.Asset == slug })
	switch {
	case i < 0:
		return HeldAsset{}, portal.Errorf(portal.NotFound, "Your company has not taken such an asset.")
	case list[i].State != portal.HeldRetired:
		return HeldAsset{}, portal.Errorf(portal.Conflict, "“%s” is not retired.", list[i].Title)
	case list[i].PutAway.ID != "":
		return list[i], nil
	}
	fact := portal.PutAway{
		Partner: actor.Partner, Asset: slug, Version: list[i].Asset.Version, Title: list[i].Title, By: actor.User, ByName: actor.Name, At: p.Now(),
	}.Identify()
	fresh, err := p.store.PutAways.PutOnce(ctx, fact)
	if err == nil && !fresh { // a colleague was first: it keeps its name
		fact, err = p.store.PutAways.Get(ctx, fact.ID)
	}
	if err != nil {
		return HeldAsset{}, err
	}
	list[i].PutAway = fact
	return list[i], p.record(ctx, fact.Event())
}

// PutAways are who of the partners has said that it no longer uses an asset's retired
// version, by partner. Needs staff.
func (p *Program) PutAways(ctx context.Context, actor portal.Actor, slug portal.AssetSlug) (map[portal.PartnerID]portal.PutAway, error) {
	if err := actor.Must(portal.StaffRoles...); err != nil {
		return nil, err
	}
	asset, err := p.library().Asset(slug, "", content.Audience{Staff: true, Today: p.Today()})
	if err != nil {
		return nil, err
	}
	facts, err := p.store.PutAways.OfAsset(ctx, slug)
	by := map[portal.PartnerID]portal.PutAway{}
	for _, f := range facts {
		if f.Version == asset.Version {
			by[f.Partner] = f
		}
	}
	return by, err
}

// MyDownloadsCSV is every download of the actor's company with its state of today, newest first.
func (p *Program) MyDownloadsCSV(ctx context.Context, actor portal.Actor) (File, error) {
	list, _, err := p.MyAssets(ctx, actor)
	if err != nil {
		return File{}, err
	}
	downloads, err := p.store.Downloads.AllOf(ctx, actor.Partner)
	if err != nil {
		return File{}, err
	}
	rows := [][]string{{"at", "person", "asset", "title", "version", "language", "format", "state", "current version", "put away at", "put away by"}}
	for _, d := range slices.Backward(downloads) {
		state, current, away := portal.HeldWithdrawn, "", portal.PutAway{}
		for _, h := range list {
			if h.Holding.Asset == d.Asset {
				state, away = h.State, h.PutAway
				if h.Asset.Version > 0 {
					current = strconv.Itoa(h.Asset.Version)
				}
				if state == portal.HeldCurrent && d.Version < h.Asset.Version {
					state = portal.HeldChanged
				}
			}
		}
		rows = append(rows, []string{
			string(d.At), portal.CSVText(d.ByName), portal.CSVText(string(d.Asset)), portal.CSVText(d.Title), strconv.Itoa(d.Version), portal.CSVText(d.Locale),
			portal.CSVText(d.Format), state.Label(), current, string(away.At), portal.CSVText(away.ByName),
		})
	}
	var out bytes.Buffer
	err = portal.WriteCSV(&out, rows)
	return File{Name: "my-downloads-" + string(p.Today()) + ".csv", Type: "text/csv; charset=utf-8", Data: out.Bytes()}, err
}

// Since is what became of an asset since the version that a partner took.
type Since struct {
	Version  int                    // taken
	Versions []portal.AssetVersion  // published after it, newest first, with their notes
	Text     []portal.PassageChange // nil when the version taken is not kept
}

// sinceTaken compares what a partner has of an asset with what there is now; nothing when it is current.
func (p *Program) sinceTaken(ctx context.Context, asset content.Asset, held portal.Holding, brand content.CoBrand) (Since, error) {
	if held.Times == 0 || held.Version >= asset.Version {
		return Since{}, nil
	}
	s := Since{Version: held.Version}
	versions, err := p.store.AssetVersions.Of(ctx, asset.Slug, asset.Locale)
	if err != nil {
		return s, err
	}
	now, err := p.library().AssetText(asset, p.library().Source(asset), brand)
	if err != nil {
		return s, err
	}
	if !slices.ContainsFunc(versions, func(v portal.AssetVersion) bool { return v.Version == asset.Version }) { // published a moment ago
		versions = append(versions, portal.AssetVersion{Version: asset.Version, Notes: asset.Notes, At: p.Now()})
	}
	for _, v := range slices.Backward(versions) {
		switch {
		case v.Version > held.Version:
			s.Versions = append(s.Versions, v)
		case v.Version == held.Version:
			was, err := p.library().AssetText(asset, v.Source, brand)
			if err != nil {
				return s, err
			}
			s.Text = portal.ChangedText(was, now)
		}
	}
	return s, nil
}
