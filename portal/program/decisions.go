package program

import (
	"context"
	"errors"

	"tandem/portal"
)

// Decision is what a person decides about one item of the queue.
type Decision struct {
	Kind  portal.QueueKind
	ID    string
	Do    portal.Verdict
	Seen  int64         // the version that was looked at, 0 for whatever it is
	Note  string        // what the other side reads; the reason or the question where one is needed
	Owner portal.UserID // the specialist of an approved application, or who gets what is assigned
}

// Decided is what came of a decision, or would come.
type Decided struct {
	Item    portal.QueueItem
	Version int64  // of what was decided on
	Did     string // "Accepted Hotel Miramar."
	Then    string // what follows, now or then: "You own it, and Bluewater Ferries is told."
	Undo    bool   // it can be taken back for a moment
}

// plan is a decision that the rules allow, with the step that carries it out.
type plan struct {
	Decided
	do func(context.Context) error
}

// Decide carries out a decision: Conflict when the item has moved on or the rules do
// not allow it, Invalid at note or owner when something is missing.
func (p *Program) Decide(ctx context.Context, actor portal.Actor, d Decision) (Decided, error) {
	plan, err := p.planned(ctx, actor, d)
	if err != nil {
		return plan.Decided, err
	}
	return plan.Decided, plan.do(ctx)
}

// Foresee says what a decision would do, or why it would be refused, and changes
// nothing. What is yet to be written or chosen counts as given.
func (p *Program) Foresee(ctx context.Context, actor portal.Actor, d Decision) (Decided, error) {
	if d.Note == "" {
		d.Note = "…"
	}
	if d.Owner == "" {
		d.Owner = actor.User
	}
	plan, err := p.planned(ctx, actor, d)
	return plan.Decided, err
}

func (p *Program) planned(ctx context.Context, actor portal.Actor, d Decision) (plan, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return plan{}, err
	}
	if !d.Kind.OnItsPage() && d.Do.On(d.Kind) == "" {
		return plan{}, portal.Errorf(portal.Conflict, "This is not something to decide here.")
	}
	switch d.Kind {
	case portal.QueueReferral:
		return p.planReferral(ctx, actor, d)
	case portal.QueueExtension:
		return p.planExtension(ctx, actor, d)
	case portal.QueueApplication:
		return p.planApplication(ctx, actor, d)
	case portal.QueueOnboarding:
		return p.planOnboarding(ctx, actor, d)
	case portal.QueueLead:
		return plan{Decided: Decided{Item: portal.QueueItem{Kind: d.Kind, ID: d.ID, Title: "A lead of ours"}}}, portal.Errorf(portal.Conflict, "A lead that nobody took is offered again, or withdrawn, on its own page.")
	case portal.QueuePayout, portal.QueueQuestion, portal.QueueAdjustment:
		return plan{Decided: Decided{Item: portal.QueueItem{Kind: d.Kind, ID: d.ID, Title: "A matter of money"}}}, portal.Errorf(portal.Conflict, "Payout batches and adjustments are approved, and questions answered, one by one, on their own pages.")
	}
	return plan{}, portal.Errorf(portal.NotFound, "There is nothing here.")
}

