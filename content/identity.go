package content

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"tandem/portal"
)

// Identity is what a company said about itself on the set-up page. It stands in for
// the same keys of program/program.md, and its logo for the one that comes along.
type Identity struct {
	Name     string          `json:"name"`
	Company  string          `json:"company"`
	Tagline  string          `json:"tagline"`
	Site     string          `json:"site"`
	Support  string          `json:"support"`
	Colour   string          `json:"colour"`
	Currency portal.Currency `json:"currency"`
	Logo     []byte          `json:"logo,omitempty"` // PNG, nil for none
}

const (
	programFile = "program/program.md"
	logoPNG     = "program/logo.png"
	logoSVG     = "program/logo.svg"
)

// WithIdentity is base with a company's identity in place of the one written there;
// the terms then count in its currency. What it makes is checked by [Load] like any file.
func WithIdentity(base fs.FS, id Identity) (fs.FS, error) {
	if _, err := fs.Stat(base, programFile); err != nil {
		return nil, fmt.Errorf("read %s: %w", programFile, err)
	}
	return identified{base: base, id: id}, nil
}

type identified struct {
	base fs.FS
	id   Identity
}

func (f identified) Open(name string) (fs.File, error) {
	id := f.id
	switch {
	case name == programFile:
		return f.rewritten(name, map[string]string{
			"name": id.Name, "company": id.Company, "tagline": id.Tagline, "site": id.Site, "support": id.Support,
			"colour": id.Colour, "currency": string(id.Currency),
		})
	case strings.HasPrefix(name, "program/terms/") && strings.HasSuffix(name, ".md"):
		return f.rewritten(name, map[string]string{"currency": string(id.Currency)})
	case name == logoPNG && len(id.Logo) > 0:
		return newMemory(name, id.Logo), nil
	case name == logoPNG, name == logoSVG:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return f.base.Open(name)
}

// rewritten is a file with other values for keys of its front matter. Its lines stay
// where they are, so that a problem names the right one.
func (f identified) rewritten(name string, values map[string]string) (fs.File, error) {
	source, err := fs.ReadFile(f.base, name)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.ReplaceAll(string(source), "\r\n", "\n"), "\n")
	for i, line := range lines {
		if i > 0 && line == "---" {
			break
		}
		key, _, ok := strings.Cut(line, ":")
		if value := values[key]; ok && value != "" {
			lines[i] = key + ": " + strconv.Quote(value) // a JSON string is a YAML string
		}
	}
	return newMemory(name, []byte(strings.Join(lines, "\n"))), nil
}

// memory is one file that is no file.
type memory struct {
	*bytes.Reader
	name string
}

func newMemory(name string, content []byte) memory {
	return memory{bytes.NewReader(content), name[strings.LastIndex(name, "/")+1:]}
}

func (m memory) Stat() (fs.FileInfo, error) { return m, nil }
func (m memory) Close() error               { return nil }
func (m memory) Name() string               { return m.name }
func (m memory) Size() int64                { return m.Reader.Size() }
func (m memory) Mode() fs.FileMode          { return 0o444 }
func (m memory) ModTime() time.Time         { return time.Time{} }
func (m memory) IsDir() bool                { return false }
func (m memory) Sys() any                   { return nil }

var _ io.Reader = memory{}
