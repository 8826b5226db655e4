package program

import (
	"context"

	"tandem/content"
	"tandem/portal"
)

// publishedAtOnce is how many texts one turn of the duty publishes.
const publishedAtOnce = 50

// ApproveDraft lets a text out that the actor read and did not write: at its moment, at
// once without one. seen is the version that was read. Needs an editor.
func (p *Program) ApproveDraft(ctx context.Context, actor portal.Actor, id portal.DraftID, seen int64) (portal.Draft, error) {
	d, err := p.changeDraft(ctx, actor, id, seen, func(d portal.Draft) (portal.Draft, error) {
		if err := wrongWith(p.TryDraft(d)); err != nil {
			return d, err
		}
		if err := p.stillTheBase(d); err != nil {
			return d, err
		}
		return d.Approve(actor, p.Now())
	})
	if err != nil || d.Due > p.Now() {
		return d, err
	}
	return p.publish(ctx, d, actor)
}

// MoveDraft publishes an approved text at another moment. Needs an editor.
func (p *Program) MoveDraft(ctx context.Context, actor portal.Actor, id portal.DraftID, at portal.Instant) (portal.Draft, error) {
	if at != "" && at <= p.Now() {
		return portal.Draft{}, portal.Problems{"publish_on": "Choose a moment that is yet to come."}.Err()
	}
	if at == "" {
		return portal.Draft{}, portal.Problems{"publish_on": "Choose the day."}.Err()
	}
	return p.changeDraft(ctx, actor, id, 0, func(d portal.Draft) (portal.Draft, error) { return d.Move(at, actor, p.Now()) })
}

// PublishDraft publishes an approved text now. Needs an editor.
func (p *Program) PublishDraft(ctx context.Context, actor portal.Actor, id portal.DraftID) (portal.Draft, error) {
	d, err := p.Draft(ctx, actor, id)
	if err != nil {
		return d, err
	}
	if d.State != portal.DraftApproved {
		_, err := d.Publish(0, actor, p.Now())
		return d, err
	}
	return p.publish(ctx, d, actor)
}

// PublishDue publishes the approved texts whose moment has come. It may be run at any
// time, by any number of processes; what a crash cut off is finished here.
func (p *Program) PublishDue(ctx context.Context) error {
	due, err := p.store.Drafts.Due(ctx, portal.DraftApproved, p.Now().Add(1), publishedAtOnce)
	if err != nil {
		return err
	}
	for _, d := range due {
		if _, err := p.publish(ctx, d, portal.System("Publishing")); err != nil && portal.KindOf(err) != portal.Conflict {
			return err
		}
	}
	return nil
}

// publish makes an approved text the newest version of its asset. A text that does not fit
// the library of this moment goes back to who wrote it, and the error is Conflict.
func (p *Program) publish(ctx context.Context, d portal.Draft, by portal.Actor) (portal.Draft, error) {
	current, err := p.library().Asset(d.Slug, d.Locale, content.Audience{Staff: true, Today: p.Today()})
	if err != nil || current.Locale != d.Locale { // the first in this locale
		current = content.Asset{}
	}
	front, err := content.ReadFront(d.Source)
	if err != nil {
		return p.failDraft(ctx, d, portal.Errorf(portal.Conflict, "Its front matter cannot be read."))
	}
	newest, err := p.store.AssetVersions.Get(ctx, portal.AssetVersionID(d.Slug, d.Locale, current.Version))
	if err != nil && portal.KindOf(err) != portal.NotFound {
		return d, err
	}
	if err == nil && newest.Origin == portal.FromStudio && newest.Base == d.Base && newest.SHA256 == portal.SourceHash(front.AsPublished(current.Version, current.Published).Source()) {
		return p.noteDraft(ctx, d, current.Version, by) // a crash came between the two
	}
	if err := p.stillTheBase(d); err != nil {
		return p.failDraft(ctx, d, err)
	}
	version := max(current.Version, d.BaseFrom) + 1
	source := front.AsPublished(version, p.Today()).Source()
	if err := wrongWith(p.TryText(d, source)); err != nil {
		return p.failDraft(ctx, d, err)
	}
	if err := p.publishText(ctx, d, version, source, by); err != nil {
		return d, err
	}
	return p.noteDraft(ctx, d, version, by)
}

func (p *Program) noteDraft(ctx context.Context, d portal.Draft, version int, by portal.Actor) (portal.Draft, error) {
	next, err := d.Publish(version, by, p.Now())
	if err != nil {
		return d, err
	}
	return p.saveDraft(ctx, d, next)
}

// failDraft gives a text back that cannot be published, with the reason.
func (p *Program) failDraft(ctx context.Context, d portal.Draft, why error) (portal.Draft, error) {
	next, err := p.saveDraft(ctx, d, d.Fail(why.Error(), portal.System("Publishing"), p.Now()))
	if err != nil {
		return d, err
	}
	return next, why
}
