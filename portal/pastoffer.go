package portal

import (
	"fmt"
	"strings"
)

// PastOffer is the fact that an offer of a shared lead has ended without its partner
// taking the lead: declined, not answered in time, or stopped.
type PastOffer struct {
	ID      string       `json:"-"`
	Lead    SharedLeadID `json:"lead"`
	Partner PartnerID    `json:"partner"`
	State   OfferState   `json:"state"`
	At      Instant      `json:"at"`
}

// PastOfferStates are the states of an offer that a partner looks up later.
var PastOfferStates = []OfferState{OfferDeclined, OfferLapsed, OfferStopped}

// Past are the offers of a lead that have ended without it being taken.
func (s SharedLead) Past() []PastOffer {
	var past []PastOffer
	for i, o := range s.Offers {
		switch o.State {
		case OfferDeclined, OfferLapsed, OfferStopped:
			if o.Seen() && o.At != "" {
				past = append(past, PastOffer{ID: fmt.Sprintf("offer:%s:%d", s.ID, i+1), Lead: s.ID, Partner: o.Partner, State: o.State, At: o.EndedAt})
			}
		case OfferWaiting, OfferOpen, OfferAccepted, OfferSkipped:
		}
	}
	return past
}

// Round says for staff how far a lead has come among its partners: "Casa Azul declined,
// then Quinta Rosa." "" for a lead whose first partner has it and is the only one.
func (s SharedLead) Round() string {
	var over, next []string
	for _, o := range s.Offers {
		switch o.State {
		case OfferDeclined:
			over = append(over, o.Name+" declined")
		case OfferLapsed:
			over = append(over, o.Name+" did not answer")
		case OfferSkipped:
			over = append(over, o.Name+" was passed over")
		case OfferWaiting:
			next = append(next, o.Name)
		case OfferOpen, OfferAccepted, OfferStopped:
		}
	}
	var parts []string
	if len(over) > 0 {
		parts = append(parts, strings.Join(over, ", ")+".")
	}
	if len(next) > 0 && s.Live() {
		parts = append(parts, "Then "+strings.Join(next, ", ")+".")
	}
	return strings.Join(parts, " ")
}
