package content

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
)

func TestLightCoversAreOneFileAndEachIsThereOnce(t *testing.T) {
	l := loaded(t)
	sheets := map[string][]string{}
	for _, a := range l.Assets(Audience{Staff: true}) {
		cover := l.Cover(a)
		if (cover.Path == "") != (a.Cover == "") {
			t.Errorf("%s has the cover %q and shows %q", a.Slug, a.Cover, cover.Path)
		}
		if address, part, ok := strings.Cut(cover.Path, "#"); ok {
			sheets[address] = append(sheets[address], part)
		}
	}
	if len(sheets) != 1 {
		t.Fatalf("the covers are in %d files: %v", len(sheets), sheets)
	}
	for address, parts := range sheets {
		sheet, err := l.ImageAt(address)
		if err != nil || sheet.Type != "image/svg+xml" || sheet.Width != coverWidth {
			t.Fatalf("%s: %+v %v", address, sheet.Type, err)
		}
		if size := zippedSize(string(sheet.Bytes)); size > coverSheet+1024 {
			t.Errorf("the sheet has %d bytes", size)
		}
		pictures := 0
		for decoder := xml.NewDecoder(bytes.NewReader(sheet.Bytes)); ; {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("the sheet is no XML: %v", err)
			}
			if start, ok := token.(xml.StartElement); ok && start.Name.Local == "image" {
				pictures++
			}
		}
		if pictures < 2 || strings.Count(string(sheet.Bytes), "<view ") != pictures+strings.Count(string(sheet.Bytes), "<use ") {
			t.Errorf("%d pictures, %d views", pictures, strings.Count(string(sheet.Bytes), "<view "))
		}
		for _, part := range parts {
			if strings.Count(string(sheet.Bytes), `<view id="`+part+`"`) != 1 {
				t.Errorf("the sheet has no part %s", part)
			}
		}
	}
}

