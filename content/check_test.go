package content

import (
	"strings"
	"testing"
)

const sample = `---
title: Sample
kind: one_pager
summary: A sample.
tags: [one]
locale: en
owner: Content team
status: published
version: 1
published: 2026-01-01
---
`

// TestAWrongBodyIsNamedWithLineAndColumn writes an asset whose body starts on line 12 of its file.
func TestAWrongBodyIsNamedWithLineAndColumn(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"unknown field", "Hello {{ partner.nam }}.", []string{"12:7: there is no field {{ partner.nam }}; did you mean {{ partner.name }}?"}},
		{"not a field at all", "a {{.}} b", []string{"12:3: there is no field {{ . }}; write one of " + strings.Join(checker{groups: assetGroups}.names(), ", ") + ", or put the braces between backticks"}},
		{"code is not a field", "a `{{ partner.nam }}` b\n\n    {{ x }}\n\n```\n{{ y }}\n```", nil},
		{"text in a link", "é [a](https://x.example/{{ partner.name }})", []string{"12:3: {{ partner.name }} is a text and cannot be part of a link; use a field that is a link, a slug or an address"}},
		{"slug in a link", "[a](https://x.example/{{ partner.slug }}/b)", nil},
		{"half a link", "[a]({{ partner.link }}/more)", []string{"12:1: {{ partner.link }} is a whole address; write nothing before or after it in the link"}},
		{"an address as a link", "[a]({{ partner.email }})", []string{"12:1: {{ partner.email }} is a mail address; write the link as mailto:{{ partner.email }}"}},
		{"mail", "[a](mailto:{{ partner.email }})", nil},
		{"a field in a title", `[a](https://x.example "{{ partner.name }}")`, []string{"12:1: a link's title cannot hold a merge field; put it in the text"}},
		{"dead asset", "one\ntwo [a](/assets/city-weekent)", []string{"13:5: there is no asset \"city-weekent\"; did you mean /assets/city-weekend?"}},
		{"dead page", "[a](/referals/new)", []string{`12:1: there is no page "/referals/new"; write ` + either(pageNames())}},
		{"page", "[a](/referrals/new?source=library#form) and [b](/assets/city-weekend#prices)", nil},
		{"dead heading", "## Where\n\n[a](#here) [b](#where)", []string{`14:1: there is no heading "#here" on this page`}},
		{"plain http", "[a](http://x.example)", []string{`12:1: "http://x.example" is not encrypted; write https://`}},
		{"script", "[a](javascript:alert(1))", []string{`12:1: "javascript:alert(1)" leads nowhere; write https://…, mailto:…, /assets/<slug>, a page of the portal or #heading`}},
		{"another host", "[a](//evil.example/x)", []string{`12:1: "//evil.example/x" has no scheme; write the address with https://`}},
		{"a file", "[a](../city-weekend.md)", []string{`12:1: "../city-weekend.md" is a file; link to an asset as /assets/city-weekend`}},
		{"no words", "[](https://x.example)", []string{"12:1: the link has no words; write what it leads to between the brackets"}},
		{"missing picture", "![a roof](roftops.svg)", []string{`12:1: there is no picture "roftops.svg" in library/images; did you mean rooftops.svg?`}},
		{"picture elsewhere", "![a](https://x.example/a.png)", []string{"12:1: the picture is on another site; put it into library/images and write its name"}},
		{"no alt text", "![](rooftops.svg)", []string{"12:1: the picture has no words for people who cannot see it; write them as ![what it shows](rooftops.svg)"}},
		{"first level", "# Title", []string{"12:1: the title is the page's only heading of the first level; start this one with ##"}},
		{"jump", "## A\n\n#### B", []string{"14:1: the heading jumps from level 2 to 4; start it with ###"}},
		{"nameless column", "| a | |\n|---|---|\n| 1 | 2 |", []string{"12:6: a column has no heading; write one for people who hear the table"}},
		{"one column", ":::columns\na\n:::", []string{`12:1: the block "columns" has 1 columns; write two or three, with a line of *** between them`}},
		{"empty column", ":::columns\na\n\n***\n:::", []string{`12:1: a column is empty; write its text before or after the line of ***`}},
		{"contents of nothing", ":::toc\n:::", []string{`12:1: the page has fewer than two headings to list; delete the block "toc"`}},
		{"contents with words", ":::newpage\nx\n:::", []string{`12:1: the block "newpage" holds nothing; close it on the next line with :::`}},
		{"unknown block", ":::calout tip\nx\n:::", []string{`12:1: there is no block "calout"; did you mean :::callout?`}},
		{"unknown callout", ":::callout warning\nx\n:::", []string{"12:1: a callout is a tip, note, important or example; write :::callout tip"}},
		{"open block", "one\n\n:::callout tip\nx\n\n## More\n", []string{`14:1: the block "callout" does not end; close it with a line of :::`}},
		{"empty block", ":::cta\n:::", []string{`12:1: the block "cta" is empty`}},
		{"block in a block", ":::callout tip\nx\n\n:::cta\n[a]({{ partner.link }})\n:::\n\ny", []string{"15:1: a block cannot stand inside another; close the first one with a line of :::"}},
		{"two links", ":::cta\n[a]({{ partner.link }}) [b]({{ partner.link }})\n:::", []string{`12:1: the block "cta" holds 2 links; give it exactly one, as [words](address)`}},
		{"words after a block", ":::qr big\n[a]({{ partner.link }})\n:::", []string{`12:1: nothing follows :::qr on its line; delete "big"`}},
		{"logos in words", ":::logos\ntext\n:::", []string{`12:1: the block "logos" holds one list; start each logo with a dash, as - ![Name of the company](logo.svg)`}},
		{"one logo", ":::logos\n- ![Roofs](rooftops.svg)\n:::", []string{`12:1: the block "logos" holds 1 logos; write two to 12`}},
		{"two logos on a line", ":::logos\n- ![Roofs](rooftops.svg) ![Roofs](rooftops.svg)\n- One\n:::", []string{`13:3: a logo stands alone on its line; start the next one with a dash of its own`}},
		{"stats", ":::stats\ntext\n:::", []string{`12:1: the block "stats" holds one list; start each figure with a dash, as - **40%** of guests return`}},
		{"raw HTML", "a <b>c</b>", []string{"12:3: raw HTML is not shown; write it in markdown, or put code between backticks", "12:7: raw HTML is not shown; write it in markdown, or put code between backticks"}},
		{"reserved text", "a xfieldhole00000x b", []string{"12: holds the text \"xfieldhole00000x\", which the renderer needs for itself; write it otherwise"}},
		{"fewer readers", "[a](/assets/joint-quarter)", []string{`12:1: the asset "joint-quarter" is not for Tier 3 Core, who can read this one; delete the link or widen its tiers`}},
		{"everything right", "## A\n\n:::callout tip\nx **{{ partner.name }}** y[^1]\n\n- [x] done\n:::\n\n:::qr\n[a]({{ partner.link }})\n:::\n\n[^1]: A note.\n\nTerm\n: What it is.\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.Join(problemsOf(t, map[string]string{"library/sample.md": sample + c.body}), "\n")
			var want []string
			for _, line := range c.want {
				want = append(want, "library/sample.md:"+line)
			}
			if got != strings.Join(want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
			}
		})
	}
}

