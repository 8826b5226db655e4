package content

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"tandem/portal"
)

// keys reads one mapping of a front matter, key by key, each as what it must
// be. Whatever is wrong becomes a problem of the file at the key's line, and
// reading goes on, so that one run reports everything. done reports the keys nobody asked for.
type keys struct {
	file  *file
	node  *yaml.Node // a mapping, or nil when there is none to read
	line  int
	asked []string
}

// keys starts reading the file's front matter.
func (f *file) keys() *keys {
	k := &keys{file: f, node: f.front, line: 1}
	if f.front != nil && f.front.Kind != yaml.MappingNode {
		f.problem(f.front.Line, 0, "the front matter is a list or a word; write keys as `name: value`")
		k.node = nil
	}
	return k
}

func (k *keys) problem(n *yaml.Node, format string, args ...any) {
	k.file.problem(n.Line, 0, format, args...)
}

// find is the key's value, nil when it is not there or empty.
func (k *keys) find(key string) *yaml.Node {
	if !slices.Contains(k.asked, key) {
		k.asked = append(k.asked, key)
	}
	if k.node == nil {
		return nil
	}
	for i := 0; i+1 < len(k.node.Content); i += 2 {
		if k.node.Content[i].Value == key {
			if v := k.node.Content[i+1]; v.Tag != "!!null" && !(v.Kind == yaml.ScalarNode && strings.TrimSpace(v.Value) == "") {
				return v
			}
			return nil
		}
	}
	return nil
}

// must is find for a key that has to be there; example says what to write.
func (k *keys) must(key, example string) *yaml.Node {
	v := k.find(key)
	if v == nil && k.node != nil {
		k.file.problem(k.line, 0, "%q is missing; write `%s: %s`", key, key, example)
	}
	return v
}

// done reports every key that was never asked for.
func (k *keys) done() {
	if k.node == nil {
		return
	}
	for i := 0; i+1 < len(k.node.Content); i += 2 {
		name := k.node.Content[i]
		if slices.Contains(k.asked, name.Value) {
			continue
		}
		if near := nearest(name.Value, k.asked); near != "" {
			k.problem(name, "%q is not a key here; did you mean %q?", name.Value, near)
			continue
		}
		k.problem(name, "%q is not a key here; the keys are %s", name.Value, strings.Join(k.asked, ", "))
	}
}

func (k *keys) scalar(v *yaml.Node, key, example string) (string, bool) {
	if v == nil {
		return "", false
	}
	if v.Kind != yaml.ScalarNode {
		k.problem(v, "%q must be one value; write `%s: %s`", key, key, example)
		return "", false
	}
	return strings.TrimSpace(v.Value), true
}

// text is a required line of text.
func (k *keys) text(key, example string) string {
	text, _ := k.scalar(k.must(key, example), key, example)
	return strings.Join(strings.Fields(text), " ")
}

// optional is a line of text, "" when it is not there.
func (k *keys) optional(key string) string {
	text, _ := k.scalar(k.find(key), key, "text")
	return strings.Join(strings.Fields(text), " ")
}

// matching is a required text of a certain shape.
func (k *keys) matching(key, example string, shape *regexp.Regexp) string {
	v := k.must(key, example)
	text, ok := k.scalar(v, key, example)
	if ok && !shape.MatchString(text) {
		k.problem(v, "%q is %q; write it as %s", key, text, example)
		return ""
	}
	return text
}

// oneOf is a required text out of a list. An empty list, the file with the
// choices being wrong itself, allows any.
func (k *keys) oneOf(key string, allowed ...string) string {
	example := "..."
	if len(allowed) > 0 {
		example = allowed[0]
	}
	v := k.must(key, example)
	text, ok := k.scalar(v, key, example)
	if ok && len(allowed) > 0 && !slices.Contains(allowed, text) {
		k.problem(v, "%q is %q; write %s", key, text, either(allowed))
		return ""
	}
	return text
}

// number is a required whole number between low and high.
func (k *keys) number(key string, low, high int) int {
	example := strconv.Itoa(low)
	v := k.must(key, example)
	text, ok := k.scalar(v, key, example)
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		k.problem(v, "%q is %q; write a whole number from %d to %d", key, text, low, high)
		return 0
	}
	return n
}

// flag is true or false, false when it is not there.
func (k *keys) flag(key string) bool {
	v := k.find(key)
	text, ok := k.scalar(v, key, "true")
	if ok && text != "true" && text != "false" {
		k.problem(v, "%q is %q; write true or false", key, text)
	}
	return text == "true"
}

// rate is a required share such as 5%.
func (k *keys) rate(key string) portal.Rate {
	v := k.must(key, "5%")
	text, ok := k.scalar(v, key, "5%")
	if !ok {
		return portal.Rate{}
	}
	rate, err := portal.ParseRate(text)
	if err != nil {
		k.problem(v, "%q is %q; write a share from 0%% to 100%%, such as 5%%", key, text)
	}
	return rate
}

// day is a date; required asks for it.
func (k *keys) day(key string, required bool) portal.Date {
	v := k.find(key)
	if required && v == nil {
		v = k.must(key, "2026-03-31")
	}
	text, ok := k.scalar(v, key, "2026-03-31")
	if !ok {
		return ""
	}
	date, err := portal.ParseDate(text)
	if err != nil {
		k.problem(v, "%q is %q; write a date as 2026-03-31", key, text)
	}
	return date
}

// money is a required amount in a currency, at least 0.
func (k *keys) money(key string, currency portal.Currency) portal.Money {
	v := k.must(key, "50.00")
	text, ok := k.scalar(v, key, "50.00")
	if !ok || currency == "" {
		return portal.Money{}
	}
	amount, err := portal.ParseMoney(text, currency)
	if err != nil || amount.Minor < 0 {
		k.problem(v, "%q is %q; write an amount in %s such as 50.00", key, text, currency)
		return portal.Money{}
	}
	return amount
}
