package templates

import "tandem/portal"

// assetChoicesExamples are filled views of the page on which one chooses between studio and file.
func assetChoicesExamples(own Page) []View {
	own.Title, own.Primary = "Studio or file", nil
	sheet := Sheet{Lang: "en", Brand: "Partner name", Kind: "One-pager", Title: "City weekend", Body: "<p>Text.</p>", Label: "Studio"}
	changes := []portal.PassageChange{{Edit: portal.EditChanged, Words: []portal.Stretch{{Text: "From"}, {Edit: portal.EditRemoved, Text: "€140"}, {Edit: portal.EditAdded, Text: "€148"}}}}
	back := Link{Label: "Studio", Href: "/desk/studio"}
	pair := &AssetChoicePair{
		ID: "city-weekend.en", Title: "City weekend", Studio: "a1", File: "b2", Facts: []Fact{{Label: "In the studio", Text: "Version 4, written by Ines Park", Long: true}, {Label: "File", Text: "Version 5"}},
		KeepNote: "Partners go on with version 4.", TakeNote: "Partners get the file.", CanDraft: true, Diff: changes, Same: 1,
		Sides: []DraftSide{{Name: "The studio's version 4", Shown: true, Sheet: sheet}, {Name: "The file's version 5"}},
	}
	kept := *pair
	kept.Kept, kept.CanDraft, kept.TooLong = "Ines Park kept the studio's text.", false, true
	rows := []AssetChoiceRow{{Href: "/desk/studio/choices?text=city-weekend.en", Title: "City weekend", Note: "In English", State: Pill{"warn", "Waits"}, Current: true}, {Href: "/desk/studio/choices?text=sea.en", Title: "Sea", Note: "In English", State: Pill{"", "Studio's text kept"}}}
	return []View{
		AssetChoices{Page: own, Back: back, Rows: rows, Chosen: pair, Form: Failed(nil, portal.Errorf(portal.Conflict, "Somebody else has chosen."))},
		AssetChoices{Page: own, Back: back, Rows: rows[:1], Chosen: &kept},
		AssetChoices{Page: own, Back: back},
		AssetChoices{Page: own, Back: back, Rows: rows[1:]},
	}
}
