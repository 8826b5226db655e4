package web

import (
	"strings"
	"testing"
)

func TestSearchGroupsWhatItFinds(t *testing.T) {
	t.Parallel()
	s, miramar, _, _ := desk(t)
	s.run(t, []scenario{
		{as: manager, path: "/desk/search?q=blue", status: 200, contains: []string{`value="blue"`, "1 result for “blue”", ">Bluewater Ferries</a>", "/desk/applications/"}},
		{as: manager, path: "/desk/search?q=MIRAMAR", status: 200, contains: []string{`href="/desk/referrals/` + miramar + `"`, "from Alpha", "Submitted"}, absent: []string{"Casa Azul"}},
		{as: editor, path: "/desk/search?q=miramar", status: 200, contains: []string{"No match"}, absent: []string{"Hotel Miramar"}},
		{as: editor, path: "/desk/search?q=blue", status: 200, contains: []string{`href="/desk/partners/`}, absent: []string{"/desk/applications/"}},
		{as: manager, path: "/desk/search", status: 200, contains: []string{"What are you looking for?", `action="/desk/search"`}},
		{as: manager, path: "/desk/search?q=x", status: 200, contains: []string{"Type at least 2 letters."}},
		{as: manager, path: "/desk/search?q=" + strings.Repeat("x", 101), status: 422},
		{as: manager, path: "/desk/search?q=%3Cb%3Ebold", status: 200, check: func(t *testing.T, _ *site, a answer) {
			if strings.Contains(a.body, "<b>bold") {
				t.Error("the search is markup")
			}
		}},
		{as: partnerMember, path: "/search?q=miramar", status: 200, contains: []string{`href="/referrals/` + miramar + `"`, `action="/search"`}, absent: []string{"/desk/"}},
		{as: otherPartner, path: "/search?q=alpha", status: 404}, // an account whose company is gone
		{as: partnerMember, path: "/desk/search?q=miramar", status: 403},
		{as: manager, path: "/search?q=miramar", status: 403},
		{path: "/search", status: 401},
	})
}
