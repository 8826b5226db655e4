package content

import (
	"bytes"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"strconv"

	qrcode "github.com/skip2/go-qrcode"

	"tandem/content/render/kept"
)

// quietZone is the white border a scanner needs around the code, in modules.
const quietZone = 4

// modules are those of a code, without the border. They are read only.
type modules struct {
	side  int
	black []bool // row by row
}

// dark reports whether a module of the code is black.
func (m *modules) dark(x, y int) bool { return m.black[y*m.side+x] }

// rows are the modules row by row.
func (m *modules) rows() [][]bool {
	rows := make([][]bool, m.side)
	for y := range rows {
		rows[y] = m.black[y*m.side : (y+1)*m.side]
	}
	return rows
}

// madeCodes are those made last: an asset's page, its PDF file and its cards have the same one.
var madeCodes = kept.New[string, *modules](512)

// maxCoded is how long an address in a text may be that becomes a code. What it is
// tracked by, and the partner's own part, come on top; a code holds 2,331.
const maxCoded = 500

// qrCode makes the modules of the code for an address, error correction M.
func qrCode(address string) (*modules, error) {
	return madeCodes.Get(address, func() (*modules, error) {
		code, err := qrcode.New(address, qrcode.Medium)
		if err != nil {
			return nil, fmt.Errorf("make a QR code of %d characters: %w", len(address), err)
		}
		code.DisableBorder = true
		rows := code.Bitmap()
		m := &modules{side: len(rows), black: make([]bool, 0, len(rows)*len(rows))}
		for _, row := range rows {
			m.black = append(m.black, row...)
		}
		return m, nil
	})
}

// QR draws the code for an address as an SVG of one path: black on white in any
// theme, sized by CSS, named by label for those who cannot see it.
func QR(address, label string) (string, error) {
	code, err := qrCode(address)
	if err != nil {
		return "", err
	}
	n := code.side
	path := make([]byte, 0, 12*n*n/4)
	for y := range n {
		for x := 0; x < n; x++ {
			run := x
			for run < n && code.dark(run, y) {
				run++
			}
			if run > x {
				path = strconv.AppendInt(append(path, 'M'), int64(x+quietZone), 10)
				path = strconv.AppendInt(append(path, ' '), int64(y+quietZone), 10)
				path = strconv.AppendInt(append(path, 'h'), int64(run-x), 10)
				path = append(strconv.AppendInt(append(path, "v1h-"...), int64(run-x), 10), 'z')
				x = run
			}
		}
	}
	size := n + 2*quietZone
	return fmt.Sprintf(`<svg class="qr-code" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="%s" viewBox="0 0 %d %d" width="168" height="168" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`, html.EscapeString(label), size, size, size, size, path), nil
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
	n := code.side
	size := (n + 2*quietZone) * pixels
	picture := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{color.White, color.Black})
	for y := range size {
		for x := range size {
			if at, down := x/pixels-quietZone, y/pixels-quietZone; at >= 0 && at < n && down >= 0 && down < n && code.dark(at, down) {
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
