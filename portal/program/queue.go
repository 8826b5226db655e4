package program

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tandem/portal"
)

// queueLimit bounds each source of the queue: what is further behind comes up
// as the front is answered.
const queueLimit = 100

// QueueFilter narrows the queue; the zero filter is everything.
type QueueFilter struct {
	Kind  portal.QueueKind
	Owner portal.QueueOwner
}

// Queue is what waits for a person, least time left first.
type Queue struct {
	Items    []portal.QueueItem
	Kinds    map[portal.QueueKind]int  // of each kind, for the owner of the filter
	Owners   map[portal.QueueOwner]int // of each owner, for the kind of the filter
	Waiting  int                       // all that wait for the actor, whatever the filter
	Breached int                       // of Waiting, past their time
	Now      portal.Instant
}

// Next is the item that follows one in the list, or comes before it at the end; the
// zero item when it stands alone.
func (q Queue) Next(kind portal.QueueKind, id string) portal.QueueItem {
	at := slices.IndexFunc(q.Items, func(item portal.QueueItem) bool { return item.Is(kind, id) })
	switch {
	case at >= 0 && at+1 < len(q.Items):
		return q.Items[at+1]
	case at > 0:
		return q.Items[at-1]
	}
	return portal.QueueItem{}
}

// Queue returns what waits for people with the actor's roles.
func (p *Program) Queue(ctx context.Context, actor portal.Actor, filter QueueFilter) (Queue, error) {
	if err := actor.Must(portal.StaffRoles...); err != nil {
		return Queue{}, err
	}
	q := Queue{Kinds: map[portal.QueueKind]int{}, Owners: map[portal.QueueOwner]int{}, Now: p.Now()}
	sources := []struct {
		kind  portal.QueueKind
		items func(context.Context) ([]portal.QueueItem, error)
	}{
		{portal.QueueApplication, p.waitingApplications},
		{portal.QueueReferral, p.waitingReferrals},
		{portal.QueueExtension, p.waitingExtensions},
		{portal.QueueLead, p.returnedLeads},
		{portal.QueuePayout, p.waitingBatches},
		{portal.QueueQuestion, p.waitingQuestions},
		{portal.QueueAdjustment, p.waitingAdjustments},
		{portal.QueueDraft, p.waitingDrafts},
		{portal.QueueOnboarding, p.lateOnboarding},
	}
	for _, source := range sources {
		if !actor.System && !actor.Can(decides(source.kind)) {
			continue
		}
		items, err := source.items(ctx)
		if err != nil {
			return Queue{}, fmt.Errorf("queue: %w", err)
		}
		for _, item := range items {
			q.take(item, filter, actor.User)
		}
	}
	portal.SortQueue(q.Items)
	return q, nil
}

// take counts an item, and keeps it when it is one of the filter's.
func (q *Queue) take(item portal.QueueItem, filter QueueFilter, who portal.UserID) {
	q.Waiting++
	if item.Breached(q.Now) {
		q.Breached++
	}
	right := filter.Kind == "" || filter.Kind == item.Kind
	for _, owner := range portal.QueueOwners {
		if right && owner.Has(item, who) {
			q.Owners[owner]++
		}
	}
	if filter.Owner.Has(item, who) {
		q.Kinds[item.Kind]++
		if right {
			q.Items = append(q.Items, item)
		}
	}
}

// decides is the role that answers items of a kind.
func decides(kind portal.QueueKind) portal.Role {
	if kind.Money() {
		return portal.Finance
	}
	if kind == portal.QueueDraft {
		return portal.Editor
	}
	return portal.Manager
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
			if partner.EmailVerifiedAt != "" {
				items = append(items, p.applicationItem(partner))
			}
		}
	}
	return items, nil
}

func (p *Program) applicationItem(partner portal.Partner) portal.QueueItem {
	return portal.QueueItem{
		Kind: portal.QueueApplication, ID: string(partner.ID), Partner: partner.ID, Title: partner.Company,
		Detail: "Application, " + portal.NameIn(p.Rules.Verticals, partner.Vertical) + " in " + portal.CountryName(partner.Country),
		Hint:   partner.State.Label(), Since: partner.EmailVerifiedAt, Due: p.answerBy(partner),
		Owner: partner.Specialist, OwnerName: partner.SpecialistName,
	}
}

// waitingReferrals belong to whom they were given to, else to the partner's specialist.
func (p *Program) waitingReferrals(ctx context.Context) ([]portal.QueueItem, error) {
	referrals, err := p.store.Referrals.Waiting(ctx, portal.ReferralSubmitted, queueLimit)
	if err != nil {
		return nil, err
	}
	var ids []portal.PartnerID
	for _, r := range referrals {
		if !slices.Contains(ids, r.Partner) {
			ids = append(ids, r.Partner)
		}
	}
	found, err := p.store.Partners.GetMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	partners := map[portal.PartnerID]portal.Partner{}
	for _, partner := range found {
		partners[partner.ID] = partner
	}
	items := make([]portal.QueueItem, 0, len(referrals))
	for _, r := range referrals {
		items = append(items, referralItem(r, partners[r.Partner]))
	}
	return items, nil
}

