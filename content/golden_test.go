package content

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tandem/content/render/typeset"
	"tandem/portal"
)

var update = flag.Bool("update", false, "write the golden pictures of pages anew")

// goldenPages are pages that show what a page can go wrong in.
var goldenPages = []struct {
	name   string
	slug   portal.AssetSlug
	locale string
	paper  typeset.Paper
	page   int
	who    func() CoBrand
}{
	{"one-pager", "city-weekend", "en", typeset.A4, 1, casa},
	{"one-pager-letter", "city-weekend", "en", typeset.Letter, 1, casa},
	{"translation", "city-weekend", "es", typeset.A4, 1, casa},
	{"long-name", "city-weekend", "en", typeset.A4, 1, func() CoBrand {
		c := casa()
		c.Kit.Name, c.Logo = "Reisegesellschaft der Vereinigten Bergbahnen und Dampferlinien am Bodensee", nil
		return c
	}},
	{"cover", "brand-guidelines", "en", typeset.A4, 1, casa},
	{"contents-and-table", "how-to-write-assets", "en", typeset.A4, 2, casa},
	{"blocks", "how-to-write-assets", "en", typeset.A4, 7, casa},
	{"logos-and-columns", "how-to-write-assets", "en", typeset.A4, 8, casa},
	{"figures-and-quote", "quinta-wedding", "en", typeset.A4, 1, casa},
}

// goldenDots is how many dots of a golden picture make an inch: enough to see each line move.
const goldenDots = "48"

// TestPagesLookAsTheyDid compares pages with pictures of them, dot by dot. The pictures
// are of one version of pdftoppm; with another they cannot be compared. After a change
// that is meant, look at the pages and run it with -update.
func TestPagesLookAsTheyDid(t *testing.T) {
	const folder = "testdata/pages"
	said, err := exec.CommandContext(t.Context(), "pdftoppm", "-v").CombinedOutput()
	if err != nil {
		fmt.Fprintln(os.Stderr, "GOLDEN PAGES SKIPPED: pdftoppm is missing")
		t.Skip("pdftoppm is missing")
	}
	version, _, _ := strings.Cut(string(said), "\n")
	note := filepath.Join(folder, "made-with")
	if *update {
		if err := os.WriteFile(note, []byte(version+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	made, err := os.ReadFile(note)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(made)) != version {
		fmt.Fprintf(os.Stderr, "GOLDEN PAGES SKIPPED: they are of %s, here is %s\n", strings.TrimSpace(string(made)), version)
		t.Skip("another pdftoppm")
	}
	l := loaded(t)
	for _, g := range goldenPages {
		t.Run(g.name, func(t *testing.T) {
			file, err := l.RenderPDF(t.Context(), asset(t, l, g.slug, g.locale), g.who(), base, g.paper)
			if err != nil {
				t.Fatal(err)
			}
			drawn := exec.CommandContext(t.Context(), "pdftoppm", "-r", goldenDots, "-gray", "-png", "-f", itoa(g.page), "-l", itoa(g.page), "-")
			drawn.Stdin = bytes.NewReader(file)
			out, err := drawn.Output()
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join(folder, g.name+".png")
			if *update {
				if err := os.WriteFile(golden, out, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if where, dots := differing(t, want, out); dots > 0 {
				now := filepath.Join(os.TempDir(), "tandem-page-"+g.name+".png")
				_ = os.WriteFile(now, out, 0o600)
				t.Errorf("page %d of %s differs in %d dots within %v; it looks like %s now", g.page, g.slug, dots, where, now)
			}
		})
	}
}

// differing is where two pictures differ, and in how many dots.
func differing(t *testing.T, before, after []byte) (where image.Rectangle, dots int) {
	t.Helper()
	a, err := png.Decode(bytes.NewReader(before))
	if err != nil {
		t.Fatal(err)
	}
	b, err := png.Decode(bytes.NewReader(after))
	if err != nil {
		t.Fatal(err)
	}
	if a.Bounds() != b.Bounds() {
		return b.Bounds(), b.Bounds().Dx() * b.Bounds().Dy()
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if color.GrayModel.Convert(a.At(x, y)) != color.GrayModel.Convert(b.At(x, y)) {
				where = where.Union(image.Rect(x, y, x+1, y+1))
				dots++
			}
		}
	}
	return where, dots
}

func TestOneDotMoreIsFound(t *testing.T) {
	drawn := func(dots ...image.Point) []byte {
		picture := image.NewGray(image.Rect(0, 0, 20, 30))
		for _, dot := range dots {
			picture.SetGray(dot.X, dot.Y, color.Gray{1})
		}
		var out bytes.Buffer
		if err := png.Encode(&out, picture); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	if where, dots := differing(t, drawn(image.Pt(3, 4)), drawn(image.Pt(3, 4), image.Pt(9, 9), image.Pt(5, 20))); dots != 2 || where != image.Rect(5, 9, 10, 21) {
		t.Errorf("%d dots within %v", dots, where)
	}
	if _, dots := differing(t, drawn(), drawn()); dots != 0 {
		t.Errorf("%d dots of the same differ", dots)
	}
}
