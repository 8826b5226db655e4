package portal

import (
	"fmt"
	"strings"
)

// DefaultSource is where cash comes from when nobody says otherwise, by form and
// by file alike: the same external id by either way is one collection.
const DefaultSource = "billing"

// maxCollected bounds an amount in minor units, so that no sum of them leaves 64 bits.
const maxCollected = 1_000_000_000_000_000

// Collection is the fact that cash was received for a referral, or given back:
// a refund is a collection with a negative amount that names the one it refunds.
// Cash is the only source of commission. It is never changed.
type Collection struct {
	ID          CollectionID `json:"-"` // cash:<source>:<external id>, rev:<source>:<external id> for a refund
	Source      string       `json:"source"`
	ExternalID  string       `json:"external_id"`
	Referral    ReferralID   `json:"referral"`
	Partner     PartnerID    `json:"partner"`
	Customer    string       `json:"customer"` // its name on that day
	Amount      Money        `json:"amount"`   // negative for a refund
	CollectedOn Date         `json:"collected_on"`

	// A refund names its collection, has a number of its own without gaps (1 is the
	// first refund of that collection) and knows what the ones before gave back, so
	// that its clawback is the same whenever it is computed.
	RefundOf CollectionID `json:"refund_of,omitempty"`
	RefundNo int          `json:"refund_no,omitempty"`
	Refunded Money        `json:"refunded"` // by the refunds before this one, positive

	Import ImportID `json:"import,omitempty"` // the file that recorded it
	Note   string   `json:"note,omitempty"`   // of a refund: why, when no customer got money back

	At     Instant `json:"at"`
	By     UserID  `json:"by,omitempty"`
	ByName string  `json:"by_name"`

	Part *CashPart `json:"-"` // of one partner's view of it; nil for the fact
}

// IsRefund reports whether the collection gives cash back.
func (c Collection) IsRefund() bool { return c.RefundOf != "" }

// CollectionInput is what a person or a file says about cash that came in, or
// went back when RefundOf is the collection it refunds.
type CollectionInput struct {
	Source      string // DefaultSource when empty
	ExternalID  string
	Amount      Money // positive, of a refund too
	CollectedOn Date
	Import      ImportID
	Note        string
}

// Deal is what the money rules need to know of a referral: whose it is, who the
// customer is, and when its contract starts ("" when there is none).
type Deal struct {
	Referral      ReferralID
	Partner       PartnerID
	Customer      string
	Domain        string // of the customer, for files that know no referral ids
	ContractStart Date
	SubmittedOn   Date
	WonAt         Instant // "" until it is won
	Splits        []Split // how its cash is divided; the last one holds
}

// CashID is the id of the collection with an external id of a source.
func CashID(source, externalID string) CollectionID {
	return CollectionID("cash:" + normalSource(source) + ":" + strings.TrimSpace(externalID))
}

// RefundID is the id of the refund with an external id of a source.
func RefundID(source, externalID string) CollectionID {
	return CollectionID("rev:" + normalSource(source) + ":" + strings.TrimSpace(externalID))
}

func normalSource(source string) string {
	if source = strings.ToLower(strings.TrimSpace(source)); source == "" {
		return DefaultSource
	}
	return source
}

// NewCollection makes the fact of cash received for a deal. The problems name
// the fields external_id, source, amount, currency, collected_on and referral.
func NewCollection(in CollectionInput, deal Deal, by Actor, now Instant, today Date) (Collection, error) {
	problems := in.problems(today)
	if deal.Referral == "" || deal.Partner == "" {
		problems.Add("referral", "Choose the referral that this money is for.")
	}
	if err := problems.Err(); err != nil {
		return Collection{}, err
	}
	return Collection{
		ID: CashID(in.Source, in.ExternalID), Source: normalSource(in.Source), ExternalID: strings.TrimSpace(in.ExternalID),
		Referral: deal.Referral, Partner: deal.Partner, Customer: deal.Customer,
		Amount: in.Amount, CollectedOn: in.CollectedOn, Import: in.Import,
		At: now, By: by.User, ByName: by.Name,
	}, nil
}

