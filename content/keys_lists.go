package content

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"tandem/portal"
)

// items are the texts of a list, each out of allowed unless that is empty; nil when the key is not there.
func (k *keys) items(key string, allowed []string) []string {
	v := k.find(key)
	if v == nil {
		return nil
	}
	if v.Kind != yaml.SequenceNode {
		k.problem(v, "%q must be a list; write `%s: [one, two]`", key, key)
		return nil
	}
	var list []string
	for _, item := range v.Content {
		text := strings.Join(strings.Fields(item.Value), " ")
		switch {
		case item.Kind != yaml.ScalarNode || text == "":
			k.problem(item, "%q holds something that is not a word; write `%s: [one, two]`", key, key)
		case len(allowed) > 0 && !slices.Contains(allowed, text):
			k.problem(item, "%q holds %q; write %s", key, text, either(allowed))
		case slices.Contains(list, text):
			k.problem(item, "%q holds %q twice; keep one", key, text)
		default:
			list = append(list, text)
		}
	}
	return list
}

// each reads a required list of mappings; read is called for every one.
func (k *keys) each(key string, read func(*keys)) {
	v := k.must(key, "a list, each item starting with a dash")
	if v == nil {
		return
	}
	if v.Kind != yaml.SequenceNode || len(v.Content) == 0 {
		k.problem(v, "%q must be a list; start each item with a dash", key)
		return
	}
	for _, item := range v.Content {
		if item.Kind != yaml.MappingNode {
			k.problem(item, "an item of %q must have keys; write `- key: value`", key)
			continue
		}
		inner := &keys{file: k.file, node: item, line: item.Line}
		read(inner)
		inner.done()
	}
}

// mappings reads a mapping of names to mappings in its written order, if it is there.
func (k *keys) mappings(key string, read func(name *yaml.Node, k *keys)) {
	v := k.find(key)
	if v == nil {
		return
	}
	if v.Kind != yaml.MappingNode || len(v.Content) == 0 {
		k.problem(v, "%q must hold names, each with keys of its own below it", key)
		return
	}
	for i := 0; i+1 < len(v.Content); i += 2 {
		name, value := v.Content[i], v.Content[i+1]
		if value.Kind != yaml.MappingNode {
			k.problem(name, "%q in %q needs keys of its own below it", name.Value, key)
			continue
		}
		inner := &keys{file: k.file, node: value, line: name.Line}
		read(name, inner)
		inner.done()
	}
}

// pairs reads a required mapping of names to texts in its written order.
func (k *keys) pairs(key, example string, read func(name, value *yaml.Node)) {
	v := k.must(key, example)
	if v == nil {
		return
	}
	if v.Kind != yaml.MappingNode || len(v.Content) == 0 {
		k.problem(v, "%q must be a list of `name: value` lines, such as %s", key, example)
		return
	}
	for i := 0; i+1 < len(v.Content); i += 2 {
		if v.Content[i+1].Kind != yaml.ScalarNode || strings.TrimSpace(v.Content[i+1].Value) == "" {
			k.problem(v.Content[i], "%q in %q needs one value", v.Content[i].Value, key)
			continue
		}
		read(v.Content[i], v.Content[i+1])
	}
}

// choices reads a required mapping of codes to names, such as the markets.
func (k *keys) choices(key, example string, code *regexp.Regexp) []portal.Choice {
	var list []portal.Choice
	k.pairs(key, example, func(name, value *yaml.Node) {
		if !code.MatchString(name.Value) {
			k.problem(name, "%q in %q is not a code; write it as in %s", name.Value, key, example)
			return
		}
		list = append(list, portal.Choice{Code: name.Value, Name: strings.TrimSpace(value.Value)})
	})
	return list
}

// weekdays reads a required list of English day names.
func (k *keys) weekdays(key string) []time.Weekday {
	names := make([]string, 7)
	for d := time.Sunday; d <= time.Saturday; d++ {
		names[d] = strings.ToLower(d.String())
	}
	if k.find(key) == nil {
		k.must(key, "[monday, tuesday, wednesday, thursday, friday]")
	}
	var days []time.Weekday
	for _, name := range k.items(key, names) {
		days = append(days, time.Weekday(slices.Index(names, name)))
	}
	return days
}
