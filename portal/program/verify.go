package program

import (
	"context"
	"fmt"
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
	Checked     map[string]int // how often each of [portal.Invariants] was put to the test
	Statements  int
	Violations  []portal.Violation // broken invariants: none may ever be
	Unfinished  []string           // steps that were interrupted; [Program.ResumeMoney] takes them up again
	Pending     []string           // what the duties do within minutes
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
	v, steps, err := p.walkLedger(ctx)
	if err != nil {
		return Verified{}, fmt.Errorf("verify: %w", err)
	}
	for _, step := range steps {
		v.Unfinished = append(v.Unfinished, step.what)
	}
	v.Took = p.clock().Sub(start)
	return v, nil
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
	if err := p.store.HashAll(ctx, p.Now()); err != nil {
		return fmt.Errorf("content hashes: %w", err)
	}
	done, left, err := p.ResumeMoney(ctx)
	if err != nil {
		return err
	}
	for _, what := range done {
		p.log.Warn("finished an interrupted step", "step", what)
	}
	for _, what := range left {
		p.log.Warn("left an interrupted step", "step", what)
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