// NewRefund makes the fact of cash given back. The refunds that the collection
// has had already are given in any order; together with this one they give back
// at most what was collected. The amount is positive; the fact carries it negative.
func NewRefund(in CollectionInput, of Collection, earlier []Collection, by Actor, now Instant, today Date) (Collection, error) {
	problems := in.problems(today)
	refunded, number := RefundedSoFar(of, earlier)
	switch left := of.Amount.Sub(refunded); {
	case of.ID == "" || of.IsRefund():
		problems.Add("refund_of", "Choose the collection that is refunded; a refund cannot be refunded.")
	case in.Amount.Currency != of.Amount.Currency:
		problems.Add("currency", "The collection was in %s, so its refund is too.", of.Amount.Currency)
	case left.Minor <= 0:
		problems.Add("amount", "All %s of this collection has been refunded already.", of.Amount)
	case in.Amount.Minor > left.Minor:
		problems.Add("amount", "At most %s of the %s collected is left to refund.", left, of.Amount)
	}
	if in.CollectedOn != "" && in.CollectedOn < of.CollectedOn {
		problems.Add("collected_on", "A refund cannot be earlier than its collection, %s.", of.CollectedOn.Long())
	}
	if err := problems.Err(); err != nil {
		return Collection{}, err
	}
	return Collection{
		ID: RefundID(in.Source, in.ExternalID), Source: normalSource(in.Source), ExternalID: strings.TrimSpace(in.ExternalID),
		Referral: of.Referral, Partner: of.Partner, Customer: of.Customer,
		Amount: in.Amount.Neg(), CollectedOn: in.CollectedOn,
		RefundOf: of.ID, RefundNo: number + 1, Refunded: refunded, Import: in.Import, Note: in.Note,
		At: now, By: by.User, ByName: by.Name,
	}, nil
}

// RefundedSoFar is what the refunds of a collection have given back, as a
// positive amount, and how many they are. Refunds of other collections do not count.
func RefundedSoFar(of Collection, refunds []Collection) (Money, int) {
	sum, count := Amount(0, of.Amount.Currency), 0
	for _, r := range refunds {
		if r.RefundOf == of.ID && of.ID != "" {
			sum = sum.Sub(r.Amount)
			count++
		}
	}
	return sum, count
}

// Repeats compares a collection with the one already recorded under its id. Nil
// means it is the same cash once more; a Conflict says what differs.
func (c Collection) Repeats(recorded Collection) error {
	var differs []string
	note := func(what string, was, is any) {
		if was != is {
			differs = append(differs, fmt.Sprintf("%s was %v and is now %v", what, was, is))
		}
	}
	note("the amount", recorded.Amount, c.Amount)
	note("the day", recorded.CollectedOn.Long(), c.CollectedOn.Long())
	note("the referral", recorded.Referral, c.Referral)
	note("the refunded collection", recorded.RefundOf, c.RefundOf)
	if len(differs) == 0 {
		return nil
	}
	return Errorf(Conflict, "%s from %s is recorded already with something else: %s. Record a correction under an id of its own.",
		c.ExternalID, c.Source, strings.Join(differs, "; "))
}

func (in CollectionInput) problems(today Date) Problems {
	problems := Problems{}
	if problem := externalIDProblem(strings.TrimSpace(in.ExternalID)); problem != "" {
		problems.Add("external_id", "%s", problem)
	}
	if problem := sourceProblem(normalSource(in.Source)); problem != "" {
		problems.Add("source", "%s", problem)
	}
	if _, known := currencies[in.Amount.Currency]; !known {
		problems.Add("currency", "Choose the currency of the amount.")
	}
	switch {
	case in.Amount.Minor <= 0:
		problems.Add("amount", "Enter an amount above zero.")
	case in.Amount.Minor > maxCollected:
		problems.Add("amount", "This is more than one collection can hold.")
	}
	switch _, err := ParseDate(string(in.CollectedOn)); {
	case err != nil:
		problems.Add("collected_on", "Enter the day on which the money arrived, such as %s.", today)
	case in.CollectedOn > today:
		problems.Add("collected_on", "This day is in the future; record the money when it has arrived.")
	case in.CollectedOn < "2000-01-01":
		problems.Add("collected_on", "This day is too long ago.")
	}
	return problems
}

// maxExternalID is how long the number of an invoice or payment may be.
const maxExternalID = 100

// externalIDProblem holds external ids to what keeps every id made from them
// unmistakable: no colon, no space, nothing unprintable.
func externalIDProblem(id string) string {
	switch {
	case id == "":
		return "Enter the number of the invoice or payment."
	case len(id) > maxExternalID:
		return fmt.Sprintf("This number is longer than %d characters.", maxExternalID)
	}
	for _, r := range id {
		if r <= ' ' || r > '~' || r == ':' {
			return fmt.Sprintf("Use letters, digits and signs without colon or space; %q has %q.", id, r)
		}
	}
	return ""
}

func sourceProblem(source string) string {
	if len(source) > 30 {
		return "The name of the source is longer than 30 characters."
	}
	for _, r := range source {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return fmt.Sprintf("Name the source with letters, digits, - and _; %q has %q.", source, r)
		}
	}
	return ""
}
