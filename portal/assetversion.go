package portal

import "strconv"

// AssetVersion is the fact that a version of an asset was published in a language: its
// file as it was, so that it can be compared with later ones.
type AssetVersion struct {
	ID      string    `json:"-"` // <slug>.<locale>@<version>
	Slug    AssetSlug `json:"slug"`
	Locale  string    `json:"locale"`
	Version int       `json:"version"`
	Title   string    `json:"title"`
	Source  string    `json:"source"` // the whole file
	SHA256  string    `json:"sha256"` // of Source, hex
	Origin  string    `json:"origin"` // "file" or "studio"
	Notes   string    `json:"notes"`  // what changed in it, "" when nobody wrote it
	Base    string    `json:"base"`   // SHA-256 of the file that a studio version was made from
	By      UserID    `json:"by"`
	ByName  string    `json:"by_name"`
	At      Instant   `json:"at"` // when the portal had it first
}

// where a version came from
const (
	FromFile   = "file"
	FromStudio = "studio"
)

// AssetVersionID is the id of a version of an asset in a language.
func AssetVersionID(slug AssetSlug, locale string, version int) string {
	return string(slug) + "." + locale + "@" + strconv.Itoa(version)
}

// Identify returns the version with its id.
func (v AssetVersion) Identify() AssetVersion {
	v.ID = AssetVersionID(v.Slug, v.Locale, v.Version)
	return v
}
