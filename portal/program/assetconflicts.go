package program

import (
	"context"
	"slices"

	"tandem/content"
	"tandem/portal"
)

// AssetConflict is a text that the studio published and the file of the content folder,
// each of which went on without the other. The studio's is served.
type AssetConflict struct {
	Studio     portal.AssetVersion
	File       content.Asset
	FileName   string
	FileSource string
	Open       bool                 // nobody has chosen; else the studio's was kept
	Choices    []portal.AssetChoice // between these two, the last first
}

// ID is "<slug>.<locale>".
func (c AssetConflict) ID() string { return lineKey(c.Studio.Slug, c.Studio.Locale) }

// draft is what the two are versions of, to be tried in the library.
func (c AssetConflict) draft() portal.Draft {
	return portal.Draft{Slug: c.Studio.Slug, Locale: c.Studio.Locale, Base: c.Studio.SHA256, BaseFrom: c.Studio.Version, Source: c.Studio.Source}
}

// AssetConflicts are the texts of which the studio and the content folder each have a
// version of their own: those that wait for a choice, then those in which the studio's
// was kept. Needs an editor or a data steward.
func (p *Program) AssetConflicts(actor portal.Actor) ([]AssetConflict, error) {
	if err := actor.Must(portal.Editor, portal.Steward); err != nil {
		return nil, err
	}
	list := slices.Clone(p.conflicts())
	slices.SortStableFunc(list, func(a, b AssetConflict) int {
		switch {
		case a.Open == b.Open:
			return 0
		case a.Open:
			return -1
		}
		return 1
	})
	return list, nil
}

func (p *Program) conflicts() []AssetConflict {
	if list := p.shelf.open.Load(); list != nil {
		return *list
	}
	return nil
}

// ChoicesWaiting is how many texts wait for somebody to choose between studio and file.
func (p *Program) ChoicesWaiting() int {
	n := 0
	for _, c := range p.conflicts() {
		if c.Open {
			n++
		}
	}
	return n
}

// ConflictSides are the studio's text and the file as the library would show each, with
// the sample partner's fields. Needs an editor or a data steward.
func (p *Program) ConflictSides(actor portal.Actor, c AssetConflict) (studio, file content.Trial, brand content.CoBrand, err error) {
	if err := actor.Must(portal.Editor, portal.Steward); err != nil {
		return studio, file, brand, err
	}
	brand, err = p.sampleCoBrand()
	return p.TryText(c.draft(), c.Studio.Source), p.TryText(c.draft(), c.FileSource), brand, err
}

// ChooseAsset is what somebody chose, and the two texts that were looked at.
type ChooseAsset struct {
	ID     string // of the conflict
	Studio string // SHA-256
	File   string
	Take   portal.AssetOrigin
}

