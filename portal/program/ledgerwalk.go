package program

import (
	"context"
	"errors"
	"iter"
	"maps"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"tandem/portal"
	"tandem/portal/store"
)

// ledgerWalk goes through every fact about money, some partners at once and then one
// batch at a time, so that what it takes grows with the largest of them and not with the ledger.
type ledgerWalk struct {
	*Program
	began   portal.Instant
	batches map[portal.BatchID]portal.Batch // without their lines and histories

	mu      sync.Mutex // of what follows
	members map[portal.PartnerID]bool
	holding map[portal.BatchID]bool // what entries are in
	old     map[string]int          // facts read that were there when the walk began, by kind
	found   Verified

	cash, levers, figures, payouts []step
}

// walkLedger proves the invariants over the whole ledger and finds the steps that were
// interrupted. It changes nothing.
func (p *Program) walkLedger(ctx context.Context) (Verified, []step, error) {
	ctx, inspection := store.Inspect(ctx)
	w := p.newWalk()
	kinds := w.kinds()
	for i := range kinds {
		var err error
		if kinds[i].number, err = kinds[i].count(ctx); err != nil {
			return Verified{}, nil, err
		}
	}
	for b, err := range p.store.Batches.Each(ctx) {
		if err != nil {
			return Verified{}, nil, err
		}
		w.batches[b.ID] = bareBatch(b)
	}
	steps, err := p.openRefunds(ctx)
	if err != nil {
		return Verified{}, nil, err
	}
	// The letters are read while the partners are: the one waits for the store when the other computes.
	letters := Verified{Checked: map[string]int{}}
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error { return p.proveLetters(both, &letters) })
	group.Go(func() error { return w.partners(both) })
	if err := group.Wait(); err != nil {
		return Verified{}, nil, err
	}
	w.add(portal.Proof{Checked: letters.Checked, Violations: letters.Violations})
	w.found.Pending = append(w.found.Pending, letters.Pending...)
	if err := w.splits(ctx); err != nil {
		return Verified{}, nil, err
	}
	batches, err := w.eachBatch(ctx)
	if err != nil {
		return Verified{}, nil, err
	}
	if err := w.proveNumbers(ctx); err != nil {
		return Verified{}, nil, err
	}
	for _, kind := range kinds {
		if w.old[kind.name] >= kind.number {
			continue
		}
		strays, err := kind.strays(ctx)
		if err != nil {
			return Verified{}, nil, err
		}
		w.found.Violations = append(w.found.Violations, strays...)
	}
	if err := w.programFigures(ctx); err != nil {
		return Verified{}, nil, err
	}
	if err := w.bytes(ctx, inspection); err != nil {
		return Verified{}, nil, err
	}
	portal.SortViolations(w.found.Violations)
	return w.found, slices.Concat(steps, w.cash, w.payouts, batches, w.levers, w.figures), nil
}

func (p *Program) newWalk() *ledgerWalk {
	now := p.Now()
	return &ledgerWalk{
		Program: p, began: now, members: map[portal.PartnerID]bool{}, batches: map[portal.BatchID]portal.Batch{},
		holding: map[portal.BatchID]bool{}, old: map[string]int{}, found: Verified{At: now, Checked: map[string]int{}},
	}
}

// bareBatch is what the facts of partners are compared with of a batch.
func bareBatch(b portal.Batch) portal.Batch {
	b.Lines, b.LeftOut, b.History = nil, nil, nil
	return b
}

// partners proves what concerns each partner, as many at once as there are processors.
func (w *ledgerWalk) partners(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for partner, err := range w.store.Partners.Each(ctx) {
		if err != nil {
			return errors.Join(err, group.Wait())
		}
		group.Go(func() (err error) {
			// Amounts that cannot be added up stop whoever adds them; here it is a finding.
			defer func() {
				if why := recover(); why != nil {
					w.mu.Lock()
					defer w.mu.Unlock()
					w.add(portal.Proof{Violations: []portal.Violation{portal.NotComputable(string(partner.ID), why)}})
				}
			}()
			return w.partner(ctx, partner)
		})
	}
	return group.Wait()
}

// add keeps what was proven.
func (w *ledgerWalk) add(proofs ...portal.Proof) {
	for _, proof := range proofs {
		for rule, n := range proof.Checked {
			w.found.Checked[rule] += n
		}
		w.found.Violations = append(w.found.Violations, proof.Violations...)
	}
}

// bytes reads what the walk had no other reason to read, and holds all of it to the
// hashes that were written with it.
func (w *ledgerWalk) bytes(ctx context.Context, inspection *store.Inspection) error {
	for _, collection := range []string{"acceptances", "payment_downloads", "sealed_files"} {
		if err := w.store.InspectAll(ctx, collection); err != nil {
			return err
		}
	}
	all, err := w.store.AllHashed(ctx)
	if err != nil {
		return err
	}
	checked, changed, without := inspection.Found()
	if all {
		changed = append(changed, without...)
	}
	proof := portal.Proof{Checked: map[string]int{portal.RuleUnchanged: checked}}
	for _, what := range changed {
		proof.Violations = append(proof.Violations, portal.Violation{Rule: portal.RuleUnchanged, Subject: what, Sentence: what + ": is not as it was written."})
	}
	w.add(proof)
	return nil
}

