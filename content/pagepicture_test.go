package content

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"tandem/content/render/pdftest"
	"tandem/content/render/typeset"
	"tandem/portal"
)

// patch is the side of the squares in which two pictures of a page are compared, in
// pixels: edges are smoothed in each in its own way, what stands where is the same.
const patch = 20

// farthest is the largest difference of the mean colours of a square, of 255, and the square.
func farthest(t *testing.T, ours, theirs image.Image) (most int, where image.Rectangle) {
	t.Helper()
	if ours.Bounds() != theirs.Bounds() {
		t.Fatalf("ours has %v, theirs %v", ours.Bounds(), theirs.Bounds())
	}
	mean := func(picture image.Image, r image.Rectangle) (sum [3]int) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				red, green, blue, _ := picture.At(x, y).RGBA()
				for i, v := range []uint32{red, green, blue} {
					sum[i] += int(v >> 8)
				}
			}
		}
		for i := range sum {
			sum[i] /= r.Dx() * r.Dy()
		}
		return sum
	}
	bounds := ours.Bounds()
	for y := 0; y < bounds.Max.Y; y += patch {
		for x := 0; x < bounds.Max.X; x += patch {
			r := image.Rect(x, y, x+patch, y+patch).Intersect(bounds)
			a, b := mean(ours, r), mean(theirs, r)
			for i := range a {
				if d := max(a[i]-b[i], b[i]-a[i]); d > most {
					most, where = d, r
				}
			}
		}
	}
	return most, where
}

// TestAPageIsSeenAsItsFileIsShown draws pages ourselves, and has another program draw them
// from the file.
func TestAPageIsSeenAsItsFileIsShown(t *testing.T) {
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		_, _ = os.Stderr.WriteString("PICTURES OF PAGES SKIPPED: pdftoppm is missing\n")
		t.Skip("pdftoppm is missing")
	}
	const width, most = 620, 11
	l := loaded(t)
	for i, g := range goldenPages {
		if testing.Short() && i%3 != 0 {
			continue
		}
		t.Run(g.name, func(t *testing.T) {
			a := asset(t, l, g.slug, g.locale)
			file, err := l.RenderPDF(t.Context(), a, g.who(), base, g.paper)
			if err != nil {
				t.Fatal(err)
			}
			fonts, doc, err := l.typeset(a, g.who(), base, g.paper)
			if err != nil {
				t.Fatal(err)
			}
			ours, err := typeset.Draw(t.Context(), fonts, doc, g.page, width)
			if err != nil {
				t.Fatal(err)
			}
			drawn := exec.CommandContext(t.Context(), "pdftoppm", "-scale-to-x", itoa(width), "-scale-to-y", itoa(doc.Height(width)), "-png", "-f", itoa(g.page), "-l", itoa(g.page), "-")
			drawn.Stdin = bytes.NewReader(file)
			out, err := drawn.Output()
			if err != nil {
				t.Fatal(err)
			}
			theirs, err := png.Decode(bytes.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			if d, where := farthest(t, ours, theirs); d > most {
				var mine bytes.Buffer
				_ = png.Encode(&mine, ours)
				for name, picture := range map[string][]byte{"ours": mine.Bytes(), "theirs": out} {
					_ = os.WriteFile(filepath.Join(os.TempDir(), "tandem-"+g.name+"-"+name+".png"), picture, 0o600)
				}
				t.Errorf("page %d of %s is off by %d of 255 at %v; both are in %s", g.page, g.slug, d, where, os.TempDir())
			} else {
				t.Logf("off by %d of 255 at %v", d, where)
			}
		})
	}
}

func TestPagesAreCountedAndDrawnOneByOne(t *testing.T) {
	l := loaded(t)
	a := asset(t, l, "city-weekend", "en")
	for format, paper := range papers {
		file, err := l.RenderPDF(t.Context(), a, casa(), base, paper)
		if err != nil {
			t.Fatal(err)
		}
		read := pdftest.Open(t, file)
		n, err := l.CountPages(t.Context(), a, format, casa(), base)
		if err != nil || n != len(read.Pages) {
			t.Errorf("%s has %d pages, its file %d: %v", format, n, len(read.Pages), err)
		}
		first, err := l.RenderPicture(t.Context(), a, format, casa(), base, 1)
		if err != nil {
			t.Fatal(err)
		}
		again, err := l.RenderPicture(t.Context(), a, format, casa(), base, 1)
		if err != nil || !bytes.Equal(first, again) {
			t.Errorf("%s: the same page is drawn in two ways, %v", format, err)
		}
		picture, err := png.DecodeConfig(bytes.NewReader(first))
		if err != nil || picture.Width != PagePictureWidth || picture.Height != PagePictureHeight(format) {
			t.Errorf("%s: %d x %d, %v", format, picture.Width, picture.Height, err)
		}
		for _, page := range []int{0, -1, n + 1} {
			if _, err := l.RenderPicture(t.Context(), a, format, casa(), base, page); portal.KindOf(err) != portal.NotFound {
				t.Errorf("%s: page %d is there, %v", format, page, err)
			}
		}
	}
	if _, err := l.CountPages(t.Context(), a, FormatCard, casa(), base); portal.KindOf(err) != portal.NotFound || PagePictureHeight(FormatCard) != 0 {
		t.Errorf("a card has pages: %v", err)
	}
	if _, err := l.RenderPicture(t.Context(), a, FormatCard, casa(), base, 1); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a card has a page: %v", err)
	}
	wrong := l.Try("city-weekend", "en", []byte(`---
title: x
---
{{ nothing }}
`))
	if _, err := wrong.Pages(t.Context(), FormatPDF, casa(), base); portal.KindOf(err) != portal.Conflict {
		t.Errorf("a text with mistakes has pages: %v", err)
	}
	if _, err := wrong.RenderPicture(t.Context(), FormatPDF, casa(), base, 1); portal.KindOf(err) != portal.Conflict {
		t.Errorf("a text with mistakes has a page: %v", err)
	}
}