// ChooseAsset keeps the text of the studio, or takes the file: under its own number when
// that is higher, else as the studio's next version. Needs an editor or a data steward.
// Conflict when either has moved on since, or somebody else chose.
func (p *Program) ChooseAsset(ctx context.Context, actor portal.Actor, in ChooseAsset) (portal.AssetChoice, error) {
	c, err := p.conflict(ctx, actor, in.ID, in.Studio, in.File)
	if err != nil {
		return portal.AssetChoice{}, err
	}
	choice := portal.AssetChoice{
		Slug: c.Studio.Slug, Locale: c.Studio.Locale, Title: c.Studio.Title, Studio: c.Studio.SHA256, StudioVersion: c.Studio.Version, File: c.File.SHA256, FileVersion: c.File.Version,
		Took: in.Take, As: c.Studio.Version, Text: c.Studio.SHA256, N: 1, By: actor.User, ByName: actor.Name, At: p.Now(),
	}
	if len(c.Choices) > 0 {
		choice.N = c.Choices[0].N + 1
	}
	source := ""
	switch {
	case in.Take == portal.TookStudio && !c.Open:
		return choice, portal.Errorf(portal.Conflict, "%s has kept the studio's text already.", c.Choices[0].ByName)
	case in.Take == portal.TookStudio:
	case in.Take == portal.TookFile && c.File.Version > c.Studio.Version:
		choice.As, choice.Text = c.File.Version, c.File.SHA256
	case in.Take == portal.TookFile:
		front, err := content.ReadFront(c.FileSource)
		if err != nil {
			return choice, err
		}
		choice.As = c.Studio.Version + 1
		source = front.AsPublished(choice.As, p.Today()).Source()
		choice.Text = portal.SourceHash(source)
		if err := wrongWith(p.TryText(c.draft(), source)); err != nil {
			return choice, err
		}
	default:
		return choice, portal.Errorf(portal.Invalid, "Choose the studio's text or the file.")
	}
	choice = choice.Identify()
	fresh, err := p.store.AssetChoices.PutOnce(ctx, choice)
	if err == nil && !fresh {
		err = portal.Errorf(portal.Conflict, "Somebody else chose at the same time. Look at it again.")
	}
	if err != nil {
		return choice, err
	}
	if source != "" {
		taken := c.draft()
		taken.Base, taken.Author, taken.AuthorName = c.File.SHA256, actor.User, actor.Name
		if err := p.publishText(ctx, taken, choice.As, source, actor); err != nil {
			return choice, err
		}
	}
	if err := p.recordChoice(ctx, choice); err != nil {
		return choice, err
	}
	return choice, p.RefreshAssets(ctx)
}

// conflict is the one that somebody looked at, if its two texts are still those.
func (p *Program) conflict(ctx context.Context, actor portal.Actor, id, studio, file string) (AssetConflict, error) {
	if err := actor.Must(portal.Editor, portal.Steward); err != nil {
		return AssetConflict{}, err
	}
	if err := p.RefreshAssets(ctx); err != nil {
		return AssetConflict{}, err
	}
	for _, c := range p.conflicts() {
		if c.ID() == id && c.Studio.SHA256 == studio && c.File.SHA256 == file {
			return c, nil
		}
	}
	return AssetConflict{}, portal.Errorf(portal.Conflict, "One of the two texts has moved on since, or somebody else has chosen. Look at it again.")
}

// StartFromFile begins a draft with the words of the file, to be published over the text
// of the studio. The choice still waits. Needs an editor. Conflict when either has moved on since.
func (p *Program) StartFromFile(ctx context.Context, actor portal.Actor, in ChooseAsset) (portal.Draft, error) {
	if err := actor.Must(portal.Editor); err != nil {
		return portal.Draft{}, err
	}
	c, err := p.conflict(ctx, actor, in.ID, in.Studio, in.File)
	if err != nil {
		return portal.Draft{}, err
	}
	d := c.draft()
	return p.newDraft(ctx, actor, d.Slug, d.Locale, p.asPublished(d, c.FileSource), d.Base, d.BaseFrom)
}

// recordChoice publishes what somebody chose; that two texts were the same is nobody's doing.
func (p *Program) recordChoice(ctx context.Context, c portal.AssetChoice) error {
	if c.Took == portal.TookSame {
		return nil
	}
	return p.record(ctx, c.Event())
}

// noteSame keeps that a file has the studio's text by now: it goes on from it. The caller
// holds the shelf.
func (p *Program) noteSame(ctx context.Context) error {
	s := p.shelf
	for _, line := range s.lines {
		v := line.Newest()
		if file, ok := s.file(v.Slug, v.Locale); !ok || file.SHA256 != v.SHA256 || len(line.About(v.SHA256)) > 0 {
			continue
		}
		same := portal.AssetChoice{
			Slug: v.Slug, Locale: v.Locale, Title: v.Title, Studio: v.SHA256, StudioVersion: v.Version, File: v.SHA256, FileVersion: v.Version,
			Took: portal.TookSame, As: v.Version, Text: v.SHA256, N: 1, ByName: "Content folder", At: p.Now(),
		}.Identify()
		if _, err := p.store.AssetChoices.PutOnce(ctx, same); err != nil {
			return err
		}
		s.take(same)
	}
	return nil
}
