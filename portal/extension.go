package portal

import (
	"slices"
	"strings"
)

// ExtensionState is where a partner's wish for a longer protection stands.
type ExtensionState string

const (
	ExtensionAsked     ExtensionState = "asked"     // waits for a manager's answer
	ExtensionGranted   ExtensionState = "granted"   // by a manager who was asked
	ExtensionGiven     ExtensionState = "given"     // by a manager who was not
	ExtensionDeclined  ExtensionState = "declined"  // with a reason
	ExtensionWithdrawn ExtensionState = "withdrawn" // by the partner, before the answer
)

// Label is the state as people read it.
func (s ExtensionState) Label() string {
	switch s {
	case ExtensionAsked:
		return "Asked"
	case ExtensionGranted:
		return "Granted"
	case ExtensionGiven:
		return "Given"
	case ExtensionDeclined:
		return "Declined"
	case ExtensionWithdrawn:
		return "Withdrawn"
	}
	return string(s)
}

// Kinds of what happens about the extension of a protection.
const (
	ExtensionAskedEvent     = "referral.extension_asked"
	ExtensionWithdrawnEvent = "referral.extension_withdrawn"
	ExtensionGrantedEvent   = "referral.extension_granted"
	ExtensionDeclinedEvent  = "referral.extension_declined"
	ExtensionGivenEvent     = "referral.extension_given"
)

// Extension is a longer protection beyond the one that each step brings: asked for by
// the partner with evidence, or given by a manager. Each stage has one at most, of as many
// days as a step brings by the terms.
type Extension struct {
	Stage      ReferralState  `json:"stage"` // in which it was asked for or given
	State      ExtensionState `json:"state"`
	Why        string         `json:"why"`
	Evidence   string         `json:"evidence,omitempty"` // what shows that it goes on, "" of one that was given
	By         UserID         `json:"by"`
	ByName     string         `json:"by_name"`
	At         Instant        `json:"at"`
	Due        Instant        `json:"due,omitempty"` // by when a manager has to answer
	Answer     string         `json:"answer,omitempty"`
	AnsweredBy string         `json:"answered_by,omitempty"`
	AnsweredAt Instant        `json:"answered_at,omitempty"`
}

// AskedExtension is the request that waits for an answer. It rests while the referral is
// closed, and false then.
func (r Referral) AskedExtension() (Extension, bool) {
	if n := len(r.Extensions); n > 0 && r.State.Open() && r.Extensions[n-1].State == ExtensionAsked {
		return r.Extensions[n-1], true
	}
	return Extension{}, false
}

// MayExtend is nil when the protection can be extended in this stage, for the partner to
// ask or for a manager to give; otherwise a Conflict that says why not.
func (r Referral) MayExtend(today Date) error {
	_, waits := r.AskedExtension()
	switch {
	case !r.State.Open():
		return Errorf(Conflict, "This referral is %s, so there is nothing left to protect.", strings.ToLower(r.State.Label()))
	case r.State == ReferralReturned:
		return Errorf(Conflict, "The protection rests while the referral is returned.")
	case waits:
		return Errorf(Conflict, "An extension was asked for already and waits for an answer.")
	case r.Lapsed(today):
		return r.lapsed()
	case r.ExtendDays <= 0:
		return Errorf(Conflict, "The terms of this referral know no extension.")
	case slices.ContainsFunc(r.Extensions, func(x Extension) bool {
		return x.Stage == r.State && (x.State == ExtensionGranted || x.State == ExtensionGiven)
	}):
		return Errorf(Conflict, "The protection was extended in this stage already. The next step extends it again.")
	case r.ExtendedUntil(today) <= r.ProtectedUntil:
		return Errorf(Conflict, "The protection cannot be longer than %d days.", r.MaxProtectDays)
	}
	return nil
}

// MayAskExtension is [Referral.MayExtend] for the partner, which asks once in each stage
// unless it took the request back.
func (r Referral) MayAskExtension(today Date) error {
	if err := r.MayExtend(today); err != nil {
		return err
	}
	if slices.ContainsFunc(r.Extensions, func(x Extension) bool { return x.Stage == r.State && x.State == ExtensionDeclined }) {
		return Errorf(Conflict, "An extension was declined in this stage. Write a message if something has changed.")
	}
	return nil
}

// AskExtension is the partner asking for a longer protection, with the reason and what
// shows that the deal goes on. Until a manager answers, the lead does not expire. Invalid
// at extend_why and evidence.
func (r Referral) AskExtension(rules Program, why, evidence string, by Actor, now Instant, today Date) (Referral, error) {
	if err := r.MayAskExtension(today); err != nil {
		return r, err
	}
	problems := Problems{}
	why = checkNote(problems, "extend_why", why, "Say why it takes longer.")
	evidence = checkNote(problems, "evidence", evidence, "Say what shows that it goes on: an offer, a date, who said what.")
	if err := problems.Err(); err != nil {
		return r, err
	}
	due := rules.AddWorkdays(now, rules.Referral.AnswerWorkdays)
	r.Extensions = append(slices.Clone(r.Extensions), Extension{
		Stage: r.State, State: ExtensionAsked, Why: why, Evidence: evidence, By: by.User, ByName: by.Name, At: now, Due: due,
	})
	r.History = changed(r.History, ExtensionAskedEvent, "", "", by, now, why, map[string]string{
		"evidence": evidence, "due": string(due), "until": string(r.ProtectedUntil),
	})
	return r, nil
}

