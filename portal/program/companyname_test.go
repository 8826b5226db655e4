package program

import (
	"testing"

	"tandem/portal"
)

// TestPeopleKnowTheNameOfTheirCompany: from their first page on, and when it changes.
func TestPeopleKnowTheNameOfTheirCompany(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	partner := h.member(t, lena, "Casa Lumen", "casa-lumen.pt")
	marta := h.admin(t, partner.ID)
	h.person(t, "nuno@casa-lumen.pt", partner.ID, portal.PartnerMember)
	named := func(want string) {
		t.Helper()
		for _, email := range []string{h.addressOf(t, marta), "nuno@casa-lumen.pt"} {
			if _, who := h.signIn(t, email); who.Company != want {
				t.Errorf("%s is of %q, want %q", email, who.Company, want)
			}
		}
	}
	named("Casa Lumen")
	if err := h.ChangeProfile(t.Context(), marta, 0, application("Casa Lumen Group", "casa-lumen.pt")); err != nil {
		t.Fatal(err)
	}
	named("Casa Lumen Group")
	if _, who := h.signIn(t, "lena@northwindstays.example"); who.Company != "" {
		t.Errorf("staff are of %q", who.Company)
	}
}

// addressOf is the address that an account signs in with.
func (h *house) addressOf(t testing.TB, who portal.Actor) string {
	t.Helper()
	user, err := h.store.Users.Get(t.Context(), who.User)
	if err != nil {
		t.Fatal(err)
	}
	return user.Email
}
