package web

import (
	"net/url"
	"strings"
	"testing"

	"tandem/portal"
	"tandem/portal/program"
)

func invite(pairs ...string) url.Values {
	return with(url.Values{"company": {"Casa Lumen"}, "contact": {"Ana Prado"}, "email": {"ana@casalumen.pt"}, "note": {"We met <b>at the fair</b>."}}, pairs...)
}

// invitedBy is the one row of the inviter's list.
func (s *site) invitedBy(t testing.TB, who string) program.JoinInvitationRow {
	t.Helper()
	list, err := s.program.JoinInvitations(t.Context(), s.actor(t, who), "")
	if err != nil || len(list.Rows) != 1 {
		t.Fatalf("%d invitations, %v", len(list.Rows), err)
	}
	return list.Rows[0]
}

func TestPeerInvitesACompanyAndSeesItsStateAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Bluewater")
	s.run(t, []scenario{
		{as: partnerAdmin, path: "/company/invitations", status: 200, contains: []string{"Nobody is invited yet", `aria-current="page">Invitations`}},
		{as: partnerMember, path: "/company", status: 200, absent: []string{"/company/invitations"}},
		{as: partnerAdmin, path: "/company/invitations", form: invite("company", "", "note", "See evil.com"), status: 422, contains: []string{"Write the company's name.", "Leave links and addresses out.", `value="ana@casalumen.pt"`}},
		{as: partnerAdmin, path: "/company/invitations", form: invite(), status: 303, location: "/company/invitations"},
		{as: partnerAdmin, path: "/company/invitations", status: 200, contains: []string{"on its way to ana@casalumen.pt", "Sent", "/join/invited/"}},
		{as: partnerAdmin, path: "/company/invitations", form: invite(), status: 422, contains: []string{"This address is invited already."}},
	})
	join := path(t, s.letter(t, "invites you to"))
	s.run(t, []scenario{
		{path: join, status: 200, contains: []string{"of Bluewater invites you.", "We met <b>at the fair</b>.", `value="Casa Lumen"`, `value="Ana Prado"`, `value="ana@casalumen.pt"`, `action="` + join + `"`, "noindex"}, absent: []string{"How you heard"}, check: func(t *testing.T, _ *site, a answer) {
			if strings.Contains(a.body, "<b>at") {
				t.Error("the note is markup")
			}
		}},
		{path: join, form: with(bluewater(), "company", ""), status: 422, contains: []string{"Write the company's name.", "invites you.", `value="www.bluewater-ferries.com"`}},
		{as: partnerAdmin, path: "/company/invitations", status: 200, contains: []string{"Opened"}},
		{path: join, form: with(bluewater(), "company", "Casa Lumen", "site", "casalumen.pt", "email", "ana@casalumen.pt"), status: 303, location: "/join/sent"},
	})
	confirmed := s.browser().post(t, path(t, s.letter(t, "Confirm your application")), nil)
	if confirmed.status != 303 {
		t.Fatalf("confirm: %d", confirmed.status)
	}
	application := string(s.invitedBy(t, partnerAdmin).Application)
	s.run(t, []scenario{
		{as: partnerAdmin, path: "/company/invitations", status: 200, contains: []string{"Applied"}, absent: []string{application, "/join/invited/", "Send again", "Withdraw"}},
		{as: partnerAdmin, path: "/desk/applications/" + application, status: 403},
		{as: manager, path: "/desk/applications/" + application, status: 200, contains: []string{"Invited by", "of Bluewater", `href="/desk/partners/` + string(partnerA) + `"`, "Applied to the program, invited by"}},
		{as: manager, path: "/desk/invitations", status: 200, contains: []string{"Casa Lumen", "Bluewater", "/desk/applications/" + application}},
		{path: join, status: 410, contains: []string{"You have applied", "holds the link to where the application stands"}},
		{path: join, form: bluewater(), status: 410, contains: []string{"You have applied"}},
	})
}

func TestManagerInvitesByMailOrByLink(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.run(t, []scenario{
		{as: manager, path: "/desk/partners", status: 200, contains: []string{`href="/desk/invitations"`}},
		{as: financeRole, path: "/desk/partners", status: 200, absent: []string{"/desk/invitations"}},
		{as: manager, path: "/desk/invitations", form: invite("email", ""), status: 303, location: "/desk/invitations"},
	})
	row := s.invitedBy(t, manager)
	link, at := strings.TrimPrefix(row.Link, siteBase), "/desk/invitations/"+string(row.ID)
	s.run(t, []scenario{
		{as: manager, path: "/desk/invitations", status: 200, contains: []string{"The link for Casa Lumen is ready.", row.Link, "Renew the link"}},
		{path: link, status: 200, contains: []string{"of Northwind Stays invites you."}},
		{as: manager, path: at + "/resend", form: url.Values{}, status: 303, location: "/desk/invitations"},
		{as: manager, path: at + "/withdraw", form: url.Values{}, status: 303, location: "/desk/invitations"},
		{as: manager, path: "/desk/invitations", status: 200, contains: []string{"is withdrawn; its link no longer works.", "Withdrawn"}, absent: []string{row.Link}},
		{as: manager, path: at + "/withdraw", form: url.Values{}, status: 409},
		{path: link, status: 410, contains: []string{"This invitation was withdrawn.", `href="/join"`}},
		{path: "/join/invited/nonsense", status: 404},
		{path: "/join/invited/nonsense", form: bluewater(), status: 404},
	})
	if len(s.letters(t)) != 0 {
		t.Error("a link that is passed on was mailed as well")
	}
}

func TestExpiredInvitationHasAWayOn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.run(t, []scenario{{as: manager, path: "/desk/invitations", form: invite(), status: 303}})
	join := path(t, s.letter(t, "invites you to"))
	s.wait(portal.JoinInvitationLife)
	row := s.invitedBy(t, manager)
	s.run(t, []scenario{
		{path: join, status: 410, contains: []string{"This invitation has expired.", "ask Person manager to send it again", "Apply without it"}},
		{path: join, form: bluewater(), status: 410, contains: []string{"This invitation has expired."}},
	})
	colleague := s.browser() // a month later the manager is signed out
	colleague.signIn(t, s.person(t, "second@example.com", "", portal.Manager), true)
	s.clients[manager] = colleague
	s.run(t, []scenario{
		{as: manager, path: "/desk/invitations", status: 200, contains: []string{"Expired"}},
		{as: manager, path: "/desk/invitations/" + string(row.ID) + "/resend", form: url.Values{}, status: 303},
		{path: join, status: 200, contains: []string{"invites you."}},
	})
	if l := s.letter(t, "invites you to"); path(t, l) != join {
		t.Errorf("the second mail leads to %s", l.Link)
	}
}
