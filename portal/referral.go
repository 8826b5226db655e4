package portal

import "slices"

// ReferralState is where a referral stands.
type ReferralState string

const (
	ReferralSubmitted ReferralState = "submitted" // waits for a manager's answer
	ReferralReturned  ReferralState = "returned"  // waits for its partner to change something
	ReferralAccepted  ReferralState = "accepted"
	ReferralQualified ReferralState = "qualified"
	ReferralWon       ReferralState = "won"  // carries the contract
	ReferralLost      ReferralState = "lost" // with a reason
	ReferralRejected  ReferralState = "rejected"
	ReferralDuplicate ReferralState = "duplicate" // somebody referred the lead before
	ReferralExpired   ReferralState = "expired"   // its protection ended first
	ReferralWithdrawn ReferralState = "withdrawn" // its partner took it back
)

// ReferralStates are all states, the path first.
var ReferralStates = []ReferralState{
	ReferralSubmitted, ReferralReturned, ReferralAccepted, ReferralQualified, ReferralWon,
	ReferralLost, ReferralRejected, ReferralDuplicate, ReferralExpired, ReferralWithdrawn,
}

// Label is the state as people read it.
func (s ReferralState) Label() string {
	switch s {
	case ReferralSubmitted:
		return "Submitted"
	case ReferralReturned:
		return "Returned"
	case ReferralAccepted:
		return "Accepted"
	case ReferralQualified:
		return "Qualified"
	case ReferralWon:
		return "Won"
	case ReferralLost:
		return "Lost"
	case ReferralRejected:
		return "Rejected"
	case ReferralDuplicate:
		return "Duplicate"
	case ReferralExpired:
		return "Expired"
	case ReferralWithdrawn:
		return "Withdrawn"
	}
	return string(s)
}

// Valid reports whether the state is one of a referral.
func (s ReferralState) Valid() bool { return slices.Contains(ReferralStates, s) }

// Open reports a referral that may still be won.
func (s ReferralState) Open() bool {
	return s == ReferralSubmitted || s == ReferralReturned || s == ReferralAccepted || s == ReferralQualified
}

// HoldsLead reports whether nobody else may refer the lead: the referral is open or won.
func (s ReferralState) HoldsLead() bool { return s.Open() || s == ReferralWon }

// ReferralSource is how a referral reached the program.
type ReferralSource string

const (
	FromForm ReferralSource = "form"
	FromLink ReferralSource = "link" // a tracked link
	FromAPI  ReferralSource = "api"
	FromCSV  ReferralSource = "csv"

	FromShare ReferralSource = "shared" // a lead of ours that the partner took
)

// Label is the source as people read it.
func (s ReferralSource) Label() string {
	switch s {
	case FromForm:
		return "Form"
	case FromLink:
		return "Tracked link"
	case FromAPI:
		return "API"
	case FromCSV:
		return "CSV file"
	case FromShare:
		return "Shared by us"
	}
	return string(s)
}

// Kinds of what happens to a referral.
const (
	ReferralSubmittedEvent  = "referral.submitted"
	ReferralAcceptedEvent   = "referral.accepted"
	ReferralQualifiedEvent  = "referral.qualified"
	ReferralWonEvent        = "referral.won"
	ReferralLostEvent       = "referral.lost"
	ReferralRejectedEvent   = "referral.rejected"
	ReferralDuplicateEvent  = "referral.duplicate"
	ReferralExpiredEvent    = "referral.expired"
	ReferralReturnedEvent   = "referral.returned"
	ReferralHandedInEvent   = "referral.handed_in" // again, after it was returned
	ReferralWithdrawnEvent  = "referral.withdrawn"
	ReferralReinstatedEvent = "referral.reinstated"
	ReferralAssignedEvent   = "referral.assigned"
	ReferralUpheldEvent     = "referral.upheld"  // a manager looked at a duplicate and left it one
	ReferralYieldedEvent    = "referral.yielded" // a manager gave its lead to another referral
	ReferralSplitEvent      = "referral.split"   // its cash is divided between partners from here on
	ReferralSharedEvent     = "referral.shared"  // what a split means for a partner that did not submit the referral
	ReferralUndoneEvent     = "referral.undone"  // the step before was taken back at once
)

