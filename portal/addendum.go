package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
)

// Addendum is what a partner has agreed to beside the terms: a version of its own,
// dated, never edited. It is proposed by one person of the staff, approved by a second,
// and accepted by an admin of the partner; from then on, and never for days before, its
// numbers stand in the place of those of the terms. A later one replaces it as a whole.
type Addendum struct {
	Number int           `json:"number"` // 1, 2, ... of the partner
	State  AddendumState `json:"state"`
	Agreement
	SHA256     string  `json:"sha256"` // of the agreement as JSON, hex
	By         UserID  `json:"by"`     // who proposed it
	ByName     string  `json:"by_name"`
	At         Instant `json:"at"`
	ApprovedBy string  `json:"approved_by,omitempty"`
	AcceptedBy string  `json:"accepted_by,omitempty"`
	AcceptedOn Date    `json:"accepted_on,omitempty"`
	Why        string  `json:"why,omitempty"` // of who refused or declined it

	Ending AddendumEnding `json:"ending,omitzero"`
}

// Agreement is what an addendum says. What is zero is as in the terms.
type Agreement struct {
	From        Date          `json:"from"`
	Until       Date          `json:"until,omitempty"` // the last day, "" for as long as the terms run
	BaseShare   map[Tier]Rate `json:"base_share,omitempty"`
	ProtectDays int           `json:"protect_days,omitempty"`
	Minimum     Money         `json:"minimum,omitzero"`
	Exclusive   Exclusivity   `json:"exclusive,omitzero"`
	TermMonths  int           `json:"term_months,omitempty"` // the partnership runs at least so long
	NoticeDays  int           `json:"notice_days,omitempty"` // to end it
	Words       string        `json:"words,omitempty"`       // anything else
	AddendumLevers
}

// Exclusivity is a line of business, a country, or both, in which there is no other partner.
type Exclusivity struct {
	Vertical string `json:"vertical,omitempty"`
	Country  string `json:"country,omitempty"`
	Until    Date   `json:"until,omitempty"`
}

// AddendumState is where an addendum stands.
type AddendumState string

const (
	AddendumProposed  AddendumState = "proposed"
	AddendumApproved  AddendumState = "approved" // waits for the partner
	AddendumAccepted  AddendumState = "accepted"
	AddendumRefused   AddendumState = "refused"  // by the second person
	AddendumDeclined  AddendumState = "declined" // by the partner
	AddendumWithdrawn AddendumState = "withdrawn"
)

// Label is the state as people read it.
func (s AddendumState) Label() string {
	switch s {
	case AddendumProposed:
		return "Waits for approval"
	case AddendumApproved:
		return "Waits for the partner"
	case AddendumAccepted:
		return "Accepted"
	case AddendumRefused:
		return "Refused"
	case AddendumDeclined:
		return "Declined"
	case AddendumWithdrawn:
		return "Withdrawn"
	}
	return string(s)
}

// Open reports an addendum that somebody has still to decide.
func (s AddendumState) Open() bool { return s == AddendumProposed || s == AddendumApproved }

// Kinds of what happens to an addendum, in its partner's history.
const (
	AddendumProposedEvent  = "addendum.proposed"
	AddendumApprovedEvent  = "addendum.approved"
	AddendumAcceptedEvent  = "addendum.accepted"
	AddendumRefusedEvent   = "addendum.refused"
	AddendumDeclinedEvent  = "addendum.declined"
	AddendumWithdrawnEvent = "addendum.withdrawn"
)

// Name is how people call it: "A-2".
func (a Addendum) Name() string { return fmt.Sprintf("A-%d", a.Number) }

// Starts is the first day on which it counts, "" while it is not accepted.
func (a Addendum) Starts() Date {
	if a.AcceptedOn == "" {
		return ""
	}
	return max(a.From, a.AcceptedOn)
}

// AddendumOn is the addendum that counts on a day: of the accepted ones the last to
// start by then, unless it has run out. False when there is none.
func AddendumOn(addenda []Addendum, day Date) (Addendum, bool) {
	found := -1
	for i, a := range addenda {
		if start := a.Starts(); start != "" && start <= day && (found < 0 || start >= addenda[found].Starts()) {
			found = i
		}
	}
	if found < 0 || addenda[found].LastDay() != "" && addenda[found].LastDay() < day {
		return Addendum{}, false
	}
	return addenda[found], true
}

// To is the terms with what the addendum says in the place of their numbers; the
// version says so: "standard-2026-07 with addendum A-2".
func (a Addendum) To(terms Terms) Terms {
	if len(a.BaseShare) > 0 {
		terms.BaseShare = maps.Clone(terms.BaseShare)
		if terms.BaseShare == nil {
			terms.BaseShare = map[Tier]Rate{}
		}
		maps.Copy(terms.BaseShare, a.BaseShare)
	}
	if a.ProtectDays > 0 {
		terms.ProtectDays = a.ProtectDays
	}
	if a.Minimum.Minor > 0 {
		terms.Minimum = a.Minimum
	}
	if a.NoticeDays > 0 {
		terms.TerminationDays = a.NoticeDays
	}
	terms.AddendumLevers = a.AddendumLevers
	terms.Version += " with addendum " + a.Name()
	return terms
}

// AgreedTerms are the terms that count for a partner on a day, for everything that is
// computed: the version by its acceptances, with the package of its line of business,
// and the addendum of the day on top. False before the first version.
func AgreedTerms(versions []Terms, accepted []AcceptedOn, vertical string, addenda []Addendum, day Date) (Terms, bool) {
	terms, ok := TermsOn(versions, accepted, day)
	if !ok {
		return Terms{}, false
	}
	terms = terms.For(vertical)
	if a, there := AddendumOn(addenda, day); there {
		terms = a.To(terms)
	}
	return terms, true
}

// Agreed is [AgreedTerms] of the partner.
func (p Partner) Agreed(versions []Terms, day Date) (Terms, bool) {
	return AgreedTerms(versions, p.AcceptedTerms(), p.Vertical, p.Addenda, day)
}

// Addendum is one of the partner's by its number; NotFound without it.
func (p Partner) Addendum(number int) (Addendum, error) {
	if number < 1 || number > len(p.Addenda) {
		return Addendum{}, Errorf(NotFound, "There is no such addendum.")
	}
	return p.Addenda[number-1], nil
}

// hash is the fingerprint of what is agreed.
func (a Agreement) hash() string {
	body, err := json.Marshal(a)
	if err != nil {
		panic(err) // dates, rates and words always marshal
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// overlaps reports whether two exclusivities cannot both be kept.
func (x Exclusivity) overlaps(y Exclusivity, day Date) bool {
	same := func(a, b string) bool { return a == "" || b == "" || a == b }
	return x.Until >= day && y.Until >= day && x.Until != "" && y.Until != "" && same(x.Vertical, y.Vertical) && same(x.Country, y.Country)
}

// Excludes says which exclusivity of the partner, agreed or offered, an agreement with
// another one would break; false when it breaks none.
func (p Partner) Excludes(other Agreement) (Addendum, bool) {
	for _, a := range p.Addenda {
		if last := a.LastDay(); a.State == AddendumAccepted && last != "" && last < a.Exclusive.Until {
			a.Exclusive.Until = last // it is promised for as long as the addendum counts
		}
		if (a.State == AddendumAccepted || a.State.Open()) && a.Exclusive.overlaps(other.Exclusive, other.From) {
			return a, true
		}
	}
	return Addendum{}, false
}
