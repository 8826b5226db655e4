package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/portal/store/docs"
	"tandem/portal/store/mongodb"
	"tandem/portal/store/sqlite"
)

// The goals of the ledger, in seconds: of a million entries and of so many collections.
const (
	verifySQLite, verifyMongoDB = 20.0, 90.0
	verified                    = 1_000_000
	tryTerms                    = 3.0
	tried                       = 100_000
)

// took is how long something lasted, and what this process spent on it.
type took struct{ wall, processor float64 }

// timed measures one thing, in seconds.
func timed(do func() error) (took, error) {
	before, err := spent(os.Getpid())
	if err != nil {
		return took{}, err
	}
	start := time.Now()
	if err := do(); err != nil {
		return took{}, err
	}
	wall := time.Since(start)
	after, err := spent(os.Getpid())
	return took{wall.Seconds(), (after - before).Seconds()}, err
}

// goal are the lines of one goal: by the wall, and by the processor's time on all cores,
// which is what counts where others are at work as well.
func (t took) goal(name, what string, most float64, note string) []line {
	cores := float64(runtime.NumCPU())
	return []line{
		line{Goal: name, What: what, Value: t.wall, Unit: "s", Most: most, Note: note}.judged(),
		line{Goal: name, What: what + ", processor / cores", Value: t.processor / cores, Unit: "s", Most: most}.judged(),
	}
}

// money measures the ledger: what is taken in, what is proven, and what is tried.
func money(ctx context.Context, folder string, l limits) (r report, err error) {
	r.Versions = map[string]string{"go": runtime.Version()}
	partners := max(1, l.entries/partnerCash)
	asked := float64(partners*partnerCash) / verified
	data := filepath.Join(folder, "ledger")
	if err := os.Mkdir(data, 0o700); err != nil {
		return r, fmt.Errorf("make the folder: %w", err)
	}
	figures := func(name, what string, value float64, unit string) {
		r.Lines = append(r.Lines, line{Goal: name, What: what, Value: value, Unit: unit, Verdict: figure})
	}
	err = filled(ctx, data, func(b books) error {
		first := min(partners, tried/partnerCash)
		t, err := timed(func() error { return b.fill(ctx, 0, first) })
		if err != nil {
			return err
		}
		entries, err := b.store.Entries.Number(ctx)
		if err != nil {
			return err
		}
		figures("accrue", "entries a second, by files of finance, SQLite", float64(entries)/t.wall, "/s")
		figures("accrue", "processor for each", t.processor/float64(entries)*1e6, "us")
		lines, err := b.tryTerms(ctx, first)
		r.Lines = append(r.Lines, lines...)
		if err != nil {
			return err
		}
		return b.fill(ctx, first, partners)
	})
	if err != nil {
		return r, err
	}
	engine, err := sqlite.Open(ctx, data, sqlite.Options{})
	if err != nil {
		return r, fmt.Errorf("open the ledger: %w", err)
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	lines, err := prove(ctx, engine, "SQLite", verifySQLite*asked)
	r.Lines = append(r.Lines, lines...)
	if err != nil {
		return r, err
	}
	if err := oneByOne(ctx, engine, min(200, l.entries/50), figures); err != nil {
		return r, err
	}
	if l.mongodb == "" {
		r.Skipped = append(r.Skipped, "MongoDB: no -mongodb URI is given")
		return r, nil
	}
	return r, onMongoDB(ctx, folder, l.mongodb, engine, func(there docs.Engine, t took) error {
		number, err := there.Count(ctx, docs.Query{Collection: "entries", Index: docs.ByID}, verified*10)
		if err != nil {
			return err
		}
		figures("restore", fmt.Sprintf("backup and restore of %d entries, into MongoDB", number), t.wall, "s")
		lines, err := prove(ctx, there, "MongoDB", verifyMongoDB*asked)
		r.Lines = append(r.Lines, lines...)
		return err
	})
}

// tryTerms runs other terms over everything there is.
func (b books) tryTerms(ctx context.Context, partners int) ([]line, error) {
	terms := b.library.Terms[0].Version
	source, err := b.TermsSource(terms)
	if err != nil {
		return nil, err
	}
	var found portal.WhatIf
	t, err := timed(func() (err error) {
		found, err = b.TryTerms(ctx, fay, terms+".md", []byte(source), b.from, b.Today())
		return err
	})
	if err == nil && found.Collections < partners*partnerCash {
		err = fmt.Errorf("terms were tried on %d collections", found.Collections)
	}
	return t.goal("what-if", fmt.Sprintf("other terms over %d collections", found.Collections), tryTerms*float64(found.Collections)/tried, ""), err
}

// prove verifies a ledger, which has to be sound.
func prove(ctx context.Context, engine docs.Engine, name string, most float64) ([]line, error) {
	b, err := open(ctx, engine, false)
	if err != nil {
		return nil, err
	}
	entries := 0
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as the command verify does
	t, err := timed(func() error {
		v, err := b.Verify(ctx, fay)
		if err != nil {
			return err
		}
		if len(v.Violations)+len(v.Unfinished) > 0 {
			return fmt.Errorf("the ledger on %s is not sound: %v, %v", name, v.Violations, v.Unfinished)
		}
		entries = v.Entries
		return nil
	})
	if err != nil {
		return nil, err
	}
	return t.goal("verify", fmt.Sprintf("%d entries, %s", entries, name), most, ""), nil
}

// oneByOne records cash as somebody types it: each waits for the disk, and is in the figures at once.
func oneByOne(ctx context.Context, engine docs.Engine, typed int, figures func(name, what string, value float64, unit string)) error {
	b, err := open(ctx, engine, false)
	if err != nil {
		return err
	}
	if err := b.partner(ctx, 99999); err != nil {
		return err
	}
	t, err := timed(func() error {
		for i := range typed {
			in := portal.CollectionInput{ExternalID: fmt.Sprintf("T-%d", i), Amount: portal.Amount(int64(1000+i), "EUR"), CollectedOn: b.from.AddDays(i % 180)}
			done, err := b.RecordCollection(ctx, fay, program.RecordCollection{Referral: portal.ReferralID(fmt.Sprintf("p99999-%d", i%partnerDeals)), CollectionInput: in})
			if err != nil {
				return err
			}
			if len(done.Entries) == 0 {
				return fmt.Errorf("%s earned nothing: %s", done.Collection.ID, done.Why)
			}
		}
		return nil
	})
	figures("accrue", "entries a second, typed one after the other, SQLite", float64(typed)/t.wall, "/s")
	figures("accrue", "processor for each", t.processor/float64(typed)*1e6, "us")
	return err
}

// onMongoDB brings a ledger to a database of its own, for what is done there.
func onMongoDB(ctx context.Context, folder, uri string, from docs.Engine, do func(docs.Engine, took) error) (err error) {
	address, err := url.Parse(uri)
	if err != nil {
		return fmt.Errorf("the URI: %w", err)
	}
	address.Path = "/bench_" + rand.Text()
	engine, err := mongodb.Open(ctx, address.String())
	if err != nil {
		return fmt.Errorf("open MongoDB: %w", err)
	}
	defer func() { err = errors.Join(err, engine.Drop(context.WithoutCancel(ctx)), engine.Close()) }()
	here, err := open(ctx, from, false)
	if err != nil {
		return err
	}
	there, err := open(ctx, engine, false)
	if err != nil {
		return err
	}
	t, err := timed(func() error { return archived(ctx, folder, here.store, there.store) })
	if err != nil {
		return err
	}
	return do(engine, t)
}
