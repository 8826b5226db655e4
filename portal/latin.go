package portal

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// latinOthers are letters and signs that do not come apart into a plain letter
// and its accent, as the EPC's guidance on characters (EPC217-08) replaces them.
var latinOthers = map[rune]string{
	'ß': "ss", 'ẞ': "SS", 'æ': "ae", 'Æ': "AE", 'œ': "oe", 'Œ': "OE", 'ø': "o", 'Ø': "O", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D",
	'þ': "th", 'Þ': "TH", 'ł': "l", 'Ł': "L", 'ħ': "h", 'Ħ': "H", 'ı': "i", 'ŋ': "n", 'Ŋ': "N", 'ĸ': "k", 'ŧ': "t", 'Ŧ': "T",
	'&': "+", '@': "(at)", '_': "-", '–': "-", '—': "-", '‐': "-", '‑': "-", '−': "-", '’': "'", '‘': "'", '‚': ",", '`': "'", '´': "'",
	'“': "'", '”': "'", '„': "'", '"': "'", '«': "'", '»': "'", ';': ",", '[': "(", ']': ")", '{': "(", '}': ")", '\\': "/", '|': "/",
	'!': ".", '·': ".", '•': ".", '…': "...", '*': ".", '#': ".", '~': "-", '=': "-", '<': "(", '>': ")", '°': ".", 'º': "o", 'ª': "a",
	'№': "No.", '%': ".", '$': ".", '€': "EUR", '£': "GBP", '\u00a0': " ", '⁄': "/",
}

// greek and bulgarian are the two other alphabets of SEPA's languages.
var greek = map[rune]string{
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m", 'ν': "n",
	'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
}

var bulgarian = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y", 'к': "k", 'л': "l", 'м': "m",
	'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "h", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "sht",
	'ъ': "a", 'ь': "y", 'ю': "yu", 'я': "ya",
}

// PlainLatin is a text in the characters that every bank takes: a to z, A to Z,
// 0 to 9 and / - ? : ( ) . , ' + with single blanks, as the EPC limits SEPA to.
// Accents fall away, other letters are replaced as latinOthers, greek and
// bulgarian say. missing is the first character that has no replacement, 0 for none.
func PlainLatin(text string) (plain string, missing rune) {
	var b strings.Builder
	for _, r := range norm.NFC.String(text) {
		replaced, ok := plainRune(r)
		if !ok {
			for _, part := range norm.NFKD.String(string(r)) {
				if part >= 0x300 && part <= 0x36f { // an accent
					continue
				}
				piece, known := plainRune(part)
				if !known {
					return "", cmp.Or(r, utf8.RuneError)
				}
				replaced += piece
			}
		}
		b.WriteString(replaced)
	}
	return strings.Join(strings.Fields(b.String()), " "), 0
}

// plainRune is one character in the plain set, false when it has no replacement of its own.
func plainRune(r rune) (string, bool) {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/-?:().,'+ ", r) {
		return string(r), true
	}
	if text, ok := latinOthers[r]; ok {
		return text, true
	}
	for _, alphabet := range []map[rune]string{greek, bulgarian} {
		if text, ok := alphabet[r]; ok {
			return text, true
		}
		lower := []rune(strings.ToLower(string(r)))
		if text, ok := alphabet[lower[0]]; ok && lower[0] != r {
			return upperFirst(text), true
		}
	}
	return "", false
}
