package program

import (
	_ "embed" // the list of the commonest passwords
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// commonPasswords are the commonest ten thousand passwords, and of the others those that
// are long enough to be one here: sorted, in lower case, one a line; from zxcvbn-ts, under
// the licence beside them. They are searched as they are, so that a server at rest holds
// nothing of them in memory but the text.
//
//go:embed passwords/common.txt
var commonPasswords string

// isCommon reports whether a text in lower case is among the commonest passwords.
func isCommon(text string) bool {
	low, high := 0, len(commonPasswords)
	for low < high {
		middle := (low + high) / 2
		start := strings.LastIndexByte(commonPasswords[:middle], '\n') + 1
		end := start + strings.IndexByte(commonPasswords[start:], '\n')
		switch strings.Compare(text, commonPasswords[start:end]) {
		case 0:
			return true
		case -1:
			high = start
		case 1:
			low = end + 1
		}
	}
	return false
}

// What a guesser pays for a piece of a password, in tenths of a bit: one of ten thousand
// words, one of a hundred years, a row of keys, a character by itself.
const (
	bitsOwn    = 30
	bitsWord   = 133
	bitsRow    = 100
	bitsYear   = 66
	bitsAgain  = 10
	bitsDigit  = 33
	bitsLetter = 47
	bitsSign   = 30
	bitsOther  = 70

	// enoughBits lets a guesser who has the hash, and makes ten thousand guesses a
	// second, work for eleven weeks on average. Guesses at the sign-in page are few.
	enoughBits = 370

	longestPiece = 20
)

// guessBits is how much work a password is for somebody who knows what people make
// passwords of, in tenths of a bit: the cheapest way to put it together from common
// passwords, own words, years, rows of keys, repeats and single characters.
func guessBits(password string, own []string) int {
	text := []rune(strings.ToLower(password))
	spelled := []rune(strings.Map(unspelled, string(text)))
	cheapest := make([]int, len(text)+1)
	for end := 1; end <= len(text); end++ {
		cheapest[end] = cheapest[end-1] + single(text[end-1])
		for start := max(0, end-longestPiece); start < end-1; start++ {
			if bits, ok := piece(text, spelled, start, end, own); ok {
				cheapest[end] = min(cheapest[end], cheapest[start]+bits)
			}
		}
	}
	return cheapest[len(text)]
}

// piece is what a piece of at least two characters costs as a whole; ok is false when
// it is nothing that a guesser would try as one.
func piece(text, spelled []rune, start, end int, own []string) (bits int, ok bool) {
	length, word := end-start, string(text[start:end])
	switch {
	case start >= length && slices.Equal(text[start-length:start], text[start:end]):
		return bitsAgain, true
	case length < 3:
		return 0, false
	case slices.Contains(own, word) || slices.Contains(own, string(spelled[start:end])):
		return bitsOwn, true
	case length == 4 && ("1940" <= word && word <= "2039") && !strings.ContainsFunc(word, func(r rune) bool { return r < '0' || r > '9' }):
		return bitsYear, true
	case row(text[start:end]):
		return bitsRow, true
	}
	return bitsWord, isCommon(word) || isCommon(string(spelled[start:end]))
}

// row reports characters that follow each other by one step: "abcd", "4321", "!!!!".
func row(text []rune) bool {
	step := text[1] - text[0]
	for i := 1; i < len(text); i++ {
		if text[i]-text[i-1] != step || step < -1 || step > 1 {
			return false
		}
	}
	return true
}

func single(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return bitsDigit
	case r >= 'a' && r <= 'z':
		return bitsLetter
	case r < utf8.RuneSelf:
		return bitsSign
	}
	return bitsOther
}

// unspelled is the letter that a digit or a sign stands for.
func unspelled(r rune) rune {
	if i := strings.IndexRune("0134578@$!", r); i >= 0 {
		return rune("oieastbasi"[i])
	}
	return r
}

// ownWords are the words, of at least three characters, that texts about a person hold.
func ownWords(texts []string) []string {
	var words []string
	for _, text := range texts {
		for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if utf8.RuneCountInString(word) >= 3 {
				words = append(words, word)
			}
		}
	}
	return words
}
