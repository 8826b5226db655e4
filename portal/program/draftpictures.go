package program

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tandem/content"
	"tandem/portal"
)

// maxKeptPictures is how many bytes the pictures of an import may have as they are kept:
// the page that shows what would become of them carries them.
const maxKeptPictures = 5 << 19

// ShownPictures says of a picture's file whether any of some texts shows it: they find each
// other by the last part of its name, so that folders do not matter.
func ShownPictures(texts []portal.TextFile) func(picture string) bool {
	words := pictureWords(texts)
	return func(picture string) bool {
		_, ok := words[content.PictureKey(picture)]
		return ok
	}
}

// pictureWords are the pictures that texts show, by key: the first words that one of them
// gives it, "" without any.
func pictureWords(files []portal.TextFile) map[string]string {
	words := map[string]string{}
	for _, file := range files {
		if file.Picture || file.Refused != "" {
			continue
		}
		for _, ref := range content.PictureRefs(file.Bytes) {
			if key := ref.Key(); key != "" && words[key] == "" {
				words[key] = ref.Alt
			}
		}
	}
	return words
}

// keepPictures makes of the pictures among files what would be kept of them; what cannot be
// used says so. Doing it again changes nothing. Invalid at file when they are too heavy together.
func keepPictures(ctx context.Context, files []portal.TextFile) ([]portal.TextFile, error) {
	files = slices.Clone(files)
	first := map[string]string{}
	room := maxKeptPictures
	for i, file := range files {
		if !file.Picture || file.Wrong != "" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		key := content.PictureKey(file.Name)
		if other := first[key]; other != "" {
			files[i].Wrong = "has the same name as " + other + "; rename one, and in the text that shows it, too"
			files[i].Bytes = nil
			continue
		}
		first[key] = file.Name
		if !file.Kept {
			img, err := content.ReadPicture(file.Name, file.Bytes)
			if err != nil {
				files[i].Wrong, files[i].Bytes = pictureProblem(err), nil
				continue
			}
			files[i].Bytes, files[i].Kept = img.Bytes, true
		}
		if room -= len(files[i].Bytes); room < 0 {
			return nil, portal.Problems{"file": "The pictures have more than 2.5 MB together, even made smaller. Bring the texts in parts, each with its own pictures."}.Err()
		}
	}
	return files, nil
}

// pictureProblem is why a picture cannot be used, as a sentence.
func pictureProblem(err error) string {
	wrong, ok := errors.AsType[*portal.Error](err)
	if !ok {
		return err.Error()
	}
	var sentences []string
	for _, field := range slices.Sorted(maps.Keys(wrong.Fields)) {
		sentences = append(sentences, wrong.Fields[field])
	}
	return cmp.Or(strings.Join(sentences, " "), wrong.Message)
}

// ImportedPicture is a picture that comes with texts: as it would be in the library.
type ImportedPicture struct {
	Name string // in texts
	Alt  string
	img  content.Image
}

