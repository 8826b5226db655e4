package program

import (
	"context"
	"slices"

	"tandem/portal"
)

// Addenda are a partner's addenda as staff see them, newest first.
type Addenda struct {
	Partner portal.Partner
	List    []portal.Addendum
	Today   portal.Date
}

// Addenda needs finance or a manager.
func (p *Program) Addenda(ctx context.Context, actor portal.Actor, id portal.PartnerID) (Addenda, error) {
	if err := actor.Must(portal.Finance, portal.Manager); err != nil {
		return Addenda{}, err
	}
	partner, err := p.memberOf(ctx, id)
	list := slices.Clone(partner.Addenda)
	slices.Reverse(list)
	return Addenda{Partner: partner, List: list, Today: p.Today()}, err
}

// memberOf is a partner that was let in; NotFound otherwise.
func (p *Program) memberOf(ctx context.Context, id portal.PartnerID) (portal.Partner, error) {
	partner, err := p.store.Partners.Get(ctx, id)
	if err == nil && !partner.State.Member() {
		return portal.Partner{}, portal.Errorf(portal.NotFound, "There is no such partner.")
	}
	return partner, err
}

// checkAddendum is what can be wrong with an agreement between us and a partner: what
// [portal.Program.CheckAgreement] finds, and an exclusivity that another partner has.
func (p *Program) checkAddendum(ctx context.Context, partner portal.Partner, in portal.Agreement) error {
	terms, ok := partner.Agreed(p.Terms, max(in.From, p.Today()))
	if !ok {
		return portal.Errorf(portal.Conflict, "No terms are in force yet that it could add to.")
	}
	if err := p.Rules.CheckAgreement(in, terms, p.Today()); err != nil {
		return err
	}
	return p.checkExclusive(ctx, partner, in)
}

// checkExclusive is Invalid at the field vertical when another partner has been promised the same.
func (p *Program) checkExclusive(ctx context.Context, partner portal.Partner, in portal.Agreement) error {
	if in.Exclusive.Until == "" {
		return nil
	}
	others, err := p.agreeingPartners(ctx)
	if err != nil {
		return err
	}
	for _, other := range others {
		if a, excludes := other.Excludes(in); excludes && other.ID != partner.ID {
			problems := portal.Problems{}
			problems.Add("vertical", "%s has that by addendum %s until %s.", other.Company, a.Name(), a.Exclusive.Until.Long())
			return problems.Err()
		}
	}
	return nil
}

// PreviewAddendum is the partner and the text of an agreement that is not proposed yet. Needs a manager.
func (p *Program) PreviewAddendum(ctx context.Context, actor portal.Actor, id portal.PartnerID, in portal.Agreement) ([]portal.AddendumLine, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return nil, err
	}
	partner, err := p.memberOf(ctx, id)
	if err == nil {
		err = p.checkAddendum(ctx, partner, in)
	}
	return in.Lines(p.Rules), err
}

// ProposeAddendum proposes an addendum for a second person to approve. Needs a manager.
func (p *Program) ProposeAddendum(ctx context.Context, actor portal.Actor, id portal.PartnerID, in portal.Agreement) (portal.Addendum, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return portal.Addendum{}, err
	}
	var partner portal.Partner
	err := p.alone(ctx, in, func() (err error) {
		if partner, err = p.memberOf(ctx, id); err == nil {
			err = p.checkAddendum(ctx, partner, in)
		}
		if err != nil {
			return err
		}
		partner, err = p.changePartner(ctx, id, 0, func(partner portal.Partner) (portal.Partner, error) {
			return partner.ProposeAddendum(in, actor, p.Now())
		})
		return err
	})
	if err != nil {
		return portal.Addendum{}, err
	}
	return partner.Addenda[len(partner.Addenda)-1], nil
}

