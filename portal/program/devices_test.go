package program

import (
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

var phone = Client{Address: "198.51.100.20", Agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"}

// enter signs in from a device and returns the mark it keeps.
func (h *house) enter(t testing.TB, email string, client Client) string {
	t.Helper()
	in, err := h.SignIn(t.Context(), SignIn{Email: email, Password: goodPassword, Client: client})
	if err != nil {
		t.Fatal(err)
	}
	if in.Device == "" {
		t.Error("the browser is given no mark")
	}
	return in.Device
}

func TestSignInOnAFreshDeviceIsTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person(t, "ana@x.com", "", portal.Manager)
	own := laptop
	own.Device = h.enter(t, "ana@x.com", own)
	if again := h.enter(t, "ana@x.com", own); again != own.Device {
		t.Error("a known browser got another mark")
	}
	if letters := h.mail(t); len(letters) != 0 {
		t.Errorf("the first device: %d letters", len(letters))
	}
	h.wait(time.Hour)
	h.enter(t, "ana@x.com", phone)
	letter := only(t, h.mail(t), "New sign-in with Safari on iPhone")
	if text := strings.Join(letter.Lines, " "); letter.To != "ana@x.com" || !strings.Contains(text, "Monday 2 March 2026, 10:00 WET") || !strings.Contains(text, "198.51.100.20") || !strings.HasSuffix(letter.Link, "/account/sessions") {
		t.Errorf("the letter is %+v", letter)
	}
	copied := phone
	copied.Device = own.Device
	h.enter(t, "ana@x.com", copied)
	only(t, h.mail(t), "New sign-in")
	forged := laptop
	forged.Device = "x"
	if mark := h.enter(t, "ana@x.com", forged); mark == "x" {
		t.Error("a mark that is none of ours was kept")
	}
	only(t, h.mail(t), "New sign-in")
	h.enter(t, "ana@x.com", own)
	if letters := h.mail(t); len(letters) != 0 {
		t.Errorf("the first device again: %d letters", len(letters))
	}
	h.person(t, "ben@x.com", "", portal.Manager)
	h.enter(t, "ben@x.com", own)
	if letters := h.mail(t); len(letters) != 0 {
		t.Errorf("somebody else's first sign-in on it: %d letters", len(letters))
	}
}

func TestNewAccountHearsNothingOfItsFirstDevice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.person(t, "ana@x.com", "", portal.Admin)
	if _, err := h.InviteColleague(t.Context(), admin.Actor(""), Invite{Email: "new@x.com", Roles: []portal.Role{portal.Editor}}); err != nil {
		t.Fatal(err)
	}
	token := tokenOf(t, only(t, h.mail(t), "invites you"))
	in, err := h.AcceptInvitation(t.Context(), Accept{Token: token, Name: "Nia Ode", Password: goodPassword, Client: laptop})
	if err != nil {
		t.Fatal(err)
	}
	own := laptop
	own.Device = in.Device
	h.enter(t, "new@x.com", own)
	if letters := h.mail(t); len(letters) != 0 {
		t.Errorf("%d letters", len(letters))
	}
	h.enter(t, "new@x.com", phone)
	only(t, h.mail(t), "New sign-in")
	if user, err := h.Account(t.Context(), portal.Actor{User: in.User}); err != nil || len(user.Devices) != 0 {
		t.Errorf("the account page is told %d marks, %v", len(user.Devices), err)
	}
}
