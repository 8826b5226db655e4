package portal

import "slices"

// Role is what a person may do. Staff and partners never share a role.
type Role string

const (
	PartnerAdmin  Role = "partner_admin"
	PartnerMember Role = "partner_member"
	Manager       Role = "manager" // partner manager
	Finance       Role = "finance"
	Editor        Role = "editor"  // content editor
	Steward       Role = "steward" // data steward
	Admin         Role = "admin"   // every staff role, plus accounts, keys, audit log
)

// StaffRoles are the roles of the company that runs the program, in the order they are shown.
var StaffRoles = []Role{Manager, Finance, Editor, Steward, Admin}

// PartnerRoles are the roles inside a partner's company.
var PartnerRoles = []Role{PartnerAdmin, PartnerMember}

// Staff reports whether the role belongs to the company that runs the program.
func (r Role) Staff() bool { return slices.Contains(StaffRoles, r) }

// Label is the role's name as people read it.
func (r Role) Label() string {
	switch r {
	case PartnerAdmin:
		return "Partner admin"
	case PartnerMember:
		return "Partner member"
	case Manager:
		return "Partner manager"
	case Finance:
		return "Finance"
	case Editor:
		return "Content editor"
	case Steward:
		return "Data steward"
	case Admin:
		return "Admin"
	}
	return string(r)
}

// Actor is who does something: a signed-in person with the roles of this
// moment, or the program itself. It is what every fact keeps as "who".
type Actor struct {
	User    UserID
	Name    string
	Partner PartnerID // empty for staff and the program itself
	Roles   []Role
	System  bool   // a duty of the program: a sweep, a rule, a clock
	Address string // where the request came from, for facts that keep it
}

// System is the program itself acting by rule, named by the duty.
func System(duty string) Actor { return Actor{Name: duty, System: true} }

// Can reports whether the actor has any of the roles. An admin has every staff
// role; a partner admin may do what a partner member may.
func (a Actor) Can(roles ...Role) bool {
	for _, role := range roles {
		if slices.Contains(a.Roles, role) ||
			role.Staff() && slices.Contains(a.Roles, Admin) ||
			role == PartnerMember && slices.Contains(a.Roles, PartnerAdmin) {
			return true
		}
	}
	return false
}

// Staff reports whether the actor works for the company that runs the program.
func (a Actor) Staff() bool { return a.System || slices.ContainsFunc(a.Roles, Role.Staff) }

// Must returns Forbidden unless the actor has one of the roles or is the program itself.
func (a Actor) Must(roles ...Role) error {
	if a.System || a.Can(roles...) {
		return nil
	}
	return Errorf(Forbidden, "Your account does not have the right to do this.")
}
