package content

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestAWrongProgramIsNamedWithItsLine has a row for each way in which the program's
// own files can be wrong that no other test has.
func TestAWrongProgramIsNamedWithItsLine(t *testing.T) {
	const (
		program, audit, scorecard, onboarding, referral = "program/program.md", "program/audit.md", "program/scorecard.md", "program/onboarding.md", "program/referral.md"
		terms                                           = "program/terms/standard-2026-07.md"
	)
	for _, c := range []struct {
		name, file, old, new string
		want                 []string
	}{
		{"a list where a word stands", program, "name: Northwind Partners", "name: [Northwind, Partners]", []string{
			"program/program.md:2: \"name\" must be one value; write `name: Northwind Partners`",
		}},
		{"an empty value", program, "name: Northwind Partners", "name:", []string{
			"program/program.md:1: \"name\" is missing; write `name: Northwind Partners`",
		}},
		{"a word where a list stands", program, "workdays: [monday, tuesday, wednesday, thursday, friday]", "workdays: monday", []string{
			"program/program.md:10: \"workdays\" must be a list; write `workdays: [one, two]`",
		}},
		{"no workdays", program, "workdays: [monday, tuesday, wednesday, thursday, friday]\n", "", []string{
			"program/program.md:1: \"workdays\" is missing; write `workdays: [monday, tuesday, wednesday, thursday, friday]`",
		}},
		{"a day that is none", program, "[monday, tuesday,", "[monday, tusday,", []string{
			`program/program.md:10: "workdays" holds "tusday"; write sunday, monday, tuesday, wednesday, thursday, friday or saturday`,
		}},
		{"a day twice", program, "[monday, tuesday,", "[monday, monday,", []string{
			`program/program.md:10: "workdays" holds "monday" twice; keep one`,
		}},
		{"a list in a list", program, "[monday, tuesday,", "[monday, [tuesday],", []string{
			"program/program.md:10: \"workdays\" holds something that is not a word; write `workdays: [one, two]`",
		}},
		{"closed before it opens", program, "closes_at: 18", "closes_at: 8", []string{
			`program/program.md:12: the working day closes at 8, before it opens at 9; write a later hour`,
		}},
		{"an hour that is none", program, "opens_at: 9", "opens_at: 25", []string{
			`program/program.md:11: "opens_at" is "25"; write a whole number from 0 to 23`,
		}},
		{"a site without https", program, "site: https://", "site: http://", []string{
			`program/program.md:5: "site" is "http://www.northwindstays.example"; write it as https://www.example.com`,
		}},
		{"an address that is none", program, "support: partners@northwindstays.example", "support: partners", []string{
			`program/program.md:6: "support" is "partners"; write it as partners@example.com`,
		}},
		{"a currency that is none", program, "currency: EUR", "currency: EURO", []string{
			`program/program.md:8: "currency" is "EURO"; write a code of ISO 4217 such as EUR`,
		}},
		{"a code in capitals", program, "  media: Media", "  Media: Media", []string{
			`program/program.md:31: "Media" in "verticals" is not a code; write it as in travel_agencies: Travel agencies`,
		}},
		{"a code without a name", program, "  media: Media and creators", "  media:", []string{
			`program/program.md:31: "media" in "verticals" needs one value`,
		}},
		{"a list where names stand", program, "languages:\n  en: English\n", "languages: [en]\nothers:\n", []string{
			"program/program.md:38: \"languages\" must be a list of `name: value` lines, such as en: English", `program/program.md:39: "others" is not a key here; the keys are name, company, tagline, site, support, colour, currency, zone, workdays, opens_at, closes_at, reapply_days, unaccepted_terms, markets, verticals, products, languages`,
		}},
		{"front matter that is a list", referral, "---\nanswer_workdays: 2\n", "---\n- answer_workdays\n---\n", []string{
			"program/referral.md:2: the front matter is a list or a word; write keys as `name: value`",
		}},
		{"a share that is none", audit, "top_quartile: 25%", "top_quartile: a quarter", []string{
			`program/audit.md:3: "top_quartile" is "a quarter"; write a share from 0% to 100%, such as 5%`,
		}},
		{"a criterion twice", audit, "key: brand_fit", "key: market_reach", []string{
			`program/audit.md:20: the key "market_reach" is already used on line 5; choose another`,
		}},
		{"no level from nothing", audit, "- from: 0", "- from: 1", []string{
			`program/audit.md:10: the lowest level starts at 1; add one from 0`,
			`program/audit.md:25: the lowest level starts at 1; add one from 0`,
			`program/audit.md:40: the lowest level starts at 1; add one from 0`,
			`program/audit.md:55: the lowest level starts at 1; add one from 0`,
			`program/audit.md:70: the lowest level starts at 1; add one from 0`,
		}},
		{"criteria that are a word", audit, "criteria:\n", "criteria: five\nmore:\n", []string{
			`program/audit.md:4: "criteria" must be a list; start each item with a dash`,
			`program/audit.md:5: "more" is not a key here; the keys are disagree, top_quartile, criteria`,
		}},
		{"an item without keys", audit, "criteria:\n", "criteria:\n  - market reach\n", []string{
			"program/audit.md:5: an item of \"criteria\" must have keys; write `- key: value`",
		}},
		{"a flag that is none", scorecard, "computed: true", "computed: perhaps", []string{
			`program/scorecard.md:36: "computed" is "perhaps"; write true or false`,
		}},
		{"High above Elite", scorecard, "high_axis: 5", "high_axis: 7", []string{
			`program/scorecard.md:4: High asks for 7 on both axes, more than Elite with 6; write at most 6`,
		}},
		{"one axis alone", scorecard, "axis: revenue_potential", "axis: strategic_fit", []string{
			`program/scorecard.md:14: each of the axes strategic_fit and revenue_potential needs a parameter`,
		}},
		{"a task twice", onboarding, "key: brand_kit", "key: profile", []string{
			`program/onboarding.md:15: the key "profile" is already used on line 8; choose another`,
		}},
		{"a task that leads nowhere", onboarding, "link: /company/brand", "link: /company/brands", []string{
			`program/onboarding.md:21: there is no page "/company/brands"; write /, /join, /signin, /program/tiers, /program/terms, /glossary, /resources, /home, /onboarding, /assets, /referrals, /referrals/new, /earnings, /tier, /company, /company/brand, /company/terms, /company/team, /company/payout, /account or /assets/<slug>`,
		}},
		{"a task after the end", onboarding, "day: 14", "day: 15", []string{
			`program/onboarding.md:80: "day" is "15"; write a whole number from 1 to 14`,
		}},
		{"a mail domain that is none", referral, "  - gmail.com", "  - gmail", []string{
			`program/referral.md:5: "gmail" is not a mail domain; write it as gmail.com`,
		}},
		{"no domains", referral, "generic_domains:", "generic_domain:", []string{
			"program/referral.md:1: \"generic_domains\" is missing; write `generic_domains: [gmail.com, outlook.com]`", `program/referral.md:4: "generic_domain" is not a key here; did you mean "generic_domains"?`,
		}},
		{"terms without an end", terms, "\n---\n\nThese are", "\n\nThese are", []string{
			`program/terms/standard-2026-07.md:1: the front matter does not end; close it with a line of ---`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := problemsOf(t, everywhere(t, c.file, c.old, c.new))
			if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(c.want, "\n\t"))
			}
		})
	}
}

