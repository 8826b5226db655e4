package templates

import (
	"maps"
	"slices"

	"tandem/portal"
)

// Form is what was typed and what is wrong with it, so that a form that comes
// back is the form as it was sent. The zero Form is an empty one.
type Form struct {
	Values   map[string][]string
	Problems map[string]string
	Message  string // a sentence above the form, "" without problems
}

// Filled is a form that shows values before anything was typed.
func Filled(values map[string]string) Form {
	f := Form{Values: map[string][]string{}}
	for name, value := range values {
		f.Values[name] = []string{value}
	}
	return f
}

// Failed is the form as it was sent, with what the error says at its fields.
func Failed(values map[string][]string, err *portal.Error) Form {
	return Form{Values: values, Problems: err.Fields, Message: err.Message}
}

// Option is one entry of a select, a radio group or a group of checkboxes.
type Option struct {
	Value string
	Label string
	Hint  string
}

// Choices are a list of the program as options.
func Choices(list []portal.Choice) []Option {
	options := make([]Option, len(list))
	for i, c := range list {
		options[i] = Option{Value: c.Code, Label: c.Name}
	}
	return options
}

// Field is one control with its label, hint and problem, for parts/field.
type Field struct {
	Name         string
	Label        string
	Kind         string // an input type, or textarea, select, checkbox, checkboxes, radios
	Values       []string
	Hint         string
	Problem      string
	Required     bool
	Sometimes    bool // needed for some of what the form can do: the hint says for what
	Options      []Option
	Autocomplete string
	Placeholder  string
	Accept       string // of a file
	Min, Max     string
	Rows         int
	InputMode    string // which keys a phone shows
	Multiple     bool   // several files
	Directory    bool   // a folder, where the browser can
}

func (f Form) field(kind, name, label string) Field {
	return Field{Name: name, Label: label, Kind: kind, Values: f.Values[name], Problem: f.Problems[name]}
}

// Text is a line of text.
func (f Form) Text(name, label string) Field { return f.field("text", name, label) }

// Input is a line of an input type: email, password, url, tel, number, date, search, color, hidden.
func (f Form) Input(kind, name, label string) Field { return f.field(kind, name, label) }

// Area is text of several lines.
func (f Form) Area(name, label string, rows int) Field {
	field := f.field("textarea", name, label)
	field.Rows = rows
	return field
}

// Select is one choice from a list.
func (f Form) Select(name, label string, options []Option) Field {
	field := f.field("select", name, label)
	field.Options = options
	return field
}

// Radios is one choice, all options in sight.
func (f Form) Radios(name, label string, options []Option) Field {
	field := f.field("radios", name, label)
	field.Options = options
	return field
}

// Checkboxes are any number of choices.
func (f Form) Checkboxes(name, label string, options []Option) Field {
	field := f.field("checkboxes", name, label)
	field.Options = options
	return field
}

// Check is one yes or no.
func (f Form) Check(name, label string) Field { return f.field("checkbox", name, label) }

// File is an upload; accept lists media types or endings.
func (f Form) File(name, label, accept string) Field {
	field := f.field("file", name, label)
	field.Accept = accept
	return field
}

// Many is an upload of several files.
func (f Field) Many() Field { f.Multiple = true; return f }

// Folder is an upload of a folder, of several files where the browser knows no folders.
func (f Field) Folder() Field { f.Multiple, f.Directory = true, true; return f }

// Hinted is the field with a line of help.
func (f Field) Hinted(hint string) Field { f.Hint = hint; return f }

// Must is the field as one that has to be filled.
func (f Field) Must() Field { f.Required = true; return f }

// When is the field as one that some buttons of the form need; the hint says which.
func (f Field) When(hint string) Field { f.Hint, f.Sometimes = hint, true; return f }

// Any is the field of a filter: empty means everything, and the form can be sent with it.
func (f Field) Any() Field { f.Sometimes = true; return f }

// Completes is the field with the browser's autocomplete token.
func (f Field) Completes(token string) Field { f.Autocomplete = token; return f }

// Numeric is the field with a phone's keys for figures.
func (f Field) Numeric() Field { f.InputMode = "numeric"; return f }

// Decimal is the field with a phone's keys for figures and a point.
func (f Field) Decimal() Field { f.InputMode = "decimal"; return f }

// Like is the field with an example in it.
func (f Field) Like(example string) Field { f.Placeholder = example; return f }

// Between is the field with the least and the most it takes.
func (f Field) Between(least, most string) Field { f.Min, f.Max = least, most; return f }

// Value is what a single control shows.
func (f Field) Value() string {
	if len(f.Values) == 0 {
		return ""
	}
	return f.Values[0]
}

// Has reports whether an option is chosen.
func (f Field) Has(value string) bool { return slices.Contains(f.Values, value) }

// ID is the control's id in the page.
func (f Field) ID() string { return "f-" + f.Name }

// DescribedBy are the ids of the hint and the problem, for the control.
func (f Field) DescribedBy() string {
	ids := ""
	if f.Hint != "" {
		ids = f.ID() + "-hint"
	}
	if f.Problem != "" {
		if ids != "" {
			ids += " "
		}
		ids += f.ID() + "-error"
	}
	return ids
}

// Problem is one line of the summary above a form.
type Problem struct {
	ID   string // of the control
	Text string
}

// List is what is wrong, for the summary above the form, by field name.
func (f Form) List() []Problem {
	list := make([]Problem, 0, len(f.Problems))
	for _, name := range slices.Sorted(maps.Keys(f.Problems)) {
		list = append(list, Problem{ID: Field{Name: name}.ID(), Text: f.Problems[name]})
	}
	return list
}
