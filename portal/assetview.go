package portal

import (
	"fmt"
	"maps"
)

// AssetViews count how often the people of a partner opened each asset in one month. They
// know nothing of who it was.
type AssetViews struct {
	ID      string              `json:"-"` // views:<partner>:<month>
	Version int64               `json:"-"`
	Partner PartnerID           `json:"partner"`
	Month   string              `json:"month"` // "2026-03"
	Counts  map[AssetSlug]int64 `json:"counts"`
}

// maxViews is the most that a month counts for a partner and an asset.
const maxViews = 20_000

// ViewsOf is the empty count of the month that a day is in.
func ViewsOf(partner PartnerID, day Date) AssetViews {
	month := day.Month()
	return AssetViews{ID: fmt.Sprintf("views:%s:%s", partner, month), Partner: partner, Month: month}
}

// Add counts one more; false when the month is full for the asset.
func (v AssetViews) Add(asset AssetSlug) (AssetViews, bool) {
	if v.Counts[asset] >= maxViews {
		return v, false
	}
	counts := map[AssetSlug]int64{}
	maps.Copy(counts, v.Counts)
	counts[asset]++
	v.Counts = counts
	return v, true
}
