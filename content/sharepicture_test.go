package content

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
)

func TestPictureToShareIsTheProgramsOwn(t *testing.T) {
	library, err := Load(Files())
	if err != nil {
		t.Fatal(err)
	}
	first, err := library.SharePicture()
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(first))
	if err != nil || picture.Bounds().Dx() != ShareWidth || picture.Bounds().Dy() != ShareHeight {
		t.Fatalf("%v, %v", picture.Bounds(), err)
	}
	if len(first) > 100<<10 {
		t.Errorf("%d bytes", len(first))
	}
	if r, g, b, _ := picture.At(5, 5).RGBA(); [3]uint32{r >> 8, g >> 8, b >> 8} != [3]uint32{0x0b, 0x4f, 0x6c} {
		t.Errorf("the ground is %x %x %x", r>>8, g>>8, b>>8)
	}
	library.Program.Name = "Acme Friends"
	second, err := library.SharePicture()
	if err != nil || bytes.Equal(first, second) {
		t.Errorf("another name is the same picture, %v", err)
	}
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewNRGBA(image.Rect(0, 0, 300, 80))); err != nil {
		t.Fatal(err)
	}
	library.logo = Image{Name: "logo.png", Type: "image/png", Bytes: logo.Bytes(), Width: 300, Height: 80}
	third, err := library.SharePicture()
	if err != nil {
		t.Fatal(err)
	}
	if picture, err = png.Decode(bytes.NewReader(third)); err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := picture.At(shareMargin+60, shareMargin+10).RGBA(); r&g&b != 0xffff {
		t.Error("a logo does not stand on paper")
	}
	library.Program.Name, library.Program.Tagline, library.logo = strings.Repeat("Long ", 60), strings.Repeat("x", 500), Image{}
	if _, err := library.SharePicture(); err != nil {
		t.Errorf("texts without end: %v", err)
	}
	library.Program.Colour = "none"
	if _, err := library.SharePicture(); err == nil {
		t.Error("a colour that is none is drawn")
	}
}

func TestTextIsBrokenIntoLinesThatFit(t *testing.T) {
	face, err := sharesFace(goregular.TTF, 36)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"": 0, "One": 1, "One two three four five six": 2, strings.Repeat("word ", 100): 3, strings.Repeat("x", 400): 1} {
		lines := broken(face, text, 300, 3)
		if len(lines) != want {
			t.Errorf("%.20q: %d lines, want %d: %q", text, len(lines), want, lines)
		}
		for _, line := range lines {
			if font.MeasureString(face, line).Ceil() > 300 {
				t.Errorf("%q is too wide", line)
			}
		}
	}
	if lines := broken(face, strings.Repeat("word ", 100), 300, 3); !strings.HasSuffix(lines[2], "…") {
		t.Errorf("what is cut does not say so: %q", lines)
	}
}
