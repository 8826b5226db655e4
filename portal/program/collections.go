package program

import (
	"context"
	"slices"
	"strings"

	"tandem/portal"
	"tandem/portal/store"
)

// Recorded is a collection or refund in the ledger, and what it did there.
type Recorded struct {
	Collection portal.Collection
	Fresh      bool               // false: it was recorded before
	Entries    []portal.Entry     // what the cash and all its refunds caused so far
	Parties    []portal.PartnerID // who has, or had, a share of it; the deal's partner first
	LastOn     portal.Date        // the day of the cash, of its last refund or of its split
	Why        string             // why the cash earns nothing, "" when it does
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
	data := map[string]string{"amount": c.Amount.String(), "customer": c.Customer, "collected_on": string(c.CollectedOn), "external_id": c.ExternalID}
	if c.Note != "" {
		data["note"] = c.Note
	}
	return portal.Event{
		ID: string(c.ID), Subject: "referral:" + string(c.Referral), Partner: c.Partner,
		Change: portal.Change{Kind: kind, By: c.By, ByName: c.ByName, At: c.At, Data: data},
	}
}

// CollectionDetail is a collection with everything that came of it.
type CollectionDetail struct {
	Collection portal.Collection
	Refunds    []portal.Collection // first to last
	Left       portal.Money        // what can still be refunded
	Entries    []portal.Entry
	Why        string                      // why it earns nothing, "" when it does
	Partner    string                      // the partner's name
	Names      map[portal.PartnerID]string // of everybody who earned on it
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
	ids := []portal.PartnerID{d.Collection.Partner}
	for _, entry := range d.Entries {
		if !slices.Contains(ids, entry.Partner) {
			ids = append(ids, entry.Partner)
		}
	}
	partners, err := p.store.Partners.GetMany(ctx, ids)
	if err != nil {
		return d, err
	}
	d.Names = map[portal.PartnerID]string{}
	for _, partner := range partners {
		d.Names[partner.ID] = partner.Company
	}
	d.Partner = d.Names[d.Collection.Partner]
	refunded, _ := portal.RefundedSoFar(d.Collection, d.Refunds)
	d.Left = d.Collection.Amount.Sub(refunded)
	if len(d.Entries) == 0 {
		d.Why, err = p.whyNothing(ctx, d.Collection)
	}
	return d, err
}

// CollectionList is a page of collections and refunds with the names of their partners.
type CollectionList struct {
	store.Page[portal.Collection]
	Names map[portal.PartnerID]string
}

// Collections lists collections and refunds with the partners' names, the last
// recorded first: all, or one partner's. Needs finance or a manager.
func (p *Program) Collections(ctx context.Context, actor portal.Actor, partner portal.PartnerID, after string) (CollectionList, error) {
	list := CollectionList{Names: map[portal.PartnerID]string{}}
	err := actor.Must(portal.Finance, portal.Manager)
	if err != nil {
		return list, err
	}
	if list.Page, err = p.store.Collections.List(ctx, partner, 50, after); err != nil {
		return list, err
	}
	var ids []portal.PartnerID
	for _, c := range list.Rows {
		if !slices.Contains(ids, c.Partner) {
			ids = append(ids, c.Partner)
		}
	}
	if partner != "" && len(ids) == 0 {
		ids = append(ids, partner)
	}
	found, err := p.store.Partners.GetMany(ctx, ids)
	for _, partner := range found {
		list.Names[partner.ID] = partner.Company
	}
	return list, err
}
