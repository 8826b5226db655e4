package portal

import (
	"fmt"
	"slices"
	"strings"
)

// PartnerState is where a partner stands on its path through the program.
type PartnerState string

const (
	PartnerApplied      PartnerState = "applied"       // seen by managers once its email address is verified
	PartnerInReview     PartnerState = "in_review"     // being scored
	PartnerChangesAsked PartnerState = "changes_asked" // in review, waiting for the applicant
	PartnerApproved     PartnerState = "approved"      // has not started yet
	PartnerOnboarding   PartnerState = "onboarding"
	PartnerActive       PartnerState = "active"
	PartnerPaused       PartnerState = "paused" // neither refers nor earns until resumed
	PartnerEnded        PartnerState = "ended"
	PartnerDeclined     PartnerState = "declined" // the company may apply again after a while
)

// PartnerStates are all states in the order of the path.
var PartnerStates = []PartnerState{
	PartnerApplied, PartnerInReview, PartnerChangesAsked, PartnerApproved, PartnerOnboarding,
	PartnerActive, PartnerPaused, PartnerEnded, PartnerDeclined,
}

// Label is the state as people read it.
func (s PartnerState) Label() string {
	switch s {
	case PartnerApplied:
		return "Applied"
	case PartnerInReview:
		return "In review"
	case PartnerChangesAsked:
		return "More asked"
	case PartnerApproved:
		return "Approved"
	case PartnerOnboarding:
		return "Onboarding"
	case PartnerActive:
		return "Active"
	case PartnerPaused:
		return "Paused"
	case PartnerEnded:
		return "Ended"
	case PartnerDeclined:
		return "Declined"
	}
	return string(s)
}

// Valid reports whether the state is one of the path.
func (s PartnerState) Valid() bool { return slices.Contains(PartnerStates, s) }

// Open reports an application that is not decided yet.
func (s PartnerState) Open() bool {
	return s == PartnerApplied || s == PartnerInReview || s == PartnerChangesAsked
}

// Working reports a partner that takes part: it refers, downloads and earns.
func (s PartnerState) Working() bool { return s == PartnerOnboarding || s == PartnerActive }

// Member reports a partner that was let in, whatever became of it.
func (s PartnerState) Member() bool {
	switch s {
	case PartnerApproved, PartnerOnboarding, PartnerActive, PartnerPaused, PartnerEnded:
		return true
	case PartnerApplied, PartnerInReview, PartnerChangesAsked, PartnerDeclined:
	}
	return false
}

// Kinds of what happens to a partner, as its history and the events name them.
const (
	PartnerAppliedEvent       = "partner.applied"
	PartnerVerifiedEvent      = "partner.email_verified"
	PartnerReviewEvent        = "partner.review_started"
	PartnerAskedEvent         = "partner.more_asked"
	PartnerRepliedEvent       = "partner.replied"
	PartnerApprovedEvent      = "partner.approved"
	PartnerDeclinedEvent      = "partner.declined"
	PartnerOnboardingEvent    = "partner.onboarding_started"
	PartnerActivatedEvent     = "partner.activated"
	PartnerPausedEvent        = "partner.paused"
	PartnerFrozenEvent        = "partner.money_frozen"
	PartnerReleasedEvent      = "partner.money_released"
	PartnerPayRemindedEvent   = "partner.money_reminded" // of what keeps it from being paid
	PartnerResumedEvent       = "partner.resumed"
	PartnerEndedEvent         = "partner.ended"
	PartnerSpecialistEvent    = "partner.specialist_assigned"
	PartnerProfileEvent       = "profile.completed" // also each later change
	PartnerTermsEvent         = "terms.accepted"
	PartnerBrandEvent         = "brand.saved"
	PartnerPayToEvent         = "payout.saved"
	PartnerPayToKeptEvent     = "payout.change_withdrawn"
	PartnerBaselineEvent      = "baseline.given"
	PartnerKickoffEvent       = "kickoff.booked"
	PartnerTaskEvent          = "partner.task_done"
	PartnerTierEvent          = "partner.tier_changed"
	PartnerTierKeptEvent      = "partner.tier_kept"
	PartnerTierWarnedEvent    = "partner.tier_warned"
	PartnerTierOverrideEvent  = "partner.tier_overridden"
	PartnerTierLiftedEvent    = "partner.tier_override_lifted"
	PartnerOnboardedEvent     = "partner.onboarding_completed"
	PartnerReapplicationEvent = "partner.superseded" // a later application of the same company took over
	PartnerReviewerEvent      = "partner.reviewer_assigned"
	PartnerUndoneEvent        = "partner.undone" // the step before was taken back at once
)

