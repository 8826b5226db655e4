package program

import (
	"fmt"

	"tandem/content"
)

// Shelf is a list of the library as staff look at it.
type Shelf struct {
	Name  string // in addresses, "" for everything
	Label string
	Holds func(AssetUse) bool
}

// Shelves are all of them in their order.
var Shelves = []Shelf{
	{"", "All", func(AssetUse) bool { return true }},
	{"published", "Published", func(u AssetUse) bool { return u.Status == content.Published && !u.Expired }},
	{"in_review", "In review", func(u AssetUse) bool { return u.Status == content.InReview }},
	{"draft", "Drafts", func(u AssetUse) bool { return u.Status == content.Draft }},
	{"retired", "Retired or expired", func(u AssetUse) bool { return u.Status == content.Retired || u.Expired }},
	{"ending", fmt.Sprintf("Ending within %d days", EndingDays), func(u AssetUse) bool { return u.Ending }},
	{"unused", "Never taken", AssetUse.Unused},
	{"outdated", "Old copies about", func(u AssetUse) bool { return u.UpToDate < u.Partners }},
}

// ShelfNamed is the list of a name, everything when there is none of it.
func ShelfNamed(name string) Shelf {
	for _, s := range Shelves {
		if s.Name == name {
			return s
		}
	}
	return Shelves[0]
}

// Having are the holders of a version: "old" for any that is not the newest, "new" for that
// one, "" for either. Who only looked at the asset has none.
func (f AssetFile) Having(has string) []Holder {
	var list []Holder
	for _, h := range f.Holders {
		old := h.Version < f.Version
		if h.Times > 0 && (has == "" || has == "old" && old || has == "new" && !old) {
			list = append(list, h)
		}
	}
	return list
}
