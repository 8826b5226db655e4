package content

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/jpeg"
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
	cards map[framed]Cover
	files map[string]Image // by path
}

// framed is a picture by its name, and what stays in sight where it is cut.
type framed struct {
	picture string
	focus   Focus
}

// Cover is the picture on an asset's card, without a path when it has none.
func (l *Library) Cover(a Asset) Cover { return l.covers().cards[framed{a.Cover, a.Focus}] }

// PublicCover is the picture on a public asset's card. It is in a file that holds the
// covers of public assets alone.
func (l *Library) PublicCover(a Asset) Cover { return l.openCovers().cards[framed{a.Cover, a.Focus}] }

// Thumb is a whole picture as the image library lists it.
func (l *Library) Thumb(img Image) Cover { return l.thumbs().cards[framed{picture: img.Name}] }

// makeCovers prepares the covers of some of the assets, those of the newest first.
func (l *Library) makeCovers(of func(*entry) bool) covers {
	var list []framed
	for _, e := range l.entries {
		if _, ok := l.images[e.Cover]; ok && of(e) {
			list = append(list, framed{e.Cover, e.Focus})
		}
	}
	return l.contactSheet("covers.svg", list, true)
}

// shelve prepares the files that are made when a page first asks for them.
func (l *Library) shelve() {
	l.covers = sync.OnceValue(func() covers { return l.makeCovers(func(*entry) bool { return true }) })
	l.openCovers = sync.OnceValue(func() covers { return l.makeCovers(func(e *entry) bool { return e.Public }) })
	l.thumbs = sync.OnceValue(func() covers {
		var list []framed
		for _, img := range l.Pictures() {
			list = append(list, framed{picture: img.Name})
		}
		return l.contactSheet("pictures.svg", list, false)
	})
}

// contactSheet puts pictures in the size of a card into one drawing as long as there is
// room, each once, the others beside it. One of another shape is cut around its focus, or
// seen as a whole.
func (l *Library) contactSheet(file string, list []framed, cut bool) covers {
	c := covers{cards: map[framed]Cover{}, files: map[string]Image{}}
	room := coverSheet
	var inside []framed
	var parts strings.Builder
	drawn := map[string]int{} // pictures of the sheet by hash
	for _, one := range list {
		if _, done := c.cards[one]; done {
			continue
		}
		picture, from := l.images[one.picture].asCover(), image.Rectangle{}
		if cut {
			picture, from = l.images[one.picture].cutCover(one.focus)
		} else {
			from = image.Rect(0, 0, picture.Width, picture.Height)
		}
		n, known := drawn[picture.Hash]
		shown := fmt.Sprintf(`<use href="#p%d"/>`, n)
		if !known {
			uri := picture.smallURI()
			size := zippedSize(uri)
			if size > room {
				c.cards[one] = Cover{picture.Path(), picture.Width, picture.Height}
				c.files[picture.Path()] = picture
				continue
			}
			room -= size
			n = len(drawn)
			drawn[picture.Hash] = n
			shown = fmt.Sprintf(`<image id="p%d" width="%d" height="%d" href="%s"/>`, n, picture.Width, picture.Height, uri)
		}
		y := len(inside) * coverHeight
		fmt.Fprintf(&parts, `<view id="c%d" viewBox="0 %d %d %d"/><svg y="%d" width="%d" height="%d" viewBox="%d %d %d %d">%s</svg>`+"\n",
			len(inside), y, coverWidth, coverHeight, y, coverWidth, coverHeight, from.Min.X, from.Min.Y, from.Dx(), from.Dy(), shown)
		inside = append(inside, one)
		c.cards[one] = Cover{Width: coverWidth, Height: coverHeight}
	}
	sheet := hashed(Image{
		Name: file, Type: "image/svg+xml", Width: coverWidth, Height: coverHeight,
		Bytes: fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">`+"\n%s</svg>\n", coverWidth, coverHeight, coverWidth, coverHeight, parts.String()),
	})
	c.files[sheet.Path()] = sheet
	for i, one := range inside {
		card := c.cards[one]
		card.Path = fmt.Sprintf("%s#c%d", sheet.Path(), i)
		c.cards[one] = card
	}
	return c
}

// smaller are photographs in the size of a card by hash and name: a library is laid anew
// with every text that is published.
var smaller = kept.Weighed[string](16<<20, func(i Image) int { return len(i.Bytes) })

// asCover is a photograph in the width of a card, and a drawing as it is.
func (i Image) asCover() Image {
	if !i.shrinks() {
		return i
	}
	made, _ := smaller.Get(i.Hash+i.Name, func() (Image, error) {
		return i.scaled("cover", image.Rect(0, 0, i.Width, i.Height), max(1, i.Height*coverWidth/i.Width)), nil
	})
	return made
}

// cutCover is a picture for a card, and the part of it that has the card's shape, around a
// focus. Of a photograph that part is all that is kept.
func (i Image) cutCover(focus Focus) (picture Image, from image.Rectangle) {
	from = window(i.Width, i.Height, focus, coverWidth, coverHeight)
	if !i.shrinks() {
		return i, from
	}
	made, _ := smaller.Get(fmt.Sprintf("%s%s %d %d", i.Hash, i.Name, focus.X, focus.Y), func() (Image, error) {
		return i.scaled(fmt.Sprintf("card-%d-%d", focus.X, focus.Y), from, coverHeight), nil
	})
	if made.Hash != i.Hash {
		from = image.Rect(0, 0, made.Width, made.Height)
	}
	return made, from
}

// shrinks reports a photograph that is wider than a card, and not too large to be read.
func (i Image) shrinks() bool {
	return i.Type != "image/svg+xml" && i.Width > coverWidth && i.Width*i.Height <= coverPixels
}

// scaled is a part of a photograph in the width of a card; itself where it would not be lighter.
func (i Image) scaled(name string, from image.Rectangle, height int) Image {
	picture, _, err := image.Decode(bytes.NewReader(i.Bytes))
	if err != nil {
		return i
	}
	small := image.NewRGBA(image.Rect(0, 0, coverWidth, height))
	draw.CatmullRom.Scale(small, small.Bounds(), picture, from.Add(picture.Bounds().Min), draw.Src, nil)
	stem := strings.TrimSuffix(i.Name, path.Ext(i.Name)) + "." + name
	cover := Image{Name: stem + ".jpg", Type: "image/jpeg", Width: small.Rect.Dx(), Height: small.Rect.Dy()}
	var out bytes.Buffer
	if small.Opaque() {
		err = jpeg.Encode(&out, small, &jpeg.Options{Quality: coverQuality})
	} else {
		cover.Name, cover.Type = stem+".png", "image/png"
		err = smallPNG.Encode(&out, small)
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
