package templates

import "tandem/portal"

// RunStep is one step of a run of payouts.
type RunStep struct {
	Label string
	Note  string // who did it and when, or who is asked to
	Done  bool
	Now   bool // it is the one that waits
}

// CheckCard is what the check of the ledger found before a batch is approved.
type CheckCard struct {
	Text     string // what was looked at, by whom and what came of it, in a sentence
	At       portal.Instant
	Found    int
	Findings []string
	Again    bool // it can be repeated
}
