package web

import (
	"net/url"
	"strings"
	"testing"

	"tandem/portal"
	"tandem/portal/program"
)

// scored is the rating form with the same score for each criterion.
func (s *site) scored(score, note string) url.Values {
	form := url.Values{"note": {note}}
	for _, c := range s.program.Rules.Audit.Criteria {
		form.Set(c.Key, score)
	}
	return form
}

func TestApplicationIsScoredOnItsPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, partner := s.applied(t, bluewater())
	page := "/desk/applications/" + string(partner.ID)
	missing := s.scored("7", "")
	missing.Del("brand_fit")
	s.run(t, []scenario{
		{as: manager, path: page, status: 200, contains: []string{
			"Bluewater Ferries", "84,000", "Portugal, Spain", "Nobody has scored this application.", "A leading voice for its segment", "Answer: ", `value="10"`, "Save my scores",
		}},
		{as: manager, path: page + "/rating", form: missing, status: 422, contains: []string{"Score Brand fit and communications from 0 to 10.", `name="market_reach" value="7" checked`}},
		{as: manager, path: page + "/rating", form: s.scored("11", ""), status: 422, contains: []string{"5 fields need your attention."}},
		{as: manager, path: page + "/rating", form: with(s.scored("7", ""), "state", "approved"), status: 400},
		{as: manager, path: page + "/rating", form: s.scored("4", "Too <b>early</b>."), status: 303, location: page},
		{as: manager, path: page, status: 200, contains: []string{"4.00", "from 1 rater", "Change my scores", "Too <b>early</b>.", `name="market_reach" value="4" checked`, "The first one scored.", "In review"}, check: func(t *testing.T, _ *site, a answer) {
			if strings.Contains(a.body, "<b>early") {
				t.Error("the note is markup")
			}
		}},
		{as: admin, path: page + "/rating", form: s.scored("9", ""), status: 303, location: page},
		{as: admin, path: page, status: 200, contains: []string{"6.50", "from 2 raters", "Far apart", "differ by more than 2 on 5 criteria", "Person manager 4", "Top quartile"}},
		{as: financeRole, path: page, status: 403},
		{as: partnerAdmin, path: page, status: 403},
		{path: page, status: 401},
		{as: manager, path: "/desk/applications/nothing", status: 404},
		{as: manager, path: "/desk/applications/nothing/rating", form: s.scored("5", ""), status: 404},
	})
}

func TestUnconfirmedApplicationIsNoPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.browser().post(t, "/join", bluewater())
	all, err := s.store.Partners.All(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	id := string(all[0].ID)
	before := s.dump(t)
	s.run(t, []scenario{
		{as: manager, path: "/desk/applications/" + id, status: 404},
		{as: manager, path: "/desk/partners/" + id, status: 404},
		{as: manager, path: "/desk/applications/" + id + "/rating", form: s.scored("5", ""), status: 404},
		{as: manager, path: "/desk/applications/" + id + "/approve", form: url.Values{"version": {"1"}, "specialist": {string(s.actor(t, manager).User)}}, status: 404},
		{as: manager, path: "/desk/partners", status: 200, absent: []string{"Bluewater"}},
		{as: manager, path: "/desk/partners.csv", status: 200, absent: []string{"Bluewater"}},
	})
	for id, body := range s.dump(t) {
		if strings.HasPrefix(id, "partners ") && before[id] != body {
			t.Errorf("%s changed", id)
		}
	}
}

func TestApplicationIsDecidedOnItsPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, partner := s.applied(t, bluewater())
	page, id := "/desk/applications/"+string(partner.ID), string(partner.ID)
	lena := string(s.actor(t, manager).User)
	version := func() string {
		review, err := s.program.Review(t.Context(), s.actor(t, manager), partner.ID)
		if err != nil {
			t.Fatal(err)
		}
		return grouped(review.Partner.Version)
	}
	old := version()
	s.run(t, []scenario{
		{as: manager, path: page + "/question", form: url.Values{"version": {old}, "question": {""}}, status: 422, contains: []string{"Write what you need to know."}},
		{as: manager, path: page + "/question", form: url.Values{"question": {"How many?"}}, status: 409, contains: []string{"was changed meanwhile", "How many?"}},
		{as: manager, path: page + "/question", form: url.Values{"version": {old}, "question": {"How many stay overnight?"}}, status: 303, location: page},
		{as: manager, path: page, status: 200, contains: []string{"We asked, and wait for the answer", "How many stay overnight?", "More asked"}, absent: []string{"Answer: "}},
		{as: manager, path: page + "/decline", form: url.Values{"version": {old}, "reason": {"Too small."}}, status: 409, contains: []string{"was changed meanwhile", "Too small."}},
		{as: manager, path: page + "/approve", form: url.Values{"version": {version()}, "specialist": {string(s.actor(t, financeRole).User)}}, status: 422, contains: []string{"Choose who looks after this partner."}},
		{as: financeRole, path: page + "/approve", form: url.Values{"version": {"2"}, "specialist": {lena}}, status: 403},
	})
	s.run(t, []scenario{
		{as: manager, path: page + "/approve", form: url.Values{"version": {version()}, "specialist": {lena}, "welcome": {"Glad."}}, status: 303, location: "/desk/partners/" + id},
		{as: manager, path: "/desk/partners/" + id, status: 200, contains: []string{"Approved", "Person manager", "The applicant gets the way in by mail.", "Invited", "bluewater-ferries"}},
		{as: manager, path: page, status: 200, contains: []string{"was let in"}, absent: []string{"Save my scores", "Decline the application"}},
		{as: manager, path: page + "/decline", form: url.Values{"version": {version()}, "reason": {"Changed my mind."}}, status: 409, contains: []string{"was changed meanwhile"}},
		{as: manager, path: page + "/rating", form: s.scored("5", ""), status: 409},
	})
	if l := s.letter(t, "Welcome"); l.To != "marta@bluewater-ferries.com" {
		t.Errorf("the welcome goes to %s", l.To)
	}
	_, second := s.applied(t, with(bluewater(), "company", "Quick Coupons", "site", "quickcoupons.com", "email", "q@quickcoupons.com"))
	page = "/desk/applications/" + string(second.ID)
	s.run(t, []scenario{
		{as: manager, path: page + "/decline", form: url.Values{"version": {grouped(second.Version)}, "reason": {" "}}, status: 422, contains: []string{"Give the applicant a reason."}},
		{as: manager, path: page + "/decline", form: url.Values{"version": {grouped(second.Version)}, "reason": {"Our houses are too small."}}, status: 303, location: page},
		{as: manager, path: page, status: 200, contains: []string{"Declined", "Our houses are too small."}},
	})
}

func TestPartnersListFiltersAndDownloads(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.applied(t, bluewater())
	_, coupons := s.applied(t, with(bluewater(), "company", "=Quick Coupons", "site", "quickcoupons.com", "email", "q@quickcoupons.com"))
	if _, err := s.program.DeclineApplication(t.Context(), s.actor(t, manager), coupons.ID, coupons.Version, "No."); err != nil {
		t.Fatal(err)
	}
	s.run(t, []scenario{
		{as: manager, path: "/desk/partners", status: 200, contains: []string{"Bluewater Ferries", "=Quick Coupons", `href="/desk/applications/` + string(coupons.ID), `href="/desk/partners.csv"`}},
		{as: financeRole, path: "/desk/partners", status: 200, contains: []string{`href="/desk/partners/` + string(coupons.ID)}, absent: []string{"/desk/applications/"}},
		{as: manager, path: "/desk/partners?state=declined", status: 200, contains: []string{"=Quick Coupons", "/desk/partners.csv?state=declined", `value="declined" selected`}, absent: []string{"Bluewater"}},
		{as: manager, path: "/desk/partners?q=BLUEWATER&tier=&state=", status: 200, contains: []string{"Bluewater Ferries", `value="BLUEWATER"`}, absent: []string{"Coupons"}},
		{as: manager, path: "/desk/partners?q=nobody", status: 200, contains: []string{"No partner fits"}},
		{as: manager, path: "/desk/partners?state=%7B%22%24gt%22%3A%22%22%7D", status: 200},
		{as: manager, path: "/desk/partners?after=page2", status: 404},
		{as: manager, path: "/desk/partners.csv?state=declined", status: 200, contains: []string{"'=Quick Coupons"}, absent: []string{"Bluewater"}, check: func(t *testing.T, _ *site, a answer) {
			if a.header.Get("Content-Disposition") != `attachment; filename="partners-2026-03-02.csv"` || !strings.HasPrefix(a.header.Get("Content-Type"), "text/csv") {
				t.Errorf("%v", a.header)
			}
		}},
		{as: partnerAdmin, path: "/desk/partners", status: 403},
		{as: partnerAdmin, path: "/desk/partners.csv", status: 403},
		{path: "/desk/partners", status: 401},
	})
}

func TestPartnerIsLookedAfterOnItsPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, partner := s.applied(t, bluewater())
	lena, tom := s.actor(t, manager), s.actor(t, admin)
	if _, err := s.program.ApproveApplication(t.Context(), lena, program.Approve{Partner: partner.ID, Seen: partner.Version, Specialist: lena.User}); err != nil {
		t.Fatal(err)
	}
	s.browser().post(t, path(t, s.letter(t, "Welcome")), url.Values{"name": {"Marta Silva"}, "password": {"a calm sea in winter"}})
	page := "/desk/partners/" + string(partner.ID)
	version := func() string {
		o, err := s.program.PartnerOverview(t.Context(), lena, partner.ID)
		if err != nil {
			t.Fatal(err)
		}
		return grouped(o.Partner.Version)
	}
	at := version()
	s.run(t, []scenario{
		{as: manager, path: page, status: 200, contains: []string{"Onboarding", "Day 1 of 14", "Tier 4 Experimental", "Marta Silva", "No terms accepted yet.", "€0.00", "Starts at Tier 4 Experimental"}},
		{as: financeRole, path: page, status: 200, absent: []string{"Look after", "Mark as done"}},
		{as: manager, path: page + "/pause", form: url.Values{"version": {at}, "pause_reason": {""}}, status: 422, contains: []string{"Say why.", `href="#f-pause_reason"`}},
		{as: manager, path: page + "/pause", form: url.Values{"version": {"1"}, "pause_reason": {"Renovation"}}, status: 409, contains: []string{"was changed meanwhile", "Renovation"}},
		{as: manager, path: page + "/pause", form: url.Values{"version": {at}, "pause_reason": {"Renovation"}}, status: 303, location: page},
		{as: manager, path: page, status: 200, contains: []string{"Paused. The partner is told why.", "Renovation", "Resume"}, absent: []string{"Pause the partner"}},
	})
	s.run(t, []scenario{{as: manager, path: page + "/resume", form: url.Values{"version": {version()}, "resume_reason": {""}}, status: 303, location: page}})
	s.run(t, []scenario{
		{as: manager, path: page + "/specialist", form: url.Values{"version": {version()}, "specialist": {"somebody"}}, status: 422, contains: []string{"Choose who looks after this partner."}},
		{as: manager, path: page + "/specialist", form: url.Values{"version": {version()}, "specialist": {string(tom.User)}}, status: 303, location: page},
		{as: manager, path: page, status: 200, contains: []string{"looked after by Person admin", "Person admin became the specialist."}},
		{as: manager, path: page + "/tasks/nothing", form: url.Values{}, status: 404},
		{as: manager, path: page + "/tasks/" + s.program.Rules.Onboarding.Tasks[0].Key, form: url.Values{}, status: 303, location: page},
		{as: manager, path: page, status: 200, contains: []string{"1 of 11 done"}},
		{as: manager, path: page + "/activate", form: url.Values{"activate_reason": {""}}, status: 422, contains: []string{"Say why."}},
	})
	s.run(t, []scenario{
		{as: manager, path: page + "/end", form: url.Values{"version": {version()}, "end_reason": {"Closed."}}, status: 422, contains: []string{"Confirm that the partnership ends for good.", "Closed."}},
		{as: financeRole, path: page + "/end", form: url.Values{"version": {version()}, "end_reason": {"Closed."}, "sure": {"yes"}}, status: 403},
		{as: manager, path: page + "/end", form: url.Values{"version": {version()}, "end_reason": {"Closed."}, "sure": {"yes"}}, status: 303, location: page},
		{as: manager, path: page, status: 200, contains: []string{"Ended", "Left the program.", "Closed."}, absent: []string{"Look after"}},
	})
	if o, err := s.program.PartnerOverview(t.Context(), lena, partner.ID); err != nil || o.Partner.State != portal.PartnerEnded {
		t.Errorf("%s, %v", o.Partner.State, err)
	}
}
