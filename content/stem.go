package content

import "strings"

// stem is a folded word without the ending that its number, gender or tense gives it,
// so that "weddings" finds "wedding" and "hoteles" finds "hotel". It is light: words
// that look alike stay apart, and a language without rules keeps its words whole.
func stem(word, locale string) string {
	switch locale {
	case "en":
		return englishStem(word)
	case "es":
		return spanishStem(word)
	}
	return word
}

// shortestStem is how many letters a stem keeps at least.
const shortestStem = 3

func englishStem(word string) string {
	switch {
	case len(word) <= shortestStem:
		return word
	case strings.HasSuffix(word, "ies") && len(word) > 4:
		word = word[:len(word)-3] + "y"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "ches"), strings.HasSuffix(word, "shes"):
		word = word[:len(word)-2]
	case strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is"):
		word = word[:len(word)-1]
	}
	for _, ending := range []string{"ing", "ed"} {
		if rest, cut := strings.CutSuffix(word, ending); cut && len(rest) > shortestStem && strings.ContainsAny(rest, "aeiouy") {
			if n := len(rest); rest[n-1] == rest[n-2] && !strings.ContainsRune("lsz", rune(rest[n-1])) {
				rest = rest[:n-1] // planned, plan
			}
			return strings.TrimSuffix(rest, "e")
		}
	}
	if len(word) > shortestStem+1 {
		word = strings.TrimSuffix(word, "e") // invite, inviting
	}
	return word
}

// spanishStem drops the plural and the last vowel, as Savoy's light stemmer does.
func spanishStem(word string) string {
	if len(word) <= shortestStem {
		return word
	}
	switch cut := len(word) - 2; {
	case strings.HasSuffix(word, "eses"):
		return word[:cut]
	case strings.HasSuffix(word, "ces"):
		return word[:cut-1] + "z"
	case strings.HasSuffix(word, "os"), strings.HasSuffix(word, "as"), strings.HasSuffix(word, "es"):
		return word[:cut]
	case strings.ContainsRune("oae", rune(word[len(word)-1])):
		return word[:len(word)-1]
	}
	return word
}
