package web

import "tandem/templates"

// labelledText is something with a name for people, such as a state.
type labelledText interface {
	~string
	Label() string
}

// stateTabs are the tabs above a list that can be narrowed to one state: all, then
// each. The chosen one is "" for all.
func stateTabs[S labelledText](path string, states []S, chosen S) []templates.Tab {
	tabs := []templates.Tab{{Label: "All", Href: path, Current: chosen == ""}}
	for _, state := range states {
		tabs = append(tabs, templates.Tab{Label: state.Label(), Href: path + "?state=" + string(state), Current: state == chosen})
	}
	return tabs
}

// labelled are states, or tiers, as a form offers them.
func labelled[S labelledText](values []S) []templates.Option {
	options := make([]templates.Option, len(values))
	for i, value := range values {
		options[i] = templates.Option{Value: string(value), Label: value.Label()}
	}
	return options
}
