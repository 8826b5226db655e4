package portal

import (
	"cmp"
	"slices"
)

// QueueKind is what a queue item asks a person to decide.
type QueueKind string

const (
	QueueApplication QueueKind = "application"
	QueueReferral    QueueKind = "referral"
	QueuePayout      QueueKind = "payout"     // a batch that waits for its second person
	QueueOnboarding  QueueKind = "onboarding" // a partner behind its sprint
)

// QueueKinds are all kinds in the order of their tabs.
var QueueKinds = []QueueKind{QueueApplication, QueueReferral, QueuePayout, QueueOnboarding}

// Label is the kind as its tab reads.
func (k QueueKind) Label() string {
	switch k {
	case QueueApplication:
		return "Applications"
	case QueueReferral:
		return "Referrals"
	case QueuePayout:
		return "Payouts"
	case QueueOnboarding:
		return "Onboarding"
	}
	return string(k)
}

// QueueItem is one thing that waits for a person: what, whose, and until when.
type QueueItem struct {
	Kind    QueueKind
	ID      string // of the thing
	Partner PartnerID
	Title   string  // the company
	Detail  string  // what is asked, in a line
	Hint    string  // what to know before deciding, in a line; may be ""
	Since   Instant // when it began to wait
	Due     Instant // by when it has to be answered, "" without a clock
	Roles   []Role  // who may answer it
}

// SortQueue orders items by time left, then by how long they have waited.
func SortQueue(items []QueueItem) {
	slices.SortStableFunc(items, func(a, b QueueItem) int {
		return cmp.Or(
			cmp.Compare(cmp.Or(a.Due, "9"), cmp.Or(b.Due, "9")),
			cmp.Compare(a.Since, b.Since), cmp.Compare(a.ID, b.ID),
		)
	})
}

// Breached reports whether the item should have been answered by now.
func (q QueueItem) Breached(now Instant) bool { return q.Due != "" && q.Due < now }
