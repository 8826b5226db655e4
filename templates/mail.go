package templates

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strings"
	texttemplate "text/template"

	"tandem/portal"
)

//go:embed mail/*
var mailFiles embed.FS

// Mail is one mail as people read it: plain sentences and at most one action.
type Mail struct {
	Brand   Brand
	Colour  portal.Colour // the program's; the zero Colour is black
	To      string        // the person's name for the greeting, "" for none
	Subject string
	Lines   []string // one paragraph each; line breaks inside are kept
	Action  string   // the button's words, "" for none
	Link    string   // where it leads: an absolute https or http address
	Why     string   // why this person gets the mail, for the footer
	About   string   // what the person can turn off, "" for nothing
	Stop    string   // the address that does so
	Site    string   // the portal's own address
}

var (
	mailText = texttemplate.Must(texttemplate.New("letter.txt").ParseFS(mailFiles, "mail/letter.txt"))
	mailHTML = template.Must(template.New("letter.html").ParseFS(mailFiles, "mail/letter.html"))
)

// Bodies are the mail as plain text, in lines of at most 76 characters where words
// allow, and as HTML that needs no picture and no style sheet.
func (m Mail) Bodies() (text, html string, err error) {
	var plain, rich bytes.Buffer
	if err := mailText.Execute(&plain, m); err != nil {
		return "", "", fmt.Errorf("write the text of %q: %w", m.Subject, err)
	}
	if err := mailHTML.Execute(&rich, m); err != nil {
		return "", "", fmt.Errorf("write the HTML of %q: %w", m.Subject, err)
	}
	return plain.String(), rich.String(), nil
}

// Accent is the button's colour: the program's, dark enough for a white page.
func (m Mail) Accent() string { return m.accent().String() }

// OnAccent is the colour of the button's words.
func (m Mail) OnAccent() string { return m.accent().On().String() }

func (m Mail) accent() portal.Colour { return m.Colour.Darker(portal.Paper, portal.TextContrast) }

// Preview is what a mail program shows beside the subject.
func (m Mail) Preview() string {
	if len(m.Lines) == 0 {
		return ""
	}
	return m.Lines[0]
}

// Wrapped is a paragraph in lines of at most 76 characters; a longer word, such as an address, stays whole.
func (Mail) Wrapped(paragraph string) string {
	var lines []string
	for given := range strings.Lines(paragraph) {
		line := ""
		for word := range strings.FieldsSeq(given) {
			if line != "" && len([]rune(line))+1+len([]rune(word)) > 76 {
				lines = append(lines, line)
				line = ""
			}
			if line != "" {
				line += " "
			}
			line += word
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
