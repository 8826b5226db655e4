package pdf_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"tandem/content/render/pdf"
	"tandem/content/render/pdftest"
)

func TestAFileIsTaggedAndWhole(t *testing.T) {
	w := pdf.New(pdf.Info{Title: "Two (nights) in Ávila", Lang: "es", Author: "Northwind", Subject: "a < b", Producer: "Tandem"})
	p := w.NewPage(pdf.MM(210), pdf.MM(297))
	p.Rect(10*pdf.Point, 10*pdf.Point, 50500, 1, pdf.Colour{255, 0, 128})
	figure := w.Root().Add("Figure")
	figure.Alt = "A hill"
	p.In(figure)
	p.Place(w.Picture(raster(t, "hill", true)), 0, 0, pdf.Point, pdf.Point)
	p.Place(w.Picture(raster(t, "hill", true)), 0, 0, pdf.Point, pdf.Point)
	p.Bookmark(1, "First", 0)
	p.Bookmark(2, "Within", 0)
	p.Bookmark(1, "Second", 0)
	p.Target("here", 5*pdf.Point)
	link := w.Root().Add("Link")
	p.Link(0, 0, pdf.Point, pdf.Point, "#here", "to here", link)
	p.Link(0, 0, pdf.Point, pdf.Point, "https://example.com/é?a=(b)", "out", link)
	raw, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	f := pdftest.Open(t, raw)
	for _, want := range []string{
		"/MarkInfo << /Marked true >>", "/DisplayDocTitle true", "/Lang (es)", "/StructTreeRoot", "/Title <FEFF00540077006F", "/S /Figure", "/Alt (A hill)",
		"/URI (https://example.com/%C3%A9?a=\\(b\\))", "/Dest [", "/Title (Within)", "/StructParents 0", "/Tabs /S", "/Subtype /Link",
	} {
		if f.Find(want) == 0 {
			t.Errorf("no object holds %q", want)
		}
	}
	if !bytes.Contains(raw, []byte("<pdfuaid:part>1</pdfuaid:part>")) || !bytes.Contains(raw, []byte("a &lt; b")) {
		t.Error("the metadata does not say that the file is for everybody, or is not escaped")
	}
	if n := f.Count("/Subtype /Image"); n != 2 { // the picture once, and its mask
		t.Errorf("got %d images, want a picture and its mask once", n)
	}
	if content := f.Pages[0].Content; !strings.Contains(content, "1 0 0.502 rg 10 831.") || !strings.HasPrefix(content, "/Artifact BMC") {
		t.Errorf("a rectangle outside of any element is drawn as %q", content)
	}
	pdftest.Checked(t, raw)
}

// raster is a picture of four pixels, some of them clear.
func raster(t *testing.T, hash string, clear bool) *pdf.Raster {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, 2, 2))
	picture.Set(0, 0, color.NRGBA{200, 10, 10, 255})
	if !clear {
		for i := range picture.Pix {
			picture.Pix[i] = 255
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		t.Fatal(err)
	}
	r, err := pdf.ReadRaster(hash, file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestABombIsRefusedByItsSize(t *testing.T) {
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewPaletted(image.Rect(0, 0, 5000, 4000), color.Palette{color.Black})); err != nil {
		t.Fatal(err)
	}
	if _, err := pdf.ReadRaster("bomb", file.Bytes()); err == nil || !strings.Contains(err.Error(), "too many pixels") {
		t.Errorf("a picture of 20 million pixels in %d bytes: got %v", file.Len(), err)
	}
	if _, err := pdf.ReadRaster("none", []byte("no picture")); err == nil {
		t.Error("no picture is read as one")
	}
}
