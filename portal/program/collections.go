package program

import (
	"context"
	"fmt"
	"strings"

	"tandem/portal"
	"tandem/portal/store"
)

// Recorded is a collection or refund in the ledger, and what it did there.
type Recorded struct {
	Collection portal.Collection
	Fresh      bool           // false: it was recorded before
	Entries    []portal.Entry // what the cash and all its refunds caused so far
	Why        string         // why the cash earns nothing, "" when it does
}

// RecordCollection is finance saying what cash came in, and from which customer.
type RecordCollection struct {
	Referral portal.ReferralID
	portal.CollectionInput
}

// RecordCollection records cash received for a referral and accrues the
// partner's share. The same cash again is found and finished, not doubled; the
// same id with something else in it is Conflict. Needs finance.
func (p *Program) RecordCollection(ctx context.Context, actor portal.Actor, in RecordCollection) (Recorded, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return Recorded{}, err
	}
	var deal portal.Deal
	if in.Referral != "" {
		referral, err := p.store.Referrals.Get(ctx, in.Referral)
		switch {
		case portal.KindOf(err) == portal.NotFound:
			return Recorded{}, portal.Problems{"referral": "There is no such referral."}.Err()
		case err != nil:
			return Recorded{}, err
		case !referral.State.HoldsLead():
			return Recorded{}, portal.Problems{"referral": "This referral is " + strings.ToLower(referral.State.Label()) + "; choose the one that was won."}.Err()
		}
		deal = referral.Deal()
	}
	cash, err := portal.NewCollection(in.CollectionInput, deal, actor, p.Now(), p.Today())
	if err != nil {
		return Recorded{}, err
	}
	return p.recordCash(ctx, cash)
}

// recordCash stores a collection, once, and settles it.
func (p *Program) recordCash(ctx context.Context, cash portal.Collection) (Recorded, error) {
	there, fresh, err := p.putCollection(ctx, cash)
	if err != nil {
		return Recorded{}, err
	}
	return p.settleCash(ctx, there, fresh)
}

// putCollection stores a collection or refund unless it is there already, and
// returns it as it is stored; Conflict says what differs from the stored one.
func (p *Program) putCollection(ctx context.Context, c portal.Collection) (there portal.Collection, fresh bool, err error) {
	err = p.store.Collections.Insert(ctx, c)
	if err == nil {
		return c, true, nil
	}
	if portal.KindOf(err) != portal.Conflict {
		return portal.Collection{}, false, err
	}
	if there, err = p.store.Collections.Get(ctx, c.ID); err != nil {
		return portal.Collection{}, false, err
	}
	return there, false, c.Repeats(there)
}

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
	done, err := p.settleCash(ctx, cash, false)
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
			return portal.Collection{}, false, firstError(undo, err)
		}
		return there, fresh, err
	}
	return portal.Collection{}, false, portal.Errorf(portal.Conflict, "Other refunds of this collection are being recorded. Try again.")
}

// maxTries bounds how often a step starts over because somebody else came first.
const maxTries = 20

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
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

// settleCash makes sure that a collection has every entry it causes, and that
// what was recorded is known as events. It can be run again at any time: an
// accrual that is there stays as it was computed, and clawbacks follow from it.
func (p *Program) settleCash(ctx context.Context, cash portal.Collection, fresh bool) (Recorded, error) {
	done := Recorded{Collection: cash, Fresh: fresh}
	refunds, err := p.store.Collections.RefundsOf(ctx, cash.ID)
	if err != nil {
		return done, err
	}
	accrual, why, err := p.accrue(ctx, cash)
	if err != nil {
		return done, err
	}
	if done.Why = why; why == "" {
		done.Entries = append([]portal.Entry{accrual}, portal.ClawBackAll([]portal.Entry{accrual}, refunds, p.Now())...)
		for _, entry := range done.Entries[1:] {
			if _, err := p.store.Entries.Put(ctx, entry); err != nil {
				return done, fmt.Errorf("claw back %s: %w", entry.ID, err)
			}
		}
	}
	events := []portal.Event{collectionEvent(cash)}
	for _, refund := range refunds {
		events = append(events, collectionEvent(refund))
	}
	for _, entry := range done.Entries {
		events = append(events, entryEvent(entry))
	}
	return done, p.record(ctx, events...)
}

// accrue returns the accrual of a collection: the one in the ledger, or the one
// that it now puts there by the terms and the tier of the day of collection.
func (p *Program) accrue(ctx context.Context, cash portal.Collection) (entry portal.Entry, why string, err error) {
	entry, err = p.store.Entries.Get(ctx, portal.AccrualID(cash.ID, portal.RuleBase))
	if portal.KindOf(err) != portal.NotFound {
		return entry, "", err
	}
	entry, why, err = p.wouldAccrue(ctx, cash)
	if err != nil || why != "" {
		return entry, why, err
	}
	err = p.store.Entries.Insert(ctx, entry)
	if portal.KindOf(err) == portal.Conflict { // another process came first: its entry holds
		entry, err = p.store.Entries.Get(ctx, entry.ID)
	}
	return entry, "", err
}

