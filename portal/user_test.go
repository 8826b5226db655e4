package portal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

const day0 = Instant("2026-03-02T09:00:00.000Z")

func someUser(t *testing.T, partner PartnerID, roles ...Role) User {
	t.Helper()
	u, err := NewUser("u1", "Ana@Example.com ", " Ana  Lima ", partner, roles, System("test"), day0)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestNormalEmail(t *testing.T) {
	for give, want := range map[string]string{
		" Ana@Example.COM ":   "ana@example.com",
		"a+b@x.co":            "a+b@x.co",
		"root@localhost":      "root@localhost",
		"Ana <ana@x.com>":     "",
		"ana@x.com,bo@x.com":  "",
		"ana":                 "",
		"@x.com":              "",
		"ana@intranet":        "",
		"ana@[127.0.0.1]":     "",
		"ana@x.com\r\nBcc: b": "",
		strings.Repeat("a", 250) + "@example.com": "",
	} {
		got, err := NormalEmail(give)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v, want %q", give, got, err, want)
		}
	}
}

func TestStaffAndPartnersNeverShareARole(t *testing.T) {
	tests := []struct {
		partner PartnerID
		roles   []Role
		ok      bool
	}{
		{"", []Role{Finance, Manager}, true},
		{"p1", []Role{PartnerMember}, true},
		{"p1", []Role{PartnerAdmin, Finance}, false},
		{"", []Role{PartnerAdmin}, false},
		{"p1", []Role{Admin}, false},
		{"", []Role{"root"}, false},
		{"", nil, false},
	}
	for _, test := range tests {
		_, err := NewUser("u", "a@x.com", "A", test.partner, test.roles, System("test"), day0)
		if (err == nil) != test.ok {
			t.Errorf("%q %v: %v", test.partner, test.roles, err)
		}
		if err != nil && KindOf(err) != Invalid {
			t.Errorf("%v is %s", err, KindOf(err))
		}
	}
	u := someUser(t, "p1", PartnerMember)
	if _, err := u.SetRoles([]Role{Admin}, System("test"), day0); KindOf(err) != Invalid {
		t.Errorf("a partner became admin: %v", err)
	}
}

func TestNewUserIsTidied(t *testing.T) {
	u := someUser(t, "", Finance, Manager, Finance)
	if u.Email != "ana@example.com" || u.Name != "Ana Lima" || !slices.Equal(u.Roles, []Role{Manager, Finance}) || u.VerifiedAt != "" {
		t.Errorf("got %+v", u)
	}
	if got := u.History[0]; got.Kind != "user.created" || got.N != 1 || got.Data["roles"] != "manager finance" {
		t.Errorf("history %+v", got)
	}
}

func TestSuspensionEndsSessionsAndIsNotDoneToOneself(t *testing.T) {
	u := someUser(t, "", Manager).SignIn(Session{ID: "s1", StartedAt: day0, SeenAt: day0}, day0)
	admin := Actor{User: "u2", Name: "Bo", Roles: []Role{Admin}}
	if _, err := u.Suspend("left", u.Actor(""), day0); KindOf(err) != Conflict {
		t.Errorf("suspended oneself: %v", err)
	}
	if _, err := u.Suspend(" ", admin, day0); KindOf(err) != Invalid {
		t.Errorf("without a reason: %v", err)
	}
	next, err := u.Suspend("left the company", admin, day0)
	if err != nil || next.State != UserSuspended || len(next.Sessions) != 0 {
		t.Fatalf("got %+v, %v", next, err)
	}
	if len(u.Sessions) != 1 {
		t.Error("the value before was changed")
	}
	if _, err := next.Suspend("again", admin, day0); KindOf(err) != Conflict {
		t.Errorf("twice: %v", err)
	}
	back, err := next.Restore(admin, day0)
	if err != nil || back.State != UserActive {
		t.Errorf("restore: %v", err)
	}
	if _, err := back.Restore(admin, day0); KindOf(err) != Conflict {
		t.Errorf("restore twice: %v", err)
	}
}

