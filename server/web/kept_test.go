package web

import (
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// TestAPublicPageIsMadeOnceADayAndForVisitorsAlone asks for the same address as
// everybody who may get something else there.
func TestAPublicPageIsMadeOnceADayAndForVisitorsAlone(t *testing.T) {
	t.Parallel()
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
	if later := s.browser().get(t, "/program/terms/standard-2026-07"); later.status != 200 || later.body == s.browser().get(t, "/program/terms").body {
		t.Errorf("the terms to come: %d, or those of today", later.status)
	}
	visit.header = nil
	if told := visit.get(t, "/?utm_source=x"); told.status != 200 || told.body != first.body {
		t.Error("a query makes another page")
	}
	visit.cookies[s.App.cookies.flash] = s.forms.sign("flash", "ok\x00It is done.\x00")
	if told := visit.get(t, "/"); told.header.Get("ETag") != "" || told.header.Get("Cache-Control") != noStore {
		t.Error("what a visitor is told is kept for everybody")
	}

	start := time.Date(2026, 8, 3, 9, 0, 0, 0, time.UTC) // new terms are in force by then
	s.clock.Store(&start)
	if later := s.browser().get(t, "/"); later.body == first.body || later.header.Get("ETag") == tag {
		t.Error("a page of another day is served")
	}
}

// TestAPageIsSentAgainUntilAnythingItShowsChanges looks at one home again and again,
// while one thing after the other changes that it depends on. The same bytes mean that
// it was not made anew: its form token is masked differently each time.
func TestAPageIsSentAgainUntilAnythingItShowsChanges(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	reading := func(c *client) *client {
		c.header = map[string]string{"Accept-Encoding": "gzip"}
		return c
	}
	ana, ben, lena := reading(s.as(t, partnerAdmin)), reading(s.as(t, otherPartner)), reading(s.as(t, manager))
	see := func(c *client, path string) string {
		t.Helper()
		a := c.get(t, path)
		if a.status != 200 || a.header.Get("Content-Encoding") != "gzip" || a.header.Get("Cache-Control") != noStore || a.header.Get("ETag") != "" {
			t.Fatalf("%s: %d %v", path, a.status, a.header)
		}
		return a.body
	}
	home, desk := see(ana, "/home"), see(lena, "/desk")
	if see(ana, "/home") != home || see(lena, "/desk") != desk {
		t.Error("a page is made again though nothing changed")
	}
	if see(ana, "/home?x=1") == home {
		t.Error("another address has the same page")
	}
	if other := see(ben, "/home"); other == home || !strings.Contains(unpacked(t, other), "Blue Ferries") {
		t.Error("somebody else gets this home")
	}
	second := reading(s.browser())
	for name, value := range ana.cookies {
		second.cookies[name] = value
	}
	if see(second, "/home") != home {
		t.Error("the same session has another home")
	}
	for _, change := range []struct {
		name string
		do   func()
		both bool // the staff's page shows it too
	}{
		{"a referral", func() { s.refer(t, partnerAdmin, "Hotel Miramar", "ana@miramar.pt") }, true},
		{"the company's own data", func() {
			partner, err := s.store.Partners.Get(t.Context(), partnerA)
			if err == nil {
				partner.Company = "Casa Lumen and Daughters"
				_, err = s.store.Partners.Save(t.Context(), partner)
			}
			if err != nil {
				t.Fatal(err)
			}
		}, false},
		{"the person's name", func() {
			if err := s.program.Rename(t.Context(), ana.who.Actor, "Ana Prado"); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"the theme", func() {
			if err := s.program.SetTheme(t.Context(), ana.who.Actor, "dark"); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"the clock", func() { s.wait(time.Minute) }, true},
	} {
		change.do()
		delete(ana.cookies, s.App.cookies.flash)
		nextHome, nextDesk := see(ana, "/home"), see(lena, "/desk")
		if nextHome == home {
			t.Errorf("after a change of %s the home is the old one", change.name)
		}
		if change.both && nextDesk == desk {
			t.Errorf("after a change of %s the staff's page is the old one", change.name)
		}
		home, desk = nextHome, nextDesk
		if see(ana, "/home") != home {
			t.Errorf("after a change of %s the home is made again and again", change.name)
		}
	}
	if text := unpacked(t, home); !strings.Contains(text, "Hotel Miramar") || !strings.Contains(text, "Ana") || !strings.Contains(text, `data-theme="dark"`) {
		t.Error("the last home does not show what changed")
	}
	ana.cookies[s.App.cookies.flash] = s.forms.sign("flash", "ok\x00It is done.\x00")
	if told := unpacked(t, see(ana, "/home")); !strings.Contains(told, "It is done.") {
		t.Error("a kept home does not say what happened")
	}
	if after := unpacked(t, see(ana, "/home")); strings.Contains(after, "It is done.") {
		t.Error("what happened is said twice")
	}
	if err := s.program.SignOut(t.Context(), ana.who.Actor, ana.who.Session); err != nil {
		t.Fatal(err)
	}
	if a := ana.get(t, "/home"); a.status == 200 {
		t.Error("a kept home is shown to somebody who is signed out")
	}
}

// TestWhatIsKeptOfPagesIsBounded asks for one home under many addresses.
func TestWhatIsKeptOfPagesIsBounded(t *testing.T) {
	t.Parallel()
	var l lastPages
	big := make([]byte, lastPagesBytes/10)
	for i := range 200 {
		l.keep(fmt.Sprint("page ", i), lastPage{packed: big})
		if l.bytes > lastPagesBytes || len(l.pages)*len(big) != l.bytes {
			t.Fatalf("%d pages of %d bytes are counted as %d", len(l.pages), len(big), l.bytes)
		}
		l.keep(fmt.Sprint("page ", i), lastPage{packed: big[1:], minute: 1})
		l.keep(fmt.Sprint("page ", i), lastPage{packed: big, minute: 2})
		if page, ok := l.find(fmt.Sprint("page ", i)); !ok || page.minute != 2 {
			t.Fatal("the newest is not kept")
		}
	}
}

// unpacked is the text of a compressed page.
func unpacked(t *testing.T, body string) string {
	t.Helper()
	reader, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
