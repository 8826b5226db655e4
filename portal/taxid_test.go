package portal

import "testing"

// TestTaxIDsAreCheckedByTheRulesOfTheirCountry takes numbers that tax offices and
// companies publish, and each of them with one digit changed.
func TestTaxIDsAreCheckedByTheRulesOfTheirCountry(t *testing.T) {
	for _, c := range []struct{ country, id, kept string }{
		{"AT", "ATU13585627", "ATU13585627"},
		{"BE", "BE 0428.759.497", "BE0428759497"},
		{"DE", "DE 136,695 976", ""},
		{"DE", "DE136695976", "DE136695976"},
		{"DK", "13585628", "DK13585628"},
		{"ES", "ESA13585625", "ESA13585625"},
		{"ES", "54362315K", "ES54362315K"},
		{"ES", "X2482300W", "ESX2482300W"},
		{"FI", "FI20774740", "FI20774740"},
		{"FR", "FR40303265045", "FR40303265045"},
		{"GB", "GB 980 7806 84", "GB980780684"},
		{"GR", "EL094259216", "EL094259216"},
		{"HR", "33392005961", "HR33392005961"},
		{"IE", "IE6433435F", "IE6433435F"},
		{"IE", "IE8D79739I", "IE8D79739I"},
		{"IE", "IE6433435OA", "IE6433435OA"},
		{"IT", "IT00743110157", "IT00743110157"},
		{"LU", "LU15027442", "LU15027442"},
		{"NL", "NL004495445B01", "NL004495445B01"},
		{"NL", "NL123456789B13", "NL123456789B13"},
		{"PL", "PL8567346215", "PL8567346215"},
		{"PT", "PT 501 964 843", "PT501964843"},
		{"SE", "SE123456789701", "SE123456789701"},
	} {
		kept, problem := CheckTaxID(TaxVAT, c.country, c.id)
		if c.kept == "" {
			if problem == "" {
				t.Errorf("%s %s is taken as %s", c.country, c.id, kept)
			}
			continue
		}
		if kept != c.kept || problem != "" {
			t.Errorf("%s %s: %s, %q", c.country, c.id, kept, problem)
			continue
		}
		rule := vatRules[kept[:2]]
		if rule.valid == nil {
			continue
		}
		caught, tried := 0, 0
		for i := 2; i < len(kept); i++ {
			if kept[i] < '0' || kept[i] > '9' {
				continue
			}
			wrong := []byte(kept)
			wrong[i] = '0' + (wrong[i]-'0'+1)%10
			tried++
			if _, problem := CheckTaxID(TaxVAT, c.country, string(wrong)); problem != "" {
				caught++
			}
		}
		if caught < tried-2 { // the branch number of the Netherlands and of Sweden has no check
			t.Errorf("%s: of %d changed digits %d are seen", kept, tried, caught)
		}
	}
	for _, c := range []struct {
		kind        TaxKind
		country, id string
		want        string
	}{
		{TaxVAT, "PT", "PT501964844", "The check digits do not fit. One of the characters is mistyped."},
		{TaxVAT, "PT", "ESA13585625", "This VAT number is of another country than the address."},
		{TaxVAT, "PT", "12", "This is not how VAT numbers of Portugal are written. They begin with PT."},
		{TaxVAT, "US", "12-3456789", "There are no VAT numbers of United States that we know. Choose the other kind of number."},
		{TaxEIN, "US", "12-345678", "An EIN has nine digits, as in 12-3456789."},
		{TaxEIN, "US", "07-3456789", "No EIN begins with 07. Look at it again."},
		{TaxOther, "CH", "x", "Write the number as your tax office does, with 4 to 30 characters."},
		{"", "CH", "123456", "Choose which number it is."},
	} {
		if _, problem := CheckTaxID(c.kind, c.country, c.id); problem != c.want {
			t.Errorf("%s %s %q: %q", c.kind, c.country, c.id, problem)
		}
	}
	if kept, problem := CheckTaxID(TaxEIN, "US", "123456789"); kept != "12-3456789" || problem != "" {
		t.Errorf("an EIN is kept as %q, %q", kept, problem)
	}
	if kept, problem := CheckTaxID(TaxOther, "CH", " CHE-123.456.788  MWST "); kept != "CHE-123.456.788 MWST" || problem != "" {
		t.Errorf("another number is kept as %q, %q", kept, problem)
	}
}
