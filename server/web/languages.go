package web

import (
	"slices"

	"tandem/portal"
)

func named(choices []portal.Choice, code string) string {
	i := slices.IndexFunc(choices, func(c portal.Choice) bool { return c.Code == code })
	if i < 0 {
		return code
	}
	return choices[i].Name
}

func (r *request) language(code string) string { return named(r.app.program.Rules.Languages, code) }

func (r *request) languages(codes []string) string {
	var names []string
	for _, code := range codes {
		names = append(names, r.language(code))
	}
	return listed(names)
}
