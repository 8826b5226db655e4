package content

import (
	"slices"
	"strings"
)

// Pages are the portal's own pages that content may link to. A test of the web
// edge holds this list against the routes. Assets are linked as /assets/<slug>.
var Pages = []string{
	"/", "/join", "/signin", "/program/tiers", "/program/terms", "/glossary", "/resources",
	"/home", "/onboarding", "/assets", "/referrals", "/referrals/new", "/earnings", "/tier", "/company", "/company/brand", "/company/terms",
	"/company/team", "/company/payout", "/account",
}

// isPage reports whether a link inside the portal leads to a page, whatever its
// query and fragment. A link to an asset counts; whether the asset exists is checked with the library.
func isPage(link string) bool {
	path, _ := splitLink(link)
	slug, asset := strings.CutPrefix(path, "/assets/")
	return slices.Contains(Pages, path) || asset && slug != "" && !strings.Contains(slug, "/")
}

// splitLink takes the query and the fragment off a path.
func splitLink(link string) (path, rest string) {
	if i := strings.IndexAny(link, "?#"); i >= 0 {
		return link[:i], link[i:]
	}
	return link, ""
}

func pageNames() []string { return append(slices.Clone(Pages), "/assets/<slug>") }
