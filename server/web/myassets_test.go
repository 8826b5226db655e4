package web

import (
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"tandem/content"
)

// restock puts a library in place of the site's, with words replaced in some of its files.
func (s *site) restock(t testing.TB, changes map[string][]string) {
	t.Helper()
	over := fstest.MapFS{}
	for name, oldnew := range changes {
		data, err := fs.ReadFile(content.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		over[name] = &fstest.MapFile{Data: []byte(strings.NewReplacer(oldnew...).Replace(string(data)))}
	}
	l, err := content.Load(content.Both(content.Files(), over))
	if err != nil {
		t.Fatal(err)
	}
	s.program.Restock(l)
}

func TestWhatAPartnerHasTaken(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	if err := s.program.RecordAssets(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.run(t, []scenario{
		{as: partnerMember, path: "/assets/mine", status: 200, contains: []string{"Nothing taken yet"}, absent: []string{"Retired"}},
		{as: partnerMember, path: "/assets/rail-weekends/download?format=markdown", status: 200},
		{as: partnerMember, path: "/assets/six-new-houses/download?format=html", status: 200},
		{as: partnerMember, path: "/assets/mine", status: 200, contains: []string{"How a night train filled", "Current", "Text (Markdown)", "Person partner.member", "Version 2"}, absent: []string{"Take version"}},
		{as: partnerMember, method: http.MethodPost, path: "/assets/mine/six-new-houses/put-away", status: 409},
	})
	s.restock(t, map[string][]string{
		"library/case-studies/rail-weekends.md":   {"version: 2", "version: 3\nnotes: The figures of the autumn.", "half empty", "nearly empty"},
		"library/announcements/six-new-houses.md": {"status: published", "status: retired"},
	})
	s.run(t, []scenario{
		{as: partnerMember, path: "/assets/mine", status: 200, contains: []string{
			"Changed: version 3", "The figures of the autumn.", `href="/assets/rail-weekends/download?format=markdown&locale=en"`, `href="/assets/rail-weekends#changes"`,
			"One retired asset waits", `action="/assets/mine/six-new-houses/put-away"`,
		}},
		{as: partnerMember, path: "/assets/mine?state=retired", status: 200, contains: []string{"Six new houses"}, absent: []string{"night train filled"}},
		{as: partnerMember, path: "/assets/mine?state=nonsense", status: 200, contains: []string{"None of these"}},
		{as: partnerMember, path: "/assets", status: 200, contains: []string{`My downloads<span class="count">2</span>`}},
		{as: partnerMember, path: "/home", status: 200, contains: []string{"is retired. Please stop using it"}},
		{as: partnerMember, path: "/assets/rail-weekends", status: 200, contains: []string{"What changed since version 2", "The figures of the autumn.", "<del>", "<ins>", "Take version 3"}},
		{as: otherPartner, path: "/assets/rail-weekends", status: 200, absent: []string{"What changed since"}},
		{as: otherPartner, path: "/assets/mine", status: 200, contains: []string{"Nothing taken yet"}},
		{as: otherPartner, method: http.MethodPost, path: "/assets/mine/six-new-houses/put-away", status: 404},
		{as: partnerMember, method: http.MethodPost, path: "/assets/mine/six-new-houses/put-away", status: 303},
		{as: partnerMember, path: "/assets/mine", status: 200, contains: []string{"Person partner.member said on"}, absent: []string{"put-away\"", "waits for your answer"}},
		{as: partnerMember, path: "/home", status: 200, absent: []string{"is retired. Please stop"}},
		{as: partnerMember, path: "/assets/mine.csv", status: 200, contains: []string{"rail-weekends", "Changed since", "Retired"}},
		{as: manager, path: "/assets/mine", status: 403},
		{path: "/assets/mine.csv", status: 401},
	})
}
