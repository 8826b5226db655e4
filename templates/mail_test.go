package templates

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAMailSaysTheSameInTextAndHTML(t *testing.T) {
	mail := Mail{
		Brand: Brand{Name: "Northwind Partners", Support: "partners@northwindstays.example"}, Colour: colour(t, "#ffcc00"),
		To: "Marta", Subject: "Your application is approved",
		Lines:  []string{"Casa Lumen Hotels is now a partner of Northwind Stays, with Lena Ortiz as your specialist from today on.", "Accept the terms\nand start."},
		Action: "Open your onboarding", Link: "https://partners.example/onboarding?a=1&b=2", Why: "You get this because you applied.", Site: "https://partners.example",
	}
	text, html, err := mail.Bodies()
	if err != nil {
		t.Fatal(err)
	}
	want := `Hello Marta,

Casa Lumen Hotels is now a partner of Northwind Stays, with Lena Ortiz as
your specialist from today on.

Accept the terms
and start.

Open your onboarding:
https://partners.example/onboarding?a=1&b=2

Northwind Partners
https://partners.example

` + "-- " + `
You get this because you applied.
Questions? Write to partners@northwindstays.example
`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	for _, part := range []string{"Hello Marta,", "Your application is approved", "Lena Ortiz", `href="https://partners.example/onboarding?a=1&amp;b=2"`, "Open your onboarding", "You get this because", "mailto:partners@northwindstays.example"} {
		if !strings.Contains(html, part) {
			t.Errorf("the HTML lacks %q", part)
		}
	}
	if strings.Contains(html, "#ffcc00") || strings.Contains(html, "ZgotmplZ") || strings.Contains(html, "<img") || strings.Contains(html, "<style") {
		t.Errorf("the HTML has an unreadable button, an unsafe value or something to load:\n%s", html)
	}
}

func TestAMailCarriesNoMarkupOfOthers(t *testing.T) {
	const attack = `<img src=x onerror=alert(1)>`
	text, html, err := Mail{Brand: Brand{Name: attack}, To: attack, Subject: attack, Lines: []string{attack}, Action: attack, Link: "javascript:alert(1)", Why: attack}.Bodies()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(html, "<img") || strings.Contains(html, `href="javascript`) {
		t.Errorf("%s", html)
	}
	if !strings.Contains(text, attack) {
		t.Errorf("the text changes what was written: %s", text)
	}
}

func TestAMailWithoutActionHasNoButton(t *testing.T) {
	text, html, err := Mail{Brand: Brand{Name: "N"}, Subject: "Paid", Lines: []string{"Done."}}.Bodies()
	if err != nil || text != "Done.\n\nN\n" {
		t.Errorf("%q, %v", text, err)
	}
	if strings.Contains(html, "<a ") || strings.Contains(html, "Hello") {
		t.Errorf("%s", html)
	}
}
