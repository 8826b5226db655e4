package web

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"
)

func TestPublicPagesShowTheProgramsOwnNumbers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	start := time.Date(2026, 8, 3, 9, 0, 0, 0, time.UTC)
	s.clock.Store(&start)
	s.run(t, []scenario{
		{
			path: "/", status: 200, contains: []string{
				s.program.Rules.Tagline, "€18,400.00", "€1,104.00", "€552.00", "Tier 1 Elite", "paid by 1 November 2026", "Market reach",
				`<link rel="canonical" href="https://partners.example.com/">`, `property="og:title"`, `property="og:url"`, `href="https://partners.example.com/join"`,
			},
			absent: []string{"noindex"},
		},
		{path: "/", as: partnerAdmin, status: 200, contains: []string{`href="/home">Open the portal`}},
		{path: "/program/terms", status: 200, contains: []string{"Version standard-2026-07, in force since 1 July 2026", "€736.00", "90 days", "/program/terms/standard-2025-09"}},
		{path: "/program/terms?version=standard-2025-09", status: 303, location: "/program/terms/standard-2025-09"},
		{path: "/program/terms/standard-2024", status: 404},
		{path: "/program/terms/standard-2025-09", status: 200, contains: []string{"in force from 1 September 2025 until 30 June 2026", "€12,600.00"}},
		{path: "/program/terms?version=../../etc/passwd", status: 404},
		{path: "/program/terms?version=%00", status: 400},
		{path: "/program/tiers", status: 200, contains: []string{"The top 20% of active partners", "6%", "Industry alignment", "Strategic fit"}},
		{path: "/glossary", status: 200, contains: []string{`id="collection"`}},
	})
}

func TestSearchEnginesAreToldAboutThePublicPagesAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	robots := s.as(t, visitor).get(t, "/robots.txt")
	if robots.status != 200 || !strings.Contains(robots.body, "Sitemap: https://partners.example.com/sitemap.xml") || !strings.Contains(robots.body, "Disallow: /desk") {
		t.Errorf("%d %s", robots.status, robots.body)
	}
	var list struct {
		Pages []string `xml:"url>loc"`
	}
	sitemap := s.as(t, visitor).get(t, "/sitemap.xml")
	if err := xml.Unmarshal([]byte(sitemap.body), &list); err != nil || len(list.Pages) < 5 {
		t.Fatalf("%v in %s", err, sitemap.body)
	}
	for _, page := range list.Pages {
		path, ours := strings.CutPrefix(page, siteBase)
		a := s.as(t, visitor).get(t, path)
		if !ours || a.status != 200 || strings.Contains(a.body, "noindex") || !strings.Contains(a.body, `name="description"`) {
			t.Errorf("%s: %d", page, a.status)
		}
	}
	for _, path := range []string{"/join/sent", "/reset"} {
		if a := s.as(t, visitor).get(t, path); !strings.Contains(a.body, "noindex") {
			t.Errorf("%s may be indexed", path)
		}
	}
}
