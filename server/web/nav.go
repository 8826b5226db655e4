package web

import (
	"strings"

	"tandem/portal"
	"tandem/templates"
)

// navigation is the main menu, in order. An entry shows for people who may use its
// route, once that route is in the table.
var navigation = []struct{ label, path, icon string }{
	{"Home", "/home", "house"},
	{"Onboarding", "/onboarding", "list-checks"},
	{"Referrals", "/referrals", "handshake"},
	{"Leads for you", ownLeads, "inbox"},
	{"Links", ownLinks, "link"},
	{"Earnings", "/earnings", "wallet"},
	{"Tier", "/tier", "trophy"},
	{"Assets", "/assets", "folder-open"},
	{"Company", "/company", "building-2"},

	{"Home", "/desk", "house"},
	{"Queue", "/desk/queue", "inbox"},
	{"Partners", "/desk/partners", "building-2"},
	{"Referrals", "/desk/referrals", "handshake"},
	{"Leads", deskLeads, "send"},
	{"Links", deskLinks, "link"},
	{"Collections", "/desk/collections", "receipt"},
	{"Payouts", "/desk/payouts", "hand-coins"},
	{"Terms", deskTerms, "file-text"},
	{"Tier review", "/desk/tiers", "trophy"},
	{"Assets", "/desk/assets", "folder-open"},
	{"Studio", deskStudio, "pencil"},
	{"Staff", staffPeople, "users"},
	{"Audit log", "/desk/audit", "history"},
}

// nav is the menu of the person who asks.
func (r *request) nav() []templates.NavItem {
	var items []templates.NavItem
	current := -1
	path := r.Path()
	for _, entry := range navigation {
		route, ok := r.app.routeOf(entry.path)
		if !ok || !mayEnter(route.access, r.who.Actor) {
			continue
		}
		items = append(items, templates.NavItem{Label: entry.label, Href: entry.path, Icon: entry.icon})
		if path == entry.path || entry.path != "/desk" && strings.HasPrefix(path, entry.path+"/") {
			if current < 0 || len(items[current].Href) < len(entry.path) {
				current = len(items) - 1
			}
		}
	}
	if current >= 0 {
		items[current].Current = true
	}
	return items
}

// mayEnter reports whether a person has the role for a route; a second factor can still be given on the way.
func mayEnter(a access, actor portal.Actor) bool { return len(a.roles) > 0 && actor.Can(a.roles...) }

// primary is the one filled button of the top bar: what this person is here to do.
func (r *request) primary() *templates.Button {
	const path = "/referrals/new"
	route, ok := r.app.routeOf(path)
	if !ok || !mayEnter(route.access, r.who.Actor) || r.Path() == path {
		return nil
	}
	return &templates.Button{Label: "Refer a customer", Href: path, Icon: "plus"}
}

// routeOf finds the route that answers GET at a path of the table.
func (a *App) routeOf(path string) (route, bool) {
	i, ok := a.byPath[path]
	if !ok {
		return route{}, false
	}
	return a.routes[i], true
}

// home is where a person starts: their own first page.
func (a *App) home(actor portal.Actor) string {
	path := "/home"
	if actor.Partner == "" {
		path = "/desk"
	}
	if _, ok := a.routeOf(path); !ok {
		return "/account"
	}
	return path
}
