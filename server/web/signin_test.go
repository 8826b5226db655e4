package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/store/docs"
)

func scanAll(collection, after string) docs.Query {
	return docs.Query{Collection: collection, Index: docs.ByID, Limit: docs.MaxLimit, After: after}
}

func TestSignInAndOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	u := s.person(t, "ana@x.com", "", portal.Manager)
	c := s.browser()
	if a := c.get(t, "/account"); a.status != 401 || !strings.Contains(a.body, `name="next" value="/account"`) {
		t.Fatalf("signed out: %d\n%s", a.status, excerpt(a.body))
	}
	bad := c.post(t, "/signin", url.Values{"email": {u.Email}, "password": {"wrong"}})
	if bad.status != 422 || !strings.Contains(bad.body, "do not belong together") || !strings.Contains(bad.body, `value="ana@x.com"`) || strings.Contains(bad.body, "wrong\"") {
		t.Errorf("a wrong password: %d\n%s", bad.status, excerpt(bad.body))
	}
	good := c.post(t, "/signin", url.Values{"email": {u.Email}, "password": {sitePassword}, "next": {"/account"}})
	if good.status != 303 || good.location != "/account" {
		t.Fatalf("sign in: %d to %s\n%s", good.status, good.location, excerpt(good.body))
	}
	for _, cookie := range good.header["Set-Cookie"] {
		if !strings.HasPrefix(cookie, "__Host-tandem-") {
			t.Errorf("a cookie without the prefix: %s", cookie)
		}
		for _, want := range []string{"; secure", "; path=/", "; httponly", "; samesite=lax"} {
			if !strings.Contains(strings.ToLower(cookie), want) {
				t.Errorf("%s lacks %s", cookie, want)
			}
		}
		if strings.Contains(strings.ToLower(cookie), "domain=") {
			t.Errorf("%s names a domain", cookie)
		}
	}
	account := c.get(t, "/account")
	if account.status != 200 || account.header.Get("Cache-Control") != noStore || !strings.Contains(account.body, "Person ana") {
		t.Errorf("account: %d %s", account.status, account.header.Get("Cache-Control"))
	}
	token := account.body[strings.Index(account.body, `name="_token" value="`)+len(`name="_token" value="`):]
	token = token[:strings.IndexByte(token, '"')]
	out := c.do(t, http.MethodPost, "/signout", "application/x-www-form-urlencoded", strings.NewReader(url.Values{"_token": {token}}.Encode()))
	if out.status != 303 || out.location != "/signin" || len(c.cookies) != 1 || c.cookies[s.App.cookies.device] == "" { // the mark alone stays, and opens nothing
		t.Errorf("sign out: %d to %s, cookies %v", out.status, out.location, c.cookies)
	}
	if a := c.get(t, "/account"); a.status != 401 {
		t.Errorf("after: %d", a.status)
	}
}

func TestSessionsGoOnByThemselvesAndEndAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := s.as(t, manager)
	old := c.cookies["__Host-tandem-refresh"]
	s.wait(accessLife)
	if a := c.get(t, "/account"); a.status != 200 || c.cookies["__Host-tandem-refresh"] == old {
		t.Fatalf("after 10 minutes: %d, refreshed %t", a.status, c.cookies["__Host-tandem-refresh"] != old)
	}
	second := s.browser()
	user, err := s.program.Account(t.Context(), c.who.Actor)
	if err != nil {
		t.Fatal(err)
	}
	s.wait(time.Minute)
	in := s.browser()
	in.cookies["__Host-tandem-refresh"] = old // somebody copied it earlier
	if a := in.get(t, "/account"); a.status != 401 {
		t.Errorf("a used refresh token: %d", a.status)
	}
	if a := c.get(t, "/account"); a.status != 401 {
		t.Errorf("its session lives: %d", a.status)
	}
	if second.get(t, "/account").status != 401 || user.State != portal.UserActive {
		t.Error("a browser without cookies got in")
	}
}

func TestDevicesAreSignedOutOneByOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	u := s.person(t, "ana@x.com", "", portal.Manager)
	laptop, phone, tablet := s.browser(), s.browser(), s.browser()
	phone.agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1"
	for _, c := range []*client{laptop, phone, tablet} {
		c.signIn(t, u, false)
	}
	page := laptop.get(t, "/account/sessions")
	for _, want := range []string{"Firefox on Linux", "Safari on iPhone", "This device"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if a := laptop.post(t, "/account/sessions/"+phone.who.Session+"/end", nil); a.status != 303 {
		t.Errorf("end: %d", a.status)
	}
	if a := phone.get(t, "/account"); a.status != 401 {
		t.Errorf("the phone: %d", a.status)
	}
	laptop.get(t, "/account/sessions") // takes what was said about the phone
	if a := laptop.post(t, "/account/sessions/others", nil); a.status != 303 || tablet.get(t, "/account").status != 401 {
		t.Error("all others were not signed out")
	}
	if a := laptop.get(t, "/account/sessions"); !strings.Contains(a.body, "Your other devices are signed out.") {
		t.Error("nothing is said about it")
	} else if a := laptop.get(t, "/account/sessions"); strings.Contains(a.body, "Your other devices are signed out.") {
		t.Error("it is said twice")
	}
}

func TestRightsEndAtTheNextRequest(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	boss := s.as(t, admin)
	fin := s.as(t, financeRole)
	if a := fin.get(t, "/account"); a.status != 200 {
		t.Fatalf("before: %d", a.status)
	}
	page := "/desk/staff/" + string(fin.who.User)
	if a := boss.get(t, page); a.status != 200 {
		t.Fatalf("the page: %d", a.status)
	}
	if a := boss.post(t, page+"/suspend", url.Values{"version": {"2"}, "reason": {"left the company"}}); a.status != 303 {
		t.Fatalf("suspend: %d\n%s", a.status, excerpt(a.body))
	}
	if a := fin.get(t, "/account"); a.status != 401 {
		t.Errorf("after: %d", a.status)
	}
	if a := boss.get(t, page); !strings.Contains(a.body, "left the company") || !strings.Contains(a.body, "Suspended") {
		t.Error("the page does not say so")
	}
}

func TestStaffNeedTheirSecondStepForRights(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := s.as(t, staffNoFactor)
	form := url.Values{"email": {"new@x.com"}, "roles": {"manager"}}
	if a := c.post(t, "/desk/staff/invitations", form); a.status != 403 || !strings.Contains(a.body, `href="/account/second-step"`) {
		t.Errorf("without: %d\n%s", a.status, excerpt(a.body))
	}
	if a := s.as(t, admin).post(t, "/desk/staff/invitations", form); a.status != 303 {
		t.Errorf("with: %d\n%s", a.status, excerpt(a.body))
	}
	page := c.get(t, "/account/second-step?next=/desk/staff")
	if page.status != 200 || !strings.Contains(page.body, "data:image/png;base64,") || !strings.Contains(page.body, "What you want to do needs the second step") {
		t.Errorf("set-up: %d\n%s", page.status, excerpt(page.body))
	}
	if strings.Contains(page.body, "Demo:") {
		t.Error("the code is shown outside the demo")
	}
	if a := c.post(t, "/account/second-step", url.Values{"code": {"000000"}}); a.status != 422 {
		t.Errorf("a wrong code: %d", a.status)
	}
}

