package browser

import (
	"encoding/json"
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
	// first link that fits is followed. It may be a pattern too, with a row of its own.
	From   string
	Query  string
	Status int  // 200 when zero
	Others bool // links to what is for others than who looks
}

// Visitor is somebody who is not signed in.
const Visitor portal.Role = ""

// Pages are the pages that are looked at: by the gates, and by scripts/look. A page
// that several roles see differently has a row for each.
var Pages = []Page{
	{Name: "program", Path: "/"},
	{Name: "tiers", Path: "/program/tiers"},
	{Name: "terms", Path: "/program/terms"},
	{Name: "terms-before", Path: "/program/terms/:version", From: "/program/terms"},
	{Name: "resources", Path: "/resources"},
	{Name: "resource", Path: "/resources/:slug", From: "/resources"},
	{Name: "resource-translated", Path: "/resources/:slug/:locale", From: "/resources/city-weekend"},
	{Name: "glossary", Path: "/glossary"},
	{Name: "join", Path: "/join"},
	{Name: "join-invited", Path: "/join/invited/:token", From: "/dev/mail"},
	{Name: "join-confirm", Path: "/join/verify/:token", From: "/dev/mail"},
	{Name: "join-status", Path: "/join/status/:token", From: "/dev/mail"},
	{Name: "join-sent", Path: "/join/sent"},
	{Name: "inquiry-sent", Path: "/introduction/sent"},
	{Name: "inquiry", Path: "/introduction/:token", From: "/dev/mail"},
	{Name: "not-found", Path: "/there-is-no-such-page", Status: 404},
	{Name: "sign-in", Path: "/signin"},
	{Name: "reset", Path: "/reset"},
	{Name: "reset-sent", Path: "/reset/sent"},
	{Name: "reset-choose", Path: "/reset/:token", From: "/dev/mail"},
	{Name: "invitation", Path: "/invitation/:token", From: "/dev/mail"},
	{Name: "stop-letters", Path: "/account/letters/stop/:token", From: "/dev/mail"},
	{Name: "new-address", Path: "/account/email/:token", From: "/dev/mail"},
	{Name: "mail-of-the-demo", Path: "/dev/mail", Others: true},

	{Name: "home", Path: "/home", Role: portal.PartnerAdmin},
	{Name: "onboarding", Path: "/onboarding", Role: portal.PartnerAdmin},
	{Name: "referrals", Path: "/referrals", Role: portal.PartnerAdmin},
	{Name: "referral-form", Path: "/referrals/new", Role: portal.PartnerAdmin},
	{Name: "referrals-import", Path: "/referrals/import", Role: portal.PartnerAdmin},
	{Name: "referrals-imported", Path: "/referrals/imports/:import", Role: portal.PartnerAdmin, From: "/referrals/import"},
	{Name: "referral", Path: "/referrals/:referral", Role: portal.PartnerAdmin, From: "/referrals"},
	{Name: "assets", Path: "/assets", Role: portal.PartnerAdmin},
	{Name: "asset", Path: "/assets/:slug", Role: portal.PartnerAdmin, From: "/assets"},
	{Name: "asset-changed", Path: "/assets/:slug", Role: portal.PartnerAdmin, From: "/assets?q=from+introduction+to+payment"},
	{Name: "follow-assets", Path: "/assets/feed", Role: portal.PartnerAdmin},
	{Name: "my-downloads", Path: "/assets/mine", Role: portal.PartnerAdmin},
	{Name: "assets-found", Path: "/assets", Query: "?q=huose+breakfst", Role: portal.PartnerAdmin},
	{Name: "selection", Path: "/assets/selection", Query: "?asset=city-weekend&asset=first-thirty-days", Role: portal.PartnerAdmin},
	{Name: "selection-empty", Path: "/assets/selection", Role: portal.PartnerAdmin},
	{Name: "leads", Path: "/leads", Role: portal.PartnerAdmin},
	{Name: "lead", Path: "/leads/:lead", Role: portal.PartnerAdmin, From: "/leads"},
	{Name: "links", Path: "/links", Role: portal.PartnerAdmin},
	{Name: "link-of-an-asset", Path: "/links", Query: "?asset=city-weekend&medium=email&to=form", Role: portal.PartnerAdmin},
	{Name: "inquiry-form", Path: "/refer/:code", Role: portal.PartnerAdmin, From: "/links"},
	{Name: "earnings", Path: "/earnings", Role: portal.PartnerAdmin},
	{Name: "statement-of-a-period", Path: "/earnings/statement", Query: "?currency=EUR&from=2026-07-01&to=2026-12-31", Role: portal.PartnerAdmin},
	{Name: "statement-of-a-payout", Path: "/earnings/payouts/:payout", Role: portal.PartnerAdmin, From: "/earnings"},
	{Name: "question", Path: "/earnings/questions/:entry", Role: portal.PartnerAdmin, From: "/earnings"},
	{Name: "statements", Path: "/earnings/statements", Role: portal.PartnerAdmin},
	{Name: "statement-issued", Path: "/earnings/statements/:number", Role: portal.PartnerAdmin, From: "/earnings/statements"},
	{Name: "tier", Path: "/tier", Role: portal.PartnerAdmin},
	{Name: "search", Path: "/search", Query: "?q=st", Role: portal.PartnerAdmin},
	{Name: "company", Path: "/company", Role: portal.PartnerAdmin},
	{Name: "brand-kit", Path: "/company/brand", Role: portal.PartnerAdmin},
	{Name: "terms", Path: "/company/terms", Role: portal.PartnerAdmin},
	{Name: "terms-compare", Path: "/company/terms/compare", Role: portal.PartnerAdmin},
	{Name: "addendum", Path: "/company/addenda/:addendum", Role: portal.PartnerAdmin, From: "/company/terms"},
	{Name: "ending", Path: "/company/ending", Role: portal.PartnerAdmin},
	{Name: "payout-details", Path: "/company/payout", Role: portal.PartnerAdmin},
	{Name: "payout-details-us", Path: "/company/payout", Query: "?method=ach", Role: portal.PartnerAdmin},
	{Name: "team", Path: "/company/team", Role: portal.PartnerAdmin},
	{Name: "colleague", Path: "/company/team/:person", Role: portal.PartnerAdmin, From: "/company/team"},
	{Name: "invitations", Path: "/company/invitations", Role: portal.PartnerAdmin},
	{Name: "account", Path: "/account", Role: portal.PartnerAdmin},
	{Name: "letters", Path: "/account/letters", Role: portal.PartnerAdmin},
	{Name: "devices", Path: "/account/sessions", Role: portal.PartnerAdmin},
	{Name: "second-step", Path: "/account/second-step", Role: portal.PartnerAdmin},

	{Name: "home", Path: "/home", Role: portal.PartnerMember},
	{Name: "earnings", Path: "/earnings", Role: portal.PartnerMember},
	{Name: "company", Path: "/company", Role: portal.PartnerMember},
	{Name: "brand-kit", Path: "/company/brand", Role: portal.PartnerMember},
	{Name: "terms", Path: "/company/terms", Role: portal.PartnerMember},
	{Name: "payout-details", Path: "/company/payout", Role: portal.PartnerMember},
	{Name: "team", Path: "/company/team", Role: portal.PartnerMember},

	{Name: "desk", Path: "/desk", Role: portal.Manager},
	{Name: "queue", Path: "/desk/queue", Role: portal.Manager},
	{Name: "queue-bulk", Path: "/desk/queue/bulk", Query: "?do=accept", Role: portal.Manager},
	{Name: "queue-item", Path: "/desk/queue/:kind/:item", Role: portal.Manager, From: "/desk/queue"},
	{Name: "queue-extension", Path: "/desk/queue/:kind/:item", Role: portal.Manager, From: "/desk/queue?kind=extension"},
	{Name: "referral-extension", Path: "/desk/referrals/:referral", Role: portal.Manager, From: "/desk/queue?kind=extension"},
	{Name: "application", Path: "/desk/applications/:partner", Role: portal.Manager, From: "/desk/partners"},
	{Name: "partners", Path: "/desk/partners", Role: portal.Manager},
	{Name: "invitations", Path: "/desk/invitations", Role: portal.Manager},
	{Name: "partner", Path: "/desk/partners/:partner", Role: portal.Manager, From: "/desk/partners"},
	{Name: "partner-earnings", Path: "/desk/partners/:partner/earnings", Role: portal.Manager, From: "/desk/partners/:partner"},
	{Name: "ending", Path: "/desk/partners/:partner/ending", Role: portal.Manager, From: "/desk/partners/:partner"},
	{Name: "addenda", Path: "/desk/partners/:partner/addenda", Role: portal.Manager, From: "/desk/partners/:partner"},
	{Name: "addendum-form", Path: "/desk/partners/:partner/addenda/new", Role: portal.Manager, From: "/desk/partners/:partner/addenda"},
	{Name: "referrals", Path: "/desk/referrals", Role: portal.Manager},
	{Name: "referrals-import", Path: "/desk/referrals/import", Role: portal.Manager},
	{Name: "referral-board", Path: "/desk/referrals/board", Role: portal.Manager},
	{Name: "referral-move", Path: "/desk/referrals/:referral/move", Query: "?to=lost", Role: portal.Manager, From: "/desk/referrals/board"},
	{Name: "referral", Path: "/desk/referrals/:referral", Role: portal.Manager, From: "/desk/referrals"},
	{Name: "leads", Path: "/desk/leads", Role: portal.Manager},
	{Name: "lead-form", Path: "/desk/leads/new", Role: portal.Manager},
	{Name: "lead", Path: "/desk/leads/:lead", Role: portal.Manager, From: "/desk/leads?state=offered"},
	{Name: "lead-returned", Path: "/desk/leads/:lead", Role: portal.Manager, From: "/desk/leads?state=returned"},
	{Name: "conflict", Path: "/desk/referrals/:referral/conflict", Role: portal.Manager, From: "/desk/referrals"},
	{Name: "deal-split", Path: "/desk/referrals/:referral/split", Role: portal.Manager, From: "/desk/referrals/:referral/conflict"},
	{Name: "codes", Path: "/desk/links", Role: portal.Manager},
	{Name: "links", Path: "/desk/links/:partner", Role: portal.Manager, From: "/desk/links"},
	{Name: "tier-review", Path: "/desk/tiers", Role: portal.Manager},
	{Name: "scorecard", Path: "/desk/tiers/:partner", Role: portal.Manager, From: "/desk/tiers"},
	{Name: "collections", Path: "/desk/collections", Role: portal.Manager},
	{Name: "collection", Path: "/desk/collections/:collection", Role: portal.Manager, From: "/desk/collections"},
	{Name: "staff", Path: "/desk/staff", Role: portal.Manager},
	{Name: "second-step-on", Path: "/account/second-step", Role: portal.Manager},

	{Name: "desk", Path: "/desk", Role: portal.Finance},
	{Name: "queue", Path: "/desk/queue", Role: portal.Finance},
	{Name: "collections", Path: "/desk/collections", Role: portal.Finance},
	{Name: "collection-form", Path: "/desk/collections/new", Role: portal.Finance},
	{Name: "referrals-imported-by-staff", Path: "/desk/referrals/imports/:import", Role: portal.Manager, From: "/desk/referrals/import"},
	{Name: "collections-import", Path: "/desk/collections/import", Role: portal.Finance},
	{Name: "collections-imported", Path: "/desk/collections/imports/:import", Role: portal.Finance, From: "/desk/collections/import"},
	{Name: "collection", Path: "/desk/collections/:collection", Role: portal.Finance, From: "/desk/collections"},
	{Name: "adjustments", Path: "/desk/adjustments", Role: portal.Finance},
	{Name: "adjustment-form", Path: "/desk/adjustments/new", Role: portal.Finance},
	{Name: "adjustment", Path: "/desk/adjustments/:adjustment", Role: portal.Finance, From: "/desk/adjustments"},
	{Name: "terms", Path: "/desk/terms", Role: portal.Finance},
	{Name: "terms-compare", Path: "/desk/terms/compare", Role: portal.Finance},
	{Name: "terms-effect", Path: "/desk/terms/effect", Role: portal.Finance},
	{Name: "addenda", Path: "/desk/partners/:partner/addenda", Role: portal.Finance, From: "/desk/partners/:partner"},
	{Name: "addendum", Path: "/desk/partners/:partner/addenda/:addendum", Role: portal.Finance, From: "/desk/terms"},
	{Name: "whatif", Path: "/desk/whatif", Role: portal.Finance},
	{Name: "payouts", Path: "/desk/payouts", Role: portal.Finance},
	{Name: "payout-prepare", Path: "/desk/payouts/new", Role: portal.Finance},
	{Name: "batch", Path: "/desk/payouts/:batch", Role: portal.Finance, From: "/desk/payouts"},
	{Name: "batch-answers", Path: "/desk/payouts/answers/:batch", Role: portal.Finance, From: "/desk/payouts/:batch"},
	{Name: "batch-sent", Path: "/desk/payouts/:batch", Role: portal.Finance, From: "/desk/payouts?state=paid"},
	{Name: "questions", Path: "/desk/questions", Role: portal.Finance},
	{Name: "question", Path: "/desk/questions/:entry", Role: portal.Finance, From: "/desk/questions"},
	{Name: "statements", Path: "/desk/statements", Role: portal.Finance},
	{Name: "statement-issued", Path: "/desk/statements/:number", Role: portal.Finance, From: "/desk/statements"},
	{Name: "payout-statement", Path: "/desk/payouts/statements/:payout", Role: portal.Finance, From: "/desk/payouts/:batch"},
	{Name: "partner", Path: "/desk/partners/:partner", Role: portal.Finance, From: "/desk/partners"},
	{Name: "referral", Path: "/desk/referrals/:referral", Role: portal.Finance, From: "/desk/referrals"},

	{Name: "desk", Path: "/desk", Role: portal.Editor},
	{Name: "partner", Path: "/desk/partners/:partner", Role: portal.Editor, From: "/desk/partners"},
	{Name: "assets", Path: "/desk/assets", Role: portal.Editor},
	{Name: "asset", Path: "/desk/assets/:slug", Role: portal.Editor, From: "/desk/assets?sort=downloads"},

	{Name: "studio", Path: "/desk/studio", Role: portal.Editor},
	{Name: "pictures", Path: "/desk/studio/pictures", Role: portal.Editor},
	{Name: "picture", Path: "/desk/studio/pictures/:picture", Role: portal.Editor, From: "/desk/studio/pictures"},
	{Name: "draft-new", Path: "/desk/studio/new", Role: portal.Editor},
	{Name: "studio-or-file", Path: "/desk/studio/choices", Role: portal.Editor},
	{Name: "draft-import", Path: "/desk/studio/import", Role: portal.Editor},
	{Name: "draft", Path: "/desk/studio/:draft", Role: portal.Editor, From: "/desk/studio?state=draft"},
	{Name: "draft-edit", Path: "/desk/studio/:draft/edit", Role: portal.Editor, From: "/desk/studio/:draft"},
	{Name: "draft-versions", Path: "/desk/studio/:draft/versions", Role: portal.Editor, From: "/desk/studio/:draft"},
	{Name: "draft-review", Path: "/desk/studio/:draft", Role: portal.Admin, From: "/desk/studio?state=in_review"},
	{Name: "draft-discarded", Path: "/desk/studio/:draft", Role: portal.Admin, From: "/desk/studio?state=discarded"},
	{Name: "draft-imported", Path: "/desk/studio/imports/:import", Role: portal.Admin, From: "/desk/studio/:draft"},

	{Name: "desk", Path: "/desk", Role: portal.Steward},
	{Name: "studio-or-file", Path: "/desk/studio/choices", Role: portal.Steward},
	{Name: "partner", Path: "/desk/partners/:partner", Role: portal.Steward, From: "/desk/partners"},
	{Name: "referrals", Path: "/desk/referrals", Role: portal.Steward},

	{Name: "desk", Path: "/desk", Role: portal.Admin},
	{Name: "partner", Path: "/desk/partners/:partner", Role: portal.Admin, From: "/desk/partners"},
	{Name: "batch", Path: "/desk/payouts/:batch", Role: portal.Admin, From: "/desk/payouts"},
	{Name: "staff", Path: "/desk/staff", Role: portal.Admin},
	{Name: "search", Path: "/desk/search", Query: "?q=ca", Role: portal.Admin},
	{Name: "audit-log", Path: "/desk/audit", Role: portal.Admin},
	{Name: "staff-person", Path: "/desk/staff/:person", Role: portal.Admin, From: "/desk/staff"},
}

