package program

import (
	"reflect"
	"testing"

	"tandem/portal"
)

// What is booked neither changes with what comes later nor depends on the order that it came in.

func TestARateOfThePastStays(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 100000, "2026-03-12")
	before, err := b.store.Entries.Of(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	next := b.Terms[0]
	next.Version, next.Effective = "2026-04", "2026-04-01"
	next.BaseShare = map[portal.Tier]portal.Rate{portal.High: portal.MustRate("1%"), portal.Core: portal.MustRate("1%"), portal.Experimental: portal.MustRate("1%")}
	b.Terms = append(b.Terms, next)
	b.change(t, "p1", func(p *portal.Partner) {
		p.TermsOn = append(p.TermsOn, portal.Accepted{Version: next.Version, On: next.Effective})
	})
	b.at("2026-04-20")
	b.collect(t, "INV-2", "r-p1", 100000, "2026-04-12")
	b.collect(t, "INV-0", "r-p1", 20000, "2026-03-31") // late, from before
	after, err := b.store.Entries.Of(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	kept := map[portal.EntryID]portal.Entry{}
	for _, e := range after {
		kept[e.ID] = e
	}
	for _, e := range before {
		if !reflect.DeepEqual(kept[e.ID], e) {
			t.Errorf("%s was %+v and is %+v", e.ID, e, kept[e.ID])
		}
	}
	if got := b.said(t, "p1"); got != "map[base:7000]" { // 50.00 at 5%, 10.00 at 1%, 10.00 at 5%
		t.Errorf("the ledger says %s", got)
	}
	b.sound(t)
}

func TestTheSameFactsInAnotherOrderEarnTheSame(t *testing.T) {
	t.Parallel()
	milestones := levers()
	milestones.Milestones = map[portal.Tier]portal.Milestone{portal.High: {Deals: 2, Amount: eur(10000)}}
	milestones.YearCap = portal.Money{}
	steps := []func(*till, *testing.T){
		func(b *till, t *testing.T) { b.collect(t, "INV-1", "r-p1", 150000, "2026-02-03") },
		func(b *till, t *testing.T) { b.collect(t, "INV-2", "r-2", 90000, "2026-02-10") },
		func(b *till, t *testing.T) { b.collect(t, "INV-3", "r-p1", 20000, "2026-03-02") },
		func(b *till, t *testing.T) { b.collect(t, "INV-4", "r-p1", 5001, "2026-04-03") },
	}
	tell := func(order ...int) string {
		b := newTill(t).stock(t).paying(milestones)
		b.deal(t, "r-2", "p1", "two.example")
		b.at("2026-04-20")
		for _, i := range order {
			steps[i](b, t)
		}
		if err := b.SettleQuarter(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.sound(t)
		return b.said(t, "p1")
	}
	want := tell(0, 1, 2, 3)
	if want != "map[base:13250 boost:7800 milestone:10000 referral:40000]" {
		t.Errorf("in the order of the days they earn %s", want)
	}
	for _, order := range [][]int{{3, 2, 1, 0}, {1, 0, 3, 2}, {2, 3, 0, 1}} {
		if got := tell(order...); got != want {
			t.Errorf("in the order %v they earn %s, not %s", order, got, want)
		}
	}
}

func TestAnotherPartnersMoneyChangesNothing(t *testing.T) {
	t.Parallel()
	alone, beside := newTill(t).stock(t).paying(levers()), newTill(t).stock(t).paying(levers())
	for _, b := range []*till{alone, beside} {
		b.collect(t, "INV-1", "r-p1", 250000, "2026-03-12")
		if b == beside {
			b.collect(t, "INV-A", "r-p2", 900000, "2026-03-12")
			b.refund(t, "R-A", "INV-A", 100000, "2026-03-13")
		}
		b.refund(t, "R-1", "INV-1", 1001, "2026-03-14")
		b.at("2026-04-01")
		if err := b.SettleQuarter(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.sound(t)
	}
	of := func(b *till) []portal.Entry {
		entries, err := b.store.Entries.Of(t.Context(), "p1")
		if err != nil || len(entries) < 4 {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		return entries
	}
	if a, b := of(alone), of(beside); !reflect.DeepEqual(a, b) {
		t.Errorf("alone %+v, beside another %+v", a, b)
	}
	if other := beside.said(t, "p2"); other == "map[]" {
		t.Error("the other partner earned nothing, so nothing was shown")
	}
}