func TestEmailChangesOnlyOnceConfirmed(t *testing.T) {
	u := someUser(t, "", Manager)
	if _, err := u.AskEmail("ana@example.com", u.Actor(""), day0); KindOf(err) != Invalid {
		t.Errorf("the same address: %v", err)
	}
	asked, err := u.AskEmail("New@Example.com", u.Actor(""), day0)
	if err != nil || asked.Email != "ana@example.com" {
		t.Fatalf("got %+v, %v", asked, err)
	}
	taken, err := asked.TakeEmail(day0)
	if err != nil || taken.Email != "new@example.com" || taken.NewEmail != "" || taken.VerifiedAt != day0 {
		t.Fatalf("got %+v, %v", taken, err)
	}
	if _, err := taken.TakeEmail(day0); KindOf(err) != Gone {
		t.Errorf("twice: %v", err)
	}
}

func TestSessionsEndByAgeDisuseAndNumber(t *testing.T) {
	u := someUser(t, "", Manager)
	u = u.SignIn(Session{ID: "s1", StartedAt: day0, SeenAt: day0}, day0)
	tests := []struct {
		after time.Duration
		seen  time.Duration
		want  bool
	}{
		{time.Hour, 0, true},
		{SessionIdle - time.Second, 0, true},
		{SessionIdle, 0, false},
		{SessionLife - time.Second, SessionLife - time.Hour, true},
		{SessionLife, SessionLife - time.Hour, false},
	}
	for _, test := range tests {
		v := u
		if test.seen > 0 {
			v = u.Refresh("s1", "h", "a", day0.Add(test.seen))
		}
		if _, got := v.Session("s1", day0.Add(test.after)); got != test.want {
			t.Errorf("after %v, seen at %v: %t", test.after, test.seen, got)
		}
	}
	for i := range MaxSessions + 3 {
		at := day0.Add(time.Duration(i) * time.Minute)
		u = u.SignIn(Session{ID: fmt.Sprint("n", i), StartedAt: at, SeenAt: at}, at)
	}
	if len(u.Sessions) != MaxSessions {
		t.Fatalf("%d sessions", len(u.Sessions))
	}
	if _, ok := u.Session("n2", day0); ok {
		t.Error("the one used longest ago stayed")
	}
	if u, ok := u.SignOut("n5"); !ok || len(u.Sessions) != MaxSessions-1 {
		t.Error("sign out ended nothing")
	}
	if _, ok := u.SignOut("n5000"); ok {
		t.Error("ended a session that is not there")
	}
	if u := u.SignOutOthers("n7"); len(u.Sessions) != 1 || u.Sessions[0].ID != "n7" {
		t.Errorf("others stayed: %+v", u.Sessions)
	}
}

func TestNewPasswordEndsOtherSessions(t *testing.T) {
	u := someUser(t, "", Manager)
	for _, id := range []string{"a", "b"} {
		u = u.SignIn(Session{ID: id, StartedAt: day0, SeenAt: day0}, day0)
	}
	if kept := u.SetPassword("hash", "a", u.Actor(""), day0); len(kept.Sessions) != 1 || kept.Sessions[0].ID != "a" {
		t.Errorf("kept %+v", kept.Sessions)
	}
	if kept := u.SetPassword("hash", "", u.Actor(""), day0); len(kept.Sessions) != 0 {
		t.Errorf("kept %+v", kept.Sessions)
	}
}

func TestFactorCodesAreGoodOnce(t *testing.T) {
	u := someUser(t, "", Finance)
	u = u.SignIn(Session{ID: "a", StartedAt: day0, SeenAt: day0}, day0)
	u = u.SignIn(Session{ID: "b", StartedAt: day0, SeenAt: day0}, day0)
	u, err := u.SetFactor("sealed", 100, []string{"r1", "r2"}, "a", u.Actor(""), day0)
	if err != nil || !u.HasFactor() || len(u.Sessions) != 1 || !u.Sessions[0].Factor {
		t.Fatalf("got %+v, %v", u, err)
	}
	if _, err := u.SetFactor("other", 1, nil, "a", u.Actor(""), day0); KindOf(err) != Conflict {
		t.Errorf("replaced: %v", err)
	}
	for _, step := range []int64{99, 100} {
		if _, ok := u.TakeCode(step); ok {
			t.Errorf("step %d was taken after step 100", step)
		}
	}
	next, ok := u.TakeCode(101)
	if !ok {
		t.Fatal("step 101 refused")
	}
	if _, ok := next.TakeCode(101); ok {
		t.Error("a code was good twice")
	}
	used, ok := next.TakeRecovery("r1", day0)
	if !ok {
		t.Fatal("recovery code refused")
	}
	if _, ok := used.TakeRecovery("r1", day0); ok {
		t.Error("a recovery code was good twice")
	}
	if len(next.Factor.Recovery) != 2 {
		t.Error("the value before was changed")
	}
	dropped, err := used.DropFactor("", System("test"), day0)
	if err != nil || dropped.HasFactor() || len(dropped.Sessions) != 0 || dropped.FactorRound() != 1 {
		t.Errorf("got %+v, %v", dropped, err)
	}
}

