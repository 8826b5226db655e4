package program

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/store"
	"tandem/portal/store/docs"
	"tandem/portal/store/docs/docstest"
)

// house is a program on a fresh engine, with a clock that the test moves.
type house struct {
	*Program
	now atomic.Pointer[time.Time]
}

func newHouse(t testing.TB) *house {
	t.Helper()
	return openHouse(t, docstest.Engine(t))
}

func openHouse(t testing.TB, engine docs.Engine) *house {
	t.Helper()
	library, err := content.Load(content.Files())
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), engine)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{}
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	h.now.Store(&start)
	h.Program = New(Options{
		Rules: library.Program, Terms: library.Terms, Library: library, Store: s, Base: "https://partners.example.com",
		Clock: func() time.Time { return *h.now.Load() },
		Keys:  Keys{Links: []byte(strings.Repeat("l", 32)), Sealed: []byte(strings.Repeat("s", 32))},
	})
	return h
}

func (h *house) wait(d time.Duration) {
	next := h.now.Load().Add(d)
	h.now.Store(&next)
}

const goodPassword = "seven brown otters swim"

// person makes an account with goodPassword.
func (h *house) person(t testing.TB, email string, partner portal.PartnerID, roles ...portal.Role) portal.User {
	t.Helper()
	user, err := portal.NewUser(portal.UserID("u"+h.newID()), email, "Ana Lima", partner, roles, portal.System("test"), h.Now())
	if err != nil {
		t.Fatal(err)
	}
	hash, err := h.hashes.hash(t.Context(), goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	user.Password, user.PasswordAt, user.VerifiedAt = hash, h.Now(), h.Now()
	if user, err = h.createUser(t.Context(), user); err != nil {
		t.Fatal(err)
	}
	return user
}

var laptop = Client{Address: "203.0.113.7", Agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}

func (h *house) signIn(t testing.TB, email string) (SignedIn, Who) {
	t.Helper()
	in, err := h.SignIn(t.Context(), SignIn{Email: email, Password: goodPassword, Client: laptop})
	if err != nil {
		t.Fatalf("sign in: %v", err)
	}
	who, err := h.Authenticate(t.Context(), in.User, in.Session, laptop.Address)
	if err != nil {
		t.Fatalf("authenticate: %v", err)
	}
	return in, who
}

// mail derives and delivers what is due, and returns it; also what waits only because
// a decision could still be taken back.
func (h *house) mail(t testing.TB) []Letter {
	t.Helper()
	h.wait(holdLetter)
	defer h.wait(-holdLetter)
	var letters []Letter
	if err := h.DeriveMessages(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Deliver(t.Context(), func(_ context.Context, l Letter) error {
		letters = append(letters, l)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return letters
}

func tokenOf(t testing.TB, l Letter) string {
	t.Helper()
	if !strings.HasPrefix(l.Link, "https://partners.example.com/") {
		t.Errorf("link %s leaves the portal", l.Link)
	}
	return l.Link[strings.LastIndex(l.Link, "/")+1:]
}

func TestSignInAnswersTheSameForUnknownAndWrong(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person(t, "ana@x.com", "", portal.Manager)
	before := h.Hashes()
	_, wrong := h.SignIn(t.Context(), SignIn{Email: "ana@x.com", Password: "not it at all", Client: laptop})
	afterWrong := h.Hashes()
	_, unknown := h.SignIn(t.Context(), SignIn{Email: "nobody@x.com", Password: "not it at all", Client: laptop})
	afterUnknown := h.Hashes()
	if wrong == nil || unknown == nil || wrong.Error() != unknown.Error() || portal.KindOf(wrong) != portal.KindOf(unknown) {
		t.Errorf("wrong: %v; unknown: %v", wrong, unknown)
	}
	if afterWrong-before != 1 || afterUnknown-afterWrong != 1 {
		t.Errorf("%d and %d hashes, want one each", afterWrong-before, afterUnknown-afterWrong)
	}
	if in, _ := h.signIn(t, " ANA@x.com"); in.Refresh == "" || in.Code != "" {
		t.Errorf("got %+v", in)
	}
}

// TestGuessingEndsAtTheBudget counts the hashes: a guess that is not hashed
// learned nothing.
func TestGuessingEndsAtTheBudget(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person(t, "ana@x.com", "", portal.Manager)
	before := h.Hashes()
	limited := 0
	for i := range 1000 {
		client := Client{Address: fmt.Sprintf("203.0.113.%d", i%250), Agent: "x"}
		_, err := h.SignIn(t.Context(), SignIn{Email: "ana@x.com", Password: fmt.Sprint("guess number ", i), Client: client})
		if portal.KindOf(err) == portal.Limited {
			limited++
		} else if portal.KindOf(err) != portal.Invalid {
			t.Fatalf("guess %d: %v", i, err)
		}
		h.wait(100 * time.Millisecond)
	}
	if spent := h.Hashes() - before; spent > 12 || int(spent)+limited != 1000 {
		t.Errorf("1,000 guesses in 100 seconds were hashed %d times, %d refused", spent, limited)
	}
	// The right password is no way around the wait, and works after it.
	if _, err := h.SignIn(t.Context(), SignIn{Email: "ana@x.com", Password: goodPassword, Client: laptop}); portal.KindOf(err) != portal.Limited {
		t.Errorf("the right password during the wait: %v", err)
	}
	h.wait(15 * time.Minute)
	h.signIn(t, "ana@x.com")
}

func TestOneAddressCannotTryManyAccounts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	before := h.Hashes()
	for i := range 300 {
		client := Client{Address: fmt.Sprintf("2001:db8::%x", i)} // one customer's network
		_, err := h.SignIn(t.Context(), SignIn{Email: fmt.Sprintf("u%d@x.com", i), Password: "guess", Client: client})
		if err == nil {
			t.Fatal("signed in")
		}
	}
	if spent := h.Hashes() - before; spent != int64(addressTries.Free) {
		t.Errorf("%d hashes, want %d", spent, addressTries.Free)
	}
}

func TestGuessesAtOnceAreAllCounted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person(t, "ana@x.com", "", portal.Manager)
	before := h.Hashes()
	var wg sync.WaitGroup
	for i := range 24 {
		wg.Go(func() {
			_, err := h.SignIn(t.Context(), SignIn{Email: "ana@x.com", Password: fmt.Sprint("guess ", i), Client: Client{Address: fmt.Sprint("10.0.0.", i)}})
			if kind := portal.KindOf(err); kind != portal.Limited && kind != portal.Invalid {
				t.Errorf("%v", err)
			}
		})
	}
	wg.Wait()
	if spent := h.Hashes() - before; spent > int64(accountTries.Free) {
		t.Errorf("%d hashes at once, budget %d", spent, accountTries.Free)
	}
}

func TestACrowdWaitsForItsTurnOrIsToldToComeAgain(t *testing.T) {
	t.Parallel()
	h := newHasher()
	h.turns = make(chan struct{}, 1)
	h.wait = 10 * time.Millisecond
	h.turns <- struct{}{} // somebody is hashing
	if _, err := h.hash(t.Context(), "x"); portal.KindOf(err) != portal.Unavailable {
		t.Errorf("got %v", err)
	}
	<-h.turns
	stored, err := h.hash(t.Context(), "x")
	if err != nil || !strings.HasPrefix(stored, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("got %q, %v", stored, err)
	}
	for password, want := range map[string]bool{"x": true, "y": false, "": false} {
		if got, err := h.matches(t.Context(), stored, password); err != nil || got != want {
			t.Errorf("%q: %t, %v", password, got, err)
		}
	}
	for _, bad := range []string{"", "plain", "$2a$10$abc", "$argon2id$v=18$m=1,t=1,p=1$AA$AA", "$argon2id$v=19$m=8,t=1,p=1$AA$"} {
		if ok, err := h.matches(t.Context(), bad, "x"); ok || err == nil {
			t.Errorf("%q: %t, %v", bad, ok, err)
		}
	}
}

func TestPasswordsThatAreGuessedFirst(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{ // password: refused
		"short":                     true,
		"password12345":             true,
		"P@ssw0rd!!!!!":             true,
		"leavemealone":              true,
		"Liverpool2024!":            true,
		"1q2w3e4r5t6y":              true,
		"monkeydragon12":            true,
		"michael.jordan23":          true,
		"Northwind-2026!":           true,
		"abcdefghijklmnop":          true,
		"20261231020261":            true,
		"4n4 L1m4 1990":             true,
		"Bluewater-Ferries-7":       false,
		"welcome to the jungle":     false,
		"aaaaaaaaaaaaaaaa":          true,
		"123456789012345":           true,
		"qwertyuiop1234":            true,
		"ana.lima@x.com":            true,
		"AnaLima-2026-!!":           true,
		"Welcome2026!!!!":           true,
		"seven brown otters swim":   false,
		"correct horse battery 9":   false,
		"Vx7-kqPz-93mM":             false,
		"çà et là, toujours":        false,
		strings.Repeat("ab c", 100): true,
		"has a \x00 in its middle":  true,
	}
	for password, refused := range tests {
		problems := portal.Problems{}
		checkPassword(password, problems, "ana.lima@x.com", "Ana Lima", "Northwind Partners")
		if (problems.Err() != nil) != refused {
			t.Errorf("%q: %v, want refused %t", password, problems, refused)
		}
	}
}

// TestOneUseOfARefreshTokenWins lets 16 requests of one browser refresh at once:
// one gets new tokens, the others are let through without, and the session lives.
func TestOneUseOfARefreshTokenWins(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person(t, "ana@x.com", "", portal.Manager)
	in, _ := h.signIn(t, "ana@x.com")
	var wg sync.WaitGroup
	var mu sync.Mutex
	var tokens []string
	for range 16 {
		wg.Go(func() {
			_, next, err := h.Refresh(t.Context(), in.Refresh, laptop)
			if err != nil {
				t.Errorf("refused: %v", err)
			}
			mu.Lock()
			defer mu.Unlock()
			if next != "" {
				tokens = append(tokens, next)
			}
		})
	}
	wg.Wait()
	if len(tokens) != 1 || tokens[0] == in.Refresh {
		t.Fatalf("%d new tokens, want 1", len(tokens))
	}
	if _, next, err := h.Refresh(t.Context(), tokens[0], laptop); err != nil || next == "" {
		t.Errorf("the new token: %q, %v", next, err)
	}
}

func TestAStolenRefreshTokenEndsItsSession(t *testing.T) {
	t.Parallel()
	thief := Client{Address: "198.51.100.9", Agent: "curl/9"}
	tests := []struct {
		name  string
		after time.Duration
		by    Client
	}{
		{"later, by the same browser", refreshGrace, laptop},
		{"at once, from elsewhere", 0, thief},
		{"at once, by another browser at the same address", 0, Client{Address: laptop.Address, Agent: "curl/9"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := newHouse(t)
			h.person(t, "ana@x.com", "", portal.Manager)
			in, _ := h.signIn(t, "ana@x.com")
			_, next, err := h.Refresh(t.Context(), in.Refresh, laptop)
			if err != nil {
				t.Fatal(err)
			}
			h.wait(test.after)
			if _, again, err := h.Refresh(t.Context(), in.Refresh, test.by); portal.KindOf(err) != portal.SignedOut || again != "" {
				t.Errorf("reuse: %q, %v", again, err)
			}
			if _, _, err := h.Refresh(t.Context(), next, laptop); portal.KindOf(err) != portal.SignedOut {
				t.Errorf("the family lives: %v", err)
			}
			if _, err := h.Authenticate(t.Context(), in.User, in.Session, ""); portal.KindOf(err) != portal.SignedOut {
				t.Errorf("the session lives: %v", err)
			}
			letters := h.mail(t)
			if len(letters) != 1 || letters[0].To != "ana@x.com" {
				t.Errorf("told: %+v", letters)
			}
		})
	}
}

func TestForgedRefreshTokensEndNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	user := h.person(t, "ana@x.com", "", portal.Manager)
	in, _ := h.signIn(t, "ana@x.com")
	for _, forged := range []string{
		"", "x", "..", string(user.ID) + "." + in.Session + "." + strings.Repeat("A", 43), "nobody." + in.Session + "." + strings.Repeat("A", 43),
		string(user.ID) + ".other." + in.Refresh[len(in.Refresh)-43:], in.Refresh + "A", strings.Repeat(".", 300),
	} {
		if _, next, err := h.Refresh(t.Context(), forged, laptop); portal.KindOf(err) != portal.SignedOut || next != "" {
			t.Errorf("%q: %q, %v", forged, next, err)
		}
	}
	if _, next, err := h.Refresh(t.Context(), in.Refresh, laptop); err != nil || next == "" {
		t.Errorf("the real one: %v", err)
	}
}

// TestARefreshInterruptedByACrashCanBeRepeated marks the token as used, as a
// process does that ends before it has stored the next one.
func TestARefreshInterruptedByACrashCanBeRepeated(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person(t, "ana@x.com", "", portal.Manager)
	in, _ := h.signIn(t, "ana@x.com")
	use := store.RefreshUse{ID: "use:" + refreshHash(in.Refresh), User: in.User, Session: in.Session, Client: "other", At: h.Now()}
	if err := h.store.RefreshUses.Insert(t.Context(), use); err != nil {
		t.Fatal(err)
	}
	h.wait(time.Minute)
	if _, next, err := h.Refresh(t.Context(), in.Refresh, laptop); err != nil || next == "" {
		t.Errorf("got %q, %v", next, err)
	}
}

func TestRightsEndAtTheNextRequest(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.person(t, "admin@x.com", "", portal.Admin).Actor("")
	tests := []struct {
		name string
		do   func(t *testing.T, u portal.User, who Who) error
		want func(who Who, err error) bool
	}{
		{"suspended", func(t *testing.T, u portal.User, _ Who) error {
			return h.Suspend(t.Context(), admin, u.ID, 1, "left")
		}, func(_ Who, err error) bool { return portal.KindOf(err) == portal.SignedOut }},
		{"other roles", func(t *testing.T, u portal.User, _ Who) error {
			return h.SetRoles(t.Context(), admin, u.ID, 1, []portal.Role{portal.Editor})
		}, func(who Who, err error) bool { return err == nil && !who.Can(portal.Finance) && who.Can(portal.Editor) }},
		{"signed out elsewhere", func(t *testing.T, _ portal.User, who Who) error {
			return h.SignOut(t.Context(), who.Actor, who.Session)
		}, func(_ Who, err error) bool { return portal.KindOf(err) == portal.SignedOut }},
		{"new password", func(t *testing.T, u portal.User, _ Who) error {
			link, err := h.ResetLink(t.Context(), u.Email)
			if err != nil {
				return err
			}
			return h.Reset(t.Context(), link[strings.LastIndex(link, "/")+1:], "eight grey herons wait")
		}, func(_ Who, err error) bool { return portal.KindOf(err) == portal.SignedOut }},
	}
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			email := fmt.Sprintf("fin%d@x.com", i)
			u := h.person(t, email, "", portal.Finance)
			in, who := h.signIn(t, email)
			if err := test.do(t, u, who); err != nil {
				t.Fatal(err)
			}
			who, err := h.Authenticate(t.Context(), in.User, in.Session, "")
			if !test.want(who, err) {
				t.Errorf("got %+v, %v", who, err)
			}
		})
	}
}

func TestSuspendedPeopleCannotSignIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.person(t, "admin@x.com", "", portal.Admin)
	u := h.person(t, "ana@x.com", "", portal.Manager)
	if err := h.Suspend(t.Context(), admin.Actor(""), u.ID, 1, "left"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.SignIn(t.Context(), SignIn{Email: u.Email, Password: goodPassword, Client: laptop}); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("with the password: %v", err)
	}
	if _, err := h.SignIn(t.Context(), SignIn{Email: u.Email, Password: "guess", Client: laptop}); err == nil || err.Error() != errWrongPassword.Error() {
		t.Errorf("without it the state shows: %v", err)
	}
	if err := h.Restore(t.Context(), admin.Actor(""), u.ID, 2); err != nil {
		t.Fatal(err)
	}
	h.signIn(t, u.Email)
}

func TestPeopleManageTheirOwnCompanyOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partnerA := h.person(t, "a@a.com", "pa", portal.PartnerAdmin)
	memberA := h.person(t, "m@a.com", "pa", portal.PartnerMember)
	partnerB := h.person(t, "b@b.com", "pb", portal.PartnerAdmin)
	admin := h.person(t, "admin@x.com", "", portal.Admin)
	manager := h.person(t, "manager@x.com", "", portal.Manager)
	tests := []struct {
		name  string
		by    portal.User
		whom  portal.User
		roles []portal.Role
		want  portal.Kind
	}{
		{"own member", partnerA, memberA, []portal.Role{portal.PartnerAdmin}, ""},
		{"another partner's", partnerB, memberA, []portal.Role{portal.PartnerMember}, portal.NotFound},
		{"staff by partner", partnerA, manager, []portal.Role{portal.PartnerMember}, portal.NotFound},
		{"partner by admin", admin, memberA, []portal.Role{portal.PartnerMember}, portal.NotFound},
		{"by a member", memberA, partnerA, []portal.Role{portal.PartnerMember}, ""},
		{"staff by manager", manager, admin, []portal.Role{portal.Manager}, portal.Forbidden},
		{"staff role to a partner", partnerB, partnerB, []portal.Role{portal.Admin}, portal.Invalid},
		{"last admin", admin, admin, []portal.Role{portal.Manager}, portal.Conflict},
		{"last partner admin", partnerB, partnerB, []portal.Role{portal.PartnerMember}, portal.Conflict},
	}
	for _, test := range tests {
		by, err := h.Account(t.Context(), test.by.Actor(""))
		if err != nil {
			t.Fatal(err)
		}
		whom, err := h.Account(t.Context(), test.whom.Actor(""))
		if err != nil {
			t.Fatal(err)
		}
		err = h.SetRoles(t.Context(), by.Actor(""), whom.ID, int64(len(whom.History)), test.roles)
		if (err != nil || test.want != "") && portal.KindOf(err) != test.want {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
	if err := h.SetRoles(t.Context(), admin.Actor(""), manager.ID, 0, []portal.Role{portal.Finance}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("on what was not the newest: %v", err)
	}
	people, err := h.People(t.Context(), partnerA.Actor(""))
	if err != nil || len(people) != 2 {
		t.Fatalf("%d people, %v", len(people), err)
	}
	for _, u := range people {
		if u.Password != "" || u.Partner != "pa" {
			t.Errorf("shown: %+v", u)
		}
	}
}

func TestInvitationToAccount(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.person(t, "admin@a.com", "pa", portal.PartnerAdmin)
	member := h.person(t, "m@a.com", "pa", portal.PartnerMember)
	invite := Invite{Email: "New@A.com", Name: "Nia Ode", Roles: []portal.Role{portal.PartnerMember}}
	if _, err := h.InviteColleague(t.Context(), member.Actor(""), invite); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a member invited: %v", err)
	}
	if _, err := h.InviteColleague(t.Context(), admin.Actor(""), Invite{Email: "x@a.com", Roles: []portal.Role{portal.Admin}}); portal.KindOf(err) != portal.Invalid {
		t.Errorf("a partner invited an admin: %v", err)
	}
	invitation, err := h.InviteColleague(t.Context(), admin.Actor(""), invite)
	if err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{"new@a.com", "m@a.com"} {
		if _, err := h.InviteColleague(t.Context(), admin.Actor(""), Invite{Email: email, Roles: invite.Roles}); portal.KindOf(err) != portal.Invalid {
			t.Errorf("%s invited again: %v", email, err)
		}
	}
	letters := h.mail(t)
	if len(letters) != 1 || letters[0].To != "new@a.com" {
		t.Fatalf("letters: %+v", letters)
	}
	token := tokenOf(t, letters[0])
	if _, err := h.AcceptInvitation(t.Context(), Accept{Token: token, Name: "", Password: "short", Client: laptop}); portal.KindOf(err) != portal.Invalid || !strings.Contains(err.Error(), "name") || !strings.Contains(err.Error(), "password") {
		t.Errorf("both problems at once: %v", err)
	}
	in, err := h.AcceptInvitation(t.Context(), Accept{Token: token, Name: "Nia Ode", Password: goodPassword, Client: laptop})
	if err != nil {
		t.Fatal(err)
	}
	who, err := h.Authenticate(t.Context(), in.User, in.Session, "")
	if err != nil || who.Partner != "pa" || !who.Can(portal.PartnerMember) || who.Can(portal.PartnerAdmin) {
		t.Errorf("got %+v, %v", who, err)
	}
	if _, err := h.AcceptInvitation(t.Context(), Accept{Token: token, Name: "Nia", Password: goodPassword}); portal.KindOf(err) != portal.Gone {
		t.Errorf("twice: %v", err)
	}
	user, err := h.Account(t.Context(), who.Actor)
	if err != nil || user.VerifiedAt == "" {
		t.Errorf("the address is not proven: %+v, %v", user, err)
	}
	if err := h.WithdrawInvitation(t.Context(), admin.Actor(""), invitation.ID); portal.KindOf(err) != portal.Conflict {
		t.Errorf("withdrawn after acceptance: %v", err)
	}
}