// kind is one kind of fact. One that no partner and no batch leads to shows when fewer
// were read than there are; then all are looked through.
type kind struct {
	name   string
	number int
	count  func(context.Context) (int, error)
	strays func(context.Context) ([]portal.Violation, error)
}

func (w *ledgerWalk) kinds() []kind {
	s := w.store
	return []kind{
		{"results", 0, s.Results.Number, strays(s.Results.Each, func(r portal.Result) (string, bool) { return r.ID, w.members[r.Partner] || r.At > w.began })},
		{"files", 0, s.PaymentFiles.Number, strays(s.PaymentFiles.Each, func(f portal.PaymentFile) (string, bool) {
			_, there := w.batches[f.Batch]
			return string(f.ID), there || f.At > w.began
		})},
		{"payouts", 0, s.Payouts.Number, strays(s.Payouts.Each, func(p portal.Payout) (string, bool) { return string(p.ID), w.members[p.Partner] || p.At > w.began })},
		{"releases", 0, s.Releases.Number, strays(s.Releases.Each, func(r portal.Release) (string, bool) { return r.ID, w.members[r.Partner] || r.At > w.began })},
		{"claims", 0, s.Claims.Number, strays(s.Claims.Each, func(c portal.Claim) (string, bool) { return c.ID, w.members[c.Partner] || c.At > w.began })},
		{"entries", 0, s.Entries.Number, strays(s.Entries.Each, func(e portal.Entry) (string, bool) { return string(e.ID), w.members[e.Partner] || e.At > w.began })},
		{"adjustments", 0, s.Adjustments.Number, strays(s.Adjustments.Each, func(a portal.Adjustment) (string, bool) { return string(a.ID), w.members[a.Partner] || a.At > w.began })},
		{"collections", 0, s.Collections.Number, strays(s.Collections.Each, func(c portal.Collection) (string, bool) { return string(c.ID), w.members[c.Partner] || c.At > w.began })},
	}
}

// strays finds the facts of a kind that belong to nobody. owned tells a fact's id and
// whether the walk came by its owner.
func strays[T any](each func(context.Context) iter.Seq2[T, error], owned func(T) (id string, ok bool)) func(context.Context) ([]portal.Violation, error) {
	return func(ctx context.Context) ([]portal.Violation, error) {
		var found []portal.Violation
		for fact, err := range each(ctx) {
			if err != nil {
				return nil, err
			}
			if id, ok := owned(fact); !ok {
				found = append(found, portal.Stray(id))
			}
		}
		return found, nil
	}
}

// factsOf reads everything about a partner's money, what refers to something before
// what it refers to.
func (p *Program) factsOf(ctx context.Context, partner portal.Partner) (of partnerFacts, err error) {
	of.Partner = partner
	if of.ledger.Results, err = p.store.Results.Of(ctx, of.ID); err != nil {
		return of, err
	}
	if of.ledger.Payouts, err = p.store.Payouts.Of(ctx, of.ID); err != nil {
		return of, err
	}
	if of.ledger.Releases, err = p.store.Releases.Of(ctx, of.ID); err != nil {
		return of, err
	}
	if of.ledger.Claims, err = p.store.Claims.Of(ctx, of.ID); err != nil {
		return of, err
	}
	if of.ledger.Entries, err = p.store.Entries.Of(ctx, of.ID); err != nil {
		return of, err
	}
	if of.ledger.Adjustments, err = p.store.Adjustments.Of(ctx, of.ID); err != nil {
		return of, err
	}
	if of.referrals, err = p.store.Referrals.AllOf(ctx, of.ID); err != nil {
		return of, err
	}
	return of, p.cashOf(ctx, &of)
}

func (w *ledgerWalk) partner(ctx context.Context, partner portal.Partner) error {
	of, err := w.prove(ctx, partner)
	if err != nil {
		return err
	}
	if err := w.proveStatements(ctx, of); err != nil {
		return err
	}
	earner := w.earnedBy(of)
	figures, compared, err := w.openFigures(ctx, of, earner)
	if err != nil {
		return err
	}
	cash := w.openCash(of, earner.Earner)
	levers := append(w.openLevers(of, earner), w.openAdjustments(of.ledger)...)
	claimed, holding := map[portal.PayoutID]bool{}, map[portal.BatchID]bool{}
	for _, position := range of.ledger.Positions(w.Today()) {
		if position.Claim.ID != "" {
			claimed[position.Claim.Payout] = true
			holding[position.Claim.Batch] = true
		}
	}

	w.mu.Lock()
	defer w.mu.Unlock()
	w.found.Checked[portal.RuleFolds] += compared
	maps.Copy(w.holding, holding)
	w.cash = append(w.cash, cash...)
	w.payouts = append(w.payouts, w.openPayouts(of, claimed)...)
	w.levers = append(w.levers, levers...)
	w.figures = append(w.figures, figures...)
	return nil
}

// historiesOf proves what happened to a partner and to its things.
func historiesOf(of partnerFacts) []portal.Proof {
	proofs := []portal.Proof{portal.VerifyHistory(of.Subject(), "", of.History)}
	for _, r := range of.referrals {
		proofs = append(proofs, portal.VerifyReferral(r))
	}
	for _, a := range of.ledger.Adjustments {
		proofs = append(proofs, portal.VerifyHistory(a.Subject(), string(a.State), a.History))
	}
	return proofs
}
