package templates

import "strings"

// Figure is one number with what it means, how fresh it is, and the rows behind it.
type Figure struct {
	Label string
	Value string // as people read it
	Kind  string // of the note's first words: "ok", "bad", "" for neither
	Delta string // "+12%": the first words of the note, in the kind's colour
	Note  string // "on last month", "as of 12 March, 10:00"
	Help  string // the definition, in a sentence or two
	Href  string // the rows behind the number, "" for none
	Spark Spark
}

// ID names the figure's definition in the page; labels on one page differ.
func (f Figure) ID() string {
	return "help-" + strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		}
		return '-'
	}, strings.ToLower(f.Label))
}

// Empty is what a list or a page says before there is anything in it: why, and the first step.
type Empty struct {
	Icon   string
	Title  string
	Text   string
	Button *Button // the first step, nil when there is none to take
}