func TestInvitationEndsOnce(t *testing.T) {
	by := Actor{User: "u9", Name: "Bo"}
	i, err := NewInvitation("i1", "invitation.sent", "Cy@Example.com", "Cy", "p1", []Role{PartnerMember}, by, day0)
	if err != nil || i.Email != "cy@example.com" {
		t.Fatalf("got %+v, %v", i, err)
	}
	late := day0.Add(InvitationLife)
	if _, err := i.Accept("u1", by, late); KindOf(err) != Gone {
		t.Errorf("expired: %v", err)
	}
	renewed, err := i.Renew(by, late)
	if err != nil || renewed.Usable(late) != nil {
		t.Errorf("renew: %v", err)
	}
	accepted, err := renewed.Accept("u1", by, late)
	if err != nil || accepted.User != "u1" {
		t.Fatalf("accept: %v", err)
	}
	if _, err := accepted.Accept("u2", by, late); KindOf(err) != Gone {
		t.Errorf("twice: %v", err)
	}
	if _, err := accepted.Withdraw(by, late); KindOf(err) != Conflict {
		t.Errorf("withdraw after accept: %v", err)
	}
	withdrawn, err := i.Withdraw(by, day0)
	if err != nil || KindOf(withdrawn.Usable(day0)) != Gone {
		t.Errorf("withdraw: %v", err)
	}
	if _, err := withdrawn.Renew(by, day0); KindOf(err) != Conflict {
		t.Errorf("renew after withdraw: %v", err)
	}
	if _, err := NewInvitation("i2", "invitation.sent", "x", "", "p1", []Role{Admin}, by, day0); KindOf(err) != Invalid {
		t.Errorf("a partner invited an admin: %v", err)
	}
}

func TestWaitGrowsWithEachTry(t *testing.T) {
	policy := TryPolicy{Free: 3, First: time.Minute, Longest: 10 * time.Minute, Forget: time.Hour}
	var tries Tries
	now, wait := day0, time.Duration(0)
	var waits []time.Duration
	for range 8 {
		if tries, wait = tries.Take(policy, now); wait != 0 {
			t.Fatalf("waited %v at %s", wait, now)
		}
		again, wait := tries.Take(policy, now)
		if wait > 0 && again.Count != tries.Count {
			t.Error("a refused try was counted")
		}
		waits = append(waits, wait)
		if wait == 0 {
			continue
		}
		now = now.Add(wait)
	}
	want := []time.Duration{0, 0, 1, 2, 4, 8, 10, 10}
	for i := range want {
		if waits[i] != want[i]*time.Minute {
			t.Errorf("waits %v, want minutes %v", waits, want)
			break
		}
	}
	fresh, wait := tries.Take(policy, now.Add(time.Hour))
	if wait != 0 || fresh.Count != 1 {
		t.Errorf("after a quiet hour: count %d, wait %v", fresh.Count, wait)
	}
	if back := fresh.GiveBack(policy); back.Count != 0 {
		t.Errorf("given back: %d", back.Count)
	}
}

func TestDevice(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                           "Firefox on Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0":        "Edge on Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile Safari/604.1": "Safari on iPhone",
		"":         "A browser",
		"<script>": "A browser",
	} {
		if got := Device(agent); got != want {
			t.Errorf("%q: %q, want %q", agent, got, want)
		}
	}
}

