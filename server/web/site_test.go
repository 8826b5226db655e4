package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/valyala/fasthttp/fasthttputil"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/portal/store"
	"tandem/portal/store/docs/docstest"
)

// How scenario tests name who asks. The partner people are of partnerA, but for
// otherPartner, who is the admin of partnerB. Staff have given their second factor,
// but for staffNoFactor, who is an admin without one.
const (
	visitor       = "visitor"
	partnerAdmin  = "partner admin"
	partnerMember = "partner member"
	otherPartner  = "other partner"
	manager       = "manager"
	financeRole   = "finance"
	editor        = "editor"
	steward       = "steward"
	admin         = "admin"
	staffNoFactor = "staff without factor"
)

const (
	partnerA = portal.PartnerID("pa")
	partnerB = portal.PartnerID("pb")
)

var everybody = []string{visitor, partnerAdmin, partnerMember, otherPartner, manager, financeRole, editor, steward, admin, staffNoFactor}

var cast = map[string]struct {
	partner portal.PartnerID
	role    portal.Role
}{
	partnerAdmin: {partnerA, portal.PartnerAdmin}, partnerMember: {partnerA, portal.PartnerMember}, otherPartner: {partnerB, portal.PartnerAdmin},
	manager: {"", portal.Manager}, financeRole: {"", portal.Finance}, editor: {"", portal.Editor}, steward: {"", portal.Steward},
	admin: {"", portal.Admin}, staffNoFactor: {"", portal.Admin},
}

const (
	siteBase     = "https://partners.example.com"
	sitePassword = "seven brown otters swim"
)

// site is the portal on a fresh engine, served from memory, with a clock that the
// test moves. Tests of routes ask it as somebody:
//
//	s := newSite(t)
//	s.as(t, manager).get(t, "/desk/partners")
//	s.run(t, []scenario{{as: partnerMember, path: "/home", status: 200, contains: []string{"Home"}}})
//
// The store and the program are there to put things in place first: s.program, s.store.
type site struct {
	*App
	program *program.Program
	store   *store.Store
	log     *lines
	clock   atomic.Pointer[time.Time]
	dial    func() (net.Conn, error)
	hash    string
	mu      sync.Mutex
	clients map[string]*client
}

func newSite(t testing.TB, change ...func(*Options)) *site {
	t.Helper()
	library, err := content.Load(content.Files())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := store.Open(t.Context(), docstest.Engine(t))
	if err != nil {
		t.Fatal(err)
	}
	s := &site{store: kept, clients: map[string]*client{}, log: &lines{}}
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s.clock.Store(&start)
	log := slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s.program = program.New(program.Options{
		Rules: library.Program, Terms: library.Terms, Library: library, Store: kept, Base: siteBase, Log: log,
		Clock: func() time.Time { return *s.clock.Load() },
		Keys:  program.Keys{Links: []byte(strings.Repeat("l", 32)), Sealed: []byte(strings.Repeat("s", 32))},
	})
	if s.hash, err = s.program.HashPassword(t.Context(), sitePassword); err != nil {
		t.Fatal(err)
	}
	o := Options{Program: s.program, Library: library, BaseURL: siteBase, Keys: testKeys(), Log: log}
	for _, f := range change {
		f(&o)
	}
	if s.App, err = New(o); err != nil {
		t.Fatal(err)
	}
	ln := fasthttputil.NewInmemoryListener()
	s.dial = ln.Dial
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, ln) }()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return s
}

// wait moves the portal's clock.
func (s *site) wait(d time.Duration) {
	next := s.clock.Load().Add(d)
	s.clock.Store(&next)
}

// person makes one more account with sitePassword.
func (s *site) person(t testing.TB, email string, partner portal.PartnerID, roles ...portal.Role) portal.User {
	t.Helper()
	user, err := s.program.AddPerson(t.Context(), portal.System("test"), program.NewPerson{
		Email: email, Name: "Person " + strings.SplitN(email, "@", 2)[0], Partner: partner, Roles: roles, Password: s.hash,
	})
	if err != nil {
		t.Fatal(err)
	}
	return user
}

// as is somebody at their browser, signed in; the same one each time.
func (s *site) as(t testing.TB, who string) *client {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, ok := s.clients[who]; ok {
		return c
	}
	c := s.browser()
	if who != visitor {
		member, ok := cast[who]
		if !ok {
			t.Fatalf("nobody is called %q; see everybody", who)
		}
		c.signIn(t, s.person(t, strings.ReplaceAll(who, " ", ".")+"@example.com", member.partner, member.role), member.partner == "" && who != staffNoFactor)
	}
	s.clients[who] = c
	return c
}

// actor is who the program sees when somebody asks.
func (s *site) actor(t testing.TB, who string) portal.Actor { return s.as(t, who).who.Actor }

