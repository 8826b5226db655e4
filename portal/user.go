package portal

import (
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"
)

// UserState is whether an account may be used.
type UserState string

const (
	UserActive    UserState = "active"
	UserSuspended UserState = "suspended"
)

// User is one person's account: one login and any number of roles, of the staff
// or of one partner. Its live sessions are part of it, so that ending them, a
// suspension and a change of roles are one write and act at the next request.
type User struct {
	ID      UserID `json:"-"`
	Version int64  `json:"-"`

	Email      string    `json:"email"`
	Name       string    `json:"name"`
	Partner    PartnerID `json:"partner"`           // "" for staff
	Company    string    `json:"company,omitempty"` // the partner's name, for the shell of every page: a copy
	Roles      []Role    `json:"roles"`
	State      UserState `json:"state"`
	VerifiedAt Instant   `json:"verified_at,omitempty"` // the address is the person's own
	NewEmail   string    `json:"new_email,omitempty"`   // asked for, not confirmed yet
	Muted      []Topic   `json:"muted,omitempty"`       // what the person does without
	Theme      string    `json:"theme,omitempty"`       // "light", "dark", "" as the device says
	Feed       string    `json:"feed,omitempty"`        // the key of the private address for feeds, "" for none
	FeedAt     Instant   `json:"feed_at,omitempty"`

	Devices    []KnownDevice `json:"devices,omitempty"`  // the one used last at the end
	Password   string        `json:"password,omitempty"` // Argon2id in PHC form
	PasswordAt Instant       `json:"password_at,omitempty"`
	Factor     *Factor       `json:"factor,omitempty"`
	Sessions   []Session     `json:"sessions,omitempty"`

	CreatedAt Instant  `json:"created_at"`
	History   []Change `json:"history"`
}

const (
	maxEmail = 254 // RFC 5321
	maxName  = 100
)

// NormalEmail is an address as accounts are found by: bare, lower case. It is
// Invalid when mail could not reach it.
func NormalEmail(text string) (string, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || len(text) > maxEmail {
		return "", Errorf(Invalid, "This is not an email address.")
	}
	_, domain, _ := strings.Cut(text, "@")
	if !strings.Contains(domain, ".") && domain != "localhost" || strings.ContainsAny(domain, "[]\"") {
		return "", Errorf(Invalid, "This is not an email address.")
	}
	return text, nil
}

// NewUser makes an active account. The roles must all be of the staff (without a
// partner) or all of a partner.
func NewUser(id UserID, email, name string, partner PartnerID, roles []Role, by Actor, now Instant) (User, error) {
	problems := Problems{}
	normal, err := NormalEmail(email)
	if err != nil {
		problems.Add("email", "Write an email address, such as ana@example.com.")
	}
	name = checkName(name, problems)
	roles = checkRoles(partner, roles, problems)
	if err := problems.Err(); err != nil {
		return User{}, err
	}
	u := User{ID: id, Email: normal, Name: name, Partner: partner, Roles: roles, State: UserActive, CreatedAt: now}
	u.History = changed(nil, "user.created", "", string(UserActive), by, now, "", map[string]string{"roles": joinRoles(roles)})
	return u, nil
}

func checkName(name string, problems Problems) string {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		problems.Add("name", "Write the person's name.")
	}
	if utf8.RuneCountInString(name) > maxName {
		problems.Add("name", "Use at most %d characters.", maxName)
	}
	return name
}

// checkRoles returns the roles once each, in the order they are shown.
func checkRoles(partner PartnerID, roles []Role, problems Problems) []Role {
	allowed := StaffRoles
	if partner != "" {
		allowed = PartnerRoles
	}
	var list []Role
	for _, role := range allowed {
		if slices.Contains(roles, role) {
			list = append(list, role)
		}
	}
	for _, role := range roles {
		if !slices.Contains(allowed, role) {
			problems.Add("roles", "Staff and partners never share a role.")
		}
	}
	if len(list) == 0 {
		problems.Add("roles", "Choose at least one role.")
	}
	return list
}

