package web

import "testing"

// TestAPartnersPageShowsWhatItsReaderMayRead: who has no page of referrals or of
// money reads neither here, and is led to no page that answers 403.
func TestAPartnersPageShowsWhatItsReaderMayRead(t *testing.T) {
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