// placePictures says of each picture among files what becomes of it, and names the pictures in
// the texts as the library does. A picture that the library has already, under whatever
// name, is used as it is; another of the same name gets a number.
func (p *Program) placePictures(files []portal.TextFile) (placed []portal.TextFile, rows []ImportedText, err error) {
	library := p.library()
	there := library.Pictures()
	words, names, taken := pictureWords(files), map[string]string{}, map[string]bool{}
	for _, img := range there {
		taken[img.Name] = true
	}
	for _, file := range files {
		if !file.Picture {
			continue
		}
		row := ImportedText{File: file.Name}
		if file.Wrong != "" {
			row.problem(file.Wrong)
			rows = append(rows, row)
			continue
		}
		img, err := content.KeptPicture(file.Name, file.Bytes)
		if err != nil {
			return nil, nil, err
		}
		key := content.PictureKey(file.Name)
		row.Picture = ImportedPicture{Name: img.Name, Alt: words[key], img: img}
		if i := slices.IndexFunc(there, func(t content.Image) bool { return t.Hash == img.Hash }); i >= 0 {
			row.Picture.Name, row.Picture.Alt = there[i].Name, there[i].Alt
			row.Fate, row.Reason = TextSame, "is "+there[i].Name+" of the library"
		} else {
			for n := 2; taken[row.Picture.Name]; n++ {
				stem, ending, _ := strings.Cut(img.Name, ".")
				row.Picture.Name = stem + "-" + strconv.Itoa(n) + "." + ending
			}
			row.Fate = TextPicture
			if row.Picture.Name != img.Name {
				row.Reason = "as " + row.Picture.Name + ", since the library has another " + img.Name
			}
			if row.Picture.Alt == "" {
				row.problem("nothing says what it shows; write it in the text as ![What it shows](" + img.Name + "), or add the picture under Pictures first")
			} else if _, err := row.Picture.picture("").Add(portal.Actor{}, p.Now()); err != nil {
				row.problem("its words cannot be used: " + pictureProblem(err))
			}
		}
		if row.Fate != TextProblem {
			names[key], taken[row.Picture.Name] = row.Picture.Name, true
		}
		rows = append(rows, row)
	}
	for _, file := range files {
		if file.Picture {
			continue
		}
		if file.Refused == "" {
			file.Bytes = content.NamePictures(file.Bytes, func(ref content.PictureRef) (string, bool) {
				name, ok := names[ref.Key()]
				return name, ok
			})
		}
		placed = append(placed, file)
	}
	return placed, rows, nil
}

// picture is what the library keeps of an imported picture.
func (i ImportedPicture) picture(from portal.DraftImportID) portal.Picture {
	return portal.Picture{
		ID: portal.PictureID(i.Name), Type: i.img.Type, SHA256: i.img.Hash, Width: i.img.Width, Height: i.img.Height, Size: len(i.img.Bytes),
		Alt: i.Alt, FocusX: 50, FocusY: 50, Import: from,
	}
}

// hung are the new pictures among rows as the library would show them.
func hung(rows []ImportedText) []content.Image {
	var list []content.Image
	for _, row := range rows {
		if row.Fate == TextPicture {
			img := row.Picture.img
			img.Name, img.Alt = row.Picture.Name, row.Picture.Alt
			list = append(list, img)
		}
	}
	return list
}

// leaveAlone takes out the new pictures that no text shows which becomes a draft.
func leaveAlone(pictures, texts []ImportedText) {
	needed := map[string]bool{}
	for _, row := range texts {
		if row.Fate.Makes() {
			for _, ref := range content.PictureRefs([]byte(row.draft.Source)) {
				needed[ref.To] = true
			}
		}
	}
	for i, row := range pictures {
		if row.Fate == TextPicture && !needed[row.Picture.Name] {
			pictures[i].Fate, pictures[i].Reason = TextOther, "stays out with the texts that show it"
		}
	}
}

// ImportedPictures are the pictures that came with an import and are still in the library,
// with what shows each. Needs an editor.
func (p *Program) ImportedPictures(ctx context.Context, actor portal.Actor, id portal.DraftImportID) ([]PictureUse, error) {
	uses, err := p.PictureUses(ctx, actor)
	return slices.DeleteFunc(uses, func(u PictureUse) bool { return id == "" || u.Uploaded == nil || u.Uploaded.Import != id }), err
}

// removeImported takes the pictures of an import that nothing shows out of the library
// and returns how many.
func (p *Program) removeImported(ctx context.Context, actor portal.Actor, id portal.DraftImportID) (int, error) {
	uses, err := p.ImportedPictures(ctx, actor, id)
	if err != nil {
		return 0, err
	}
	removed := 0
	for _, use := range uses {
		if !use.Free() {
			continue
		}
		if err := p.RemovePicture(ctx, actor, use.Uploaded.ID); err != nil && portal.KindOf(err) != portal.NotFound && portal.KindOf(err) != portal.Conflict {
			return removed, fmt.Errorf("take %s out: %w", use.Name, err)
		} else if err == nil {
			removed++
		}
	}
	return removed, nil
}
