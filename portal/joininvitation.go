package portal

import (
	"slices"
	"strings"
	"time"
)

// JoinInvitationState is how far an invitation to apply has come. Three of them are
// never stored: that it expired is the clock's doing, that the application was approved
// or declined is the application's own state.
type JoinInvitationState string

const (
	JoinInvitationSent      JoinInvitationState = "sent"
	JoinInvitationOpened    JoinInvitationState = "opened"  // somebody followed the link
	JoinInvitationApplied   JoinInvitationState = "applied" // and confirmed the address of the application
	JoinInvitationWithdrawn JoinInvitationState = "withdrawn"
	JoinInvitationExpired   JoinInvitationState = "expired"
	JoinInvitationApproved  JoinInvitationState = "approved"
	JoinInvitationDeclined  JoinInvitationState = "declined"
)

// Label is the state as the inviter reads it.
func (s JoinInvitationState) Label() string { return upperFirst(string(s)) }

// JoinInvitationLife is how long a company can apply by an invitation's link.
const JoinInvitationLife = 30 * 24 * time.Hour

// Kinds of what happens to an invitation to apply.
const (
	JoinInvitationSentEvent      = "join_invitation.sent" // also each time it is sent again
	JoinInvitationOpenedEvent    = "join_invitation.opened"
	JoinInvitationAppliedEvent   = "join_invitation.applied"
	JoinInvitationWithdrawnEvent = "join_invitation.withdrawn"
)

// JoinInvitationID is random.
type JoinInvitationID string

// JoinInvitation asks one company to apply: by a manager, or by an admin of a partner.
// It gives no right but a form that is partly filled in, and it is used up by the first
// application whose address is confirmed.
type JoinInvitation struct {
	ID      JoinInvitationID `json:"-"`
	Version int64            `json:"-"`

	Company     string              `json:"company"`
	Contact     string              `json:"contact,omitempty"`
	Email       string              `json:"email,omitempty"` // "" when the inviter passes the link on
	Note        string              `json:"note,omitempty"`  // a line to the company
	By          UserID              `json:"by"`
	ByName      string              `json:"by_name"`
	Partner     PartnerID           `json:"partner"` // the inviter's, "" for staff
	ByCompany   string              `json:"by_company"`
	State       JoinInvitationState `json:"state"`
	ExpiresAt   Instant             `json:"expires_at"`
	Application PartnerID           `json:"application,omitempty"`
	CreatedAt   Instant             `json:"created_at"`
	History     []Change            `json:"history"`
}

// JoinInvite is what an inviter says about the company.
type JoinInvite struct {
	Company string
	Contact string
	Email   string
	Note    string
}

// maxJoinNote is the longest line to an invited company, in characters.
const maxJoinNote = 300

// NewJoinInvitation invites a company in the name of a person of byCompany. What is
// wrong comes back as Invalid with the fields company, contact, email and note: a text
// that strangers get by mail from us carries no address but ours.
func NewJoinInvitation(id JoinInvitationID, in JoinInvite, by Actor, byCompany string, now Instant) (JoinInvitation, error) {
	problems := Problems{}
	i := JoinInvitation{
		ID: id, By: by.User, ByName: by.Name, Partner: by.Partner, ByCompany: byCompany, State: JoinInvitationSent,
		Company:   checkLine(problems, "company", in.Company, "Write the company's name."),
		Contact:   checkLine(problems, "contact", in.Contact, ""),
		Email:     checkEmail(problems, "email", in.Email, ""),
		Note:      checkNote(problems, "note", in.Note, ""),
		ExpiresAt: now.Add(JoinInvitationLife), CreatedAt: now,
	}
	if len([]rune(i.Note)) > maxJoinNote {
		problems.Add("note", "Keep it under %d characters.", maxJoinNote)
	}
	for field, text := range map[string]string{"contact": i.Contact, "note": i.Note} { // a company may be called Booking.com
		if holdsAddress(text) {
			problems.Add(field, "Leave links and addresses out. The invitation carries its own link.")
		}
	}
	if err := problems.Err(); err != nil {
		return JoinInvitation{}, err
	}
	i.History = changed(nil, JoinInvitationSentEvent, "", string(JoinInvitationSent), by, now, "", map[string]string{"company": i.Company})
	return i, nil
}

