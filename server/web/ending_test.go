package web

import (
	"net/url"
	"testing"
)

func TestNoticeIsGivenAndTakenBackBySideThatGaveIt(t *testing.T) {
	t.Parallel()
	s := books(t)
	const desk = "/desk/partners/pa/ending"
	notice := func(why, sure string) url.Values { return url.Values{"reason": {why}, "sure": {sure}} }
	s.run(t, []scenario{
		{as: partnerAdmin, path: ownTerms, status: 200, contains: []string{"How the partnership ends"}},
		{as: partnerMember, path: ownEnding, status: 200, contains: []string{"An admin of your company gives notice", "What happens when"}, absent: []string{"Give notice</button>"}},
		{as: partnerAdmin, path: ownEnding, status: 200, contains: []string{"Given today, the last day would be 2 April 2026", "Give notice</button>", "even below the least amount"}},
		{name: "nothing said", as: partnerAdmin, path: ownEnding, form: notice("", ""), status: 422, contains: []string{"Say why. The other side reads it.", "Confirm that the partnership ends."}},
		{name: "nothing to take back", as: partnerAdmin, path: ownEnding + "/withdraw", form: url.Values{}, status: 409, contains: []string{"There is no notice to take back."}},
		{name: "given", as: partnerAdmin, path: ownEnding, form: notice("We close the business.", "yes"), status: 303, location: ownEnding},
		{as: partnerAdmin, path: ownEnding, status: 200, contains: []string{"The partnership ends on 2 April 2026.", "Take the notice back", "We close the business."}, absent: []string{"Give notice</button>"}},
		{as: partnerAdmin, path: "/home", status: 200, contains: []string{"Your partnership ends on 2 April 2026"}},
		{as: manager, path: "/desk/partners/pa", status: 200, contains: []string{"Ends on 2 April 2026: see the notice", "gave notice: the last day is 2 April 2026."}},
		{as: manager, path: desk, status: 200, contains: []string{"Only the side that gave notice can take it back."}, absent: []string{"Take the notice back"}},
		{name: "by the other side", as: manager, path: desk + "/withdraw", form: url.Values{}, status: 409, contains: []string{"The other side gave notice"}},
		{name: "twice", as: manager, path: desk, form: notice("So do we.", "yes"), status: 409, contains: []string{"Notice was given already"}},
		{name: "taken back", as: partnerAdmin, path: ownEnding + "/withdraw", form: url.Values{}, status: 303, location: ownEnding},
		{name: "by the program", as: manager, path: desk, form: notice("The season is over.", "yes"), status: 303, location: desk},
		{as: manager, path: desk, status: 200, contains: []string{"Take the notice back", "the program"}},
		{name: "of nobody", as: manager, path: "/desk/partners/none/ending", status: 404},
		{name: "taken back by the program", as: manager, path: desk + "/withdraw", form: url.Values{}, status: 303, location: desk},
	})
	if _, err := s.program.EndPartner(t.Context(), s.actor(t, manager), partnerA, 0, "A breach."); err != nil {
		t.Fatal(err)
	}
	s.run(t, []scenario{
		{name: "ended at once", as: partnerAdmin, path: ownEnding, status: 200, contains: []string{"The partnership has ended. Its last day was 2 March 2026."}, absent: []string{"Give notice</button>"}},
	})
}
