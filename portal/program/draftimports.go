package program

import (
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tandem/content"
	"tandem/portal"
)

// PreviewTexts is what files would become in the content studio: nothing is stored. Needs an editor.
func (p *Program) PreviewTexts(ctx context.Context, actor portal.Actor, files []portal.TextFile) (TextImport, error) {
	if err := actor.Must(portal.Editor); err != nil {
		return TextImport{}, err
	}
	return p.weighTexts(ctx, actor, portal.DraftImportID(p.newID()), files)
}

// ImportTexts makes drafts of the files that can become one. Done again under the same id
// it makes no draft twice. Needs an editor.
func (p *Program) ImportTexts(ctx context.Context, actor portal.Actor, id portal.DraftImportID, files []portal.TextFile) (TextImport, error) {
	if err := actor.Must(portal.Editor); err != nil {
		return TextImport{}, err
	}
	weighed, err := p.weighTexts(ctx, actor, id, files)
	if err != nil {
		return weighed, err
	}
	for i, row := range weighed.Rows {
		if row.Fate == TextPicture {
			if _, err := p.hangPicture(ctx, actor, row.Picture.img.Bytes, row.Picture.picture(id)); err != nil {
				return weighed, err
			}
		}
		if !row.Fate.Makes() {
			continue
		}
		made, err := p.putDraft(ctx, actor, row.draft)
		if portal.KindOf(err) == portal.Conflict { // made by the same act a moment ago
			continue
		}
		if err != nil {
			return weighed, err
		}
		weighed.Rows[i].Draft = made
		weighed.Made++
	}
	return weighed, nil
}

