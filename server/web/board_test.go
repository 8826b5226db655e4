package web

import (
	"net/url"
	"strings"
	"testing"

	"tandem/portal"
)

func TestACardGoesOverTheBoardAndBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	id, other := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt"), s.refer(t, otherPartner, "Casa Azul", "rui@casaazul.pt")
	const filtered = "?owner=mine&product=group_stays"
	card, move := "#card-"+id, "/desk/referrals/"+id+"/move"
	deal := url.Values{"to": {"won"}, "facts": {"yes"}, "value": {"24,000"}, "currency": {"EUR"}, "start": {"2026-04-01"}, "term_months": {"12"}, "product": {"group_stays"}}
	without := func(form url.Values, name string) url.Values {
		left := url.Values{}
		for k, v := range form {
			if k != name {
				left[k] = v
			}
		}
		return left
	}
	s.run(t, []scenario{
		{as: manager, path: "/desk/referrals/board", status: 200, contains: []string{"Submitted", "Accepted", "Qualified", "Won", "Hotel Miramar", "Casa Azul", "€24,000.00", "Answer: 2 days left", `href="/desk/referrals"`}, absent: []string{"Rejected</h2>", "Show all in the list"}},
		{as: manager, path: "/desk/referrals/board?show=all", status: 200, contains: []string{"Rejected</h2>", "Duplicate</h2>"}},
		{as: manager, path: "/desk/referrals/board?show=won", status: 200, contains: []string{"Won</h2>"}, absent: []string{"Submitted</h2>"}},
		{as: manager, path: "/desk/referrals/board?show=stolen", status: 404},
		{as: financeRole, path: "/desk/referrals/board", status: 200, contains: []string{"Hotel Miramar"}, absent: []string{"/move", "<summary"}},
		{as: partnerMember, path: "/desk/referrals/board", status: 403},
		{as: financeRole, path: move, form: url.Values{"to": {"accepted"}}, status: 403},
		{name: "a step further", as: manager, path: move, form: url.Values{"to": {"accepted"}}, status: 303, location: "/desk/referrals/board" + card},
		{as: manager, path: "/desk/referrals/board", status: 200, contains: []string{"Hotel Miramar is Accepted now.", "Undo", `name="to" value="qualified"`, `to=lost`}},
		{name: "a step that is over by now", as: manager, path: move, form: url.Values{"to": {"accepted"}}, status: 409, contains: []string{"cannot be moved to accepted", "/desk/referrals/board"}},
		{name: "a step that leaves one out", as: manager, path: move, form: url.Values{"to": {"won"}}, status: 422},
		{name: "a state by rule alone", as: manager, path: move, form: url.Values{"to": {"expired"}}, status: 422},
		{name: "no state", as: manager, path: move, form: url.Values{"to": {"stolen"}}, status: 404},
		{name: "the filter stays", as: manager, path: move + filtered, form: url.Values{"to": {"qualified"}}, status: 303, location: "/desk/referrals/board" + filtered + card},
		{name: "what needs facts has its form", as: manager, path: move + filtered, form: url.Values{"to": {"won"}}, status: 303, location: move + filtered + "&to=won"},
		{as: manager, path: move + filtered + "&to=won", status: 200, contains: []string{"Move Hotel Miramar", "Contract value", "Move to won", "/desk/referrals/board" + filtered}, absent: []string{"Why it was lost"}},
		{as: manager, path: move + "?to=lost", status: 200, contains: []string{"Why it was lost"}, absent: []string{"Contract value"}},
		{as: manager, path: move + "?to=accepted", status: 200, contains: []string{"cannot be moved to accepted"}},
		{as: manager, path: move + "?to=stolen", status: 404},
		{name: "a reason left out", as: manager, path: move, form: url.Values{"to": {"lost"}, "facts": {"yes"}, "reason": {" "}}, status: 422, contains: []string{"Say why the deal was lost.", "Why it was lost"}},
		{name: "a value left out", as: manager, path: move + filtered, form: without(deal, "value"), status: 422, contains: []string{"Contract value", "/desk/referrals/board" + filtered}},
		{name: "won", as: manager, path: move + filtered, form: deal, status: 303, location: "/desk/referrals/board" + filtered + card},
		{as: manager, path: "/desk/referrals/board" + filtered, status: 200, contains: []string{"Hotel Miramar is Won now.", "€24,000.00"}, absent: []string{"Casa Azul"}},
		{as: manager, path: "/desk/referrals/board?owner=unassigned", status: 200, contains: []string{"Casa Azul"}, absent: []string{"Hotel Miramar</a>"}},
		{as: manager, path: "/desk/referrals/board?q=beta", status: 200, contains: []string{"Casa Azul"}, absent: []string{"Hotel Miramar</a>"}},
		{as: manager, path: "/desk/referrals/board?product=boutique_hotels", status: 200, contains: []string{"None fits here."}, absent: []string{"Casa Azul"}},
		{as: manager, path: "/desk/referrals/board?partner=pb", status: 200, contains: []string{"The customers of Beta", "Casa Azul", "/desk/referrals?partner=pb"}, absent: []string{"Hotel Miramar</a>"}},
		{as: manager, path: "/desk/referrals/board?owner=everybody", status: 404},
		{name: "the list has the same filters", as: manager, path: "/desk/referrals" + filtered, status: 200, contains: []string{"Hotel Miramar", "/desk/referrals/board" + filtered}, absent: []string{"Casa Azul"}},
		{as: manager, path: "/desk/referrals?owner=unassigned", status: 200, contains: []string{"Casa Azul"}, absent: []string{"Hotel Miramar</a>"}},
		{name: "the owner is the staff's", as: otherPartner, path: "/referrals?owner=mine&product=group_stays", status: 200, contains: []string{"Casa Azul"}},
		{as: otherPartner, path: "/referrals?q=Beta", status: 200, contains: []string{"None fits"}},
	})
	r, err := s.program.Referral(t.Context(), s.actor(t, manager), portal.ReferralID(other))
	if err != nil || r.State != portal.ReferralSubmitted {
		t.Errorf("the other card is %s, %v", r.State, err)
	}
}

