package content

import "tandem/portal"

// Source is the file of an asset as it is, "" when there is none.
func (l *Library) Source(a Asset) string {
	if e := l.find(a.Slug, a.Locale); e != nil {
		return string(e.file.source)
	}
	return ""
}

// FileName is where the library has an asset, such as "library/one-pagers/city.md"; "" without one.
func (l *Library) FileName(a Asset) string {
	if e := l.find(a.Slug, a.Locale); e != nil {
		return e.file.name
	}
	return ""
}

// AssetText is an asset in words, passage by passage, with a partner's fields filled in:
// what two versions are compared by. source is the file of one of its versions; its
// title comes first. NotFound when the file cannot be read.
func (l *Library) AssetText(a Asset, source string, c CoBrand) ([]portal.Passage, error) {
	f := &file{name: string(a.Slug), bodyLine: 1}
	f.take([]byte(source))
	if f.front == nil {
		return nil, portal.Errorf(portal.NotFound, "That version cannot be read any more.")
	}
	title := a.Title
	if node := f.keys().find("title"); node != nil {
		title = node.Value
	}
	filled := l.place(a, c, "").values
	return append([]portal.Passage{{Heading: true, Text: title}}, f.parse(a.Locale).passages(filled)...), nil
}
