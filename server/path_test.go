package main

import (
	"testing"
	"time"
)

// TestFromJoinToPaid walks the whole path as the people who walk it, in a browser,
// with the wrong turns, and checks every amount against figures computed by hand.
func TestFromJoinToPaid(t *testing.T) {
	w := newWorld(t, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)) // a Monday
	ada := w.person(t, "ada@northwindstays.example")              // admin

	// The house: an admin from the console, who invites the others.
	link, err := w.program.CreateAdmin(t.Context(), ada.email, "Ada Admin")
	ok(t, err)
	ada.opens(link)
	ada.fills("password", "too short")
	ada.refused("Save the password", "12 characters")
	ada.fills("password", ada.password)
	ada.presses("Save the password")
	ada.signsIn()
	ada.setsUpSecondStep()

	lena := w.joinsStaff(t, ada, "lena@northwindstays.example", "Lena Ortiz", "manager")
	fay := w.joinsStaff(t, ada, "fay@northwindstays.example", "Fay Finance", "finance")
	bob := w.joinsStaff(t, ada, "bob@northwindstays.example", "Bob Finance", "finance")
	for _, p := range []*person{lena, fay, bob} {
		p.setsUpSecondStep()
	}
}

// joinsStaff has an admin invite a colleague, who makes their account from the letter.
func (w *world) joinsStaff(t *testing.T, admin *person, email, name, role string) *person {
	t.Helper()
	admin.opens("/desk/staff")
	admin.fills("email", email, "name", name, "roles", role)
	admin.presses("Send the invitation")
	admin.sees(email)
	p := w.person(t, email)
	p.opens(p.link(""))
	p.fills("name", name, "password", p.password)
	p.presses("Make my account")
	return p
}