func TestAColumnOfTheBoardHasItsBound(t *testing.T) {
	t.Parallel()
	s := books(t)
	s.rows(t, 0, 40)
	a := s.as(t, manager).get(t, "/desk/referrals/board")
	if n := strings.Count(a.body, `id="card-r00`); n != 20 {
		t.Errorf("%d cards, want 20", n)
	}
	if !strings.Contains(a.body, `href="/desk/referrals?state=submitted"`) {
		t.Errorf("no way to the rest\n%s", excerpt(a.body))
	}
}

func TestTheBoardSendsAReferralBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	id := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	move := "/desk/referrals/" + id + "/move"
	s.run(t, []scenario{
		{name: "it asks what shall change", as: manager, path: move, form: url.Values{"to": {"returned"}}, status: 303, location: move + "?to=returned"},
		{as: manager, path: move + "?to=returned", status: 200, contains: []string{"What the partner shall change", "Move to returned"}},
		{name: "without a word", as: manager, path: move, form: url.Values{"to": {"returned"}, "facts": {"yes"}, "reason": {" "}}, status: 422, contains: []string{"Say what the partner shall change.", `href="#f-reason"`}},
		{as: manager, path: move, form: url.Values{"to": {"returned"}, "facts": {"yes"}, "reason": {"Which house?"}}, status: 303},
		{as: manager, path: "/desk/referrals/board", status: 200, contains: []string{"Hotel Miramar is Returned now."}},
		{name: "only its partner withdraws it", as: manager, path: move, form: url.Values{"to": {"withdrawn"}}, status: 422},
		{as: partnerMember, path: "/referrals/" + id, status: 200, contains: []string{"Which house?", "Hand it in again"}},
	})
}
