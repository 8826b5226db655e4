package web

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

// varying are the parts of an answer that differ each time by design.
var varying = regexp.MustCompile(`name="_token" value="[^"]*"|request <span class="mono">[^<]*</span>`)

func comparable(a answer, secrets ...string) string {
	var b strings.Builder
	fmt.Fprintln(&b, a.status)
	names := make([]string, 0, len(a.header))
	for name := range a.header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if name != "Date" && name != requestIDHeader {
			fmt.Fprintln(&b, name, a.header[name])
		}
	}
	body := varying.ReplaceAllString(a.body, "")
	for _, s := range secrets {
		body = strings.ReplaceAll(body, s, "")
	}
	return b.String() + body
}

// TestUnknownAccountsLookLikeKnownOnes compares whole answers: status, headers, body.
// The work is asserted by counting hashes; the ratio of times is printed only, since a
// shared machine cannot hold a bound on it.
func TestUnknownAccountsLookLikeKnownOnes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person(t, "known@x.com", "", portal.Manager)
	s.as(t, visitor).get(t, "/signin")
	for _, path := range []string{"/signin", "/reset"} {
		form := func(email string) url.Values {
			if path == "/reset" {
				return url.Values{"email": {email}}
			}
			return url.Values{"email": {email}, "password": {"not the password"}}
		}
		hashes := s.program.Hashes()
		known := s.as(t, visitor).post(t, path, form("known@x.com"))
		first := s.program.Hashes() - hashes
		unknown := s.as(t, visitor).post(t, path, form("never@x.com"))
		second := s.program.Hashes() - hashes - first
		if a, b := comparable(known, "known@x.com"), comparable(unknown, "never@x.com"); a != b {
			t.Errorf("%s tells:\n%s\n%s", path, a, b)
		}
		if first != second {
			t.Errorf("%s hashes %d times for a known address, %d for an unknown one", path, first, second)
		}
	}
	if testing.Short() {
		return
	}
	times := map[string][]time.Duration{}
	for i := range 40 {
		order := []string{"known@x.com", "never@x.com"}
		if i%4 == 1 || i%4 == 2 { // no order that a garbage collection could fall in step with
			slices.Reverse(order)
		}
		for _, email := range order {
			s.wait(20 * time.Minute) // past every wait for too many tries
			began := time.Now()
			if a := s.as(t, visitor).post(t, "/signin", url.Values{"email": {email}, "password": {fmt.Sprint("guess ", i)}}); a.status != 422 {
				t.Fatalf("%s: %d", email, a.status)
			}
			times[email] = append(times[email], time.Since(began))
		}
	}
	median := func(email string) float64 {
		slices.Sort(times[email])
		return times[email][len(times[email])/2].Seconds()
	}
	t.Logf("known %.1f ms, unknown %.1f ms, ratio of medians %.3f", median("known@x.com")*1000, median("never@x.com")*1000, median("known@x.com")/median("never@x.com"))
}

// TestAForgedForwardedAddressBuysNoGuesses counts hashes over HTTP, with another X-Forwarded-For each time.
func TestAForgedForwardedAddressBuysNoGuesses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person(t, "ana@x.com", "", portal.Manager)
	c := s.as(t, visitor)
	c.token(t)
	before := s.program.Hashes()
	limited := 0
	for i := range 100 {
		c.header = map[string]string{"X-Forwarded-For": fmt.Sprintf("198.51.100.%d", i), "X-Real-Ip": fmt.Sprintf("198.51.100.%d", i), "Forwarded": fmt.Sprintf("for=198.51.100.%d", i)}
		a := c.post(t, "/signin", url.Values{"email": {"ana@x.com"}, "password": {fmt.Sprint("guess ", i)}})
		if a.status == 429 {
			limited++
			if !strings.Contains(a.body, "Try again in") {
				t.Error("the answer says no time")
			}
		}
	}
	if spent := s.program.Hashes() - before; spent > 8 || limited < 90 {
		t.Errorf("100 guesses: %d hashed, %d refused", spent, limited)
	}
	c.header = nil
	for i := range 300 { // error paths count too: forms that cannot be right
		c.post(t, "/signin", url.Values{"email": {fmt.Sprintf("u%d", i)}, "password": {"x"}})
	}
	if spent := s.program.Hashes() - before; spent > 100 {
		t.Errorf("one address had %d passwords hashed", spent)
	}
}

