package portal

import (
	"errors"
	"slices"
	"strings"
)

// SharedLeadID is random.
type SharedLeadID string

// SharedLeadState is where a lead that we hand to a partner stands.
type SharedLeadState string

const (
	SharedOffered   SharedLeadState = "offered"   // a partner has it before it, with a clock
	SharedAccepted  SharedLeadState = "accepted"  // it is that partner's referral
	SharedReturned  SharedLeadState = "returned"  // nobody took it: back with staff
	SharedWithdrawn SharedLeadState = "withdrawn" // by staff
	SharedReferred  SharedLeadState = "referred"  // somebody referred the customer meanwhile
)

// SharedLeadStates are all states in the order of their tabs.
var SharedLeadStates = []SharedLeadState{SharedOffered, SharedReturned, SharedAccepted, SharedWithdrawn, SharedReferred}

// Label is the state as people read it.
func (s SharedLeadState) Label() string {
	switch s {
	case SharedOffered:
		return "Offered"
	case SharedAccepted:
		return "Accepted"
	case SharedReturned:
		return "Back with us"
	case SharedWithdrawn:
		return "Withdrawn"
	case SharedReferred:
		return "Referred meanwhile"
	}
	return string(s)
}

// Valid reports whether it is one of the states.
func (s SharedLeadState) Valid() bool { return slices.Contains(SharedLeadStates, s) }

// OfferState is where one partner's offer of a shared lead stands.
type OfferState string

const (
	OfferWaiting  OfferState = "waiting" // its turn has not come; the partner knows nothing of it
	OfferOpen     OfferState = "open"
	OfferAccepted OfferState = "accepted"
	OfferDeclined OfferState = "declined"
	OfferLapsed   OfferState = "lapsed"  // not answered in time
	OfferSkipped  OfferState = "skipped" // the partner did not take part when its turn came
	OfferStopped  OfferState = "stopped" // withdrawn, or the customer was referred meanwhile
)

// Label is the state as people read it.
func (s OfferState) Label() string {
	switch s {
	case OfferWaiting:
		return "Comes later"
	case OfferOpen:
		return "Waits for an answer"
	case OfferAccepted:
		return "Accepted"
	case OfferDeclined:
		return "Declined"
	case OfferLapsed:
		return "Not answered in time"
	case OfferSkipped:
		return "Passed over"
	case OfferStopped:
		return "Ended"
	}
	return string(s)
}

// Offer is a shared lead before one partner.
type Offer struct {
	Partner  PartnerID  `json:"partner"`
	Name     string     `json:"name"`
	State    OfferState `json:"state"`
	At       Instant    `json:"at,omitempty"` // since when it is open
	AnswerBy Instant    `json:"answer_by,omitempty"`
	EndedAt  Instant    `json:"ended_at,omitempty"`
	Reason   string     `json:"reason,omitempty"` // of a partner that declined
	By       UserID     `json:"by,omitempty"`     // who answered
	ByName   string     `json:"by_name,omitempty"`
	Reminded Instant    `json:"reminded,omitempty"`
}

// Seen reports an offer that its partner was told of.
func (o Offer) Seen() bool { return o.State != OfferWaiting && o.State != OfferSkipped }

// Kinds of what happens to a shared lead. Each about a partner says whom in the data "to".
const (
	LeadOfferedEvent   = "lead.offered"
	LeadRemindedEvent  = "lead.reminded"
	LeadAcceptedEvent  = "lead.accepted"
	LeadDeclinedEvent  = "lead.declined"
	LeadLapsedEvent    = "lead.lapsed"
	LeadSkippedEvent   = "lead.skipped"
	LeadReturnedEvent  = "lead.returned"
	LeadWithdrawnEvent = "lead.withdrawn"
	LeadReferredEvent  = "lead.referred"
)

// SharedLead is a lead of ours that is offered to one partner after the other, until one
// accepts it: then it is that partner's referral. Contact and company stay hidden from
// partners until then.
type SharedLead struct {
	ID      SharedLeadID    `json:"-"`
	Version int64           `json:"-"`
	State   SharedLeadState `json:"state"`
	StateAt Instant         `json:"state_at"`
	Due     Instant         `json:"due,omitempty"` // of the open offer; of an accepted lead until its referral is made

	Lead
	Size     string     `json:"size"` // how large the customer is, in words that name nobody
	Offers   []Offer    `json:"offers"`
	Partner  PartnerID  `json:"partner,omitempty"` // who has it before it, or took it
	Referral ReferralID `json:"referral,omitempty"`
	LeadKeys []string   `json:"lead_keys"`

	CreatedAt Instant  `json:"created_at"`
	Owner     UserID   `json:"owner"` // who shares it, and owns the referral it becomes
	OwnerName string   `json:"owner_name"`
	History   []Change `json:"history"`
}

// Subject is how events name the lead.
func (s SharedLead) Subject() string { return "lead:" + string(s.ID) }

// Live reports a lead that may still be taken: it is offered, or back with staff.
func (s SharedLead) Live() bool { return s.State == SharedOffered || s.State == SharedReturned }

// Asked is what a partner may know of the lead before it accepts: nothing that names the customer.
func (s SharedLead) Asked() string { return s.Size + ", " + CountryName(s.Country) }

