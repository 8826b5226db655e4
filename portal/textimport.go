package portal

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Bounds of what is brought into the content studio at a time.
const (
	MaxTextUpload = 8 << 20 // bytes as they are sent, pictures and all
	MaxTexts      = 200     // texts
	MaxTextsBytes = 2 << 20 // bytes of all texts, unpacked
	MaxPictures   = 60      // pictures

	maxPictureBytes  = 8 << 20  // of one, as content.ReadPicture takes it
	maxPicturesBytes = 16 << 20 // of all pictures, unpacked

	maxTextEntries = 3000 // of an archive, folders and pictures too
	maxTextName    = 200  // bytes
)

// TextFile is a file that somebody brings into the content studio: a text, or a picture that
// comes with texts. Its name is for reading alone and may have folders: nothing is ever
// written under it.
type TextFile struct {
	Name    string `json:"name"`
	Bytes   []byte `json:"bytes,omitempty"`
	Picture bool   `json:"picture,omitempty"`
	Kept    bool   `json:"kept,omitempty"`    // the bytes of a picture are those that would be kept
	Wrong   string `json:"wrong,omitempty"`   // of a picture, what has to be mended first
	Refused string `json:"refused,omitempty"` // why nothing becomes of it, in a sentence
}

// DraftImportID names what was brought into the content studio in one act; it is random.
type DraftImportID string

// DraftID is the id of the draft that an import makes of an asset in a locale: the same
// however often it is asked for.
func (id DraftImportID) DraftID(slug AssetSlug, locale string) DraftID {
	sum := sha256.Sum256([]byte(string(id) + "\x00" + string(slug) + "\x00" + locale))
	return DraftID("i" + hex.EncodeToString(sum[:12]))
}

// UnpackTexts are the files that were sent, archives unpacked, by name. What is no text, and
// what cannot be read, is among them with the reason. Of pictures only those are read that
// a text shows, which shown says of the texts. Invalid at file when it is too much.
func UnpackTexts(sent []TextFile, shown func(texts []TextFile) func(picture string) bool) ([]TextFile, error) {
	u := unpacking{left: MaxTextsBytes}
	for _, file := range sent {
		err := error(nil)
		if strings.EqualFold(path.Ext(file.Name), ".zip") || bytes.HasPrefix(file.Bytes, []byte("PK\x03\x04")) {
			err = u.archive(file)
		} else {
			err = u.add(textName(file.Name), func(int64) ([]byte, error) { return file.Bytes, nil })
		}
		if err != nil {
			return nil, err
		}
	}
	if err := u.hang(shown(u.files)); err != nil {
		return nil, err
	}
	if len(u.files) == 0 {
		return nil, Problems{"file": "There is no file in it. Choose markdown files, or a ZIP of them."}.Err()
	}
	slices.SortStableFunc(u.files, func(a, b TextFile) int { return strings.Compare(a.Name, b.Name) })
	return u.files, nil
}

// unpacking is how far one came.
type unpacking struct {
	files    []TextFile
	texts    int
	left     int64 // bytes that texts may still have
	pictures []packedPicture
}

// packedPicture is a picture that is read once it is known that a text shows it.
type packedPicture struct {
	name string
	read func(most int64) ([]byte, error)
}

