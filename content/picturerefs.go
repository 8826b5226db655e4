package content

import (
	"bytes"
	"fmt"
	"image"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"tandem/portal"
)

// PictureRef is a place where a text shows a picture.
type PictureRef struct {
	To  string // as it is written: "images/The%20terrace.jpg"
	Alt string // the words there, "" of a cover

	from, end int // of To in the text
}

// Key is the last part of the picture's file name in small letters, by which a text that
// was written elsewhere and its picture find each other; "" of a picture on another site.
func (r PictureRef) Key() string {
	if strings.Contains(r.To, "://") {
		return ""
	}
	to := r.To
	if plain, err := url.PathUnescape(to); err == nil {
		to = plain
	}
	return PictureKey(to)
}

// PictureKey is the last part of a file's name in small letters.
func PictureKey(name string) string {
	return strings.ToLower(path.Base(strings.ReplaceAll(name, `\`, "/")))
}

var (
	coverLine   = regexp.MustCompile(`(?m)^cover:[ \t]*["']?([^"'#\s][^"'#\r\n]*?)["']?[ \t]*(?:#.*)?\r?$`)
	inlineImage = regexp.MustCompile(`!\[((?:[^\[\]\\]|\\.)*)\]\([ \t]*(<[^<>\n]*>|[^\s()<>]+)`)
	namedImage  = regexp.MustCompile(`!\[((?:[^\[\]\\]|\\.)*)\]\[([^\[\]\n]*)\]`)
	definition  = regexp.MustCompile(`(?m)^ {0,3}\[([^\[\]\n]+)\]:[ \t]*(<[^<>\n]*>|\S+)`)
)

// PictureRefs are the pictures that a text shows, in the order of the text: its cover, and
// those between its words, whether they are named there or at its end. It reads what is
// written and checks nothing.
func PictureRefs(source []byte) []PictureRef {
	body := 0
	if head := bytes.Index(source, []byte("\n---")); bytes.HasPrefix(bytes.TrimPrefix(source, []byte("\ufeff")), []byte("---")) && head > 0 {
		body = head
	}
	var list []PictureRef
	add := func(alt string, from, end int) {
		if source[from] == '<' {
			from, end = from+1, end-1
		}
		list = append(list, PictureRef{To: string(source[from:end]), Alt: alt, from: from, end: end})
	}
	if m := coverLine.FindSubmatchIndex(source[:body]); m != nil {
		add("", m[2], m[3])
	}
	for _, m := range inlineImage.FindAllSubmatchIndex(source[body:], -1) {
		add(string(source[body+m[2]:body+m[3]]), body+m[4], body+m[5])
	}
	words := map[string]string{}
	for _, m := range namedImage.FindAllSubmatch(source[body:], -1) {
		name := string(m[2])
		if name == "" { // ![words][] is named by its words
			name = string(m[1])
		}
		words[strings.ToLower(name)] = string(m[1])
	}
	for _, m := range definition.FindAllSubmatchIndex(source[body:], -1) {
		if alt, ok := words[strings.ToLower(string(source[body+m[2]:body+m[3]]))]; ok {
			add(alt, body+m[4], body+m[5])
		}
	}
	slices.SortFunc(list, func(a, b PictureRef) int { return a.from - b.from })
	return list
}

// NamePictures is a text that shows its pictures under other names: each that to knows.
func NamePictures(source []byte, to func(PictureRef) (name string, ok bool)) []byte {
	var out []byte
	at := 0
	for _, ref := range PictureRefs(source) {
		if name, ok := to(ref); ok {
			out = append(append(out, source[at:ref.from]...), name...)
			at = ref.end
		}
	}
	return append(out, source[at:]...)
}

// KeptPicture is a picture that [ReadPicture] made of a file, from its bytes as they are.
func KeptPicture(file string, data []byte) (Image, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Image{}, fmt.Errorf("read %s: %w", file, err)
	}
	kind := "image/" + format
	return hashed(Image{Name: pictureName(file) + pictureExtensions[kind], Type: kind, Bytes: data, Width: config.Width, Height: config.Height}), nil
}

var pictureExtensions = map[string]string{"image/png": ".png", "image/jpeg": ".jpg"}

// pictureName is the name in texts that a file's name becomes, without its kind.
func pictureName(file string) string {
	return string(portal.NewSlug(strings.TrimSuffix(path.Base(strings.ReplaceAll(file, `\`, "/")), path.Ext(file))))
}
