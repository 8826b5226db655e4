package program

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tandem/portal"
)

// Verified is what a check of the whole ledger found.
type Verified struct {
	At          portal.Instant
	Took        time.Duration
	Collections int
	Entries     int
	Claims      int
	Payouts     int
	Batches     int
	Violations  []portal.Violation // broken invariants: none may ever be
	Unfinished  []string           // steps that were interrupted; [Program.ResumeMoney] takes them up again
}

// Verify proves the invariants over the whole ledger. It changes nothing. Needs
// finance, or the program itself.
func (p *Program) Verify(ctx context.Context, actor portal.Actor) (Verified, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return Verified{}, err
	}
	return p.verify(ctx)
}

func (p *Program) verify(ctx context.Context) (Verified, error) {
	start := p.clock()
	ledger, err := p.wholeLedger(ctx)
	if err != nil {
		return Verified{}, fmt.Errorf("verify: %w", err)
	}
	found := portal.Verify(ledger, p.Rules.Zone)
	if len(found) > 0 { // facts written while others were read look wrong once; what is wrong stays wrong
		if ledger, err = p.wholeLedger(ctx); err != nil {
			return Verified{}, fmt.Errorf("verify again: %w", err)
		}
		again := portal.Verify(ledger, p.Rules.Zone)
		found = slices.DeleteFunc(found, func(v portal.Violation) bool { return !slices.Contains(again, v) })
	}
	v := Verified{
		At: portal.At(start), Collections: len(ledger.Collections), Entries: len(ledger.Entries),
		Claims: len(ledger.Claims), Payouts: len(ledger.Payouts), Batches: len(ledger.Batches), Violations: found,
	}
	steps, err := p.openSteps(ctx, ledger)
	for _, step := range steps {
		v.Unfinished = append(v.Unfinished, step.what)
	}
	v.Took = p.clock().Sub(start)
	return v, err
}

// wholeLedger reads every fact about money, what refers to something before what it refers to.
func (p *Program) wholeLedger(ctx context.Context) (l portal.Ledger, err error) {
	if l.Results, err = p.store.Results.All(ctx); err != nil {
		return l, err
	}
	if l.Payouts, err = p.store.Payouts.All(ctx); err != nil {
		return l, err
	}
	if l.Releases, err = p.store.Releases.All(ctx); err != nil {
		return l, err
	}
	if l.Claims, err = p.store.Claims.All(ctx); err != nil {
		return l, err
	}
	if l.Batches, err = p.store.Batches.All(ctx); err != nil {
		return l, err
	}
	if l.Entries, err = p.store.Entries.All(ctx); err != nil {
		return l, err
	}
	l.Collections, err = p.store.Collections.All(ctx)
	return l, err
}