func TestWaysOutOfThePortalAreClosed(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{
		"/desk?x=1": "/desk?x=1", "": "/s", "//evil.example": "/s", `/\evil.example`: "/s", "https://evil.example": "/s",
		"/a\r\nSet-Cookie: x": "/s", "javascript:alert(1)": "/s", "/signin?next=/x": "/s", "/signout": "/s", "desk": "/s",
	} {
		if got := ownPath(next, "/s"); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

func TestFormsNeedTheTokenOfTheirSession(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c, other := s.as(t, manager), s.as(t, editor)
	good := c.token(t)
	send := func(c *client, token string) int {
		return c.do(t, http.MethodPost, "/account/profile", "application/x-www-form-urlencoded",
			strings.NewReader(url.Values{"_token": {token}, "name": {"New Name"}}.Encode())).status
	}
	for name, token := range map[string]string{"none": "", "another's": other.token(t), "a guest's": s.forms.of("guest x"), "cut": good[:20]} {
		if got := send(c, token); got != 403 {
			t.Errorf("%s: %d", name, got)
		}
	}
	if got := send(c, good); got != 303 {
		t.Errorf("its own: %d", got)
	}
	guest := s.browser()
	if a := guest.do(t, http.MethodPost, "/signin", "application/x-www-form-urlencoded", strings.NewReader("email=a%40x.com&password=p")); a.status != 403 {
		t.Errorf("a sign-in form without a token: %d", a.status)
	}
}

func TestBodiesThatAreNoForms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := s.as(t, manager)
	token := c.token(t)
	for name, body := range map[string][2]string{
		"JSON":              {"application/json", `{"_token":"` + token + `","name":{"$gt":""}}`},
		"text":              {"text/plain", "_token=" + token + "&name=x"},
		"no type":           {"", "_token=" + token + "&name=x"},
		"operator key":      {"application/x-www-form-urlencoded", "_token=" + token + "&name[$gt]="},
		"unknown key":       {"application/x-www-form-urlencoded", "_token=" + token + "&name=x&roles=admin"},
		"twice":             {"application/x-www-form-urlencoded", "_token=" + token + "&name=x&name=y"},
		"two tokens":        {"application/x-www-form-urlencoded", "_token=" + token + "&_token=" + token + "&name=x"},
		"broken multipart":  {"multipart/form-data; boundary=x", "--x\r\nnonsense"},
		"multipart no type": {"multipart/form-data", "x"},
	} {
		before := s.dump(t)
		a := c.do(t, http.MethodPost, "/account/profile", body[0], strings.NewReader(body[1]))
		if a.status < 400 || a.status >= 500 {
			t.Errorf("%s: %d", name, a.status)
		}
		same(t, before, s.dump(t))
	}
}

// same fails for each document that changed.
func same(t testing.TB, before, after map[string]string) {
	t.Helper()
	for id, was := range before {
		if after[id] != was {
			t.Errorf("%s was %s and is %s", id, was, after[id])
		}
	}
	for id := range after {
		if _, ok := before[id]; !ok {
			t.Errorf("%s is new", id)
		}
	}
}

func TestBrowserKeepsItsMarkOverASignOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	user := s.person(t, "ana@example.com", "", portal.Manager)
	enter := func(c *client) {
		t.Helper()
		if a := c.post(t, "/signin", url.Values{"email": {user.Email}, "password": {sitePassword}, "next": {""}}); a.status != 303 {
			t.Fatalf("sign in: %d", a.status)
		}
	}
	own := s.browser()
	enter(own)
	mark := own.cookies[s.App.cookies.device]
	for _, cookie := range []string{s.App.cookies.access, s.App.cookies.refresh} {
		delete(own.cookies, cookie)
	}
	enter(own)
	if mark == "" || own.cookies[s.App.cookies.device] != mark || !strings.HasPrefix(s.App.cookies.device, "__Host-") {
		t.Errorf("the mark went from %q to %q", mark, own.cookies[s.App.cookies.device])
	}
	if letters := s.letters(t); len(letters) != 0 {
		t.Errorf("a known browser: %q", letters[0].Subject)
	}
	enter(s.browser())
	if l := s.letter(t, "New sign-in with Firefox on Linux"); path(t, l) != "/account/sessions" {
		t.Errorf("the letter leads to %s", l.Link)
	}
}
