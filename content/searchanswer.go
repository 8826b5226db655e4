package content

import (
	"cmp"
	"slices"
	"strings"
)

// askedWord is a word that is looked for and what answers it.
type askedWord struct {
	word    string
	answers []answer
}

// Reading is a word with a slip of one letter and the words it was read as.
type Reading struct {
	Word  string
	Words []string // at most three, of assets the reader may see
}

// Fewer is some of the words that were looked for, and how many assets have them.
type Fewer struct {
	Text  string
	Count int
}

func (x *index) ask(words []string, visible []bool) []askedWord {
	var asked []askedWord
	for _, word := range words {
		asked = append(asked, askedWord{word, x.answers(word, visible)})
	}
	return asked
}

// scores says how well each asset fits the words, by its number. One in which any of
// them is nowhere has 0.
func (x *index) scores(asked []askedWord) []int32 {
	total := make([]int32, len(x.slugs))
	best := make([]int32, len(x.slugs))
	for i, w := range asked {
		clear(best)
		for _, a := range w.answers {
			for _, p := range x.words[a.word].at {
				if text := x.texts[p.text]; a.locale == "" || a.locale == text.locale {
					best[text.asset] = max(best[text.asset], p.worth*a.closeness)
				}
			}
		}
		for asset := range total {
			if best[asset] == 0 || i > 0 && total[asset] == 0 {
				total[asset] = 0
			} else {
				total[asset] += best[asset]
			}
		}
	}
	return total
}

// readings are the words that were read with one letter changed.
func (x *index) readings(asked []askedWord, visible []bool) []Reading {
	var list []Reading
	for _, w := range asked {
		r := Reading{Word: w.word}
		for _, a := range w.answers {
			if a.closeness == oneOff && x.shows(a.word, "", visible) && len(r.Words) < 3 {
				r.Words = append(r.Words, x.words[a.word].word)
			}
		}
		if len(r.Words) > 0 {
			list = append(list, r)
		}
	}
	return list
}

// count is how many visible assets have all the words.
func (x *index) count(asked []askedWord, visible []bool) int {
	n := 0
	for asset, score := range x.scores(asked) {
		if score > 0 && visible[asset] {
			n++
		}
	}
	return n
}

// meant is the same text with each word that no visible asset has replaced by the
// nearest that one does, two letters off at most; "" when that finds nothing either.
func (x *index) meant(asked []askedWord, visible []bool) string {
	var words []string
	for _, w := range asked {
		word := w.word
		if !slices.ContainsFunc(w.answers, func(a answer) bool { return x.shows(a.word, a.locale, visible) }) {
			if word = x.nearest(w.word, visible); word == "" {
				return ""
			}
		}
		words = append(words, word)
	}
	if x.count(x.ask(words, visible), visible) == 0 {
		return ""
	}
	if text := strings.Join(words, " "); text != joinWords(asked) {
		return text
	}
	return ""
}

func joinWords(asked []askedWord) string {
	var words []string
	for _, w := range asked {
		words = append(words, w.word)
	}
	return strings.Join(words, " ")
}

// nearest is the visible word two letters from one that nobody has, the commonest of several.
func (x *index) nearest(word string, visible []bool) string {
	const shortest = 5
	best, in := "", 0
	for i, w := range x.words {
		if len(word) < shortest || len(w.word)-len(word) > 2 || len(word)-len(w.word) > 2 || w.word[0] != word[0] || distance(word, w.word, 2) > 2 {
			continue
		}
		if n := len(w.at); n > in && x.shows(int32(i), "", visible) { //nolint:gosec // fewer words than that
			best, in = w.word, n
		}
	}
	return best
}

// fewer are the texts without one of the words that find something, the most useful first.
func (x *index) fewer(asked []askedWord, visible []bool) []Fewer {
	var list []Fewer
	for i := range asked {
		rest := slices.Delete(slices.Clone(asked), i, i+1)
		if len(rest) == 0 {
			break
		}
		if n := x.count(rest, visible); n > 0 {
			list = append(list, Fewer{joinWords(rest), n})
		}
	}
	slices.SortStableFunc(list, func(a, b Fewer) int { return cmp.Compare(a.Count, b.Count) })
	return list[:min(len(list), 3)]
}

