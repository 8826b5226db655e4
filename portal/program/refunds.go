package program

import (
	"cmp"
	"context"

	"tandem/portal"
	"tandem/portal/store"
)

// RecordRefund is finance saying what cash went back.
type RecordRefund struct {
	Of portal.CollectionID
	portal.CollectionInput
}

// RecordRefund records cash given back and takes back the partner's share in
// proportion. A repeat is found and finished, as with [Program.RecordCollection]. Needs finance.
func (p *Program) RecordRefund(ctx context.Context, actor portal.Actor, in RecordRefund) (Recorded, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return Recorded{}, err
	}
	return p.refund(ctx, actor, in, p.settleCash)
}

// refund records a refund and has settle follow it up.
func (p *Program) refund(
	ctx context.Context, actor portal.Actor, in RecordRefund, settle func(context.Context, portal.Collection, bool) (Recorded, error),
) (Recorded, error) {
	cash, err := p.store.Collections.Get(ctx, in.Of)
	if portal.KindOf(err) == portal.NotFound {
		return Recorded{}, portal.Problems{"refund_of": "There is no such collection."}.Err()
	}
	if err != nil {
		return Recorded{}, err
	}
	refund, fresh, err := p.recordRefund(ctx, cash, in.CollectionInput, actor)
	if err != nil {
		return Recorded{}, err
	}
	done, err := settle(ctx, cash, false)
	if err != nil {
		return Recorded{}, err
	}
	done.Collection, done.Fresh = refund, fresh
	return done, nil
}

// recordRefund writes a refund into the log of its collection, in which refunds
// come one after the other, and then stores its fact.
func (p *Program) recordRefund(ctx context.Context, cash portal.Collection, in portal.CollectionInput, actor portal.Actor) (portal.Collection, bool, error) {
	for range maxTries {
		log, err := p.refundLog(ctx, cash)
		if err != nil {
			return portal.Collection{}, false, err
		}
		there, err := p.store.Collections.Get(ctx, portal.RefundID(in.Source, in.ExternalID))
		if err == nil {
			said := there
			said.RefundOf, said.Referral, said.Amount, said.CollectedOn = cash.ID, cash.Referral, in.Amount.Neg(), in.CollectedOn
			return there, false, said.Repeats(there)
		}
		if portal.KindOf(err) != portal.NotFound {
			return portal.Collection{}, false, err
		}
		refund, err := portal.NewRefund(in, cash, log.Refunds, actor, p.Now(), p.Today())
		if err != nil {
			return portal.Collection{}, false, err
		}
		log.Refunds = append(log.Refunds, refund)
		err = p.store.RefundLogs.Write(ctx, log)
		if portal.KindOf(err) == portal.Conflict { // another refund came first: count again
			continue
		}
		if err != nil {
			return portal.Collection{}, false, err
		}
		there, fresh, err := p.putCollection(ctx, refund)
		if portal.KindOf(err) == portal.Conflict { // the id was taken meanwhile by a refund of other cash
			_, undo := p.refundLog(ctx, cash)
			return portal.Collection{}, false, cmp.Or(undo, err)
		}
		return there, fresh, err
	}
	return portal.Collection{}, false, portal.Errorf(portal.Conflict, "Other refunds of this collection are being recorded. Try again.")
}

// refundLog reads the refunds of a collection after it made sure that each has
// its fact. Only the last can lack it, after a crash; when that one's id now
// belongs to a refund of other cash it never happened and is taken out.
func (p *Program) refundLog(ctx context.Context, cash portal.Collection) (store.RefundLog, error) {
	log, err := p.store.RefundLogs.Of(ctx, cash.ID)
	if err != nil || len(log.Refunds) == 0 {
		return log, err
	}
	last := log.Refunds[len(log.Refunds)-1]
	there, _, err := p.putCollection(ctx, last)
	if portal.KindOf(err) == portal.Conflict && there.RefundOf != cash.ID {
		log.Refunds = log.Refunds[:len(log.Refunds)-1]
		if err := p.store.RefundLogs.Write(ctx, log); err != nil {
			return log, err
		}
		log.Version++
		return log, nil
	}
	return log, err
}
