package web

import (
	"net/url"
	"strings"
	"testing"

	"tandem/portal"
	"tandem/portal/program"
)

// rivals are two partners that refer one customer; the ids of the first and of the duplicate.
func rivals(t *testing.T) (s *site, first, second string) {
	t.Helper()
	s = newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	first = s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	return s, first, s.refer(t, otherPartner, "HOTEL MIRAMAR Lda", "rui@miramar.pt")
}

func TestAConflictIsDecidedOnItsPage(t *testing.T) {
	t.Parallel()
	s, first, second := rivals(t)
	desk, page := "/desk/referrals/"+second, "/desk/referrals/"+second+"/conflict"
	reason := func(version, text string) url.Values { return url.Values{"version": {version}, "reason": {text}} }
	s.run(t, []scenario{
		{as: manager, path: "/desk/referrals", status: 200, contains: []string{page}},
		{as: partnerMember, path: "/referrals", status: 200, absent: []string{"conflict"}},
		{as: manager, path: desk, status: 200, contains: []string{page, "Compare the two"}},
		{as: manager, path: "/desk/referrals/" + first, status: 200, contains: []string{"1 referral of this customer came too late."}},
		{as: manager, path: "/desk/queue/referral/" + first, status: 200, contains: []string{page, "Came too late"}},
		{as: manager, path: page, status: 200, contains: []string{
			"Same domain: both belong to miramar.pt.", "spelling and legal form set aside, both names are “hotel miramar” in Portugal", "The email addresses are of different people.",
			"Alpha", "Beta", "was submitted first", "Keep it", "Give the lead to Beta",
		}, absent: []string{"Choose the shares"}},
		{as: financeRole, path: page, status: 200, contains: []string{"A partner manager decides this."}, absent: []string{"Keep it"}},
		{as: financeRole, path: desk + "/keep", form: reason("1", "x"), status: 403},
		{as: partnerMember, path: page, status: 403},
		{name: "without a reason", as: manager, path: desk + "/keep", form: reason("2", " "), status: 422, contains: []string{"Say why the decision stands.", "Side by side"}},
		{name: "on what has changed", as: manager, path: desk + "/pass", form: reason("99", "They met first."), status: 409, contains: []string{"changed meanwhile", "They met first."}},
		{as: manager, path: desk + "/keep", form: reason("2", "Alpha came a day earlier."), status: 303, location: desk},
		{as: manager, path: desk, status: 200, contains: []string{"It stays a duplicate.", "Alpha came a day earlier."}},
		{as: otherPartner, path: "/referrals/" + second, status: 200, absent: []string{"Alpha", "stays a duplicate"}},
		{as: manager, path: page, status: 200, contains: []string{"Kept"}, absent: []string{"Keep it"}},
		{as: manager, path: desk + "/pass", form: reason("3", "Beta has known the owner for years."), status: 303, location: desk},
		{as: otherPartner, path: "/referrals/" + second, status: 200, contains: []string{"Submitted", "Counts after all."}, absent: []string{"for years", "Alpha"}},
		{as: partnerMember, path: "/referrals/" + first, status: 200, contains: []string{"brought to us by somebody else"}, absent: []string{"for years", "Beta"}},
		{name: "the page of the one that gave it up", as: manager, path: "/desk/referrals/" + first + "/conflict", status: 200, contains: []string{"Give the lead to Alpha", "gives up the lead."}},
		{name: "the one that has it now", as: manager, path: desk + "/pass", form: reason("4", "x"), status: 409},
	})
	alone := s.refer(t, partnerMember, "Vila Alba", "eva@vila-alba.pt")
	s.run(t, []scenario{{as: manager, path: "/desk/referrals/" + alone + "/conflict", status: 404}, {as: manager, path: "/desk/referrals/" + alone + "/split", status: 404}})
}

