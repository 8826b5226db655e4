package program

import (
	"context"
	"fmt"

	"tandem/portal"
)

// Case is one item of the queue with what a person needs to decide it.
type Case struct {
	Item       portal.QueueItem
	Version    int64 // of what is decided on
	Waits      bool  // it waits for a decision that the actor may take
	Review     *Review
	Referral   *portal.Referral
	Rivals     []portal.Referral // of the same customer, that came too late
	Batch      *portal.Batch
	Adjustment *portal.Adjustment
	Question   *QuestionDetail
	Onboarding *portal.Onboarding
	Shared     *portal.SharedLead
	Draft      *portal.Draft
	Partner    portal.Partner // whose thing it is; empty for a batch
	Record     portal.Summary // what came of the partner's referrals so far
	Checks     []portal.Check
	Staff      []portal.User // who can look after it
}

// Case returns an item of the queue, whether or not it still waits. NotFound for what
// people with the actor's roles do not decide.
func (p *Program) Case(ctx context.Context, actor portal.Actor, kind portal.QueueKind, id string) (Case, error) {
	if err := actor.Must(portal.StaffRoles...); err != nil {
		return Case{}, err
	}
	if !kind.Valid() || !actor.Can(decides(kind)) {
		return Case{}, portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	var c Case
	var err error
	switch kind {
	case portal.QueueApplication:
		c, err = p.applicationCase(ctx, actor, portal.PartnerID(id))
	case portal.QueueReferral:
		c, err = p.referralCase(ctx, portal.ReferralID(id))
	case portal.QueueExtension:
		c, err = p.extensionCase(ctx, portal.ReferralID(id))
	case portal.QueueOnboarding:
		c, err = p.onboardingCase(ctx, portal.PartnerID(id))
	case portal.QueuePayout:
		return p.batchCase(ctx, actor, portal.BatchID(id))
	case portal.QueueLead:
		return p.leadCase(ctx, actor, portal.SharedLeadID(id))
	case portal.QueueDraft:
		return p.draftCase(ctx, actor, portal.DraftID(id))
	case portal.QueueQuestion:
		return p.questionCase(ctx, actor, portal.EntryID(id))
	case portal.QueueAdjustment:
		return p.adjustmentCase(ctx, actor, portal.AdjustmentID(id))
	}
	if err != nil {
		return c, err
	}
	if c.Record.Partner == "" && c.Partner.State.Member() {
		if c.Record, err = p.store.Summaries.Read(ctx, c.Partner.ID); err != nil {
			return c, err
		}
	}
	c.Staff, err = p.Specialists(ctx, actor)
	return c, err
}

func (p *Program) applicationCase(ctx context.Context, actor portal.Actor, id portal.PartnerID) (Case, error) {
	review, err := p.Review(ctx, actor, id)
	if err != nil {
		return Case{}, err
	}
	partner := review.Partner
	c := Case{
		Item: p.applicationItem(partner), Version: partner.Version, Review: &review, Partner: partner,
		Waits: partner.State.Open() && partner.State != portal.PartnerChangesAsked,
	}
	if review.Score.Raters == 0 {
		c.Checks = append(c.Checks, portal.Check{Text: "Nobody has scored it yet."})
	} else {
		scored := fmt.Sprintf("Scored %s of 10 by %s", review.Score.Text(), counted(review.Score.Raters, "rater", "raters"))
		if review.Rank.Top {
			scored += ", in the top quartile"
		}
		c.Checks = append(c.Checks, portal.Check{OK: true, Text: scored + "."})
	}
	if len(review.Warnings) == 0 {
		c.Checks = append(c.Checks, portal.Check{OK: true, Text: "The address is of the company's domain " + partner.Domain + "."})
	}
	for _, warning := range review.Warnings {
		c.Checks = append(c.Checks, portal.Check{Text: warning})
	}
	return c, nil
}

func (p *Program) referralCase(ctx context.Context, id portal.ReferralID) (Case, error) {
	r, err := p.store.Referrals.Get(ctx, id)
	if err != nil {
		return Case{}, err
	}
	partner, err := p.store.Partners.Get(ctx, r.Partner)
	if err != nil {
		return Case{}, err
	}
	rivals, err := p.store.Referrals.DuplicatesOf(ctx, r.ID)
	if err != nil {
		return Case{}, err
	}
	return Case{
		Rivals: rivals,
		Item:   referralItem(r, partner), Version: r.Version, Referral: &r, Partner: partner,
		Waits: r.State == portal.ReferralSubmitted, Checks: p.Rules.ReferralChecks(r, p.Today()),
	}, nil
}

func (p *Program) onboardingCase(ctx context.Context, id portal.PartnerID) (Case, error) {
	partner, err := p.confirmedPartner(ctx, id)
	if err != nil {
		return Case{}, err
	}
	if partner.OnboardingStartedAt == "" {
		return Case{}, portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	sprint := p.Rules.OnboardingOf(partner, p.Today())
	return Case{
		Item: p.onboardingItem(partner), Version: partner.Version, Onboarding: &sprint, Partner: partner,
		Waits: partner.State == portal.PartnerOnboarding, Checks: portal.SprintChecks(sprint),
	}, nil
}

func (p *Program) batchCase(ctx context.Context, actor portal.Actor, id portal.BatchID) (Case, error) {
	b, err := p.store.Batches.Get(ctx, id)
	if err != nil {
		return Case{}, err
	}
	if b.PreparedAt == "" {
		return Case{}, portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	return Case{
		Item: p.batchItem(b), Version: b.Version, Batch: &b,
		Waits: b.State == portal.BatchDraft && b.PreparedBy != actor.User, Checks: portal.BatchChecks(b, actor.User),
	}, nil
}

func (p *Program) questionCase(ctx context.Context, actor portal.Actor, id portal.EntryID) (Case, error) {
	d, err := p.Question(ctx, actor, id)
	if err == nil && d.Question.ID == "" {
		err = portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	if err != nil {
		return Case{}, err
	}
	return Case{Item: questionItem(d.Question), Version: d.Question.Version, Question: &d, Waits: d.Question.State == portal.QuestionOpen, Partner: d.Partner}, nil
}

func (p *Program) adjustmentCase(ctx context.Context, actor portal.Actor, id portal.AdjustmentID) (Case, error) {
	a, err := p.store.Adjustments.Get(ctx, id)
	if err != nil {
		return Case{}, err
	}
	another := portal.Check{OK: true, Text: a.ByName + " proposed it, and you are another person."}
	if a.By == actor.User {
		another = portal.Check{Text: "You proposed it, so another person approves it."}
	}
	return Case{
		Item: p.adjustmentItem(a), Version: a.Version, Adjustment: &a,
		Waits: a.State == portal.AdjustmentProposed && a.By != actor.User, Checks: []portal.Check{another},
	}, nil
}