func TestAWrongAssetIsNamedWithItsLine(t *testing.T) {
	for _, c := range []struct {
		name, file, old, new string
		want                 []string
	}{
		{"unknown kind", "library/sample.md", "kind: one_pager", "kind: onepager", []string{
			`library/sample.md:3: "kind" is "onepager"; write one_pager, case_study, email, social_post, playbook, coop_brief, guideline or announcement`,
		}},
		{"unknown tier", "library/sample.md", "owner:", "tiers: [gold]\nowner:", []string{`library/sample.md:7: "tiers" holds "gold"; write elite, high, core or experimental`}},
		{"unknown market", "library/sample.md", "owner:", "markets: [PT, XX]\nowner:", []string{`library/sample.md:7: "markets" holds "XX"; write PT, ES, FR, IT, DE, NL, GB or IE`}},
		{"unknown product", "library/sample.md", "owner:", "products: [tents]\nowner:", []string{`library/sample.md:7: "products" holds "tents"; write boutique_hotels, holiday_homes, group_stays or business_stays`}},
		{"unknown format", "library/sample.md", "owner:", "formats: [docx]\nowner:", []string{`library/sample.md:7: "formats" holds "docx"; write ` + either(texts(Formats))}},
		{"unknown locale", "library/sample.md", "locale: en", "locale: xx", []string{`library/sample.md:6: "locale" is "xx"; write en, es, pt, fr, de, it or nl`}},
		{"locale of another file", "library/sample.md", "locale: en", "locale: es", []string{`library/sample.md:6: the file's name says en, the locale says es; name it sample.es.md`}},
		{"missing translation", "library/sample.md", "owner:", "translations: [es]\nowner:", []string{`library/sample.md:7: the translation into es is missing; add sample.es.md`}},
		{"missing relation", "library/sample.md", "owner:", "related: [nothing]\nowner:", []string{`library/sample.md:7: there is no asset "nothing" in the library`}},
		{"expired before published", "library/sample.md", "published: 2026-01-01", "published: 2026-01-01\nexpires: 2025-01-01", []string{`library/sample.md:11: expires on 2025-01-01, before it is published on 2026-01-01; write a later date`}},
		{"missing cover", "library/sample.md", "owner:", "cover: x.png\nowner:", []string{`library/sample.md:7: there is no picture "x.png" in library/images`}},
		{"no publication date", "library/sample.md", "published: 2026-01-01\n", "", []string{"library/sample.md:1: \"published\" is missing; write `published: 2026-03-31`"}},
		{"version nought", "library/sample.md", "version: 1", "version: 0", []string{`library/sample.md:9: "version" is "0"; write a whole number from 1 to 9999`}},
		{"bad name", "library/Sample Page.md", "", "", []string{`library/Sample Page.md: the file's name is the asset's address; write it in small letters, digits and hyphens, such as city-weekend.md or city-weekend.es.md`}},
		{"a taken address", "library/static.md", "", "", []string{`library/static.md: the address /assets/static is taken; give the file another name`}},
		{"same slug twice", "library/zz/city-weekend.md", "", "", []string{`library/zz/city-weekend.md: is the same asset and locale as library/one-pagers/city-weekend.md; rename one`}},
		{"a source that translates", "library/sample.md", "owner:", "translates: 1\nowner:", []string{`library/sample.md:7: "translates" is for translations, and this is the source; delete the line`}},
		{"a translation alone", "library/lonely.es.md", "locale: en", "locale: es", []string{`library/lonely.es.md: is a translation of nothing; add lonely.md`}},
		{"a translation that drifted", "library/co-op/open-house.es.md", "locale: en", "locale: es", []string{
			`library/co-op/open-house.es.md:1: "tiers" is "elite, high, core, experimental", but library/co-op/open-house.md says "elite, high, core"; make them the same`,
			`library/co-op/open-house.es.md:3: "kind" is "one_pager", but library/co-op/open-house.md says "coop_brief"; make them the same`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.Join(problemsOf(t, map[string]string{c.file: strings.Replace(sample, c.old, c.new, 1) + "Words.\n"}), "\n")
			if got != strings.Join(c.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", got, strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestAPictureThatIsNotOneIsRefused(t *testing.T) {
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">`
	for name, c := range map[string]struct{ file, text, want string }{
		"not a png":   {"a.png", "GIF89a", "is not the picture its name says; use .png, .jpg or .svg"},
		"a program":   {"a.svg", svg + `<script>alert(1)</script></svg>`, "holds <script>; draw with shapes and text only"},
		"an event":    {"a.svg", svg + `<rect onclick="x()"/></svg>`, "holds the attribute onclick; draw with plain attributes only"},
		"elsewhere":   {"a.svg", svg + `<use href="https://x.example/a.svg#b"/></svg>`, "holds the attribute href; draw with plain attributes only"},
		"a style":     {"a.svg", svg + `<rect style="fill:url(https://x.example)"/></svg>`, "holds the attribute style; draw with plain attributes only"},
		"entities":    {"a.svg", `<!DOCTYPE svg [<!ENTITY a "b">]>` + svg + "</svg>", "holds <!DOCTYPE svg ; delete it"},
		"foreign":     {"a.svg", svg + `<foreignObject><p>x</p></foreignObject></svg>`, "holds <foreignObject>; draw with shapes and text only"},
		"no size":     {"a.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>`, "has no size; give the svg element width and height in whole pixels"},
		"not a paper": {"a.webp", "RIFF", "is not the picture its name says; use .png, .jpg or .svg"},
		"too heavy":   {"a.png", strings.Repeat("x", maxImage+1), "cannot be used; keep a picture under 300 KB"},
	} {
		got := strings.Join(problemsOf(t, map[string]string{"library/images/" + c.file: c.text}), "\n")
		if want := "library/images/" + c.file + ": " + c.want; got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
