package program

import (
	"context"
	"errors"
	"fmt"

	"tandem/portal"
	"tandem/portal/store"
)

// Attach is a file that somebody puts on a referral.
type Attach struct {
	Referral portal.ReferralID
	Name     string // as the browser gave it
	Bytes    []byte
}

// AddAttachment keeps a file on a partner's own referral, or on any for staff who work with
// leads; the other side gets a mail. Its bytes are sealed. Invalid at file.
func (p *Program) AddAttachment(ctx context.Context, actor portal.Actor, in Attach) (portal.Referral, error) {
	r, err := p.attachable(ctx, actor, in.Referral)
	if err != nil {
		return r, err
	}
	id := portal.AttachmentID(p.newID())
	next, err := r.Attach(id, in.Name, in.Bytes, actor, p.Now())
	if err != nil {
		return r, err
	}
	key := attachmentKey(r.ID, id)
	sealed, err := p.sealFile(key, in.Bytes)
	if err == nil {
		_, err = p.store.SealedFiles.Put(ctx, store.SealedFile{ID: key, Sealed: sealed}) // before what refers to it
	}
	if err != nil {
		return r, fmt.Errorf("keep a file of %s: %w", r.ID, err)
	}
	saved, err := p.saveReferral(ctx, next)
	if portal.KindOf(err) == portal.Conflict {
		return r, errors.Join(err, p.store.SealedFiles.Remove(ctx, key))
	}
	return saved, err
}

// attachable is a referral that the actor may put files on and take files from.
func (p *Program) attachable(ctx context.Context, actor portal.Actor, id portal.ReferralID) (portal.Referral, error) {
	if actor.Staff() {
		return p.Referral(ctx, actor, id)
	}
	return p.ownReferral(ctx, actor, id)
}

// Attachment returns a file of a referral that the actor may read, with its bytes.
func (p *Program) Attachment(ctx context.Context, actor portal.Actor, id portal.ReferralID, file portal.AttachmentID) (File, error) {
	r, err := p.attachable(ctx, actor, id)
	if err != nil {
		return File{}, err
	}
	a, err := r.Attachment(file)
	if err != nil {
		return File{}, err
	}
	key := attachmentKey(id, file)
	sealed, err := p.store.SealedFiles.Get(ctx, key)
	if err != nil {
		return File{}, err
	}
	data, err := p.openFile(key, a.SHA256, sealed.Sealed)
	if err != nil {
		return File{}, fmt.Errorf("open the file %s of %s: %w", file, id, err)
	}
	return File{Name: a.Name, Type: a.Type, Data: data}, nil
}

// RemoveAttachment takes a file off a referral and deletes its bytes; that it was there stays.
func (p *Program) RemoveAttachment(ctx context.Context, actor portal.Actor, id portal.ReferralID, file portal.AttachmentID) (portal.Referral, error) {
	r, err := p.attachable(ctx, actor, id)
	if err != nil {
		return r, err
	}
	next, err := r.Detach(file, actor, p.Now())
	if err != nil {
		return r, err
	}
	saved, err := p.saveReferral(ctx, next)
	if err != nil {
		return saved, err
	}
	return saved, p.store.SealedFiles.Remove(ctx, attachmentKey(id, file))
}

// finishRemovals deletes the bytes of removed files that a crash left behind.
func (p *Program) finishRemovals(ctx context.Context, r portal.Referral) error {
	for _, file := range r.Detached() {
		if err := p.store.SealedFiles.Remove(ctx, attachmentKey(r.ID, file)); err != nil {
			return err
		}
	}
	return nil
}

// attachmentKey is the name under which the bytes of a file are sealed.
func attachmentKey(referral portal.ReferralID, file portal.AttachmentID) string {
	return "attachment:" + string(referral) + ":" + string(file)
}

// attachmentLetters are the mails about a file to the side that did not add it.
func attachmentLetters() []letterKind {
	other := func(side portal.Side, to func(context.Context, *Program, portal.Event) ([]recipient, error)) func(context.Context, *Program, portal.Event) ([]recipient, error) {
		return func(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
			if e.Data["side"] != string(side) {
				return nil, nil
			}
			return to(ctx, p, e)
		}
	}
	return []letterKind{
		{"file-staff", portal.AttachmentAddedEvent, other(portal.PartnerSide, toOwner), composeAttachment},
		{"file-partner", portal.AttachmentAddedEvent, other(portal.StaffSide, toReferrer), composeAttachment},
	}
}

func composeAttachment(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	r, err := p.referralOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	link := "/referrals/"
	if e.Data["side"] == string(portal.PartnerSide) {
		link = "/desk" + link
	}
	return Letter{
		Name: p.nameOf(ctx, m), Subject: "A file about " + r.Company, Lines: []string{e.ByName + " has added a file to the referral of " + r.Company + ": " + e.Data["file"] + "."},
		Action: "Open the referral", Link: p.url(link+string(r.ID)) + "#files", Why: "You get this because you look after " + r.Company + ", or referred it.",
	}, nil
}
