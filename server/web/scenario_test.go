package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// scenario is one request and what must, and must not, come of it.
type scenario struct {
	name     string
	as       string // visitor when ""
	method   string // GET when "" and there is no form
	path     string
	form     url.Values // posted, with its token
	status   int
	location string   // where a 303 leads, "" for anywhere
	contains []string // in the answer, as a person reads it: unescaped
	absent   []string
	check    func(t *testing.T, s *site, a answer) // what is in the store now
}

// run goes through scenarios in order, on one site.
func (s *site) run(t *testing.T, list []scenario) {
	t.Helper()
	for _, sc := range list {
		if sc.as == "" {
			sc.as = visitor
		}
		if sc.method == "" {
			sc.method = http.MethodGet
			if sc.form != nil {
				sc.method = http.MethodPost
			}
		}
		name := sc.name
		if name == "" {
			name = sc.method + " " + sc.path + " as " + sc.as
		}
		t.Run(name, func(t *testing.T) {
			c := s.as(t, sc.as)
			var a answer
			if sc.method == http.MethodPost {
				a = c.post(t, sc.path, sc.form)
			} else {
				a = c.do(t, sc.method, sc.path, "", nil)
			}
			if a.status != sc.status || sc.location != "" && a.location != sc.location {
				t.Errorf("status %d to %q, want %d to %q\n%s", a.status, a.location, sc.status, sc.location, excerpt(a.body))
			}
			for _, want := range sc.contains {
				if !strings.Contains(a.text(), want) {
					t.Errorf("%q is missing in\n%s", want, excerpt(a.body))
				}
			}
			for _, no := range sc.absent {
				if strings.Contains(a.text(), no) {
					t.Errorf("%q must not be there", no)
				}
			}
			if sc.check != nil {
				sc.check(t, s, a)
			}
		})
	}
}

// text is the answer with the common escapes undone.
func (a answer) text() string {
	return strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&lt;", "<", "&gt;", ">", "&#43;", "+", "&amp;", "&").Replace(a.body)
}

func excerpt(body string) string {
	if i := strings.Index(body, "<main"); i >= 0 {
		body = body[i:]
	}
	if len(body) > 3000 {
		body = body[:3000] + "..."
	}
	return body
}
