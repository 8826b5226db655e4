package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

// goTo moves the clock to noon of a day.
func (s *site) goTo(day portal.Date) {
	next := day.In(s.program.Rules.Zone).Add(12 * time.Hour)
	s.clock.Store(&next)
}

// scoreForm gives everything a manager sets one value.
func (s *site) scoreForm(quarter, value string) url.Values {
	form := url.Values{"quarter": {quarter}, "note": {""}}
	for _, p := range s.program.Rules.Scorecard.Parameters {
		if !p.Computed {
			form.Set(p.Key, value)
			form.Set("why_"+p.Key, "Seen in the quarterly call.")
		}
	}
	return form
}

func TestTierFromScorecardToReview(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.run(t, []scenario{
		{as: partnerAdmin, path: "/tier", status: 200, contains: []string{"Tier 4 Experimental", "No scorecard yet", "The best 20% of active partners", "You are here"}, absent: []string{"What would lift you"}},
	})
	s.goTo("2026-07-02") // who signed in before is signed out by now
	bad := s.scoreForm("2026-Q2", "7")
	bad.Set("reach", "eleven")
	one := "/desk/tiers/pa?quarter=2026-Q2"
	s.run(t, []scenario{
		{as: manager, path: "/desk/tiers", status: 200, contains: []string{"Tier review, Q2 2026", "Alpha", "Not scored", "Close the review of Q2 2026"}},
		{as: manager, path: one, status: 200, contains: []string{"Scorecard of Q2 2026", "Set by your partner manager", "Set the tier by hand"}},
		{as: manager, path: "/desk/tiers/pa", form: bad, status: 422, contains: []string{"Write a value from 0 to 10", `value="eleven"`, "Seen in the quarterly call."}},
		{name: "a computed parameter in the form", as: manager, path: "/desk/tiers/pa", form: url.Values{"quarter": {"2026-Q2"}, "performance": {"10"}}, status: 400},
		{name: "a field of the stored thing", as: manager, path: "/desk/tiers/pa", form: url.Values{"quarter": {"2026-Q2"}, "result": {"x"}}, status: 400},
		{as: manager, path: "/desk/tiers/pa", form: s.scoreForm("2026-Q2", "7"), status: 303, location: one},
		{as: manager, path: one, status: 200, contains: []string{`value="7.0"`, "Person manager, 2 July 2026", "Seen in the quarterly call."}},
		// 7 everywhere but performance, which is 0: composite 7 x 0.85 = 5.95, revenue (7 x 0.2)/0.35 = 4.
		{as: partnerMember, path: "/tier", status: 200, contains: []string{"5.95", "7.00", "4.00", "Person manager, 2 July 2026", "The scorecard reaches Tier 3 Core already."}},
		{as: manager, path: "/desk/tiers", status: 200, contains: []string{"Up to Core", "5.95"}},
		{name: "a quarter that runs", as: manager, path: "/desk/tiers/close", form: url.Values{"quarter": {"2026-Q3"}}, status: 409, contains: []string{"can be closed after that"}},
		{as: manager, path: "/desk/tiers/close", form: url.Values{"quarter": {"2026-Q2"}}, status: 303, location: "/desk/tiers?quarter=2026-Q2"},
		{as: manager, path: "/desk/tiers?quarter=2026-Q2", status: 200, contains: []string{"Closed by Person manager on 2 July 2026", "Tier 3 Core"}, absent: []string{"Close the review"}},
		{as: partnerMember, path: "/tier", status: 200, contains: []string{"Tier 3 Core", "Promoted to Tier 3 Core from 2 July 2026.", "The fewest points that reach Tier 2 High:", "from 7.0 to 8.8"}, absent: []string{"1 of 1", "Place"}},
		{name: "closed twice", as: manager, path: "/desk/tiers/close", form: url.Values{"quarter": {"2026-Q2"}}, status: 409},
		{name: "closed twice by another name", as: manager, path: "/desk/tiers/close", form: url.Values{"quarter": {"2026-Q21"}}, status: 404},
		{name: "a scorecard of another name", as: manager, path: "/desk/tiers/pa", form: s.scoreForm("2026-Q2x", "9"), status: 404},
		{name: "a closed scorecard", as: manager, path: "/desk/tiers/pa", form: s.scoreForm("2026-Q2", "9"), status: 409, contains: []string{"closed by its review"}},
		{as: partnerMember, path: "/home", status: 200, contains: []string{"Why you are Tier 3 Core", "5.95 of 10", "from 7.0 to 8.8"}},
		{as: manager, path: "/desk/tiers?quarter=2031-Q1", status: 404},
		{as: manager, path: "/desk/tiers/nobody", status: 404},
	})
}

func TestTierSetByHand(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	page := "/desk/tiers/pa?quarter=2026-Q1"
	s.run(t, []scenario{
		{name: "without an end", as: manager, path: "/desk/tiers/pa/override", form: url.Values{"quarter": {"2026-Q1"}, "tier": {"high"}, "reason": {"Launch partner."}}, status: 422, contains: []string{"Write the last day", "Launch partner."}},
		{as: manager, path: "/desk/tiers/pa/override", form: url.Values{"quarter": {"2026-Q1"}, "tier": {"high"}, "until": {"2026-06-30"}, "reason": {"Launch partner."}}, status: 303, location: page},
		{as: partnerAdmin, path: "/tier", status: 200, contains: []string{"Tier 2 High", "set this tier by hand until 30 June 2026: Launch partner.", "Tier 4 Experimental"}},
		{as: manager, path: page, status: 200, contains: []string{"End it today", "Tier 2 High until 30 June 2026"}, absent: []string{"Set the tier</button>"}},
		{as: manager, path: "/desk/tiers/pa/lift", form: url.Values{"quarter": {"2026-Q1"}, "reason": {""}}, status: 422, contains: []string{"Say why."}},
		{as: manager, path: "/desk/tiers/pa/lift", form: url.Values{"quarter": {"2026-Q1"}, "reason": {"Agreed."}}, status: 303, location: page},
		{as: partnerAdmin, path: "/tier", status: 200, contains: []string{"You are here", "Agreed."}, absent: []string{"by hand until"}},
	})
	if a := s.as(t, partnerAdmin).get(t, "/tier"); !strings.Contains(a.text(), "<p>Tier 4 Experimental") {
		t.Errorf("after it ended: %s", excerpt(a.body))
	}
}
