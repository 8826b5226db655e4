package content

import (
	"bytes"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// drawn reads the dark modules back out of the SVG's path.
func drawn(t *testing.T, svg string) (modules map[[2]int]bool, size int) {
	t.Helper()
	box := regexp.MustCompile(`viewBox="0 0 (\d+) (\d+)"`).FindStringSubmatch(svg)
	if box == nil || box[1] != box[2] {
		t.Fatalf("no square view box in %.200s", svg)
	}
	size, _ = strconv.Atoi(box[1])
	modules = map[[2]int]bool{}
	path := svg[strings.Index(svg, `fill="#000" d="`):]
	for _, run := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(path, -1) {
		x, _ := strconv.Atoi(run[1])
		y, _ := strconv.Atoi(run[2])
		n, _ := strconv.Atoi(run[3])
		if run[3] != run[4] {
			t.Fatalf("the run %q does not come back", run[0])
		}
		for i := range n {
			modules[[2]int{x + i, y}] = true
		}
	}
	return modules, size
}

func TestTheDrawnCodeIsTheAddressModuleByModule(t *testing.T) {
	for _, address := range []string{
		"https://x.example", base + "/r/CDR42?utm_campaign=city-weekend&utm_content=en&utm_medium=qr&utm_source=casa-do-rio",
		base + "/r/ñ%20é?" + strings.Repeat("long=1&", 60),
	} {
		svg, err := QR(address, "code")
		if err != nil {
			t.Fatal(err)
		}
		code, err := qrCode(address)
		if err != nil {
			t.Fatal(err)
		}
		modules, size := drawn(t, svg)
		n := code.side
		if size != n+2*quietZone {
			t.Fatalf("%d modules with the border, want %d", size, n+2*quietZone)
		}
		for y := range size {
			for x := range size {
				inside := x >= quietZone && y >= quietZone && x < n+quietZone && y < n+quietZone
				want := inside && code.dark(x-quietZone, y-quietZone)
				if modules[[2]int{x, y}] != want {
					t.Fatalf("module %d,%d of %.40s is %v, want %v", x, y, address, !want, want)
				}
			}
		}
		// the three finder patterns, as every scanner looks for them
		for _, corner := range [][2]int{{0, 0}, {n - 7, 0}, {0, n - 7}} {
			for y := range 7 {
				for x := range 7 {
					ring := max(abs(x-3), abs(y-3))
					if got, want := modules[[2]int{corner[0] + x + quietZone, corner[1] + y + quietZone}], ring != 2; got != want {
						t.Fatalf("the finder at %v is broken at %d,%d", corner, x, y)
					}
				}
			}
		}
	}
}

func abs(n int) int { return max(n, -n) }

func TestTheCodeOfAnAssetIsItsTrackedLink(t *testing.T) {
	l := loaded(t)
	page, err := l.RenderPage(asset(t, l, "city-weekend", "es"), casa(), base)
	if err != nil {
		t.Fatal(err)
	}
	svg, _ := parsed(t, string(page)).Find("figure.qr").Html()
	want, err := QR(base+"/r/CDR42?utm_campaign=city-weekend&utm_content=es&utm_medium=qr&utm_source=casa-do-rio", "")
	if err != nil {
		t.Fatal(err)
	}
	path := want[strings.Index(want, `fill="#000"`):strings.Index(want, "</svg>")]
	if !strings.Contains(svg, strings.TrimSuffix(path, "/>")) {
		t.Error("the code is not that of the tracked link")
	}
	if label, _ := parsed(t, string(page)).Find("svg.qr-code").Attr("aria-label"); label != "Código QR de portal.example/r/CDR42" {
		t.Errorf("the code is called %q", label)
	}
}

func TestALinkTooLongForACodeIsAnError(t *testing.T) {
	if _, err := QR("https://x.example/"+strings.Repeat("x", 5000), ""); err == nil {
		t.Error("5,000 characters fitted")
	}
}

func TestThePictureToPrintIsTheDrawnCode(t *testing.T) {
	address := base + "/r/casa-lumen?to=form"
	svg, err := QR(address, "code")
	if err != nil {
		t.Fatal(err)
	}
	modules, size := drawn(t, svg)
	picture, err := QRPicture(address)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil || img.Bounds().Dx() != size*qrPixels {
		t.Fatalf("%v, %v", img.Bounds(), err)
	}
	for y := range size {
		for x := range size {
			r, _, _, _ := img.At(x*qrPixels+qrPixels/2, y*qrPixels+qrPixels/2).RGBA()
			if (r == 0) != modules[[2]int{x, y}] {
				t.Fatalf("the module %d,%d differs", x, y)
			}
		}
	}
	if _, err := QRPicture(strings.Repeat("x", 5000)); err == nil {
		t.Error("a code of 5,000 characters is drawn")
	}
}
