package program

import (
	"slices"
	"strings"
	"testing"

	"tandem/portal"
)

func TestEveryCommonPasswordIsFoundInTheList(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSuffix(commonPasswords, "\n"), "\n")
	if len(lines) < 10000 || !slices.IsSorted(lines) || !strings.HasSuffix(commonPasswords, "\n") {
		t.Fatalf("%d lines, sorted %t", len(lines), slices.IsSorted(lines))
	}
	for _, line := range lines {
		if !isCommon(line) || line != strings.ToLower(line) || line == "" {
			t.Errorf("%q is in the list and is not found", line)
		}
	}
	for _, other := range []string{"", " ", "\n", "0", "zzzzzzzzzzzzz", "password\n", "passwoq", "seven brown otters swim"} {
		if isCommon(other) {
			t.Errorf("%q is found and is not in the list", other)
		}
	}
}

func TestWeakPasswordIsToldWhatIsWrongWithIt(t *testing.T) {
	t.Parallel()
	for password, want := range map[string]string{
		"LeaveMeAlone":     "one of the commonest passwords",
		"Sunshine2024!":    "made of common passwords, dates or rows of keys",
		"Marta.Silva.0307": "made of your name, your address or the name of a company",
	} {
		problems := portal.Problems{}
		checkPassword(password, problems, "marta.silva@bluewater.com", "Marta Silva", "Northwind Partners", "Northwind Stays")
		if !strings.Contains(problems["password"], want) || !strings.Contains(problems["password"], "a few words that have nothing to do with each other") {
			t.Errorf("%s: %q", password, problems["password"])
		}
	}
}

// TestEveryWayToAPasswordLooksAtTheList goes through all four: the first admin, an
// invitation, a reset, a change.
func TestEveryWayToAPasswordLooksAtTheList(t *testing.T) {
	t.Parallel()
	const weak = "qwertyuiop1234"
	fresh := newHouse(t)
	in := SetUp{Token: fresh.SetUpLink()[strings.LastIndex(fresh.SetUpLink(), "/")+1:], Password: weak}
	if err := fresh.SetUp(t.Context(), in); !strings.Contains(problemAt(err, "password"), "common") {
		t.Errorf("set-up: %v", err)
	}
	h := newHouse(t)
	user := h.person(t, "ana@x.com", "", portal.Admin)
	_, who := h.signIn(t, "ana@x.com")
	if err := h.ChangePassword(t.Context(), who, goodPassword, weak); !strings.Contains(problemAt(err, "password"), "common") {
		t.Errorf("change: %v", err)
	}
	link, err := h.ResetLink(t.Context(), user.Email)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Reset(t.Context(), link[strings.LastIndex(link, "/")+1:], weak); !strings.Contains(problemAt(err, "password"), "common") {
		t.Errorf("reset: %v", err)
	}
	if _, err := h.InviteColleague(t.Context(), user.Actor(""), Invite{Email: "new@x.com", Roles: []portal.Role{portal.Editor}}); err != nil {
		t.Fatal(err)
	}
	accept := Accept{Token: tokenOf(t, only(t, h.mail(t), "invites you")), Name: "Nia Ode", Password: weak, Client: laptop}
	if _, err := h.AcceptInvitation(t.Context(), accept); !strings.Contains(problemAt(err, "password"), "common") {
		t.Errorf("invitation: %v", err)
	}
}
