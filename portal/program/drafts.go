package program

import (
	"context"
	"slices"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/store"
)

// draftsShown is how many drafts a page of the list shows; draftsCounted is up to how many
// of a state are counted.
const (
	draftsShown   = 25
	draftsCounted = 999
)

// Drafts is a page of the content studio's list.
type Drafts struct {
	store.Page[portal.Draft]
	Counts map[portal.DraftState]int // at most draftsCounted
}

// Drafts lists texts, those whose state is the newest first: all, or of one state. Needs an editor.
func (p *Program) Drafts(ctx context.Context, actor portal.Actor, state portal.DraftState, after string) (Drafts, error) {
	if err := actor.Must(portal.Editor); err != nil {
		return Drafts{}, err
	}
	list := Drafts{Counts: map[portal.DraftState]int{}}
	var err error
	if list.Page, err = p.store.Drafts.List(ctx, state, draftsShown, after); err != nil {
		return list, err
	}
	for _, one := range portal.DraftStates {
		if list.Counts[one], err = p.store.Drafts.CountIn(ctx, one, draftsCounted); err != nil {
			return list, err
		}
	}
	return list, nil
}

// Draft is one text. Needs an editor.
func (p *Program) Draft(ctx context.Context, actor portal.Actor, id portal.DraftID) (portal.Draft, error) {
	if err := actor.Must(portal.Editor); err != nil {
		return portal.Draft{}, err
	}
	return p.store.Drafts.Get(ctx, id)
}

// StartDraft is a text to begin: of an asset that there is, or a new one.
type StartDraft struct {
	Asset   portal.AssetSlug // that there is; "" for a new one
	Locale  string           // "" for the program's first language
	Kind    content.Kind     // of a new one
	Slug    portal.AssetSlug // of a new one; made from the title when empty
	Title   string
	Summary string
	Retire  bool             // take the asset out of the library
	Instead portal.AssetSlug // what partners use instead of one that is retired, "" for nothing
}

// StartDraft begins a text: a copy of what is published, a translation of it, or the
// beginning of a new asset of a kind. Needs an editor. Invalid at asset, locale, kind, slug, title, summary and instead.
func (p *Program) StartDraft(ctx context.Context, actor portal.Actor, in StartDraft) (portal.Draft, error) {
	if err := actor.Must(portal.Editor); err != nil {
		return portal.Draft{}, err
	}
	if in.Locale == "" && len(p.Rules.Languages) > 0 {
		in.Locale = p.Rules.Languages[0].Code
	}
	problems := portal.Problems{}
	if !slices.ContainsFunc(p.Rules.Languages, func(c portal.Choice) bool { return c.Code == in.Locale }) {
		problems.Add("locale", "Choose one of the program's languages.")
		return portal.Draft{}, problems.Err()
	}
	if in.Asset != "" {
		return p.startFrom(ctx, actor, in)
	}
	slug := in.Slug
	if slug == "" {
		slug = portal.NewSlug(in.Title)
	}
	switch {
	case in.Title == "":
		problems.Add("title", "Write the title, as partners read it.")
	case slug == "":
		problems.Add("slug", "Write the address in small letters, digits and hyphens, such as city-weekend.")
	case p.library().Known(slug) != "":
		problems.Add("slug", "There is an asset at /assets/%s already. Choose another address, or write on that one.", slug)
	}
	if !slices.Contains(content.Kinds, in.Kind) {
		problems.Add("kind", "Choose what it is for.")
	}
	if in.Summary == "" {
		problems.Add("summary", "Say in one sentence what it is and when to use it.")
	}
	if err := problems.Err(); err != nil {
		return portal.Draft{}, err
	}
	return p.newDraft(ctx, actor, slug, in.Locale, content.Start(in.Kind, in.Title, in.Summary, "Content team", in.Locale, p.Today()), "", 0)
}

// startFrom begins a text with what is published of an asset in a locale, or else with
// the original that is to be translated.
func (p *Program) startFrom(ctx context.Context, actor portal.Actor, in StartDraft) (portal.Draft, error) {
	everyone := content.Audience{Staff: true, Today: p.Today()}
	asset, err := p.library().Asset(in.Asset, in.Locale, everyone)
	if err != nil {
		return portal.Draft{}, portal.Problems{"asset": "Choose an asset from the list."}.Err()
	}
	source, base, err := p.library().Original(asset.Slug, asset.Locale)
	if err != nil {
		return portal.Draft{}, err
	}
	front, err := content.ReadFront(source)
	if err != nil {
		return portal.Draft{}, err
	}
	version := asset.Version
	if asset.Locale != in.Locale { // a translation that is not there yet
		front, base, version = front.Set("locale", in.Locale).SetItems("translations", nil), "", asset.Version-1
	}
	if in.Retire {
		if in.Instead != "" && (p.library().Known(in.Instead) == "" || in.Instead == asset.Slug) {
			return portal.Draft{}, portal.Problems{"instead": "Choose another asset from the list."}.Err()
		}
		front = retired(front, in.Instead)
	} else if asset.Status == content.Retired {
		front = front.Set("status", string(content.Published))
	}
	return p.newDraft(ctx, actor, asset.Slug, in.Locale, front.AsPublished(version+1, p.Today()).Source(), base, version)
}

// retired is a file that takes its asset out of the library; what partners use instead
// stands first among what is related.
func retired(front content.Front, instead portal.AssetSlug) content.Front {
	front = front.Set("status", string(content.Retired))
	if instead == "" {
		return front
	}
	related := slices.DeleteFunc(front.Items("related"), func(slug string) bool { return slug == string(instead) })
	return front.SetItems("related", append([]string{string(instead)}, related...))
}

