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
		if pictures < 2 || strings.Count(string(sheet.Bytes), "<view ") != pictures {
			t.Errorf("%d pictures, %d views", pictures, strings.Count(string(sheet.Bytes), "<view "))
		}
		for _, part := range parts {
			if strings.Count(string(sheet.Bytes), `<view id="`+part+`"`) != 1 {
				t.Errorf("the sheet has no part %s", part)
			}
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
	for name, cover := range made.cards {
		if picture, ok := made.files[cover.Path]; !ok || strings.Contains(cover.Path, "#") || !bytes.Equal(picture.Bytes, l.images[name].Bytes) {
			t.Errorf("%s is shown as %s", name, cover.Path)
		}
	}
	if len(made.cards) < 2 {
		t.Errorf("%d covers: the test proves nothing", len(made.cards))
	}
}
