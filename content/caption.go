package content

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Caption is a text to post beside a link.
type Caption struct {
	Label string // "Post 1, any day", "" for the only one
	Text  string // paragraphs with an empty line between, the tracked link last
}

// Captions are what a partner can post about an asset in its own words: each post of a
// social post, the first paragraph of what customers read, nothing of what is for the
// partner alone. The link counts as social.
func (l *Library) Captions(a Asset, c CoBrand) []Caption {
	e := l.find(a.Slug, a.Locale)
	if e == nil || e.body.document == nil || !slices.Contains([]Kind{SocialPost, OnePager, CaseStudy, Announcement}, a.Kind) {
		return nil
	}
	d, filled := e.body.document, l.place(a, c, "").values
	var list []Caption
	one := Caption{}
	var words []string
	end := func() {
		if len(words) > 0 {
			one.Text = strings.Join(append(words, c.Link+"?utm_medium=social"), "\n\n")
			list = append(list, one)
		}
		words = nil
	}
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		text := ""
		if n.Kind() == ast.KindParagraph || n.Kind() == ast.KindHeading {
			text = fillWords(d.textOf(n), filled)
		}
		switch {
		case n.Kind() == ast.KindThematicBreak:
			end()
			return list
		case n.Kind() == ast.KindHeading:
			end()
			one = Caption{Label: text}
		case text != "" && (a.Kind == SocialPost && one.Label != "" || a.Kind != SocialPost):
			words = append(words, text)
		}
		if a.Kind != SocialPost && len(words) == 1 {
			one.Label = ""
			end()
			return list
		}
	}
	end()
	return list
}
