package content

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"tandem/content/render/kept"
	"tandem/content/render/pdf"
	"tandem/content/render/typeset"
	"tandem/portal"
)

func carded(t *testing.T, l *Library, a Asset, f Format, c CoBrand) image.Image {
	t.Helper()
	file, err := l.Render(context.Background(), a, f, c, base)
	if err != nil {
		t.Fatalf("%s as %s: %v", a.Slug, f, err)
	}
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

func TestEveryCardIsDrawnForEveryKindOfPartner(t *testing.T) {
	l := loaded(t)
	long, bare, arabic := casa(), casa(), casa()
	long.Kit.Name = strings.Repeat("Reisegesellschaft ", 12)
	bare.Logo = nil
	arabic.Logo, arabic.Kit.Name = nil, "دار النخيل للسفر والضيافة"
	offered := 0
	for _, e := range l.entries {
		if e.Card.Layout == "" {
			continue
		}
		offered++
		kinds := []CoBrand{long, bare, arabic}
		if testing.Short() { // the step without the race detector draws each for all
			kinds = kinds[offered%3 : offered%3+1]
		}
		for _, c := range kinds {
			for f, want := range map[Format]image.Point{FormatCard: image.Pt(CardWidth, CardHeight), FormatCardSquare: image.Pt(CardSide, CardSide)} {
				if got := carded(t, l, e.Asset, f, c).Bounds().Size(); got != want {
					t.Errorf("%s as %s is %v, want %v", e.Slug, f, got, want)
				}
			}
		}
	}
	if offered < 8 {
		t.Errorf("%d assets have a card, want 8 at least", offered)
	}
}

func TestACardIsTheSameOnEveryRun(t *testing.T) {
	var first []byte
	for range 2 {
		l := loaded(t)
		artworks = kept.Weighed[string](24<<20, func(p *image.RGBA) int { return len(p.Pix) }) // nothing is kept from before
		file, err := l.Render(context.Background(), asset(t, l, "city-weekend", "es"), FormatCard, casa(), base)
		if err != nil || first != nil && !bytes.Equal(file, first) {
			t.Fatalf("other bytes the second time, %v", err)
		}
		first = file
	}
}

func TestTheCodeOnACardIsTheTrackedLink(t *testing.T) {
	l := loaded(t)
	code, err := qrCode(base + "/r/CDR42?utm_campaign=slow-mornings&utm_content=en&utm_medium=qr&utm_source=casa-do-rio")
	if err != nil {
		t.Fatal(err)
	}
	n := code.side
	for _, f := range []Format{FormatCard, FormatCardSquare} {
		picture := carded(t, l, asset(t, l, "slow-mornings", "en"), f, casa())
		black := func(x, y int) bool { return picture.At(x, y) == color.Color(color.RGBA{0, 0, 0, 255}) }
		size := picture.Bounds().Size()
		var at image.Rectangle
		for y := size.Y - 232; y < size.Y; y++ {
			for x := size.X - 264; x < size.X; x++ {
				if black(x, y) {
					at = at.Union(image.Rect(x, y, x+1, y+1))
				}
			}
		}
		module := at.Dx() / n
		if module < 3 || at.Dx() != module*n || at.Dy() != module*n {
			t.Fatalf("%s: the code takes %v for %d modules", f, at, n)
		}
		for y := range n {
			for x := range n {
				if black(at.Min.X+x*module+module/2, at.Min.Y+y*module+module/2) != code.dark(x, y) {
					t.Fatalf("%s: the module %d,%d differs", f, x, y)
				}
			}
		}
		for border := 1; border < 4*module; border++ { // what scanners need
			for along := range at.Dx() {
				for _, p := range []image.Point{{at.Min.X - border, at.Min.Y + along}, {at.Max.X + border - 1, at.Min.Y + along}, {at.Min.X + along, at.Max.Y + border - 1}} {
					if p.In(picture.Bounds()) && picture.At(p.X, p.Y) != color.Color(color.RGBA{255, 255, 255, 255}) {
						t.Fatalf("%s: %v beside the code is not white", f, p)
					}
				}
			}
		}
	}
}

func TestWordsOnACardCanAlwaysBeRead(t *testing.T) {
	l := loaded(t)
	for _, colour := range []string{"#000000", "#ffffff", "#f2b705", "#808080", "#777777", "#767676", "#ff0000", "#00ff00", "#0b4f6c", "#e8935a", "#5a8f3c", "#ff69b4"} {
		c := casa()
		c.Kit.Primary = colour
		card := &typeset.Card{}
		l.brandCard(card, c)
		for _, words := range []pdf.Colour{card.Ink, card.Soft} {
			if got := portal.Contrast(portal.Colour(words), portal.Colour(card.Ground)); got < portal.TextContrast {
				t.Errorf("on %s words have a contrast of %d", colour, got)
			}
		}
	}
}

func TestACoverIsCutAroundItsFocus(t *testing.T) {
	for _, c := range []struct {
		w, h  int
		focus Focus
		to    image.Point
		want  image.Rectangle
	}{
		{1200, 630, Focus{50, 50}, image.Pt(600, 630), image.Rect(300, 0, 900, 630)},
		{1200, 630, Focus{0, 0}, image.Pt(600, 630), image.Rect(0, 0, 600, 630)},
		{1200, 630, Focus{100, 100}, image.Pt(600, 630), image.Rect(600, 0, 1200, 630)},
		{1200, 630, Focus{40, 50}, image.Pt(600, 630), image.Rect(180, 0, 780, 630)},
		{600, 1200, Focus{50, 25}, image.Pt(1080, 540), image.Rect(0, 150, 600, 450)},
		{1, 1, Focus{50, 50}, image.Pt(1080, 430), image.Rect(0, 0, 1, 1)},
	} {
		if got := window(c.w, c.h, c.focus, c.to.X, c.to.Y); got != c.want {
			t.Errorf("%dx%d at %v for %v: %v, want %v", c.w, c.h, c.focus, c.to, got, c.want)
		}
	}
}

func TestALogoForDarkGroundsStandsOnTheBrandsColour(t *testing.T) {
	drawn := func(c color.NRGBA) *cardLogo {
		picture := image.NewNRGBA(image.Rect(0, 0, 80, 40))
		for x := 20; x < 60; x++ {
			for y := 10; y < 30; y += 2 {
				picture.Set(x, y, c)
			}
		}
		var file bytes.Buffer
		if err := png.Encode(&file, picture); err != nil {
			t.Fatal(err)
		}
		return loaded(t).cardLogo(CoBrand{Logo: file.Bytes()})
	}
	white, red := drawn(color.NRGBA{255, 255, 255, 255}), drawn(color.NRGBA{180, 20, 20, 255})
	if !white.pale() || red.pale() {
		t.Errorf("white is pale: %t, red is pale: %t", white.pale(), red.pale())
	}
	if got := red.pixels.Rect.Size(); got != image.Pt(40, 19) {
		t.Errorf("without its empty border the logo is %v", got)
	}
	if got := red.within(340, 72).Bounds().Size(); got != image.Pt(80, 38) {
		t.Errorf("a small logo grows to %v", got)
	}
	if loaded(t).cardLogo(CoBrand{Logo: []byte("no picture")}) != nil {
		t.Error("what is no picture is a logo")
	}
}

func TestAWrongCardIsNamedWithItsLine(t *testing.T) {
	for _, c := range []struct{ keys, want string }{
		{"card: yes", `11: "card" needs keys of its own below it; write "layout: offer" and "title: ..."`},
		{"card:\n  layout: poster", `12: "layout" is "poster"; write quote, offer or event`},
		{"card:\n  title: x", "12: \"layout\" is missing; write `layout: quote`"},
		{"card:\n  layout: quote\n  title: So it is.", "12: \"by\" is missing; write `by: who said it`"},
		{"card:\n  layout: event\n  title: x", "12: \"when\" is missing; write `when: 12 March, 18:30`"},
		{"card:\n  layout: offer\n  by: x", `13: "by" is not a key here; the keys are layout, kicker, title, figure, text`},
		{"card:\n  layout: offer\n  title: Hello {{ partner.nam }}", "13: there is no field {{ partner.nam }}; did you mean {{ partner.name }}?"},
		{"card:\n  layout: offer\n  figure: " + strings.Repeat("9", 40), `13: "figure" has 40 characters; keep it under 32, or nobody can read it in a feed`},
		{"cover: rooftops.svg\nfocus: 60", `12: "focus" is "60"; write how far from the left and from the top in percent, as 60 40`},
		{"cover: rooftops.svg\nfocus: 60 140", `12: "focus" is "60 140"; write how far from the left and from the top in percent, as 60 40`},
		{"focus: 60 40", "11: \"focus\" says where the cover is cut, but there is no cover; add `cover: picture.png` or delete it"},
		{"cover: rooftops.svg\nfocus: 60% 40%\ncard:\n  layout: event\n  when: Today\n  title: \"{{ partner.name }}\"", ""},
	} {
		source := strings.Replace(sample, "published: 2026-01-01\n", "published: 2026-01-01\n"+c.keys+"\n", 1)
		var want []string
		if c.want != "" {
			want = []string{"library/sample.md:" + c.want}
		}
		if got := problemsOf(t, map[string]string{"library/sample.md": source + "Words."}); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s:\n got %v\nwant %v", c.keys, got, want)
		}
	}
}