// Partner is one company in the program, from its application on.
type Partner struct {
	ID      PartnerID    `json:"-"`
	Version int64        `json:"-"`
	State   PartnerState `json:"state"`
	StateAt Instant      `json:"state_at"` // since when
	Code    string       `json:"code"`     // its name in links: "bluewater-ferries"

	Application

	AppliedAt       Instant          `json:"applied_at"`
	EmailVerifiedAt Instant          `json:"email_verified_at,omitempty"`
	InvitedBy       string           `json:"invited_by,omitempty"` // "Lena Ortiz of Northwind Stays", "" for who came unasked
	Invitation      JoinInvitationID `json:"invitation,omitempty"` // by whose link it applied
	Before          PartnerID        `json:"before,omitempty"`     // the declined application before this one
	Specialist      UserID           `json:"specialist,omitempty"`
	SpecialistName  string           `json:"specialist_name,omitempty"`
	ApprovedAt      Instant          `json:"approved_at,omitempty"`
	ActiveAt        Instant          `json:"active_at,omitempty"` // first activated
	EndedAt         Instant          `json:"ended_at,omitempty"`

	Tier      Tier           `json:"tier,omitempty"` // of today, for lists; TierOn tells any day
	Tiers     []TierChange   `json:"tiers,omitempty"`
	Overrides []TierOverride `json:"overrides,omitempty"`
	Earned    []EarnedTier   `json:"earned,omitempty"` // by each quarter's scorecard, oldest first

	TermsVersion string     `json:"terms_version,omitempty"` // the newest accepted
	TermsOn      []Accepted `json:"terms_on,omitempty"`
	TermsAsk     TermsAsk   `json:"terms_ask,omitzero"`
	Addenda      []Addendum `json:"addenda,omitempty"` // by number
	Notice       Notice     `json:"notice,omitzero"`   // that the partnership ends

	Brand     BrandKit   `json:"brand,omitzero"`
	PayTo     PayTo      `json:"pay_to,omitzero"`      // in use, or waiting when there was none before; PayToOn tells
	PayToNext PayTo      `json:"pay_to_next,omitzero"` // a change that waits for its day, or is in use since
	Tax       TaxDetails `json:"tax,omitzero"`
	MoneyHold MoneyHold  `json:"money_hold,omitzero"`
	Baseline  Baseline   `json:"baseline,omitzero"`

	OnboardingStartedAt Instant    `json:"onboarding_started_at,omitempty"`
	OnboardedAt         Instant    `json:"onboarded_at,omitempty"` // every task done
	KickoffAt           Instant    `json:"kickoff_at,omitempty"`   // the booked call with the specialist
	Done                []DoneTask `json:"done,omitempty"`

	History []Change `json:"history"`
}

// Accepted is a version of the terms and the day of its acceptance.
type Accepted struct {
	Version string `json:"version"`
	On      Date   `json:"on"`
}

// Baseline is where a partner stood when it started, to measure lift against.
type Baseline struct {
	Audience     int64   `json:"audience"`
	MonthlyReach int64   `json:"monthly_reach"`
	Bookings     int64   `json:"bookings"` // a month
	SetAt        Instant `json:"set_at,omitempty"`
}

// DoneTask is one onboarding task that is done.
type DoneTask struct {
	Task   string  `json:"task"`
	At     Instant `json:"at"`
	By     UserID  `json:"by,omitempty"`
	ByName string  `json:"by_name"`
	Cause  string  `json:"cause,omitempty"` // the event that completed it, "" when a person ticked it
}

// Subject is the partner's name in events: "partner:01J...".
func (p Partner) Subject() string { return "partner:" + string(p.ID) }

// AcceptedTerms is the acceptances as the commission rules read them.
func (p Partner) AcceptedTerms() []AcceptedOn {
	accepted := make([]AcceptedOn, len(p.TermsOn))
	for i, a := range p.TermsOn {
		accepted[i] = AcceptedOn(a)
	}
	return accepted
}

// ReasonOf is the reason of the newest change of a kind, "" without one.
func (p Partner) ReasonOf(kind string) string {
	for i := len(p.History) - 1; i >= 0; i-- {
		if p.History[i].Kind == kind {
			return p.History[i].Reason
		}
	}
	return ""
}

// happened returns the partner with one more change that leaves its state.
func (p Partner) happened(kind string, by Actor, now Instant, reason string, data map[string]string) Partner {
	p.History = changed(p.History, kind, "", "", by, now, reason, data)
	return p
}

// become returns the partner in its next state; Conflict unless it is in one of the states given.
func (p Partner) become(to PartnerState, kind string, by Actor, now Instant, reason string, data map[string]string, from ...PartnerState) (Partner, error) {
	if !slices.Contains(from, p.State) {
		return p, Errorf(Conflict, "%s is %s, so this step is not possible now.", p.named(), strings.ToLower(p.State.Label()))
	}
	p.History = changed(p.History, kind, string(p.State), string(to), by, now, reason, data)
	p.State, p.StateAt = to, now
	return p, nil
}

func (p Partner) named() string {
	if p.Company == "" {
		return "This partner"
	}
	return fmt.Sprintf("%q", p.Company)
}
