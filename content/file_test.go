package content

import (
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"
)

// with is our own content with some files replaced; an empty one is taken away.
func with(t *testing.T, files map[string]string) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	err := fs.WalkDir(Files(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(Files(), name)
		all[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if text == "" {
			delete(all, name)
			continue
		}
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

// changed is a file of our own content with some words replaced.
func changed(t *testing.T, name string, old, new string) map[string]string {
	t.Helper()
	data, err := fs.ReadFile(Files(), name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	return map[string]string{name: strings.Replace(string(data), old, new, 1)}
}

// problemsOf loads and returns what is wrong, one line each.
func problemsOf(t *testing.T, files map[string]string) []string {
	t.Helper()
	var lines []string
	for _, problem := range Check(with(t, files)) {
		lines = append(lines, problem.String())
	}
	return lines
}

func TestAWrongFileIsNamedWithItsLineAndWhatToWrite(t *testing.T) {
	const terms = "program/terms/standard-2026-07.md"
	for _, c := range []struct {
		name, file, old, new string
		want                 []string
	}{
		{"unknown key, near", "program/program.md", "tagline:", "taglin:", []string{
			"program/program.md:1: \"tagline\" is missing; write `tagline: one sentence for the public page`",
			`program/program.md:4: "taglin" is not a key here; did you mean "tagline"?`,
		}},
		{"unknown key, far", terms, "hold_days: 60", "hold_days: 60\nwhatever: 1", []string{
			`program/terms/standard-2026-07.md:12: "whatever" is not a key here; the keys are title, effective, currency, base_share, base_months, hold_days, pay_by_days, minimum, protect_days, extend_days, notice_days, termination_days, example, rate_cap, boost, targets, referral_bonus, referral_days, signing_bonus, signing_days, milestones, deal_cap, year_cap, packages`,
		}},
		{"a key twice", "program/program.md", "company:", "name: Other\ncompany:", []string{
			`program/program.md:3:1: "name" is already set on line 2; keep one`,
		}},
		{"an alias", "program/program.md", "tagline: ", "tagline: &a ", []string{
			`program/program.md:4:10: uses a YAML anchor (&a); write the value out each time`,
		}},
		{"a tag", "program/program.md", "opens_at: 9", "opens_at: !!str 9", []string{
			`program/program.md:11:11: uses a YAML tag (!!str); write the plain value`,
		}},
		{"broken YAML", "program/referral.md", "answer_workdays: 2", "answer_workdays: [2", []string{
			`program/referral.md:2: the front matter is not YAML: did not find expected ',' or ']'`,
		}},
		{"no front matter", "program/referral.md", "---\n", "", []string{
			`program/referral.md:1: has no front matter; start the file with a line of --- , then the keys, then another line of ---`,
		}},
		{"weights", "program/audit.md", "weight: 0.25", "weight: 0.30", []string{
			`program/audit.md:5: the weights of "criteria" add up to 1.05; make them add up to 1`,
		}},
		{"levels out of order", "program/audit.md", "from: 5", "from: 3", []string{
			`program/audit.md:14: the level from 3 comes after the level from 3; write levels from low to high`,
		}},
		{"an unknown tier", terms, "core: 4%", "cores: 4%", []string{
			`program/terms/standard-2026-07.md:6: the share of core is missing; write ` + "`core: 4%`",
			`program/terms/standard-2026-07.md:8: "cores" is not a tier; write elite, high, core or experimental`,
		}},
		{"too long a notice", terms, "extend_days: 30", "extend_days: 30\nnotice_days: 400", []string{
			`program/terms/standard-2026-07.md:16: "notice_days" is "400"; write a whole number from 1 to 365`,
		}},
		{"no choice of the program's", "program/program.md", "reapply_days: 90", "reapply_days: 90\nunaccepted_terms: stop", []string{
			`program/program.md:14: "unaccepted_terms" is "stop"; write keep, and the accepted terms go on, or pause, and the partner does until it accepts`,
		}},
		{"a share above all", terms, "core: 4%", "core: 140%", []string{
			`program/terms/standard-2026-07.md:8: the share of core is "140%"; write a share from 0% to 100%, such as 5%`,
		}},
		{"paid before payable", terms, "pay_by_days: 90", "pay_by_days: 30", []string{
			`program/terms/standard-2026-07.md:12: payment is due 30 days after collection, before the hold of 60 days ends; write at least 60`,
		}},
		{"two versions of one day", terms, "effective: 2026-07-01", "effective: 2025-09-01", []string{
			`program/terms/standard-2026-07.md:1: takes effect on 2025-09-01 like program/terms/standard-2025-09.md; give each version its own date`,
		}},
		{"not a date", terms, "effective: 2026-07-01", "effective: 1 July", []string{
			`program/terms/standard-2026-07.md:3: "effective" is "1 July"; write a date as 2026-03-31`,
		}},
		{"an amount", terms, "minimum: 50.00", "minimum: fifty", []string{
			`program/terms/standard-2026-07.md:13: "minimum" is "fifty"; write an amount in EUR such as 50.00`,
		}},
		{"another currency", terms, "currency: EUR", "currency: USD", []string{
			`program/terms/standard-2026-07.md:1: is in USD, but the program counts in EUR; write ` + "`currency: EUR`",
		}},
		{"a boost with a gap", terms, "  core: 2%\n", "", []string{
			`program/terms/standard-2026-07.md:19: the boost of core is missing; write ` + "`core: 4%`",
		}},
		{"a rate above its cap", terms, "rate_cap: 12%", "rate_cap: 7%", []string{
			`program/terms/standard-2026-07.md:19: elite gets 6% and a boost of 4%, more than the 7% that "rate_cap" allows`,
			`program/terms/standard-2026-07.md:19: high gets 5% and a boost of 3%, more than the 7% that "rate_cap" allows`,
		}},
		{"a boost for nothing", terms, "core: 7500.00", "core: 0", []string{
			`program/terms/standard-2026-07.md:24: core has a boost and a target of nothing; write the collections of a quarter that earn it`,
		}},
		{"a bonus without its days", terms, "referral_days: 90\n", "", []string{
			`program/terms/standard-2026-07.md:29: "referral_bonus" needs "referral_days"; write ` + "`referral_days: 90`",
		}},
		{"days without their bonus", "program/terms/standard-2025-09.md", "example:", "signing_days: 14\nexample:", []string{
			`program/terms/standard-2025-09.md:16: "signing_days" is there and "signing_bonus" is not; write both or neither`,
		}},
		{"a bonus that is no amount", terms, "elite: 250.00", "elite: 250 EUR", []string{
			`program/terms/standard-2026-07.md:29: the referral bonus of elite is "250 EUR"; write an amount in EUR such as 150.00`,
		}},
		{"a milestone of no tier", terms, "core: {deals: 5, amount: 500.00}", "cores: {deals: 0, amount: 500.00}", []string{
			`program/terms/standard-2026-07.md:43: "cores" is not a tier; write elite, high, core or experimental`,
			`program/terms/standard-2026-07.md:43: "deals" is "0"; write a whole number from 1 to 10000`,
		}},
		{"a year below a deal", terms, "year_cap: 12000.00", "year_cap: 600.00", []string{
			`program/terms/standard-2026-07.md:45: a year pays at most €600.00, less than the €1,500.00 for one deal; write at least 1500.00`,
		}},
		{"a package for nobody", terms, "year_cap: 12000.00", "year_cap: 12000.00\npackages:\n  hoteliers:\n    base_share: {elite: 9%, high: 8%, core: 7%}", []string{
			`program/terms/standard-2026-07.md:1: has a package for "hoteliers", which is not one of the verticals of program/program.md`,
			`program/terms/standard-2026-07.md:48: the share of experimental is missing; write ` + "`experimental: 4%`",
			`program/terms/standard-2026-07.md:48: elite gets 9% and a boost of 4%, more than the 12% that "rate_cap" allows`,
		}},
		{"a share that is written out", terms, "The share depends on your tier", "The share is 4% and depends on your tier", []string{
			`program/terms/standard-2026-07.md:74:40: writes "4%" out; give it a key in the front matter and write its merge field, so that text and arithmetic cannot differ`,
		}},
		{"an amount that is written out", "program/terms/standard-2025-09.md", "a smaller balance is", "a balance below €50.00, for 30 days, is", []string{
			`program/terms/standard-2025-09.md:70:54: writes "€50" out; give it a key in the front matter and write its merge field, so that text and arithmetic cannot differ`,
			`program/terms/standard-2025-09.md:70:66: writes "30 days" out; give it a key in the front matter and write its merge field, so that text and arithmetic cannot differ`,
		}},
		{"an unknown lane", "program/onboarding.md", "lane: product", "lane: sales", []string{
			`program/onboarding.md:46: "lane" is "sales"; write success, marketing or product`,
		}},
		{"an unknown event", "program/onboarding.md", "event: brand.saved", "event: logo.saved", []string{
			`program/onboarding.md:20: nothing in the program is called "logo.saved"; write profile.completed, brand.saved, terms.accepted, kickoff.booked, payout.saved, baseline.given, invitation.sent, asset.downloaded or referral.submitted`,
		}},
		{"a zone", "program/program.md", "Europe/Lisbon", "Europe/Lisboa", []string{
			`program/program.md:9: "zone" is "Europe/Lisboa"; write a time zone such as Europe/Lisbon`,
		}},
		{"a colour", "program/program.md", `"#0b4f6c"`, "petrol", []string{
			`program/program.md:7: "colour" is "petrol"; write it as "#0b4f6c"`,
		}},
		{"an unknown field", terms, "{{ terms.hold_days }}", "{{ terms.holddays }}", []string{
			`program/terms/standard-2026-07.md:116:57: there is no field {{ terms.holddays }}; did you mean {{ terms.hold_days }}?`,
		}},
		{"a field without a value here", "program/glossary.md", "The words we use", "The words {{ partner.name }} uses", []string{
			`program/glossary.md:37:11: {{ partner.name }} has no value here; use fields of program or terms`,
		}},
		{"a control character", "program/glossary.md", "The words", "The \x1fwords", []string{
			`program/glossary.md:37:5: holds a control character ("\x1f"); delete it`,
		}},
		{"not UTF-8", "program/glossary.md", "The words", "The \xffwords", []string{
			`program/glossary.md:37: is not UTF-8 text; save the file as UTF-8`,
		}},
		{"a tier without its line", "program/scorecard.md", "  core: An update", "  gold: An update", []string{
			`program/scorecard.md:9: every tier needs a line in "gets"; write elite, high, core or experimental`,
			`program/scorecard.md:11: "gold" is not a tier; write elite, high, core or experimental`,
		}},
		{"raw HTML", "program/scorecard.md", "A promotion applies at once.", "A promotion <b>applies</b> at once.\n\n<script>alert(1)</script>\n", []string{
			`program/scorecard.md:56:13: raw HTML is not shown; write it in markdown, or put code between backticks`,
			`program/scorecard.md:56:23: raw HTML is not shown; write it in markdown, or put code between backticks`,
			`program/scorecard.md:58:1: raw HTML is not shown; write it in markdown, or put code between backticks`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := problemsOf(t, changed(t, c.file, c.old, c.new))
			if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(c.want, "\n\t"))
			}
		})
	}
}

func TestAllMistakesOfAllFilesAreReportedAtOnce(t *testing.T) {
	files := changed(t, "program/program.md", "currency: EUR", "currency: EURO")
	maps.Copy(files, changed(t, "program/audit.md", "disagree: 2", "disagree: two"))
	files["program/onboarding.md"] = ""
	got := problemsOf(t, files)
	want := []string{
		`program/audit.md:2: "disagree" is "two"; write a whole number from 1 to 10`,
		`program/onboarding.md: is missing; the program needs this file`,
		`program/program.md:8: "currency" is "EURO"; write a code of ISO 4217 such as EUR`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestHostileFrontMatterCostsNothing(t *testing.T) {
	bomb := "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += string(c) + ": &" + string(c) + " [" + strings.TrimSuffix(strings.Repeat("*"+string(c-1)+",", 9), ",") + "]\n"
	}
	for name, text := range map[string]string{
		"aliases of aliases": bomb + "---\n",
		"deep":               "---\na: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "\n---\n",
		"long":               "---\na: " + strings.Repeat("x", 40<<10) + "\n---\n",
		"huge":               strings.Repeat("x", 600<<10),
		"never ends":         "---\nname: x\n",
		"a list":             "---\n- name\n---\n",
		"nothing":            "---\n---\n",
	} {
		if got := problemsOf(t, map[string]string{"program/referral.md": text}); len(got) == 0 {
			t.Errorf("%s: loaded", name)
		} else if !strings.HasPrefix(got[0], "program/referral.md") {
			t.Errorf("%s: %s", name, got[0])
		}
	}
}
