package content

import (
	"strings"
	"testing"

	"tandem/portal"
)

func TestValuesAreWrittenAsTheReadersDo(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{localDate("2026-07-01", "en"), "1 July 2026"},
		{localDate("2026-07-01", "es"), "1 de julio de 2026"},
		{localDate("", "es"), ""},
		{localMoney(portal.Amount(123450, "EUR"), "en"), "€1,234.50"},
		{localMoney(portal.Amount(123450, "EUR"), "es"), "1.234,50\u00a0€"},
		{localMoney(portal.Amount(-2000, "GBP"), "de"), "−20,00\u00a0GBP"},
		{localMoney(portal.Amount(1000, "JPY"), "fr"), "1.000\u00a0JPY"},
		{localRate(portal.MustRate("2.5%"), "en"), "2.5%"},
		{localRate(portal.MustRate("2.5%"), "es-ES"), "2,5\u00a0%"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestEveryWordOfTheRendererIsTranslated(t *testing.T) {
	for language, set := range words {
		for key := range words["en"] {
			if set[key] == "" {
				t.Errorf("%s has no word for %q", language, key)
			}
		}
	}
}

func TestQuotationMarksAreThoseOfTheLanguage(t *testing.T) {
	for locale, want := range map[string]string{"en": "“a ‘b’”", "es": "«a “b”»", "de": "„a ‚b‘“", "fr": "«\u00a0a “b”\u00a0»"} {
		f := &file{name: "x.md"}
		f.take([]byte("---\na: b\n---\n\"a 'b'\"\n"))
		l := &Library{images: map[string]Image{}}
		b := l.prepare(f, locale, nil, nil)
		p := &placing{library: l, locale: locale, values: values{}}
		if got, err := p.fill(b.fragment); err != nil || strings.TrimSpace(got) != "<p>"+want+"</p>" {
			t.Errorf("%s: %q, %v, %v", locale, got, err, f.problems)
		}
	}
}
