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

// lastVerified names the setting that keeps when the ledger was checked last, and what was found.
const lastVerified = "last_verified"

// LastVerified is the outcome of the last check that ran by itself.
type LastVerified struct {
	At         portal.Instant `json:"at"` // "" before the first
	Entries    int            `json:"entries"`
	Violations []string       `json:"violations"` // as sentences
}

// CheckLedger is the duty that finishes interrupted steps, verifies the ledger and
// notes the outcome. Broken invariants are an error: somebody has to look.
func (p *Program) CheckLedger(ctx context.Context) error {
	done, err := p.ResumeMoney(ctx)
	if err != nil {
		return err
	}
	for _, what := range done {
		p.log.Warn("finished an interrupted step", "step", what)
	}
	v, err := p.verify(ctx)
	if err != nil {
		return err
	}
	outcome := LastVerified{At: v.At, Entries: v.Entries, Violations: []string{}}
	for _, violation := range v.Violations {
		outcome.Violations = append(outcome.Violations, violation.Rule+" "+violation.Sentence)
	}
	if err := p.store.Settings.Write(ctx, lastVerified, outcome); err != nil {
		return err
	}
	if len(v.Violations) > 0 {
		return fmt.Errorf("the ledger breaks %d invariants, the first: %s", len(v.Violations), outcome.Violations[0])
	}
	return nil
}

// LastVerified returns the outcome of the last [Program.CheckLedger].
func (p *Program) LastVerified(ctx context.Context) (LastVerified, error) {
	var last LastVerified
	err := p.store.Settings.Read(ctx, lastVerified, &last)
	return last, err
}

// wholeLedger reads every fact about money, what refers to something before what it refers to.
func (p *Program) wholeLedger(ctx context.Context) (l portal.Ledger, err error) {
	if l.Results, err = p.store.Results.All(ctx); err != nil {
		return l, err
	}
	if l.Files, err = p.store.PaymentFiles.All(ctx); err != nil {
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
	if l.Adjustments, err = p.store.Adjustments.All(ctx); err != nil {
		return l, err
	}
	l.Collections, err = p.store.Collections.All(ctx)
	return l, err
}
