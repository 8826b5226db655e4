package web

import (
	"net/url"
	"strings"
	"testing"
)

func TestMessagesOnAReferral(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.company(t, partnerB, "Beta")
	id := s.refer(t, partnerMember, "Hotel Miramar", "ana@miramar.pt")
	own, desk := "/referrals/"+id, "/desk/referrals/"+id
	s.run(t, []scenario{
		{as: partnerMember, path: own, status: 200, contains: []string{"Write a message", "Your message"}, absent: []string{"Note among staff"}},
		{name: "nothing", as: partnerMember, path: own + "/say", form: url.Values{"text": {"  "}}, status: 422, contains: []string{"Write something first."}},
		{name: "too much", as: partnerMember, path: own + "/say", form: url.Values{"text": {strings.Repeat("a", 2001)}}, status: 422, contains: []string{"Keep it under 2,000 characters.", strings.Repeat("a", 2001)}},
		{as: partnerMember, path: own + "/say", form: url.Values{"text": {"Ana is <b>away</b> until Monday."}}, status: 303},
		{name: "sent twice", as: partnerMember, path: own + "/say", form: url.Values{"text": {"Ana is <b>away</b> until Monday."}}, status: 303},
		{as: manager, path: desk, status: 200, contains: []string{"Ana is <b>away</b> until Monday.", ", Alpha", "Wrote a message.", "The partner never sees this."}},
		{as: manager, path: desk + "/say", form: url.Values{"text": {"Then I call on Tuesday."}}, status: 303},
		{name: "an empty note", as: manager, path: desk + "/note", form: url.Values{"internal": {""}}, status: 422, contains: []string{"Write something first.", `href="#f-internal"`}},
		{as: manager, path: desk + "/note", form: url.Values{"internal": {"Their owner is a friend of Rita."}}, status: 303},
		{as: manager, path: desk, status: 200, contains: []string{"Their owner is a friend of Rita.", "Noted, for staff only."}},
		{as: partnerMember, path: own, status: 200, contains: []string{"Then I call on Tuesday.", "until Monday."}, absent: []string{"friend of Rita", "for staff only"}, check: func(t *testing.T, _ *site, a answer) {
			if n := strings.Count(a.body, "Ana is &lt;b&gt;"); n != 1 {
				t.Errorf("the message stands there %d times", n)
			}
		}},
		{name: "another partner", as: otherPartner, path: own + "/say", form: url.Values{"text": {"Hello"}}, status: 404},
		{name: "a note of a partner's", as: partnerMember, path: desk + "/note", form: url.Values{"internal": {"Hello"}}, status: 403},
		{name: "no such referral", as: manager, path: "/desk/referrals/none/say", form: url.Values{"text": {"Hello"}}, status: 404},
	})
}
