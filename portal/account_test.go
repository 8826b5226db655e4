package portal

import (
	"strings"
	"testing"
)

func TestIBANIsCheckedByCountryLengthAndDigits(t *testing.T) {
	for iban, want := range map[string]string{
		"DE89370400440532013000": "", "GB82WEST12345698765432": "", "PT50000201231234567890154": "", "ES9121000418450200051332": "",
		"NL91ABNA0417164300": "", "FR1420041010050500013M02606": "", "NO9386011117947": "", "MT84MALT011000012345MTLCAST001S": "",
		"CH9300762011623852957": "", "AE070331234567890123456": "",
		"DE89370400440532013001": "check digits", "DE98370400440532013000": "check digits", "DE8937040044053201300": "of Germany has 22 characters; this one has 21",
		"XX89370400440532013000": "code of its country", "": "Write the IBAN", "DE": "of Germany has 22", "D": "code of its country",
		"DE8937040044053201300Ä": "letters and digits only", "de89370400440532013000": "letters and digits only",
	} {
		if got := IBANProblem(iban); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", iban, got, want)
		}
	}
	// Every transposition of two different neighbours is found.
	const good = "DE89370400440532013000"
	for i := 2; i+1 < len(good); i++ {
		slip := good[:i] + good[i+1:i+2] + good[i:i+1] + good[i+2:]
		if slip != good && IBANProblem(slip) == "" {
			t.Errorf("%s passes for %s", slip, good)
		}
	}
	if !InSEPA(good) || InSEPA("AE070331234567890123456") || InSEPA("") {
		t.Error("the reach of SEPA is wrong")
	}
	for _, country := range sepaCountries {
		if ibanLengths[country] == 0 {
			t.Errorf("%s has no IBAN", country)
		}
	}
}

func TestBICHasItsForm(t *testing.T) {
	for bic, want := range map[string]bool{
		"DEUTDEFF": true, "DEUTDEFF500": true, "CGDIPTPL": true, "BOFIIE2D": true, "NEDSZAJJXXX": true,
		"DEUTDEF": false, "DEUTDEFF5": false, "DEUTXXFF": false, "DEUT1EFF": false, "1EUTDEFF": false, "deutdeff": false, "": false,
	} {
		if got := ValidBIC(bic); got != want {
			t.Errorf("%s: got %t", bic, got)
		}
	}
}

func TestRoutingNumberHasItsCheckDigit(t *testing.T) {
	for number, ok := range map[string]bool{
		"021000021": true, "011401533": true, "091000019": true, "322271627": true, "121000358": true,
		"021000022": false, "012000021": false, "02100002": false, "0210000211": false, "02100002A": false, "": false, "000000000": false, "990000006": false,
	} {
		if got := RoutingProblem(number); (got == "") != ok {
			t.Errorf("%s: %q", number, got)
		}
	}
}

// The example of ISO 11649 and of the documents about it: RF18 5390 0754 7034.
func TestCreditorReferenceCarriesItsCheckDigits(t *testing.T) {
	if got := CreditorReference("539007547034"); got != "RF18539007547034" {
		t.Errorf("got %s", got)
	}
	got := CreditorReference("B-8F3KQ2-001")
	if !strings.HasSuffix(got, "B8F3KQ2001") || modulo97(got[4:]+got[:4]) != 1 {
		t.Errorf("got %s", got)
	}
}

func TestPlainLatinIsWhatBanksTake(t *testing.T) {
	for text, want := range map[string]string{
		"Bluewater Ferries": "Bluewater Ferries", "Quinta do Vale, Lda.": "Quinta do Vale, Lda.", "Sørensen & Søn": "Sorensen + Son",
		"Straße 5": "Strasse 5", "Łódź": "Lodz", "İstanbul": "Istanbul", "Θεσσαλονίκη": "Thessaloniki", "Ώρα": "Ora", "Варна": "Varna", "Щастие": "Shtastie",
		"Cœur d’Azur": "Coeur d'Azur", "a\u00a0 b": "a b", "e\u0301t\u00e9": "ete", "Nº 5": "No 5", "50 % _x_": "50 . -x-", "½": "1/2",
	} {
		if got, missing := PlainLatin(text); got != want || missing != 0 {
			t.Errorf("%q: got %q, missing %q, want %q", text, got, missing, want)
		}
	}
	for text, want := range map[string]rune{"株式会社": '株', "Casa 🏠": '🏠', "a\x00b": '\ufffd', "tab\tb": '\t'} {
		if got, missing := PlainLatin(text); missing != want || got != "" {
			t.Errorf("%q: got %q, missing %q", text, got, missing)
		}
	}
}