func TestInvitationsOfOthersDoNotExist(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, b := h.person(t, "a@a.com", "pa", portal.PartnerAdmin), h.person(t, "b@b.com", "pb", portal.PartnerAdmin)
	invitation, err := h.InviteColleague(t.Context(), a.Actor(""), Invite{Email: "n@a.com", Roles: []portal.Role{portal.PartnerMember}})
	if err != nil {
		t.Fatal(err)
	}
	for name, do := range map[string]func(context.Context, portal.Actor, portal.InvitationID) error{"resend": h.ResendInvitation, "withdraw": h.WithdrawInvitation} {
		others, random := do(t.Context(), b.Actor(""), invitation.ID), do(t.Context(), b.Actor(""), "none")
		if portal.KindOf(others) != portal.NotFound || portal.KindOf(random) != portal.NotFound || others.Error() != random.Error() {
			t.Errorf("%s: other's %v, random %v", name, others, random)
		}
	}
	h.wait(portal.InvitationLife)
	token := h.token(forInvitation, string(invitation.ID), "", invitation.ExpiresAt)
	if _, err := h.CheckInvitation(t.Context(), token); portal.KindOf(err) != portal.Gone {
		t.Errorf("expired: %v", err)
	}
	if err := h.ResendInvitation(t.Context(), a.Actor(""), invitation.ID); err != nil {
		t.Fatal(err)
	}
	letters := h.mail(t)
	if len(letters) == 0 {
		t.Fatal("no letter")
	}
	if _, err := h.CheckInvitation(t.Context(), tokenOf(t, letters[len(letters)-1])); err != nil {
		t.Errorf("sent again: %v", err)
	}
}