// wouldAccrue computes what a collection earns and puts nothing anywhere.
func (p *Program) wouldAccrue(ctx context.Context, cash portal.Collection) (entry portal.Entry, why string, err error) {
	referral, err := p.store.Referrals.Get(ctx, cash.Referral)
	if err != nil {
		return entry, "", fmt.Errorf("accrue %s: %w", cash.ID, err)
	}
	partner, err := p.store.Partners.Get(ctx, cash.Partner)
	if err != nil {
		return entry, "", fmt.Errorf("accrue %s: %w", cash.ID, err)
	}
	entry, why = portal.Accrue(cash, p.accrualFacts(referral, partner, cash.CollectedOn), p.Now())
	return entry, why, nil
}

func (p *Program) accrualFacts(referral portal.Referral, partner portal.Partner, day portal.Date) portal.AccrualFacts {
	tiers := partner.TierHistory()
	if partner.ApprovedAt != "" { // from approval until its first tier a partner is Experimental
		tiers = append([]portal.TierFrom{{From: partner.ApprovedAt.Day(p.Rules.Zone), Tier: portal.Experimental}}, tiers...)
	}
	return portal.AccrualFacts{
		Deal: referral.Deal(), Tiers: tiers, Terms: p.Terms, Accepted: partner.AcceptedTerms(),
		Stopped: partner.Stopped(day, p.Rules.Zone),
	}
}

// SettleReferral accrues what the collections of a referral earn by now. It runs
// when a referral is won, because cash may have been recorded before its contract.
func (p *Program) SettleReferral(ctx context.Context, id portal.ReferralID) error {
	collections, err := p.store.Collections.OfReferral(ctx, id)
	if err != nil {
		return err
	}
	for _, c := range collections {
		if c.IsRefund() {
			continue
		}
		if _, err := p.settleCash(ctx, c, false); err != nil {
			return err
		}
	}
	return nil
}

// Kinds of what happens with cash.
const (
	collectionRecorded = "collection.recorded"
	collectionRefunded = "collection.refunded"
	entryAccrued       = "entry.accrued"
	entryClawedBack    = "entry.clawed_back"
)

// collectionEvent says on the referral's timeline that cash came or went back. It
// is made from the fact alone, so that it is the same whenever it is published.
func collectionEvent(c portal.Collection) portal.Event {
	kind := collectionRecorded
	if c.IsRefund() {
		kind = collectionRefunded
	}
	return portal.Event{
		ID: string(c.ID), Subject: "referral:" + string(c.Referral), Partner: c.Partner,
		Change: portal.Change{Kind: kind, By: c.By, ByName: c.ByName, At: c.At, Data: map[string]string{
			"amount": c.Amount.String(), "customer": c.Customer, "collected_on": string(c.CollectedOn), "external_id": c.ExternalID,
		}},
	}
}

// entryEvent says on the referral's timeline what the partner earned or lost.
func entryEvent(e portal.Entry) portal.Event {
	kind := entryAccrued
	if e.Kind == portal.Clawback {
		kind = entryClawedBack
	}
	return portal.Event{
		ID: string(e.ID), Subject: "referral:" + string(e.Referral), Partner: e.Partner,
		Change: portal.Change{Kind: kind, ByName: "The program", At: e.At, Data: map[string]string{
			"amount": e.Amount.String(), "customer": e.Customer, "sentence": e.Sentence(), "payable_on": string(e.PayableOn),
		}},
	}
}

// CollectionDetail is a collection with everything that came of it.
type CollectionDetail struct {
	Collection portal.Collection
	Refunds    []portal.Collection // first to last
	Left       portal.Money        // what can still be refunded
	Entries    []portal.Entry
	Why        string // why it earns nothing, "" when it does
	Partner    string // the partner's name
}

// Collection returns one collection with its refunds and entries. Needs finance or a manager.
func (p *Program) Collection(ctx context.Context, actor portal.Actor, id portal.CollectionID) (CollectionDetail, error) {
	if err := actor.Must(portal.Finance, portal.Manager); err != nil {
		return CollectionDetail{}, err
	}
	var d CollectionDetail
	var err error
	if d.Collection, err = p.store.Collections.Get(ctx, id); err != nil {
		return d, err
	}
	if d.Collection.IsRefund() {
		return p.Collection(ctx, actor, d.Collection.RefundOf)
	}
	if d.Refunds, err = p.store.Collections.RefundsOf(ctx, id); err != nil {
		return d, err
	}
	if d.Entries, err = p.store.Entries.OfCollection(ctx, id); err != nil {
		return d, err
	}
	partner, err := p.store.Partners.Get(ctx, d.Collection.Partner)
	if err != nil {
		return d, err
	}
	d.Partner = partner.Company
	refunded, _ := portal.RefundedSoFar(d.Collection, d.Refunds)
	d.Left = d.Collection.Amount.Sub(refunded)
	if len(d.Entries) == 0 {
		_, d.Why, err = p.wouldAccrue(ctx, d.Collection)
	}
	return d, err
}

// Collections lists collections and refunds, the last recorded first: all, or
// one partner's. Needs finance or a manager.
func (p *Program) Collections(ctx context.Context, actor portal.Actor, partner portal.PartnerID, after string) (store.Page[portal.Collection], error) {
	if err := actor.Must(portal.Finance, portal.Manager); err != nil {
		return store.Page[portal.Collection]{}, err
	}
	return p.store.Collections.List(ctx, partner, 50, after)
}
