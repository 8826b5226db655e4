package content

import (
	"fmt"
	"html"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

// quietZone is the white border a scanner needs around the code, in modules.
const quietZone = 4

// qrCode makes the modules of the code for an address, error correction M.
func qrCode(address string) (barcode.Barcode, error) {
	code, err := qr.Encode(address, qr.M, qr.Unicode)
	if err != nil {
		return nil, fmt.Errorf("make a QR code of %d characters: %w", len(address), err)
	}
	return code, nil
}

// dark reports whether a module of the code is black.
func dark(code barcode.Barcode, x, y int) bool {
	r, _, _, _ := code.At(x, y).RGBA()
	return r == 0
}

// QR draws the code for an address as an SVG of one path: black on white in any
// theme, sized by CSS, named by label for those who cannot see it.
func QR(address, label string) (string, error) {
	code, err := qrCode(address)
	if err != nil {
		return "", err
	}
	n := code.Bounds().Dx()
	var path strings.Builder
	for y := range n {
		for x := 0; x < n; x++ {
			run := x
			for run < n && dark(code, run, y) {
				run++
			}
			if run > x {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quietZone, y+quietZone, run-x, run-x)
				x = run
			}
		}
	}
	size := n + 2*quietZone
	return fmt.Sprintf(`<svg class="qr-code" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="%s" viewBox="0 0 %d %d" width="168" height="168" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`, html.EscapeString(label), size, size, size, size, path.String()), nil
}