func TestResetIsSilentAboutUnknownAddressesAndWorksOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	u := h.person(t, "ana@x.com", "", portal.Manager)
	in, _ := h.signIn(t, u.Email)
	for _, email := range []string{"nobody@x.com", "ana@x.com"} {
		if err := h.AskReset(t.Context(), email, laptop); err != nil {
			t.Fatal(err)
		}
	}
	letters := h.mail(t)
	if len(letters) != 1 || letters[0].To != "ana@x.com" {
		t.Fatalf("letters: %+v", letters)
	}
	token := tokenOf(t, letters[0])
	if err := h.Reset(t.Context(), token, "short"); portal.KindOf(err) != portal.Invalid {
		t.Errorf("a short one: %v", err)
	}
	if err := h.Reset(t.Context(), token, "eight grey herons wait"); err != nil {
		t.Fatal(err)
	}
	if err := h.Reset(t.Context(), token, "nine white geese march"); portal.KindOf(err) != portal.Gone {
		t.Errorf("twice: %v", err)
	}
	if _, err := h.Authenticate(t.Context(), in.User, in.Session, ""); portal.KindOf(err) != portal.SignedOut {
		t.Errorf("old sessions live: %v", err)
	}
	if _, err := h.SignIn(t.Context(), SignIn{Email: u.Email, Password: "eight grey herons wait", Client: laptop}); err != nil {
		t.Errorf("the new password: %v", err)
	}
	for range 6 {
		if err := h.AskReset(t.Context(), "ana@x.com", laptop); err != nil && portal.KindOf(err) != portal.Limited {
			t.Fatal(err)
		}
	}
	resets := 0
	for _, l := range h.mail(t) {
		if strings.Contains(l.Link, "/reset/") {
			resets++
			late := tokenOf(t, l)
			h.wait(resetLife)
			if err := h.Reset(t.Context(), late, "nine white geese march"); portal.KindOf(err) != portal.Gone || !strings.Contains(err.Error(), "Forgot your password") {
				t.Errorf("after an hour: %v", err)
			}
		}
	}
	if resets == 0 || resets > mailTries.Free {
		t.Errorf("%d letters for 6 requests", resets)
	}
}

