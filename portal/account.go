package portal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ibanLengths are the lengths of the IBAN registry (ISO 13616), by country.
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21, "CR": 22,
	"CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22,
	"GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30,
	"KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31,
	"MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24,
	"SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}

// sepaCountries are the countries of IBANs that a SEPA transfer reaches (EPC list of SEPA scheme countries).
var sepaCountries = []string{
	"AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR", "HU", "IE", "IS", "IT",
	"LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "VA",
}

// CompactCode is a number of an account as it is kept: no blanks, upper case.
func CompactCode(text string) string { return strings.ToUpper(strings.Join(strings.Fields(text), "")) }

// IBANProblem says in a sentence what is wrong with an IBAN that has gone
// through [CompactCode], "" when nothing is: the country, its length, the check
// digits (ISO 13616: the number moved around, letters as 10 to 35, is 1 modulo 97).
func IBANProblem(iban string) string {
	if iban == "" {
		return "Write the IBAN."
	}
	if strings.ContainsFunc(iban, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') }) {
		return "An IBAN has letters and digits only."
	}
	country := iban[:min(2, len(iban))]
	want, known := ibanLengths[country]
	switch {
	case !known:
		return "An IBAN begins with the code of its country, such as DE."
	case len(iban) != want:
		return fmt.Sprintf("An IBAN of %s has %d characters; this one has %d.", CountryName(country), want, len(iban))
	case modulo97(iban[4:]+iban[:4]) != 1:
		return "This IBAN has a slip in it: its check digits do not fit. Compare it with your bank statement."
	}
	return ""
}

// InSEPA reports whether a SEPA transfer reaches the account of a valid IBAN.
func InSEPA(iban string) bool { return len(iban) > 2 && slices.Contains(sepaCountries, iban[:2]) }

// outsideEEA are the countries of SEPA beyond the European Economic Area. A transfer
// there names the bank by its BIC too (EPC, SEPA Credit Transfer Rulebook); within the
// area nobody may ask for it (Regulation 260/2012).
var outsideEEA = []string{"AD", "AL", "CH", "GB", "GI", "MC", "MD", "ME", "MK", "RS", "SM", "VA"}

// NeedsBIC reports whether a SEPA transfer to the account of a valid IBAN needs the bank's BIC.
func NeedsBIC(iban string) bool { return len(iban) > 2 && slices.Contains(outsideEEA, iban[:2]) }

// modulo97 is the remainder of digits and capital letters read as one number,
// A as 10 to Z as 35 (ISO 7064).
func modulo97(code string) int {
	rest := 0
	for _, r := range code {
		if r >= 'A' {
			rest = (rest*100 + int(r-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(r-'0')) % 97
		}
	}
	return rest
}

// CreditorReference is a reference under which its bank shows a payment to the
// payee (ISO 11649: RF, two check digits, the text). Everything but letters and
// digits is left out; at most 21 of them count.
func CreditorReference(text string) string {
	code := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(text))
	code = code[:min(21, len(code))]
	return fmt.Sprintf("RF%02d%s", 98-modulo97(code+"RF00"), code)
}

// ValidBIC reports whether a code in upper case has the form of a BIC (ISO 9362):
// four of the bank, two of the country, two of the place, or three more of the branch.
func ValidBIC(bic string) bool {
	if len(bic) != 8 && len(bic) != 11 {
		return false
	}
	for i, r := range bic {
		letter, digit := r >= 'A' && r <= 'Z', r >= '0' && r <= '9'
		if !letter && (!digit || i < 6) {
			return false
		}
	}
	return ValidCountry(bic[4:6])
}

// RoutingProblem says in a sentence what is wrong with a US routing number, ""
// when nothing is: nine digits, a prefix that the American Bankers Association
// gives out, and weights 3 7 1 that add up to a multiple of ten.
func RoutingProblem(number string) string {
	if len(number) != 9 || strings.ContainsFunc(number, func(r rune) bool { return r < '0' || r > '9' }) {
		return "A routing number has 9 digits."
	}
	prefix, _ := strconv.Atoi(number[:2])
	sum := 0
	for i, weight := range []int{3, 7, 1, 3, 7, 1, 3, 7, 1} {
		sum += weight * int(number[i]-'0')
	}
	given := prefix >= 1 && prefix <= 12 || prefix >= 21 && prefix <= 32 || prefix >= 61 && prefix <= 72 || prefix == 80
	if sum%10 != 0 || !given {
		return "This routing number has a slip in it: its check digit does not fit. Compare it with a cheque."
	}
	return ""
}