func referralItem(r portal.Referral, of portal.Partner) portal.QueueItem {
	detail := "Referral of " + r.Company
	if !r.Value.IsZero() {
		detail += ", about " + r.Value.String()
	}
	item := portal.QueueItem{
		Kind: portal.QueueReferral, ID: string(r.ID), Partner: r.Partner, Title: r.PartnerName,
		Detail: detail, Hint: r.Need, Since: r.SubmittedAt, Due: r.AnswerBy, Owner: r.Owner, OwnerName: r.OwnerName,
	}
	if item.Owner == "" {
		item.Owner, item.OwnerName = of.Specialist, of.SpecialistName
	}
	return item
}

// waitingBatches are prepared and wait for a second person, or approved and wait for their files.
func (p *Program) waitingBatches(ctx context.Context) ([]portal.QueueItem, error) {
	var items []portal.QueueItem
	for _, state := range []portal.BatchState{portal.BatchDraft, portal.BatchApproved} {
		page, err := p.store.Batches.List(ctx, state, queueLimit, "")
		if err != nil {
			return nil, err
		}
		for _, b := range page.Rows {
			if b.PreparedAt != "" {
				items = append(items, p.batchItem(b))
			}
		}
	}
	return items, nil
}

func (p *Program) batchItem(b portal.Batch) portal.QueueItem {
	item := portal.QueueItem{
		Kind: portal.QueuePayout, ID: string(b.ID), Title: "Payout batch of " + b.Cutoff.Long(),
		Detail: fmt.Sprintf("%s to %s waits for approval", b.Total, counted(len(b.Lines), "partner", "partners")), Since: b.PreparedAt,
		Hint: "Prepared by " + b.PreparedByName() + "; another person approves it",
		Due:  p.Rules.AddWorkdays(b.PreparedAt, p.Rules.Referral.AnswerWorkdays),
	}
	if b.State == portal.BatchApproved {
		approved := b.History[len(b.History)-1]
		item.Detail = fmt.Sprintf("%s to %s waits for the files for the bank", b.Total, counted(len(b.Lines), "partner", "partners"))
		item.Hint, item.Since, item.Due = "Approved by "+approved.ByName, approved.At, p.Rules.AddWorkdays(approved.At, p.Rules.Referral.AnswerWorkdays)
	}
	return item
}

// waitingQuestions are those that finance has to answer.
func (p *Program) waitingQuestions(ctx context.Context) ([]portal.QueueItem, error) {
	page, err := p.store.Questions.List(ctx, portal.QuestionOpen, queueLimit, "")
	if err != nil {
		return nil, err
	}
	items := make([]portal.QueueItem, 0, len(page.Rows))
	for _, q := range page.Rows {
		items = append(items, questionItem(q))
	}
	return items, nil
}

func questionItem(q portal.Question) portal.QueueItem {
	return portal.QueueItem{
		Kind: portal.QueueQuestion, ID: string(q.ID), Partner: q.Partner, Title: q.Name,
		Detail: "Question about " + q.Line + ", " + q.Amount.String(), Since: q.At, Due: q.AnswerBy,
	}
}

// waitingAdjustments are proposed and wait for a second person.
func (p *Program) waitingAdjustments(ctx context.Context) ([]portal.QueueItem, error) {
	page, err := p.store.Adjustments.List(ctx, portal.AdjustmentProposed, queueLimit, "")
	if err != nil {
		return nil, err
	}
	items := make([]portal.QueueItem, 0, len(page.Rows))
	for _, a := range page.Rows {
		items = append(items, p.adjustmentItem(a))
	}
	return items, nil
}

func (p *Program) adjustmentItem(a portal.Adjustment) portal.QueueItem {
	return portal.QueueItem{
		Kind: portal.QueueAdjustment, ID: string(a.ID), Partner: a.Partner, Title: a.Name,
		Detail: "Adjustment of " + a.Amount.String(), Hint: "Proposed by " + a.ByName + "; another person approves it",
		Since: a.At, Due: p.Rules.AddWorkdays(a.At, p.Rules.Referral.AnswerWorkdays),
	}
}

// lateOnboarding are the partners whose sprint is over and not done.
func (p *Program) lateOnboarding(ctx context.Context) ([]portal.QueueItem, error) {
	partners, err := p.store.Partners.Waiting(ctx, portal.PartnerOnboarding, queueLimit)
	if err != nil {
		return nil, err
	}
	var items []portal.QueueItem
	for _, partner := range partners {
		if item := p.onboardingItem(partner); item.Breached(p.Now()) {
			items = append(items, item)
		}
	}
	return items, nil
}

func (p *Program) onboardingItem(partner portal.Partner) portal.QueueItem {
	done := p.Rules.OnboardingOf(partner, p.Today())
	return portal.QueueItem{
		Kind: portal.QueueOnboarding, ID: string(partner.ID), Partner: partner.ID, Title: partner.Company,
		Detail: fmt.Sprintf("Onboarding is past its %d days", p.Rules.Onboarding.Days),
		Hint:   fmt.Sprintf("%d of %d tasks done", done.Done, done.Total), Since: partner.OnboardingStartedAt,
		Due:   partner.OnboardingStartedAt.Add(time.Duration(p.Rules.Onboarding.Days) * 24 * time.Hour),
		Owner: partner.Specialist, OwnerName: partner.SpecialistName,
	}
}