// TestNothingSecretIsLogged plants canaries wherever something can be written, and
// searches the log and the metrics' labels.
func TestNothingSecretIsLogged(t *testing.T) {
	t.Parallel()
	var routes []string
	s := newSite(t, func(o *Options) {
		o.Observe = func(route, method string, _ int, _ time.Duration) { routes = append(routes, route+" "+method) }
	})
	const canary = "canary7f3a"
	u := s.person(t, canary+"@x.com", "", portal.Admin)
	c := s.browser()
	c.agent = canary + "-agent"
	c.header = map[string]string{"X-Request-Id": canary, "X-Forwarded-For": canary, "Referer": "https://" + canary, "Origin": "https://partners.example.com"}
	c.get(t, "/signin?next=/"+canary)
	c.get(t, "/"+canary+"?"+canary+"="+canary)
	c.get(t, "/reset/"+canary)
	c.post(t, "/signin", url.Values{"email": {u.Email}, "password": {canary + " wrong"}})
	c.post(t, "/signin", url.Values{"email": {"not an address " + canary}, "password": {canary}})
	c.post(t, "/signin", url.Values{"email": {u.Email}, "password": {sitePassword}})
	c.post(t, "/reset", url.Values{"email": {u.Email}})
	c.do(t, http.MethodPost, "/signin", "application/json", strings.NewReader(`{"`+canary+`":1}`))
	c.do(t, "CANARY7F3A", "/signin", "", nil)
	c.cookies[s.App.cookies.access] = canary
	c.cookies[s.App.cookies.refresh] = canary
	c.get(t, "/account")
	in := s.browser()
	in.signIn(t, u, false)
	in.post(t, "/account/password", url.Values{"old": {canary}, "password": {canary}})
	in.post(t, "/account/email", url.Values{"email": {canary + "2@x.com"}, "current": {sitePassword}})
	letters := s.letters(t)
	for _, l := range letters {
		in.get(t, path(t, l))
	}
	log := s.log.String()
	secrets := []string{canary, strings.ToUpper(canary), sitePassword, in.cookies[s.App.cookies.access], in.cookies[s.App.cookies.refresh], in.who.Session, s.hash}
	for _, l := range letters {
		if token := path(t, l)[strings.LastIndex(path(t, l), "/")+1:]; len(token) > 40 {
			secrets = append(secrets, token)
		}
	}
	for _, secret := range secrets {
		if secret != "" && strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
		if secret != "" && strings.Contains(strings.Join(routes, "\n"), secret) {
			t.Errorf("the metrics hold %q", secret)
		}
	}
	if n := strings.Count(log, `"msg":"request"`); n < 10 || len(letters) == 0 {
		t.Errorf("%d lines, %d letters: the test proves nothing", n, len(letters))
	}
	for line := range strings.Lines(log) {
		if strings.Contains(line, "203.0.113.") || strings.Contains(line, "0.0.0.0") {
			t.Errorf("an address is logged: %s", line)
		}
	}
}

