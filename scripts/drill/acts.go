package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"tandem/portal"
)

// deal is a referral that customers pay for.
type deal struct {
	referral portal.ReferralID
	partner  portal.PartnerID
	currency portal.Currency
	from     portal.Date // the first day of its contract
}

// The kinds of acts. Those of a batch follow each other.
const (
	collects = "collection"
	refunds  = "refund"
	proposes = "adjustment"
	approves = "approval of an adjustment"
	prepares = "batch"
	releases = "approval of a batch"
	exports  = "export"
	pays     = "payment"
)

// act is one thing that somebody asked for. Asked for again it has the same id and the
// same content: it is still one.
type act struct {
	kind  string
	id    string // of the invoice, the adjustment, the batch
	minor int64  // in the smallest coin
	on    portal.Date
	deal  deal
	of    *act // the collection of a refund
	told  bool // that it is done
}

// next is an id that no act had.
func (w *world) next(letter string) string {
	w.n++
	return fmt.Sprintf("%s%X%05d", letter, w.seed%0xFFFF, w.n)
}

// choose decides on an act: one that nobody was told of again, or something new.
func (w *world) choose(chance *rand.Rand) *act {
	w.mu.Lock()
	defer w.mu.Unlock()
	pick := func(kind string, told bool) *act {
		var fit []*act
		for _, a := range w.acts {
			if a.kind == kind && a.told == told {
				fit = append(fit, a)
			}
		}
		if len(fit) == 0 {
			return nil
		}
		return fit[chance.IntN(len(fit))]
	}
	kinds := []string{collects, collects, collects, refunds, refunds, proposes, approves, approves, prepares, releases, exports, pays}
	kind := kinds[chance.IntN(len(kinds))]
	if again := pick(kind, false); again != nil && chance.IntN(3) > 0 {
		return again
	}
	d := w.deals[chance.IntN(len(w.deals))]
	a := &act{kind: kind, deal: d, minor: 100 + chance.Int64N(400_000)}
	today := portal.DateOf(time.Now(), time.UTC)
	switch kind {
	case collects:
		a.id, a.on = w.next("D"), max(d.from, today.AddDays(-chance.IntN(90)-1))
	case refunds:
		if a.of = pick(collects, true); a.of == nil {
			return nil
		}
		a.id, a.deal, a.on, a.minor = w.next("R"), a.of.deal, today.AddDays(-1), 1+chance.Int64N(a.of.minor)
	case proposes:
		a.id = w.next("A")
	case prepares:
		a.id = w.next("B")
	default: // what follows something that is done
		before := map[string]string{approves: proposes, releases: prepares, exports: releases, pays: exports}[kind]
		done := pick(before, true)
		if done == nil {
			return nil
		}
		a.id, a.deal, a.minor = done.id, done.deal, done.minor
		for _, there := range w.acts {
			if there.kind == kind && there.id == a.id {
				return there
			}
		}
	}
	w.acts = append(w.acts, a)
	return a
}

// do lets somebody do one thing. It returns what may not be answered, if that came.
func (w *world) do(ctx context.Context, chance *rand.Rand) string {
	a := w.choose(chance)
	if a == nil {
		return ""
	}
	plain := func(minor int64) string { return portal.Amount(minor, a.deal.currency).Plain() }
	today := string(portal.DateOf(time.Now(), time.UTC).AddDays(-1))
	who, path, form := w.fay, "", url.Values{}
	switch a.kind {
	case collects:
		path = "/desk/collections/new"
		form = url.Values{"referral": {string(a.deal.referral)}, "amount": {plain(a.minor)}, "currency": {string(a.deal.currency)}, "external_id": {a.id}, "collected_on": {string(a.on)}}
	case refunds:
		path = "/desk/collections/" + url.PathEscape(string(portal.CashID("", a.of.id))) + "/refund"
		form = url.Values{"amount": {plain(a.minor)}, "external_id": {a.id}, "collected_on": {string(a.on)}}
	case proposes:
		path = "/desk/adjustments/new"
		form = url.Values{"key": {a.id}, "partner": {string(a.deal.partner)}, "amount": {plain(a.minor)}, "currency": {string(a.deal.currency)}, "reason": {"The drill " + a.id}}
	case approves:
		who, path = w.noor, "/desk/adjustments/"+a.id+"/approve"
	case prepares:
		path = "/desk/payouts/new"
		form = url.Values{"key": {a.id}, "currency": {string(a.deal.currency)}, "cutoff": {today}}
	case releases:
		who, path = w.noor, "/desk/payouts/"+a.id+"/approve"
	case exports:
		path = "/desk/payouts/" + a.id + "/export"
	case pays:
		path = "/desk/payouts/" + a.id + "/paid"
		form = url.Values{"paid_on": {string(portal.DateOf(time.Now(), time.UTC))}, "paid_reference": {"drill"}}
	}
	status, where, err := who.send(ctx, path, form)
	switch {
	case err != nil: // the server is gone, and nobody knows whether it was done
		return ""
	case status == http.StatusSeeOther && strings.HasPrefix(where, "/signin"):
		if err := who.enter(ctx); err != nil && ctx.Err() == nil && !isGone(err) {
			return err.Error()
		}
	case status == http.StatusSeeOther:
		w.mu.Lock()
		a.told = true
		w.mu.Unlock()
	case status == http.StatusConflict, status == http.StatusUnprocessableEntity:
	default:
		return fmt.Sprintf("the %s %s is answered with %d", a.kind, a.id, status)
	}
	return ""
}

// isGone tells that nobody answered from an answer that is wrong.
func isGone(err error) bool {
	text := err.Error()
	return strings.Contains(text, "refused") || strings.Contains(text, "reset") || strings.Contains(text, "EOF")
}

// acknowledged is how many acts people were told are done.
func (w *world) acknowledged() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, a := range w.acts {
		if a.told {
			n++
		}
	}
	return n
}