// holdsAddress reports whether a mail program would make a link of some of a text.
func holdsAddress(text string) bool {
	return slices.ContainsFunc(strings.Fields(text), func(word string) bool {
		word = strings.Trim(word, `.,;:!?()"'<>[]`)
		host, _, _ := strings.Cut(word, "/")
		_, known := RegistrableDomain(host)
		return known || strings.Contains(word, "@") || strings.Contains(word, "://")
	})
}

// Subject is how events name the invitation.
func (i JoinInvitation) Subject() string { return "join_invitation:" + string(i.ID) }

// Inviter is who invites, as the company reads it: "Lena Ortiz of Northwind Stays".
func (i JoinInvitation) Inviter() string { return i.ByName + " of " + i.ByCompany }

// Open reports an invitation by which nobody has applied and that nobody withdrew.
func (i JoinInvitation) Open() bool {
	return i.State == JoinInvitationSent || i.State == JoinInvitationOpened
}

// Stands is the state that the inviter reads: application is what came of it, in the
// state it has now; "" before there is one.
func (i JoinInvitation) Stands(application PartnerState, now Instant) JoinInvitationState {
	switch {
	case i.State == JoinInvitationApplied && application.Member():
		return JoinInvitationApproved
	case i.State == JoinInvitationApplied && application == PartnerDeclined:
		return JoinInvitationDeclined
	case i.Open() && now >= i.ExpiresAt:
		return JoinInvitationExpired
	}
	return i.State
}

// Usable is nil while a company can apply by the invitation, and Gone with the next step otherwise.
func (i JoinInvitation) Usable(now Instant) error {
	switch {
	case i.State == JoinInvitationApplied:
		return Errorf(Gone, "%s has applied by this invitation already. The mail that confirmed it holds the link to where the application stands.", i.Company)
	case i.State == JoinInvitationWithdrawn:
		return Errorf(Gone, "This invitation was withdrawn. You can apply without it, by the same form.")
	case now >= i.ExpiresAt:
		return Errorf(Gone, "This invitation has expired. You can apply without it, by the same form, or ask %s to send it again.", i.ByName)
	}
	return nil
}

// Follow notes that somebody followed the link. A second time changes nothing.
func (i JoinInvitation) Follow(now Instant) JoinInvitation {
	if i.State != JoinInvitationSent {
		return i
	}
	i.State = JoinInvitationOpened
	i.History = changed(i.History, JoinInvitationOpenedEvent, string(JoinInvitationSent), string(JoinInvitationOpened), System("join"), now, "", nil)
	return i
}

// Take ends the invitation with the application that came of it. Only the first
// counts; an application made while the link worked counts also when it is confirmed later.
func (i JoinInvitation) Take(application PartnerID, now Instant) JoinInvitation {
	if !i.Open() {
		return i
	}
	from := i.State
	i.State, i.Application = JoinInvitationApplied, application
	i.History = changed(i.History, JoinInvitationAppliedEvent, string(from), string(JoinInvitationApplied), System("join"), now, "", map[string]string{"company": i.Company})
	return i
}

// Withdraw ends an invitation by which nobody has applied.
func (i JoinInvitation) Withdraw(by Actor, now Instant) (JoinInvitation, error) {
	if !i.Open() {
		return i, Errorf(Conflict, "This invitation is no longer open.")
	}
	from := i.State
	i.State = JoinInvitationWithdrawn
	i.History = changed(i.History, JoinInvitationWithdrawnEvent, string(from), string(JoinInvitationWithdrawn), by, now, "", map[string]string{"company": i.Company})
	return i, nil
}

// Renew makes an open or expired invitation good for its whole life again and sends it once more.
func (i JoinInvitation) Renew(by Actor, now Instant) (JoinInvitation, error) {
	if !i.Open() {
		return i, Errorf(Conflict, "This invitation is no longer open.")
	}
	from := i.State
	i.State, i.ExpiresAt = JoinInvitationSent, now.Add(JoinInvitationLife)
	i.History = changed(i.History, JoinInvitationSentEvent, string(from), string(JoinInvitationSent), by, now, "", map[string]string{"company": i.Company})
	return i, nil
}
