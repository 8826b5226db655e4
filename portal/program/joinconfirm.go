package program

import (
	"context"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

// confirmLife is how long an applicant can confirm the address, and so how long an
// application that nobody confirmed keeps its company from applying.
const confirmLife = 3 * 24 * time.Hour

// confirmLink is the link that proves an applicant's address.
func (p *Program) confirmLink(partner portal.Partner, asked portal.Instant) string {
	return p.url("/join/verify/" + p.token(forConfirm, string(partner.ID), emailFact(partner.Email), asked.Add(confirmLife)))
}

// Confirmation is the application behind a confirmation link.
type Confirmation struct {
	Company string
	Email   string
	Status  string // the token of the status page once the address is confirmed, "" before
	Late    bool   // with Gone: the link is past its time, and a new one can be asked for
}

// CheckConfirmation says whose address a link confirms: NotFound for no link of ours,
// Gone for one that is past its time or that another application has replaced.
func (p *Program) CheckConfirmation(ctx context.Context, token string) (Confirmation, error) {
	_, _, gone := p.open(forConfirm, token)
	if gone != nil && portal.KindOf(gone) != portal.Gone {
		return Confirmation{}, gone
	}
	subject, fact, err := p.openLate(forConfirm, token)
	if err != nil {
		return Confirmation{}, err
	}
	partner, err := p.confirmable(ctx, subject, fact)
	if err != nil {
		return Confirmation{}, err
	}
	if gone != nil {
		return Confirmation{Late: true}, gone
	}
	c := Confirmation{Company: partner.Company, Email: partner.Email}
	if partner.EmailVerifiedAt != "" {
		c.Status = p.statusToken(partner)
	}
	return c, nil
}

// Confirm proves an applicant's address; from now on staff see the application. It
// returns the token of the status page. Doing it twice is doing it once.
func (p *Program) Confirm(ctx context.Context, token string, client Client) (status string, err error) {
	subject, fact, err := p.open(forConfirm, token)
	if err != nil {
		return "", err
	}
	partner, err := p.confirmable(ctx, subject, fact)
	if err != nil {
		return "", err
	}
	partner, err = p.changePartner(ctx, partner.ID, 0, func(there portal.Partner) (portal.Partner, error) {
		return there.VerifyEmail(applicant(there, client), p.Now()), nil
	})
	return p.statusToken(partner), err
}

// confirmable is the application of a confirmation link while it stands for its company.
func (p *Program) confirmable(ctx context.Context, subject, fact string) (portal.Partner, error) {
	partner, err := p.store.Partners.Get(ctx, portal.PartnerID(subject))
	if err != nil {
		return partner, err
	}
	replaced := portal.Errorf(portal.Gone, "This application was replaced by a later one. Use the link in the newest mail.")
	if emailFact(partner.Email) != fact {
		return partner, replaced
	}
	if partner.EmailVerifiedAt != "" {
		return partner, nil
	}
	guard, err := p.store.Guards.Get(ctx, store.DomainGuard(partner.Domain))
	if portal.KindOf(err) == portal.NotFound || err == nil && guard.Holder != string(partner.ID) {
		return partner, replaced
	}
	return partner, err
}

// AskConfirmation sends a new confirmation link in place of one that has expired.
func (p *Program) AskConfirmation(ctx context.Context, token string) error {
	subject, fact, err := p.openLate(forConfirm, token)
	if err != nil {
		return err
	}
	partner, err := p.confirmable(ctx, subject, fact)
	if err != nil {
		return err
	}
	if err := p.try(ctx, "confirm|"+subject, mailTries); err != nil {
		return err
	}
	if partner.EmailVerifiedAt == "" {
		err := p.store.Guards.Pass(ctx, store.DomainGuard(partner.Domain), subject, subject, p.Now()) // it holds for a new term
		if err != nil {
			return err
		}
	}
	return p.record(ctx, p.fact("asked-again:"+p.newID(), partner.Subject(), partner.ID, "join.asked_again", portal.System("join"), nil))
}
