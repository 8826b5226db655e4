package content

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"tandem/portal"
)

func TestTheContractSaysTheNumbersItIsComputedWith(t *testing.T) {
	l := loaded(t)
	for version, want := range map[string]struct {
		shares  []string
		phrases []string
	}{
		"standard-2025-09": {[]string{"5.5%", "4.5%", "4%", "3%"}, []string{
			"apply from 1 September 2025", "€12,600.00 on 15 September 2025", "€504.00", "€693.00", "14 November 2025", "14 December 2025", "€252.00", "by 20 days",
		}},
		"standard-2026-07": {strings.Fields(`6% 5% 4% 3% €20,000.00 4% €12,000.00 3% €7,500.00 2% €5,000.00 2%
			€250.00 €200.00 €150.00 €150.00 €500.00 €250.00 €250.00 none €2,500.00 €1,000.00 €500.00 none 25 10 5 none`), []string{
			"won within 90 days of your referral", "complete within 14 days", "at most €1,500.00", "a calendar year at most €12,000.00",
			"apply from 1 July 2026", "€18,400.00 on 15 July 2026", "€736.00", "€1,104.00", "13 September 2026", "13 October 2026", "€368.00", "by 30 days",
		}},
	} {
		contract, err := l.TermsHTML(version)
		if err != nil {
			t.Fatal(err)
		}
		doc := parsed(t, string(contract))
		shares := doc.Find("td.right").Map(func(_ int, cell *goquery.Selection) string { return cell.Text() })
		if strings.Join(shares, " ") != strings.Join(want.shares, " ") {
			t.Errorf("%s: shares %v, want %v", version, shares, want.shares)
		}
		doc.Find(".table-scroll").Each(func(_ int, frame *goquery.Selection) {
			if _, focusable := frame.Attr("tabindex"); focusable != (frame.Find("th").Length() > 3) {
				t.Errorf("%s: a table of %d columns takes the focus: %v; one that scrolls on a phone has to, another has not", version, frame.Find("th").Length(), focusable)
			}
		})
		text := strings.Join(strings.Fields(doc.Text()), " ")
		for _, phrase := range append(want.phrases, "first 12 months", "held for 60 days", "90 days from the moment", "balance reaches €50.00", "within 2 working days") {
			if !strings.Contains(text, phrase) {
				t.Errorf("%s does not say %q", version, phrase)
			}
		}
		if n := doc.Find("h1").Length(); n != 0 {
			t.Errorf("%s has %d headings of the first level; the page has its own", version, n)
		}
	}
	if _, err := l.TermsHTML("standard-2020-01"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("an unknown version: %v", err)
	}
}

func TestEveryProgramPageIsComplete(t *testing.T) {
	l := loaded(t)
	for _, name := range []string{"program", "audit", "scorecard", "referral", "onboarding", "glossary"} {
		page, err := l.PageHTML(name, l.Terms[1])
		if err != nil || page == "" || strings.ContainsAny(string(page), "{}\x1f") {
			t.Errorf("%s: %v, %.80s", name, err, page)
		}
	}
	if _, err := l.PageHTML("../terms/standard-2026-07", l.Terms[1]); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a page outside: %v", err)
	}
}
