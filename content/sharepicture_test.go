package content

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"strings"
	"testing"
)

func TestPictureToShareIsTheProgramsOwn(t *testing.T) {
	ctx := context.Background()
	library, err := Load(Files())
	if err != nil {
		t.Fatal(err)
	}
	first, err := library.SharePicture(ctx)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(first))
	if err != nil || picture.Bounds().Size() != image.Pt(CardWidth, CardHeight) {
		t.Fatalf("%v, %v", picture.Bounds(), err)
	}
	if len(first) > 100<<10 {
		t.Errorf("%d bytes", len(first))
	}
	if r, g, b, _ := picture.At(5, 5).RGBA(); [3]uint32{r >> 8, g >> 8, b >> 8} != [3]uint32{0x0b, 0x4f, 0x6c} {
		t.Errorf("the ground is %x %x %x", r>>8, g>>8, b>>8)
	}
	library.Program.Name = "Acme Friends"
	if second, err := library.SharePicture(ctx); err != nil || bytes.Equal(first, second) {
		t.Errorf("another name is the same picture, %v", err)
	}
	library.Program.Name, library.Program.Tagline, library.logo = strings.Repeat("Long ", 60), strings.Repeat("x", 500), Image{}
	if _, err := library.SharePicture(ctx); err != nil {
		t.Errorf("texts without end: %v", err)
	}
	library.Program.Colour = "none"
	if _, err := library.SharePicture(ctx); err == nil {
		t.Error("a colour that is none is drawn")
	}
}

func TestPictureOfAnAssetIsItsCardWithoutACode(t *testing.T) {
	l := loaded(t)
	a := asset(t, l, "city-weekend", "en")
	file, err := l.AssetPicture(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for y := CardHeight - 120; y < CardHeight; y++ {
		for x := CardWidth - 260; x < CardWidth; x++ {
			if r, g, b, _ := picture.At(x, y).RGBA(); r+g+b == 0 {
				t.Fatalf("%d,%d is black: a code of nobody", x, y)
			}
		}
	}
}
