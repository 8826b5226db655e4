package web

import (
	"net/url"
	"testing"
)

func TestAPartnerAsksForAnExtension(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	id := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	own, desk, queue := "/referrals/"+id, "/desk/referrals/"+id, "/desk/queue/extension/"+id
	ask := url.Values{"extend_why": {"They decide in June."}, "evidence": {"Their board meets on the 9th."}}
	s.run(t, []scenario{
		{as: partnerMember, path: own, status: 200, contains: []string{"Ask for an extension of the protection", "20 days longer", "within 2 working days"}, absent: []string{"Extend the protection"}},
		{name: "nothing waits yet", as: manager, path: queue, status: 404},
		{as: manager, path: desk, status: 200, contains: []string{"<summary>Extend the protection"}, absent: []string{"Ask for an extension"}},
		{name: "finance gives none", as: financeRole, path: desk, status: 200, absent: []string{"Extend the protection"}},
		{name: "without evidence", as: partnerMember, path: own + "/extension", form: url.Values{"extend_why": {"They decide in June."}}, status: 422, contains: []string{"Say what shows that it goes on", "They decide in June.", `<details class="fold" open>`}},
		{name: "another partner", as: otherPartner, path: own + "/extension", form: ask, status: 404},
		{as: partnerMember, path: own + "/extension", form: ask, status: 303, location: own},
		{name: "twice", as: partnerMember, path: own + "/extension", form: ask, status: 409, contains: []string{"waits for an answer"}},
		{as: partnerMember, path: own, status: 200, contains: []string{"You asked for an extension", "Their board meets on the 9th.", "Take the request back", "2 days left"}, absent: []string{"Your answer"}},
		{name: "another partner takes it back", as: otherPartner, path: own + "/extension/withdraw", form: url.Values{}, status: 404},
		{as: partnerMember, path: own + "/extension/withdraw", form: url.Values{}, status: 303},
		{name: "nothing to take back", as: partnerMember, path: own + "/extension/withdraw", form: url.Values{}, status: 409, contains: []string{"No extension waits for an answer here."}},
		{as: partnerMember, path: own + "/extension", form: ask, status: 303, location: own},
		{as: manager, path: "/desk/queue?kind=extension", status: 200, contains: []string{"Extension for Hotel Miramar", "Extensions<span class=\"count\">1</span>", "Their board meets on the 9th.", "Granted, it holds until"}},
		{as: manager, path: desk, status: 200, contains: []string{"An extension is asked for", "Your answer"}},
		{name: "finance reads it", as: financeRole, path: desk, status: 200, contains: []string{"An extension is asked for"}, absent: []string{"Your answer"}},
		{name: "neither", as: manager, path: desk + "/extension", form: url.Values{"answer": {"x"}}, status: 422, contains: []string{"Grant the extension or decline it."}},
		{name: "declined without a reason", as: manager, path: desk + "/extension", form: url.Values{"do": {"decline"}}, status: 422, contains: []string{"Give the partner a reason."}},
		{name: "in the queue too", as: manager, path: queue, form: url.Values{"do": {"decline"}, "version": {"4"}, "note": {" "}}, status: 422, contains: []string{"Give the partner a reason."}},
		{as: financeRole, path: desk + "/extension", form: url.Values{"do": {"grant"}}, status: 403},
		{as: manager, path: desk + "/extension", form: url.Values{"do": {"grant"}}, status: 303, location: desk},
		{name: "granted twice", as: manager, path: desk + "/extension", form: url.Values{"do": {"grant"}}, status: 409},
		{as: partnerMember, path: own, status: 200, contains: []string{"Extension granted."}, absent: []string{"Ask for an extension of the protection"}},
		{as: manager, path: queue, status: 200, contains: []string{"Granted"}, absent: []string{`id="decide"`}},
		{name: "one in a stage", as: manager, path: desk + "/extend", form: url.Values{"extend_why": {"x"}}, status: 409, contains: []string{"was extended in this stage already"}},
		{as: manager, path: desk + "/accept", form: url.Values{}, status: 303},
		{name: "without a reason", as: manager, path: desk + "/extend", form: url.Values{"extend_why": {" "}}, status: 422, contains: []string{"Say why the protection is longer."}},
		{as: manager, path: desk + "/extend", form: url.Values{"extend_why": {"We were slow."}}, status: 303},
		{as: partnerMember, path: own, status: 200, contains: []string{"Extended the protection.", "We were slow."}},
	})
}
