package web

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

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
	engine  *docstest.Counting
	log     *lines
	clock   atomic.Pointer[time.Time]
	dial    func() (net.Conn, error)
	hash    string
	load    func() (*content.Library, error) // what reads the library anew, nil for the same again
	mu      sync.Mutex
	clients map[string]*client
}

func newSite(t testing.TB, change ...func(*Options)) *site {
	t.Helper()
	library, err := content.Load(content.Files())
	if err != nil {
		t.Fatal(err)
	}
	engine := docstest.Count(docstest.Engine(t))
	kept, err := store.Open(t.Context(), engine)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{store: kept, engine: engine, clients: map[string]*client{}, log: &lines{}}
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s.clock.Store(&start)
	log := slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s.program = program.New(program.Options{
		Rules: library.Program, Terms: library.Terms, Library: library, Store: kept, Base: siteBase, Log: log,
		Load: func() (*content.Library, error) {
			if s.load == nil {
				return library, nil
			}
			return s.load()
		},
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

// letters are the mails that are due, derived and taken; also what waits only because
// a decision could still be taken back.
func (s *site) letters(t testing.TB) []program.Letter {
	t.Helper()
	s.wait(time.Minute)
	defer s.wait(-time.Minute)
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