func TestAnAssetOffersCardsWhenItHasOneOrSaysSo(t *testing.T) {
	l, err := Load(with(t, map[string]string{
		"library/none.md":  sample + "Words.",
		"library/named.md": strings.Replace(sample, "owner:", "formats: [html, card]\nowner:", 1) + "Words.",
		"library/has.md":   strings.Replace(sample, "owner:", "card:\n  layout: offer\nowner:", 1) + "Words.",
	}))
	if err != nil {
		t.Fatal(err)
	}
	for slug, want := range map[portal.AssetSlug]string{
		"none": "html pdf pdf_letter email markdown", "named": "html card", "has": "html pdf pdf_letter email markdown card card_square",
		"slow-mornings": "card card_square html pdf pdf_letter markdown",
	} {
		a := asset(t, l, slug, "en")
		if got := strings.Join(texts(a.Formats), " "); got != want {
			t.Errorf("%s is offered as %s, want %s", slug, got, want)
		}
	}
	carded(t, l, asset(t, l, "named", "en"), FormatCard, casa()) // its title and summary
	if got := l.Describe(asset(t, l, "city-weekend", "es"), FormatCardSquare, casa(), base); got.Name != "city-weekend-es-casa-do-rio-square.png" || got.Type != "image/png" {
		t.Errorf("%s is %s", got.Name, got.Type)
	}
}
