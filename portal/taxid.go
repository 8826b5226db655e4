package portal

import (
	"regexp"
	"strings"
)

// TaxKind is a kind of number by which a tax office knows a partner.
type TaxKind string

const (
	TaxVAT   TaxKind = "vat"   // of a member state of the European Union, or GB, with its country's letters
	TaxEIN   TaxKind = "ein"   // of the United States
	TaxOther TaxKind = "other" // of any other country: taken as it is written
)

// TaxKinds are all kinds in the order forms show them.
var TaxKinds = []TaxKind{TaxVAT, TaxEIN, TaxOther}

// Label is the kind as people read it.
func (k TaxKind) Label() string {
	switch k {
	case TaxVAT:
		return "VAT number"
	case TaxEIN:
		return "Employer identification number (EIN)"
	case TaxOther:
		return "Tax number"
	}
	return string(k)
}

// vatRule is how a country writes its VAT numbers, behind its two letters, and the
// check of its digits; nil where the country has published none.
type vatRule struct {
	form  *regexp.Regexp
	valid func(string) bool
}

func vat(form string, valid func(string) bool) vatRule {
	return vatRule{regexp.MustCompile(`^(?:` + form + `)$`), valid}
}

// vatRules are by the letters in front, which are the country's code but for Greece.
// Forms as the European Commission publishes them for VIES; the sums as the countries'
// tax offices do.
var vatRules = map[string]vatRule{
	"AT": vat(`U\d{8}`, func(n string) bool { // Luhn over seven digits, and four
		sum := 0
		for i, d := range digits(n[1:8]) {
			if i%2 == 1 {
				d = d*2/10 + d*2%10
			}
			sum += d
		}
		return (10-(sum+4)%10)%10 == int(n[8]-'0')
	}),
	"BE": vat(`[01]\d{9}`, func(n string) bool { return 97-number(n[:8])%97 == number(n[8:]) }),
	"BG": vat(`\d{9,10}`, nil), "CY": vat(`\d{8}[A-Z]`, nil), "CZ": vat(`\d{8,10}`, nil),
	"DE": vat(`[1-9]\d{8}`, mod1110),
	"DK": vat(`[1-9]\d{7}`, func(n string) bool { return weighted(n, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0 }),
	"EE": vat(`\d{9}`, nil), "EL": vat(`\d{9}`, nil),
	"ES": vat(`[A-Z0-9]\d{7}[A-Z0-9]`, spanish),
	"FI": vat(`\d{8}`, func(n string) bool {
		rest := weighted(n[:7], 7, 9, 10, 5, 8, 4, 2) % 11
		return rest != 1 && (11-rest)%11 == int(n[7]-'0')
	}),
	"FR": vat(`[0-9A-Z]{2}\d{9}`, func(n string) bool { // two digits over the SIREN; newer keys have letters
		if strings.ContainsAny(n[:2], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			return true
		}
		return (12+3*(number(n[2:])%97))%97 == number(n[:2])
	}),
	"GB": vat(`\d{9}|\d{12}|GD[0-4]\d{2}|HA[5-9]\d{2}`, func(n string) bool {
		if len(n) < 9 {
			return true
		}
		sum := weighted(n[:7], 8, 7, 6, 5, 4, 3, 2) + number(n[7:9])
		return sum%97 == 0 || (sum+55)%97 == 0
	}),
	"HR": vat(`\d{11}`, mod1110), "HU": vat(`\d{8}`, nil),
	"IE": vat(`\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W]`, func(n string) bool {
		if n[1] < '0' || n[1] > '9' { // the old form
			n = "0" + n[2:7] + n[:1] + n[7:]
		}
		sum := weighted(n[:7], 8, 7, 6, 5, 4, 3, 2)
		if len(n) == 9 {
			sum += 9 * int(n[8]-'A'+1)
		}
		return "WABCDEFGHIJKLMNOPQRSTUV"[sum%23] == n[7]
	}),
	"IT": vat(`\d{11}`, luhn),
	"LT": vat(`\d{9}|\d{12}`, nil),
	"LU": vat(`\d{8}`, func(n string) bool { return number(n[:6])%89 == number(n[6:]) }),
	"LV": vat(`\d{11}`, nil), "MT": vat(`\d{8}`, nil),
	"NL": vat(`\d{9}B\d{2}`, func(n string) bool { // of companies mod 11, of persons since 2020 mod 97
		if weighted(n[:8], 9, 8, 7, 6, 5, 4, 3, 2)%11 == int(n[8]-'0') {
			return true
		}
		return remainder97("NL"+n) == 1
	}),
	"PL": vat(`\d{10}`, func(n string) bool { return weighted(n[:9], 6, 5, 7, 2, 3, 4, 5, 6, 7)%11 == int(n[9]-'0') }),
	"PT": vat(`[1-9]\d{8}`, func(n string) bool {
		check := 11 - weighted(n[:8], 9, 8, 7, 6, 5, 4, 3, 2)%11
		if check > 9 {
			check = 0
		}
		return check == int(n[8]-'0')
	}),
	"RO": vat(`[1-9]\d{1,9}`, nil),
	"SE": vat(`\d{10}01`, func(n string) bool { return luhn(n[:10]) }),
	"SI": vat(`[1-9]\d{7}`, nil), "SK": vat(`[1-9]\d{9}`, nil), "XI": vat(`\d{9}|\d{12}|GD\d{3}|HA\d{3}`, nil),
}

var einForm = regexp.MustCompile(`^\d{2}-?\d{7}$`)

// einPrefixes are the first two digits that the Internal Revenue Service has not given out.
var einUnused = map[string]bool{
	"00": true, "07": true, "08": true, "09": true, "17": true, "18": true, "19": true, "28": true, "29": true, "49": true, "69": true, "70": true,
	"78": true, "79": true, "89": true, "96": true, "97": true,
}

// CheckTaxID returns a tax id as it is kept, and what is wrong with it in a sentence, ""
// for nothing. A VAT number must be of the country.
func CheckTaxID(kind TaxKind, country, id string) (kept, problem string) {
	kept = strings.ToUpper(strings.NewReplacer(" ", "", ".", "", "-", "", "/", "").Replace(strings.TrimSpace(id)))
	switch kind {
	case TaxVAT:
		return checkVAT(country, kept)
	case TaxEIN:
		if len(kept) != 9 || !einForm.MatchString(kept) {
			return kept, "An EIN has nine digits, as in 12-3456789."
		}
		if einUnused[kept[:2]] {
			return kept, "No EIN begins with " + kept[:2] + ". Look at it again."
		}
		return kept[:2] + "-" + kept[2:], ""
	case TaxOther:
		kept = strings.Join(strings.Fields(id), " ")
		if len([]rune(kept)) < 4 || len([]rune(kept)) > 30 {
			return kept, "Write the number as your tax office does, with 4 to 30 characters."
		}
		return kept, ""
	}
	return "", "Choose which number it is."
}

func checkVAT(country, id string) (kept, problem string) {
	letters := country
	if country == "GR" {
		letters = "EL"
	}
	rule, known := vatRules[letters]
	if !known {
		return id, "There are no VAT numbers of " + CountryName(country) + " that we know. Choose the other kind of number."
	}
	number, has := strings.CutPrefix(id, letters)
	if !has && len(id) > 1 && vatRules[id[:2]].form != nil {
		return id, "This VAT number is of another country than the address."
	}
	id = letters + number
	if !rule.form.MatchString(number) {
		return id, "This is not how VAT numbers of " + CountryName(country) + " are written. They begin with " + letters + "."
	}
	if rule.valid != nil && !rule.valid(number) {
		return id, "The check digits do not fit. One of the characters is mistyped."
	}
	return id, ""
}

// HasVAT reports a country whose VAT numbers are known here.
func HasVAT(country string) bool {
	_, known := vatRules[strings.Replace(country, "GR", "EL", 1)]
	return known
}

func digits(text string) []int {
	list := make([]int, len(text))
	for i := range text {
		list[i] = int(text[i] - '0')
	}
	return list
}

// number is what digits say, at most 18 of them.
func number(text string) int {
	n := 0
	for _, d := range digits(text) {
		n = n*10 + d
	}
	return n
}

// weighted is the sum of digits times weights.
func weighted(text string, weights ...int) int {
	sum := 0
	for i, d := range digits(text) {
		sum += d * weights[i]
	}
	return sum
}

// luhn doubles every second digit from the right.
func luhn(text string) bool {
	sum := 0
	for i, d := range digits(text) {
		if (len(text)-i)%2 == 0 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	return sum%10 == 0
}

// mod1110 is ISO 7064 MOD 11,10 with its check digit last.
func mod1110(text string) bool {
	product := 10
	list := digits(text)
	for _, d := range list[:len(list)-1] {
		sum := (d + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = sum * 2 % 11
	}
	return (11-product)%10 == list[len(list)-1]
}

// remainder97 reads letters as 10 to 35, as an IBAN does.
func remainder97(text string) int {
	rest := 0
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9':
			rest = (rest*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			rest = (rest*100 + int(c-'A'+10)) % 97
		default:
			return 0
		}
	}
	return rest
}

// spanish checks the NIF of persons, the NIE of foreigners and the NIF of companies.
func spanish(n string) bool {
	const letters = "TRWAGMYFPDXBNJZSQVHLCKE"
	first := n[0]
	switch {
	case first >= '0' && first <= '9':
		return letters[number(n[:8])%23] == n[8]
	case first >= 'X' && first <= 'Z':
		return letters[number(string('0'+first-'X')+n[1:8])%23] == n[8]
	}
	sum := 0
	for i, d := range digits(n[1:8]) {
		if i%2 == 0 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	check := (10 - sum%10) % 10
	return n[8] == byte('0'+check) || n[8] == "JABCDEFGHI"[check]
}
