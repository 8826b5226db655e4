package web

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestPersonChoosesTheirMail(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.run(t, []scenario{
		{as: partnerAdmin, path: "/account/letters", status: 200, contains: []string{"What becomes of your referrals", `value="payouts" checked`, "Always sent", `aria-current="page">Mail`}, absent: []string{"Payouts that wait for approval"}},
		{as: partnerAdmin, path: "/account/letters", form: url.Values{"topics": {"referrals", "start"}}, status: 303, location: "/account/letters"},
		{as: partnerAdmin, path: "/account/letters", status: 200, contains: []string{"Saved.", `value="start" checked`}, absent: []string{`value="payouts" checked`}},
		{as: partnerAdmin, path: "/account/letters", form: url.Values{"topics": {"batches"}}, status: 422, contains: []string{"Choose from the list."}},
		{as: editor, path: "/account/letters", status: 200, contains: []string{`value="texts" checked`}, absent: []string{"Work given to you"}},
		{as: steward, path: "/account/letters", status: 200, contains: []string{"Always sent"}, absent: []string{"You choose"}},
		{as: steward, path: "/account/letters", form: url.Values{}, status: 303},
		{path: "/account/letters", status: 401},
	})
}

func TestMailIsStoppedByItsLinkWithoutSigningIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	id := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	if a := s.as(t, manager).post(t, "/desk/referrals/"+id+"/accept", nil); a.status != 303 {
		t.Fatalf("accept: %d\n%s", a.status, excerpt(a.body))
	}
	s.wait(time.Minute)
	stop := strings.TrimPrefix(s.letter(t, "Hotel Miramar").Stop, siteBase)
	s.run(t, []scenario{
		{path: stop, status: 200, contains: []string{"Stop these mails", "What becomes of your referrals", "noindex"}},
		{as: partnerMember, path: "/account/letters", status: 200, contains: []string{`value="referrals" checked`}},
		{path: stop, form: url.Values{}, status: 200, contains: []string{"These mails are stopped", `href="/account/letters"`}},
		{as: partnerMember, path: "/account/letters", status: 200, absent: []string{`value="referrals" checked`}},
		{path: stop + "x", status: 404},
		{path: stop + "x", form: url.Values{}, status: 404},
	})
}
