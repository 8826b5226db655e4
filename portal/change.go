package portal

import "maps"

// Change is one step in the history of a thing: who did what, when and why. It
// is saved inside the thing itself, so a state never stands without its reason.
type Change struct {
	N       int               `json:"n"`    // 1 for the first change of this thing
	Kind    string            `json:"kind"` // "referral.accepted": what happened, noun.verb
	From    string            `json:"from,omitempty"`
	To      string            `json:"to,omitempty"`
	By      UserID            `json:"by,omitempty"` // empty when the program acted by rule
	ByName  string            `json:"by_name"`
	At      Instant           `json:"at"`
	Address string            `json:"address,omitempty"` // the network address it was asked from, for the audit log alone
	Reason  string            `json:"reason,omitempty"`
	Data    map[string]string `json:"data,omitempty"` // what the sentence about it needs
}

// changed returns history with one more change; the slice it was given stays as it is.
func changed(history []Change, kind, from, to string, by Actor, now Instant, reason string, data map[string]string) []Change {
	next := make([]Change, len(history), len(history)+1)
	copy(next, history)
	return append(next, Change{
		N: len(history) + 1, Kind: kind, From: from, To: to,
		By: by.User, ByName: by.Name, At: now, Address: by.Address, Reason: reason, Data: maps.Clone(data),
	})
}

// Event is a change as the whole program sees it: the change, of what, and
// whose. Timelines, onboarding, mail and the audit log read events. The id is
// "<subject>#<n>" for a change of a thing, and the fact's own id for a fact.
type Event struct {
	ID      string    `json:"-"`
	Subject string    `json:"subject"` // "referral:01J..."
	Partner PartnerID `json:"partner,omitempty"`
	Change
}
