package templates

import "tandem/portal"

// WaitingChoices says how many texts wait for a choice between studio and file.
type WaitingChoices struct {
	N    int
	Href string // where one chooses, "" for who may not
}

// AssetChoices are the texts of which the studio and the content folder each have a
// version, one of them side by side.
type AssetChoices struct {
	Page
	Back   Link
	Rows   []AssetChoiceRow
	Chosen *AssetChoicePair // nil when there is none
	Form   Form             // of the choice that failed
}

// Name is the page's file.
func (AssetChoices) Name() string { return "assetchoices" }

// AssetChoiceRow is one text of the list.
type AssetChoiceRow struct {
	Href    string
	Title   string
	Note    string // "City weekend in English"
	State   Pill
	Current bool
}

// AssetChoicePair is a text of the studio and a file, to choose from.
type AssetChoicePair struct {
	ID       string
	Title    string
	Studio   string // SHA-256
	File     string
	Facts    []Fact
	Kept     string // who kept the studio's text and when, "" while nobody has chosen
	KeepNote string
	TakeNote string
	CanDraft bool
	Diff     []portal.PassageChange // what the file has that the studio's text has not, and the other way
	Same     int                    // lines that do not differ
	TooLong  bool
	Sides    []DraftSide
}
