package portal

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAnswerMaySetFactsRight(t *testing.T) {
	asked, err := applied(t).AskForMore("Where do you sail?", manager, moment("2026-03-03 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	in := bluewater()
	in.Company, in.Site, in.Markets, in.Audience, in.Email = "Bluewater Lines", "bluewater-lines.pt", []string{"ES"}, 90000, "eve@elsewhere.com"
	first, err := asked.Reply(rules, in, "To Spain.", Actor{Name: "Ines Park"}, moment("2026-03-04 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	if first.Company != "Bluewater Lines" || first.Domain != "bluewater-lines.pt" || first.Audience != 90000 || first.Email != asked.Email {
		t.Errorf("the application is %+v", first.Application)
	}
	want := map[string]string{
		"was_company": "Bluewater Ferries", "is_company": "Bluewater Lines",
		"was_site": "https://www.bluewater.example.com", "is_site": "https://bluewater-lines.pt",
		"was_markets": "PT ES", "is_markets": "ES", "was_audience": "120000", "is_audience": "90000",
	}
	last := first.History[len(first.History)-1]
	if diff := cmp.Diff(want, last.Data); diff != "" {
		t.Error(diff)
	}
	if got := PartnerSentence(last); got != "The applicant answered and corrected the company, the website, the markets and the people reached." {
		t.Errorf("the sentence is %q", got)
	}
	if diff := cmp.Diff(asked.Application, first.BeforeCorrections()); diff != "" {
		t.Errorf("before the corrections: %s", diff)
	}

	again, err := first.AskForMore("And the name?", manager, moment("2026-03-05 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	in.Company = "Bluewater"
	second, err := again.Reply(rules, in, "Shorter.", Actor{Name: "Ines Park"}, moment("2026-03-06 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	if was := second.BeforeCorrections(); was.Company != "Bluewater Lines" || was.Domain != "example.com" {
		t.Errorf("corrected twice, it was %q at %s", was.Company, was.Domain)
	}
	same, err := again.Reply(rules, again.Application, "Nothing new.", Actor{Name: "Ines Park"}, moment("2026-03-06 10:00"))
	if err != nil || same.History[len(same.History)-1].Data != nil || same.History[len(same.History)-1].CorrectionNames() != "" {
		t.Errorf("nothing corrected: %+v, %v", same.History[len(same.History)-1], err)
	}
}

func TestWrongCorrectionIsToldWithTheEmptyAnswer(t *testing.T) {
	asked, err := applied(t).AskForMore("Where do you sail?", manager, moment("2026-03-03 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	in := bluewater()
	in.Country = "XX"
	_, err = asked.Reply(rules, in, " ", Actor{}, moment("2026-03-04 10:00"))
	problem, ok := err.(*Error)
	if !ok || problem.Fields["country"] == "" || problem.Fields["answer"] == "" {
		t.Errorf("got %v", err)
	}
}
