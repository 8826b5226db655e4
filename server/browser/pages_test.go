package browser

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/portal"
	"tandem/server/web"
)

// TestEveryPageHoldsTheGates opens every page of the table as the role that looks,
// and holds it to every gate. One tab a role; three loads a page.
func TestEveryPageHoldsTheGates(t *testing.T) {
	_ = open(t) // skips or fails where there is no browser, before anything is made
	running := reading(t)
	for _, role := range roles() {
		t.Run(roleName(role), func(t *testing.T) {
			t.Parallel()
			tab := running.desk(t, role)
			links := map[string]bool{}
			for _, page := range Pages {
				if page.Role == role {
					t.Run(page.Name, func(t *testing.T) { inspect(t, tab, page, running.base, links) })
				}
			}
		})
	}
}

// inspect holds one page to the gates. Links to what is already in links were looked at before.
func inspect(t *testing.T, tab *Tab, page Page, base string, links map[string]bool) {
	began := time.Now()
	ok(t, tab.See(Desktop))
	address, err := page.Address(tab, base)
	ok(t, err)
	ok(t, tab.Forget())
	visit := func() {
		t.Helper()
		status, err := tab.Open(address)
		ok(t, err)
		if want := cmp.Or(page.Status, 200); status != want {
			t.Fatalf("%s answers %d, want %d", address, status, want)
		}
	}
	hold := func(name string, looks ...gate) {
		t.Helper()
		for _, look := range looks {
			found, err := look(tab)
			ok(t, err)
			for _, finding := range found {
				if page.Status >= 400 && strings.Contains(finding, fmt.Sprintf("responded with a status of %d", page.Status)) {
					continue // the browser notes the status that the page is about
				}
				t.Errorf("%s: %s", name, finding)
			}
		}
	}
	see := func(s Screen) string {
		t.Helper()
		ok(t, tab.See(s))
		return s.String()
	}

	visit()
	t.Log(weigh(tab))
	hold("first visit", light, quiet)
	hold(see(Desktop), accessible, hittable, legible, sideways, walkable)
	hold(see(Desktop.InDark()), accessible, ringed)
	hold(see(Phone), accessible, touchable, legibleOnTouch, sideways, walkable)
	hold(see(Phone.InDark()), accessible)
	hold(see(Narrow), sideways, uncut)
	see(Screen{Width: 1280, Height: 900})
	hold("large text", enlarged)
	hold("on paper", printed)
	see(Desktop)
	hold("after all", quiet)
	if !page.Others {
		hold("links", living(links))
	}

	visit()
	hold("repeat visit", kept)

	ok(t, tab.Script(false))
	visit()
	hold("without script", scriptless, sideways)
	ok(t, tab.Script(true))
	t.Logf("%.1f s", time.Since(began).Seconds())
}

// TestEveryRouteIsInTheTable grows the gates with the app: a route that answers GET
// is a page with a row, or a file with a reason.
func TestEveryRouteIsInTheTable(t *testing.T) {
	known := map[string]bool{}
	for _, page := range Pages {
		known[page.Path] = true
	}
	there := map[string]bool{}
	for _, pattern := range web.Patterns(http.MethodGet) {
		there[pattern] = true
		_, file := Files[pattern]
		if file = file || strings.HasSuffix(pattern, ".csv"); file == known[pattern] {
			t.Errorf("GET %s must be in Pages (pages.go) or, when it is no page, in Files; not in both", pattern)
		}
	}
	for _, page := range Pages {
		if !there[page.Path] && page.Status < 400 {
			t.Errorf("page %s has a path that no route has: %s", page.Name, page.Path)
		}
	}
	for pattern := range Files {
		if !there[pattern] {
			t.Errorf("no route has the path of the file %s", pattern)
		}
	}
}

func TestPagesHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, page := range Pages {
		name := string(page.Role) + " " + page.Name
		if seen[name] || !regexp.MustCompile(`^[a-z0-9-]+$`).MatchString(page.Name) {
			t.Errorf("page %q is there twice or is no name for a file", name)
		}
		seen[name] = true
		if page.From != "" && strings.Contains(page.From, ":") && !slices.ContainsFunc(Pages, func(p Page) bool { return p.Path == page.From && p.Role == page.Role }) {
			t.Errorf("page %s comes from %s, which this role has no row for", name, page.From)
		}
		if strings.Contains(page.Path, ":") == (page.From == "") {
			t.Errorf("page %s: a path with parameters, and only that, says From which page it is reached", name)
		}
	}
}

func TestAPatternFitsItsAddresses(t *testing.T) {
	for _, test := range []struct {
		pattern, address string
		want             bool
	}{
		{"/referrals/:id", "/referrals/01J", true},
		{"/referrals/:id", "/referrals", false},
		{"/referrals/:id", "/referrals/01J/edit", false},
		{"/referrals/:id/edit", "/referrals/01J/edit", true},
		{"/a.b/:x/c/:y", "/a.b/1/c/2", true},
		{"/a.b/:x/c/:y", "/aXb/1/c/2", false},
	} {
		if got := regexp.MustCompile(Page{Path: test.pattern}.fits()).MatchString(test.address); got != test.want {
			t.Errorf("%s fits %s: %t", test.pattern, test.address, got)
		}
	}
}

// roles are those that the table has pages for, in its order.
func roles() []portal.Role {
	var list []portal.Role
	seen := map[portal.Role]bool{}
	for _, page := range Pages {
		if !seen[page.Role] {
			seen[page.Role] = true
			list = append(list, page.Role)
		}
	}
	return list
}

// TestTheSecondStepsPageHoldsTheGates looks at the page between a password and a code.
func TestTheSecondStepsPageHoldsTheGates(t *testing.T) {
	tab := open(t)
	running := reading(t)
	_ = running.desk(t, portal.Steward) // who thereby has a second step
	ok(t, tab.SignIn(running.base, running.people[portal.Steward].Email, stagePassword))
	at, err := tab.Path()
	ok(t, err)
	if at != "/signin/code" {
		t.Fatalf("a password alone leads to %s", at)
	}
	inspect(t, tab, Page{Name: "sign-in-code", Path: "/signin/code"}, running.base, map[string]bool{})
}

// TestComingPagesAreNotThereYet makes the list of pages to come shrink as they come.
func TestComingPagesAreNotThereYet(t *testing.T) {
	for _, pattern := range web.Patterns(http.MethodGet) {
		if slices.Contains(coming, pattern) {
			t.Errorf("%s is there: take it off the list of pages to come", pattern)
		}
	}
}
