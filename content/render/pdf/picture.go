package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // pictures may be JPEG
	_ "image/png"  // or PNG
)

// Raster is a picture made ready for files: read once, used in many. It is read only.
type Raster struct {
	Width, Height int    // pixels
	Hash          string // of the bytes it was made of

	entries string
	data    []byte
	encoded bool   // data is a file of its own, a JPEG
	mask    []byte // alpha, nil when opaque
}

// MaxPixels bounds a picture before it is decoded: a small file can hold a huge one.
const MaxPixels = 16 << 20

var errLarge = errors.New("the picture has too many pixels")

// ReadRaster reads a PNG, JPEG or other picture whose decoder is linked in. Its size is read before its pixels.
func ReadRaster(hash string, file []byte) (*Raster, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("read the size of a picture: %w", err)
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > MaxPixels/config.Height {
		return nil, errLarge
	}
	picture, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("read a picture: %w", err)
	}
	r := &Raster{Width: config.Width, Height: config.Height, Hash: hash}
	if _, photo := picture.(*image.YCbCr); photo && format == "jpeg" {
		r.entries, r.data, r.encoded = "/ColorSpace /DeviceRGB /Filter /DCTDecode", file, true
		return r, nil
	}
	r.encode(picture)
	return r, nil
}

// encode packs pixels, each row as its difference from the one above, which drawings compress well under.
func (r *Raster) encode(picture image.Image) {
	bounds := picture.Bounds()
	rgb := make([]byte, 0, (3*r.Width+1)*r.Height)
	alpha := make([]byte, 0, (r.Width+1)*r.Height)
	above, aboveAlpha := make([]byte, 3*r.Width), make([]byte, r.Width)
	opaque := true
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		const up = 2
		rgb, alpha = append(rgb, up), append(alpha, up)
		for x := range r.Width {
			cr, cg, cb, ca := picture.At(bounds.Min.X+x, y).RGBA()
			opaque = opaque && ca == 0xffff
			var now [4]byte
			if ca > 0 {
				now = [4]byte{byte(cr * 255 / ca), byte(cg * 255 / ca), byte(cb * 255 / ca), byte(ca >> 8)}
			}
			for i := range 3 {
				rgb = append(rgb, now[i]-above[3*x+i])
				above[3*x+i] = now[i]
			}
			alpha = append(alpha, now[3]-aboveAlpha[x])
			aboveAlpha[x] = now[3]
		}
	}
	predict := func(colours int) string {
		return fmt.Sprintf("/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors %d /Columns %d >>", colours, r.Width)
	}
	r.entries, r.data = "/ColorSpace /DeviceRGB "+predict(3), deflate(rgb)
	if !opaque {
		r.mask = deflate(alpha)
	}
}

// Picture is a raster in one file.
type Picture struct {
	raster *Raster
	index  int
	object int
}

// Picture makes a raster usable in the file; the same one is written once.
func (w *Writer) Picture(r *Raster) *Picture {
	if p, ok := w.placed[r.Hash]; ok {
		return p
	}
	p := &Picture{raster: r, index: len(w.pictures)}
	w.pictures = append(w.pictures, p)
	w.placed[r.Hash] = p
	return p
}

func (w *Writer) writePicture(p *Picture) {
	r := p.raster
	size := fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 ", r.Width, r.Height)
	mask := ""
	if r.mask != nil {
		n := w.packed(size+fmt.Sprintf("/ColorSpace /DeviceGray /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 1 /Columns %d >>", r.Width), r.mask)
		mask = fmt.Sprintf(" /SMask %d 0 R", n)
	}
	p.object = w.packed(size+r.entries+mask, r.data)
}