func (u *unpacking) archive(file TextFile) error {
	archive, err := zip.NewReader(bytes.NewReader(file.Bytes), int64(len(file.Bytes)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		u.refuse(textName(file.Name), "is no ZIP that can be read; pack the folder again")
		return nil
	}
	if len(archive.File) > maxTextEntries {
		return Problems{"file": "The ZIP has more than 3,000 files. Pack the folder with the texts alone."}.Err()
	}
	for _, entry := range archive.File {
		name := entry.Name
		if entry.NonUTF8 && !utf8.ValidString(name) { // as Windows packs names that are not English
			name, _ = charmap.CodePage437.NewDecoder().String(name) // every byte is a letter there
		}
		name = strings.ReplaceAll(name, `\`, "/")
		clean := textName(name)
		switch {
		case strings.HasSuffix(name, "/") || hiddenFile(name):
		case strings.HasPrefix(name, "/") || strings.Contains(name, ":") || slices.Contains(strings.Split(name, "/"), ".."):
			u.refuse(clean, "has a path that leads out of the ZIP; pack the folder again")
		case !entry.Mode().IsRegular():
			u.refuse(clean, "is a link to another file; put the file itself into the ZIP")
		case entry.Flags&1 != 0:
			u.refuse(clean, "is locked with a password; pack the folder without one")
		default:
			if err := u.add(clean, func(most int64) ([]byte, error) { return unpacked(entry, most) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// unpacked are the bytes of a part of an archive, no more than one above what it may have,
// whatever the archive says of it.
func unpacked(entry *zip.File, most int64) ([]byte, error) {
	if entry.UncompressedSize64 > uint64(most) {
		return make([]byte, most+1), nil
	}
	open, err := entry.Open()
	if err != nil {
		return nil, err
	}
	defer open.Close()
	return io.ReadAll(io.LimitReader(open, most+1))
}

// add takes a file in; only one that may be a text or a picture is read.
func (u *unpacking) add(name string, read func(most int64) ([]byte, error)) error {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
	case ".png", ".jpg", ".jpeg", ".svg", ".webp":
		u.pictures = append(u.pictures, packedPicture{name, read})
		return nil
	case ".gif", ".avif", ".heic", ".tif", ".tiff", ".bmp":
		u.refuse(name, "is a picture of a kind that not everybody sees; save it as JPEG or PNG")
		return nil
	case ".zip":
		u.refuse(name, "is a ZIP inside the ZIP; unpack it first")
		return nil
	default:
		u.refuse(name, "is not markdown; an asset is a file whose name ends in .md")
		return nil
	}
	if u.texts++; u.texts > MaxTexts {
		return Problems{"file": "There are more than 200 texts. Bring them in parts."}.Err()
	}
	data, err := read(MaxDraft)
	switch {
	case err != nil:
		u.refuse(name, "cannot be unpacked; pack the folder again")
	case len(data) > MaxDraft:
		u.refuse(name, "has more than 512 KB; keep a text under it")
	case int64(len(data)) > u.left:
		return Problems{"file": "The texts have more than 2 MB together. Bring them in parts."}.Err()
	default:
		u.left -= int64(len(data))
		u.files = append(u.files, TextFile{Name: name, Bytes: data})
	}
	return nil
}

// hang reads the pictures that the texts show.
func (u *unpacking) hang(shown func(name string) bool) error {
	count, room := 0, int64(maxPicturesBytes)
	for _, picture := range u.pictures {
		if !shown(picture.name) {
			u.refuse(picture.name, "is a picture that none of the texts shows")
			continue
		}
		if count++; count > MaxPictures {
			return Problems{"file": "The texts show more than 60 pictures. Bring them in parts, each with its own pictures."}.Err()
		}
		data, err := picture.read(maxPictureBytes)
		switch {
		case err != nil:
			u.refuse(picture.name, "cannot be unpacked; pack the folder again")
		case len(data) > maxPictureBytes:
			u.files = append(u.files, TextFile{Name: picture.name, Picture: true, Wrong: "has more than 8 MB; save the picture smaller"})
		case int64(len(data)) > room:
			return Problems{"file": "The pictures have more than 16 MB together. Bring the texts in parts, each with its own pictures."}.Err()
		default:
			room -= int64(len(data))
			u.files = append(u.files, TextFile{Name: picture.name, Bytes: data, Picture: true})
		}
	}
	return nil
}

func (u *unpacking) refuse(name, why string) {
	u.files = append(u.files, TextFile{Name: name, Refused: why})
}

// hiddenFile reports what a system puts beside files, and nobody brings on purpose.
func hiddenFile(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == "__MACOSX" || part == "Thumbs.db" || part == "desktop.ini" || strings.HasPrefix(part, ".") && part != "." && part != ".." {
			return true
		}
	}
	return false
}

// textName is a name with its folders as it can be shown: each part cleaned, the end of a long one.
func textName(name string) string {
	var parts []string
	for part := range strings.SplitSeq(strings.ReplaceAll(name, `\`, "/"), "/") {
		if part != "" && part != "." && part != ".." {
			parts = append(parts, cleanFileName(part))
		}
	}
	for len(parts) > 1 && len(strings.Join(parts, "/")) > maxTextName {
		parts = parts[1:]
	}
	if len(parts) == 0 {
		return "file"
	}
	return strings.Join(parts, "/")
}