func TestADealIsDividedOnItsPage(t *testing.T) {
	t.Parallel()
	s, first, second := rivals(t)
	lena := s.actor(t, manager)
	id := portal.ReferralID(first)
	for _, step := range []func() error{
		func() error { _, err := s.program.AcceptReferral(t.Context(), lena, id); return err },
		func() error { _, err := s.program.QualifyReferral(t.Context(), lena, id, ""); return err },
		func() error {
			_, err := s.program.WinReferral(t.Context(), lena, id, portal.Contract{Value: portal.Amount(2400000, "EUR"), Start: s.program.Today(), TermMonths: 12, Product: "group_stays"})
			return err
		},
		func() error {
			_, err := s.program.RecordCollection(t.Context(), s.actor(t, financeRole), program.RecordCollection{Referral: id, CollectionInput: portal.CollectionInput{ExternalID: "INV-1", Amount: portal.Amount(100001, "EUR"), CollectedOn: s.program.Today()}})
			return err
		},
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	r, err := s.store.Referrals.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	desk := "/desk/referrals/" + first
	split := desk + "/split"
	shares := func(more ...string) url.Values {
		values := url.Values{"partner_1": {"pa"}, "share_1": {"60"}, "partner_2": {"pb"}, "share_2": {"40"}}
		for i := 0; i < len(more); i += 2 {
			values.Set(more[i], more[i+1])
		}
		return values
	}
	version := "4"
	if r.Version != 4 {
		t.Fatalf("the referral has the version %d", r.Version)
	}
	s.run(t, []scenario{
		{as: manager, path: "/desk/referrals/" + second + "/conflict", status: 200, contains: []string{"Choose the shares", split + "?partner_2=pb"}, absent: []string{"Give the lead"}},
		{as: manager, path: "/desk/referrals/" + second + "/pass", form: url.Values{"version": {"2"}, "reason": {"x"}}, status: 409, contains: []string{"was won"}},
		{as: manager, path: desk, status: 200, contains: []string{"All of what is collected counts for Alpha.", split}},
		{as: manager, path: split + "?partner_2=pb", status: 200, contains: []string{`value="pb" selected`, "All of it counts for Alpha now."}, absent: []string{"What it would do"}},
		{as: financeRole, path: split, status: 403},
		{as: partnerMember, path: split, status: 403},
		{name: "not the whole", as: manager, path: split + "?" + shares("share_2", "30").Encode(), status: 200, contains: []string{"The shares add up to 90%", `value="30"`}, absent: []string{"What it would do"}},
		{name: "one partner twice", as: manager, path: split + "?" + shares("partner_2", "pa").Encode(), status: 200, contains: []string{"This partner is there already"}},
		{name: "not a number", as: manager, path: split + "?" + shares("share_2", "lots").Encode(), status: 200, contains: []string{"such as 60"}},
		{name: "a share without a partner", as: manager, path: split + "?" + shares("partner_2", "").Encode(), status: 200, contains: []string{"Choose a partner."}},
		{name: "the look", as: manager, path: split + "?" + shares("share_3", "").Encode(), status: 200, contains: []string{"What it would do", "Nothing has changed yet", "60%", "40%", "of 40% of €1,000.01"}},
		{as: manager, path: desk, status: 200, contains: []string{"All of what is collected counts for Alpha."}},
		{name: "without a reason", as: manager, path: split, form: shares("version", version), status: 422, contains: []string{"Say why the deal is split like this.", "What it would do"}},
		{name: "not the whole, posted", as: manager, path: split, form: shares("version", version, "share_1", "50", "reason", "x"), status: 422, contains: []string{"The shares add up to 90%"}},
		{name: "on what has changed", as: manager, path: split, form: shares("version", "3", "reason", "Both."), status: 409, contains: []string{"changed meanwhile", "Both."}},
		{as: manager, path: split, form: shares("version", version, "reason", "Beta made the first call."), status: 303, location: desk},
		{name: "a second manager at once", as: manager, path: split, form: shares("version", version, "share_1", "50", "share_2", "50", "reason", "x"), status: 409},
		{as: manager, path: desk, status: 200, contains: []string{"What is collected is divided: Alpha 60%, Beta 40%.", "Beta made the first call."}},
		{as: partnerMember, path: "/referrals/" + first, status: 200, contains: []string{"60% of what we collect from this customer counts for you", "Your share is 60%"}, absent: []string{"Beta", "first call"}},
		{as: otherPartner, path: "/referrals/" + second, status: 200, contains: []string{"40% of what we collect from this customer counts for you"}, absent: []string{"Alpha", "first call", first}},
		{as: otherPartner, path: "/earnings", status: 200, contains: []string{"of 40% of €1,000.01 collected on"}, absent: []string{"Alpha"}},
		{as: partnerAdmin, path: "/earnings", status: 200, contains: []string{"the share is 60%"}, absent: []string{"Beta"}},
		{as: otherPartner, path: "/referrals/" + first, status: 404},
		{as: financeRole, path: "/desk/collections/" + url.PathEscape("cash:billing:INV-1"), status: 200, contains: []string{"Beta", "40% of €1,000.01"}},
		{name: "the split ends", as: manager, path: split, form: url.Values{"partner_1": {"pa"}, "share_1": {"100"}, "version": {"5"}, "reason": {"Beta agreed."}}, status: 303},
		{as: otherPartner, path: "/referrals/" + second, status: 200, absent: []string{"counts for you"}},
		{as: manager, path: split, status: 200, contains: []string{"Divided now: Alpha 100%."}},
	})
	v, err := s.program.Verify(t.Context(), s.actor(t, financeRole))
	if err != nil || len(v.Violations)+len(v.Unfinished) > 0 {
		t.Errorf("verify: %v, %v", v, err)
	}
	if text := strings.Join(v.Unfinished, " "); text != "" {
		t.Error(text)
	}
}
