package web

import (
	"net/url"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/program"
)

// foreignImport is a file of referrals that the other company recorded.
func foreignImport(t *testing.T, s *site) string {
	t.Helper()
	if _, err := s.store.Partners.Get(t.Context(), partnerB); err != nil {
		s.company(t, partnerB, "Beta")
	}
	file := program.ImportReferrals{File: []byte(leadHead + leadLine("Hotel Fresh", "a@fresh.pt", "yes"))}
	done, err := s.program.RecordReferrals(t.Context(), s.actor(t, otherPartner), file, 10)
	if err != nil {
		t.Fatal(err)
	}
	return string(done.ID)
}

func TestAFileOfReferralsIsTakenBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	file := program.ImportReferrals{File: []byte(leadHead + leadLine("Hotel Fresh", "a@fresh.pt", "yes") + leadLine("Casa Nova", "b@casanova.pt", "yes"))}
	shown := s.as(t, partnerMember).post(t, "/referrals/import", url.Values{"text": {string(file.File)}})
	expect(t, s.as(t, partnerMember).post(t, "/referrals/import", carried(t, shown.body)), 303)
	imports, err := s.program.ReferralImports(t.Context(), s.actor(t, partnerMember))
	if err != nil || len(imports) != 1 {
		t.Fatalf("the files are %+v, %v", imports, err)
	}
	page := "/referrals/imports/" + string(imports[0].ID)
	expect(t, s.as(t, partnerMember).get(t, "/referrals"), 200, "2 referrals recorded.", `action="`+page+`/undo"`)
	d, err := s.program.ReferralImport(t.Context(), s.actor(t, partnerAdmin), imports[0].ID)
	if err != nil || len(d.Rows) != 2 {
		t.Fatalf("%+v, %v", d, err)
	}
	if _, err := s.program.AcceptReferral(t.Context(), s.actor(t, manager), d.Rows[0].ID); err != nil {
		t.Fatal(err)
	}
	s.run(t, []scenario{
		{as: partnerMember, path: "/referrals/import", status: 200, contains: []string{"Files recorded before", page}},
		{as: partnerAdmin, path: page, status: 200, contains: []string{"Hotel Fresh", "has worked on it since. It is accepted.", "Can be taken back", "Take back 1 referral"}},
		{as: otherPartner, path: page, status: 404},
		{as: manager, path: "/desk" + page, status: 404},
		{as: otherPartner, path: page + "/undo", form: url.Values{}, status: 404},
		{as: partnerAdmin, path: page + "/undo", form: url.Values{}, status: 303, location: page},
		{as: partnerAdmin, path: page, status: 200, contains: []string{"1 referral taken back. 1 referral stayed; the list says why.", "Taken back"}, absent: []string{"Can be taken back"}},
		{name: "twice", as: partnerAdmin, path: page + "/undo", form: url.Values{}, status: 409, contains: []string{"Nothing of this file can be taken back any more."}},
		{as: partnerMember, path: "/referrals/" + string(d.Rows[1].ID), status: 200, contains: []string{"Taken back with the file that it came in."}},
		{as: partnerMember, path: "/referrals/import", status: 200, contains: []string{"Taken back"}},
	})
	s.wait(25 * time.Hour)
	s.run(t, []scenario{
		{name: "too late", as: partnerAdmin, path: page + "/undo", form: url.Values{}, status: 409, contains: []string{"It is too late to take this file back."}},
		{as: partnerAdmin, path: page, status: 200, contains: []string{"can be taken back as a whole for 24 hours"}, absent: []string{"Take back 1 referral"}},
	})
}

func TestStaffTakeAFileBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	done, err := s.program.RecordReferrals(t.Context(), s.actor(t, manager), program.ImportReferrals{
		File: []byte(leadHead + leadLine("Hotel Fresh", "a@fresh.pt", "yes")), Partner: portal.PartnerID(partnerA),
	}, 10)
	if err != nil {
		t.Fatal(err)
	}
	page := deskReferrals + "/imports/" + string(done.ID)
	s.run(t, []scenario{
		{as: manager, path: deskReferrals + "/import", status: 200, contains: []string{page, "Customers of one partner"}},
		{as: financeRole, path: page, status: 403},
		{as: partnerAdmin, path: "/referrals/imports/" + string(done.ID), status: 404},
		{as: steward, path: page, status: 200, contains: []string{"Alpha", "Take back 1 referral"}},
		{as: steward, path: page + "/undo", form: url.Values{}, status: 303, location: page},
		{as: steward, path: page, status: 200, contains: []string{"1 referral taken back. The customers can be referred again."}},
	})
}