// Lead is the customer a partner refers, as the partner describes it.
type Lead struct {
	Company string `json:"company"`
	Domain  string `json:"domain"` // registrable, "" when none was given
	Contact string `json:"contact"`
	Email   string `json:"email"`
	Phone   string `json:"phone,omitempty"`
	Country string `json:"country"` // ISO 3166 alpha-2
	Need    string `json:"need"`
	Product string `json:"product"` // code of the program's list
	Value   Money  `json:"value"`   // estimated, zero when unknown
	CloseBy Date   `json:"close_by,omitempty"`
	Consent bool   `json:"consent"` // the contact agreed to be contacted
}

// UTM is where a visitor came from, as tracked links say it.
type UTM struct {
	Source   string `json:"source,omitempty"`
	Medium   string `json:"medium,omitempty"`
	Campaign string `json:"campaign,omitempty"`
	Term     string `json:"term,omitempty"`
	Content  string `json:"content,omitempty"`
}

// Referral is one lead that one partner brought.
type Referral struct {
	ID      ReferralID    `json:"-"`
	Version int64         `json:"-"`
	State   ReferralState `json:"state"`
	StateAt Instant       `json:"state_at"` // since when

	Partner     PartnerID `json:"partner"`
	PartnerName string    `json:"partner_name"`
	Lead
	Source ReferralSource `json:"source"`
	UTM    UTM            `json:"utm,omitzero"`

	ExternalID string   `json:"external_id,omitempty"` // what the partner calls it in its own books
	Import     ImportID `json:"import,omitempty"`      // the file it came in

	FirstTouch *TouchMark `json:"first_touch,omitempty"` // of a lead that came through a link; it may be another partner's
	LastTouch  *TouchMark `json:"last_touch,omitempty"`  // the link that led to the form, always the partner's own

	SubmittedAt Instant `json:"submitted_at"`
	By          UserID  `json:"by"`
	ByName      string  `json:"by_name"`
	AnswerBy    Instant `json:"answer_by"`             // by when a manager has to answer
	AnsweredAt  Instant `json:"answered_at,omitempty"` // when one did
	Owner       UserID  `json:"owner,omitempty"`       // the manager who works on it
	OwnerName   string  `json:"owner_name,omitempty"`

	Terms          string          `json:"terms"`        // the version whose protection holds
	ProtectDays    int             `json:"protect_days"` // of that version
	ExtendDays     int             `json:"extend_days"`
	MaxProtectDays int             `json:"max_protect_days,omitempty"`
	SubmittedOn    Date            `json:"submitted_on"`
	ProtectedUntil Date            `json:"protected_until"`    // the last protected day, "" when not protected
	Extended       []ReferralState `json:"extended,omitempty"` // stages that extended the protection

	Extensions []Extension `json:"extensions,omitempty"` // asked for or given beyond those, the newest last

	Attachments []Attachment `json:"attachments,omitempty"` // the files that are there now

	Returned   *Returned `json:"returned,omitempty"`    // while it is
	RestedDays int       `json:"rested_days,omitempty"` // of the protection, while it was

	LeadKeys    []string   `json:"lead_keys"`              // the guards this lead claims
	DuplicateOf ReferralID `json:"duplicate_of,omitempty"` // for staff only

	Contract *Contract `json:"contract,omitempty"`
	WonAt    Instant   `json:"won_at,omitempty"`
	Splits   []Split   `json:"splits,omitempty"` // for staff only; the last one holds

	History []Change `json:"history"`
}

// Subject is the referral's name in events: "referral:01J...".
func (r Referral) Subject() string { return "referral:" + string(r.ID) }

// Number is a short name for people to say: "R-8F3KQ2", from the id's random end.
func (r Referral) Number() string {
	id := string(r.ID)
	return "R-" + id[max(0, len(id)-6):]
}

// Deal is the referral as the money rules read it.
func (r Referral) Deal() Deal {
	deal := Deal{Referral: r.ID, Partner: r.Partner, Customer: r.Company, Domain: r.Domain, SubmittedOn: r.SubmittedOn, WonAt: r.WonAt, Splits: r.Splits}
	if r.Contract != nil {
		deal.ContractStart = r.Contract.Start
	}
	return deal
}