// TestTheNameARequestComesUnderLeadsNowhere asks for links, redirects and mails under
// names that are not ours.
func TestTheNameARequestComesUnderLeadsNowhere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person(t, "ana@x.com", "", portal.Manager)
	c := s.browser()
	c.header = map[string]string{
		"X-Forwarded-Host": "evil.example", "X-Original-Host": "evil.example", "X-Forwarded-Proto": "http",
		"X-Forwarded-Server": "evil.example", "Forwarded": "host=evil.example", "X-Original-URL": "/desk", "X-Rewrite-URL": "/desk",
	}
	for _, path := range []string{"/signin", "/account", "/reset", "/nowhere"} {
		a := c.get(t, path)
		if strings.Contains(a.body, "evil.example") || strings.Contains(fmt.Sprint(a.header), "evil.example") {
			t.Errorf("%s repeats another's name", path)
		}
	}
	a := c.post(t, "/reset", url.Values{"email": {"ana@x.com"}})
	if a.location != "/reset/sent" {
		t.Errorf("redirected to %s", a.location)
	}
	for _, l := range s.letters(t) {
		if !strings.HasPrefix(l.Link, siteBase+"/") {
			t.Errorf("a mail leads to %s", l.Link)
		}
	}
	for _, raw := range []string{
		"GET /signin HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"GET http://evil.example/signin HTTP/1.1\r\nHost: partners.example.com\r\n\r\n",
		"GET /signin HTTP/1.1\r\nHost: partners.example.com@evil.example\r\n\r\n",
	} {
		conn, err := s.dial()
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, raw)
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err == nil && response.StatusCode < 400 {
			t.Errorf("%q: %d", raw, response.StatusCode)
		}
		_ = conn.Close()
	}
}

// TestNoCacheKeepsWhatIsPersonal asks every page as somebody: only files that are the
// same for everybody may be kept.
func TestNoCacheKeepsWhatIsPersonal(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, r := range routes() {
		if r.method != get || !r.access.session {
			continue
		}
		for _, who := range []string{partnerAdmin, admin} {
			a := s.ask(t, r, who)
			if cache := a.header.Get("Cache-Control"); cache != noStore {
				t.Errorf("%s as %s: Cache-Control %q", r.path, who, cache)
			}
			if a.header.Get("ETag") != "" {
				t.Errorf("%s as %s has an ETag", r.path, who)
			}
		}
	}
}

func TestPagesComeCompressedToWhoReadsThat(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := s.as(t, manager)
	plain := c.get(t, "/account")
	c.header = map[string]string{"Accept-Encoding": "gzip, br"}
	packed := c.get(t, "/account")
	reader, err := gzip.NewReader(strings.NewReader(packed.body))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := varying.ReplaceAllString(plain.body, ""), varying.ReplaceAllString(string(text), ""); a != b {
		t.Error("compressed, it is another page")
	}
	if packed.header.Get("Content-Encoding") != "gzip" || packed.header.Get("Vary") != "Accept-Encoding" || len(packed.body) > len(plain.body)/2 {
		t.Errorf("%d bytes of %d, %v", len(packed.body), len(plain.body), packed.header)
	}
}

func TestStaticFilesComeCompressedAndOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	css := s.assets.URL("app.css")
	c := s.browser()
	sizes := map[string]int{}
	for _, test := range []struct{ accept, want string }{
		{"br, gzip", "br"}, {"gzip, br;q=0", "gzip"}, {"gzip", "gzip"}, {"identity", ""}, {"", ""}, {"BR", "br"},
	} {
		c.header = map[string]string{"Accept-Encoding": test.accept}
		a := c.get(t, css)
		if got := a.header.Get("Content-Encoding"); got != test.want || a.status != 200 {
			t.Errorf("%q: %d %q, want %q", test.accept, a.status, got, test.want)
		}
		if a.header.Get("Cache-Control") != forever || a.header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %s, Vary %s", test.accept, a.header.Get("Cache-Control"), a.header.Get("Vary"))
		}
		sizes[test.want] = len(a.body)
		tag := a.header.Get("ETag")
		c.header["If-None-Match"] = `"other", W/` + tag
		if again := c.get(t, css); again.status != 304 || again.body != "" || again.header.Get("ETag") != tag {
			t.Errorf("%q: the same again: %d, %d bytes", test.accept, again.status, len(again.body))
		}
	}
	if !(sizes["br"] < sizes["gzip"] && sizes["gzip"] < sizes[""]) {
		t.Errorf("sizes %v", sizes)
	}
	c.header = nil
	for _, path := range []string{"/assets/static/app.css", "/assets/static/..%2fassets.go", "/assets/static/../../go.mod", "/assets/static/", "/assets/static/.git"} {
		if a := c.get(t, path); a.status != 404 {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if a := c.get(t, s.brand.address); a.status != 200 || a.header.Get("Cache-Control") != forever || !strings.Contains(a.body, "--brand") {
		t.Errorf("the brand's style sheet: %d %s", a.status, a.header.Get("Cache-Control"))
	}
	if a := c.get(t, "/assets/static/brand.css"); a.status != 404 {
		t.Errorf("it is there without its hash: %d", a.status)
	}
}

// TestPagesLoadFromThisOriginAlone looks for what a page loads: this origin's files alone.
func TestPagesLoadFromThisOriginAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	loads := regexp.MustCompile(`(?:src|href|action|srcset)="([^"]*)"`)
	for _, r := range routes() {
		if r.method != get || !r.access.session {
			continue
		}
		a := s.ask(t, r, admin)
		for _, found := range loads.FindAllStringSubmatch(a.body, -1) {
			if strings.HasPrefix(found[1], "//") || strings.HasPrefix(found[1], "http:") || strings.Contains(found[1], "javascript:") {
				t.Errorf("%s leads to %s", r.path, found[1])
			}
		}
		if strings.Contains(a.body, "<style") || strings.Contains(a.body, " style=") {
			t.Errorf("%s has an inline style", r.path)
		}
	}
}

