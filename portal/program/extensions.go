package program

import (
	"context"

	"tandem/portal"
)

// AskExtension is a partner's wish for a longer protection of a lead of its own.
type AskExtension struct {
	Referral portal.ReferralID
	Why      string
	Evidence string // what shows that the deal goes on
}

// AskExtension puts the wish before a manager. Invalid at extend_why and evidence.
func (p *Program) AskExtension(ctx context.Context, actor portal.Actor, ask AskExtension) (portal.Referral, error) {
	r, err := p.ownReferral(ctx, actor, ask.Referral)
	if err != nil {
		return r, err
	}
	next, err := r.AskExtension(p.Rules, ask.Why, ask.Evidence, actor, p.Now(), p.Today())
	if err != nil {
		return r, err
	}
	return p.saveReferral(ctx, next)
}

// WithdrawExtension takes a partner's own request back before it is answered.
func (p *Program) WithdrawExtension(ctx context.Context, actor portal.Actor, id portal.ReferralID) (portal.Referral, error) {
	r, err := p.ownReferral(ctx, actor, id)
	if err != nil {
		return r, err
	}
	next, err := r.WithdrawExtension(actor, p.Now())
	if err != nil {
		return r, err
	}
	return p.saveReferral(ctx, next)
}

// GrantExtension answers a request with a longer protection; note may be "".
func (p *Program) GrantExtension(ctx context.Context, actor portal.Actor, id portal.ReferralID, note string) (portal.Referral, error) {
	return p.decideReferral(ctx, actor, id, func(r portal.Referral) (portal.Referral, error) {
		return r.GrantExtension(note, actor, p.Now(), p.Today())
	})
}

// DeclineExtension answers a request with a reason. A protection that ended meanwhile is over then.
func (p *Program) DeclineExtension(ctx context.Context, actor portal.Actor, id portal.ReferralID, why string) (portal.Referral, error) {
	return p.decideReferral(ctx, actor, id, func(r portal.Referral) (portal.Referral, error) {
		return r.DeclineExtension(why, actor, p.Now())
	})
}

// GiveExtension makes a protection longer without being asked.
func (p *Program) GiveExtension(ctx context.Context, actor portal.Actor, id portal.ReferralID, why string) (portal.Referral, error) {
	return p.decideReferral(ctx, actor, id, func(r portal.Referral) (portal.Referral, error) {
		return r.GiveExtension(why, actor, p.Now(), p.Today())
	})
}

// waitingExtensions are the requests for a longer protection that nobody has answered.
func (p *Program) waitingExtensions(ctx context.Context) ([]portal.QueueItem, error) {
	asked, err := p.store.Referrals.AskedExtensions(ctx, queueLimit)
	items := make([]portal.QueueItem, len(asked))
	for i, r := range asked {
		items[i] = extensionItem(r)
	}
	return items, err
}

// extensionItem is the newest request about a referral. It belongs to whom the referral does.
func extensionItem(r portal.Referral) portal.QueueItem {
	item := portal.QueueItem{
		Kind: portal.QueueExtension, ID: string(r.ID), Partner: r.Partner, Title: r.PartnerName, Detail: "Extension for " + r.Company,
		Owner: r.Owner, OwnerName: r.OwnerName,
	}
	if n := len(r.Extensions); n > 0 {
		x := r.Extensions[n-1]
		item.Hint, item.Since, item.Due = "Protected until "+r.ProtectedUntil.Long()+". "+x.Why, x.At, x.Due
	}
	return item
}

func (p *Program) extensionCase(ctx context.Context, id portal.ReferralID) (Case, error) {
	r, err := p.store.Referrals.Get(ctx, id)
	if err != nil {
		return Case{}, err
	}
	if len(r.Extensions) == 0 {
		return Case{}, portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	partner, err := p.store.Partners.Get(ctx, r.Partner)
	if err != nil {
		return Case{}, err
	}
	_, waits := r.AskedExtension()
	return Case{
		Item: extensionItem(r), Version: r.Version, Referral: &r, Partner: partner, Waits: waits, Checks: portal.ExtensionChecks(r, p.Today()),
	}, nil
}

func (p *Program) planExtension(ctx context.Context, actor portal.Actor, d Decision) (plan, error) {
	r, err := p.store.Referrals.Get(ctx, portal.ReferralID(d.ID))
	if err != nil {
		return plan{}, err
	}
	next := plan{Decided: Decided{Item: extensionItem(r), Version: r.Version}}
	if err := unchanged(d, r.Version, "The referral of "+r.Company); err != nil {
		return next, err
	}
	switch d.Do {
	case portal.VerdictAccept:
		var granted portal.Referral
		granted, err = r.GrantExtension(d.Note, actor, p.Now(), p.Today())
		err = at("note", err)
		next.Did, next.Then = "Extended "+r.Company+".", "It is protected until "+granted.ProtectedUntil.Long()+", and "+r.PartnerName+" is told."
		next.do = func(ctx context.Context) error { return only2(p.GrantExtension(ctx, actor, r.ID, d.Note)) }
	case portal.VerdictDecline:
		_, err = r.DeclineExtension(d.Note, actor, p.Now())
		err = at("note", err)
		next.Did, next.Then = "Declined the extension of "+r.Company+".", r.PartnerName+" reads your reason."
		next.do = func(ctx context.Context) error { return only2(p.DeclineExtension(ctx, actor, r.ID, d.Note)) }
	case portal.VerdictAssign:
		d.Kind = portal.QueueReferral
		given, err := p.planReferral(ctx, actor, d)
		given.Item = next.Item
		return given, err
	case portal.VerdictAsk:
	}
	return next, err
}