func (p *Program) planReferral(ctx context.Context, actor portal.Actor, d Decision) (plan, error) {
	r, err := p.store.Referrals.Get(ctx, portal.ReferralID(d.ID))
	if err != nil {
		return plan{}, err
	}
	next := plan{Decided: Decided{Item: referralItem(r, portal.Partner{}), Version: r.Version}}
	if err := unchanged(d, r.Version, "The referral of "+r.Company); err != nil {
		return next, err
	}
	switch d.Do {
	case portal.VerdictAccept:
		_, err = r.Accept(actor, p.Now(), p.Today())
		next.Did, next.Then, next.Undo = "Accepted "+r.Company+".", "You own it, and "+r.PartnerName+" is told.", true
		next.do = func(ctx context.Context) error { return only2(p.AcceptReferral(ctx, actor, r.ID)) }
	case portal.VerdictDecline:
		_, err = r.Reject(d.Note, actor, p.Now())
		err = at("note", err)
		next.Did, next.Then, next.Undo = "Rejected "+r.Company+".", r.PartnerName+" reads your reason.", true
		next.do = func(ctx context.Context) error { return only2(p.RejectReferral(ctx, actor, r.ID, d.Note)) }
	case portal.VerdictAssign:
		var owner portal.User
		if owner, err = p.itemOwner(ctx, actor, d.Owner); err == nil {
			_, err = r.Assign(owner.ID, owner.Name, actor, p.Now())
		}
		next.Did, next.Then = "Assigned "+r.Company+".", owner.Name+" looks after it."
		next.do = func(ctx context.Context) error {
			return only2(p.decideReferral(ctx, actor, r.ID, func(r portal.Referral) (portal.Referral, error) {
				return r.Assign(owner.ID, owner.Name, actor, p.Now())
			}))
		}
	case portal.VerdictAsk:
		_, err = r.Return(p.Rules, d.Note, nil, actor, p.Now(), p.Today())
		err = renamed("ask", "note", err)
		next.Did, next.Then = "Sent "+r.Company+" back.", "Both clocks rest until "+r.PartnerName+" hands it in again."
		next.do = func(ctx context.Context) error { return only2(p.ReturnReferral(ctx, actor, r.ID, d.Note, nil)) }
	}
	return next, err
}

func (p *Program) planApplication(ctx context.Context, actor portal.Actor, d Decision) (plan, error) {
	partner, err := p.confirmedPartner(ctx, portal.PartnerID(d.ID))
	if err != nil {
		return plan{}, err
	}
	next := plan{Decided: Decided{Item: p.applicationItem(partner), Version: partner.Version}}
	if err := unchanged(d, partner.Version, partner.Company); err != nil {
		return next, err
	}
	id, seen := partner.ID, partner.Version
	switch d.Do {
	case portal.VerdictAccept:
		var specialist portal.User
		if specialist, err = p.itemOwner(ctx, actor, d.Owner); err == nil {
			_, err = partner.Approve(specialist.ID, specialist.Name, d.Note, actor, p.Now())
		}
		next.Did, next.Then = "Approved "+partner.Company+".", specialist.Name+" is the specialist, and the applicant gets the way in by mail."
		next.do = func(ctx context.Context) error {
			return only2(p.ApproveApplication(ctx, actor, Approve{Partner: id, Seen: seen, Specialist: specialist.ID, Note: d.Note}))
		}
	case portal.VerdictAsk:
		_, err = partner.AskForMore(d.Note, actor, p.Now())
		err = at("note", err)
		next.Did, next.Then, next.Undo = "Asked "+partner.Company+".", "The clock rests until the applicant answers.", true
		next.do = func(ctx context.Context) error { return only2(p.AskApplicant(ctx, actor, id, seen, d.Note)) }
	case portal.VerdictDecline:
		_, err = partner.Decline(d.Note, actor, p.Now())
		err = at("note", err)
		next.Did, next.Then, next.Undo = "Declined "+partner.Company+".", "The applicant reads your reason.", true
		next.do = func(ctx context.Context) error { return only2(p.DeclineApplication(ctx, actor, id, seen, d.Note)) }
	case portal.VerdictAssign:
		var reviewer portal.User
		if reviewer, err = p.itemOwner(ctx, actor, d.Owner); err == nil {
			_, err = partner.AssignReview(reviewer.ID, reviewer.Name, actor, p.Now())
		}
		next.Did, next.Then = "Assigned "+partner.Company+".", reviewer.Name+" decides it."
		next.do = func(ctx context.Context) error {
			return only2(p.decide(ctx, actor, id, seen, func(there portal.Partner) (portal.Partner, error) {
				return there.AssignReview(reviewer.ID, reviewer.Name, actor, p.Now())
			}))
		}
	}
	return next, err
}

