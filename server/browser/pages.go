package browser

import (
	"fmt"
	"regexp"
	"strings"

	"tandem/portal"
)

// Page is one page that people see, as one role.
type Page struct {
	Name string
	Path string      // the route's pattern
	Role portal.Role // who looks; "" is anybody
	// From is a page that links to this one, for a pattern with parameters: the
	// first link that fits is followed.
	From   string
	Status int // 200 when zero
}

// Visitor is somebody who is not signed in.
const Visitor portal.Role = ""

// Pages are the pages that are looked at: by the gates, and by scripts/look. A page
// that several roles see differently has a row for each.
var Pages = []Page{
	{Name: "program", Path: "/", Role: Visitor},
	{Name: "tiers", Path: "/program/tiers", Role: Visitor},
	{Name: "terms", Path: "/program/terms", Role: Visitor},
	{Name: "glossary", Path: "/glossary", Role: Visitor},
	{Name: "join", Path: "/join", Role: Visitor},
	{Name: "join-sent", Path: "/join/sent", Role: Visitor},
}

// Files are the routes that answer GET with something that is no page, and why.
var Files = map[string]string{
	"/healthz": "a word for the platform",
	"/readyz":  "a word for the platform",

	"/assets/static/:name": "style sheets, script, icons, fonts",
	"/brand.css":           "a style sheet",
	"/robots.txt":          "words for search engines",
	"/sitemap.xml":         "a list for search engines",

	"/join/verify/:token": "behind a link that a mail carries",
	"/join/status/:token": "behind a link that a mail carries",

	"/assets/:slug/download":      "a file to keep",
	"/desk/assets/downloads.csv":  "a file to keep",
	"/library/images/:hash/:name": "a picture",
	"/library/colours/:colour":    "a style sheet",
	"/r/:code":                    "the way to the company's own site",
	"/r/:code/:slug":              "the way to the company's own site",

	// Pages that get their rows with the demo's people and the public pages their links lead to.
	"/signin":               awaiting,
	"/signin/code":          awaiting,
	"/reset":                awaiting,
	"/reset/sent":           awaiting,
	"/reset/:token":         awaiting,
	"/invitation/:token":    awaiting,
	"/dev/mail":             awaiting,
	"/account":              awaiting,
	"/account/email/:token": awaiting,
	"/account/sessions":     awaiting,
	"/account/second-step":  awaiting,
	"/company/team":         awaiting,
	"/company/team/:person": awaiting,
	"/desk/staff":           awaiting,
	"/desk/staff/:person":   awaiting,

	"/assets":                   awaiting,
	"/assets/:slug":             awaiting,
	"/desk/assets":              awaiting,
	"/desk/assets/:slug":        awaiting,
	"/referrals":                awaiting,
	"/referrals/new":            awaiting,
	"/referrals/:referral":      awaiting,
	"/desk/referrals":           awaiting,
	"/desk/referrals/:referral": awaiting,
	"/tier":                     awaiting,
	"/desk/tiers":               awaiting,
	"/desk/tiers/:partner":      awaiting,
}

const awaiting = "a page about accounts, looked at once the demo has people to sign in as"

var parameter = regexp.MustCompile(`[:*][A-Za-z]*\??`)

// fits is the expression for addresses that answer to a route's pattern.
func (p Page) fits() string {
	var b strings.Builder
	b.WriteByte('^')
	at := 0
	for _, place := range parameter.FindAllStringIndex(p.Path, -1) {
		b.WriteString(regexp.QuoteMeta(p.Path[at:place[0]]) + `[^/]+`)
		at = place[1]
	}
	return b.String() + regexp.QuoteMeta(p.Path[at:]) + `$`
}

// Address is where the page is at this portal, for whoever the tab is signed in as.
func (p Page) Address(t *Tab, base string) (string, error) {
	if p.From == "" {
		return base + p.Path, nil
	}
	if _, err := t.Open(base + p.From); err != nil {
		return "", err
	}
	found, err := Ask[string](t, fmt.Sprintf(`[...document.querySelectorAll('a[href]')].map(a => new URL(a.href).pathname).find(path => new RegExp(%q).test(path)) || ''`, p.fits()))
	if err != nil {
		return "", fmt.Errorf("find %s: %w", p.Name, err)
	}
	if found == "" {
		return "", fmt.Errorf("%s has no link to %s", p.From, p.Path)
	}
	return base + found, nil
}
