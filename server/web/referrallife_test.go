package web

import (
	"net/url"
	"testing"
)

func TestAReferralIsSentBackAndHandedInAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	id := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	own, desk := "/referrals/"+id, "/desk/referrals/"+id
	s.run(t, []scenario{
		{name: "before it was asked for", as: partnerMember, path: own + "/hand-in", form: leadValues("Hotel Miramar", "ana@miramar.pt"), status: 409, contains: []string{"does not wait for you"}},
		{as: manager, path: desk, status: 200, contains: []string{"Send back for changes", "Only these fields"}, absent: []string{"Withdraw this referral"}},
		{name: "without a word", as: manager, path: desk + "/return", form: url.Values{"ask": {" "}, "fields": {"need"}}, status: 422, contains: []string{"Say what the partner shall change."}},
		{name: "a field that is none", as: manager, path: desk + "/return", form: url.Values{"ask": {"Which?"}, "fields": {"state"}}, status: 422, contains: []string{"Choose from the list."}},
		{as: manager, path: desk + "/return", form: url.Values{"ask": {"Which of the houses?"}, "fields": {"need"}}, status: 303},
		{name: "twice", as: manager, path: desk + "/return", form: url.Values{"ask": {"Which of the houses?"}}, status: 409},
		{as: manager, path: "/desk/referrals?state=returned", status: 200, contains: []string{"Hotel Miramar"}},
		{as: partnerMember, path: own, status: 200, contains: []string{"Which of the houses?", "Hand it in again", "It rests until the referral is handed in again.", `name="need"`, "Sent back for changes of need."}, absent: []string{`name="contact"`}},
		{name: "another partner", as: otherPartner, path: own + "/hand-in", form: leadValues("Hotel Miramar", "ana@miramar.pt"), status: 404},
		{name: "empty", as: partnerMember, path: own + "/hand-in", form: url.Values{"need": {" "}}, status: 422, contains: []string{"Describe what the customer needs."}},
		{as: partnerMember, path: own + "/hand-in", form: url.Values{"need": {"Ten rooms by the river"}, "company": {"Other"}}, status: 303},
		{as: manager, path: desk, status: 200, contains: []string{"Ten rooms by the river", "Hotel Miramar", "Handed in again with changes of need.", "Answer: 2 days left"}},
	})
}

func TestAPartnerWithdrawsItsReferral(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	id := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	own, desk := "/referrals/"+id, "/desk/referrals/"+id
	s.run(t, []scenario{
		{name: "another partner", as: otherPartner, path: own + "/withdraw", form: url.Values{"why": {"x"}}, status: 404},
		{as: partnerMember, path: own, status: 200, contains: []string{`<details class="fold"><summary>Withdraw this referral`}},
		{as: partnerMember, path: own + "/withdraw", form: url.Values{"why": {"They chose a tent."}}, status: 303},
		{name: "twice", as: partnerMember, path: own + "/withdraw", form: url.Values{"why": {"x"}}, status: 409},
		{as: manager, path: desk, status: 200, contains: []string{"Withdrawn by the partner.", "They chose a tent."}, absent: []string{"Let it count"}},
		{as: partnerMember, path: own, status: 200, contains: []string{"Withdrawn"}, absent: []string{"Withdraw this referral"}},
		{as: partnerMember, path: "/referrals.csv?state=withdrawn", status: 200, contains: []string{"Hotel Miramar"}},
		{name: "somebody else refers it", as: otherPartner, path: "/referrals/new", form: leadValues("Hotel Miramar", "x@miramar.pt"), status: 303},
	})
}
