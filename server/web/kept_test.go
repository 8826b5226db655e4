package web

import (
	"strings"
	"testing"
	"time"
)

// TestAPublicPageIsMadeOnceADayAndForVisitorsAlone asks for the same address as
// everybody who may get something else there.
func TestAPublicPageIsMadeOnceADayAndForVisitorsAlone(t *testing.T) {
	s := newSite(t)
	visit := s.browser()
	first := visit.get(t, "/")
	tag := first.header.Get("ETag")
	if first.status != 200 || tag == "" || first.header.Get("Cache-Control") != "private, no-cache" || first.header.Get("Vary") != "Accept-Encoding, Cookie" {
		t.Fatalf("%d %v", first.status, first.header)
	}
	if second := visit.get(t, "/"); second.body != first.body || second.header.Get("ETag") != tag {
		t.Error("the second visitor gets another page")
	}
	visit.header = map[string]string{"If-None-Match": tag}
	if again := visit.get(t, "/"); again.status != 304 || again.body != "" {
		t.Errorf("the same again: %d, %d bytes", again.status, len(again.body))
	}
	if other := visit.get(t, "/glossary"); other.status != 200 || other.body == first.body {
		t.Errorf("the tag of one page answers for another: %d", other.status)
	}
	visit.header = map[string]string{"Accept-Encoding": "br"}
	if small := visit.get(t, "/"); small.header.Get("Content-Encoding") != "br" || len(small.body) > len(first.body)/2 {
		t.Errorf("%d bytes as %q", len(small.body), small.header.Get("Content-Encoding"))
	}

	member := s.as(t, partnerAdmin)
	member.header = map[string]string{"If-None-Match": tag}
	own := member.get(t, "/")
	if own.status != 200 || own.header.Get("ETag") != "" || own.header.Get("Cache-Control") != noStore || !strings.Contains(own.body, "Open the portal") {
		t.Errorf("signed in, with a visitor's tag: %d %v", own.status, own.header)
	}
	if after := s.browser().get(t, "/"); strings.Contains(after.body, "Open the portal") {
		t.Error("a visitor gets what somebody who is signed in saw")
	}
	terms := s.browser().get(t, "/program/terms?version=standard-2026-07")
	if terms.header.Get("ETag") != "" || s.browser().get(t, "/program/terms").body == terms.body {
		t.Error("a query is not part of what is kept")
	}

	start := time.Date(2026, 8, 3, 9, 0, 0, 0, time.UTC) // new terms are in force by then
	s.clock.Store(&start)
	if later := s.browser().get(t, "/"); later.body == first.body || later.header.Get("ETag") == tag {
		t.Error("a page of another day is served")
	}
}