func joinRoles(roles []Role) string {
	var names []string
	for _, role := range roles {
		names = append(names, string(role))
	}
	return strings.Join(names, " ")
}

// Subject is how events name the account.
func (u User) Subject() string { return "user:" + string(u.ID) }

// Actor is the person as somebody who does things, from an address.
func (u User) Actor(address string) Actor {
	return Actor{User: u.ID, Name: u.Name, Partner: u.Partner, Roles: slices.Clone(u.Roles), Address: address}
}

// Staff reports whether the account is of the company that runs the program.
func (u User) Staff() bool { return u.Partner == "" }

// SetPassword takes a new password's hash and ends every session but the one kept.
func (u User) SetPassword(hash, keep string, by Actor, now Instant) User {
	u.Password, u.PasswordAt = hash, now
	u.Sessions = slices.DeleteFunc(slices.Clone(u.Sessions), func(s Session) bool { return s.ID != keep })
	u.History = changed(u.History, "user.password_set", "", "", by, now, "", nil)
	return u
}

// AskEmail notes the address the person wants to use from now on; it counts once confirmed.
func (u User) AskEmail(email string, by Actor, now Instant) (User, error) {
	normal, err := NormalEmail(email)
	if err != nil {
		return u, Problems{"email": "Write an email address, such as ana@example.com."}.Err()
	}
	if normal == u.Email {
		return u, Problems{"email": "This is your address already."}.Err()
	}
	u.NewEmail = normal
	u.History = changed(u.History, "user.email_asked", "", "", by, now, "", nil)
	return u, nil
}

// TakeEmail makes the address asked for the account's own, confirmed.
func (u User) TakeEmail(now Instant) (User, error) {
	if u.NewEmail == "" {
		return u, Errorf(Gone, "This link has done its work already.")
	}
	u.Email, u.NewEmail, u.VerifiedAt = u.NewEmail, "", now
	u.History = changed(u.History, "user.email_changed", "", "", u.Actor(""), now, "", nil)
	return u, nil
}

// Rename changes the person's name.
func (u User) Rename(name string, by Actor, now Instant) (User, error) {
	problems := Problems{}
	name = checkName(name, problems)
	if err := problems.Err(); err != nil {
		return u, err
	}
	if name == u.Name {
		return u, nil
	}
	u.Name = name
	u.History = changed(u.History, "user.renamed", "", "", by, now, "", nil)
	return u, nil
}

// SetRoles replaces the person's roles. It acts at their next request.
func (u User) SetRoles(roles []Role, by Actor, now Instant) (User, error) {
	problems := Problems{}
	roles = checkRoles(u.Partner, roles, problems)
	if err := problems.Err(); err != nil {
		return u, err
	}
	if slices.Equal(roles, u.Roles) {
		return u, nil
	}
	from := joinRoles(u.Roles)
	u.Roles = roles
	u.History = changed(u.History, "user.roles_changed", from, joinRoles(roles), by, now, "", nil)
	return u, nil
}

// Suspend ends every session and lets the person sign in no more.
func (u User) Suspend(reason string, by Actor, now Instant) (User, error) {
	switch {
	case u.State == UserSuspended:
		return u, Errorf(Conflict, "This account is suspended already.")
	case by.User == u.ID:
		return u, Errorf(Conflict, "Nobody suspends their own account. Ask a colleague.")
	case strings.TrimSpace(reason) == "":
		return u, Problems{"reason": "Say why, for the record."}.Err()
	}
	u.State, u.Sessions = UserSuspended, nil
	u.History = changed(u.History, "user.suspended", string(UserActive), string(UserSuspended), by, now, strings.TrimSpace(reason), nil)
	return u, nil
}

// Restore lets a suspended person sign in again.
func (u User) Restore(by Actor, now Instant) (User, error) {
	if u.State != UserSuspended {
		return u, Errorf(Conflict, "This account is not suspended.")
	}
	u.State = UserActive
	u.History = changed(u.History, "user.restored", string(UserSuspended), string(UserActive), by, now, "", nil)
	return u, nil
}
