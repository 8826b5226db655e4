package templates

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"tandem/portal"
)

//go:embed *.html parts/*.html
var files embed.FS

// View is the data of one page. Name is the file's, without its ending.
type View interface{ Name() string }

// Page is what every page knows; each View embeds it.
type Page struct {
	Title       string      // of the document and, mostly, the h1
	Description string      // of a public page, for search engines; "" keeps a page out of them
	Canonical   string      // the absolute address of a public page
	Article     bool        // a piece of its own, not a page about the program
	Alternates  []Alternate // the same in other languages, and in this one
	Feed        string      // the absolute address of the feed of resources, "" for none
	Picture     string      // the absolute address of the picture that goes with a link to it, "" for none
	Program     Brand
	User        User
	Nav         []NavItem
	Primary     *Button // the one filled button of the top bar
	SearchHref  string  // where the search box leads, "" for none
	Query       string  // what the search box shows
	CSRF        string  // the session-bound token that each form posts
	Flash       *Flash
	Now         portal.Instant
	Zone        *time.Location
	Theme       string // "light", "dark", "" as the device says
	Path        string // of this page, for forms that return here
	Demo        bool
}

// Alternate is a page in one of its languages.
type Alternate struct {
	Lang string
	Href string // absolute
}

// HomeHref is where the mark leads.
func (p Page) HomeHref() string {
	switch {
	case p.User.Name == "":
		return "/"
	case p.User.Staff:
		return "/desk"
	}
	return "/home"
}

// OnAccount reports whether this is a page of the person's own account.
func (p Page) OnAccount() bool { return strings.HasPrefix(p.Path, "/account") }

// OnJoin reports whether this is the form to apply with, or a page for customers, who do not apply.
func (p Page) OnJoin() bool {
	return p.Path == "/join" || strings.HasPrefix(p.Path, "/join/invited/") || strings.HasPrefix(p.Path, "/refer/") || strings.HasPrefix(p.Path, "/introduction/")
}

// Brand is how the program presents itself.
type Brand struct {
	Name    string
	Company string
	Support string
	CSS     string       // address of the style sheet in the brand's colours, "" for the portal's own
	Icon    template.URL // of the browser's tab, from IconURL; "" for the portal's own
}

// Initial is the letter that stands for the program where it has no logo.
func (b Brand) Initial() string {
	for _, r := range b.Name {
		return string(r)
	}
	return ""
}

// User is who is signed in; the zero User is nobody.
type User struct {
	Name    string
	Company string // the partner's, "" for staff
	Staff   bool
	Role    string
}

// Initials are at most two letters that stand for the person.
func (u User) Initials() string {
	var letters []rune
	for word := range strings.FieldsSeq(u.Name) {
		letters = append(letters, []rune(word)[0])
	}
	if len(letters) > 2 {
		letters = []rune{letters[0], letters[len(letters)-1]}
	}
	return strings.ToUpper(string(letters))
}

// NavItem is one entry of the main navigation.
type NavItem struct {
	Label   string
	Href    string
	Icon    string
	Badge   string
	Current bool
}

// Button is a link that looks like a button.
type Button struct {
	Label string
	Href  string
	Icon  string
}

// Flash is what just happened, said once.
type Flash struct {
	Kind string // "ok", "warn", "bad", "info"
	Text string
	Undo string // the form action that undoes it, "" for none
}

// Icon is the symbol that goes with the kind.
func (f Flash) Icon() string {
	switch f.Kind {
	case "ok":
		return "circle-check"
	case "bad":
		return "alert-circle"
	case "warn":
		return "alert-triangle"
	}
	return "info"
}

// Pill is a state in a word, with its colour: ok, warn, bad, info, brand, or none.
type Pill struct {
	Kind string
	Text string
}

// Step is one line of a timeline.
type Step struct {
	Text  string
	Quote string // what somebody wrote, "" for nothing
	At    portal.Instant
	When  string // as people read it
}

// Pager leads through a list that is paged by cursor.
type Pager struct {
	First string // "" on the first page
	Next  string // "" on the last
}

// Templates are all pages, parsed.
type Templates struct {
	set *template.Template
}

// New parses every page and part. asset maps a file of package assets to its address.
func New(asset func(name string) string) (*Templates, error) {
	set := template.New("").Funcs(funcs(asset))
	err := fs.WalkDir(files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := files.ReadFile(file)
		if err != nil {
			return fmt.Errorf("read template %s: %w", file, err)
		}
		_, err = set.New(strings.TrimSuffix(file, path.Ext(file))).Parse(string(text))
		if err != nil {
			return fmt.Errorf("parse template %s: %w", file, err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &Templates{set}, nil
}

// Render writes a page.
func (t *Templates) Render(w io.Writer, view View) error {
	if err := t.set.ExecuteTemplate(w, view.Name(), view); err != nil {
		return fmt.Errorf("render %s: %w", view.Name(), err)
	}
	return nil
}
