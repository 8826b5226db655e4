package content

import (
	"bytes"
	"cmp"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"maps"

	"golang.org/x/image/draw"

	"tandem/portal"
)

// Limits of a picture as it is uploaded. It is kept smaller: every page, message and
// file that shows it carries it along.
const (
	MaxPictureBytes = 8 << 20
	maxPictureSide  = 8192
	maxPictureArea  = 16 << 20
)

// keptPictureSides are the longer sides in pixels that are tried until the bytes fit [maxImage].
var keptPictureSides = []int{1600, 1280, 1024, 800, 640}

// ReadPicture turns an upload (PNG, JPEG, WebP or SVG) into the picture that is kept: a
// JPEG, or a PNG where it has clear parts or is smaller as one, upright as the camera
// held it. Nothing of the upload survives but its pixels, so neither does the place where
// it was taken. Its name in texts is made from the file's. What cannot be used is
// Invalid, at the field "picture".
func ReadPicture(file string, upload []byte) (Image, error) {
	name := pictureName(file)
	switch {
	case len(upload) == 0:
		return Image{}, wrongPicture("Choose a file.")
	case len(upload) > MaxPictureBytes:
		return Image{}, wrongPicture("The file is larger than 8 MB. Save the picture smaller.")
	case name == "":
		return Image{}, wrongPicture("Give the file a name in letters or digits, such as terrace-at-night.jpg.")
	}
	var picture image.Image
	var err error
	if looksLikeSVG(upload) {
		picture, err = rasterise(upload, keptPictureSides[0])
	} else {
		picture, err = decodeUpload(upload, bounds{maxPictureSide, maxPictureArea, "The picture is larger than 8,192 pixels on a side or 16 million in all. Save it smaller."})
	}
	var wrong *portal.Error
	if errors.As(err, &wrong) && wrong.Fields["logo"] != "" {
		err = wrongPicture(wrong.Fields["logo"])
	}
	if err != nil {
		return Image{}, err
	}
	whole := upright(shrunk(picture, keptPictureSides[0]), orientation(upload))
	for _, side := range keptPictureSides {
		small := shrunk(whole, side)
		data, kind, err := encoded(small)
		if err != nil {
			return Image{}, wrongPicture("The picture cannot be read. Save it as PNG and try again.")
		}
		if len(data) <= maxImage {
			size := small.Bounds()
			return hashed(Image{Name: name + pictureExtensions[kind], Type: kind, Bytes: data, Width: size.Dx(), Height: size.Dy()}), nil
		}
	}
	return Image{}, wrongPicture("The picture is too heavy, even when it is made smaller. Use a calmer one, or save it as JPEG.")
}

func wrongPicture(sentence string) error { return portal.Problems{"picture": sentence}.Err() }

// encoded is a picture as PNG when it has clear parts, and else as whichever of PNG and
// JPEG has fewer bytes: drawings are smaller and sharper as PNG, photographs as JPEG.
func encoded(picture *image.NRGBA) (data []byte, kind string, err error) {
	var asPNG, asJPEG bytes.Buffer
	if err := smallPNG.Encode(&asPNG, picture); err != nil {
		return nil, "", err
	}
	if !picture.Opaque() {
		return asPNG.Bytes(), "image/png", nil
	}
	if err := jpeg.Encode(&asJPEG, picture, &jpeg.Options{Quality: 82}); err != nil {
		return nil, "", err
	}
	if asPNG.Len() <= asJPEG.Len() {
		return asPNG.Bytes(), "image/png", nil
	}
	return asJPEG.Bytes(), "image/jpeg", nil
}

// shrunk is a picture whose longer side has at most so many pixels.
func shrunk(picture image.Image, side int) *image.NRGBA {
	size := picture.Bounds()
	if there, ok := picture.(*image.NRGBA); ok && max(size.Dx(), size.Dy()) <= side {
		return there
	}
	to := size.Sub(size.Min)
	if long := max(size.Dx(), size.Dy()); long > side {
		to = image.Rect(0, 0, max(1, size.Dx()*side/long), max(1, size.Dy()*side/long))
	}
	out := image.NewNRGBA(to)
	draw.CatmullRom.Scale(out, to, picture, size, draw.Src, nil)
	return out
}

// turned is a picture seen after it was mirrored and turned as a camera says.
type turned struct {
	image.Image
	how int // of EXIF, 2 to 8
}

// upright turns a picture as EXIF's tag Orientation asks (CIPA DC-008, 4.6.5.1.6): 1 is as it is.
func upright(picture *image.NRGBA, how int) *image.NRGBA {
	if how < 2 || how > 8 {
		return picture
	}
	seen := turned{picture, how}
	out := image.NewNRGBA(seen.Bounds())
	draw.Draw(out, out.Rect, seen, image.Point{}, draw.Src)
	return out
}

// ColorModel is the picture's.
func (t turned) ColorModel() color.Model { return t.Image.ColorModel() }

// Bounds is the picture's size as it is seen.
func (t turned) Bounds() image.Rectangle {
	size := t.Image.Bounds()
	if t.how >= 5 {
		return image.Rect(0, 0, size.Dy(), size.Dx())
	}
	return image.Rect(0, 0, size.Dx(), size.Dy())
}

// At is the colour of a pixel as it is seen.
func (t turned) At(x, y int) color.Color {
	size := t.Image.Bounds()
	w, h := size.Dx()-1, size.Dy()-1
	switch t.how {
	case 2:
		x = w - x
	case 3:
		x, y = w-x, h-y
	case 4:
		y = h - y
	case 5:
		x, y = y, x
	case 6:
		x, y = y, h-x
	case 7:
		x, y = w-y, h-x
	case 8:
		x, y = w-y, x
	}
	return t.Image.At(size.Min.X+x, size.Min.Y+y)
}

// Hang is the library with pictures that are not among its files. A file of the same name stands before one.
func (l *Library) Hang(pictures []Image) *Library {
	if len(pictures) == 0 {
		return l
	}
	t := *l
	t.images = maps.Clone(l.images)
	for _, picture := range pictures {
		if _, there := t.images[picture.Name]; !there {
			t.images[picture.Name] = picture
		}
	}
	t.shelve()
	return &t
}

// Picture is a picture of the library by its name; NotFound without one.
func (l *Library) Picture(name string) (Image, error) {
	if img, ok := l.images[name]; ok {
		return img, nil
	}
	return Image{}, portal.Errorf(portal.NotFound, "There is no such picture.")
}

// Markdown is the line of a text that shows the picture.
func (i Image) Markdown() string { return "![" + cmp.Or(i.Alt, "What it shows") + "](" + i.Name + ")" }

// Shows are the names of the pictures of an asset, its cover among them, each once.
func (l *Library) Shows(a Asset) []string { return l.picturesOf(a) }

// Window is the part of a picture that is left where it fills a box of another shape.
func (i Image) Window(w, h int) image.Rectangle { return window(i.Width, i.Height, i.focus(), w, h) }

// focus is the picture's own, its middle without one.
func (i Image) focus() Focus {
	if i.Focus != nil {
		return *i.Focus
	}
	return Focus{50, 50}
}
