package portal

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxFindWords bounds what one search costs.
const maxFindWords = 6

// FindKey is a text as searches compare it: small letters, no accents, single blanks.
func FindKey(text string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// FindWords are the words of a search, as [Found] compares them.
func FindWords(text string) []string {
	words := strings.Fields(FindKey(text))
	return words[:min(len(words), maxFindWords)]
}

// Found reports whether every word is part of one of the texts. No words are found anywhere.
func Found(words []string, texts ...string) bool {
	all := FindKey(strings.Join(texts, "\n"))
	for _, word := range words {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}

// FindRank is how well a name answers a search: 2 when it begins with the first word, 1
// when one of its words does, 0 otherwise.
func FindRank(words []string, name string) int {
	if len(words) == 0 {
		return 0
	}
	key := FindKey(name)
	switch {
	case strings.HasPrefix(key, words[0]):
		return 2
	case strings.Contains(" "+key, " "+words[0]):
		return 1
	}
	return 0
}
