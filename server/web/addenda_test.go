package web

import (
	"net/url"
	"slices"
	"testing"

	"tandem/portal"
)

// offer proposes an addendum and approves it, so that the partner can accept it.
func (s *site) offer(t *testing.T, id portal.PartnerID, in portal.Agreement) portal.Addendum {
	t.Helper()
	lena := portal.Actor{User: "u-lena", Name: "Lena Ortiz", Roles: []portal.Role{portal.Manager}}
	fay := portal.Actor{User: "u-fay", Name: "Fay Okafor", Roles: []portal.Role{portal.Finance}}
	made, err := s.program.ProposeAddendum(t.Context(), lena, id, in)
	if err == nil {
		err = s.program.ApproveAddendum(t.Context(), fay, id, made.Number)
	}
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// TestAnAddendumFromTheFormToTheLedger is proposed, approved, accepted, and pays.
func TestAnAddendumFromTheFormToTheLedger(t *testing.T) {
	t.Parallel()
	s := books(t)
	const at, one, own = "/desk/partners/pa/addenda", "/desk/partners/pa/addenda/1", ownAddenda + "/1"
	typed := func(change url.Values) url.Values {
		form := url.Values{"do": {"propose"}}
		for _, name := range []string{"until", "share_elite", "share_high", "share_core", "protect_days", "minimum", "vertical", "country", "exclusive_until", "term_months", "notice_days", "renewal_share", "renewal_months", "onboarding_cost", "onboarding_share", "words"} {
			form.Set(name, "")
		}
		form.Set("from", "2026-03-02")
		form.Set("share_experimental", "7.5")
		for name, values := range change {
			form[name] = values
		}
		return form
	}
	s.as(t, financeRole).post(t, deskCollections+"/new", cash("ra", "INV-1", "1000.00", "2026-03-01"))
	s.run(t, []scenario{
		{as: manager, path: at, status: 200, contains: []string{"No addendum", "Propose an addendum"}},
		{as: financeRole, path: at, status: 200, absent: []string{"Propose an addendum"}},
		{as: manager, path: at + "/new", status: 200, contains: []string{"Base share of collected revenue", "Preview"}},
		{name: "a preview", as: manager, path: at + "/new", form: typed(url.Values{"do": {"preview"}, "country": {"PT"}, "exclusive_until": {"2026-12-31"}}), status: 200, contains: []string{
			"As Alpha reads it", "7.5% at Tier 4 Experimental of collected revenue", "Until 31 December 2026 we take on no other partner in Portugal",
		}},
		{name: "nothing said", as: manager, path: at + "/new", form: typed(url.Values{"share_experimental": {""}}), status: 422, contains: []string{"The addendum says nothing yet"}},
		{name: "backwards", as: manager, path: at + "/new", form: typed(url.Values{"from": {"2026-03-01"}}), status: 422, contains: []string{"An addendum never counts backwards", `value="7.5"`}},
		{name: "no numbers", as: manager, path: at + "/new", form: typed(url.Values{"share_core": {"much"}, "protect_days": {"x"}, "minimum": {"y"}}), status: 422, contains: []string{"Write a share such as 6%.", "Write a whole number", "Write an amount such as 25.00"}},
		{name: "the levers of an addendum", as: manager, path: at + "/new", form: typed(url.Values{"do": {"preview"}, "renewal_share": {"2.5"}, "renewal_months": {"24"}, "onboarding_cost": {"1200"}, "onboarding_share": {"50%"}}), status: 200, contains: []string{
			"we pay 2.5% of what it pays in the next 24 months", "We carry 50% of the agreed cost of €1,200.00: €600.00, paid once",
		}},
		{name: "half of each lever", as: manager, path: at + "/new", form: typed(url.Values{"renewal_share": {"2.5"}, "onboarding_cost": {"1200"}}), status: 422, contains: []string{"Say for how many months it is paid", "Say which share of this cost we carry."}},
		{name: "no such partner", as: manager, path: "/desk/partners/none/addenda/new", form: typed(nil), status: 404},
		{name: "proposed", as: manager, path: at + "/new", form: typed(nil), status: 303, location: one},
		{as: manager, path: one, status: 200, contains: []string{"You proposed it, so another person approves it.", "Withdraw it"}, absent: []string{"Approve and offer it"}},
		{name: "a second one meanwhile", as: manager, path: at + "/new", form: typed(nil), status: 409, contains: []string{"still waits for a decision"}},
		{name: "the partner does not see it yet", as: partnerAdmin, path: own, status: 404},
		{as: manager, path: deskTerms, status: 200, contains: []string{"Addenda that wait", "Alpha, A-1", "Waits for approval"}},
		{as: financeRole, path: one, status: 200, contains: []string{"Approve and offer it", "Refuse the addendum"}},
		{name: "refused without a reason", as: financeRole, path: one + "/refuse", form: url.Values{"why": {""}}, status: 422, contains: []string{"Say why, for the person who proposed it."}},
		{name: "approved", as: financeRole, path: one + "/approve", form: url.Values{}, status: 303, location: one},
		{name: "approved twice", as: financeRole, path: one + "/approve", form: url.Values{}, status: 409},
		{as: partnerMember, path: own, status: 200, contains: []string{"An admin of your company can accept or decline it."}, absent: []string{"Accept the addendum"}},
		{as: partnerAdmin, path: ownTerms, status: 200, contains: []string{"Addenda", own, "Waits for you"}},
		{name: "the box is not ticked", as: partnerAdmin, path: own + "/accept", form: url.Values{"sha256": {"x"}}, status: 422, contains: []string{"Tick the box"}},
		{name: "another text", as: partnerAdmin, path: own + "/accept", form: url.Values{"sha256": {"x"}, "agree": {"yes"}}, status: 409, contains: []string{"not the text of the addendum"}},
		{name: "declined without a reason", as: partnerAdmin, path: own + "/decline", form: url.Values{"why": {""}}, status: 422, contains: []string{"Say why, so that we can make another offer."}},
		{name: "another company's", as: otherPartner, path: own + "/accept", form: url.Values{"sha256": {"x"}, "agree": {"yes"}}, status: 404},
	})
	var said []string
	for _, letter := range s.letters(t) {
		said = append(said, letter.Subject)
	}
	for _, want := range []string{"An addendum waits for approval", "An addendum to your terms waits for you"} {
		if !slices.Contains(said, want) {
			t.Errorf("no mail %q in %q", want, said)
		}
	}
	hash := s.partner(t, partnerA).Addenda[0].SHA256
	s.run(t, []scenario{
		{name: "accepted", as: partnerAdmin, path: own + "/accept", form: url.Values{"sha256": {hash}, "agree": {"yes"}}, status: 303, location: own},
		{as: partnerAdmin, path: own, status: 200, contains: []string{"In force", "Counts from"}, absent: []string{"Decline the addendum"}},
		{as: manager, path: at, status: 200, contains: []string{"In force", "from 2 March 2026"}},
		{name: "too late to withdraw", as: manager, path: one + "/withdraw", form: url.Values{}, status: 409},
		{as: financeRole, path: deskCollections + "/new", form: cash("ra", "INV-2", "1000.00", "2026-03-02"), status: 303},
		{name: "each line by the terms of its day", as: partnerAdmin, path: "/earnings", status: 200, contains: []string{
			"7.5% (Tier 4 Experimental, terms standard-2025-09 with addendum A-1) of €1,000.00 collected on 2 March 2026",
		}},
	})
}

// TestAnExclusivityIsNotPromisedTwice nor accepted by somebody whom nobody asked.
func TestAnExclusivityIsNotPromisedTwice(t *testing.T) {
	t.Parallel()
	s := books(t)
	s.offer(t, partnerA, portal.Agreement{From: s.program.Today(), Exclusive: portal.Exclusivity{Country: "PT", Until: "2026-12-31"}})
	form := url.Values{"do": {"preview"}, "from": {"2026-03-02"}, "country": {"PT"}, "vertical": {""}, "exclusive_until": {"2027-12-31"}, "words": {""}}
	s.run(t, []scenario{
		{as: manager, path: "/desk/partners/pb/addenda/new", form: form, status: 422, contains: []string{"Alpha has that by addendum A-1 until 31 December 2026."}},
		{as: manager, path: "/desk/partners/pb/addenda/1", status: 404},
		{name: "declined", as: partnerAdmin, path: ownAddenda + "/1/decline", form: url.Values{"why": {"We also work with others there."}}, status: 303},
		{as: partnerAdmin, path: ownAddenda + "/1", status: 200, contains: []string{"Declined", "We also work with others there."}},
		{name: "free again", as: manager, path: "/desk/partners/pb/addenda/new", form: form, status: 200, contains: []string{"As Beta reads it"}},
	})
}
