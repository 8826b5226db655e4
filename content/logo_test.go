package content

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

func encodedPNG(t testing.TB, w, h int) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		picture.Set(x, h/2, color.NRGBA{R: 200, A: 255})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// hugePNG claims a size in its header that its few bytes do not have.
func hugePNG(w, h uint32) []byte {
	chunk := func(kind string, data []byte) []byte {
		out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
		body := append([]byte(kind), data...)
		return binary.BigEndian.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	return append(append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(head, 8, 6, 0, 0, 0))...), chunk("IEND", nil)...)
}

func svg(inside string) []byte {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">` + inside + `</svg>`)
}

func TestALogoIsKeptAsPixelsAlone(t *testing.T) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 300, 200)), nil); err != nil {
		t.Fatal(err)
	}
	withComment := bytes.Replace(encodedPNG(t, 200, 100), []byte("IDAT"), []byte("IDAT"), 1)
	withTail := append(bytes.Clone(withComment), []byte("<script>canary</script>")...)
	tests := []struct {
		name   string
		upload []byte
		width  int
	}{
		{"PNG", encodedPNG(t, 200, 100), 200},
		{"PNG with something behind it", withTail, 200},
		{"JPEG", photo.Bytes(), 300},
		{"a large one is made smaller", encodedPNG(t, 3200, 100), keptLogoSide},
		{"SVG", svg(`<title>canary</title><rect width="80" height="40" fill="#0b4f6c"/>`), keptLogoSide},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			kept, logo, err := ReadLogo(test.upload)
			if err != nil {
				t.Fatal(err)
			}
			decoded, err := png.Decode(bytes.NewReader(kept))
			if err != nil || decoded.Bounds().Dx() != test.width || logo.Width != test.width || logo.Type != "image/png" {
				t.Errorf("kept %v, %+v, %v", decoded.Bounds(), logo, err)
			}
			if bytes.Contains(kept, []byte("canary")) {
				t.Error("something of the upload besides its pixels is kept")
			}
		})
	}
}

