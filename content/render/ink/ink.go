// Package ink says which pieces of a text in some programming or markup language are
// comments, strings, numbers and names, so that they can have colours. It reads no more of
// a language than that needs, in one pass, and refuses nothing.
package ink

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Ink is what a piece of code is, which gives it its colour.
type Ink int8

const (
	Plain   Ink = iota
	Comment     // said to people alone; in markdown what only divides
	Text        // strings, addresses
	Number      // numbers; in markdown the marks of lists and stress
	Word        // what the language reserves; in markdown the names of blocks
	Name        // keys, tags, headings, merge fields
)

// Piece is a stretch of code of one kind.
type Piece struct {
	Ink  Ink
	Text string
}

// Pieces are the pieces of code in a language, as the words after its fence name it.
// They make up the whole source; of a language that is not known it is one piece.
func Pieces(language, source string) []Piece {
	p := pieces{source: source}
	switch name := strings.ToLower(language); name {
	case "markdown", "md":
		p.markdown()
	case "html", "xml", "svg":
		p.tags()
	default:
		for g := grammars[name]; g != nil && p.at < len(p.source); {
			p.token(g)
		}
	}
	p.end(len(source), Plain)
	return p.list
}

// pieces are made from the start of a source to its end.
type pieces struct {
	source string
	at     int // so far
	last   int // where the piece at hand begins
	list   []Piece
}

// end ends the piece at hand at a place.
func (p *pieces) end(at int, ink Ink) {
	if at > p.last {
		if n := len(p.list); n > 0 && p.list[n-1].Ink == ink {
			start := p.last - len(p.list[n-1].Text)
			p.list[n-1].Text = p.source[start:at]
		} else {
			p.list = append(p.list, Piece{ink, p.source[p.last:at]})
		}
		p.last = at
	}
	p.at = at
}

// mark makes the next bytes a piece of a kind; what stood before is plain.
func (p *pieces) mark(bytes int, ink Ink) {
	p.end(p.at, Plain)
	p.end(min(p.at+bytes, len(p.source)), ink)
}

func (p *pieces) rest() string { return p.source[p.at:] }

// upTo is how many bytes there are to what stands after the first skip of them, itself
// included; to the end without it.
func (p *pieces) upTo(what string, skip int) int {
	rest := p.rest()
	if skip < len(rest) {
		if i := strings.Index(rest[skip:], what); i >= 0 {
			return skip + i + len(what)
		}
	}
	return len(rest)
}

// toLineEnd is how many bytes of the line are left.
func (p *pieces) toLineEnd() int {
	if i := strings.IndexByte(p.rest(), '\n'); i >= 0 {
		return i
	}
	return len(p.rest())
}

// token takes one token of a language.
func (p *pieces) token(g *grammar) {
	rest := p.rest()
	for _, start := range g.line {
		if strings.HasPrefix(rest, start) && (start != "#" || p.at == 0 || strings.ContainsRune(" \t\n", rune(p.source[p.at-1]))) {
			p.mark(p.toLineEnd(), Comment)
			return
		}
	}
	if g.open != "" && strings.HasPrefix(rest, g.open) {
		p.mark(p.upTo(g.close, len(g.open)), Comment)
		return
	}
	r, size := utf8.DecodeRuneInString(rest)
	switch {
	case strings.ContainsRune(g.quotes, r):
		n := quoted(rest)
		p.mark(n, p.orKey(g, n, Text))
	case unicode.IsDigit(r):
		p.mark(wordLength(rest, true), Number)
	case unicode.IsLetter(r) || r == '_':
		n := wordLength(rest, g.dashes)
		word := rest[:n]
		if g.fold {
			word = strings.ToLower(word)
		}
		ink := p.orKey(g, n, Plain)
		if ink == Plain && g.words[word] {
			ink = Word
		}
		if ink == Plain {
			p.at += n
		} else {
			p.mark(n, ink)
		}
	default:
		p.at += size
	}
}

// orKey is the ink of a name or string of so many bytes: a key when the language has such
// and its sign comes after it.
func (p *pieces) orKey(g *grammar, n int, ink Ink) Ink {
	if g.key != 0 && strings.HasPrefix(strings.TrimLeft(p.rest()[n:], " \t"), string(g.key)) {
		return Name
	}
	return ink
}

// quoted is how many bytes a string at the start of a text has; one that is not closed ends with its line.
func quoted(text string) int {
	sign := text[0]
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == sign:
			return i + 1
		case text[i] == '\\' && sign != '`':
			i++
		case text[i] == '\n' && sign != '`':
			return i
		}
	}
	return len(text)
}

// wordLength is how many bytes a word at the start of a text has.
func wordLength(text string, dashes bool) int {
	for i, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && (!dashes || r != '-' && r != '.') {
			return i
		}
	}
	return len(text)
}

const longestEntity = 10 // bytes, as "&hellip;"

// tagName is how many bytes a tag at the start of a text has up to its attributes, 0 for none.
func tagName(text string) int {
	start := len("<")
	for start < len(text) && strings.IndexByte("/!?", text[start]) >= 0 {
		start++
	}
	if n := wordLength(text[start:], true); n > 0 {
		return start + n
	}
	return 0
}

// tags takes HTML and its kin.
func (p *pieces) tags() {
	for p.at < len(p.source) {
		rest := p.rest()
		switch {
		case strings.HasPrefix(rest, "<!--"):
			p.mark(p.upTo("-->", 4), Comment)
		case rest[0] == '&' && strings.Contains(rest[:min(len(rest), longestEntity)], ";"):
			p.mark(p.upTo(";", 1), Number)
		case rest[0] == '<' && tagName(rest) > 0:
			p.mark(tagName(rest), Word)
			p.attributes()
		default:
			p.at++
		}
	}
}

// attributes takes what is left of a tag.
func (p *pieces) attributes() {
	for p.at < len(p.source) {
		rest := p.rest()
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case r == '>':
			p.mark(1, Word)
			return
		case r == '<':
			return
		case r == '"' || r == '\'':
			p.mark(p.upTo(string(r), 1), Text)
		case unicode.IsLetter(r):
			p.mark(wordLength(rest, true), Name)
		default:
			p.at += size
		}
	}
}
