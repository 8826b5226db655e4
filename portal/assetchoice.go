package portal

import (
	"cmp"
	"fmt"
	"slices"
)

// AssetChoice is the fact that somebody chose between the text of the studio and the file
// of the content folder, after both had moved on; or that the two were found to be the same.
type AssetChoice struct {
	ID            string      `json:"-"` // asset-choice:<slug>.<locale>:<studio>:<file>#<n>
	Slug          AssetSlug   `json:"slug"`
	Locale        string      `json:"locale"`
	Title         string      `json:"title"`
	Studio        string      `json:"studio"` // SHA-256 of the studio's text, hex
	StudioVersion int         `json:"studio_version"`
	File          string      `json:"file"` // SHA-256 of the file, hex
	FileVersion   int         `json:"file_version"`
	Took          AssetOrigin `json:"took"`
	As            int         `json:"as"`   // the version that the chosen text has from then on
	Text          string      `json:"text"` // SHA-256 of that version, hex
	N             int         `json:"n"`    // 1 for the first about these two
	By            UserID      `json:"by"`
	ByName        string      `json:"by_name"`
	At            Instant     `json:"at"`
}

// AssetOrigin is where a text comes from that was chosen.
type AssetOrigin string

// what was chosen
const (
	TookStudio AssetOrigin = "studio"
	TookFile   AssetOrigin = "file"
	TookSame   AssetOrigin = "same" // by nobody: the file has the studio's text
)

// Identify returns the fact with the id that its cause gives it.
func (c AssetChoice) Identify() AssetChoice {
	c.ID = fmt.Sprintf("asset-choice:%s.%s:%.16s:%.16s#%d", c.Slug, c.Locale, c.Studio, c.File, c.N)
	return c
}

// about reports a choice between these two texts.
func (c AssetChoice) about(studio, file string) bool { return c.Studio == studio && c.File == file }

// AssetChosenEvent is somebody choosing between a text of the studio and a file.
const AssetChosenEvent = "asset.chosen"

// Event is the fact as the whole program sees it.
func (c AssetChoice) Event() Event {
	return Event{ID: c.ID, Subject: "asset:" + string(c.Slug), Change: Change{
		Kind: AssetChosenEvent, By: c.By, ByName: c.ByName, At: c.At,
		Data: map[string]string{"title": c.Title, "took": string(c.Took), "version": fmt.Sprint(c.As), "locale": c.Locale},
	}}
}

// AssetLine is what the studio made of an asset in a language, and what was chosen
// between it and the files that came meanwhile.
type AssetLine struct {
	Versions []AssetVersion // of the studio, in any order
	Choices  []AssetChoice  // in any order
}

// Newest is the newest version of the studio; the zero version when it has none.
func (l AssetLine) Newest() AssetVersion {
	var newest AssetVersion
	for _, v := range l.Versions {
		if v.Version > newest.Version {
			newest = v
		}
	}
	return newest
}

// Lean is the line without the words of any version but the newest.
func (l AssetLine) Lean() AssetLine {
	newest := l.Newest().Version
	for i := range l.Versions {
		if l.Versions[i].Version != newest {
			l.Versions[i].Source = ""
		}
	}
	return l
}

// AssetStanding is which text of two is served, and why.
type AssetStanding string

// how a file and a text of the studio stand to each other
const (
	FileHasIt   AssetStanding = "file"   // the file has the studio's text, or went on from it
	StudioHasIt AssetStanding = "studio" // the studio went on from the file
	BothMoved   AssetStanding = "open"   // each went on by itself, and nobody has chosen
)

// Against is how the studio's newest text and a file stand to each other. A file that the
// studio began with, that it published, or that somebody chose about has been seen: only
// another one is news. Once the two were the same, or the file was chosen, the file goes on
// alone with every higher number.
func (l AssetLine) Against(file string, version int) AssetStanding {
	newest := l.Newest()
	if newest.SHA256 == file {
		return FileHasIt
	}
	seen, follows := map[string]bool{}, false
	for _, v := range l.Versions {
		seen[v.SHA256], seen[v.Base] = true, true
	}
	for _, c := range l.Choices {
		done := c.Took != TookFile || c.As == c.FileVersion || seen[c.Text] // else a crash came before it was published
		if !done {
			continue
		}
		seen[c.File] = true
		if c.Took != TookStudio && (c.Studio == newest.SHA256 || c.Text == newest.SHA256) {
			follows = true
		}
	}
	switch {
	case follows && version > newest.Version:
		return FileHasIt
	case seen[file]:
		return StudioHasIt
	}
	return BothMoved
}

// About are the choices between the newest text and a file, the last first.
func (l AssetLine) About(file string) []AssetChoice {
	studio := l.Newest().SHA256
	list := slices.DeleteFunc(slices.Clone(l.Choices), func(c AssetChoice) bool { return !c.about(studio, file) })
	slices.SortFunc(list, func(a, b AssetChoice) int { return cmp.Compare(b.N, a.N) })
	return list
}
