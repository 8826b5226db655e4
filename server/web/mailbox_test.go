package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"tandem/portal"
	"tandem/templates"
)

func TestTheDemosMailIsForThisMachineOrItsAdmins(t *testing.T) {
	t.Parallel()
	mail := func() ([]Letter, error) {
		return []Letter{{To: "ana@x.com", Subject: "Choose <b>one</b>", At: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC), Text: "Open " + siteBase + "/reset/abc.def now, not https://evil.example/x"}}, nil
	}
	tests := []struct {
		name           string
		demo, loopback bool
		who            string
		want           int
	}{
		{"on this machine", true, true, visitor, 200},
		{"reached by others", true, false, visitor, 404},
		{"reached by others, as a partner", true, false, partnerAdmin, 404},
		{"reached by others, as its admin", true, false, admin, 200},
		{"no demo", false, true, admin, 404},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t, func(o *Options) {
				o.Demo, o.Loopback, o.Mailbox = test.demo, test.loopback, mail
				o.Accounts = []templates.DemoAccount{{Role: "Admin", Email: "boss@demo.example", Password: "eleven"}}
			})
			a := s.as(t, test.who).get(t, "/dev/mail")
			if a.status != test.want {
				t.Fatalf("%d, want %d", a.status, test.want)
			}
			if test.want == 200 && (!strings.Contains(a.body, `href="/reset/abc.def"`) || strings.Contains(a.body, `href="https://evil`) || strings.Contains(a.body, "<b>one")) {
				t.Errorf("the letter:\n%s", excerpt(a.body))
			}
			if shown := strings.Contains(s.browser().get(t, "/signin").body, "boss@demo.example"); shown != (test.demo && test.loopback) {
				t.Errorf("the demo's accounts are shown: %t", shown)
			}
		})
	}
}

// TestTheDemoNeedsNoDevice signs in with a second step in a demo on one's own machine,
// and sees no code anywhere else.
func TestTheDemoNeedsNoDevice(t *testing.T) {
	t.Parallel()
	for _, own := range []bool{true, false} {
		s := newSite(t, func(o *Options) { o.Demo, o.Loopback = true, own })
		u := s.person(t, "fay@x.com", "", portal.Finance)
		c := s.browser()
		c.signIn(t, u, false)
		page := c.get(t, "/account/second-step")
		_, rest, shown := strings.Cut(page.body, `Demo: without an app, the code of this moment is <strong class="mono">`)
		if shown != own {
			t.Fatalf("own machine %t: code shown %t", own, shown)
		}
		if !own {
			continue
		}
		if a := c.post(t, "/account/second-step", url.Values{"code": {rest[:6]}, "next": {"/account"}}); a.status != 200 || strings.Count(a.body, `<li class="mono">`) != 10 {
			t.Fatalf("turned on: %d\n%s", a.status, excerpt(a.body))
		}
		s.wait(time.Minute)
		again := s.browser()
		a := again.post(t, "/signin", url.Values{"email": {u.Email}, "password": {sitePassword}, "next": {"/account"}})
		if a.status != 303 || a.location != "/signin/code?next=%2Faccount" || again.cookies[s.App.cookies.access] != "" {
			t.Fatalf("the password: %d to %s", a.status, a.location)
		}
		_, rest, shown = strings.Cut(again.get(t, a.location).body, `the code of this moment is <strong class="mono">`)
		if !shown {
			t.Fatal("no code on the second page")
		}
		if a := again.post(t, "/signin/code", url.Values{"code": {"000000"}, "next": {"/account"}}); a.status != 422 {
			t.Errorf("a wrong code: %d", a.status)
		}
		if a := again.post(t, "/signin/code", url.Values{"code": {rest[:6]}, "next": {"/account"}}); a.status != 303 || a.location != "/account" {
			t.Errorf("the code: %d to %s\n%s", a.status, a.location, excerpt(a.body))
		}
	}
}
