package program

import (
	"context"
	"fmt"
	"time"

	"tandem/portal"
)

// queueLimit bounds each source of the queue: what is further behind comes up
// as the front is answered.
const queueLimit = 100

// Queue is what waits for a person, least time left first.
type Queue struct {
	Items    []portal.QueueItem
	Counts   map[portal.QueueKind]int // of all kinds, whatever Items is limited to
	Breached int                      // items past their time
	Now      portal.Instant
}

// Total is the count of all items.
func (q Queue) Total() int {
	n := 0
	for _, count := range q.Counts {
		n += count
	}
	return n
}

// Queue returns what waits for people with the actor's roles: everything, or one kind.
func (p *Program) Queue(ctx context.Context, actor portal.Actor, kind portal.QueueKind) (Queue, error) {
	if err := actor.Must(portal.StaffRoles...); err != nil {
		return Queue{}, err
	}
	q := Queue{Counts: map[portal.QueueKind]int{}, Now: p.Now()}
	sources := []func(context.Context) ([]portal.QueueItem, error){
		p.waitingApplications, p.waitingReferrals, p.waitingBatches, p.lateOnboarding,
	}
	for _, source := range sources {
		items, err := source(ctx)
		if err != nil {
			return Queue{}, fmt.Errorf("queue: %w", err)
		}
		for _, item := range items {
			if !actor.System && !actor.Can(item.Roles...) {
				continue
			}
			q.Counts[item.Kind]++
			if item.Breached(q.Now) {
				q.Breached++
			}
			if kind == "" || kind == item.Kind {
				q.Items = append(q.Items, item)
			}
		}
	}
	portal.SortQueue(q.Items)
	return q, nil
}

// waitingApplications are the verified ones that staff have to decide; those
// that wait for the applicant's answer are not in the queue.
func (p *Program) waitingApplications(ctx context.Context) ([]portal.QueueItem, error) {
	var items []portal.QueueItem
	for _, state := range []portal.PartnerState{portal.PartnerApplied, portal.PartnerInReview} {
		partners, err := p.store.Partners.Waiting(ctx, state, queueLimit)
		if err != nil {
			return nil, err
		}
		for _, partner := range partners {
			if partner.EmailVerifiedAt == "" {
				continue
			}
			items = append(items, portal.QueueItem{
				Kind: portal.QueueApplication, ID: string(partner.ID), Partner: partner.ID, Title: partner.Company,
				Detail: "Application from " + portal.NameIn(p.Rules.Verticals, partner.Vertical),
				Hint:   state.Label(), Since: partner.EmailVerifiedAt,
				Due:   p.answerBy(partner),
				Roles: []portal.Role{portal.Manager},
			})
		}
	}
	return items, nil
}

func (p *Program) waitingReferrals(ctx context.Context) ([]portal.QueueItem, error) {
	referrals, err := p.store.Referrals.Waiting(ctx, portal.ReferralSubmitted, queueLimit)
	if err != nil {
		return nil, err
	}
	items := make([]portal.QueueItem, 0, len(referrals))
	for _, r := range referrals {
		detail := "Referral of " + r.Company
		if !r.Value.IsZero() {
			detail += ", about " + r.Value.String()
		}
		items = append(items, portal.QueueItem{
			Kind: portal.QueueReferral, ID: string(r.ID), Partner: r.Partner, Title: r.PartnerName,
			Detail: detail, Hint: r.Need, Since: r.SubmittedAt, Due: r.AnswerBy, Roles: []portal.Role{portal.Manager},
		})
	}
	return items, nil
}

// waitingBatches are prepared and wait for a second person.
func (p *Program) waitingBatches(ctx context.Context) ([]portal.QueueItem, error) {
	page, err := p.store.Batches.List(ctx, portal.BatchDraft, queueLimit, "")
	if err != nil {
		return nil, err
	}
	var items []portal.QueueItem
	for _, b := range page.Rows {
		if b.PreparedAt == "" {
			continue
		}
		items = append(items, portal.QueueItem{
			Kind: portal.QueuePayout, ID: string(b.ID), Title: "Payout batch of " + b.Cutoff.Long(),
			Detail: fmt.Sprintf("%s to %d partners waits for approval", b.Total, len(b.Lines)), Since: b.PreparedAt,
			Hint: "Prepared by " + b.PreparedByName() + "; another person approves it",
			Due:  p.Rules.AddWorkdays(b.PreparedAt, p.Rules.Referral.AnswerWorkdays), Roles: []portal.Role{portal.Finance},
		})
	}
	return items, nil
}

// lateOnboarding are the partners whose sprint is over and not done.
func (p *Program) lateOnboarding(ctx context.Context) ([]portal.QueueItem, error) {
	partners, err := p.store.Partners.Waiting(ctx, portal.PartnerOnboarding, queueLimit)
	if err != nil {
		return nil, err
	}
	var items []portal.QueueItem
	for _, partner := range partners {
		due := partner.OnboardingStartedAt.Add(time.Duration(p.Rules.Onboarding.Days) * 24 * time.Hour)
		if due > p.Now() {
			continue
		}
		items = append(items, portal.QueueItem{
			Kind: portal.QueueOnboarding, ID: string(partner.ID), Partner: partner.ID, Title: partner.Company,
			Detail: fmt.Sprintf("Onboarding is past its %d days", p.Rules.Onboarding.Days),
			Hint:   "Specialist: " + partner.SpecialistName, Since: partner.OnboardingStartedAt, Due: due, Roles: []portal.Role{portal.Manager},
		})
	}
	return items, nil
}
