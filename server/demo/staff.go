package demo

import (
	"context"

	"tandem/portal"
	"tandem/portal/program"
)

// staff are the people of the company that runs the program.
var staff = []struct {
	name  string
	email string
	roles []portal.Role
}{
	{"Lena Ortiz", "lena@northwindstays.example", []portal.Role{portal.Manager}},
	{"Jon Bell", "jon@northwindstays.example", []portal.Role{portal.Manager, portal.Steward}},
	{"Fay Okafor", "fay@northwindstays.example", []portal.Role{portal.Finance}},
	{"Noor Haddad", "noor@northwindstays.example", []portal.Role{portal.Finance}},
	{"Ines Park", "ines@northwindstays.example", []portal.Role{portal.Editor}},
	{"Tomas Reis", "tomas@northwindstays.example", []portal.Role{portal.Steward, portal.Editor}},
	{"Ada Lindqvist", "ada@northwindstays.example", []portal.Role{portal.Admin}},
}

// hire makes the accounts of the staff.
func (h *house) hire(ctx context.Context) error {
	var err error
	if h.hash, err = h.Program.HashPassword(ctx, h.Password); err != nil {
		return err
	}
	actors := []*portal.Actor{&h.lena, &h.jon, &h.fay, &h.noor, &h.ines, &h.tomas, &h.admin}
	for i, s := range staff {
		user, err := h.Program.AddPerson(ctx, portal.System("demo"), program.NewPerson{Email: s.email, Name: s.name, Roles: s.roles, Password: h.hash})
		if err != nil {
			return err
		}
		*actors[i] = user.Actor("198.51.100.10")
	}
	return nil
}

// signIns is one line for each role, the partner's first.
func (h *house) signIns() []SignIn {
	var list []SignIn
	for _, g := range h.guests {
		if g.host {
			list = append(list, SignIn{portal.PartnerAdmin.Label(), g.contact, g.email()})
			if g.colleague != "" {
				list = append(list, SignIn{portal.PartnerMember.Label(), g.colleague, g.colleagueEmail()})
			}
		}
	}
	for _, s := range []int{0, 2, 3, 4, 5, 6} {
		role := staff[s].roles[0].Label()
		if s == 3 {
			role = "Finance, second approver"
		}
		list = append(list, SignIn{role, staff[s].name, staff[s].email})
	}
	return list
}
