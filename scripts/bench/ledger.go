package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/portal/store"
	"tandem/portal/store/docs"
	"tandem/portal/store/sqlite"
)

// A ledger has partners with so many deals and collections each; of every fiftieth
// collection a part is refunded.
const (
	partnerDeals  = 10
	partnerCash   = 1000
	refundedEvery = 50
)

// books is a program whose clock stands still, half a year after its newest terms began.
type books struct {
	*program.Program
	store   *store.Store
	library *content.Library
	from    portal.Date // the first day of its deals
}

// open puts the program on an engine. Its figures are folded later when somebody fills it.
func open(ctx context.Context, engine docs.Engine, filling bool) (books, error) {
	library, err := content.Load(content.Files())
	if err != nil {
		return books{}, fmt.Errorf("read the terms: %w", err)
	}
	kept, err := store.Open(ctx, engine)
	if err != nil {
		return books{}, err
	}
	from := library.Terms[len(library.Terms)-1].Effective
	now := from.AddDays(200).Time().Add(12 * time.Hour)
	return books{store: kept, library: library, from: from, Program: program.New(program.Options{
		Rules: library.Program, Terms: library.Terms, Library: library, Store: kept, Clock: func() time.Time { return now }, FiguresLater: filling,
		Keys: program.Keys{Links: []byte(strings.Repeat("l", 32)), Sealed: []byte(strings.Repeat("s", 32))},
	})}, nil
}

// fay records cash, and checks.
var fay = portal.Actor{User: "fay", Name: "Fay", Roles: []portal.Role{portal.Finance}}

// partner puts the n-th partner and its won deals in place.
func (b books) partner(ctx context.Context, n int) error {
	id := portal.PartnerID(fmt.Sprintf("p%05d", n))
	tier := []portal.Tier{portal.High, portal.Core, portal.Experimental}[n%3]
	version, day := b.library.Terms[len(b.library.Terms)-1].Version, b.from
	err := b.store.Partners.Insert(ctx, portal.Partner{
		ID: id, State: portal.PartnerActive, Application: portal.Application{Company: "Partner " + string(id)},
		EmailVerifiedAt: portal.At(day.Time()), ApprovedAt: portal.At(day.Time()),
		Tier: tier, Tiers: []portal.TierChange{{Tier: tier, From: day}}, TermsOn: []portal.Accepted{{Version: version, On: day}}, TermsVersion: version,
	})
	for i := range partnerDeals {
		deal := portal.ReferralID(fmt.Sprintf("%s-%d", id, i))
		err = errors.Join(err, b.store.Referrals.Insert(ctx, portal.Referral{
			ID: deal, Partner: id, State: portal.ReferralWon, Lead: portal.Lead{Company: "Hotel " + string(deal), Domain: string(deal) + ".example"},
			Contract:    &portal.Contract{Start: day, Value: portal.Amount(2400000, "EUR")},
			SubmittedAt: portal.At(day.Time()), SubmittedOn: day, WonAt: portal.At(day.Time()),
		}))
	}
	return err
}

// file is what the n-th partner's customers paid, as finance takes it in.
func (b books) file(n int) []byte {
	var out strings.Builder
	out.WriteString("external_id,referral,amount,currency,collected_on,refund_of\n")
	for i := range partnerCash {
		id, deal := fmt.Sprintf("I-%d-%d", n, i), fmt.Sprintf("p%05d-%d", n, i%partnerDeals)
		day := b.from.AddDays(i * 180 / partnerCash)
		fmt.Fprintf(&out, "%s,%s,%d.%02d,EUR,%s,\n", id, deal, 20+(n*7919+i*104729)%180, i%100, day)
		if i%refundedEvery == 0 {
			fmt.Fprintf(&out, "R-%d-%d,%s,10.50,EUR,%s,%s\n", n, i, deal, day.AddDays(9), id)
		}
	}
	return []byte(out.String())
}

// fill takes in the cash of some partners, from one to below another, as finance would:
// by files.
func (b books) fill(ctx context.Context, from, to int) error {
	for n := from; n < to; n++ {
		if err := b.partner(ctx, n); err != nil {
			return fmt.Errorf("partner %d: %w", n, err)
		}
		done, err := b.ImportCollections(ctx, fay, b.file(n))
		if err != nil {
			return fmt.Errorf("the file of partner %d: %w", n, err)
		}
		if done.Summary.Problems > 0 {
			return fmt.Errorf("the file of partner %d has %d rows with problems", n, done.Summary.Problems)
		}
	}
	return nil
}

// filled makes a folder with what do puts into it, and folds its figures.
func filled(ctx context.Context, folder string, do func(books) error) (err error) {
	engine, err := sqlite.Open(ctx, folder, sqlite.Options{Filling: true})
	if err != nil {
		return fmt.Errorf("open the folder: %w", err)
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	b, err := open(ctx, engine, true)
	if err != nil {
		return err
	}
	if err := do(b); err != nil {
		return err
	}
	return b.RebuildFigures(ctx)
}

// archived writes everything of a store into one archive and reads it into another.
func archived(ctx context.Context, folder string, from, to *store.Store) (err error) {
	path := filepath.Join(folder, "ledger.zip")
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("make the archive: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(path)) }()
	if _, err := from.Backup(ctx, file, portal.At(time.Now())); err != nil {
		return err
	}
	size, err := file.Seek(0, 2)
	if err != nil {
		return fmt.Errorf("measure the archive: %w", err)
	}
	_, err = to.Restore(ctx, file, size)
	return err
}
