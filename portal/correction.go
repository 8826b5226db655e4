package portal

import (
	"strconv"
	"strings"
)

// correctable are the facts that an applicant may set right, in the order they are told.
// The address is not among them: it was confirmed.
var correctable = []struct {
	field, name string
	value       func(Application) string
	set         func(*Application, string)
}{
	{"company", "company", func(a Application) string { return a.Company }, func(a *Application, v string) { a.Company = v }},
	{"site", "website", func(a Application) string { return a.Site }, func(a *Application, v string) { a.Site, a.Domain, _ = CompanySite(v) }},
	{"country", "country", func(a Application) string { return a.Country }, func(a *Application, v string) { a.Country = v }},
	{"vertical", "line of business", func(a Application) string { return a.Vertical }, func(a *Application, v string) { a.Vertical = v }},
	{"markets", "markets", func(a Application) string { return strings.Join(a.Markets, " ") }, func(a *Application, v string) { a.Markets = strings.Fields(v) }},
	{"languages", "languages", func(a Application) string { return strings.Join(a.Languages, " ") }, func(a *Application, v string) { a.Languages = strings.Fields(v) }},
	{"audience", "people reached", func(a Application) string { return strconv.FormatInt(a.Audience, 10) }, func(a *Application, v string) { a.Audience, _ = strconv.ParseInt(v, 10, 64) }},
	{"contact", "contact", func(a Application) string { return a.Contact }, func(a *Application, v string) { a.Contact = v }},
	{"phone", "phone", func(a Application) string { return a.Phone }, func(a *Application, v string) { a.Phone = v }},
	{"note", "note", func(a Application) string { return a.Note }, func(a *Application, v string) { a.Note = v }},
}

// corrections are the facts in which two applications differ, as a change keeps them:
// was_site beside is_site, the codes of a list with a space between; nil when they say the same.
func corrections(was, is Application) map[string]string {
	var data map[string]string
	for _, fact := range correctable {
		old, next := fact.value(was), fact.value(is)
		if old == next {
			continue
		}
		if data == nil {
			data = map[string]string{}
		}
		data["was_"+fact.field], data["is_"+fact.field] = old, next
	}
	return data
}

// CorrectionNames are the facts that a change set right, in words: "the company, the
// website and the country"; "" for none.
func (c Change) CorrectionNames() string {
	var names []string
	for _, fact := range correctable {
		if _, ok := c.Data["is_"+fact.field]; ok {
			names = append(names, "the "+fact.name)
		}
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// BeforeCorrections is the application with each fact as it was before the applicant
// last set it right.
func (p Partner) BeforeCorrections() Application {
	was := p.Application
	for _, c := range p.History {
		for _, fact := range correctable {
			if old, ok := c.Data["was_"+fact.field]; ok {
				fact.set(&was, old)
			}
		}
	}
	return was
}
