package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/program"
)

// share offers a customer of ours to some partners.
func (s *site) share(t testing.TB, to ...portal.PartnerID) portal.SharedLead {
	t.Helper()
	lead, err := s.program.ShareLead(t.Context(), s.actor(t, manager), program.ShareLead{
		Size: "A firm of 120 people", Partners: to,
		Input: portal.ReferralInput{Lead: portal.Lead{Company: "Vila Serena", Contact: "Ana Prado", Email: "ana@vilaserena.pt", Country: "PT", Need: "A summer party", Product: "group_stays", Consent: true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return lead
}

// customer is the form that shares a lead, well filled in.
func customer() url.Values {
	return url.Values{
		"size": {"A firm of 120 people"}, "need": {"A summer party"}, "country": {"PT"}, "product": {"group_stays"}, "value": {"12,000"}, "currency": {"EUR"},
		"company": {"Vila Serena"}, "site": {""}, "contact": {"Ana Prado"}, "email": {"ana@vilaserena.pt"}, "phone": {""}, "close_by": {""}, "consent": {"yes"},
		"first": {"pa"}, "second": {""}, "third": {""}, "fourth": {""},
	}
}

func TestALeadIsSharedFromTheFormToTheReferral(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	s.run(t, []scenario{
		{as: manager, path: "/desk/leads", status: 200, contains: []string{"No leads shared yet"}},
		{as: manager, path: "/desk/leads?state=returned", status: 200, contains: []string{"No lead is back with us"}},
		{as: partnerMember, path: "/leads", status: 200, contains: []string{"No leads for you now"}},
		{as: manager, path: "/desk/leads/new", status: 200, contains: []string{"Each partner has 2 working days to answer", "Alpha"}},
		{name: "wrong", as: manager, path: "/desk/leads/new", form: with(customer(), "first", "", "size", "Vila Serena"), status: 422, contains: []string{"Choose the partner to ask first.", "Leave names and addresses out", `value="ana@vilaserena.pt"`}},
		{name: "the same twice", as: manager, path: "/desk/leads/new", form: with(customer(), "second", "pa"), status: 422, contains: []string{"Choose each partner once."}},
	})
	made := s.as(t, manager).post(t, "/desk/leads/new", with(customer(), "second", "pb"))
	if made.status != 303 || !strings.HasPrefix(made.location, "/desk/leads/") {
		t.Fatalf("%d to %s\n%s", made.status, made.location, excerpt(made.body))
	}
	desk, own := made.location, strings.TrimPrefix(made.location, "/desk")
	s.run(t, []scenario{
		{as: manager, path: desk, status: 200, contains: []string{"Vila Serena", "Waits for an answer", "Comes later", "Withdraw the lead"}},
		{as: manager, path: "/desk/leads?state=offered", status: 200, contains: []string{"Vila Serena", "1 of 2", "Alpha", "Then Beta.", "/desk/leads.csv?state=offered"}},
		{as: partnerMember, path: "/home", status: 200, contains: []string{"A lead waits for your answer", "A firm of 120 people, Portugal", own}, absent: []string{"Vila Serena"}},
		{as: otherPartner, path: "/home", status: 200, absent: []string{"waits for your answer"}},
		{as: partnerMember, path: "/leads.csv", status: 200, contains: []string{"A firm of 120 people", "12000.00,EUR,Waits for an answer"}, absent: []string{"Vila Serena", "Ana Prado", "Beta"}},
		{as: manager, path: "/desk/leads.csv?state=offered", status: 200, contains: []string{"Vila Serena,Portugal", "Alpha,Then Beta."}},
		{as: manager, path: "/desk/leads.csv?state=returned", status: 200, absent: []string{"Vila Serena"}},
		{as: financeRole, path: "/desk/leads.csv", status: 403},
		{as: partnerMember, path: "/leads", status: 200, contains: []string{"A firm of 120 people, Portugal"}, absent: []string{"Vila Serena"}},
		{as: partnerMember, path: own, status: 200, contains: []string{"Accept the lead", "A summer party", "€12,000.00", "It earns by your own terms"}, absent: []string{"Vila Serena", "Ana Prado", "ana@", "Beta"}},
		{as: otherPartner, path: own, status: 404},
		{as: otherPartner, path: own + "/accept", form: url.Values{}, status: 404},
		{as: partnerMember, path: own + "/decline", form: url.Values{"reason": {""}}, status: 422, contains: []string{"Say why, so that we know what to send you."}},
		{as: partnerMember, path: own + "/decline", form: url.Values{"reason": {"No rooms in July."}}, status: 303, location: own},
		{as: partnerMember, path: own, status: 200, contains: []string{"You declined this lead"}, absent: []string{"Accept the lead", "Vila Serena", "Beta"}},
		{as: partnerMember, path: "/leads", status: 200, contains: []string{"No leads for you now", "/leads?state=declined"}},
		{as: partnerMember, path: "/leads?state=declined", status: 200, contains: []string{"A firm of 120 people, Portugal", "Declined", own}, absent: []string{"Vila Serena", "Beta"}},
		{as: partnerMember, path: "/leads?state=lapsed", status: 200, contains: []string{"No lead in this list"}},
		{as: partnerMember, path: "/leads.csv?state=declined", status: 200, contains: []string{"A firm of 120 people", "Declined"}, absent: []string{"Vila Serena"}},
		{as: otherPartner, path: "/leads?state=declined", status: 200, absent: []string{"A firm of 120 people"}},
		{as: partnerMember, path: "/home", status: 200, absent: []string{"waits for your answer"}},
		{as: manager, path: "/desk/leads", status: 200, contains: []string{"Alpha declined.", "2 of 2"}},
		{as: partnerMember, path: own + "/accept", form: url.Values{}, status: 409, contains: []string{"This offer is closed."}},
		{as: manager, path: desk, status: 200, contains: []string{"No rooms in July.", "Offered to Beta."}},
		{as: otherPartner, path: own + "/accept", form: url.Values{}, status: 303, location: own},
		{as: otherPartner, path: own, status: 200, contains: []string{"Vila Serena", "Ana Prado", "See the referral"}},
		{as: otherPartner, path: "/leads", status: 200, contains: []string{"Vila Serena", "Accepted"}},
		{as: manager, path: desk + "/withdraw", form: url.Values{"reason": {"x"}}, status: 409},
	})
	list, err := s.store.Referrals.AllOf(t.Context(), partnerB)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d referrals, %v", len(list), err)
	}
	s.run(t, []scenario{
		{as: otherPartner, path: ownReferrals + "/" + string(list[0].ID), status: 200, contains: []string{"Shared by us", "Accepted", "Ana Prado"}},
		{as: manager, path: "/desk/leads/new", form: with(customer(), "email", "rui@vilaserena.pt"), status: 422, contains: []string{list[0].Number() + " of Beta holds this customer"}},
	})
}

func TestALeadThatNobodyTookIsInTheQueue(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	lead := s.share(t, partnerA)
	s.wait(50 * time.Hour)
	if err := s.program.MoveSharedLeads(t.Context()); err != nil {
		t.Fatal(err)
	}
	desk := "/desk/leads/" + string(lead.ID)
	s.run(t, []scenario{
		{as: manager, path: "/desk/queue?kind=lead", status: 200, contains: []string{"Vila Serena", "A lead of ours that nobody took"}},
		{as: manager, path: "/desk/queue/lead/" + string(lead.ID), status: 200, contains: []string{desk, "on its own page"}},
		{as: manager, path: "/desk/queue/lead/" + string(lead.ID), form: url.Values{"do": {"accept"}}, status: 409},
		{as: partnerMember, path: "/leads/" + string(lead.ID), status: 200, contains: []string{"The time to answer is over"}, absent: []string{"Vila Serena"}},
		{as: partnerMember, path: "/leads?state=lapsed", status: 200, contains: []string{"A firm of 120 people, Portugal", "Not answered in time"}, absent: []string{"Vila Serena"}},
		{as: manager, path: "/desk/leads", status: 200, contains: []string{"Alpha did not answer.", "Nobody"}},
		{as: manager, path: desk + "/again", form: url.Values{"first": {""}}, status: 422, contains: []string{"Choose the partner to ask first."}},
		{as: manager, path: desk + "/again", form: url.Values{"first": {"pa"}}, status: 303, location: desk},
		{as: manager, path: desk + "/withdraw", form: url.Values{"reason": {""}}, status: 422, contains: []string{"Say why it is withdrawn."}},
		{as: manager, path: desk + "/withdraw", form: url.Values{"reason": {"They called us."}}, status: 303, location: desk},
		{as: partnerMember, path: "/leads/" + string(lead.ID), status: 200, contains: []string{"This offer has ended"}, absent: []string{"They called us.", "Vila Serena"}},
	})
}
