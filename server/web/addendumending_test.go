package web

import (
	"net/url"
	"slices"
	"testing"

	"tandem/portal"
)

// TestAnAddendumIsEndedByTwoPeople and both sides hear of it.
func TestAnAddendumIsEndedByTwoPeople(t *testing.T) {
	t.Parallel()
	s := books(t)
	made := s.offer(t, partnerA, portal.Agreement{From: s.program.Today(), NoticeDays: 60, Words: "We meet twice a year."})
	const one, own = "/desk/partners/pa/addenda/1", ownAddenda + "/1"
	s.run(t, []scenario{
		{name: "not accepted yet", as: manager, path: one + "/end", form: url.Values{"why": {"x"}}, status: 409, contains: []string{"so it cannot be ended"}},
		{as: partnerAdmin, path: own + "/accept", form: url.Values{"sha256": {made.SHA256}, "agree": {"yes"}}, status: 303},
		{as: manager, path: one, status: 200, contains: []string{"End it early", "the last day is 1 May 2026"}},
		{as: financeRole, path: one, status: 200, absent: []string{"Propose to end it"}},
		{name: "without a reason", as: manager, path: one + "/end", form: url.Values{"why": {""}}, status: 422, contains: []string{"Say why. The partner reads it."}},
		{name: "nothing to approve", as: financeRole, path: one + "/end/approve", form: url.Values{}, status: 409, contains: []string{"Nobody has proposed to end addendum A-1"}},
		{name: "proposed", as: manager, path: one + "/end", form: url.Values{"why": {"The season is over."}}, status: 303, location: one},
		{as: manager, path: one, status: 200, contains: []string{"You proposed to end it, so another person approves that.", "Let the addendum go on"}, absent: []string{"Approve the end"}},
		{name: "dropped", as: financeRole, path: one + "/end/drop", form: url.Values{}, status: 303, location: one},
		{name: "proposed again", as: manager, path: one + "/end", form: url.Values{"why": {"The season is over."}}, status: 303, location: one},
		{as: partnerAdmin, path: own, status: 200, absent: []string{"The season is over."}},
		{as: financeRole, path: one, status: 200, contains: []string{"proposed to end it", "Approve the end"}},
		{name: "approved", as: financeRole, path: one + "/end/approve", form: url.Values{}, status: 303, location: one},
		{as: partnerAdmin, path: own, status: 200, contains: []string{"Ends early, on", "1 May 2026", "The season is over.", "In force"}},
		{as: manager, path: "/desk/partners/pa/addenda", status: 200, contains: []string{"from 2 March 2026 to 1 May 2026"}},
	})
	var said []string
	for _, letter := range s.letters(t) {
		said = append(said, letter.Subject)
	}
	for _, want := range []string{"The end of an addendum waits for approval", "The addendum for Alpha goes on", "Addendum A-1 ends on 1 May 2026", "The addendum for Alpha ends on 1 May 2026"} {
		if !slices.Contains(said, want) {
			t.Errorf("no mail %q in %q", want, said)
		}
	}
}