// WithdrawExtension is the partner taking its request back before it is answered.
func (r Referral) WithdrawExtension(by Actor, now Instant) (Referral, error) {
	return r.answerExtension(ExtensionWithdrawn, "", by, now)
}

// GrantExtension makes the protection longer, as the partner asked; note may be "".
// Invalid at answer.
func (r Referral) GrantExtension(note string, by Actor, now Instant, today Date) (Referral, error) {
	problems := Problems{}
	note = checkNote(problems, "answer", note, "")
	if err := problems.Err(); err != nil {
		return r, err
	}
	until := r.ExtendedUntil(today)
	next, err := r.answerExtension(ExtensionGranted, note, by, now)
	if err != nil {
		return r, err
	}
	return next.protectedTo(until), nil
}

// DeclineExtension leaves the protection as it is, with a reason the partner reads. One
// that is over by then ends with the answer. Invalid at answer.
func (r Referral) DeclineExtension(why string, by Actor, now Instant) (Referral, error) {
	why, err := reason("answer", why, "Give the partner a reason.")
	if err != nil {
		return r, err
	}
	return r.answerExtension(ExtensionDeclined, why, by, now)
}

// GiveExtension makes the protection longer without being asked, with a reason the
// partner reads. Invalid at extend_why.
func (r Referral) GiveExtension(why string, by Actor, now Instant, today Date) (Referral, error) {
	why, err := reason("extend_why", why, "Say why the protection is longer.")
	if err != nil {
		return r, err
	}
	if err := r.MayExtend(today); err != nil {
		return r, err
	}
	until := r.ExtendedUntil(today)
	r.Extensions = append(slices.Clone(r.Extensions), Extension{
		Stage: r.State, State: ExtensionGiven, Why: why, By: by.User, ByName: by.Name, At: now,
	})
	r.History = changed(r.History, ExtensionGivenEvent, "", "", by, now, why, nil)
	return r.protectedTo(until), nil
}

// answerExtension ends the request that waits; Conflict without one.
func (r Referral) answerExtension(to ExtensionState, note string, by Actor, now Instant) (Referral, error) {
	asked, waits := r.AskedExtension()
	if !waits {
		return r, Errorf(Conflict, "No extension waits for an answer here.")
	}
	kind := map[ExtensionState]string{
		ExtensionGranted: ExtensionGrantedEvent, ExtensionDeclined: ExtensionDeclinedEvent, ExtensionWithdrawn: ExtensionWithdrawnEvent,
	}[to]
	asked.State, asked.Answer, asked.AnsweredBy, asked.AnsweredAt = to, note, by.Name, now
	r.Extensions = slices.Clone(r.Extensions)
	r.Extensions[len(r.Extensions)-1] = asked
	r.History = changed(r.History, kind, "", "", by, now, note, map[string]string{"asked_by": string(asked.By), "until": string(r.ProtectedUntil)})
	return r, nil
}

// ExtendedUntil is how long an extension of today would protect the lead, never shorter
// than now. Of a protection that ended while the request waited it counts from today.
func (r Referral) ExtendedUntil(today Date) Date {
	return max(r.capped(max(r.ProtectedUntil, today).AddDays(r.ExtendDays)), r.ProtectedUntil)
}

// protectedTo is the referral with a longer protection, which its newest change tells of.
func (r Referral) protectedTo(until Date) Referral {
	r.ProtectedUntil = until
	newest := &r.History[len(r.History)-1] // of a fresh copy: the caller has just added it
	if newest.Data == nil {
		newest.Data = map[string]string{}
	}
	newest.Data["until"] = string(until)
	return r
}

// extensionSentence tells of what happened about an extension, "" for anything else.
func extensionSentence(c Change) string {
	until := " The lead is protected until " + Date(c.Data["until"]).Long() + "."
	if c.Data["until"] == "" {
		until = ""
	}
	switch c.Kind {
	case ExtensionAskedEvent:
		return "Asked for an extension of the protection. Until the answer the lead does not expire."
	case ExtensionWithdrawnEvent:
		return "Took the request for an extension back." + until
	case ExtensionGrantedEvent:
		return "Extension granted." + until
	case ExtensionDeclinedEvent:
		return "Extension declined." + until
	case ExtensionGivenEvent:
		return "Extended the protection." + until
	}
	return ""
}
