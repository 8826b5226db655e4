package content

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"image"
	_ "image/jpeg" // so that DecodeConfig knows the format
	_ "image/png"  // so that DecodeConfig knows the format
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"tandem/content/render/typeset"
	"tandem/portal"
)

// Image is a picture of the library, as it is served.
type Image struct {
	Name   string
	Type   string // "image/png", "image/jpeg" or "image/svg+xml"
	Bytes  []byte
	Hash   string // SHA-256, hex
	Width  int
	Height int
	Alt    string // what it shows, "" where nobody has said it of the picture itself
	Focus  *Focus // what stays in sight where it is cut, nil for the middle; an asset may say otherwise of its cover
}

// Path is where the portal serves the picture: its name changes with its bytes, so it can be kept for ever.
func (i Image) Path() string {
	if i.Hash == "" {
		return "" // of a picture that there is not
	}
	return ImagePrefix + i.Hash[:16] + "/" + i.Name
}

// ImagePrefix is the folder of the library's pictures in the portal.
const ImagePrefix = "/library/images/"

func (i Image) dataURI() string {
	return "data:" + i.Type + ";base64," + base64.StdEncoding.EncodeToString(i.Bytes)
}

// maxImage bounds one picture: every self-contained page carries its pictures.
const maxImage = 300 << 10

// ImageAt finds a picture by the path it is served at.
func (l *Library) ImageAt(requested string) (Image, error) {
	if img, ok := l.images[path.Base(requested)]; ok && img.Path() == requested {
		return img, nil
	}
	if l.logo.Name != "" && l.logo.Path() == requested {
		return l.logo, nil
	}
	if img, ok := l.openCovers().files[requested]; ok {
		return img, nil
	}
	if img, ok := l.covers().files[requested]; ok {
		return img, nil
	}
	if img, ok := l.thumbs().files[requested]; ok {
		return img, nil
	}
	return Image{}, portal.Errorf(portal.NotFound, "There is no such picture.")
}

// readImages reads the pictures of a folder into l.images, refusing what is not one.
func (l *Library) readImages(fsys fs.FS, folder string) {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return // a library without pictures
	}
	for _, entry := range entries {
		name := path.Join(folder, entry.Name())
		if strings.HasPrefix(entry.Name(), ".") || entry.IsDir() {
			continue
		}
		f := &file{name: name}
		l.files[name] = f
		info, err := entry.Info()
		if err != nil || info.Size() > maxImage {
			f.problem(0, 0, "cannot be used; keep a picture under %d KB", maxImage>>10)
			continue
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			f.problem(0, 0, "cannot be read: %v", err)
			continue
		}
		img, err := readImage(entry.Name(), data)
		if err != nil {
			f.problem(0, 0, "%v", err)
			continue
		}
		l.images[img.Name] = img
		l.readDrawing(f, img)
	}
}

// readLogo reads the company's own logo, program/logo.svg or program/logo.png.
func (l *Library) readLogo(fsys fs.FS) {
	for _, name := range []string{"logo.svg", "logo.png"} {
		data, err := fs.ReadFile(fsys, "program/"+name)
		if err != nil {
			continue
		}
		f := &file{name: "program/" + name}
		if l.logo, err = readImage(name, data); err != nil {
			f.problem(0, 0, "%v", err)
		} else {
			l.readDrawing(f, l.logo)
		}
		l.files[f.name] = f
		return
	}
}

// readDrawing reads an SVG as pages print it, once for all of them.
func (l *Library) readDrawing(f *file, img Image) {
	if img.Type != "image/svg+xml" {
		return
	}
	drawing, err := typeset.Drawing(img.Bytes)
	if err != nil {
		f.problem(0, 0, "cannot be printed: %v", err)
		return
	}
	l.drawings[img.Hash] = drawing
}

// Logo is the company's own logo; without one its Name is empty.
func (l *Library) Logo() Image { return l.logo }

func readImage(name string, data []byte) (Image, error) {
	img := hashed(Image{Name: name, Bytes: data})
	if path.Ext(name) == ".svg" {
		img.Type = "image/svg+xml"
		var err error
		img.Width, img.Height, err = drawingSize(data)
		return img, err
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || "."+format != strings.Replace(path.Ext(name), ".jpg", ".jpeg", 1) {
		return Image{}, errors.New("is not the picture its name says; use .png, .jpg or .svg")
	}
	img.Type, img.Width, img.Height = "image/"+format, config.Width, config.Height
	return img, nil
}

// drawingElements are what an SVG of ours is drawn with: shapes and text, nothing that runs or loads.
var drawingElements = strings.Fields("svg g defs title desc path rect circle ellipse line polyline polygon text tspan linearGradient radialGradient stop clipPath use")

// drawingSize checks an SVG against what we draw with and returns its size.
func drawingSize(data []byte) (width, height int, err error) {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, 0, errors.New("is not an SVG drawing")
		}
		if directive, ok := token.(xml.Directive); ok {
			return 0, 0, errors.New("holds <!" + string(directive[:min(len(directive), 12)]) + "; delete it")
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !slices.Contains(drawingElements, start.Name.Local) || start.Name.Space != "" {
			return 0, 0, errors.New("holds <" + start.Name.Local + ">; draw with shapes and text only")
		}
		for _, attr := range start.Attr {
			key, value := strings.ToLower(attr.Name.Local), strings.ToLower(attr.Value)
			if strings.HasPrefix(key, "on") || key == "style" || key == "href" && !strings.HasPrefix(value, "#") || strings.Contains(value, "url(") && !strings.Contains(value, "url(#") {
				return 0, 0, errors.New("holds the attribute " + attr.Name.Local + "; draw with plain attributes only")
			}
			if start.Name.Local == "svg" && key == "width" {
				width, _ = strconv.Atoi(value)
			}
			if start.Name.Local == "svg" && key == "height" {
				height, _ = strconv.Atoi(value)
			}
		}
	}
	if width <= 0 || height <= 0 {
		return 0, 0, errors.New("has no size; give the svg element width and height in whole pixels")
	}
	return width, height, nil
}
