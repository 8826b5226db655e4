package program

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"tandem/portal"
)

// threadPlace is what a thread hangs on: whose it is, who of the staff reads it, and who waits for an answer.
type threadPlace struct {
	partner  portal.PartnerID
	asks     portal.Role   // who of the partner reads it, members too when empty
	readers  []portal.Role // of the staff
	title    string        // "Hotel Miramar"
	own      string        // the partner's page
	desk     string        // the staff's page
	partners func(context.Context) ([]recipient, error)
	staff    func(context.Context) ([]recipient, error)
}

// threadPlace returns what a subject is about: NotFound for what no thread hangs on.
func (p *Program) threadPlace(ctx context.Context, subject string) (threadPlace, error) {
	about, _ := portal.ThreadOf(subject)
	noun, id, _ := strings.Cut(about, ":")
	if noun == "referral" {
		return p.referralThread(ctx, portal.ReferralID(id))
	}
	if noun == "entry" {
		return p.entryThread(ctx, portal.EntryID(id))
	}
	return threadPlace{}, portal.Errorf(portal.NotFound, "There is nothing here.")
}

// mayRead returns the place of a thread that the actor reads: another partner's, and
// notes among staff, are NotFound.
func (p *Program) mayRead(ctx context.Context, actor portal.Actor, subject string) (threadPlace, error) {
	place, err := p.threadPlace(ctx, subject)
	if err != nil {
		return place, err
	}
	if actor.Staff() {
		return place, actor.Must(place.readers...)
	}
	if _, notes := portal.ThreadOf(subject); notes || place.partner != actor.Partner {
		return place, portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	return place, actor.Must(cmp.Or(place.asks, portal.PartnerMember))
}

// Thread returns what was written about a subject, oldest first.
func (p *Program) Thread(ctx context.Context, actor portal.Actor, subject string) ([]portal.Remark, error) {
	if _, err := p.mayRead(ctx, actor, subject); err != nil {
		return nil, err
	}
	return p.store.Remarks.Of(ctx, subject)
}

// Say is what somebody writes in a thread.
type Say struct {
	Subject string // "referral:01J...", or [portal.NotesOn] it
	Text    string
	After   string // the newest remark that the writer saw, "" for none
}

// Say adds a remark to a thread, and the other side gets it by mail. Sent twice it is
// said once. Invalid at text.
func (p *Program) Say(ctx context.Context, actor portal.Actor, say Say) (portal.Remark, error) {
	place, err := p.mayRead(ctx, actor, say.Subject)
	if err != nil {
		return portal.Remark{}, err
	}
	there, err := p.store.Remarks.Of(ctx, say.Subject)
	if err != nil {
		return portal.Remark{}, err
	}
	partner := place.partner
	if _, notes := portal.ThreadOf(say.Subject); notes {
		partner = ""
	}
	now := p.Now()
	if n := len(there); n > 0 {
		now = max(now, there[n-1].At.Add(time.Millisecond)) // an answer comes after what it answers
	}
	remark, err := portal.Say(say.Subject, partner, say.Text, say.After, actor, now)
	if err != nil {
		return remark, err
	}
	if i := slices.IndexFunc(there, func(r portal.Remark) bool { return r.ID == remark.ID }); i >= 0 {
		return there[i], p.record(ctx, there[i].Event())
	}
	if len(there) >= portal.MaxRemarks {
		return remark, portal.Errorf(portal.Conflict, "This conversation is full: it holds %d messages.", portal.MaxRemarks)
	}
	if _, err := p.store.Remarks.PutOnce(ctx, remark); err != nil {
		return remark, err
	}
	return remark, p.record(ctx, remark.Event())
}

// referralThread is the thread of a referral: its owner answers, or the partner's
// specialist, or every manager.
func (p *Program) referralThread(ctx context.Context, id portal.ReferralID) (threadPlace, error) {
	r, err := p.store.Referrals.Get(ctx, id)
	if err != nil {
		return threadPlace{}, err
	}
	return threadPlace{
		partner: r.Partner, readers: referralReaders, title: r.Company,
		own: "/referrals/" + string(id), desk: "/desk/referrals/" + string(id),
		partners: func(ctx context.Context) ([]recipient, error) {
			return toReferrer(ctx, p, portal.Event{Subject: r.Subject(), Partner: r.Partner})
		},
		staff: func(ctx context.Context) ([]recipient, error) { return p.toReferralOwner(ctx, r) },
	}, nil
}

// toReferralOwner addresses who looks after a referral: its owner, or the partner's
// specialist, or every manager when neither works here.
func (p *Program) toReferralOwner(ctx context.Context, r portal.Referral) ([]recipient, error) {
	owner := r.Owner
	if owner == "" {
		partner, err := p.store.Partners.Get(ctx, r.Partner)
		if ignoreMissing(err) != nil {
			return nil, err
		}
		owner = partner.Specialist
	}
	if owner != "" {
		if to, err := p.toPerson(ctx, owner); err != nil || len(to) > 0 {
			return to, err
		}
	}
	return p.recipients(ctx, "", portal.Manager, "")
}