// ImportedDrafts are the drafts that an import made, by address; NotFound when there is
// none. Needs an editor.
func (p *Program) ImportedDrafts(ctx context.Context, actor portal.Actor, id portal.DraftImportID) ([]portal.Draft, error) {
	if err := actor.Must(portal.Editor); err != nil {
		return nil, err
	}
	drafts, err := p.store.Drafts.OfImport(ctx, id, portal.MaxTexts)
	if err == nil && (id == "" || len(drafts) == 0) {
		err = portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	return drafts, err
}

// UndoTextImport discards the drafts of an import that nobody has worked on since, takes the
// pictures out that came with them and that nothing else shows, and returns how many of
// each. Conflict when there is nothing. Needs an editor.
func (p *Program) UndoTextImport(ctx context.Context, actor portal.Actor, id portal.DraftImportID) (undone, removed int, err error) {
	drafts, err := p.ImportedDrafts(ctx, actor, id)
	if err != nil {
		return 0, 0, err
	}
	for _, d := range drafts {
		if !d.Untouched() {
			continue
		}
		if _, err := p.changeDraft(ctx, actor, d.ID, d.Version, func(d portal.Draft) (portal.Draft, error) { return d.Discard(actor, p.Now()) }); portal.KindOf(err) == portal.Conflict {
			continue // somebody began to work on it
		} else if err != nil {
			return undone, 0, err
		}
		undone++
	}
	if removed, err = p.removeImported(ctx, actor, id); err != nil {
		return undone, removed, err
	}
	if undone+removed == 0 {
		return 0, 0, portal.Errorf(portal.Conflict, "There is no draft left to discard: people have worked on them, or they are discarded.")
	}
	return undone, removed, nil
}

// TextReport is what became of each file as a table: one line for each problem.
func (p *Program) TextReport(ctx context.Context, actor portal.Actor, files []portal.TextFile) (File, error) {
	weighed, err := p.PreviewTexts(ctx, actor, files)
	if err != nil {
		return File{}, err
	}
	rows := [][]string{{"file", "outcome", "address", "language", "line", "column", "what"}}
	for _, row := range weighed.Rows {
		problems := row.Problems
		if len(problems) == 0 {
			problems = content.Problems{{Message: row.Reason}}
		}
		for _, problem := range problems {
			rows = append(rows, []string{
				portal.CSVText(row.File), row.Fate.Label(), string(row.Slug), row.Locale,
				placeNumber(problem.Line), placeNumber(problem.Column), portal.CSVText(problem.Message),
			})
		}
	}
	return csvFile("import-report.csv", rows)
}

func placeNumber(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// weighTexts says of each file what becomes of it. The texts are looked at together, so
// that one may lead to another that comes with it.
func (p *Program) weighTexts(ctx context.Context, actor portal.Actor, id portal.DraftImportID, files []portal.TextFile) (TextImport, error) {
	out := TextImport{ID: id, Count: map[TextFate]int{}}
	files, err := keepPictures(ctx, files)
	if err != nil {
		return out, err
	}
	out.Files = files
	files, pictures, err := p.placePictures(files)
	if err != nil {
		return out, err
	}
	var texts []content.Text
	var of []int // the row of each text
	var fronts []content.Front
	taken := map[portal.DraftID]string{}
	for _, file := range files {
		row, front := p.placeText(file)
		if row.Fate == "" {
			key := id.DraftID(row.Slug, row.Locale)
			if first := taken[key]; first != "" {
				row.problem("is the same asset in the same language as " + first + "; rename one")
			} else {
				taken[key] = file.Name
			}
		}
		if row.Fate == "" {
			if err := p.compareText(ctx, &row, front); err != nil {
				return out, err
			}
		}
		if row.Fate.Makes() {
			base, from := p.baseOf(row.Slug, row.Locale)
			source := front.AsPublished(from+1, p.Today()).Source()
			d, err := portal.StartDraft(id.DraftID(row.Slug, row.Locale), row.Slug, row.Locale, headOf(source), source, base, from, actor, p.Now())
			if err != nil {
				row.problem("cannot become a draft: " + err.Error())
			} else {
				row.draft = d.Imported(id, file.Name)
				texts = append(texts, content.Text{Slug: row.Slug, Locale: row.Locale, Source: []byte(source)})
				of, fronts = append(of, len(out.Rows)), append(fronts, front)
			}
		}
		out.Rows = append(out.Rows, row)
	}
	for i, problems := range p.library().Hang(hung(pictures)).Weigh(texts) {
		if len(problems) == 0 {
			continue
		}
		row := &out.Rows[of[i]]
		row.Fate = TextProblem
		written, err := content.ReadFront(string(texts[i].Source))
		if err != nil {
			return out, fmt.Errorf("read a front matter that was written: %w", err)
		}
		for _, problem := range problems {
			problem.File, problem.Line = row.File, written.PlaceIn(fronts[i], problem.Line)
			row.Problems = append(row.Problems, problem)
		}
	}
	leaveAlone(pictures, out.Rows)
	out.Rows = append(pictures, out.Rows...)
	slices.SortStableFunc(out.Rows, func(a, b ImportedText) int { return strings.Compare(a.File, b.File) })
	for _, row := range out.Rows {
		out.Count[row.Fate]++
	}
	return out, nil
}

func (t *ImportedText) problem(message string) {
	t.Fate = TextProblem
	t.Problems = append(t.Problems, content.Problem{File: t.File, Message: message})
}

var textSlug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// aboutFiles are names under which a folder says what is in it.
var aboutFiles = []string{"readme", "license", "licence", "changelog", "contributing", "index", "security"}

// placeText is which asset and language a file is of, by its name; with a fate when it
// cannot be one.
func (p *Program) placeText(file portal.TextFile) (ImportedText, content.Front) {
	row := ImportedText{File: file.Name}
	if file.Refused != "" {
		row.Fate, row.Reason = TextOther, file.Refused
		return row, content.Front{}
	}
	base := path.Base(file.Name)
	stem := strings.TrimSuffix(base, path.Ext(base))
	folders := strings.Split(path.Dir(file.Name), "/")
	switch {
	case slices.Contains(aboutFiles, strings.ToLower(stem)):
		row.Fate, row.Reason = TextOther, "says what is in the folder"
	case slices.Contains(folders, "program"):
		row.Fate, row.Reason = TextOther, "holds rules of the program, which are changed in the content folder"
	case slices.Contains(folders, "collections"):
		row.Fate, row.Reason = TextOther, "is a collection of the library, which is changed in the content folder"
	}
	if row.Fate != "" {
		return row, content.Front{}
	}
	slug, locale, translated := strings.Cut(stem, ".")
	if !translated {
		locale = p.Rules.Languages[0].Code
	}
	switch {
	case !textSlug.MatchString(slug):
		mend := "such as city-weekend.md"
		if better := portal.NewSlug(slug); better != "" {
			mend = "as " + string(better) + ".md"
		}
		row.problem("the file's name is the asset's address; write it in small letters, digits and hyphens, " + mend)
	case !slices.ContainsFunc(p.Rules.Languages, func(c portal.Choice) bool { return c.Code == locale }):
		row.problem("the name says the language " + strconv.Quote(locale) + ", which the program does not have; take it out of the name, or write one of " + strings.Join(languageCodes(p.Rules), ", "))
	default:
		row.Slug, row.Locale = portal.AssetSlug(slug), locale
	}
	front, err := content.ReadFront(string(file.Bytes))
	if problems, ok := errors.AsType[content.Problems](err); ok {
		row.Fate = TextProblem
		for _, problem := range problems {
			problem.File = file.Name
			row.Problems = append(row.Problems, problem)
		}
		return row, front
	}
	row.Title = front.Text("title")
	return row, front
}

func languageCodes(rules portal.Program) []string {
	var codes []string
	for _, c := range rules.Languages {
		codes = append(codes, c.Code)
	}
	return codes
}

// baseOf is the text that a new one of an asset in a language would follow, "" for the first.
func (p *Program) baseOf(slug portal.AssetSlug, locale string) (base string, version int) {
	asset, err := p.library().Asset(slug, locale, content.Audience{Staff: true, Today: p.Today()})
	switch {
	case err != nil:
		return "", 0
	case asset.Locale != locale: // a translation that is not there yet has its original's number
		return "", asset.Version - 1
	}
	return asset.SHA256, asset.Version
}

// draftsCompared is up to how many drafts of an asset are compared with a text of it.
const draftsCompared = 20

// compareText says whether a text is new, the next version, or there already; and who is
// writing one of the same asset.
func (p *Program) compareText(ctx context.Context, row *ImportedText, front content.Front) error {
	row.Fate = TextNew
	alike := func(source string) bool { // but for the number and the day, which the portal gives
		other, err := content.ReadFront(source)
		return err == nil && other.AsPublished(1, "").Source() == front.AsPublished(1, "").Source()
	}
	if source, _, err := p.library().Original(row.Slug, row.Locale); err == nil {
		_, row.Published = p.baseOf(row.Slug, row.Locale)
		if row.Fate = TextVersion; alike(source) {
			row.Fate, row.Reason = TextSame, fmt.Sprintf("version %d says the same", row.Published)
			return nil
		}
	}
	drafts, err := p.store.Drafts.OfAsset(ctx, row.Slug, draftsCompared)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		if !d.State.Open() || d.Locale != row.Locale {
			continue
		}
		if row.Draft.ID == "" {
			row.Draft = d
		}
		if alike(d.Source) {
			row.Draft, row.Fate, row.Reason = d, TextSame, "a draft says the same"
			return nil
		}
	}
	return nil
}