func TestLinksServeOnePurposeAndCannotBeMade(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	token := h.token(forReset, "u1", "f", h.Now().Add(time.Hour))
	if subject, fact, err := h.open(forReset, token); err != nil || subject != "u1" || fact != "f" {
		t.Fatalf("got %q %q %v", subject, fact, err)
	}
	if _, _, err := h.open(forEmail, token); portal.KindOf(err) != portal.NotFound {
		t.Errorf("another purpose: %v", err)
	}
	other := New(Options{Keys: Keys{Links: []byte(strings.Repeat("o", 32))}, Store: h.store})
	if _, _, err := h.open(forReset, other.token(forReset, "u1", "f", h.Now().Add(time.Hour))); portal.KindOf(err) != portal.NotFound {
		t.Errorf("another key: %v", err)
	}
	for i := range token {
		changed := token[:i] + string(token[i]^1) + token[i+1:]
		if _, _, err := h.open(forReset, changed); err == nil {
			t.Errorf("byte %d changed and still good", i)
		}
	}
	h.keys.LinksBefore, h.keys.Links = [][]byte{h.keys.Links}, []byte(strings.Repeat("n", 32))
	if _, _, err := h.open(forReset, token); err != nil {
		t.Errorf("after a change of keys: %v", err)
	}
}

