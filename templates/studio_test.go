package templates

import "tandem/portal"

// studioExamples are filled views of the pages of the content studio.
func studioExamples(page Page) []View {
	at := portal.Instant("2026-03-11T10:00:00.000Z")
	failed := func(field string) Form {
		return Failed(map[string][]string{field: {"x"}}, portal.Problems{field: "Something is wrong."}.Err().(*portal.Error))
	}
	own := page
	own.Primary = nil
	some := []Option{{Value: "a", Label: "A"}}
	sheet := Sheet{Lang: "en", Brand: "Partner name", Kind: "One-pager", Title: "City weekend", Body: "<p>Text.</p>"}
	changes := []portal.PassageChange{{Edit: portal.EditChanged, Words: []portal.Stretch{{Text: "From"}, {Edit: portal.EditRemoved, Text: "€140"}, {Edit: portal.EditAdded, Text: "€148"}}}}
	row := DraftRow{Href: "/desk/studio/d1", Title: "City weekend", Note: "One-pager in English, after version 3", State: Pill{"info", "In review"}, Author: "Ines Park", Clock: &Pill{"warn", "3 h left"}, SavedAt: at, SavedBy: "Ines Park"}
	plain := row
	plain.Clock = nil
	anew := StudioNew{Page: own, Kinds: some, Assets: some, Languages: some}
	wrong := anew
	wrong.Anew = failed("title")
	wrongFrom, wrongRetire := anew, anew
	wrongFrom.From, wrongRetire.Retire = failed("asset"), failed("retired")
	steps := []Step{{Text: "Began to write “City weekend”.", At: at, When: "11 Mar 2026"}}
	problems := []DraftProblem{{Place: "Line 12", Text: "there is no field", Href: "#f-body", Line: 3}, {Place: "Topics", Text: "is missing", Href: "#f-tags"}, {Text: "is too large"}}
	draft := Draft{
		Page: own, Base: "/desk/studio/d1", Version: 2, Lang: "en", Note: "One-pager in English", State: Pill{"", "Draft"}, Live: "/desk/assets/city-weekend", Import: "/desk/studio/imports/i1",
		Partners: some, Screens: some, Files: []Link{{Label: "Pages", Href: "/desk/studio/d1/file?format=pdf"}}, Shown: true, Sheet: sheet, Writes: true, Submits: true, Talks: true, Discards: true, Steps: steps,
	}
	broken := draft
	broken.Shown, broken.Problems, broken.Submits, broken.Behind, broken.Form, broken.Comment = false, problems, false, "Another text was published.", failed("comment"), failed("comment")
	review := draft
	review.Writes, review.Submits, review.Phone, review.Approves, review.ApproveWord, review.ApproveNote, review.Waits = false, false, true, true, "Approve", "It is published at once.", "Take it back to write."
	review.Clock, review.Ask, review.Form = &Pill{"warn", "3 h left"}, failed("note"), failed("note")
	review.Comments = []DraftRemark{{N: 1, By: "Ada", When: "11 Mar", Place: "line 12", Text: "From when?"}, {N: 2, By: "Ada", When: "11 Mar", Text: "Good.", Done: "Ines Park"}}
	scheduled := draft
	scheduled.Writes, scheduled.Submits, scheduled.Scheduled, scheduled.Waits, scheduled.Submit = false, false, true, "Published on Friday.", failed("publish_on")
	over := Draft{Page: own, Base: "/desk/studio/d1", Lang: "en", Note: "One-pager", State: Pill{"ok", "Published"}, Steps: steps, Behind: "Another text was published.", Comments: review.Comments}
	picture := PictureCard{Href: "/desk/studio/pictures/terrace.jpg", Src: "/library/images/0/terrace.jpg", Width: 1200, Height: 800, File: "terrace.jpg", Facts: "1200 by 800 pixels, 43 KB", Use: Pill{"ok", "2 texts"}}
	pictures := Pictures{Page: own, Rows: []PictureCard{picture}, Tabs: []Tab{{Label: "All", Href: "/desk/studio/pictures", Count: 1, Current: true}, {Label: "Not shown anywhere", Href: "/desk/studio/pictures?show=unused"}}}
	idle := Pictures{Page: own, Free: true, Form: failed("alt"), Tabs: pictures.Tabs}
	none := Pictures{Page: own, Form: failed("picture")}
	ofFiles := OnePicture{Page: own, PictureCard: picture, Alt: "A terrace", Markdown: "![What it shows](terrace.jpg)", Focus: "Around its middle", By: []Link{{Label: "City weekend", Href: "/desk/assets/city-weekend"}}, Cuts: []PictureCut{{Name: "Card", X: 0, Y: 85, Width: 1200, Height: 630}}}
	uploaded := ofFiles
	uploaded.Uploaded, uploaded.Removable, uploaded.By, uploaded.Form, uploaded.Steps, uploaded.Version = true, true, nil, failed("focus_x"), steps, 2
	edit := DraftEdit{
		Page: own, Base: "/desk/studio/d1", Heading: "City weekend", Note: "One-pager in English", Version: 2, BodyHint: "Its first line is line 15.", Kinds: some, Tiers: some, Markets: some, Products: some, Formats: some, Covers: some,
		Fields: []FieldGroup{{Name: "Partner", Fields: []FieldHelp{{Name: "{{ partner.name }}", Help: "The name"}}}}, Pictures: []string{"![A](a.jpg)"}, Blocks: []Snippet{{Name: "Callout", Text: ":::callout tip\n:::"}},
	}
	whole := edit
	edit.Problems = problems
	whole.Whole, whole.Parts, whole.Problems, whole.Form, whole.Typed, whole.TypedAt = true, "/desk/studio/d1/edit", []DraftProblem{{Place: "Line 1", Text: "is wrong", Href: "#f-source", Line: 1}}, failed("source"), "/desk/studio/d1/edit?text=typed", "11 Mar"
	lost := edit
	lost.Theirs, lost.Form = &DraftTheirs{By: "Ines Park", Text: "Theirs.", Diff: changes}, failed("body")
	long := lost
	long.Theirs = &DraftTheirs{By: "Ines Park", Text: "Theirs."}
	versions := DraftVersions{
		Page: own, Base: "/desk/studio/d1", Heading: "City weekend", Options: append(some, some...), Diff: changes, Same: 1, RestoreWord: "Restore",
		Sides: []DraftSide{{Name: "Before: version 3", Shown: true, Sheet: sheet}, {Name: "After"}},
		Texts: []DraftTextRow{{ID: "a", Name: "Saved text", By: "Ines Park", When: "11 Mar", Now: true}, {ID: "b", Name: "Version 3", Note: "what partners have now", By: "Content team", When: "2 Mar"}},
	}
	versions.Sides[0].Sheet.Label = "Before"
	same := versions
	same.Diff, same.Same = nil, 0
	alone := same
	alone.Options = some
	tooLong := same
	tooLong.TooLong = true
	report := TextImport{Page: own, Preview: &TextPreview{
		Counts: []Figure{{Label: "New", Value: "1", Note: "Assets"}}, Import: "i1", Content: "x", Seal: "y", Action: "Make 1 draft", Skips: "1 file will stay out.",
		Rows: []TextRow{
			{File: "a/winter.md", What: "Winter, English", State: Pill{"ok", "New"}, Href: "/desk/studio/d1", Link: "Ines Park is writing on it, too"},
			{File: "bad.md", State: Pill{"bad", "Problem"}, Problems: []DraftProblem{{Place: "Line 3", Text: "is wrong"}, {Text: "is large"}}},
			{File: "a.png", State: Pill{"", "Left out"}, Reason: "is a picture that none of the texts shows"},
		},
	}}
	nothing := report
	nothing.Preview = &TextPreview{Counts: report.Preview.Counts, Rows: report.Preview.Rows[2:], Import: "i1", Content: "x", Seal: "y"}
	imported := TextImported{Page: own, Base: "/desk/studio/imports/i1", Lead: "1 draft.", Rows: []DraftRow{row}, Left: 1}
	gone := imported
	gone.Left = 0
	hung := imported
	hung.Pictures = []Link{{Href: "/desk/studio/pictures/terrace.png", Label: "terrace.png"}}
	left := hung
	left.Left, left.Free = 0, 1
	return []View{
		TextImport{Page: own},
		TextImport{Page: own, Form: failed("file")},
		report, nothing, imported, gone, hung, left,
		Studio{Page: own, Tabs: []Tab{{Label: "All", Href: "/desk/studio", Current: true}, {Label: "Draft", Href: "/desk/studio?state=draft", Count: 2}}, Rows: []DraftRow{row, plain}, Pager: Pager{Next: "/desk/studio?after=x"}},
		Studio{Page: own, State: "in_review", Choices: WaitingChoices{N: 1, Href: "/desk/studio/choices"}},
		Studio{Page: own},
		anew, pictures, idle, none, ofFiles, uploaded, wrong, wrongFrom, wrongRetire, draft, broken, review, scheduled, over, edit, whole, lost, long, versions, same, alone, tooLong,
	}
}
