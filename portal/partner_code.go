package portal

import (
	"fmt"
	"strings"
)

// maxCode keeps a partner's links short enough to be read out.
const maxCode = 32

// LinkCode is the n-th choice, from 1, for the company's name in links:
// "bluewater-ferries", "bluewater-ferries-2". Only a-z, 0-9 and hyphens.
func (a Application) LinkCode(n int) string {
	code := asciiWords(NormalCompany(a.Company))
	if code == "" {
		label, _, _ := strings.Cut(a.Domain, ".")
		code = asciiWords(label)
	}
	if code == "" {
		code = "partner"
	}
	if len(code) > maxCode {
		code = strings.Trim(code[:maxCode], "-")
	}
	if n > 1 {
		code = fmt.Sprintf("%s-%d", code, n)
	}
	return code
}

// asciiWords joins what is left of a text's words in a-z and 0-9 with hyphens.
func asciiWords(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}
