package portal

import "time"

// InvitationState is what became of an invitation.
type InvitationState string

const (
	InvitationOpen      InvitationState = "open"
	InvitationAccepted  InvitationState = "accepted"
	InvitationWithdrawn InvitationState = "withdrawn"
)

// InvitationLife is how long an invitation can be accepted.
const InvitationLife = 14 * 24 * time.Hour

// InvitationID is random.
type InvitationID string

// Invitation lets one address make an account with roles. Following its link also
// proves the address. The approval of an application invites the applicant.
type Invitation struct {
	ID      InvitationID `json:"-"`
	Version int64        `json:"-"`

	Email     string          `json:"email"`
	Name      string          `json:"name"` // as far as known
	Partner   PartnerID       `json:"partner"`
	Roles     []Role          `json:"roles"`
	State     InvitationState `json:"state"`
	ExpiresAt Instant         `json:"expires_at"`
	User      UserID          `json:"user,omitempty"` // who it became
	CreatedAt Instant         `json:"created_at"`
	History   []Change        `json:"history"`
}

// NewInvitation invites an address; the kind of its first change says on what
// occasion ("invitation.sent", "invitation.approved") and so which letter goes out.
func NewInvitation(id InvitationID, kind, email, name string, partner PartnerID, roles []Role, by Actor, now Instant) (Invitation, error) {
	problems := Problems{}
	normal, err := NormalEmail(email)
	if err != nil {
		problems.Add("email", "Write an email address, such as ana@example.com.")
	}
	roles = checkRoles(partner, roles, problems)
	if err := problems.Err(); err != nil {
		return Invitation{}, err
	}
	i := Invitation{
		ID: id, Email: normal, Name: name, Partner: partner, Roles: roles, State: InvitationOpen,
		ExpiresAt: now.Add(InvitationLife), CreatedAt: now,
	}
	i.History = changed(nil, kind, "", string(InvitationOpen), by, now, "", map[string]string{"roles": joinRoles(roles)})
	return i, nil
}

// Subject is how events name the invitation.
func (i Invitation) Subject() string { return "invitation:" + string(i.ID) }

// Usable is nil while the invitation can be accepted, and Gone with the next step otherwise.
func (i Invitation) Usable(now Instant) error {
	switch {
	case i.State == InvitationAccepted:
		return Errorf(Gone, "This invitation has been accepted. Sign in with your address and password.")
	case i.State == InvitationWithdrawn:
		return Errorf(Gone, "This invitation was withdrawn. Ask the person who invited you.")
	case now >= i.ExpiresAt:
		return Errorf(Gone, "This invitation has expired. Ask the person who invited you to send it again.")
	}
	return nil
}

// Accept ends the invitation with the account it became.
func (i Invitation) Accept(user UserID, by Actor, now Instant) (Invitation, error) {
	if err := i.Usable(now); err != nil {
		return i, err
	}
	i.State, i.User = InvitationAccepted, user
	i.History = changed(i.History, "invitation.accepted", string(InvitationOpen), string(InvitationAccepted), by, now, "", nil)
	return i, nil
}

// Withdraw ends an invitation that nobody has accepted.
func (i Invitation) Withdraw(by Actor, now Instant) (Invitation, error) {
	if i.State != InvitationOpen {
		return i, Errorf(Conflict, "This invitation is no longer open.")
	}
	i.State = InvitationWithdrawn
	i.History = changed(i.History, "invitation.withdrawn", string(InvitationOpen), string(InvitationWithdrawn), by, now, "", nil)
	return i, nil
}

// Renew makes an open or expired invitation good for its whole life again and sends it once more.
func (i Invitation) Renew(by Actor, now Instant) (Invitation, error) {
	if i.State != InvitationOpen {
		return i, Errorf(Conflict, "This invitation is no longer open.")
	}
	i.ExpiresAt = now.Add(InvitationLife)
	i.History = changed(i.History, "invitation.sent", string(InvitationOpen), string(InvitationOpen), by, now, "", nil)
	return i, nil
}