// ShareLead offers a lead to the first of some partners that take part. What is wrong
// comes back as Invalid with the fields of [Program.CheckLead], size and partners.
func (p Program) ShareLead(id SharedLeadID, in ReferralInput, size string, partners []Partner, by Actor, now Instant) (SharedLead, error) {
	problems := Problems{}
	lead, err := p.CheckLead(in, now.Day(p.zone()))
	if wrong, ok := errors.AsType[*Error](err); ok {
		for field, text := range wrong.Fields {
			problems.Add(field, "%s", text)
		}
	}
	s := SharedLead{
		ID: id, StateAt: now, Lead: lead, Size: checkLine(problems, "size", size, "Say how large the customer is, without a name."),
		LeadKeys: p.LeadKeys(lead), CreatedAt: now, Owner: by.User, OwnerName: by.Name,
	}
	for field, text := range map[string]string{"size": s.Size, "need": lead.Need} {
		if holdsAddress(text) || lead.Company != "" && strings.Contains(strings.ToLower(text), strings.ToLower(lead.Company)) {
			problems.Add(field, "Leave names and addresses out: a partner reads this before it accepts.")
		}
	}
	s.Offers = queue(problems, partners)
	if err := problems.Err(); err != nil {
		return SharedLead{}, err
	}
	return s.move(p, nil, by, now), nil
}

// queue is the order in which partners are asked.
func queue(problems Problems, partners []Partner) []Offer {
	var offers []Offer
	for _, partner := range partners {
		switch {
		case !partner.State.Working():
			problems.Add("partners", "%s is %s and cannot take a lead now.", partner.named(), strings.ToLower(partner.State.Label()))
		case slices.ContainsFunc(offers, func(o Offer) bool { return o.Partner == partner.ID }):
			problems.Add("partners", "Choose each partner once.")
		}
		offers = append(offers, Offer{Partner: partner.ID, Name: partner.Company, State: OfferWaiting})
	}
	if len(offers) == 0 {
		problems.Add("partners", "Choose the partner to ask first.")
	}
	return offers
}

// Offer is the place in the order of the offer that is open, -1 for none.
func (s SharedLead) open() int {
	return slices.IndexFunc(s.Offers, func(o Offer) bool { return o.State == OfferOpen })
}

// OfferTo is the latest offer that a partner was told of; false when it knows nothing of the lead.
func (s SharedLead) OfferTo(partner PartnerID) (Offer, bool) {
	for _, o := range slices.Backward(s.Offers) {
		if o.Partner == partner && o.Seen() {
			return o, true
		}
	}
	return Offer{}, false
}

// Next are the partners whose turn has not come.
func (s SharedLead) Next() []PartnerID {
	var ids []PartnerID
	for _, o := range s.Offers {
		if o.State == OfferWaiting {
			ids = append(ids, o.Partner)
		}
	}
	return ids
}

// move opens the next offer, passing over the partners that are away, or gives the lead back to staff.
func (s SharedLead) move(rules Program, away []PartnerID, by Actor, now Instant) SharedLead {
	s.Offers = slices.Clone(s.Offers)
	for i, o := range s.Offers {
		if o.State != OfferWaiting {
			continue
		}
		if slices.Contains(away, o.Partner) {
			s.Offers[i].State, s.Offers[i].EndedAt = OfferSkipped, now
			s = s.note(LeadSkippedEvent, o, by, now, "")
			continue
		}
		due := rules.AddWorkdays(now, rules.Referral.OfferWorkdays)
		s.Offers[i].State, s.Offers[i].At, s.Offers[i].AnswerBy = OfferOpen, now, due
		s.Partner, s.Due = o.Partner, due
		return s.note(LeadOfferedEvent, s.Offers[i], by, now, "").become(SharedOffered, now)
	}
	s.Partner, s.Due = "", ""
	return s.note(LeadReturnedEvent, Offer{}, by, now, "").become(SharedReturned, now)
}

func (s SharedLead) become(state SharedLeadState, now Instant) SharedLead {
	if s.State != state {
		s.State, s.StateAt = state, now
	}
	return s
}

func (s SharedLead) note(kind string, o Offer, by Actor, now Instant, why string) SharedLead {
	data := map[string]string{"company": s.Company}
	if o.Partner != "" {
		data["to"], data["name"] = string(o.Partner), o.Name
	}
	if o.State == OfferOpen {
		data["answer_by"] = string(o.AnswerBy)
	}
	s.History = changed(s.History, kind, "", "", by, now, why, data)
	return s
}

// end closes the open offer.
func (s SharedLead) end(state OfferState, why string, by Actor, now Instant) (SharedLead, Offer) {
	i := s.open()
	if i < 0 {
		return s, Offer{}
	}
	s.Offers = slices.Clone(s.Offers)
	o := &s.Offers[i]
	o.State, o.EndedAt, o.Reason, o.By, o.ByName = state, now, why, by.User, by.Name
	return s, *o
}

// answered is Conflict unless a partner has the lead before it, in time.
func (s SharedLead) answered(partner PartnerID, now Instant) error {
	o, _ := s.OfferTo(partner)
	switch {
	case o.State == OfferOpen && now <= o.AnswerBy:
		return nil
	case o.State == OfferAccepted:
		return Errorf(Conflict, "Your company has accepted this lead already.")
	case o.State == OfferOpen || o.State == OfferLapsed:
		return Errorf(Conflict, "The time to answer is over, so this lead goes on to somebody else.")
	}
	return Errorf(Conflict, "This offer is closed.")
}
