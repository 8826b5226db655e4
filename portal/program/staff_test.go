package program

import (
	"fmt"
	"slices"
	"testing"

	"tandem/portal"
)

// managing are the people of a company who can still manage it.
func (h *house) managing(t testing.TB, partner portal.PartnerID, top portal.Role) []portal.User {
	t.Helper()
	people, err := h.store.Users.Of(t.Context(), partner)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(people, func(u portal.User) bool { return !manages(u, top) })
}

// TestAdminsWhoPutEachOtherOutAtOnceLeaveOne has every admin take the rights of the
// next one at the same instant, one half by a change of roles, the other by a suspension.
func TestAdminsWhoPutEachOtherOutAtOnceLeaveOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	round := func(partner portal.PartnerID, top, lesser portal.Role, n int) {
		t.Helper()
		circle := make([]portal.User, n)
		for i := range circle {
			user, err := h.AddPerson(t.Context(), portal.System("test"), NewPerson{
				Email: fmt.Sprintf("admin%d@%s.example.com", i, "x"+string(partner)), Name: "Ana Lima", Partner: partner, Roles: []portal.Role{top},
			})
			if err != nil {
				t.Fatal(err)
			}
			circle[i] = user
		}
		done := won(t, "put out", crowd(n, func(i int) error {
			next := circle[(i+1)%n]
			if i%2 == 0 {
				return h.SetRoles(t.Context(), circle[i].Actor(""), next.ID, 1, []portal.Role{lesser})
			}
			return h.Suspend(t.Context(), circle[i].Actor(""), next.ID, 1, "At once.")
		}), portal.Conflict)
		if left := h.managing(t, partner, top); len(left) == 0 || len(left) != n-done {
			t.Errorf("%d were put out and %d of %d are left", done, len(left), n)
		}
	}
	round("", portal.Admin, portal.Editor, 4)
	for i := range 30 {
		round(portal.PartnerID(fmt.Sprint("p", i)), portal.PartnerAdmin, portal.PartnerMember, 2+i%3)
	}
}

func TestLastAdminStaysAndTheKeeperIsPassedOn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ana, ben, eva := h.person(t, "ana@example.com", "", portal.Admin), h.person(t, "ben@example.com", "", portal.Admin), h.person(t, "eva@example.com", "", portal.Admin)
	demote := func(by, whom portal.User) error {
		there, err := h.store.Users.Get(t.Context(), whom.ID)
		if err != nil {
			t.Fatal(err)
		}
		return h.SetRoles(t.Context(), by.Actor(""), whom.ID, int64(len(there.History)), []portal.Role{portal.Editor})
	}
	for _, step := range []struct {
		whom portal.User
		left int
	}{{ana, 2}, {ben, 1}} {
		if err := demote(eva, step.whom); err != nil {
			t.Fatal(err)
		}
		if left := h.managing(t, "", portal.Admin); len(left) != step.left {
			t.Errorf("%d admins are left, want %d", len(left), step.left)
		}
	}
	if err := demote(eva, eva); portal.KindOf(err) != portal.Conflict {
		t.Errorf("the last one: %v", err)
	}
	if err := h.SetRoles(t.Context(), eva.Actor(""), ben.ID, 2, []portal.Role{portal.Admin}); err != nil {
		t.Fatal(err)
	}
	if err := demote(ben, eva); err != nil {
		t.Errorf("with another one there again: %v", err)
	}
}
