package docs

import (
	"slices"
	"strings"
)

// Kind is the type of a Value.
type Kind byte

// The kinds of value a body can hold.
const (
	Null Kind = iota
	Bool
	Integer
	Text
	Array
	Object
)

// Value is a parsed body or a part of one. Only what belongs to its kind is set.
type Value struct {
	Kind    Kind
	Bool    bool
	Integer int64
	Text    string
	Items   []Value
	Members []Member // in canonical order: by the bytes of the key
}

// Member is one key of an object with its value.
type Member struct {
	Key   string
	Value Value
}

// Member returns the value of a key of an object.
func (v Value) Member(key string) (Value, bool) {
	i, found := slices.BinarySearchFunc(v.Members, key, func(m Member, key string) int {
		return strings.Compare(m.Key, key)
	})
	if !found {
		return Value{}, false
	}
	return v.Members[i].Value, true
}

// maxStored is MongoDB's limit of a document less what the engine adds.
const maxStored = 16<<20 - 16<<10

// size is about what v takes in BSON: each part has a type, a key and an end. It is a
// part of the contract so that a body that one engine keeps fits the other.
func (v Value) size() int {
	switch v.Kind {
	case Null:
		return 0
	case Bool:
		return 1
	case Integer:
		return 8
	case Text:
		return 5 + len(v.Text)
	}
	n := 5
	for _, item := range v.Items {
		n += 9 + item.size()
	}
	for _, m := range v.Members {
		n += 2 + 3*len(m.Key) + m.Value.size() // a key may be escaped
	}
	return n
}
