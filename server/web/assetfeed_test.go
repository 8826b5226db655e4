package web

import (
	"encoding/xml"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var feedAddress = regexp.MustCompile(`https://partners\.example\.com(/feeds/[\w.-]+)`)

func TestAPartnersFeed(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	s.run(t, []scenario{
		{as: partnerMember, path: "/assets/feed", status: 200, contains: []string{"Make my address"}, absent: []string{"/feeds/"}},
		{as: manager, path: "/assets/feed", status: 403},
		{path: "/assets/feed", status: 401},
		{as: manager, method: http.MethodPost, path: "/assets/feed", status: 403},
		{as: partnerMember, method: http.MethodPost, path: "/assets/feed?kind=email", status: 303},
		{as: partnerMember, path: "/assets?kind=email", status: 200, contains: []string{`href="/assets/feed?kind=email"`}},
	})
	address := func() string {
		t.Helper()
		found := feedAddress.FindStringSubmatch(s.as(t, partnerMember).get(t, "/assets/feed").body)
		if found == nil {
			t.Fatal("no address on the page")
		}
		return found[1]
	}
	first := address()
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Author  string   `xml:"author>name"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Link    struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	reader := s.browser()
	got := reader.get(t, first)
	if got.status != 200 || got.header.Get("Content-Type") != "application/atom+xml; charset=utf-8" || got.header.Get("Cache-Control") != "private, no-cache" || got.header.Get("Set-Cookie") != "" {
		t.Fatalf("%d %v", got.status, got.header)
	}
	if err := xml.Unmarshal([]byte(got.body), &feed); err != nil {
		t.Fatal(err)
	}
	if feed.ID == "" || feed.Author != "Northwind Stays" || len(feed.Entries) < 5 || feed.Updated != feed.Entries[0].Updated || !strings.Contains(feed.Title, "Casa Lumen") {
		t.Errorf("%+v", feed)
	}
	ids := map[string]bool{}
	for _, e := range feed.Entries {
		if ids[e.ID] || e.Title == "" || !strings.HasPrefix(e.Link.Href, "https://partners.example.com/assets/") {
			t.Errorf("entry %+v", e)
		}
		ids[e.ID] = true
	}
	if strings.Contains(got.body, "open house with your customers") {
		t.Error("the feed shows what the partner's tier may not see")
	}
	reader.header = map[string]string{"If-None-Match": got.header.Get("Etag")}
	if again := reader.get(t, first); again.status != 304 || again.body != "" {
		t.Errorf("again: %d", again.status)
	}
	reader.header = nil
	if mail := reader.get(t, first+"?kind=email"); mail.status != 200 || !strings.Contains(mail.body, ": Email</title>") || strings.Contains(mail.body, "Two nights in the city") {
		t.Errorf("narrowed: %d %s", mail.status, mail.body)
	}
	if bad := reader.get(t, first+"x"); bad.status != 404 {
		t.Errorf("an address that was never made: %d", bad.status)
	}
	s.run(t, []scenario{{as: partnerMember, method: http.MethodPost, path: "/assets/feed", status: 303}})
	second := address()
	if old := reader.get(t, first); second == first || old.status != 404 {
		t.Errorf("the replaced address answers %d", old.status)
	}
	for range 130 {
		got = reader.get(t, second)
	}
	if got.status != 429 {
		t.Errorf("read 130 times in an hour: %d", got.status)
	}
	s.run(t, []scenario{
		{as: partnerMember, method: http.MethodPost, path: "/assets/feed/close", status: 303},
		{as: partnerMember, path: "/assets/feed", status: 200, contains: []string{"Make my address"}},
		{path: second, status: 404},
	})
}
