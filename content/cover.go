package content

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"path"
	"strings"
	"sync"

	"tandem/content/render/kept"

	"golang.org/x/image/draw"
)

// A cover as a card shows it: wide enough for a card on a phone, and cut to the shape
// that the cards have.
const (
	coverWidth   = 480
	coverHeight  = coverWidth * 7 / 16
	coverQuality = 78
)

// coverSheet is how much of the covers, compressed, is put together into one file. What
// is heavier is fetched on its own, when its card is looked at.
const coverSheet = 20 << 10

// coverPixels bounds a picture that is made smaller; a larger one is shown as it is.
const coverPixels = 16 << 20

// Cover is the picture on an asset's card.
type Cover struct {
	Path   string // where the portal serves it, "" for none
	Width  int
	Height int
}

// covers are the pictures of all cards. Light ones are parts of one drawing, so that a
// page of many cards asks for one file.
type covers struct {
	cards map[string]Cover // by the picture's name
	files map[string]Image // by path
}

// Cover is the picture on an asset's card, without a path when it has none.
func (l *Library) Cover(a Asset) Cover { return l.covers().cards[a.Cover] }

// PublicCover is the picture on a public asset's card. It is in a file that holds the
// covers of public assets alone.
func (l *Library) PublicCover(a Asset) Cover { return l.openCovers().cards[a.Cover] }

// Thumb is a whole picture as the image library lists it.
func (l *Library) Thumb(img Image) Cover { return l.thumbs().cards[img.Name] }

// makeCovers prepares the covers of some of the assets, those of the newest first.
func (l *Library) makeCovers(of func(*entry) bool) covers {
	var pictures []Image
	for _, e := range l.entries {
		if original, ok := l.images[e.Cover]; ok && of(e) {
			pictures = append(pictures, original)
		}
	}
	return contactSheet("covers.svg", pictures, "slice")
}

// shelve prepares the files that are made when a page first asks for them.
func (l *Library) shelve() {
	l.covers = sync.OnceValue(func() covers { return l.makeCovers(func(*entry) bool { return true }) })
	l.openCovers = sync.OnceValue(func() covers { return l.makeCovers(func(e *entry) bool { return e.Public }) })
	l.thumbs = sync.OnceValue(func() covers { return contactSheet("pictures.svg", l.Pictures(), "meet") })
}

// contactSheet puts pictures in the size of a card into one drawing as long as there is room,
// the others beside it. how is what becomes of one of another shape: "slice" cuts it, "meet" shows all of it.
func contactSheet(file string, pictures []Image, how string) covers {
	c := covers{cards: map[string]Cover{}, files: map[string]Image{}}
	room := coverSheet
	var inside []string
	var parts strings.Builder
	for _, original := range pictures {
		if _, done := c.cards[original.Name]; done {
			continue
		}
		picture := original.asCover()
		uri := picture.smallURI()
		if size := zippedSize(uri); size <= room {
			room -= size
			y := len(inside) * coverHeight
			fmt.Fprintf(&parts, `<view id="c%d" viewBox="0 %d %d %d"/><svg y="%d" width="%d" height="%d" viewBox="0 0 %d %d" preserveAspectRatio="xMidYMid %s"><image width="%d" height="%d" href="%s"/></svg>`+"\n",
				len(inside), y, coverWidth, coverHeight, y, coverWidth, coverHeight, picture.Width, picture.Height, how, picture.Width, picture.Height, uri)
			inside = append(inside, original.Name)
			c.cards[original.Name] = Cover{Width: coverWidth, Height: coverHeight}
			continue
		}
		c.cards[original.Name] = Cover{picture.Path(), picture.Width, picture.Height}
		c.files[picture.Path()] = picture
	}
	sheet := hashed(Image{
		Name: file, Type: "image/svg+xml", Width: coverWidth, Height: coverHeight,
		Bytes: fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">`+"\n%s</svg>\n", coverWidth, coverHeight, coverWidth, coverHeight, parts.String()),
	})
	c.files[sheet.Path()] = sheet
	for i, name := range inside {
		card := c.cards[name]
		card.Path = fmt.Sprintf("%s#c%d", sheet.Path(), i)
		c.cards[name] = card
	}
	return c
}

// smaller are photographs in the size of a card by hash and name: a library is laid anew
// with every text that is published.
var smaller = kept.Weighed[string](16<<20, func(i Image) int { return len(i.Bytes) })

// asCover is a photograph in the size of a card, and a drawing as it is.
func (i Image) asCover() Image {
	if i.Type == "image/svg+xml" || i.Width <= coverWidth || i.Width*i.Height > coverPixels {
		return i
	}
	made, _ := smaller.Get(i.Hash+i.Name, func() (Image, error) { return i.scaled(), nil })
	return made
}

// scaled is a photograph in the size of a card; itself where it would not be lighter.
func (i Image) scaled() Image {
	picture, _, err := image.Decode(bytes.NewReader(i.Bytes))
	if err != nil {
		return i
	}
	small := image.NewRGBA(image.Rect(0, 0, coverWidth, max(1, i.Height*coverWidth/i.Width)))
	draw.CatmullRom.Scale(small, small.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	stem := strings.TrimSuffix(i.Name, path.Ext(i.Name))
	cover := Image{Name: stem + ".cover.jpg", Type: "image/jpeg", Width: small.Rect.Dx(), Height: small.Rect.Dy()}
	var out bytes.Buffer
	if small.Opaque() {
		err = jpeg.Encode(&out, small, &jpeg.Options{Quality: coverQuality})
	} else {
		cover.Name, cover.Type = stem+".cover.png", "image/png"
		err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, small)
	}
	if err != nil || out.Len() >= len(i.Bytes) {
		return i
	}
	cover.Bytes = out.Bytes()
	return hashed(cover)
}

func hashed(i Image) Image {
	sum := sha256.Sum256(i.Bytes)
	i.Hash = hex.EncodeToString(sum[:])
	return i
}

// smallURI is the picture inside an address: a drawing as text, which compresses.
func (i Image) smallURI() string {
	if i.Type != "image/svg+xml" {
		return i.dataURI()
	}
	return "data:image/svg+xml," + drawingEscapes.Replace(string(i.Bytes))
}

// drawingEscapes writes a drawing into an address that stands in an attribute.
var drawingEscapes = strings.NewReplacer("%", "%25", "#", "%23", "<", "%3C", ">", "%3E", `"`, "%22", "&", "%26", "\n", "%0A", "\r", "%0D", "\t", "%09")

func zippedSize(text string) int {
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	_, _ = zip.Write([]byte(text)) // a buffer takes everything
	_ = zip.Close()
	return out.Len()
}
