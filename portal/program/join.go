package program

import (
	"context"
	"strings"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

// claimGrace is longer than any request: a domain whose application is not there, or
// has another domain, after it was left behind by a crash.
const claimGrace = time.Minute

// joinTries bounds the applications from one network address.
var joinTries = portal.TryPolicy{Free: 20, First: time.Minute, Longest: time.Hour, Forget: 24 * time.Hour}

// Join is what a company fills in to take part.
type Join struct {
	Application portal.Application
	Invitation  string // the token of the link it came by, "" for who came unasked
	Trap        string // a field that people do not see: whoever fills it in is a machine
	Client      Client
}

// Join takes an application. It is seen by staff once its address is confirmed by
// the mail this sends. The answer does not tell whether the address is known; it
// is Invalid at the site when the company is, and then the address known for that
// company gets a mail that says where things stand. An invitation that has ended
// meanwhile is Gone.
func (p *Program) Join(ctx context.Context, in Join) error {
	clean, err := p.Rules.CheckApplication(in.Application)
	if err != nil {
		return err
	}
	if in.Trap != "" {
		return nil
	}
	if err := p.try(ctx, addressKey("join", in.Client.Address), joinTries); err != nil {
		return err
	}
	if err := p.try(ctx, "join|"+p.keyed("account", portal.Mailbox(clean.Email)), mailTries); err != nil {
		return err
	}
	id := portal.PartnerID(p.newID())
	partner, err := p.Rules.Apply(id, clean, portal.Actor{Partner: id, Name: clean.Contact, Address: in.Client.Address}, p.Now())
	if err != nil {
		return err
	}
	if in.Invitation != "" {
		invitation, err := p.joinInvitation(ctx, in.Invitation)
		if err != nil {
			return err
		}
		partner = partner.CameBy(invitation)
	}
	before, err := p.claimDomain(ctx, partner)
	if err != nil {
		return err
	}
	partner.Before = before
	if err := p.store.Partners.Insert(ctx, partner); err != nil {
		return err
	}
	if err := p.recordLast(ctx, partner.Subject(), id, partner.History); err != nil {
		return err
	}
	return p.supersede(ctx, before, id)
}

// claimDomain takes the company's domain for an application: of two at the same
// moment one gets it. before is the earlier application that it may follow.
func (p *Program) claimDomain(ctx context.Context, partner portal.Partner) (before portal.PartnerID, err error) {
	guard := store.DomainGuard(partner.Domain)
	holder, err := p.store.Guards.Claim(ctx, guard, string(partner.ID), p.Now())
	if err != nil || holder == string(partner.ID) {
		return "", err
	}
	there, err := p.store.Partners.Get(ctx, portal.PartnerID(holder))
	missing := portal.KindOf(err) == portal.NotFound
	if err != nil && !missing {
		return "", err
	}
	claim, err := p.store.Guards.Get(ctx, guard)
	if err != nil {
		return "", err
	}
	switch {
	case (missing || there.Domain != partner.Domain) && p.Now() >= claim.At.Add(claimGrace):
	case missing || there.Domain != partner.Domain:
		return "", p.companyKnown(partner.Domain)
	case there.EmailVerifiedAt == "" && p.Now() >= claim.At.Add(confirmLife):
		before = there.ID
	case there.MayReapply(p.Rules, p.Today()) == nil:
		before = there.ID
	default:
		if portal.Mailbox(there.Email) == portal.Mailbox(partner.Email) {
			err := p.record(ctx, p.fact("asked-again:"+p.newID(), there.Subject(), there.ID, "join.asked_again", portal.System("join"), nil))
			if err != nil {
				return "", err
			}
		}
		return "", p.companyKnown(partner.Domain)
	}
	err = p.store.Guards.Pass(ctx, guard, holder, string(partner.ID), p.Now())
	if portal.KindOf(err) == portal.Conflict {
		return "", p.companyKnown(partner.Domain)
	}
	return before, err
}

// companyKnown is the same answer whatever became of the company, and whoever asks.
func (p *Program) companyKnown(domain string) error {
	return portal.Problems{"site": domain + " is with us already. If you applied, look into your mail: we have just written to the address we know. " +
		"Otherwise ask a colleague, or write to " + p.Rules.Support + "."}.Err()
}

// supersede notes on an earlier application that a later one took its place.
func (p *Program) supersede(ctx context.Context, before, by portal.PartnerID) error {
	if before == "" {
		return nil
	}
	_, err := p.changePartner(ctx, before, 0, func(old portal.Partner) (portal.Partner, error) {
		return old.Supersede(by, portal.System("join"), p.Now()), nil
	})
	return err
}

// applicant is who acts by the links in an applicant's mails.
func applicant(partner portal.Partner, client Client) portal.Actor {
	return portal.Actor{Name: strings.TrimSpace(partner.Contact), Partner: partner.ID, Address: client.Address}
}
