package ink

import (
	"strings"
	"unicode/utf8"
)

// markdown takes markdown as the library writes it, front matter, blocks and merge fields too.
func (p *pieces) markdown() {
	if strings.HasPrefix(p.source, "---\n") {
		p.mark(3, Comment)
		for p.at < len(p.source) && !strings.HasPrefix(p.rest(), "\n---") {
			p.token(&yaml)
		}
	}
	for fresh := true; p.at < len(p.source); fresh = p.at > 0 && p.source[p.at-1] == '\n' {
		if fresh && p.lineStart() {
			continue
		}
		p.inline()
	}
}

// lineStart takes what begins a line; false when that is nothing of its own.
func (p *pieces) lineStart() bool {
	line := p.rest()[:p.toLineEnd()]
	words := strings.TrimLeft(line, " ")
	indent := len(line) - len(words)
	bare := strings.TrimSpace(words)
	marked := func(n int, ink Ink) bool {
		p.at += indent
		p.mark(n, ink)
		return true
	}
	switch {
	case bare == "":
		return false
	case strings.HasPrefix(words, ":::"):
		return marked(len(words), Word)
	case len(bare) >= 3 && strings.Trim(bare, "-* ") == "", strings.Trim(bare, "|-: ") == "":
		return marked(len(words), Comment)
	case strings.HasPrefix(strings.TrimLeft(words, "#"), " ") && words[0] == '#':
		return marked(len(words), Name)
	case words[0] == '>' || strings.HasPrefix(words, "- ") || strings.HasPrefix(words, "* ") || strings.HasPrefix(words, "+ ") || strings.HasPrefix(words, ": "):
		return marked(1, Number)
	}
	if n := len(words) - len(strings.TrimLeft(words, "0123456789")); n > 0 && strings.HasPrefix(words[n:], ". ") {
		return marked(n+1, Number)
	}
	return false
}

// longestMark is how many bytes a mark between words has at most: who opens many and closes
// none does not have the line read again for each.
const longestMark = 1000

// inline takes a mark between words, or one rune of them.
func (p *pieces) inline() {
	rest := p.rest()
	line, _, _ := strings.Cut(rest[:min(len(rest), longestMark)], "\n")
	within := func(open, end string) int { // the length of a mark that ends on its line, 0 without
		if strings.HasPrefix(line, open) {
			if i := strings.Index(line[len(open):], end); i >= 0 {
				return len(open) + i + len(end)
			}
		}
		return 0
	}
	if n := within("{{", "}}"); n > 0 {
		p.mark(n, Name)
		return
	}
	if n := within("`", "`"); n > 0 {
		p.mark(n, Text)
		return
	}
	if n := within("](", ")"); n > 0 {
		p.at++
		p.address(n - 1)
		return
	}
	if n := within("[^", "]"); n > 0 {
		p.mark(n, Name)
		return
	}
	for _, sign := range []string{"**", "~~", "*", "|", "\\"} {
		if strings.HasPrefix(line, sign) {
			ink := Number
			if sign == "|" {
				ink = Comment
			}
			p.mark(len(sign), ink)
			return
		}
	}
	_, size := utf8.DecodeRuneInString(rest)
	p.at += size
}

// address takes the address of a link, so many bytes with its brackets; a merge field in it keeps its own ink.
func (p *pieces) address(bytes int) {
	end := p.at + bytes
	for p.at < end {
		if left := p.source[p.at:end]; strings.HasPrefix(left, "{{") && strings.Contains(left, "}}") {
			p.mark(strings.Index(left, "}}")+2, Name)
			continue
		}
		_, size := utf8.DecodeRuneInString(p.rest())
		p.end(p.at, Plain)
		p.end(p.at+size, Text)
	}
}
