package web

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
	"tandem/portal/program"
)

// foreign are ids of things that belong to another company or person, by the
// parameter of the routes that show them to partners. A partner's route with a
// parameter that is not here fails TestOthersThingsDoNotExist: add how to make one.
// "" is for things that belong to everybody.
var foreign = map[string]func(t *testing.T, s *site) string{
	"token":  func(*testing.T, *site) string { return "" }, // who holds the link may
	"name":   func(*testing.T, *site) string { return "" },
	"file":   func(*testing.T, *site) string { return "none" }, // on somebody else's referral
	"task":   func(*testing.T, *site) string { return "" },     // of the program's plan
	"person": func(t *testing.T, s *site) string { return string(s.as(t, otherPartner).who.User) },
	"invitation": func(t *testing.T, s *site) string {
		i, err := s.program.InviteColleague(t.Context(), s.actor(t, otherPartner), program.Invite{Email: "new@b.example", Roles: []portal.Role{portal.PartnerMember}})
		if err != nil {
			t.Fatal(err)
		}
		return string(i.ID)
	},
	"invited": func(t *testing.T, s *site) string {
		if _, err := s.store.Partners.Get(t.Context(), partnerB); err != nil {
			s.company(t, partnerB, "Beta")
		}
		row, err := s.program.InviteCompany(t.Context(), s.actor(t, otherPartner), portal.JoinInvite{Company: "Casa Lumen"})
		if err != nil {
			t.Fatal(err)
		}
		return string(row.ID)
	},
	"lead": func(t *testing.T, s *site) string {
		if _, err := s.store.Partners.Get(t.Context(), partnerB); err != nil {
			s.company(t, partnerB, "Beta")
		}
		return string(s.share(t, partnerB).ID)
	},
	"addendum": func(t *testing.T, s *site) string { // of the other company: its number is nothing of one's own
		if _, err := s.store.Partners.Get(t.Context(), partnerB); err != nil {
			s.company(t, partnerB, "Beta")
		}
		s.offer(t, partnerB, portal.Agreement{From: s.program.Today(), NoticeDays: 60})
		return "1"
	},
	"import":  foreignImport,
	"payout":  foreignPayout,
	"number":  foreignStatement,
	"entry":   foreignEntry,
	"slug":    func(*testing.T, *site) string { return "" }, // the library is the program's; what a partner sees of it has tests of its own
	"session": func(t *testing.T, s *site) string { return s.as(t, otherPartner).who.Session },
	"referral": func(t *testing.T, s *site) string {
		if _, err := s.store.Partners.Get(t.Context(), partnerB); err != nil {
			s.company(t, partnerB, "Beta")
		}
		return s.refer(t, otherPartner, "Hotel Miramar", "ana@miramar.pt")
	},
}

var parameters = regexp.MustCompile(`:([a-z_]+)`)

// address fills a pattern's parameters.
func address(pattern string, value func(name string) string) string {
	return parameters.ReplaceAllStringFunc(pattern, func(p string) string { return value(p[1:]) })
}

// may is what the access of a route lets somebody do, worked out apart from the code that checks it.
func may(a access, who string) (status int) {
	member, known := cast[who]
	switch {
	case !a.required:
		return 0
	case !known:
		return http.StatusUnauthorized
	case len(a.roles) > 0 && !slices.Contains(a.roles, member.role) &&
		!(member.role == portal.Admin && slices.ContainsFunc(a.roles, portal.Role.Staff)) &&
		!(member.role == portal.PartnerAdmin && slices.Contains(a.roles, portal.PartnerMember)):
		return http.StatusForbidden
	case a.factor && who == staffNoFactor:
		return http.StatusForbidden
	}
	return 0
}

// TestPermissionMatrix asks every route the router knows as everybody. Who may
// not is told so, and nothing changes; who may is never told so.
func TestPermissionMatrix(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	table := map[string]route{}
	for _, r := range routes() {
		table[r.method+" "+r.path] = r
	}
	for _, who := range everybody {
		s.as(t, who).token(t)
	}
	before := s.dump(t)
	type question struct {
		route route
		who   string
	}
	var allowed []question
	refused := 0
	for _, known := range s.fiber.GetRoutes(true) {
		if known.Method == fiber.MethodHead {
			continue
		}
		r, ok := table[known.Method+" "+known.Path]
		if !ok {
			t.Errorf("%s %s is answered and has no permissions", known.Method, known.Path)
			continue
		}
		for _, who := range everybody {
			want := may(r.access, who)
			if want == 0 {
				allowed = append(allowed, question{r, who})
				continue
			}
			refused++
			if got := s.ask(t, r, who); got.status != want && !(r.method == get && got.status == 303 && strings.HasPrefix(got.location, "/account/second-step")) {
				t.Errorf("%s %s as %s: %d, want %d", r.method, r.path, who, got.status, want)
			}
		}
	}
	same(t, before, s.dump(t))
	last := func(q question) bool { return q.route.path == "/signout" }
	slices.SortStableFunc(allowed, func(a, b question) int {
		switch {
		case last(a) == last(b):
			return 0
		case last(b):
			return -1
		}
		return 1
	})
	for _, q := range allowed {
		got := s.ask(t, q.route, q.who)
		if got.status == 401 || got.status == 403 || got.status >= 500 {
			t.Errorf("%s %s as %s: %d, who may\n%s", q.route.method, q.route.path, q.who, got.status, excerpt(got.body))
		}
	}
	t.Logf("%d routes: %d refusals, %d let through", len(table), refused, len(allowed))
	if refused == 0 || len(allowed) == 0 {
		t.Error("the test asked nothing")
	}
}

