package portal

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTwoLeadsAreHeldAgainstEachOther(t *testing.T) {
	rules := Program{Referral: ReferralPolicy{GenericDomains: []string{"gmail.com"}}}
	lead := func(company, email, domain, country string) Lead {
		return Lead{Company: company, Email: email, Domain: domain, Country: country}
	}
	tests := []struct {
		name string
		a, b Lead
		same string // the keys that match
		says []string
	}{
		{
			"the mailbox, whatever its tag and case", lead("Casa Azul", "Ana+tandem@casa-azul.pt", "", "PT"), lead("Azul Lda", "ana@casa-azul.pt", "", "ES"), "email domain",
			[]string{"both addresses lead to the mailbox ana@casa-azul.pt", "Same domain: both belong to casa-azul.pt.", "The company names differ."},
		},
		{
			"the domain alone", lead("Casa Azul", "ana@casa-azul.pt", "", "PT"), lead("Azul Group", "rui@mail.casa-azul.pt", "casa-azul.pt", "PT"), "domain",
			[]string{"The email addresses are of different people."},
		},
		{
			"a mail service tells nothing", lead("Casa Azul", "ana@gmail.com", "", "PT"), lead("Casa Verde", "rui@gmail.com", "", "PT"), "",
			[]string{"gmail.com is used by many companies, so the rule for domains does not apply."},
		},
		{
			"the name in one country", lead("Hotel Miramar, Lda.", "a@x.pt", "", "PT"), lead("HOTEL MIRAMAR", "b@y.pt", "", "pt"), "company",
			[]string{"both names are “hotel miramar” in Portugal", "Different domains: x.pt and y.pt."},
		},
		{
			"the name in two", lead("Hotel Miramar", "a@x.pt", "", "PT"), lead("Hotel Miramar", "b@y.es", "", "ES"), "",
			[]string{"but in different countries, so the rule for companies does not apply"},
		},
		{"nothing to compare", lead("", "", "", ""), lead("", "", "", ""), "", []string{"no two email addresses", "no two domains"}},
	}
	for _, tt := range tests {
		var same []string
		text := ""
		for _, m := range rules.LeadMatches(tt.a, tt.b) {
			if m.Same {
				same = append(same, m.Key)
			}
			text += m.Text + " "
		}
		if got := strings.Join(same, " "); got != tt.same {
			t.Errorf("%s: the same by %q, want %q", tt.name, got, tt.same)
		}
		for _, says := range tt.says {
			if !strings.Contains(text, says) {
				t.Errorf("%s: %q is missing in %s", tt.name, says, text)
			}
		}
	}
}

// TestMatchesAreWhatTheGuardsSay holds the sentences to the keys that decide.
func TestMatchesAreWhatTheGuardsSay(t *testing.T) {
	rules := Program{Referral: ReferralPolicy{GenericDomains: []string{"gmail.com"}}}
	lead := rapid.Custom(func(t *rapid.T) Lead {
		return Lead{
			Company: rapid.SampledFrom([]string{"Casa Azul", "CASA AZUL Lda", "Casa Verde", ""}).Draw(t, "company"), Country: rapid.SampledFrom([]string{"PT", "ES", ""}).Draw(t, "country"),
			Email: rapid.SampledFrom([]string{"ana@gmail.com", "a.na@gmail.com", "ana@casa-azul.pt", "ana+x@casa-azul.pt", ""}).Draw(t, "email"), Domain: rapid.SampledFrom([]string{"casa-azul.pt", "gmail.com", ""}).Draw(t, "domain"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := lead.Draw(t, "a"), lead.Draw(t, "b")
		shared, said := false, false
		for _, key := range rules.LeadKeys(a) {
			for _, other := range rules.LeadKeys(b) {
				shared = shared || key == other
			}
		}
		for _, m := range rules.LeadMatches(a, b) {
			said = said || m.Same
		}
		if shared != said {
			t.Fatalf("the keys say %t, the page %t: %+v", shared, said, rules.LeadMatches(a, b))
		}
	})
}

func TestEveryOpenReferralCanGiveUpItsLead(t *testing.T) {
	for _, state := range ReferralStates {
		next, err := Referral{ID: "r1", State: state}.Yield("r2", "They knew each other.", Actor{User: "u1", Name: "Lena"}, "2026-03-02T09:00:00.000Z")
		if (err == nil) != state.Open() || err == nil && (next.State != ReferralDuplicate || next.DuplicateOf != "r2") {
			t.Errorf("%s: %s of %q, %v", state, next.State, next.DuplicateOf, err)
		}
	}
}