// ApproveAddendum offers an addendum that somebody else proposed to the partner. Needs finance.
func (p *Program) ApproveAddendum(ctx context.Context, actor portal.Actor, id portal.PartnerID, number int) error {
	if err := actor.Must(portal.Finance); err != nil {
		return err
	}
	partner, err := p.memberOf(ctx, id)
	if err != nil {
		return err
	}
	if a, err := partner.Addendum(number); err == nil {
		if err := p.checkExclusive(ctx, partner, a.Agreement); err != nil {
			return err
		}
	}
	return p.stepAddendum(ctx, id, func(partner portal.Partner) (portal.Partner, error) {
		return partner.ApproveAddendum(number, actor, p.Now(), p.Today())
	})
}

// RefuseAddendum says no to an addendum that somebody else proposed. Needs finance.
func (p *Program) RefuseAddendum(ctx context.Context, actor portal.Actor, id portal.PartnerID, number int, why string) error {
	if err := actor.Must(portal.Finance); err != nil {
		return err
	}
	return p.stepAddendum(ctx, id, func(partner portal.Partner) (portal.Partner, error) {
		return partner.RefuseAddendum(number, why, actor, p.Now())
	})
}

// WithdrawAddendum takes back what the partner has not decided yet. Needs a manager.
func (p *Program) WithdrawAddendum(ctx context.Context, actor portal.Actor, id portal.PartnerID, number int) error {
	if err := actor.Must(portal.Manager); err != nil {
		return err
	}
	return p.stepAddendum(ctx, id, func(partner portal.Partner) (portal.Partner, error) {
		return partner.WithdrawAddendum(number, actor, p.Now())
	})
}

func (p *Program) stepAddendum(ctx context.Context, id portal.PartnerID, step func(portal.Partner) (portal.Partner, error)) error {
	if _, err := p.memberOf(ctx, id); err != nil {
		return err
	}
	_, err := p.changePartner(ctx, id, 0, step)
	return err
}

// offered are the states in which a partner sees an addendum.
var offered = []portal.AddendumState{portal.AddendumApproved, portal.AddendumAccepted, portal.AddendumDeclined}

// OwnAddendum is an addendum that was offered to the actor's company; NotFound for another.
func (p *Program) OwnAddendum(ctx context.Context, actor portal.Actor, number int) (portal.Partner, portal.Addendum, error) {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return portal.Partner{}, portal.Addendum{}, err
	}
	partner, err := p.store.Partners.Get(ctx, actor.Partner)
	if err != nil {
		return partner, portal.Addendum{}, err
	}
	a, err := partner.Addendum(number)
	if err == nil && !slices.Contains(offered, a.State) {
		err = portal.Errorf(portal.NotFound, "There is no such addendum.")
	}
	return partner, a, err
}

// OfferedAddenda are the addenda that a partner sees of its own, newest first.
func OfferedAddenda(partner portal.Partner) []portal.Addendum {
	var list []portal.Addendum
	for _, a := range slices.Backward(partner.Addenda) {
		if slices.Contains(offered, a.State) {
			list = append(list, a)
		}
	}
	return list
}

// AcceptAddendum agrees to an addendum by the text that was read. Needs the partner's admin.
func (p *Program) AcceptAddendum(ctx context.Context, actor portal.Actor, number int, sha256 string) error {
	return p.answerAddendum(ctx, actor, number, func(partner portal.Partner) (portal.Partner, error) {
		return partner.AcceptAddendum(number, sha256, actor, p.Now(), p.Today())
	})
}

// DeclineAddendum says no to an addendum, with a reason. Needs the partner's admin.
func (p *Program) DeclineAddendum(ctx context.Context, actor portal.Actor, number int, why string) error {
	return p.answerAddendum(ctx, actor, number, func(partner portal.Partner) (portal.Partner, error) {
		return partner.DeclineAddendum(number, why, actor, p.Now())
	})
}

func (p *Program) answerAddendum(ctx context.Context, actor portal.Actor, number int, step func(portal.Partner) (portal.Partner, error)) error {
	if err := actor.Must(portal.PartnerAdmin); err != nil {
		return err
	}
	if _, _, err := p.OwnAddendum(ctx, actor, number); err != nil {
		return err
	}
	_, err := p.changePartner(ctx, actor.Partner, 0, step)
	return err
}
