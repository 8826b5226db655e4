package program

import (
	"context"
	"fmt"
	"slices"

	"github.com/govalues/decimal"

	"tandem/portal"
	"tandem/portal/store"
)

// Review is an application as those who decide it see it.
type Review struct {
	Partner  portal.Partner
	Before   *portal.Partner  // the declined application before this one, nil without one
	Inviter  portal.PartnerID // the partner that invited it, "" for staff or nobody
	Ratings  []portal.Rating  // oldest first
	Mine     portal.Rating    // the actor's own, empty before
	Score    portal.Score
	Rank     portal.Rank    // among all scored partners; empty without a rating
	AnswerBy portal.Instant // "" when it does not wait for us
	Staff    []portal.User  // who can be the specialist
	Warnings []string       // what a person should look at twice before deciding
}

// Review loads an application. One whose address nobody confirmed is NotFound: it
// does not exist for staff.
func (p *Program) Review(ctx context.Context, actor portal.Actor, id portal.PartnerID) (Review, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return Review{}, err
	}
	partner, err := p.confirmedPartner(ctx, id)
	if err != nil {
		return Review{}, err
	}
	r := Review{Partner: partner}
	if r.Ratings, err = p.store.Ratings.Of(ctx, id); err != nil {
		return r, err
	}
	for _, rating := range r.Ratings {
		if rating.Rater == actor.User {
			r.Mine = rating
		}
	}
	r.Score = p.Rules.Audit.Score(r.Ratings)
	if r.Rank, err = p.rank(ctx, r.Score); err != nil {
		return r, err
	}
	if partner.State.Open() && partner.State != portal.PartnerChangesAsked {
		r.AnswerBy = p.answerBy(partner)
	}
	if partner.Before != "" {
		before, err := p.store.Partners.Get(ctx, partner.Before)
		if err != nil && portal.KindOf(err) != portal.NotFound {
			return r, err
		}
		if err == nil && before.EmailVerifiedAt != "" {
			r.Before = &before
		}
	}
	if r.Inviter, err = p.inviterPartner(ctx, partner); err != nil {
		return r, err
	}
	if r.Staff, err = p.Specialists(ctx, actor); err != nil {
		return r, err
	}
	r.Warnings = p.warnings(r)
	return r, nil
}

// warnings are facts of an application that do not stop it but deserve a look.
func (p *Program) warnings(r Review) []string {
	var list []string
	if domain, ok := portal.RegistrableDomain(afterAt(r.Partner.Email)); !ok || domain != r.Partner.Domain {
		list = append(list, fmt.Sprintf("The address %s is not of the company's domain %s.", r.Partner.Email, r.Partner.Domain))
	}
	if r.Before != nil {
		list = append(list, "This company applied before and was declined on "+r.Before.StateAt.Day(p.Rules.Zone).Long()+".")
	}
	for _, c := range r.Partner.History {
		if names := c.CorrectionNames(); names != "" && slices.ContainsFunc(r.Ratings, func(rating portal.Rating) bool { return rating.At < c.At }) {
			list = append(list, "The applicant corrected "+names+" on "+c.At.Day(p.Rules.Zone).Long()+", after it was scored. Look at the scores again.")
		}
	}
	if n := r.Score.Disagreements(); n > 0 {
		list = append(list, fmt.Sprintf("The raters differ by more than %d on %s. Talk before you decide.", p.Rules.Audit.Disagree, counted(n, "criterion", "criteria")))
	}
	return list
}

func afterAt(email string) string {
	for i := len(email) - 1; i >= 0; i-- {
		if email[i] == '@' {
			return email[i+1:]
		}
	}
	return ""
}

// rank places a score among all scored partners.
func (p *Program) rank(ctx context.Context, score portal.Score) (portal.Rank, error) {
	if score.Raters == 0 {
		return portal.Rank{}, nil
	}
	ratings, err := p.store.Ratings.All(ctx)
	if err != nil {
		return portal.Rank{}, err
	}
	byPartner := map[portal.PartnerID][]portal.Rating{}
	for _, rating := range ratings {
		byPartner[rating.Partner] = append(byPartner[rating.Partner], rating)
	}
	all := make([]decimal.Decimal, 0, len(byPartner))
	for _, of := range byPartner {
		all = append(all, p.Rules.Audit.Score(of).Overall)
	}
	return p.Rules.Audit.Rank(score.Overall, all), nil
}

