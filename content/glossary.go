package content

import (
	"io/fs"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Entry is one word of the glossary and what it means here.
type Entry struct {
	Key     string // "collected_revenue", its anchor on the glossary page
	Name    string
	Meaning string
}

// readGlossary reads glossary.md. Its front matter maps each word to its meaning.
func (l *Library) readGlossary(fsys fs.FS) {
	f := l.read(fsys, "program/glossary.md")
	if f.front == nil {
		return
	}
	k := f.keys()
	k.pairs("words", "Collection: cash received from a referred customer", func(name, value *yaml.Node) {
		l.Glossary = append(l.Glossary, Entry{
			Key: glossaryKey(name.Value), Name: name.Value, Meaning: strings.Join(strings.Fields(value.Value), " "),
		})
	})
	k.done()
	slices.SortFunc(l.Glossary, func(a, b Entry) int { return strings.Compare(a.Key, b.Key) })
}

func glossaryKey(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		}
		return '_'
	}, strings.ToLower(name))
}

// Word is a glossary entry by key or name, false when there is none.
func (l *Library) Word(key string) (Entry, bool) {
	key = glossaryKey(key)
	for _, e := range l.Glossary {
		if e.Key == key {
			return e, true
		}
	}
	return Entry{}, false
}
