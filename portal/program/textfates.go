package program

import (
	"tandem/content"
	"tandem/portal"
)

// TextFate is what becomes of a file that is brought into the content studio.
type TextFate string

const (
	TextNew     TextFate = "new"     // asset, or its first text in a language
	TextVersion TextFate = "version" // the next one of an asset that there is
	TextSame    TextFate = "same"    // published already, or being written
	TextPicture TextFate = "picture" // that a text shows, and the library does not have
	TextOther   TextFate = "other"   // nothing becomes of it
	TextProblem TextFate = "problem" // has to be mended first
)

// TextFates are all of them in the order of a report.
var TextFates = []TextFate{TextNew, TextVersion, TextPicture, TextSame, TextProblem, TextOther}

// Label is the fate as people read it.
func (f TextFate) Label() string {
	switch f {
	case TextNew:
		return "New"
	case TextVersion:
		return "New version"
	case TextSame:
		return "The same already"
	case TextPicture:
		return "New picture"
	case TextOther:
		return "Left out"
	case TextProblem:
		return "Problem"
	}
	return string(f)
}

// Makes reports a file that becomes a draft.
func (f TextFate) Makes() bool { return f == TextNew || f == TextVersion }

// ImportedText is one file of an import and what becomes of it.
type ImportedText struct {
	File      string
	Fate      TextFate
	Picture   ImportedPicture
	Slug      portal.AssetSlug // "" of what is no asset
	Locale    string
	Title     string
	Published int              // version of the asset in that language, 0 for none
	Reason    string           // of what is no asset, or is the same
	Problems  content.Problems // by line of the file
	Draft     portal.Draft     // somebody is writing of the same asset and language; without an id for none

	draft portal.Draft // to be made
}

// TextImport is what an import does, or did.
type TextImport struct {
	ID    portal.DraftImportID
	Rows  []ImportedText
	Count map[TextFate]int
	Made  int               // drafts
	Files []portal.TextFile // as they are given to ImportTexts: pictures as they are kept
}
