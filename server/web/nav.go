package web

import (
	"strings"

	"tandem/portal"
	"tandem/templates"
)

// navigation is the main menu, in order. An entry shows for people who may use its
// route.
var navigation = []struct {
	label, path, icon string
	staff             bool // for staff, or for partners
}{
	{"Team", "/company/team", "users", false},
	{"Staff", "/staff/people", "users", true},
}

// nav is the menu of the person who asks.
func (r *request) nav() []templates.NavItem {
	var items []templates.NavItem
	current := -1
	path := r.Path()
	for _, entry := range navigation {
		route, ok := r.app.routeOf(entry.path)
		if !ok || entry.staff != (r.who.Partner == "") || !mayEnter(route.access, r.who.Actor) {
			continue
		}
		items = append(items, templates.NavItem{Label: entry.label, Href: entry.path, Icon: entry.icon})
		if path == entry.path || strings.HasPrefix(path, entry.path+"/") {
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
func mayEnter(a access, actor portal.Actor) bool { return len(a.roles) == 0 || actor.Can(a.roles...) }

// routeOf finds the route of a path without parameters.
func (a *App) routeOf(path string) (route, bool) {
	for _, r := range a.routes {
		if r.method == get && r.path == path {
			return r, true
		}
	}
	return route{}, false
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