// TestInvitedColleagueJoinsOverHTTP is the whole way of an invitation, with its wrong turns.
func TestInvitedColleagueJoinsOverHTTP(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.as(t, partnerAdmin)
	s.run(t, []scenario{
		{as: partnerMember, path: teamPeople, status: 200, contains: []string{"Your team", "Person partner.admin"}, absent: []string{"Invite a colleague", "Person other.partner"}},
		{as: partnerMember, path: teamPeople + "/invitations", form: url.Values{"email": {"n@a.com"}, "roles": {"partner_member"}}, status: 403},
		{as: partnerAdmin, path: teamPeople + "/invitations", form: url.Values{"email": {"n@a.com"}, "roles": {"admin"}}, status: 422, contains: []string{"Staff and partners never share a role", `value="n@a.com"`}},
		{as: partnerAdmin, path: teamPeople + "/invitations", form: url.Values{"email": {"n@a.com"}, "roles": {"partner_member"}}, status: 303, location: teamPeople},
		{as: partnerAdmin, path: teamPeople, status: 200, contains: []string{"The invitation is on its way to n@a.com.", "Withdraw"}},
		{as: otherPartner, path: teamPeople, status: 200, absent: []string{"n@a.com"}},
	})
	letters := s.letters(t)
	if len(letters) != 1 {
		t.Fatalf("letters: %+v", letters)
	}
	link := path(t, letters[0])
	s.run(t, []scenario{
		{path: link, status: 200, contains: []string{"n@a.com", "Partner member"}},
		{path: link + "x", status: 404},
		{path: link, form: url.Values{"name": {""}, "password": {"short"}}, status: 422, contains: []string{"Use at least 12 characters"}, absent: []string{`value="short"`}},
		{path: link, form: url.Values{"name": {"Nia Ode"}, "password": {"P@ssw0rd2026!!"}}, status: 422, contains: []string{"This is made of common passwords, dates or rows of keys"}, absent: []string{"P@ssw0rd2026!!"}},
		{path: link, form: url.Values{"name": {"Nia <b>Ode</b>"}, "password": {sitePassword}}, status: 303},
		{name: "the new colleague's name is text", as: partnerAdmin, path: teamPeople, status: 200, contains: []string{"Nia <b>Ode</b>"}, check: func(t *testing.T, _ *site, a answer) {
			if strings.Contains(a.body, "<b>Ode") {
				t.Error("a name became markup")
			}
		}},
		{as: partnerMember, path: link, status: 410, contains: []string{"has been accepted"}},
	})
	if people, err := s.program.People(t.Context(), s.actor(t, partnerAdmin)); err != nil || len(people) != 3 {
		t.Errorf("%d people, %v", len(people), err)
	}
}
