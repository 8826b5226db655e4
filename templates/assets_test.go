package templates

import (
	"html/template"
	"strings"
	"testing"

	"tandem/content"
	"tandem/portal"
)

func assetExamples(page Page) []View {
	sheet := Sheet{
		Lang: "en", CSS: "/library/colours/1d5fa8.css", Brand: "Casa Lumen", With: "Northwind Stays", Kind: "One-pager", Title: "Two nights",
		Body: template.HTML(`<p>Text.</p><aside class="callout callout-tip" role="note"><p class="callout-title">Tip</p></aside>`), Contact: "Marta · marta@casalumen.example",
	}
	logo := sheet
	logo.Logo, logo.With = Picture{Src: "/company/brand/logo?1", Alt: "Casa Lumen", Width: 200, Height: 80}, ""
	card := AssetCard{Kind: "One-pager", Icon: "file-text", Title: "Two nights", Summary: "One page.", Href: "/assets/city-weekend", Lang: "en", Mark: Pill{"info", "New"}, Notes: "English, Spanish", Value: "city-weekend.en"}
	covered := card
	covered.Cover, covered.Mark = Picture{Src: "/library/images/1/a.svg", Width: 320, Height: 180}, Pill{}
	why := card
	why.Where, why.Why = "In its topics: winter", content.Why{Title: []content.Marked{{Text: "Two "}, {Text: "nights", On: true}}, Summary: []content.Marked{{Text: "One page."}}, Excerpt: []content.Marked{{Text: "wintr", On: true}}}
	tabs := []Tab{{Label: "All", Href: "/desk/assets", Count: 2, Current: true}}
	return []View{
		Assets{Page: page},
		Assets{Page: page, Text: "winter", Total: 3},
		Assets{Page: page, Text: "wintr", Total: 3, Ways: []Link{{Label: "Did you mean “winter”?", Href: "/assets?q=winter"}}},
		Assets{Page: page, Total: 3, Cards: []AssetCard{covered}, Pinned: []PinnedAssets{{Slug: "first-week", Title: "Your first week", Summary: "To begin.", Lang: "en", Href: "/assets?in=first-week", Count: 3}}, Brand: CardBrand{Name: "Casa Lumen"}},
		Assets{
			Page: page, Total: 3, Count: 1, Cards: []AssetCard{why}, Chosen: []Chip{{"Your first week", "/assets"}}, Within: PinnedAssets{Slug: "first-week", Title: "Your first week", Summary: "To begin.", Lang: "en"},
			Read: []string{"“wintr” is nowhere."}, Brand: CardBrand{Name: "Casa Lumen", Logo: logo.Logo}, Pager: Pager{Next: "/assets?after=48"},
		},
		Assets{
			Page: page, Text: "winter", Total: 3, Cards: []AssetCard{card, covered}, Chosen: []Chip{{"Email", "/assets"}},
			Facets: []Facet{{Name: "kind", Label: "Kind", Choices: []Choice{{"email", "Email", 3, true}}, More: []Choice{{"x", "X", 1, false}}}},
		},
		Selection{Page: page},
		Selection{
			Page: page, Most: 20, Wrong: "Choose fewer.", Refused: "Paused.", Formats: []Choice{{"kit", "Everything (ZIP)", 1, true}, {"email", "Email (.eml)", 0, false}},
			Assets: []SelectedAsset{{"city-weekend.en", "Two nights", "en", "One-pager · English · version 3", "Web page (HTML), Email (.eml)"}},
		},
		Asset{Page: page, Slug: "city-weekend", Sheet: sheet, Link: "https://partners.example.com/r/casa-lumen", FormHref: "/refer/casa-lumen", Refused: "Paused."},
		Asset{
			Page: page, Slug: "city-weekend", Sheet: logo, Mark: Pill{"warn", "Changed"}, Missing: "Spanish", Shown: "English", Unbranded: true,
			Languages: []Link{{Label: "English", Href: "/assets/city-weekend", Current: true}}, Files: []AssetFile{{"Web page (HTML)", "/assets/city-weekend/download?format=html"}, {"Email (.eml)", "/assets/city-weekend/download?format=email"}},
			Mail: &AssetMail{Subject: "Two nights in the city", Words: "Dear guest,\n\ncome and stay."},
			Link: "https://partners.example.com/r/casa-lumen", QR: "<svg></svg>", Followed: "Followed 3 times", Facts: []Fact{{Label: "Version", Text: "3"}}, Rules: []string{"Use it as it is."},
			Guide: "/assets/brand-guidelines", Related: []AssetRow{{Title: "Winter", Note: "Email", Href: "/assets/winter", Icon: "mail"}},
		},
		AssetFeed{Page: page, Make: "/assets/feed", Close: "/assets/feed/close", Back: "/assets"},
		AssetFeed{Page: page, Make: "/assets/feed", Close: "/assets/feed/close", Back: "/assets", Address: "https://partners.example.com/feeds/x", At: "2026-03-12T09:00:00.000Z"},
		AssetFeed{Page: page, Make: "/assets/feed", Close: "/assets/feed/close", Back: "/assets", Address: "https://partners.example.com/feeds/x", At: "2026-03-12T09:00:00.000Z", Narrowed: "Email"},
		MyAssets{Page: page},
		MyAssets{Page: page, Tabs: tabs, Waits: 1, Paused: "Not active."},
		MyAssets{Page: page, Tabs: tabs, Waits: 2, Rows: []HeldAsset{
			{Title: "Two nights", Href: "/assets/city-weekend", Lang: "en", Kind: "One-pager", Version: 1, Now: 2, At: "2026-03-12T09:00:00.000Z", By: "Ana", Times: 2, Format: "PDF", State: Pill{"warn", "Changed"}, Notes: "Prices.", Take: "/assets/city-weekend/download?format=pdf", Changes: "/assets/city-weekend#changes"},
			{Title: "Winter", Lang: "en", Version: 1, At: "2026-03-12T09:00:00.000Z", By: "Ana", Times: 1, State: Pill{"bad", "Retired"}, PutAway: "/assets/mine/winter/put-away"},
			{Title: "Spring", Lang: "en", Version: 1, At: "2026-03-12T09:00:00.000Z", By: "Ana", Times: 1, State: Pill{"bad", "Retired"}, Away: "Ana said so."},
			{Title: "Paused", Lang: "en", Version: 1, At: "2026-03-12T09:00:00.000Z", By: "Ana", Times: 1, Changes: "/assets/paused#changes"},
			{Title: "Now", Href: "/assets/now", Lang: "en", Version: 1, At: "2026-03-12T09:00:00.000Z", By: "Ana", Times: 1},
		}},
		Asset{Page: page, Slug: "winter", Sheet: sheet, Since: AssetSince{Version: 1, Now: 2}, Newer: Link{Label: "English", Href: "/assets/winter?locale=en"}},
		Asset{Page: page, Slug: "winter", Sheet: sheet, QR: "<svg></svg>", QRSVG: "/links/qr.svg?asset=winter", QRPNG: "/links/qr.png?asset=winter", Captions: []content.Caption{{Label: "Post 1", Text: "Snow."}, {Text: "Ice."}}},
		Asset{Page: page, Slug: "winter", Sheet: sheet, Since: AssetSince{Version: 1, Now: 2, Compared: true, Take: "/assets/winter/download?format=pdf", Notes: []Fact{{Label: "Version 2", Text: "Prices."}}}},
		Asset{Page: page, Slug: "winter", Sheet: sheet, Since: AssetSince{Version: 1, Now: 2, Compared: true, Sections: []DiffSection{
			{Heading: portal.PassageChange{Heading: true, Words: []portal.Stretch{{Text: "Prices"}}}, Kept: 1, Passages: []portal.PassageChange{{Edit: portal.EditChanged, Words: []portal.Stretch{{Edit: portal.EditAdded, Text: "30"}, {Edit: portal.EditRemoved, Text: "20"}, {Text: "days"}}}}},
			{Kept: 2, Passages: []portal.PassageChange{{Edit: portal.EditAdded, Words: []portal.Stretch{{Edit: portal.EditAdded, Text: "30"}}}}},
		}}},
		DeskAssets{Page: page, Tabs: tabs, Narrowed: true, View: "unused", Sort: "views", CSV: "/desk/assets.csv", Markets: []Option{{Value: "PT", Label: "Portugal"}}, Filter: Filled(map[string]string{"market": "PT"}), Sorts: ShelfSorts{
			Title: SortHead{Label: "Asset", Href: "/desk/assets?sort=title"}, Views: SortHead{Label: "Views", Href: "/desk/assets", Sort: "descending", Numbers: true},
			Downloads: SortHead{Label: "Downloads", Href: "/desk/assets"}, Partners: SortHead{Label: "Partners", Href: "/desk/assets"}, Taken: SortHead{Label: "Last taken", Href: "/desk/assets"},
		}, Rows: []AssetUse{{Title: "Winter", Href: "/desk/assets/winter", State: Pill{"", "Draft"}, LastDay: "31 January 2027", Version: 1, Views: 12}}},
		DeskAssets{Page: page, Tabs: tabs, CSV: "/desk/assets.csv", Edited: []string{"library/city.md: it has changed since version 3 was published"}, Choices: WaitingChoices{N: 2}},
		DeskAssets{Page: page, Tabs: tabs, CSV: "/desk/assets.csv", Edited: []string{"library/city.md: it has changed", "library/sea.md: it has changed"}, Choices: WaitingChoices{N: 1, Href: "/desk/studio/choices"}},
		DeskAssets{Page: page, Tabs: tabs, CSV: "/desk/assets.csv", Problems: []string{"library/winter.md:3: \"kind\" is missing; write `kind: one_pager`", "library/winter.md:4:1: the file is too long"}},
		DeskAssets{Page: page, Tabs: tabs, CSV: "/desk/assets.csv", Rows: []AssetUse{
			{Title: "Two nights", Href: "/desk/assets/city-weekend", Kind: "One-pager", State: Pill{"ok", "Published"}, Version: 3, Downloads: 4, Newest: 2, Partners: 2, UpToDate: 1, LastAt: "2026-03-12T09:00:00.000Z", Last: "Ana, Casa Lumen", Behind: []string{"Spanish is one version behind"}},
			{Title: "Winter", Href: "/desk/assets/winter", State: Pill{"", "Draft"}, Version: 1},
		}},
		DeskAsset{Page: page, Write: "/desk/studio/new?asset=winter", Slug: "winter", CSV: "/desk/assets/winter/holders.csv", Sheet: sheet, State: Pill{"", "Draft"}},
		DeskAsset{Page: page, Slug: "winter", CSV: "/desk/assets/winter/holders.csv", Narrowed: true, Sheet: sheet, State: Pill{"", "Retired"}},
		DeskAsset{
			CSV: "/desk/assets/city-weekend/holders.csv", Groups: []AssetGroups{{Title: "By tier", Rows: []AssetGroup{{Name: "Tier 3 Core", Views: 9, Downloads: 3, Partners: 2, Old: 1}}}, {Title: "By market", Rows: []AssetGroup{{Name: "Portugal"}}}},
			Taken: []TakenVersion{{Version: 3, Total: 4, Formats: "Web page (HTML) 4"}}, Locale: "es",
			Page: page, Slug: "city-weekend", Sheet: sheet, State: Pill{"ok", "Published"}, Version: 3, Figures: []Figure{{Label: "Downloads", Value: "4"}}, Missing: "Spanish", Shown: "English", Behind: []string{"French is 2 versions behind"},
			Holders:   []Holder{{Company: "Casa Lumen", Href: "/desk/partners/p1", Version: 2, State: Pill{"warn", "Outdated"}, Times: 3, LastAt: "2026-03-12T09:00:00.000Z", Last: "Ana", Followed: 12}},
			Languages: []Link{{Label: "English", Href: "/desk/assets/city-weekend", Current: true}}, Facts: []Fact{{Label: "Owner", Text: "Content team"}},
		},
	}
}

func TestTheColoursOfASheetAreThePartnersOwn(t *testing.T) {
	colour, err := portal.ParseColour("#1d5fa8")
	if err != nil {
		t.Fatal(err)
	}
	css := string(SheetCSS(colour))
	if !strings.HasPrefix(css, ".own{--brand:") || strings.Contains(css, ":root") || !strings.Contains(css, "--own:#1d5fa8") || !strings.Contains(css, "--brand-soft:") {
		t.Errorf("%s", css)
	}
}
