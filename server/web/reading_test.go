package web

import (
	"testing"

	"tandem/portal"
)

// TestAPartnersPageShowsWhatItsReaderMayRead: who has no page of referrals or of
// money reads neither here, and is led to no page that answers 403.
func TestAPartnersPageShowsWhatItsReaderMayRead(t *testing.T) {
	t.Parallel()
	s := books(t)
	page := deskPartners + "/" + string(partnerA)
	leads, money := []string{"Hotel Miramar", deskReferrals + "/ra", "Open pipeline"}, []string{"Owed", page + "/earnings"}
	s.run(t, []scenario{
		{as: financeRole, path: deskCollections + "/new", form: cash("ra", "INV-1", "2000", "2026-03-02"), status: 303},
		{as: manager, path: page, status: 200, contains: append(leads, money...)},
		{as: financeRole, path: page, status: 200, contains: append(leads, money...)},
		{as: steward, path: page, status: 200, contains: leads, absent: append(money, "€100.00")},
		{as: editor, path: page, status: 200, contains: []string{"Alpha", "People"}, absent: append(append(leads, money...), "€100.00", "/desk/referrals")},
	})
}

// TestAPartnersPageShowsTheBalance: what is held until when, and what was taken back.
func TestAPartnersPageShowsTheBalance(t *testing.T) {
	t.Parallel()
	s := books(t)
	euros := func(minor int64) portal.Sums { return portal.Sums{portal.Amount(minor, "EUR")} }
	if err := s.store.Summaries.Write(t.Context(), partnerA, func() (portal.Summary, error) {
		return portal.Summary{
			Partner: partnerA, Paid: euros(20000), InPayout: euros(3000),
			Waiting: []portal.Dated{{On: "2026-02-01", Amount: euros(-4000)}, {On: "2026-05-01", Amount: euros(1000)}},
		}, nil
	}); err != nil {
		t.Fatal(err)
	}
	s.run(t, []scenario{{as: financeRole, path: deskPartners + "/" + string(partnerA), status: 200, contains: []string{
		"Held, the next part until 1 May 2026", "€10.00", "Taken back, to be covered first", "−€40.00", "In a payout", "€30.00", "Paid", "€200.00", "Earned", `href="/desk/partners/pa/earnings"`,
	}}})
}

// TestTheShellNamesTheCompanyOfAPartnersPeople: their role is what staff read in its place.
func TestTheShellNamesTheCompanyOfAPartnersPeople(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Casa Lumen")
	s.run(t, []scenario{
		{as: partnerMember, path: "/account", status: 200, contains: []string{`<span class="small">Casa Lumen</span>`}, absent: []string{`<span class="small">Partner member</span>`}},
		{as: manager, path: "/account", status: 200, contains: []string{`<span class="small">Partner manager</span>`}},
	})
}