func TestRolesChangeWithTheirRecord(t *testing.T) {
	admin := Actor{User: "u-admin", Name: "Ada", Roles: []Role{Admin}}
	u := must(NewUser("u1", "ana@x.com", "Ana", "", []Role{Finance}, admin, testNow))
	next := must(u.SetRoles([]Role{Editor, Manager, Editor}, admin, testNow))
	if !slices.Equal(next.Roles, []Role{Manager, Editor}) || !slices.Equal(u.Roles, []Role{Finance}) {
		t.Errorf("the roles are %v, of the value before %v", next.Roles, u.Roles)
	}
	if last := next.History[len(next.History)-1]; last.Kind != "user.roles_changed" || last.From != "finance" || last.To != "manager editor" || last.By != "u-admin" {
		t.Errorf("the record says %+v", last)
	}
	if same := must(next.SetRoles([]Role{Editor, Manager}, admin, testNow)); len(same.History) != len(next.History) {
		t.Error("the same roles in another order are a change")
	}
	for _, roles := range [][]Role{nil, {PartnerAdmin}, {Manager, PartnerMember}, {"owner"}} {
		if got, err := next.SetRoles(roles, admin, testNow); KindOf(err) != Invalid || !slices.Equal(got.Roles, next.Roles) {
			t.Errorf("%v: %v, %v", roles, got.Roles, err)
		}
	}
}

func TestANameIsTidiedAndKept(t *testing.T) {
	admin := Actor{User: "u-admin", Name: "Ada", Roles: []Role{Admin}}
	u := must(NewUser("u1", "ana@x.com", "Ana", "", []Role{Finance}, admin, testNow))
	next := must(u.Rename("  Ana \t Lima\n", u.Actor(""), testNow))
	if next.Name != "Ana Lima" || next.History[len(next.History)-1].Kind != "user.renamed" || next.History[len(next.History)-1].By != "u1" {
		t.Errorf("got %q, %+v", next.Name, next.History)
	}
	if same := must(next.Rename("Ana  Lima", u.Actor(""), testNow)); len(same.History) != len(next.History) {
		t.Error("the same name is a change")
	}
	if long := must(u.Rename(strings.Repeat("é", maxName), u.Actor(""), testNow)); len([]rune(long.Name)) != maxName {
		t.Errorf("a name of %d letters is %q", maxName, long.Name)
	}
	for _, name := range []string{"", " \t", strings.Repeat("é", maxName+1)} {
		if got, err := u.Rename(name, u.Actor(""), testNow); KindOf(err) != Invalid || got.Name != "Ana" {
			t.Errorf("%q: %q, %v", name, got.Name, err)
		}
	}
}

func TestRecoveryCodesAreReplacedWithTheStepTheyBelongTo(t *testing.T) {
	u := must(NewUser("u1", "ana@x.com", "Ana", "", []Role{Finance}, Actor{}, testNow))
	if _, err := u.RenewRecovery([]string{"h9"}, u.Actor(""), testNow); KindOf(err) != Conflict {
		t.Errorf("codes for a step that is not there: %v", err)
	}
	with := must(u.SetFactor("sealed", 7, []string{"h1", "h2"}, "s1", u.Actor(""), testNow))
	used, ok := with.TakeRecovery("h1", testNow)
	if _, again := used.TakeRecovery("h1", testNow); !ok || again {
		t.Errorf("a code is taken %t, and again %t", ok, again)
	}
	renewed := must(used.RenewRecovery([]string{"h3", "h4"}, u.Actor(""), testNow))
	if _, old := renewed.TakeRecovery("h2", testNow); old {
		t.Error("a code of before still works")
	}
	if _, fresh := renewed.TakeRecovery("h4", testNow); !fresh || renewed.Factor.Step != 7 || !slices.Equal(with.Factor.Recovery, []string{"h1", "h2"}) {
		t.Errorf("after it: %+v; the value before: %+v", renewed.Factor, with.Factor)
	}
	bare := must(renewed.DropFactor("s1", u.Actor(""), testNow))
	if bare.HasFactor() || bare.FactorRound() != 1 || with.FactorRound() != 0 {
		t.Errorf("dropped: %+v, round %d", bare.Factor, bare.FactorRound())
	}
	if _, err := bare.DropFactor("s1", u.Actor(""), testNow); KindOf(err) != Conflict {
		t.Errorf("dropped twice: %v", err)
	}
}
