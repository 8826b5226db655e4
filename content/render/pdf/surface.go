package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"io"
)

// Surface is shown what is drawn on a page, in the order in which it is drawn: whoever
// wants to see the page as its reader does. Lengths are from the top left of the page.
type Surface interface {
	// Text is clusters from left to right, their baseline beginning at x and y.
	Text(face *Typeface, size, x, y Unit, c Colour, clusters []Cluster)
	Draw(path *Path, paint Paint)
	Place(r *Raster, x, y, width, height Unit)
	Shade(g Gradient, alpha int)
	// Clip keeps what follows inside a path, until Unclip.
	Clip(path *Path, evenOdd bool)
	Unclip()
}

// Watch shows a surface what is drawn on the page of a number, from 0, which is yet to come.
func (w *Writer) Watch(page int, s Surface) { w.watched, w.watcher = page, s }

// unseen is the surface of a page that nobody watches.
type unseen struct{}

func (unseen) Text(*Typeface, Unit, Unit, Unit, Colour, []Cluster) {}
func (unseen) Draw(*Path, Paint)                                   {}
func (unseen) Place(*Raster, Unit, Unit, Unit, Unit)               {}
func (unseen) Shade(Gradient, int)                                 {}
func (unseen) Clip(*Path, bool)                                    {}
func (unseen) Unclip()                                             {}

// Steps calls one of three functions for each step of a path, in order, and end where a figure is closed.
func (p *Path) Steps(move, line func(x, y Unit), curve func(x1, y1, x2, y2, x, y Unit), end func()) {
	for _, s := range p.steps {
		at := s.points
		switch s.operator {
		case 'm':
			move(at[0], at[1])
		case 'l':
			line(at[0], at[1])
		case 'c':
			curve(at[0], at[1], at[2], at[3], at[4], at[5])
		case 'h':
			end()
		}
	}
}

func rectangle(x, y, width, height Unit) *Path {
	p := &Path{}
	p.Move(x, y)
	p.Line(x+width, y)
	p.Line(x+width, y+height)
	p.Line(x, y+height)
	p.Close()
	return p
}

var errRaster = errors.New("the pixels of a picture are not those it was made of")

// Image is the picture as it was read, for whoever draws it.
func (r *Raster) Image() (image.Image, error) {
	if r.encoded {
		picture, _, err := image.Decode(bytes.NewReader(r.data))
		if err != nil {
			return nil, fmt.Errorf("read a picture: %w", err)
		}
		return picture, nil
	}
	rgb, err := unpacked(r.data, r.Height, 3*r.Width)
	if err != nil {
		return nil, err
	}
	alpha := bytes.Repeat([]byte{255}, r.Width*r.Height)
	if r.mask != nil {
		if alpha, err = unpacked(r.mask, r.Height, r.Width); err != nil {
			return nil, err
		}
	}
	out := image.NewNRGBA(image.Rect(0, 0, r.Width, r.Height))
	for i := range alpha {
		copy(out.Pix[4*i:], rgb[3*i:3*i+3])
		out.Pix[4*i+3] = alpha[i]
	}
	return out, nil
}

// unpacked are rows of bytes that [Raster.encode] packed, each as its difference from the one above.
func unpacked(data []byte, rows, row int) ([]byte, error) {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("unpack a picture: %w", err)
	}
	all, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("unpack a picture: %w", err)
	}
	if len(all) != rows*(row+1) {
		return nil, errRaster
	}
	out := make([]byte, 0, rows*row)
	above := make([]byte, row)
	for y := range rows {
		for i, d := range all[y*(row+1)+1 : (y+1)*(row+1)] {
			above[i] += d
		}
		out = append(out, above...)
	}
	return out, nil
}
