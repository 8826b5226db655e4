package browser

import (
	"bytes"
	"fmt"
	"image/png"
	"testing"
)

func TestAPictureShowsTheWholePage(t *testing.T) {
	tab := open(t)
	_, err := tab.Open(bench(t, "", fmt.Sprintf(sound, `<div style="height:3000px"></div>`)) + "/")
	ok(t, err)
	for _, screen := range []Screen{Desktop, Phone.InDark()} {
		ok(t, tab.See(screen))
		raw, err := tab.Picture()
		ok(t, err)
		picture, err := png.Decode(bytes.NewReader(raw))
		ok(t, err)
		size := picture.Bounds()
		if size.Dx() != int(screen.Width) || size.Dy() < 3000 {
			t.Errorf("%s: %v", screen, size)
		}
		r, _, _, _ := picture.At(5, 5).RGBA()
		if dark := r>>8 < 100; dark != screen.Dark {
			t.Errorf("%s: the corner is %d", screen, r>>8)
		}
	}
}

func TestATabKeepsItsPersonApart(t *testing.T) {
	one, two := open(t), open(t)
	address := bench(t, "", fmt.Sprintf(sound, ""))
	for _, tab := range []*Tab{one, two} {
		_, err := tab.Open(address + "/")
		ok(t, err)
	}
	_, err := Ask[string](one, `document.cookie = "who=one; path=/"`)
	ok(t, err)
	got, err := Ask[string](two, "document.cookie")
	ok(t, err)
	if got != "" {
		t.Errorf("the second tab has the first one's cookie: %s", got)
	}
}

func TestTouchIsACoarsePointer(t *testing.T) {
	tab := open(t)
	for _, screen := range []Screen{Desktop, Phone} {
		ok(t, tab.See(screen))
		got, err := Ask[bool](tab, `matchMedia("(pointer: coarse)").matches`)
		ok(t, err)
		if got != screen.Touch {
			t.Errorf("%s: coarse %t", screen, got)
		}
	}
}