// ask puts a request with ids that are nobody's and an empty form.
func (s *site) ask(t *testing.T, r route, who string) answer {
	t.Helper()
	path := address(r.path, func(string) string { return "01J0000000000000000000000X" })
	if r.method == post {
		return s.as(t, who).post(t, path, nil)
	}
	return s.as(t, who).get(t, path)
}

// TestAreasKeepToTheirPeople holds what the table may never say, whatever is added to it.
func TestAreasKeepToTheirPeople(t *testing.T) {
	t.Parallel()
	for _, r := range routes() {
		desk := r.path == "/desk" || strings.HasPrefix(r.path, "/desk/")
		for _, role := range r.access.roles {
			if role.Staff() != desk {
				t.Errorf("%s %s is open to %s", r.method, r.path, role)
			}
		}
		if desk && (!r.access.required || len(r.access.roles) == 0) {
			t.Errorf("%s %s is open to people who are no staff", r.method, r.path)
		}
		if r.method == post && desk && strings.HasPrefix(r.path, staffPeople) && !r.access.factor {
			t.Errorf("%s %s changes rights without a second factor", r.method, r.path)
		}
		if r.method == post && (strings.HasPrefix(r.path, "/desk/payouts") || strings.HasPrefix(r.path, "/desk/collections")) && !r.access.factor {
			t.Errorf("%s %s moves money without a second factor", r.method, r.path)
		}
		if r.method == post && !r.access.session {
			t.Errorf("%s %s takes a form without looking at a session, so without a token", r.method, r.path)
		}
	}
}

var shown = regexp.MustCompile(`request <span class="mono">[^<]*</span>|name="_token" value="[^"]*"`)

// TestOthersThingsDoNotExist asks for another company's things and for things that
// are nobody's: the answers are the same bytes, and nothing changes.
func TestOthersThingsDoNotExist(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	made := map[string]string{}
	for name, make := range foreign {
		made[name] = make(t, s)
	}
	s.as(t, partnerAdmin)
	before := s.dump(t)
	for _, r := range routes() {
		names := parameters.FindAllStringSubmatch(r.path, -1)
		if len(names) == 0 || !r.access.required || slices.ContainsFunc(r.access.roles, portal.Role.Staff) {
			continue
		}
		owned := false
		for _, name := range names {
			if _, ok := foreign[name[1]]; !ok {
				t.Errorf("%s %s: say in foreign how to make somebody else's :%s", r.method, r.path, name[1])
			}
			owned = owned || made[name[1]] != ""
		}
		if !owned {
			continue
		}
		ask := func(path string) answer {
			c := s.as(t, partnerAdmin)
			if r.method == post {
				return c.post(t, path, nil)
			}
			return c.get(t, path)
		}
		t.Run(r.method+" "+r.path, func(t *testing.T) {
			others := ask(address(r.path, func(name string) string { return made[name] }))
			for kind, id := range map[string]string{"random": "01J0000000000000000000000X", "malformed": "%7B%22$gt%22:%22%22%7D", "long": strings.Repeat("a", 300)} {
				nobodys := ask(address(r.path, func(string) string { return id }))
				if others.status != nobodys.status || others.status != 404 {
					t.Errorf("another's: %d, %s: %d, want 404", others.status, kind, nobodys.status)
				}
				if a, b := shown.ReplaceAllString(others.body, ""), shown.ReplaceAllString(nobodys.body, ""); a != b {
					t.Errorf("another's and %s differ:\n%s\n%s", kind, excerpt(a), excerpt(b))
				}
			}
		})
	}
	same(t, before, s.dump(t))
}

// TestStoredFieldsAreNotInputs posts the name of every stored field to every route
// that takes a form, as somebody who may use it: no form takes a field it does not
// show, so nothing changes.
func TestStoredFieldsAreNotInputs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, who := range everybody {
		s.as(t, who).token(t)
	}
	fields := map[string]bool{"id": true, "_id": true, "version_": true}
	for _, body := range s.dump(t) {
		for _, name := range regexp.MustCompile(`"([a-z_]+)":`).FindAllStringSubmatch(body, -1) {
			fields[name[1]] = true
		}
	}
	before := s.dump(t)
	posted := 0
	for _, r := range routes() {
		if r.method != post || r.path == "/signout" {
			continue
		}
		for _, who := range everybody {
			if may(r.access, who) != 0 {
				continue
			}
			form := map[string][]string{"is_admin": {"true"}}
			for name := range fields {
				form[name] = []string{"admin"}
			}
			path := address(r.path, func(string) string { return "01J0000000000000000000000X" })
			if a := s.as(t, who).post(t, path, form); a.status < 400 || a.status >= 500 {
				t.Errorf("%s as %s: %d", r.path, who, a.status)
			}
			posted++
			break // one who may is enough: the form is the same for all
		}
	}
	same(t, before, s.dump(t))
	t.Logf("%d field names to %d routes", len(fields), posted)
	if len(fields) < 10 || posted < 10 {
		t.Error(fmt.Sprint("too little was tried: ", len(fields), posted))
	}
}