// Marked is a stretch of a text; On when it is what was looked for.
type Marked struct {
	Text string
	On   bool
}

// Why is where an asset has what was looked for.
type Why struct {
	Title   []Marked
	Summary []Marked
	Excerpt []Marked // of the text, when a word is neither in the title nor in the summary
	Topics  []string // that have a word which is nowhere else
	Locale  string   // the language of the version that has a word which this one has not, "" for none
}

// excerptBefore and excerptAfter are how many bytes of the text stand around the word, about.
const (
	excerptBefore = 60
	excerptAfter  = 120
)

// Why says where an asset that was found has the words; nothing when none were looked for.
func (found Found) Why(a Asset) Why {
	if len(found.asked) == 0 {
		return Why{}
	}
	x := found.index
	set := map[string]bool{}
	for _, w := range found.asked {
		for _, answer := range w.answers {
			if answer.locale == "" || answer.locale == a.Locale {
				set[x.words[answer.word].word] = true
			}
		}
	}
	why := Why{Title: mark(a.Title, set), Summary: mark(a.Summary, set)}
	shown := map[string]bool{}
	for _, text := range []string{a.Title, a.Summary} {
		for _, word := range wordsIn(text) {
			shown[word] = true
		}
	}
	for _, w := range found.asked {
		x.why(&why, w, a, shown, set)
	}
	return why
}

// why adds where one word is, when the title and the summary do not show it.
func (x *index) why(why *Why, asked askedWord, a Asset, shown, set map[string]bool) {
	locale := ""
	for _, answer := range asked.answers {
		w := x.words[answer.word]
		if shown[w.word] && (answer.locale == "" || answer.locale == a.Locale) {
			return
		}
		for _, p := range w.at {
			text := x.texts[p.text]
			switch {
			case text.slug != a.Slug || answer.locale != "" && answer.locale != text.locale:
			case text.locale != a.Locale:
				locale = text.locale
			case p.body >= 0:
				if why.Excerpt == nil {
					why.Excerpt = mark(excerpt(text.body, int(p.body)), set)
				}
				return
			default:
				topic := strings.ToLower(a.Kind.Label())
				if i := slices.IndexFunc(a.Tags, func(tag string) bool { return slices.Contains(fold(tag), w.word) }); i >= 0 {
					topic = a.Tags[i]
				}
				if !slices.Contains(why.Topics, topic) {
					why.Topics = append(why.Topics, topic)
				}
				return
			}
		}
	}
	why.Locale = locale
}

// excerpt is some text around a place, cut between words.
func excerpt(text string, at int) string {
	start, end := max(0, at-excerptBefore), min(len(text), at+excerptAfter)
	if start > 0 {
		if space := strings.IndexByte(text[start:at], ' '); space >= 0 {
			start += space + 1
		} else {
			start = at
		}
	}
	if end < len(text) {
		if space := strings.LastIndexByte(text[at:end], ' '); space > 0 {
			end = at + space
		} else if space := strings.IndexByte(text[at:], ' '); space >= 0 {
			end = at + space
		} else {
			end = len(text)
		}
	}
	words := text[start:end]
	if start > 0 {
		words = "… " + words
	}
	if end < len(text) {
		words += " …"
	}
	return words
}

// mark divides a text into what was looked for and the rest.
func mark(text string, set map[string]bool) []Marked {
	var list []Marked
	add := func(words string, on bool) {
		if n := len(list); n > 0 && list[n-1].On == on {
			list[n-1].Text += words
		} else if words != "" {
			list = append(list, Marked{words, on})
		}
	}
	done := 0
	for start, word := range wordsIn(text) {
		if !set[word] {
			continue
		}
		end := start + wordEnd(text[start:])
		add(text[done:start], false)
		add(text[start:end], true)
		done = end
	}
	add(text[done:], false)
	return list
}
