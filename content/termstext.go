package content

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"tandem/portal"
)

// TermsText is the contract of one version in words, passage by passage, with its
// numbers filled in: what two versions are compared by. The numbers are those of a
// vertical's package when it has one; "" is everybody's.
func (l *Library) TermsText(version, vertical string) ([]portal.Passage, error) {
	t, err := l.TermsVersion(version)
	if err != nil {
		return nil, err
	}
	b := l.bodies["program/terms/"+version+".md"]
	if b.document == nil {
		return nil, portal.Errorf(portal.NotFound, "There are no terms of that version.")
	}
	filled := values{}
	l.programValues(filled, l.defaultLocale())
	termsValues(filled, t.For(vertical), l.defaultLocale())
	return b.document.passages(filled), nil
}

// passages are the blocks of a body that people read as one, fields filled.
func (d *document) passages(filled values) []portal.Passage {
	var list []portal.Passage
	add := func(heading bool, text string) {
		if text = fillWords(text, filled); text != "" {
			list = append(list, portal.Passage{Heading: heading, Text: text})
		}
	}
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindHeading:
			add(true, d.textOf(n))
		case ast.KindParagraph, ast.KindTextBlock, extast.KindDefinitionTerm:
			add(false, d.textOf(n))
		case extast.KindTableHeader, extast.KindTableRow:
			var cells []string
			for cell := n.FirstChild(); cell != nil; cell = cell.NextSibling() {
				if words := d.textOf(cell); words != "" {
					cells = append(cells, words)
				}
			}
			add(false, strings.Join(cells, " · "))
		default:
			return ast.WalkContinue, nil
		}
		return ast.WalkSkipChildren, nil
	})
	return list
}

// fillWords puts values for the fields that [document.textOf] wrote.
func fillWords(text string, filled values) string {
	return strings.TrimSpace(braces.ReplaceAllStringFunc(text, func(found string) string {
		return filled[fieldName([]byte(found))]
	}))
}
