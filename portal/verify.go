package portal

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Violation is one broken invariant of the ledger, in a sentence that names the ids.
type Violation struct {
	Rule     string // "I5": the number of the invariant
	Subject  string // the id of what is wrong
	Sentence string
}

// Invariant is one thing that must always be true of the money, by its number.
type Invariant struct {
	Rule string // "I5"
	Name string
}

// Invariants are all of them, in their order.
var Invariants = []Invariant{
	{ruleCurrency, "amounts of one thing are in one currency, and ids say what things are"},
	{ruleBalance, "held, payable, in payout and paid come to what was earned"},
	{ruleOnce, "a collection earns once by each rule, and nothing is earned without cash"},
	{ruleAmounts, "every amount and day follows from the numbers that its entry carries"},
	{ruleClaims, "an entry is claimed by one payout at most"},
	{ruleFrozen, "a payout is its entries and its hash, and a file is its payouts"},
	{rulePaidOnce, "a payout is paid at most once"},
	{ruleClawbacks, "refunds stay within their collection, and what they take back within what was earned"},
	{ruleStates, "states change legally and without gaps, and two people stand behind each batch"},
	{ruleDays, "nothing is claimed before its day"},
	{RuleLetters, "whatever somebody is to be told about has its letter, or the reason why not"},
	{RuleFolds, "read models are the folds of their facts"},
	{RuleSplits, "shares of a deal are one whole, and portions are its cash"},
	{ruleStatements, "issued statements follow on each other, add up and stay as they were, and their numbers have no gaps"},
	{RuleUnchanged, "records are as they were written, byte for byte"},
}

// I11, I12 and the bytes concern more than the ledger; package program proves them.
const (
	ruleCurrency  = "I1"
	ruleBalance   = "I2"
	ruleOnce      = "I3"
	ruleAmounts   = "I4"
	ruleClaims    = "I5"
	ruleFrozen    = "I6"
	rulePaidOnce  = "I7"
	ruleClawbacks = "I8"
	ruleStates    = "I9"
	ruleDays      = "I10"
	RuleLetters   = "I11"
	RuleFolds     = "I12"
	RuleSplits    = "I13"
	RuleUnchanged = "bytes"

	ruleStatements = "I14"
)

// Proof is what was looked at and what of it was broken.
type Proof struct {
	Checked    map[string]int // how often each invariant was put to the test
	Violations []Violation
}

// VerifyPartner proves the invariants over the facts of one partner, all of them, and
// returns what breaks them, in a fixed order, and how much was looked at. batches are
// those of its claims and payouts. A step that was interrupted and can be run again (a
// claim without its payout yet, a failed line not released yet) breaks nothing.
func VerifyPartner(l Ledger, batches map[BatchID]Batch, zone *time.Location) Proof {
	v := newVerification(l, batches, zone)
	v.checkSplits()
	v.checkCollections()
	v.checkEntries()
	v.checkClaims()
	v.checkPayouts()
	v.checkResults()
	v.checkBalances()
	return v.proof()
}

// VerifyBatch proves the invariants over one batch with all its payouts and all its
// files, and returns what breaks them, in a fixed order. The ledger has no batch when
// files name one that is not recorded.
func VerifyBatch(l Ledger) Proof {
	batches := map[BatchID]Batch{}
	for _, b := range l.Batches {
		batches[b.ID] = b
	}
	v := newVerification(l, batches, time.UTC)
	v.checkBatches()
	v.checkFiles()
	return v.proof()
}

// VerifyHistory proves that the changes of a thing are numbered without gaps, and that
// each starts from the state in which the one before left it, up to its state of now. A
// state of "" leaves the states alone: not all changes of such a thing are between its states.
func VerifyHistory(subject, state string, history []Change) Proof {
	v := newVerification(Ledger{}, nil, time.UTC)
	was := ""
	for i, change := range history {
		v.must(change.N == i+1, ruleStates, subject, "change %d comes as number %d.", change.N, i+1)
		if change.To != "" && state != "" {
			v.must(change.From == was, ruleStates, subject, "change %d goes from %q, after %q.", change.N, change.From, was)
			was = change.To
		}
	}
	v.must(was == state || len(history) == 0 || state == "", ruleStates, subject, "is %s, but its history ends in %q.", state, was)
	return v.proof()
}

// Stray is the violation that a fact belongs to no partner, or to no batch, that is recorded.
func Stray(id string) Violation {
	return Violation{Rule: ruleCurrency, Subject: id, Sentence: id + ": belongs to nobody that is recorded."}
}

// NotComputable is the violation that a partner's facts do not add up at all.
func NotComputable(partner string, why any) Violation {
	return Violation{Rule: ruleCurrency, Subject: partner, Sentence: fmt.Sprintf("%s: its facts cannot be added up: %v.", partner, why)}
}

func newVerification(l Ledger, batches map[BatchID]Batch, zone *time.Location) *verification {
	v := &verification{
		ledger: l, zone: zone, batches: batches, checked: map[string]int{},
		collections: map[CollectionID]Collection{}, entries: map[EntryID]Entry{}, payouts: map[PayoutID]Payout{}, live: map[EntryID]Claim{}, split: map[ReferralID]Deal{},
	}
	for _, c := range append(slices.Clone(l.Shared), l.Collections...) {
		v.collections[c.ID] = c
	}
	for _, d := range l.Split {
		v.split[d.Referral] = d
	}
	for _, e := range l.Entries {
		v.entries[e.ID] = e
	}
	for _, p := range l.Payouts {
		v.payouts[p.ID] = p
	}
	return v
}

// SortViolations puts violations in the order of their invariants.
func SortViolations(list []Violation) {
	slices.SortFunc(list, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(len(a.Rule), len(b.Rule)), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Sentence, b.Sentence))
	})
}

func (v *verification) proof() Proof {
	SortViolations(v.found)
	return Proof{Checked: v.checked, Violations: v.found}
}

type verification struct {
	ledger      Ledger
	zone        *time.Location
	collections map[CollectionID]Collection
	entries     map[EntryID]Entry
	payouts     map[PayoutID]Payout
	batches     map[BatchID]Batch
	live        map[EntryID]Claim
	checked     map[string]int
	split       map[ReferralID]Deal
	found       []Violation
}

func (v *verification) broken(rule, subject, format string, args ...any) {
	v.found = append(v.found, Violation{Rule: rule, Subject: subject, Sentence: subject + ": " + fmt.Sprintf(format, args...)})
}

// fails notes that an invariant was put to the test, and reports whether it is broken.
// Whoever asks spells out what is wrong only then: there are millions of these.
func (v *verification) fails(holds bool, rule string) bool {
	v.checked[rule]++
	return !holds
}

// must notes a violation unless it holds.
func (v *verification) must(holds bool, rule, subject, format string, args ...any) {
	if v.fails(holds, rule) {
		v.broken(rule, subject, format, args...)
	}
}
