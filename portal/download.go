package portal

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// Download is the fact that somebody of a partner took a co-branded asset home. A
// repeat within the same minute is the same download.
type Download struct {
	ID      string    `json:"-"` // download:<partner>:<asset>@<version>:<locale>:<format>:<person>:<minute>
	Partner PartnerID `json:"partner"`
	Asset   AssetSlug `json:"asset"`
	Title   string    `json:"title"` // as it was read
	Version int       `json:"version"`
	Locale  string    `json:"locale"`
	Format  string    `json:"format"`
	By      UserID    `json:"by"`
	ByName  string    `json:"by_name"`
	At      Instant   `json:"at"`
}

// Identify returns the download with the id that its cause gives it.
func (d Download) Identify() Download {
	d.ID = fmt.Sprintf("download:%s:%s@%d:%s:%s:%s:%s", d.Partner, d.Asset, d.Version, d.Locale, d.Format, d.By, d.At[:min(len(d.At), len("2026-03-02T09:15"))])
	return d
}

// Subject is the asset's name in events.
func (d Download) Subject() string { return "asset:" + string(d.Asset) }

// Event is the download as the whole program sees it: what the first task of
// onboarding waits for, and a line of the partner's history.
func (d Download) Event() Event {
	return Event{ID: d.ID, Subject: d.Subject(), Partner: d.Partner, Change: Change{
		Kind: AssetDownloadedEvent, By: d.By, ByName: d.ByName, At: d.At,
		Data: map[string]string{"title": d.Title, "version": strconv.Itoa(d.Version), "format": d.Format},
	}}
}

// Holdings are what a partner has taken of the library. It is a read model: it can
// be folded anew from the partner's downloads at any time.
type Holdings struct {
	Partner PartnerID `json:"partner"`
	Assets  []Holding `json:"assets"` // by slug
}

// Holding is what a partner has of one asset.
type Holding struct {
	Asset    AssetSlug      `json:"asset"`
	Title    string         `json:"title"`    // when it was last taken
	Version  int            `json:"version"`  // the newest taken
	Times    int            `json:"times"`    // downloads in all
	Versions map[string]int `json:"versions"` // downloads by version
	LastAt   Instant        `json:"last_at"`
	LastBy   string         `json:"last_by"` // a person's name
	Format   string         `json:"format"`  // of the last
	Locale   string         `json:"locale"`
}

// Hold folds a partner's downloads, in any order.
func Hold(partner PartnerID, downloads []Download) Holdings {
	held := map[AssetSlug]*Holding{}
	for _, d := range downloads {
		h := held[d.Asset]
		if h == nil {
			h = &Holding{Asset: d.Asset, Versions: map[string]int{}}
			held[d.Asset] = h
		}
		h.Times++
		h.Versions[strconv.Itoa(d.Version)]++
		h.Version = max(h.Version, d.Version)
		if d.At > h.LastAt || d.At == h.LastAt && d.ByName < h.LastBy {
			h.Title, h.LastAt, h.LastBy, h.Format, h.Locale = d.Title, d.At, d.ByName, d.Format, d.Locale
		}
	}
	all := Holdings{Partner: partner, Assets: make([]Holding, 0, len(held))}
	for _, h := range held {
		all.Assets = append(all.Assets, *h)
	}
	slices.SortFunc(all.Assets, func(a, b Holding) int { return cmp.Compare(a.Asset, b.Asset) })
	return all
}

// Of is what the partner has of an asset; the zero Holding when it never took it.
func (h Holdings) Of(asset AssetSlug) Holding {
	i, found := slices.BinarySearchFunc(h.Assets, asset, func(h Holding, slug AssetSlug) int { return cmp.Compare(h.Asset, slug) })
	if !found {
		return Holding{}
	}
	return h.Assets[i]
}

// Freshness says how an asset stands to what a partner has of it.
type Freshness string

const (
	Unseen  Freshness = ""        // published a while ago and never taken
	Fresh   Freshness = "new"     // published lately and never taken
	Changed Freshness = "changed" // a newer version than the one taken
	Current Freshness = "current" // the newest version was taken
)

// newForDays is how long an asset that a partner never took counts as new.
const newForDays = 45

// Against says how an asset of a version and a day of publication stands to the holding.
func (h Holding) Against(version int, published, today Date) Freshness {
	switch {
	case h.Times == 0 && published.AddDays(newForDays) >= today:
		return Fresh
	case h.Times == 0:
		return Unseen
	case h.Version < version:
		return Changed
	}
	return Current
}
