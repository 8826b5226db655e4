package typeset

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"

	"tandem/content/render/pdf"
)

//go:embed fonts/*.ttf
var embedded embed.FS

// typeface is one font twice: as the shaper reads it and as files embed it. Both are
// read only, so one is shared by everybody; the faces made of it are not.
type typeface struct {
	shaping *font.Font
	file    *pdf.Typeface
	bold    bool
	sum     [sha256.Size]byte // of the file
}

// Fonts are the typefaces a process has. They are read only.
type Fonts struct {
	sans  [4]*typeface // regular, bold, italic, bold italic
	mono  *typeface
	other []*typeface // in the order they are tried for what those do not have
	extra string      // hash of those of a folder
}

// Hash names the fonts that are not the program's own, "" for none: other fonts, other pages.
func (f *Fonts) Hash() string {
	if f == nil {
		return ""
	}
	return f.extra
}

// maxFont bounds a font of the operator's: those for Chinese have some 20 MB.
const maxFont = 64 << 20

// Standard are the fonts that come with the program.
var Standard = sync.OnceValues(func() (*Fonts, error) { return LoadFonts(nil) })

// LoadFonts reads the fonts that come with the program and those of a folder, nil for
// none: TrueType files, *.ttf, in the order of their names. A font that cannot be used
// is an error with its name.
func LoadFonts(folder fs.FS) (*Fonts, error) {
	f := &Fonts{}
	for i, name := range []string{"NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic", "NotoSans-BoldItalic"} {
		face, err := readFont(embedded, "fonts/"+name+".ttf")
		if err != nil {
			return nil, err
		}
		f.sans[i] = face
	}
	var err error
	if f.mono, err = readFont(embedded, "fonts/NotoSansMono-Regular.ttf"); err != nil {
		return nil, err
	}
	for _, name := range []string{"NotoSansArabic-Regular", "NotoSansArabic-Bold", "NotoSansSymbols2-Regular"} {
		face, err := readFont(embedded, "fonts/"+name+".ttf")
		if err != nil {
			return nil, err
		}
		f.other = append(f.other, face)
	}
	if folder == nil {
		return f, nil
	}
	sum := sha256.New()
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, fmt.Errorf("read the folder of fonts: %w", err)
	}
	for _, entry := range entries {
		if entry.IsDir() || !slices.Contains([]string{".ttf", ".otf", ".ttc", ".woff", ".woff2"}, strings.ToLower(path.Ext(entry.Name()))) {
			continue
		}
		face, err := readFont(folder, entry.Name())
		if err != nil {
			return nil, err
		}
		f.other = append(f.other, face)
		fmt.Fprintf(sum, "%s %d %x\n", entry.Name(), face.file.Em, face.sum)
	}
	f.extra = hex.EncodeToString(sum.Sum(nil))
	return f, nil
}

// readFont reads one font. The shaper's reader panics on some broken files, so
// everything happens here, at the start, and never while somebody waits.
func readFont(folder fs.FS, name string) (t *typeface, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			t, err = nil, fmt.Errorf("the font %s cannot be read: %v", name, broken)
		}
	}()
	info, err := fs.Stat(folder, name)
	if err == nil && info.Size() > maxFont {
		return nil, fmt.Errorf("the font %s has more than %d MB", name, maxFont>>20)
	}
	data, err := fs.ReadFile(folder, name)
	if err != nil {
		return nil, fmt.Errorf("read the font %s: %w", name, err)
	}
	stem := strings.TrimSuffix(path.Base(name), path.Ext(name))
	file, err := pdf.ReadTypeface(postScriptName(stem), data)
	if err != nil {
		return nil, fmt.Errorf("the font %w; use the TrueType version (.ttf)", err)
	}
	face, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("the font %s cannot be read: %w", name, err)
	}
	return &typeface{shaping: face.Font, file: file, bold: strings.Contains(stem, "Bold"), sum: sha256.Sum256(data)}, nil
}

func postScriptName(stem string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '-' {
			return r
		}
		return -1
	}, stem)
}