func (p *Program) planOnboarding(ctx context.Context, actor portal.Actor, d Decision) (plan, error) {
	partner, err := p.confirmedPartner(ctx, portal.PartnerID(d.ID))
	if err != nil {
		return plan{}, err
	}
	next := plan{Decided: Decided{Item: p.onboardingItem(partner), Version: partner.Version}}
	if err := unchanged(d, partner.Version, partner.Company); err != nil {
		return next, err
	}
	id, seen := partner.ID, partner.Version
	switch d.Do {
	case portal.VerdictAccept:
		if d.Note == "" {
			return next, portal.Problems{"note": "Say why before the onboarding is complete."}.Err()
		}
		_, err = partner.Activate(d.Note, actor, p.Now())
		next.Did, next.Then = "Made "+partner.Company+" active.", "It takes part in full from now on."
		next.do = func(ctx context.Context) error { return p.ActivatePartner(ctx, actor, id, d.Note) }
	case portal.VerdictAssign:
		var specialist portal.User
		if specialist, err = p.itemOwner(ctx, actor, d.Owner); err == nil {
			_, err = partner.Assign(specialist.ID, specialist.Name, actor, p.Now())
		}
		next.Did, next.Then = "Assigned "+partner.Company+".", specialist.Name+" is the specialist, and the partner is told."
		next.do = func(ctx context.Context) error { return only2(p.AssignSpecialist(ctx, actor, id, seen, specialist.ID)) }
	case portal.VerdictAsk, portal.VerdictDecline:
	}
	return next, err
}

// Undo takes back the newest decision about an item, for who made it and while it is
// fresh: the item waits again as before. Conflict when it is too late, or when
// somebody else holds the lead of a rejected referral by now.
func (p *Program) Undo(ctx context.Context, actor portal.Actor, kind portal.QueueKind, id string) (portal.QueueItem, error) {
	switch kind {
	case portal.QueueReferral:
		r, err := p.decideReferral(ctx, actor, portal.ReferralID(id), func(r portal.Referral) (portal.Referral, error) {
			next, err := r.Undo(actor, p.Now())
			if err != nil || r.State.HoldsLead() {
				return next, err
			}
			return next, p.reclaimLead(ctx, r)
		})
		return referralItem(r, portal.Partner{}), err
	case portal.QueueApplication:
		partner, err := p.decide(ctx, actor, portal.PartnerID(id), 0, func(partner portal.Partner) (portal.Partner, error) {
			return partner.Undo(actor, p.Now())
		})
		return p.applicationItem(partner), err
	case portal.QueuePayout, portal.QueueQuestion, portal.QueueAdjustment, portal.QueueOnboarding, portal.QueueLead, portal.QueueExtension:
	}
	return portal.QueueItem{}, portal.Errorf(portal.NotFound, "There is nothing here.")
}

// unchanged is a Conflict when what was decided on is not what is there.
func unchanged(d Decision, version int64, what string) error {
	if d.Seen != 0 && d.Seen != version {
		return portal.Errorf(portal.Conflict, "%s was changed meanwhile. Look at it again and repeat what you did.", what)
	}
	return nil
}

// itemOwner is somebody who can look after partners; Invalid at owner for anybody else.
func (p *Program) itemOwner(ctx context.Context, actor portal.Actor, id portal.UserID) (portal.User, error) {
	user, err := p.specialist(ctx, actor, id)
	if portal.KindOf(err) == portal.Invalid {
		err = portal.Problems{"owner": "Choose who looks after it."}.Err()
	}
	return user, err
}

// at moves the one problem of a missing text to the field that it was to be written in.
func at(field string, err error) error {
	if portal.KindOf(err) != portal.Invalid {
		return err
	}
	problems := portal.Problems{}
	problems.Join(err)
	for _, problem := range problems {
		return portal.Problems{field: problem}.Err()
	}
	return err
}

// renamed moves the problem of one field to another, where the form has that one.
func renamed(from, to string, err error) error {
	if problem, ok := errors.AsType[*portal.Error](err); ok && problem.Fields[from] != "" {
		return portal.Problems{to: problem.Fields[from]}.Err()
	}
	return err
}

// only2 is the error of a step whose value nobody needs.
func only2[T any](_ T, err error) error { return err }