// TestHostilePicturesCostLittle sends what makes picture readers run out of memory,
// of time, or of the file they were given.
func TestHostilePicturesCostLittle(t *testing.T) {
	var animation bytes.Buffer
	if err := gif.Encode(&animation, image.NewPaletted(image.Rect(0, 0, 20, 20), color.Palette{color.Black}), nil); err != nil {
		t.Fatal(err)
	}
	shapes := strings.Repeat(`<rect width="9" height="9" fill="red"/>`, maxSVGElements)
	tests := map[string][]byte{
		"nothing":                    nil,
		"text":                       []byte("hello"),
		"a page":                     []byte("<html><script>alert(1)</script></html>"),
		"GIF":                        animation.Bytes(),
		"1.6 gigapixels":             hugePNG(40000, 40000),
		"a line of a billion pixels": hugePNG(1_000_000_000, 1),
		"a size that overflows":      hugePNG(0xffffffff, 0xffffffff),
		"no size":                    hugePNG(0, 0),
		"too small":                  encodedPNG(t, 4, 4),
		"cut short":                  encodedPNG(t, 200, 100)[:80],
		"too many bytes":             append(encodedPNG(t, 200, 100), make([]byte, MaxLogoBytes)...),
		"script":                     svg(`<script>alert(1)</script>`),
		"event":                      svg(`<rect width="9" height="9" onload="alert(1)"/>`),
		"foreign markup":             svg(`<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>`),
		"picture of elsewhere":       svg(`<image href="http://169.254.169.254/latest/meta-data/" width="9" height="9"/>`),
		"link":                       svg(`<a href="https://evil.example"><rect width="9" height="9"/></a>`),
		"use of elsewhere":           svg(`<use href="https://evil.example/x.svg#a"/>`),
		"style of elsewhere":         svg(`<style>@import url(https://evil.example/x.css)</style>`),
		"fill of elsewhere":          svg(`<rect width="9" height="9" fill="url(https://evil.example/x.svg#a)"/>`),
		"entity":                     []byte(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>&x;</title></svg>`),
		"a billion laughs":           []byte(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><svg viewBox="0 0 9 9">&b;</svg>`),
		"too many shapes":            svg(shapes),
		"too deep":                   svg(strings.Repeat("<g>", 100) + strings.Repeat("</g>", 100)),
		"not closed":                 []byte(`<svg viewBox="0 0 9 9"><g>`),
		"blank":                      svg(``),
		"no size of its own":         []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 0"><rect width="9" height="9"/></svg>`),
		"a hair":                     []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000000 1"><rect width="9" height="9"/></svg>`),
		"not a number":               []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 NaN Inf"><rect width="9" height="9"/></svg>`),
	}
	for name, upload := range tests {
		t.Run(name, func(t *testing.T) {
			inTime(t, func() {
				if _, _, err := ReadLogo(upload); portal.KindOf(err) != portal.Invalid || err.(*portal.Error).Fields["logo"] == "" {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// TestDrawingsThatTakeForeverAreCutShort draws what is valid and costly: it may be
// drawn or refused, soon.
func TestDrawingsThatTakeForeverAreCutShort(t *testing.T) {
	tests := map[string][]byte{
		"dashes without end":   svg(`<path d="M0 0 L100 50" stroke="red" stroke-width="2" stroke-dasharray="0.00000001"/>`),
		"fine dashes":          svg(`<path d="M0 0 L100 50" style="stroke:red;stroke-width:2;stroke-dasharray:0.00001,0.00001"/>`),
		"round dashes":         svg(strings.Repeat(`<path d="M0 0 L100 50" stroke="red" stroke-width="2" stroke-linecap="round" stroke-dasharray="0.001,0.001"/>`, 50)),
		"dashes of no length":  svg(`<path d="M0 0 L100 50" stroke="red" stroke-width="2" stroke-dasharray="0"/>`),
		"dashes backwards":     svg(`<path d="M0 0 L100 50" stroke="red" stroke-width="2" stroke-dasharray="-1 1"/>`),
		"a dash offset":        svg(`<path d="M0 0 L100 50" stroke="red" stroke-width="2" stroke-dasharray="1 1" stroke-dashoffset="1e300"/>`),
		"a path across worlds": svg(`<path d="M-1e30 -1e30 L1e30 1e30 L1e30 -1e30 Z" fill="red"/>`),
		"a circle of a world":  svg(`<circle cx="0" cy="0" r="1e12" fill="red"/>`),
		"a stroke of a world":  svg(`<circle cx="0" cy="0" r="10" stroke="red" stroke-width="1e12"/>`),
		"a long path":          svg(`<path fill="red" d="M0 0 ` + strings.Repeat("C1 1 99 49 50 25 ", 60_000) + `"/>`),
		"arcs":                 svg(`<path fill="red" d="M0 0 ` + strings.Repeat("A1e9 1e9 0 0 1 9 9 ", 20_000) + `"/>`),
		"scaled to nothing":    svg(`<g transform="scale(1e-300)"><rect width="9" height="9"/></g>`),
		"scaled to a world":    svg(`<g transform="scale(1e30)"><circle cx="1" cy="1" r="9" fill="red"/></g>`),
		"many large shapes":    svg(strings.Repeat(`<circle cx="50" cy="25" r="50" fill="red"/>`, maxSVGElements-1)),
	}
	for name, upload := range tests {
		t.Run(name, func(t *testing.T) {
			inTime(t, func() {
				_, _, err := ReadLogo(upload)
				if err != nil && portal.KindOf(err) != portal.Invalid {
					t.Errorf("got %v", err)
				}
				if len(upload) > maxSVGPath && err == nil {
					t.Errorf("%d bytes of drawing were drawn", len(upload))
				}
			})
		})
	}
}

// inTime fails when something does not end at all. How long it may take is bounded
// by the limits on elements, path data and drawing, not by this test.
func inTime(t *testing.T, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	select {
	case <-done:
	case <-time.After(2 * time.Minute):
		t.Fatal("still at it after two minutes")
	}
}