// confirmedPartner is a partner as staff may see it.
func (p *Program) confirmedPartner(ctx context.Context, id portal.PartnerID) (portal.Partner, error) {
	partner, err := p.store.Partners.Get(ctx, id)
	if err == nil && partner.EmailVerifiedAt == "" {
		return portal.Partner{}, portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	return partner, err
}

// Specialists are the people who can look after partners: active managers and admins.
func (p *Program) Specialists(ctx context.Context, actor portal.Actor) ([]portal.User, error) {
	if err := actor.Must(portal.StaffRoles...); err != nil {
		return nil, err
	}
	people, err := p.store.Users.Of(ctx, "")
	if err != nil {
		return nil, err
	}
	people = slices.DeleteFunc(people, func(u portal.User) bool {
		return u.State != portal.UserActive || !portal.Actor{Roles: u.Roles}.Can(portal.Manager)
	})
	for i := range people {
		people[i] = bare(people[i])
	}
	return people, nil
}

// specialist is one of [Program.Specialists]; Invalid at the field for anybody else.
func (p *Program) specialist(ctx context.Context, actor portal.Actor, id portal.UserID) (portal.User, error) {
	people, err := p.Specialists(ctx, actor)
	if err != nil {
		return portal.User{}, err
	}
	for _, user := range people {
		if user.ID == id {
			return user, nil
		}
	}
	return portal.User{}, portal.Problems{"specialist": "Choose who looks after this partner."}.Err()
}

// RateApplication keeps what the actor thinks of an application, in place of what they
// thought before. The first rating takes it into review.
func (p *Program) RateApplication(ctx context.Context, actor portal.Actor, id portal.PartnerID, scores map[string]int, note string) error {
	if err := actor.Must(portal.Manager); err != nil {
		return err
	}
	partner, err := p.confirmedPartner(ctx, id)
	if err != nil {
		return err
	}
	rating, err := p.Rules.Audit.Rate(partner, scores, note, actor, p.Now())
	if err != nil {
		return err
	}
	if _, err := p.store.Ratings.Write(ctx, rating); err != nil {
		return err
	}
	if partner.State != portal.PartnerApplied {
		return nil
	}
	_, err = p.changePartner(ctx, id, 0, func(there portal.Partner) (portal.Partner, error) {
		if there.State != portal.PartnerApplied { // a colleague was faster
			return there, nil
		}
		return there.StartReview(actor, p.Now())
	})
	return err
}

// AskApplicant puts a question to the applicant; the application waits for the answer.
func (p *Program) AskApplicant(ctx context.Context, actor portal.Actor, id portal.PartnerID, seen int64, question string) (portal.Partner, error) {
	return p.decide(ctx, actor, id, seen, func(partner portal.Partner) (portal.Partner, error) {
		return partner.AskForMore(question, actor, p.Now())
	})
}

// Approve lets a company in.
type Approve struct {
	Partner    portal.PartnerID
	Seen       int64 // the version of the partner that was looked at
	Specialist portal.UserID
	Note       string // for the applicant, may be empty
}

// ApproveApplication lets a company in under a specialist's care and invites the
// applicant to make the account of its first admin.
func (p *Program) ApproveApplication(ctx context.Context, actor portal.Actor, in Approve) (portal.Partner, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return portal.Partner{}, err
	}
	specialist, err := p.specialist(ctx, actor, in.Specialist)
	if err != nil {
		return portal.Partner{}, err
	}
	seen, err := p.confirmedPartner(ctx, in.Partner)
	if err != nil {
		return portal.Partner{}, err
	}
	code := seen.Code
	if code == "" && seen.State.Open() {
		if code, err = p.claimCode(ctx, seen); err != nil {
			return portal.Partner{}, err
		}
	}
	partner, err := p.decide(ctx, actor, in.Partner, in.Seen, func(there portal.Partner) (portal.Partner, error) {
		next, err := there.Approve(specialist.ID, specialist.Name, in.Note, actor, p.Now())
		next.Code = code
		return next, err
	})
	if err != nil {
		return partner, err
	}
	return partner, p.inviteApplicant(ctx, partner.ID, partner.Email, partner.Contact)
}

// claimCode takes a name in links that no other partner has.
func (p *Program) claimCode(ctx context.Context, partner portal.Partner) (string, error) {
	for n := 1; n < 1000; n++ {
		code := partner.LinkCode(n)
		holder, err := p.store.Guards.Claim(ctx, store.CodeGuard(code), string(partner.ID), p.Now())
		if err != nil {
			return "", err
		}
		if holder == string(partner.ID) {
			return code, nil
		}
	}
	return "", fmt.Errorf("a thousand partners are called %s", partner.Company)
}

// DeclineApplication turns an application down with a reason that the applicant reads.
func (p *Program) DeclineApplication(ctx context.Context, actor portal.Actor, id portal.PartnerID, seen int64, reason string) (portal.Partner, error) {
	return p.decide(ctx, actor, id, seen, func(partner portal.Partner) (portal.Partner, error) {
		return partner.Decline(reason, actor, p.Now())
	})
}

// decide takes one step of a confirmed application for a manager who looked at a version of it.
func (p *Program) decide(ctx context.Context, actor portal.Actor, id portal.PartnerID, seen int64, step func(portal.Partner) (portal.Partner, error)) (portal.Partner, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return portal.Partner{}, err
	}
	if _, err := p.confirmedPartner(ctx, id); err != nil {
		return portal.Partner{}, err
	}
	return p.changePartner(ctx, id, seen, step)
}