// TestACardOfTheHubIsCutAroundItsFocus shows one picture on three cards: twice cut to the left, once to the right.
func TestACardOfTheHubIsCutAroundItsFocus(t *testing.T) {
	left, right := Focus{X: 10, Y: 50}, Focus{X: 90, Y: 50}
	drawing := []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="960" height="210" viewBox="0 0 960 210"><rect width="480" height="210" fill="#f00"/><rect x="480" width="480" height="210" fill="#00f"/></svg>`)
	svg, err := readImage("halves.svg", drawing)
	if err != nil {
		t.Fatal(err)
	}
	photo := image.NewNRGBA(image.Rect(0, 0, 960, 210))
	for i := range 960 * 210 {
		photo.SetNRGBA(i%960, i/960, color.NRGBA{byte(255 * (1 - i%960/480)), 0, byte(255 * (i % 960 / 480)), 255})
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, photo, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	picture, err := readImage("photo.jpg", out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	l := &Library{images: map[string]Image{"halves.svg": svg, "photo.jpg": picture}}
	c := l.contactSheet("covers.svg", []framed{{"halves.svg", left}, {"halves.svg", right}, {"halves.svg", left}, {"photo.jpg", left}, {"photo.jpg", right}}, true)
	if len(c.cards) != 4 {
		t.Fatalf("%d cards of four pictures: %v", len(c.cards), c.cards)
	}
	sheet, _, _ := strings.Cut(c.cards[framed{"halves.svg", left}].Path, "#")
	text := string(c.files[sheet].Bytes)
	for part, times := range map[string]int{
		`viewBox="0 0 480 210"><image id="p0"`: 1, `viewBox="480 0 480 210"><use href="#p0"/>`: 1, "data:image/svg": 1, "<view ": 4,
	} {
		if strings.Count(text, part) != times {
			t.Errorf("%s is there %d times, want %d\n%.900s", part, strings.Count(text, part), times, text)
		}
	}
	for focus, want := range map[Focus]color.NRGBA{left: {R: 255, A: 255}, right: {B: 255, A: 255}} {
		small, from := picture.cutCover(focus)
		cut, _, err := image.Decode(bytes.NewReader(small.Bytes))
		if err != nil || from != image.Rect(0, 0, coverWidth, coverHeight) || cut.Bounds().Size() != from.Size() {
			t.Fatalf("%v %v", from, err)
		}
		red, _, blue, _ := cut.At(240, 100).RGBA()
		if (red > blue) != (want.R > want.B) {
			t.Errorf("around %v it is %d red and %d blue", focus, red>>8, blue>>8)
		}
	}
}

func TestADrawingInAnAddressIsTheSameDrawing(t *testing.T) {
	l := loaded(t)
	for name, picture := range l.images {
		if picture.Type != "image/svg+xml" {
			continue
		}
		text, ok := strings.CutPrefix(picture.smallURI(), "data:image/svg+xml,")
		back, err := url.PathUnescape(text)
		if !ok || err != nil || back != string(picture.Bytes) {
			t.Errorf("%s comes back as another drawing: %v", name, err)
		}
		if strings.ContainsAny(text, "\"<>#&\n") {
			t.Errorf("%s does not stand in an attribute", name)
		}
	}
}

// TestAPhotographIsMadeAsSmallAsItsCard makes pictures that compress badly, as photographs do.
func TestAPhotographIsMadeAsSmallAsItsCard(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	noise := image.NewNRGBA(image.Rect(0, 0, 600, 315))
	for i := range noise.Pix {
		noise.Pix[i] = byte(chance.Uint32())
	}
	glass := noise
	solid := image.NewNRGBA(noise.Rect)
	for y := range 315 {
		for x := range 600 {
			c := noise.NRGBAAt(x, y)
			solid.SetNRGBA(x, y, color.NRGBA{c.R, c.G, c.B, 255})
		}
	}
	encoded := func(write func(io.Writer) error) []byte {
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	for name, test := range map[string]struct {
		body []byte
		want string
	}{
		"solid.jpg": {encoded(func(w io.Writer) error { return jpeg.Encode(w, solid, nil) }), "image/jpeg"},
		"solid.png": {encoded(func(w io.Writer) error { return png.Encode(w, solid) }), "image/jpeg"},
		"glass.png": {encoded(func(w io.Writer) error { return png.Encode(w, glass) }), "image/png"}, // what shines through stays
	} {
		original, err := readImage(name, test.body)
		if err != nil {
			t.Fatal(err)
		}
		small := original.asCover()
		config, _, err := image.DecodeConfig(bytes.NewReader(small.Bytes))
		if err != nil || small.Type != test.want || config.Width != coverWidth || config.Height != 252 || small.Width != config.Width || small.Height != config.Height {
			t.Errorf("%s: %s %v %v", name, small.Type, config, err)
		}
		if len(small.Bytes) > len(original.Bytes)*3/4 || small.Hash == original.Hash {
			t.Errorf("%s: %d bytes of %d", name, len(small.Bytes), len(original.Bytes))
		}
	}
	tiny := Image{Name: "tiny.png", Type: "image/png", Width: 200, Height: 100, Bytes: []byte("not looked at")}
	if got := tiny.asCover(); !bytes.Equal(got.Bytes, tiny.Bytes) {
		t.Error("a small picture is made anew")
	}
	broken := Image{Name: "broken.png", Type: "image/png", Width: 2000, Height: 100, Bytes: []byte("no picture")}
	if got := broken.asCover(); !bytes.Equal(got.Bytes, broken.Bytes) {
		t.Error("what cannot be read is not shown as it is")
	}
}

// TestHeavyCoversAreFetchedEachOnItsOwn gives a library more pictures than one file may have.
func TestHeavyCoversAreFetchedEachOnItsOwn(t *testing.T) {
	l := loaded(t)
	chance := rand.New(rand.NewPCG(3, 4))
	for name, picture := range l.images {
		noise := image.NewGray(image.Rect(0, 0, coverWidth, coverHeight))
		for i := range noise.Pix {
			noise.Pix[i] = byte(chance.Uint32())
		}
		var out bytes.Buffer
		if err := png.Encode(&out, noise); err != nil {
			t.Fatal(err)
		}
		picture.Type, picture.Bytes, picture.Width, picture.Height = "image/png", out.Bytes(), coverWidth, coverHeight
		l.images[name] = hashed(picture)
	}
	made := l.makeCovers(func(*entry) bool { return true })
	for one, cover := range made.cards {
		if picture, ok := made.files[cover.Path]; !ok || strings.Contains(cover.Path, "#") || !bytes.Equal(picture.Bytes, l.images[one.picture].Bytes) {
			t.Errorf("%s is shown as %s", one.picture, cover.Path)
		}
	}
	if len(made.cards) < 2 {
		t.Errorf("%d covers: the test proves nothing", len(made.cards))
	}
}
