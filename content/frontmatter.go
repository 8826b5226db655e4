package content

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"tandem/portal"
)

// frontKeys are the keys of an asset's front matter in the order in which they are written.
var frontKeys = []string{
	"title", "kind", "summary", "tags", "locale", "translations", "markets", "products", "tiers", "public", "formats", "owner",
	"status", "version", "translates", "published", "expires", "related", "cover", "notes",
}

// plainKeys hold no words but a number, a day or a name, which YAML needs no quotes for.
var plainKeys = []string{"kind", "locale", "status", "version", "published", "expires", "public"}

// Front is an asset's file taken apart, so that a form can fill in its front matter: the
// keys it knows are set one by one, everything else stays as it was written.
type Front struct {
	Body string
	Line int // of the file on which Body starts

	node *yaml.Node // a mapping
}

// ReadFront takes a text apart. The error is [Problems] when its front matter cannot be read.
func ReadFront(source string) (Front, error) {
	f := &file{name: "draft", bodyLine: 1}
	if len(source) > maxFile {
		f.problem(0, 0, "has %d KB; keep it under %d KB", len(source)>>10, maxFile>>10)
		return Front{}, f.problems
	}
	f.take([]byte(source))
	if f.front == nil || f.front.Kind != yaml.MappingNode {
		if f.front != nil {
			f.problem(f.front.Line, 0, "the front matter is a list or a word; write keys as `name: value`")
		}
		return Front{}, f.problems.sorted()
	}
	return Front{Body: strings.TrimPrefix(string(f.body), "\n"), Line: f.bodyLine + len(f.body) - len(bytes.TrimPrefix(f.body, []byte("\n"))), node: f.front}, nil
}

// NewFront is a file without a key.
func NewFront() Front { return Front{Line: 1, node: &yaml.Node{Kind: yaml.MappingNode}} }

func (f Front) find(key string) int {
	for i := 0; i+1 < len(f.node.Content); i += 2 {
		if f.node.Content[i].Value == key {
			return i
		}
	}
	return -1
}

// Text is the value of a key, "" when it is not there or is a list.
func (f Front) Text(key string) string {
	i := f.find(key)
	if i < 0 || f.node.Content[i+1].Kind != yaml.ScalarNode || f.node.Content[i+1].Tag == "!!null" {
		return ""
	}
	return strings.TrimSpace(f.node.Content[i+1].Value)
}

// Items are the values of a key, one for a single word.
func (f Front) Items(key string) []string {
	i := f.find(key)
	if i < 0 || f.node.Content[i+1].Kind != yaml.SequenceNode {
		if one := f.Text(key); one != "" {
			return []string{one}
		}
		return nil
	}
	var items []string
	for _, item := range f.node.Content[i+1].Content {
		if item.Kind == yaml.ScalarNode && item.Value != "" {
			items = append(items, item.Value)
		}
	}
	return items
}

// Set is the file with another value of a key; "" takes the key out.
func (f Front) Set(key, value string) Front {
	value = strings.Join(strings.Fields(value), " ")
	if value == f.Text(key) && (value != "" || f.find(key) < 0) {
		return f
	}
	if value == "" {
		return f.put(key, nil)
	}
	return f.put(key, scalarNode(key, value))
}

// SetItems is the file with another list under a key; none takes the key out.
func (f Front) SetItems(key string, items []string) Front {
	if slices.Equal(items, f.Items(key)) {
		return f
	}
	if len(items) == 0 {
		return f.put(key, nil)
	}
	list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, item := range items {
		list.Content = append(list.Content, scalarNode("", item))
	}
	return f.put(key, list)
}

func scalarNode(key, value string) *yaml.Node {
	if slices.Contains(plainKeys, key) {
		return &yaml.Node{Kind: yaml.ScalarNode, Value: value}
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
}

// put sets a key's value at its place in the order; nil takes it out.
func (f Front) put(key string, value *yaml.Node) Front {
	next := *f.node
	next.Content = slices.Clone(f.node.Content)
	i := f.find(key)
	switch {
	case value == nil && i >= 0:
		next.Content = slices.Delete(next.Content, i, i+2)
	case i >= 0:
		next.Content[i+1] = value
	case value != nil:
		at, place := 0, slices.Index(frontKeys, key)
		for i := 0; i+1 < len(next.Content); i += 2 {
			if known := slices.Index(frontKeys, next.Content[i].Value); known >= 0 && known < place {
				at = i + 2
			}
		}
		next.Content = slices.Insert(next.Content, at, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
	}
	f.node = &next
	return f
}

// Source is the file as it is written.
func (f Front) Source() string {
	var out bytes.Buffer
	out.WriteString("---\n")
	if len(f.node.Content) > 0 {
		encoder := yaml.NewEncoder(&out)
		encoder.SetIndent(2)
		if err := encoder.Encode(f.node); err != nil {
			panic(fmt.Sprintf("write a front matter that was read: %v", err)) // a mapping of words always can be
		}
		_ = encoder.Close() // a buffer takes everything
	}
	out.WriteString("---\n\n")
	body := strings.TrimLeft(strings.ReplaceAll(f.Body, "\r\n", "\n"), "\n")
	if body = strings.TrimRight(body, " \t\n"); body != "" {
		out.WriteString(body + "\n")
	}
	return out.String()
}

// KeyAt is the key of the front matter that stands on a line of the file, "" for a line of the text.
func (f Front) KeyAt(line int) string {
	if line >= f.Line {
		return ""
	}
	key := ""
	for i := 0; i+1 < len(f.node.Content); i += 2 {
		if f.node.Content[i].Line <= line && f.node.Content[i].Line > 0 {
			key = f.node.Content[i].Value
		}
	}
	return key
}

// PlaceIn is where in another writing of the same file a line of this one stands: one with
// other keys before it, or written in another way. 0 for the file as a whole.
func (f Front) PlaceIn(other Front, line int) int {
	if line == 0 {
		return 0
	}
	if line >= f.Line {
		blank := len(other.Body) - len(strings.TrimLeft(other.Body, "\n"))
		return line - f.Line + other.Line + blank
	}
	here, there := f.find(f.KeyAt(line)), other.find(f.KeyAt(line))
	if here < 0 || there < 0 {
		return 1
	}
	return other.node.Content[there].Line + line - f.node.Content[here].Line
}

// AsPublished is the file as it is published: under a version and a day. What is retired stays so.
func (f Front) AsPublished(version int, day portal.Date) Front {
	if f.Text("status") != string(Retired) {
		f = f.Set("status", string(Published))
	}
	return f.Set("version", itoa(version)).Set("published", string(day))
}
