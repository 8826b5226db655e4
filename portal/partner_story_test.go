package portal

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPartnerStoryReadsAsSentences(t *testing.T) {
	p := applied(t)
	p, err := p.AskForMore("How many bookings a month?", manager, moment("2026-03-04 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range p.Story() {
		got = append(got, line.Text+" "+line.Who+". "+line.Reason)
	}
	want := []string{
		"Applied to the program. Ines Park. ", "Confirmed the email address. Ines Park. ",
		"More was asked. Mara Silva. How many bookings a month?",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	p = p.Supersede("p-2", System("join"), moment("2026-06-04 10:00"))
	if last := p.Story()[len(p.History)-1]; last.Who != "By rule" || last.Text != "A later application of the same company took over." {
		t.Errorf("what the program did reads %+v", last)
	}
	for _, line := range p.ApplicationStory() {
		if line.Who != "" {
			t.Errorf("the applicant reads who did it: %+v", line)
		}
	}
}

// TestEveryPartnerEventHasItsSentence reads the kinds from the source, so that a
// new one cannot come without words.
func TestEveryPartnerEventHasItsSentence(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "partner.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	kinds := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Partner") || !strings.HasSuffix(spec.Names[0].Name, "Event") {
			return true
		}
		kinds++
		kind := strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`)
		text := PartnerSentence(Change{Kind: kind, To: "core", Data: map[string]string{"specialist_name": "Lena Ortiz", "version": "standard-2026-01", "title": "Kick-off"}})
		if text == kind || !strings.HasSuffix(text, ".") || strings.Contains(text, "  ") {
			t.Errorf("%s reads %q", kind, text)
		}
		return true
	})
	if kinds < 20 {
		t.Errorf("only %d kinds were found", kinds)
	}
}

func TestTierSentencesSayTheWay(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"", "experimental", "Starts at Tier 4 Experimental from 1 April 2026."},
		{"core", "high", "Promoted to Tier 2 High from 1 April 2026."},
		{"high", "core", "Moved to Tier 3 Core from 1 April 2026."},
	} {
		got := PartnerSentence(Change{Kind: PartnerTierEvent, From: c.from, To: c.to, Data: map[string]string{"from": "2026-04-01"}})
		if got != c.want {
			t.Errorf("%s to %s: got %q", c.from, c.to, got)
		}
	}
}

func TestLinkCodeCanBeReadOut(t *testing.T) {
	for _, c := range []struct {
		company, domain string
		n               int
		want            string
	}{
		{"Bluewater Ferries S.A.", "bluewater.com", 1, "bluewater-ferries"},
		{"Bluewater Ferries S.A.", "bluewater.com", 3, "bluewater-ferries-3"},
		{"Casa do Rio & Irmãos, Lda.", "casadorio.pt", 1, "casa-do-rio-irmaos"},
		{"株式会社", "kaisha.jp", 1, "kaisha"},
		{"京都", "xn--1.jp", 1, "xn-1"},
		{"The Very Long Name of a Company of the North", "x.com", 1, "very-long-name-of-a-company-of-t"},
		{"", "", 1, "partner"},
	} {
		if got := (Application{Company: c.company, Domain: c.domain}).LinkCode(c.n); got != c.want {
			t.Errorf("%s: got %q, want %q", c.company, got, c.want)
		}
	}
}