// newDraft stores a draft and its first text.
func (p *Program) newDraft(ctx context.Context, actor portal.Actor, slug portal.AssetSlug, locale, source, base string, version int) (portal.Draft, error) {
	d, err := portal.StartDraft(portal.DraftID(p.newID()), slug, locale, headOf(source), source, base, version, actor, p.Now())
	if err != nil {
		return d, err
	}
	return p.putDraft(ctx, actor, d)
}

// putDraft stores a draft that was just begun. Conflict when there is one of its id.
func (p *Program) putDraft(ctx context.Context, actor portal.Actor, d portal.Draft) (portal.Draft, error) {
	if _, err := p.store.DraftTexts.PutOnce(ctx, d.Text(d.Source, actor, p.Now())); err != nil {
		return d, err
	}
	if err := p.store.Drafts.Insert(ctx, d); err != nil {
		return d, err
	}
	d.Version = 1
	return d, p.recordAll(ctx, d.Subject(), "", d.History)
}

// headOf is what the front matter of a text says of it; nothing when it cannot be read.
func headOf(source string) portal.DraftHead {
	front, err := content.ReadFront(source)
	if err != nil {
		return portal.DraftHead{}
	}
	return portal.DraftHead{Title: front.Text("title"), Kind: front.Text("kind"), Retires: front.Text("status") == string(content.Retired)}
}

// SaveDraft keeps a text over the version of the draft that its writer saw. The text
// itself is kept in any case: Conflict says that somebody else saved meanwhile. Needs an editor.
func (p *Program) SaveDraft(ctx context.Context, actor portal.Actor, id portal.DraftID, seen int64, source string) (portal.Draft, error) {
	d, err := p.Draft(ctx, actor, id)
	if err != nil {
		return d, err
	}
	source = p.asPublished(d, source)
	next, err := d.Save(source, headOf(source), actor, p.Now())
	if err != nil {
		return d, err
	}
	if next.Source == d.Source {
		return d, p.store.DraftAutosaves.Drop(ctx, portal.DraftAutosaveID(id, actor.User))
	}
	if _, err := p.store.DraftTexts.PutOnce(ctx, d.Text(source, actor, p.Now())); err != nil {
		return d, err
	}
	if d.Version != seen {
		return d, portal.Errorf(portal.Conflict, "%s saved this text while you were writing. Nothing is lost: both texts are below.", d.SavedName)
	}
	if next, err = p.saveDraft(ctx, d, next); err != nil {
		return d, err
	}
	return next, p.store.DraftAutosaves.Drop(ctx, portal.DraftAutosaveID(id, actor.User))
}

// asPublished is a text under the version and the day that it would be published with,
// so that it is checked as what partners would see; as it is when its front matter cannot be read.
func (p *Program) asPublished(d portal.Draft, source string) string {
	front, err := content.ReadFront(source)
	if err != nil {
		return source
	}
	return front.AsPublished(d.BaseFrom+1, p.Today()).Source()
}

// saveDraft saves a draft's next state and publishes what is new in its history.
func (p *Program) saveDraft(ctx context.Context, before, next portal.Draft) (portal.Draft, error) {
	saved, err := p.store.Drafts.Save(ctx, next)
	if err != nil {
		return before, err
	}
	for _, change := range saved.History[len(before.History):] {
		if err := p.recordChange(ctx, saved.Subject(), "", change); err != nil {
			return saved, err
		}
	}
	return saved, nil
}

// changeDraft takes a draft one step on. seen is the version that the person looked at, 0
// for any: what is decided on is what was read. Needs an editor.
func (p *Program) changeDraft(ctx context.Context, actor portal.Actor, id portal.DraftID, seen int64, step func(portal.Draft) (portal.Draft, error)) (portal.Draft, error) {
	d, err := p.Draft(ctx, actor, id)
	if err != nil {
		return d, err
	}
	if seen != 0 && d.Version != seen {
		return d, portal.Errorf(portal.Conflict, "This text changed while you were reading it. Look at it again.")
	}
	next, err := step(d)
	if err != nil {
		return d, err
	}
	return p.saveDraft(ctx, d, next)
}

// AutosaveDraft keeps what the actor has typed and not saved. Conflict when the text
// cannot be written on. Needs an editor.
func (p *Program) AutosaveDraft(ctx context.Context, actor portal.Actor, id portal.DraftID, seen int64, source string) error {
	d, err := p.Draft(ctx, actor, id)
	if err != nil {
		return err
	}
	if !d.State.Editable() {
		return portal.Errorf(portal.Conflict, "This text cannot be written on now.")
	}
	if len(source) > portal.MaxDraft {
		return portal.Errorf(portal.Invalid, "Keep a text under 512 KB.")
	}
	return p.store.DraftAutosaves.Keep(ctx, portal.DraftAutosave{
		ID: portal.DraftAutosaveID(id, actor.User), Draft: id, User: actor.User, Source: source, Over: seen, At: p.Now(),
	})
}

// DropAutosave forgets what the actor has typed and not saved. Needs an editor.
func (p *Program) DropAutosave(ctx context.Context, actor portal.Actor, id portal.DraftID) error {
	if err := actor.Must(portal.Editor); err != nil {
		return err
	}
	return p.store.DraftAutosaves.Drop(ctx, portal.DraftAutosaveID(id, actor.User))
}

// Typed is what the actor has typed in a draft and not saved; nil for nothing, or for
// what the draft says by now.
func (p *Program) Typed(ctx context.Context, actor portal.Actor, d portal.Draft) (*portal.DraftAutosave, error) {
	typed, err := p.store.DraftAutosaves.Get(ctx, portal.DraftAutosaveID(d.ID, actor.User))
	if portal.KindOf(err) == portal.NotFound || err == nil && p.asPublished(d, typed.Source) == d.Source {
		return nil, nil
	}
	return &typed, err
}
