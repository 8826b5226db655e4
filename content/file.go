package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Limits on one file, so that no file can cost more than it is worth.
const (
	maxFile        = 512 << 10
	maxFrontMatter = 32 << 10
)

// file is one markdown file, taken apart: front matter as YAML nodes and the body.
// It collects the problems found in it.
type file struct {
	name     string
	source   []byte // line ends as \n
	front    *yaml.Node
	body     []byte // the markdown after the front matter
	bodyLine int    // the line of the file on which body starts
	sha256   string // of the source, hex
	problems Problems
}

func (f *file) problem(line, column int, format string, args ...any) {
	f.problems = append(f.problems, Problem{File: f.name, Line: line, Column: column, Message: fmt.Sprintf(format, args...)})
}

// readFile reads and takes apart one file; what is wrong with it is in its problems.
func readFile(fsys fs.FS, name string) *file {
	f := &file{name: name, bodyLine: 1}
	info, err := fs.Stat(fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.problem(0, 0, "is missing; the program needs this file")
		return f
	case err != nil:
		f.problem(0, 0, "cannot be read: %v", err)
		return f
	case info.Size() > maxFile:
		f.problem(0, 0, "has %d KB; keep it under %d KB", info.Size()>>10, maxFile>>10)
		return f
	}
	source, err := fs.ReadFile(fsys, name)
	if err != nil {
		f.problem(0, 0, "cannot be read: %v", err)
		return f
	}
	f.take(source)
	return f
}

func (f *file) take(source []byte) {
	source = bytes.TrimPrefix(source, []byte("\ufeff"))
	f.source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
	sum := sha256.Sum256(f.source)
	f.sha256 = hex.EncodeToString(sum[:])
	for i, line := range strings.Split(string(f.source), "\n") {
		if !utf8.ValidString(line) {
			f.problem(i+1, 0, "is not UTF-8 text; save the file as UTF-8")
			return
		}
		if at := strings.IndexFunc(line, isControl); at >= 0 {
			f.problem(i+1, at+1, "holds a control character (%q); delete it", line[at:at+1])
			return
		}
	}
	text := string(f.source)
	if !strings.HasPrefix(text, "---\n") {
		f.problem(1, 0, "has no front matter; start the file with a line of --- , then the keys, then another line of ---")
		return
	}
	end := strings.Index(text[3:], "\n---\n")
	if end < 0 && strings.HasSuffix(text, "\n---") {
		end = len(text) - 4 - 3
	}
	if end < 0 {
		f.problem(1, 0, "the front matter does not end; close it with a line of ---")
		return
	}
	matter := text[3 : 3+end]
	f.body = f.source[min(len(text), 3+end+len("\n---\n")):]
	f.bodyLine = 1 + strings.Count(text[:len(text)-len(f.body)], "\n")
	if len(matter) > maxFrontMatter {
		f.problem(1, 0, "the front matter has %d KB; keep it under %d KB", len(matter)>>10, maxFrontMatter>>10)
		return
	}
	f.parseFront(matter)
}

func isControl(r rune) bool { return r < 0x20 && r != '\t' && r != '\n' || r == 0x7f }

var yamlLine = regexp.MustCompile(`^yaml: (?:line \d+: )?`)

// parseFront reads the YAML. It starts with the line break after the first ---,
// so YAML's line numbers are the file's own.
func (f *file) parseFront(matter string) {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(matter), &document); err != nil {
		f.problem(firstBad(matter), 0, "the front matter is not YAML: %s", yamlLine.ReplaceAllString(err.Error(), ""))
		return
	}
	if len(document.Content) == 0 {
		f.problem(1, 0, "the front matter is empty; write its keys as `name: value`")
		return
	}
	if f.plain(document.Content[0], 0) {
		f.front = document.Content[0]
	}
}

// maxRetried is how much text is parsed over and over to find where a mistake starts.
const maxRetried = 256 << 10

// firstBad is the line after the last one up to which the text is YAML: where
// the mistake starts, which is not always where the parser noticed it. In a text that is
// long it is where halving it leads to.
func firstBad(matter string) int {
	lines := strings.SplitAfter(matter, "\n")
	sound := func(n int) bool {
		var document yaml.Node
		return yaml.Unmarshal([]byte(strings.Join(lines[:n], "")), &document) == nil
	}
	bad, left := len(lines), maxRetried
	for size := len(matter); bad > 1 && left > 0; left -= size {
		bad--
		size -= len(lines[bad])
		if sound(bad) {
			return bad + 1
		}
	}
	good := 0
	for good+1 < bad {
		if middle := (good + bad) / 2; sound(middle) {
			good = middle
		} else {
			bad = middle
		}
	}
	return good + 1
}

// plain refuses what a content file has no use for and what makes YAML
// dangerous or surprising: aliases, anchors, tags, keys said twice, deep nests.
func (f *file) plain(n *yaml.Node, depth int) bool {
	switch {
	case n.Kind == yaml.AliasNode:
		f.problem(n.Line, n.Column, "uses a YAML alias (*%s); write the value out", n.Value)
		return false
	case n.Anchor != "":
		f.problem(n.Line, n.Column, "uses a YAML anchor (&%s); write the value out each time", n.Anchor)
		return false
	case n.Style&yaml.TaggedStyle != 0:
		f.problem(n.Line, n.Column, "uses a YAML tag (%s); write the plain value", n.Tag)
		return false
	case depth > 6:
		f.problem(n.Line, n.Column, "is nested too deeply")
		return false
	}
	ok := true
	seen := map[string]int{}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if first, twice := seen[child.Value]; twice {
				f.problem(child.Line, child.Column, "%q is already set on line %d; keep one", child.Value, first)
				ok = false
			}
			seen[child.Value] = child.Line
		}
		ok = f.plain(child, depth+1) && ok
	}
	return ok
}
