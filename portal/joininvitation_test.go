package portal

import (
	"strings"
	"testing"
)

var lenaInvites = Actor{User: "u-lena", Name: "Lena Ortiz", Roles: []Role{Manager}}

func joinInvitation(t *testing.T) JoinInvitation {
	t.Helper()
	i, err := NewJoinInvitation("i1", JoinInvite{Company: " Casa  Lumen ", Contact: "Ana Prado", Email: "Ana@Casalumen.PT", Note: "We met at the fair.\r\nApply!"}, lenaInvites, "Northwind Stays", moment("2026-03-02 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestInvitationToApplyKeepsWhatTheInviterKnows(t *testing.T) {
	i := joinInvitation(t)
	if i.Company != "Casa Lumen" || i.Email != "Ana@casalumen.pt" || i.Note != "We met at the fair.\nApply!" || i.Inviter() != "Lena Ortiz of Northwind Stays" || i.State != JoinInvitationSent {
		t.Errorf("got %+v", i)
	}
	for name, wrong := range map[string]struct {
		in    JoinInvite
		field string
	}{
		"no company":             {JoinInvite{Email: "ana@casalumen.pt"}, "company"},
		"no address":             {JoinInvite{Company: "C", Email: "nobody"}, "email"},
		"a link in the note":     {JoinInvite{Company: "C", Note: "See https://evil.example/x"}, "note"},
		"a bare host":            {JoinInvite{Company: "C", Note: "Look at (evil-site.com/login)!"}, "note"},
		"an address in the note": {JoinInvite{Company: "C", Note: "Write to me@evil.com"}, "note"},
		"a link as a name":       {JoinInvite{Company: "C", Contact: "www.evil.com"}, "contact"},
		"a long note":            {JoinInvite{Company: "C", Note: strings.Repeat("a ", 200)}, "note"},
	} {
		_, err := NewJoinInvitation("i1", wrong.in, lenaInvites, "Northwind Stays", moment("2026-03-02 10:00"))
		if problem, ok := err.(*Error); !ok || problem.Fields[wrong.field] == "" || len(problem.Fields) != 1 {
			t.Errorf("%s: got %v, want a problem with %s alone", name, err, wrong.field)
		}
	}
	if _, err := NewJoinInvitation("i1", JoinInvite{Company: "Booking.com", Note: "Come along. It is 5.5 stars, e.g. in May."}, lenaInvites, "N", moment("2026-03-02 10:00")); err != nil {
		t.Errorf("a fair note: %v", err)
	}
}

func TestInvitationToApplyGoesItsWay(t *testing.T) {
	sent := joinInvitation(t)
	opened := sent.Follow(moment("2026-03-03 10:00"))
	applied := opened.Take("p-2", moment("2026-03-04 10:00"))
	withdrawn, err := opened.Withdraw(lenaInvites, moment("2026-03-04 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	early, late := moment("2026-03-05 10:00"), moment("2026-04-01 12:00")
	for name, c := range map[string]struct {
		i           JoinInvitation
		application PartnerState
		now         Instant
		want        JoinInvitationState
	}{
		"sent":                    {sent, "", early, JoinInvitationSent},
		"opened":                  {opened, "", early, JoinInvitationOpened},
		"a last moment":           {opened, "", moment("2026-04-01 10:59"), JoinInvitationOpened},
		"sent and past":           {sent, "", late, JoinInvitationExpired},
		"opened and past":         {opened, "", late, JoinInvitationExpired},
		"applied":                 {applied, PartnerChangesAsked, late, JoinInvitationApplied},
		"applied, then forgotten": {applied, "", late, JoinInvitationApplied},
		"approved":                {applied, PartnerApproved, late, JoinInvitationApproved},
		"paused later":            {applied, PartnerPaused, late, JoinInvitationApproved},
		"declined":                {applied, PartnerDeclined, late, JoinInvitationDeclined},
		"withdrawn":               {withdrawn, "", late, JoinInvitationWithdrawn},
	} {
		if got := c.i.Stands(c.application, c.now); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	if again := applied.Take("p-3", late); again.Application != "p-2" || len(again.History) != len(applied.History) {
		t.Errorf("a second application took the invitation: %+v", again)
	}
	if again := opened.Follow(early); len(again.History) != len(opened.History) {
		t.Error("followed twice")
	}
	for name, over := range map[string]JoinInvitation{"applied": applied, "withdrawn": withdrawn} {
		if _, err := over.Renew(lenaInvites, early); KindOf(err) != Conflict {
			t.Errorf("%s, sent again: %v", name, err)
		}
		if _, err := over.Withdraw(lenaInvites, early); KindOf(err) != Conflict {
			t.Errorf("%s, withdrawn: %v", name, err)
		}
		if err := over.Usable(early); KindOf(err) != Gone {
			t.Errorf("%s, followed: %v", name, err)
		}
	}
	if err := opened.Usable(late); KindOf(err) != Gone || !strings.Contains(err.Error(), "ask Lena Ortiz") {
		t.Errorf("expired: %v", err)
	}
	renewed, err := opened.Renew(lenaInvites, late)
	if err != nil || renewed.State != JoinInvitationSent || renewed.Usable(moment("2026-04-30 10:00")) != nil {
		t.Errorf("renewed: %+v, %v", renewed, err)
	}
}

func TestApplicationSaysByWhomItWasInvited(t *testing.T) {
	plain, err := rules.Apply("p-1", bluewater(), Actor{}, moment("2026-03-02 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	p := plain.CameBy(joinInvitation(t))
	if p.InvitedBy != "Lena Ortiz of Northwind Stays" || p.Invitation != "i1" {
		t.Errorf("got %q by %q", p.InvitedBy, p.Invitation)
	}
	if got := p.Story()[0].Text; got != "Applied to the program, invited by Lena Ortiz of Northwind Stays." {
		t.Errorf("the story says %q", got)
	}
	if got := plain.Story()[0].Text; got != "Applied to the program." {
		t.Errorf("the value it was made from says %q", got)
	}
}
