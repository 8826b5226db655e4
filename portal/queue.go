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
	QueueExtension   QueueKind = "extension"  // a partner asks for a longer protection
	QueueLead        QueueKind = "lead"       // a lead that no partner took
	QueuePayout      QueueKind = "payout"     // a batch that waits for its second person, or for its files
	QueueQuestion    QueueKind = "question"   // a partner asks about a line of its ledger
	QueueAdjustment  QueueKind = "adjustment" // an amount by hand that waits for its second person
	QueueDraft       QueueKind = "draft"      // a text that waits for its second person
	QueueOnboarding  QueueKind = "onboarding" // a partner behind its sprint
)

// QueueKinds are all kinds in the order of their tabs.
var QueueKinds = []QueueKind{QueueApplication, QueueReferral, QueueExtension, QueueLead, QueuePayout, QueueQuestion, QueueAdjustment, QueueDraft, QueueOnboarding}

// Valid reports whether it is one of the kinds.
func (k QueueKind) Valid() bool { return slices.Contains(QueueKinds, k) }

// Label is the kind as its tab reads.
func (k QueueKind) Label() string {
	switch k {
	case QueueApplication:
		return "Applications"
	case QueueReferral:
		return "Referrals"
	case QueueExtension:
		return "Extensions"
	case QueueLead:
		return "Leads"
	case QueuePayout:
		return "Payouts"
	case QueueQuestion:
		return "Questions"
	case QueueAdjustment:
		return "Adjustments"
	case QueueDraft:
		return "Texts"
	case QueueOnboarding:
		return "Onboarding"
	}
	return string(k)
}

// QueueItem is one thing that waits for a person: what, whose, and until when.
type QueueItem struct {
	Kind      QueueKind
	ID        string // of the thing
	Partner   PartnerID
	Title     string  // the company
	Detail    string  // what is asked, in a line
	Hint      string  // what to know before deciding, in a line; may be ""
	Since     Instant // when it began to wait
	Due       Instant // by when it has to be answered, "" without a clock
	Owner     UserID  // who looks after it, "" for nobody yet
	OwnerName string
}

// OnItsPage reports an item that is decided on its own page, one by one.
func (k QueueKind) OnItsPage() bool { return k.Money() || k == QueueLead || k == QueueDraft }

// Money reports an item of finance, which is decided on its own page, one by one.
func (k QueueKind) Money() bool {
	return k == QueuePayout || k == QueueAdjustment || k == QueueQuestion
}

// Ref names the item among all kinds: "referral:01J...".
func (q QueueItem) Ref() string { return string(q.Kind) + ":" + q.ID }

// Is reports whether the item is the one of a kind with an id.
func (q QueueItem) Is(kind QueueKind, id string) bool { return q.Kind == kind && q.ID == id }

// QueueOwner narrows the queue to whose items it shows.
type QueueOwner string

const (
	QueueOfAll    QueueOwner = ""
	QueueOfMine   QueueOwner = "mine"
	QueueOfNobody QueueOwner = "unassigned"
)

// QueueOwners are all of them in the order they are offered.
var QueueOwners = []QueueOwner{QueueOfAll, QueueOfMine, QueueOfNobody}

// Label is the choice as people read it.
func (o QueueOwner) Label() string {
	switch o {
	case QueueOfMine:
		return "Mine"
	case QueueOfNobody:
		return "Unassigned"
	case QueueOfAll:
	}
	return "All"
}

// Has reports whether an item belongs to the choice, for somebody who asks.
func (o QueueOwner) Has(item QueueItem, who UserID) bool {
	switch o {
	case QueueOfMine:
		return item.Owner == who
	case QueueOfNobody:
		return item.Owner == ""
	case QueueOfAll:
	}
	return true
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

// Verdict is what a person decides about an item of the queue.
type Verdict string

const (
	VerdictAccept  Verdict = "accept" // accept a referral, approve an application, make a partner active
	VerdictAsk     Verdict = "ask"    // put a question back
	VerdictDecline Verdict = "decline"
	VerdictAssign  Verdict = "assign" // give it to somebody
)

// Verdicts are all of them.
var Verdicts = []Verdict{VerdictAccept, VerdictAsk, VerdictDecline, VerdictAssign}

// Valid reports whether it is one of the verdicts.
func (v Verdict) Valid() bool { return slices.Contains(Verdicts, v) }

// On are the words of the verdict for a kind, "" where it has no meaning.
func (v Verdict) On(kind QueueKind) string {
	switch kind {
	case QueueReferral:
		return map[Verdict]string{VerdictAccept: "Accept", VerdictAsk: "Send back", VerdictDecline: "Reject", VerdictAssign: "Assign"}[v]
	case QueueApplication:
		return map[Verdict]string{VerdictAccept: "Approve", VerdictAsk: "Ask for more", VerdictDecline: "Decline", VerdictAssign: "Assign"}[v]
	case QueueExtension:
		return map[Verdict]string{VerdictAccept: "Grant", VerdictDecline: "Decline", VerdictAssign: "Assign"}[v]
	case QueueOnboarding:
		return map[Verdict]string{VerdictAccept: "Make active", VerdictAssign: "Assign"}[v]
	case QueuePayout, QueueQuestion, QueueAdjustment, QueueLead, QueueDraft: // each is decided on its own page
	}
	return ""
}

// Check is one thing that was looked at before somebody decides.
type Check struct {
	OK   bool
	Text string
}