// everywhere is a file of our own content with some words replaced wherever they stand.
func everywhere(t *testing.T, name, old, replaced string) map[string]string {
	t.Helper()
	files := changed(t, name, old, replaced)
	if !strings.Contains(replaced, old) {
		files[name] = strings.ReplaceAll(files[name], old, replaced)
	}
	return files
}

// TestAnyDamageIsAProblemWithAPlace damages a file of ours somehow. Whatever the
// damage, the start neither breaks nor names a line that is not there; and a file
// that is still read is one that can be shown.
func TestAnyDamageIsAProblemWithAPlace(t *testing.T) {
	var names []string
	err := fs.WalkDir(Files(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".md") {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.SampledFrom(names).Draw(r, "file")
		data, err := fs.ReadFile(Files(), name)
		if err != nil {
			r.Fatal(err)
		}
		lines := strings.Split(string(data), "\n")
		at, other := rapid.IntRange(0, len(lines)-1).Draw(r, "line"), rapid.IntRange(0, len(lines)-1).Draw(r, "other")
		switch rapid.SampledFrom([]string{"lost", "twice", "moved", "cut", "junk", "indented"}).Draw(r, "damage") {
		case "lost":
			lines = slices.Delete(lines, at, at+1)
		case "twice":
			lines = slices.Insert(lines, other, lines[at])
		case "moved":
			lines[at], lines[other] = lines[other], lines[at]
		case "cut":
			lines = lines[:at]
		case "junk":
			lines[at] = rapid.SampledFrom([]string{"{{", "}}", ":::", "```", "- [", "\t: ]", "&a *a", "<b>", "[x](", "| a |", "\x00", "\xff", "😀: !!", "---", "[^1]", "%"}).Draw(r, "junk") + lines[at]
		case "indented":
			lines[at] = "  " + lines[at]
		}
		damaged := strings.Join(lines, "\n")
		library, err := Load(with(t, map[string]string{name: damaged + "\n"}))
		problems, known := errors.AsType[Problems](err)
		if err != nil && !known {
			r.Fatalf("%v is no list of problems", err)
		}
		for _, problem := range problems {
			text, err := fs.ReadFile(Files(), problem.File)
			count := strings.Count(string(text), "\n") + 2
			if problem.File == name {
				count, err = len(lines)+1, nil
			}
			if problem.Line < 0 || err == nil && problem.Line > count || problem.Message == "" {
				r.Fatalf("%s has %d lines; the problem is %s", problem.File, count, problem)
			}
		}
		if err != nil {
			return
		}
		house := library.House()
		for _, e := range library.entries {
			if _, err := library.RenderPage(e.Asset, house, "https://x.example"); err != nil {
				r.Fatalf("%s: %v", e.ID(), err)
			}
			if _, err := library.RenderMarkdown(e.Asset, house, "https://x.example"); err != nil {
				r.Fatalf("%s: %v", e.ID(), err)
			}
		}
		for _, terms := range library.Terms {
			if _, err := library.TermsHTML(terms.Version); err != nil {
				r.Fatalf("%s: %v", terms.Version, err)
			}
		}
	})
}