// Files are the routes that answer GET with something that is no page, and why.
var Files = map[string]string{
	"/healthz":                        "a word for the platform",
	"/readyz":                         "a word for the platform",
	"/assets/static/:name":            "style sheets, script, icons, fonts",
	"/company/brand/logo":             "a picture",
	"/share/:name":                    "a picture",
	"/files/:hash/:name":              "a file to keep",
	"/feeds/:token":                   "a feed for readers",
	"/feed.xml":                       "a feed for readers",
	"/404.html":                       "the page of what is not there, with its status: gone through by the tests of the publication",
	"/desk/partners/:partner/logo":    "a picture",
	"/desk/studio/:draft/file":        "a file to look at, or to keep",
	"/desk/studio/:draft/pages/:page": "a picture of a page, on the page of the draft",
	"/desk/partners/:partner/earnings/statement": "the page of statement-of-a-period, read by staff",
	"/signin/code":                     "stands between a password and a person: a test of its own",
	"/robots.txt":                      "words for search engines",
	"/desk/partners.csv":               "a file to keep",
	"/desk/assets.csv":                 "a file to keep",
	"/desk/assets/:slug/holders.csv":   "a file to keep",
	"/desk/payouts/:batch/files/:file": "a file for a bank",
	"/referrals/:referral/files/:file": "a file to keep",

	"/desk/referrals/:referral/files/:file": "a file to keep",
	"/sitemap.xml":                          "a list for search engines",
	"/assets/mine.csv":                      "a file to keep",
	"/assets/:slug/download":                "a file to keep",
	"/assets/selection.zip":                 "a file to keep",
	"/links/qr.svg":                         "a picture",
	"/links/qr.png":                         "a picture",
	"/desk/links/:partner/qr.svg":           "a picture",
	"/desk/links/:partner/qr.png":           "a picture",
	"/library/images/:hash/:name":           "a picture",
	"/library/colours/:colour":              "a style sheet",
	"/r/:code":                              "the way to the company's own site, or to a form",
	"/r/:code/:slug":                        "the way to the company's own site",
}

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
		return base + p.Path + p.Query, nil
	}
	from := base + p.From
	for _, page := range Pages {
		if page.Path == p.From && page.Role == p.Role && page.From != "" {
			var err error
			if from, err = page.Address(t, base); err != nil {
				return "", err
			}
		}
	}
	if _, err := t.Open(from); err != nil {
		return "", err
	}
	var others []string // a form to make one has an address like the thing's own
	for _, other := range Pages {
		others = append(others, other.Path)
	}
	plain, err := json.Marshal(others)
	if err != nil {
		return "", fmt.Errorf("find %s: %w", p.Name, err)
	}
	found, err := Ask[string](t, fmt.Sprintf(`[...document.querySelectorAll('a[href], form[method=get]')].map(el => new URL(el.href || el.action).pathname).find(path => new RegExp(%q).test(path) && !path.endsWith('.csv') && !%s.includes(path)) || ''`, p.fits(), plain))
	if err != nil {
		return "", fmt.Errorf("find %s: %w", p.Name, err)
	}
	if found == "" {
		return "", fmt.Errorf("%s has no link to %s", p.From, p.Path)
	}
	return base + found + p.Query, nil
}