func TestEmailChangesByTheLinkInTheNewMailbox(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	u := h.person(t, "ana@x.com", "", portal.Manager)
	h.person(t, "taken@x.com", "", portal.Manager)
	_, who := h.signIn(t, u.Email)
	if err := h.AskEmail(t.Context(), who, "new@x.com", "wrong"); portal.KindOf(err) != portal.Invalid {
		t.Errorf("without the password: %v", err)
	}
	if err := h.AskEmail(t.Context(), who, "new@x.com", goodPassword); err != nil {
		t.Fatal(err)
	}
	to := map[string]Letter{}
	for _, l := range h.mail(t) {
		to[l.To] = l
	}
	if len(to) != 2 || to["ana@x.com"].Subject == "" {
		t.Fatalf("letters: %+v", to)
	}
	token := tokenOf(t, to["new@x.com"])
	for range 2 { // twice is once
		if err := h.TakeEmail(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	h.signIn(t, "new@x.com")
	h.person(t, "ana@x.com", "", portal.Manager) // the old address is free
	if err := h.AskEmail(t.Context(), who, "taken@x.com", goodPassword); err != nil {
		t.Fatal(err)
	}
	for _, l := range h.mail(t) {
		if l.To == "taken@x.com" {
			if err := h.TakeEmail(t.Context(), tokenOf(t, l)); portal.KindOf(err) != portal.Conflict {
				t.Errorf("a taken address: %v", err)
			}
		}
	}
}

func codeOf(t testing.TB, h *house, setUp FactorSetUp) string {
	t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(setUp.Secret, " ", ""), *h.now.Load())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestSecondStep(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	u := h.person(t, "ana@x.com", "", portal.Finance)
	_, who := h.signIn(t, u.Email)
	setUp, err := h.FactorSetUp(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.FactorSetUp(t.Context(), who)
	if err != nil || again != setUp {
		t.Errorf("a reload changed the secret: %v", err)
	}
	if parsed, err := url.Parse(setUp.URL); err != nil || parsed.Scheme != "otpauth" || !strings.Contains(parsed.Path, "ana@x.com") {
		t.Errorf("%s: %v", setUp.URL, err)
	}
	if _, err := h.SetFactor(t.Context(), who, "000000"); portal.KindOf(err) != portal.Invalid {
		t.Errorf("a wrong code: %v", err)
	}
	recovery, err := h.SetFactor(t.Context(), who, codeOf(t, h, setUp))
	if err != nil || len(recovery) != recoveryCodes {
		t.Fatalf("%d codes, %v", len(recovery), err)
	}
	if who, err = h.Authenticate(t.Context(), who.User, who.Session, ""); err != nil || !who.Factor || !who.HasFactor {
		t.Errorf("this session: %+v, %v", who, err)
	}
	in, err := h.SignIn(t.Context(), SignIn{Email: u.Email, Password: goodPassword, Client: laptop})
	if err != nil || in.Session != "" || in.Refresh != "" || in.Code == "" {
		t.Fatalf("the password alone gave %+v, %v", in, err)
	}
	if _, err := h.GiveCode(t.Context(), in.Code, codeOf(t, h, setUp), laptop); portal.KindOf(err) != portal.Invalid {
		t.Errorf("a used code: %v", err)
	}
	h.wait(codePeriod * time.Second)
	full, err := h.GiveCode(t.Context(), in.Code, codeOf(t, h, setUp), laptop)
	if err != nil {
		t.Fatal(err)
	}
	if who, err := h.Authenticate(t.Context(), full.User, full.Session, ""); err != nil || !who.Factor {
		t.Errorf("got %+v, %v", who, err)
	}
	if _, err := h.GiveCode(t.Context(), in.Code, strings.ToUpper(recovery[3]), laptop); err != nil {
		t.Errorf("a recovery code: %v", err)
	}
	if _, err := h.GiveCode(t.Context(), in.Code, recovery[3], laptop); portal.KindOf(err) != portal.Invalid {
		t.Errorf("a used recovery code: %v", err)
	}
	stored, err := h.store.Users.Get(t.Context(), u.ID)
	if err != nil || len(stored.Factor.Recovery) != recoveryCodes-1 {
		t.Errorf("%+v, %v", stored.Factor, err)
	}
	if strings.Contains(fmt.Sprint(stored), strings.ReplaceAll(setUp.Secret, " ", "")) {
		t.Error("the secret is stored in the open")
	}
	h.wait(codeLife)
	if _, err := h.GiveCode(t.Context(), in.Code, recovery[4], laptop); portal.KindOf(err) != portal.Gone {
		t.Errorf("after the wait: %v", err)
	}
	if err := h.RemoveFactor(t.Context(), who, "wrong"); portal.KindOf(err) != portal.Invalid {
		t.Errorf("removed without the password: %v", err)
	}
	if err := h.RemoveFactor(t.Context(), who, goodPassword); err != nil {
		t.Fatal(err)
	}
	if in, err := h.SignIn(t.Context(), SignIn{Email: u.Email, Password: goodPassword, Client: laptop}); err != nil || in.Code != "" {
		t.Errorf("after removal: %+v, %v", in, err)
	}
}

func TestCodesCannotBeGuessed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	u := h.person(t, "ana@x.com", "", portal.Finance)
	_, who := h.signIn(t, u.Email)
	setUp, err := h.FactorSetUp(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.SetFactor(t.Context(), who, codeOf(t, h, setUp)); err != nil {
		t.Fatal(err)
	}
	h.wait(time.Minute)
	looked := 0
	for i := range 200 {
		in, err := h.SignIn(t.Context(), SignIn{Email: u.Email, Password: goodPassword, Client: laptop})
		if err != nil {
			break
		}
		_, err = h.GiveCode(t.Context(), in.Code, fmt.Sprintf("%06d", i), laptop)
		if portal.KindOf(err) == portal.Invalid {
			looked++
		}
	}
	if looked > codeTries.Free {
		t.Errorf("%d codes were looked at, budget %d", looked, codeTries.Free)
	}
}

func TestSealedFieldsOpenOnlyWhereTheyBelong(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	sealed, err := h.seal("factor", "u1", "secret")
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := h.unseal("factor", "u1", sealed); err != nil || plain != "secret" {
		t.Errorf("got %q, %v", plain, err)
	}
	for _, other := range [][2]string{{"factor", "u2"}, {"payout", "u1"}} {
		if plain, err := h.unseal(other[0], other[1], sealed); err == nil {
			t.Errorf("%v opened %q", other, plain)
		}
	}
	for _, broken := range []string{"", "s1.", "s1.AAAA", sealed[:len(sealed)-2], "x" + sealed} {
		if _, err := h.unseal("factor", "u1", broken); err == nil {
			t.Errorf("%q opened", broken)
		}
	}
	h.keys.SealedBefore, h.keys.Sealed = [][]byte{h.keys.Sealed}, []byte(strings.Repeat("n", 32))
	if plain, err := h.unseal("factor", "u1", sealed); err != nil || plain != "secret" {
		t.Errorf("after a change of keys: %q, %v", plain, err)
	}
}

func TestTheFirstAdminComesFromTheConsole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	link, err := h.CreateAdmin(t.Context(), "Boss@X.com", "Bo Ss")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Reset(t.Context(), link[strings.LastIndex(link, "/")+1:], goodPassword); err != nil {
		t.Fatal(err)
	}
	if _, who := h.signIn(t, "boss@x.com"); !who.Can(portal.Admin, portal.Finance) {
		t.Errorf("got %+v", who)
	}
	if _, err := h.CreateAdmin(t.Context(), "boss@x.com", "Bo"); portal.KindOf(err) != portal.Conflict {
		t.Errorf("twice: %v", err)
	}
	if _, err := h.ResetLink(t.Context(), "nobody@x.com"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("unknown: %v", err)
	}
}
