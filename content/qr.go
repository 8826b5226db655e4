package content

import (
	"bytes"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
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

// matrix is the modules of a code, true where they are black, without the border.
func matrix(code barcode.Barcode) [][]bool {
	n := code.Bounds().Dx()
	rows := make([][]bool, n)
	for y := range rows {
		rows[y] = make([]bool, n)
		for x := range rows[y] {
			rows[y][x] = dark(code, x, y)
		}
	}
	return rows
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

// How wide a module of a code is in pixels: of one to print, and of one on a screen.
const (
	qrPixels     = 16
	qrMailPixels = 6
)

// QRPicture draws the code for an address as a PNG to print.
func QRPicture(address string) ([]byte, error) { return qrPNG(address, qrPixels) }

// qrPNG draws the code for an address with so many pixels to a module.
func qrPNG(address string, pixels int) ([]byte, error) {
	code, err := qrCode(address)
	if err != nil {
		return nil, err
	}
	n := code.Bounds().Dx()
	size := (n + 2*quietZone) * pixels
	picture := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{color.White, color.Black})
	for y := range size {
		for x := range size {
			if at, down := x/pixels-quietZone, y/pixels-quietZone; at >= 0 && at < n && down >= 0 && down < n && dark(code, at, down) {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("draw a QR code: %w", err)
	}
	return out.Bytes(), nil
}