// browser is a client that nobody has signed in with.
func (s *site) browser() *client {
	c := &client{site: s, cookies: map[string]string{}, agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
	c.http = &http.Client{
		Transport:     &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return s.dial() }, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// client is one browser with its cookies.
type client struct {
	site    *site
	http    *http.Client
	agent   string
	cookies map[string]string
	header  map[string]string // sent with each request
	who     program.Who
}

// signIn starts a session for a person as the sign-in page does.
func (c *client) signIn(t testing.TB, user portal.User, factor bool) {
	t.Helper()
	p := c.site.program
	from := program.Client{Address: "0.0.0.0", Agent: c.agent}
	in, err := p.SignIn(t.Context(), program.SignIn{Email: user.Email, Password: sitePassword, Client: from})
	if err != nil {
		t.Fatalf("sign in %s: %v", user.Email, err)
	}
	if c.who, err = p.Authenticate(t.Context(), in.User, in.Session, ""); err != nil {
		t.Fatal(err)
	}
	if factor {
		setUp, err := p.FactorSetUp(t.Context(), c.who)
		if err != nil {
			t.Fatal(err)
		}
		code, err := totp.GenerateCode(strings.ReplaceAll(setUp.Secret, " ", ""), *c.site.clock.Load())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.SetFactor(t.Context(), c.who, code); err != nil {
			t.Fatal(err)
		}
		if c.who, err = p.Authenticate(t.Context(), in.User, in.Session, ""); err != nil {
			t.Fatal(err)
		}
	}
	access, err := c.site.tokens.issue(in.User, in.Session)
	if err != nil {
		t.Fatal(err)
	}
	c.cookies[c.site.App.cookies.access], c.cookies[c.site.App.cookies.refresh] = access, in.Refresh
}

// answer is what came back.
type answer struct {
	status   int
	header   http.Header
	body     string
	location string
}

func (c *client) get(t testing.TB, path string) answer {
	t.Helper()
	return c.do(t, http.MethodGet, path, "", nil)
}

// post sends a form with its token.
func (c *client) post(t testing.TB, path string, form url.Values) answer {
	t.Helper()
	values := url.Values{formTokenField: {c.token(t)}}
	for key, list := range form {
		values[key] = list
	}
	return c.do(t, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
}

// token is what a form shown to this browser carries.
func (c *client) token(t testing.TB) string {
	t.Helper()
	if c.who.Session != "" {
		return c.site.forms.of("session " + c.who.Session)
	}
	name := c.site.App.cookies.guest
	if c.cookies[name] == "" {
		c.get(t, "/signin")
	}
	return c.site.forms.of("guest " + c.cookies[name])
}

func (c *client) do(t testing.TB, method, path, kind string, body io.Reader) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, "http://partners.example.com"+path, body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("User-Agent", c.agent)
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	for name, value := range c.header {
		request.Header.Set(name, value)
	}
	for name, value := range c.cookies {
		request.Header.Add("Cookie", name+"="+value)
	}
	response, err := c.http.Do(request)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range response.Cookies() {
		if cookie.Value == "" {
			delete(c.cookies, cookie.Name)
		} else {
			c.cookies[cookie.Name] = cookie.Value
		}
	}
	return answer{response.StatusCode, response.Header, string(text), response.Header.Get("Location")}
}

// scenario is one request and what must, and must not, come of it.
type scenario struct {
	name     string
	as       string // visitor when ""
	method   string // GET when "" and there is no form
	path     string
	form     url.Values // posted, with its token
	status   int
	location string   // where a 303 leads, "" for anywhere
	contains []string // in the answer, as a person reads it: unescaped
	absent   []string
	check    func(t *testing.T, s *site, a answer) // what is in the store now
}

// run goes through scenarios in order, on one site.
func (s *site) run(t *testing.T, list []scenario) {
	t.Helper()
	for _, sc := range list {
		if sc.as == "" {
			sc.as = visitor
		}
		if sc.method == "" {
			sc.method = http.MethodGet
			if sc.form != nil {
				sc.method = http.MethodPost
			}
		}
		name := sc.name
		if name == "" {
			name = sc.method + " " + sc.path + " as " + sc.as
		}
		t.Run(name, func(t *testing.T) {
			c := s.as(t, sc.as)
			var a answer
			if sc.method == http.MethodPost {
				a = c.post(t, sc.path, sc.form)
			} else {
				a = c.do(t, sc.method, sc.path, "", nil)
			}
			if a.status != sc.status || sc.location != "" && a.location != sc.location {
				t.Errorf("status %d to %q, want %d to %q\n%s", a.status, a.location, sc.status, sc.location, excerpt(a.body))
			}
			for _, want := range sc.contains {
				if !strings.Contains(a.text(), want) {
					t.Errorf("%q is missing in\n%s", want, excerpt(a.body))
				}
			}
			for _, no := range sc.absent {
				if strings.Contains(a.text(), no) {
					t.Errorf("%q must not be there", no)
				}
			}
			if sc.check != nil {
				sc.check(t, s, a)
			}
		})
	}
}

// text is the answer with the common escapes undone.
func (a answer) text() string {
	return strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&lt;", "<", "&gt;", ">", "&#43;", "+", "&amp;", "&").Replace(a.body)
}

func excerpt(body string) string {
	if i := strings.Index(body, "<main"); i >= 0 {
		body = body[i:]
	}
	if len(body) > 3000 {
		body = body[:3000] + "..."
	}
	return body
}

// lines keeps what was logged.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// letters are the mails that are due, derived and taken.
func (s *site) letters(t testing.TB) []program.Letter {
	t.Helper()
	if err := s.program.DeriveMessages(t.Context()); err != nil {
		t.Fatal(err)
	}
	var list []program.Letter
	_, err := s.program.Deliver(t.Context(), func(_ context.Context, l program.Letter) error {
		list = append(list, l)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// path is where a letter's link leads, in this portal.
func path(t testing.TB, l program.Letter) string {
	t.Helper()
	p, ok := strings.CutPrefix(l.Link, siteBase)
	if !ok {
		t.Fatalf("the link %s leaves the portal", l.Link)
	}
	return p
}

// dump is everything the store holds, for tests that nothing changed.
func (s *site) dump(t testing.TB) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, c := range store.Schema().Collections {
		if c.Name == "limits" {
			continue // refused requests are counted
		}
		after := ""
		for {
			page, err := s.store.Engine().Scan(t.Context(), scanAll(c.Name, after))
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range page.Documents {
				all[c.Name+" "+d.ID] = fmt.Sprint(d.Version, " ", string(d.Body))
			}
			if after = page.Next; after == "" {
				break
			}
		}
	}
	return all
}
