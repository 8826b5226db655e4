package content

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tandem/portal"
)

// index is the words of the library: for each, which assets have it, in which language
// and where. It is made once and read by many.
type index struct {
	words []indexed          // by their letters
	stems map[string][]int32 // the words with a stem, by "<locale>:<stem>"
	texts []indexedText      // what a posting points to
	slugs map[portal.AssetSlug]int32
}

// indexed is a word and where it is.
type indexed struct {
	word string
	at   []posting
}

// posting is a word in an asset in one language.
type posting struct {
	text  int32 // of index.texts
	worth int32 // of the best place
	body  int32 // where the word is first in the text's body, -1 when it is not
}

// indexedText is an asset in one language.
type indexedText struct {
	slug portal.AssetSlug
	asset,
	number int32
	locale string
	body   string
}

// what a word is worth where it stands
const (
	inTitle   = 8
	inTags    = 5
	inSummary = 3
	inBody    = 1
)

// how well an indexed word answers one that is looked for
const (
	exact    = 4
	sameStem = 3
	begins   = 2
	oneOff   = 1
)

// maxQueryWords bounds what one search costs.
const maxQueryWords = 8

// indexTexts makes the texts searchable, at the first search, and lists their tags.
func (l *Library) indexTexts() {
	seen := map[string]bool{}
	for _, e := range l.entries {
		for _, tag := range e.Tags {
			if !seen[tag] {
				seen[tag] = true
				l.tags = append(l.tags, tag)
			}
		}
	}
	entries := l.entries // and not the library: one that was made of it has this index, too
	l.index = sync.OnceValue(func() *index { return indexOf(entries) })
}

func indexOf(entries []*entry) *index {
	x := &index{stems: map[string][]int32{}, slugs: map[portal.AssetSlug]int32{}}
	byWord := map[string][]posting{}
	for _, e := range entries {
		asset, known := x.slugs[e.Slug]
		if !known {
			asset = int32(len(x.slugs)) //nolint:gosec // a library has fewer assets
			x.slugs[e.Slug] = asset
		}
		text := indexedText{slug: e.Slug, asset: asset, number: int32(len(x.texts)), locale: e.Locale} //nolint:gosec // as above
		if e.body.document != nil {
			text.body = strings.Join(strings.Fields(braces.ReplaceAllString(e.body.document.textOf(e.body.document.root), "")), " ")
		}
		add := func(worth int32, text indexedText, source string, inBody bool) {
			for start, word := range wordsIn(source) {
				list := byWord[word]
				if n := len(list); n == 0 || list[n-1].text != text.number {
					list = append(list, posting{text: text.number, body: -1})
				}
				last := &list[len(list)-1]
				last.worth = max(last.worth, worth)
				if inBody && last.body < 0 {
					last.body = int32(start) //nolint:gosec // a file is far smaller
				}
				byWord[word] = list
			}
		}
		add(inTitle, text, e.Title, false)
		add(inTags, text, strings.Join(e.Tags, " ")+" "+e.Kind.Label(), false)
		add(inSummary, text, e.Summary, false)
		add(inBody, text, text.body, true)
		x.texts = append(x.texts, text)
	}
	for word, at := range byWord {
		x.words = append(x.words, indexed{word, at})
	}
	slices.SortFunc(x.words, func(a, b indexed) int { return cmp.Compare(a.word, b.word) })
	for i, w := range x.words {
		done := map[string]bool{}
		for _, p := range w.at {
			if locale := x.texts[p.text].locale; !done[locale] {
				done[locale] = true
				key := locale + ":" + stem(w.word, locale)
				x.stems[key] = append(x.stems[key], int32(i)) //nolint:gosec // as above
			}
		}
	}
	return x
}

// answer is one indexed word that answers a word that is looked for.
type answer struct {
	word      int32
	locale    string // of a stem, "" for every language
	closeness int32
}

// answers are the indexed words that a word means: itself, what has its stem or begins with
// it, and only when there is none of these in what is visible, those one letter off.
func (x *index) answers(word string, visible []bool) []answer {
	var list []answer
	first, _ := slices.BinarySearchFunc(x.words, word, func(w indexed, word string) int { return cmp.Compare(w.word, word) })
	for i := first; i < len(x.words) && strings.HasPrefix(x.words[i].word, word); i++ {
		switch {
		case x.words[i].word == word:
			list = append(list, answer{word: int32(i), closeness: exact}) //nolint:gosec // fewer words than that
		case len(word) >= 2:
			list = append(list, answer{word: int32(i), closeness: begins}) //nolint:gosec // as above
		}
	}
	for _, locale := range []string{"en", "es"} {
		for _, i := range x.stems[locale+":"+stem(word, locale)] {
			if x.words[i].word != word {
				list = append(list, answer{word: i, locale: locale, closeness: sameStem})
			}
		}
	}
	if slices.ContainsFunc(list, func(a answer) bool { return x.shows(a.word, a.locale, visible) }) {
		return list
	}
	for i, w := range x.words {
		if slip(word, w.word) {
			list = append(list, answer{word: int32(i), closeness: oneOff}) //nolint:gosec // as above
		}
	}
	return list
}

// shows reports whether any visible asset has a word.
func (x *index) shows(word int32, locale string, visible []bool) bool {
	return slices.ContainsFunc(x.words[word].at, func(p posting) bool {
		text := x.texts[p.text]
		return visible[text.asset] && (locale == "" || locale == text.locale)
	})
}

// visible are the assets by their numbers.
func (x *index) visible(assets []Asset) []bool {
	list := make([]bool, len(x.slugs))
	for _, a := range assets {
		list[x.slugs[a.Slug]] = true
	}
	return list
}

// shortestSlip is the length from which on a word may have one letter wrong. A word so
// short begins with the right one.
const shortestSlip = 4

// slip reports whether two words are one letter apart: one more, one less, another, or two
// neighbours swapped. It reads each word once.
func slip(word, other string) bool {
	if len(other)-len(word) > utf8.UTFMax || len(word)-len(other) > utf8.UTFMax || len(word) < shortestSlip || word == other {
		return false
	}
	if len(word) == shortestSlip && word[0] != other[0] {
		return false
	}
	begin := 0
	for begin < len(word) && begin < len(other) && word[begin] == other[begin] {
		begin++
	}
	end := 0
	for end < len(word)-begin && end < len(other)-begin && word[len(word)-1-end] == other[len(other)-1-end] {
		end++
	}
	if len(word)-begin-end > 2*utf8.UTFMax || len(other)-begin-end > 2*utf8.UTFMax {
		return false
	}
	return distance(word, other, 1) == 1
}

// wordsIn yields the words of a text in small letters without accents, each with the
// byte of the text where it begins.
func wordsIn(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := 0; i < len(text); {
			n := wordEnd(text[i:])
			if n == 0 {
				_, n = utf8.DecodeRuneInString(text[i:])
			} else if word := plain(text[i : i+n]); word != "" && !yield(i, word) {
				return
			}
			i += n
		}
	}
}

// wordEnd is how many bytes the word has that a text begins with, 0 when it begins with none.
func wordEnd(text string) int {
	for i, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (i == 0 || !unicode.Is(unicode.Mn, r)) {
			return i
		}
	}
	return len(text)
}

// plain is a word in small letters without accents.
func plain(word string) string {
	ascii := true
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			ascii = false
		}
	}
	if ascii {
		return strings.ToLower(word)
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(word)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// fold splits a text into words in small letters without accents.
func fold(text string) []string {
	var words []string
	for _, word := range wordsIn(text) {
		words = append(words, word)
	}
	return words
}
