package typeset

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"tandem/content/render/pdftest"
)

const testDrawing = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="120" viewBox="0 0 120 60"><title>Hill</title>
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#123"/><stop offset=".5" stop-color="#884422"/><stop offset="1" stop-color="#fff"/></linearGradient>
<clipPath id="c"><rect width="120" height="50"/></clipPath><circle id="dot" r="3" fill="white"/></defs>
<rect width="120" height="60" fill="url(#sky)"/>
<g clip-path="url(#c)" transform="translate(10 5) scale(.5)" opacity=".5"><path d="M0 50q10-40 30-20t30 0V60H0z" fill="#0b4f6c" fill-rule="evenodd"/></g>
<path d="m10 10a5 5 0 1120 0l5-5" stroke="#000" stroke-width="2" stroke-linecap="round" stroke-dasharray="4 2" fill="none"/>
<use href="#dot" x="60" y="30"/><ellipse cx="9" cy="9" rx="3" ry="2"/><polygon points="1,2 3,4 5-6"/><line x1="1" y1="1" x2="2" y2="2" stroke="#f00"/>
<text x="60" y="20" text-anchor="middle" font-size="8" font-weight="700" fill="#fff">Sun &amp; hill<tspan x="60" y="30">below</tspan></text></svg>`

func TestADrawingIsDrawnAsPaths(t *testing.T) {
	picture, err := Drawing([]byte(testDrawing))
	if err != nil {
		t.Fatal(err)
	}
	if picture.Width != 240 || picture.Height != 120 || len(picture.drawing.parts) != 10 {
		t.Errorf("got %d by %d with %d parts, want 240 by 120 with 10", picture.Width, picture.Height, len(picture.drawing.parts))
	}
	f := open(t, doc(Figure{Picture: picture, Alt: "Hill"}))
	page := f.Pages[0].Content
	for _, want := range []string{"/S0 sh", "/A50 gs", "f* Q", "[6 3 ] 0 d", "1 J", "W n"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	if heard := f.Words(); !strings.Contains(heard, "Sun & hill below") {
		t.Errorf("the words of the drawing are not in it: %s", heard)
	}
	if f.Find("/FunctionType 3") == 0 || f.Find("/Bounds [ 0.5 ]") == 0 {
		t.Error("the gradient has not its three colours")
	}
	pdftest.Checked(t, f.Raw)
}

func TestPathsAreRead(t *testing.T) {
	for d, want := range map[string]string{
		"M1 2L3 4":                  "m1,2 l3,4",
		"m1-2.5l.5.5-1-1h2v3z m1 1": "m1,-2.5 l1.5,-2 l0.5,-3 l2.5,-3 l2.5,0 z m2,-1.5",
		"M0 0C1 1 2 2 3 3s1 1 2 2":  "m0,0 c3,3 c5,5",
		"M0,0 1e1,2":                "m0,0 l10,2",
		"M0 0Q1 2 2 0T4 0":          "m0,0 c2,0 c4,0",
		"L1":                        "",
		"M0 0X1 1":                  "m0,0",
		"M0 0L1 1 z 5 5":            "m0,0 l1,1 z",
	} {
		var got []string
		for _, s := range pathOf(d) {
			at := s.at[:2]
			if s.step == 'c' {
				at = s.at[4:]
			}
			if s.step == 'z' {
				got = append(got, "z")
				continue
			}
			got = append(got, fmt.Sprintf("%c%g,%g", s.step, at[0], at[1]))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", d, strings.Join(got, " "), want)
		}
	}
}

func TestAnArcStaysOnItsCircle(t *testing.T) {
	path := pathOf("M10 0A10 10 0 1 1 0 -10")
	for _, s := range path[1:] {
		if r := math.Hypot(s.at[4], s.at[5]); math.Abs(r-10) > 1e-9 {
			t.Errorf("a point of the arc is %g from the centre, want 10", r)
		}
	}
	if len(path) != 4 {
		t.Errorf("three quarters of a circle are %d curves, want 3", len(path)-1)
	}
}

func TestADrawingThatMultipliesIsRefused(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString(`<svg width="10" height="10"><rect id="a0" width="1" height="1"/>`)
	for i := range 12 {
		fmt.Fprintf(&bomb, `<g id="a%d">%s</g>`, i+1, strings.Repeat(fmt.Sprintf(`<use href="#a%d"/>`, i), 10))
	}
	bomb.WriteString("</svg>")
	if _, err := Drawing([]byte(bomb.String())); !errors.Is(err, errDrawing) {
		t.Errorf("ten times itself, twelve times: got %v", err)
	}
	if _, err := Drawing([]byte(`<svg width="10" height="10"><g id="a"><use href="#a"/></g></svg>`)); !errors.Is(err, errDrawing) {
		t.Errorf("within itself: got %v", err)
	}
	for _, none := range []string{"", "<p/>", "<svg", `<svg width="0" height="4"/>`, `<svg width="NaN" height="4"/>`} {
		if _, err := Drawing([]byte(none)); err == nil {
			t.Errorf("%q is read as a drawing", none)
		}
	}
}
