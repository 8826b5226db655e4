package portal

import (
	"maps"
	"slices"
	"strings"
)

// Currency is an ISO 4217 code in upper case.
type Currency string

// currencies maps the ISO 4217 codes a program may use to the digits of their minor unit.
var currencies = map[Currency]int{
	"AED": 2, "AUD": 2, "BGN": 2, "BHD": 3, "BRL": 2, "CAD": 2, "CHF": 2, "CLP": 0, "CNY": 2, "COP": 2,
	"CZK": 2, "DKK": 2, "EGP": 2, "EUR": 2, "GBP": 2, "HKD": 2, "HUF": 2, "IDR": 2, "ILS": 2, "INR": 2,
	"ISK": 0, "JOD": 3, "JPY": 0, "KES": 2, "KRW": 0, "KWD": 3, "MAD": 2, "MXN": 2, "MYR": 2, "NOK": 2,
	"NZD": 2, "OMR": 3, "PEN": 2, "PHP": 2, "PLN": 2, "QAR": 2, "RON": 2, "SAR": 2, "SEK": 2, "SGD": 2,
	"THB": 2, "TND": 3, "TRY": 2, "TWD": 2, "UAH": 2, "USD": 2, "VND": 0, "ZAR": 2,
}

// symbols are written before the amount; every other currency shows its code.
var symbols = map[Currency]string{"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}

// Currencies are all codes a program may use, by their letters.
func Currencies() []Currency { return slices.Sorted(maps.Keys(currencies)) }

// ParseCurrency reads a code in any case; an unknown one is Invalid.
func ParseCurrency(text string) (Currency, error) {
	code := Currency(strings.ToUpper(strings.TrimSpace(text)))
	if _, ok := currencies[code]; !ok {
		return "", Errorf(Invalid, "%q is not a currency code of ISO 4217 that we know, such as EUR.", text)
	}
	return code, nil
}

// Digits is how many digits the minor unit has: 2 for EUR, 0 for JPY.
func (c Currency) Digits() int { return currencies[c] }

// mark is what stands before an amount: "€", "CHF ", "" for no currency.
func (c Currency) mark() string {
	if symbol, ok := symbols[c]; ok {
		return symbol
	}
	if c == "" {
		return ""
	}
	return string(c) + " "
}
