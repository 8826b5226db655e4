package docs

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxKey is the most bytes an id or a text in an indexed field may have.
const MaxKey = 1024

var (
	collectionName = regexp.MustCompile(`^[a-z][a-z_]{0,47}$`)
	fieldName      = regexp.MustCompile(`^[a-z][a-z0-9_]{0,47}$`)
)

// Catalog is what an engine was told by Ensure: the checked collections and
// indexes. Both engines ask it before they touch the data, so both refuse the same.
// The nil Catalog knows nothing. A Catalog does not change; With makes another.
type Catalog struct {
	collections map[string]Collection
}

// With returns the catalog with a schema added. ErrInvalid when a name is not well
// formed, or when an index is already there with other fields.
func (c *Catalog) With(s Schema) (*Catalog, error) {
	next := &Catalog{collections: map[string]Collection{}}
	if c != nil {
		next.collections = maps.Clone(c.collections)
	}
	for _, add := range s.Collections {
		if !collectionName.MatchString(add.Name) {
			return nil, fmt.Errorf("collection %q is not named in lower case letters and underscores: %w", add.Name, ErrInvalid)
		}
		known := Collection{Name: add.Name, Indexes: slices.Clone(next.collections[add.Name].Indexes)}
		for _, index := range add.Indexes {
			if err := index.check(); err != nil {
				return nil, fmt.Errorf("collection %s: %w", add.Name, err)
			}
			i := slices.IndexFunc(known.Indexes, func(k Index) bool { return k.Name == index.Name })
			switch {
			case i < 0:
				known.Indexes = append(known.Indexes, Index{index.Name, slices.Clone(index.Fields)})
			case !slices.Equal(known.Indexes[i].Fields, index.Fields):
				return nil, fmt.Errorf("index %s of %s has other fields already, a changed index needs a new name: %w", index.Name, add.Name, ErrInvalid)
			}
		}
		next.collections[add.Name] = known
	}
	return next, nil
}

func (x Index) check() error {
	if !fieldName.MatchString(x.Name) {
		return fmt.Errorf("index %q is not named in lower case letters, digits and underscores: %w", x.Name, ErrInvalid)
	}
	if len(x.Fields) == 0 {
		return fmt.Errorf("index %s has no fields: %w", x.Name, ErrInvalid)
	}
	for i, field := range x.Fields {
		if !fieldName.MatchString(field) {
			return fmt.Errorf("index %s: field %q is not named in lower case letters, digits and underscores: %w", x.Name, field, ErrInvalid)
		}
		if slices.Contains(x.Fields[:i], field) {
			return fmt.Errorf("index %s names field %s twice: %w", x.Name, field, ErrInvalid)
		}
	}
	return nil
}

// Collection returns a collection by name, or ErrInvalid.
func (c *Catalog) Collection(name string) (Collection, error) {
	if c != nil {
		if known, ok := c.collections[name]; ok {
			return known, nil
		}
	}
	return Collection{}, fmt.Errorf("collection %q is not in the schema: %w", name, ErrInvalid)
}

// All returns every collection, by name.
func (c *Catalog) All() []Collection {
	if c == nil {
		return nil
	}
	return slices.SortedFunc(maps.Values(c.collections), func(a, b Collection) int { return strings.Compare(a.Name, b.Name) })
}

// Fields returns every indexed field of the collection once, by name.
func (c Collection) Fields() []string {
	var fields []string
	for _, index := range c.Indexes {
		fields = append(fields, index.Fields...)
	}
	slices.Sort(fields)
	return slices.Compact(fields)
}

// Document checks a document before it is written and returns its parsed body.
// ErrTooLarge over MaxDocument, or when so many small parts would not fit MongoDB's 16 MB; ErrInvalid for an id that is empty, too long or not
// text, for a body that Parse refuses, for a top-level key that starts with an underscore
// (they are the engines'), and for an indexed field that is neither text nor integer.
func (c *Catalog) Document(collection string, d Document) (Value, error) {
	known, err := c.Collection(collection)
	if err != nil {
		return Value{}, err
	}
	if err := CheckID(d.ID); err != nil {
		return Value{}, err
	}
	if len(d.Body) > MaxDocument {
		return Value{}, fmt.Errorf("%s %s has %d bytes, at most %d are kept: %w", collection, d.ID, len(d.Body), MaxDocument, ErrTooLarge)
	}
	body, err := Parse(d.Body)
	if err != nil {
		return Value{}, fmt.Errorf("%s %s: %w", collection, d.ID, err)
	}
	if len(d.Body) > 1<<20 && body.size() > maxStored {
		return Value{}, fmt.Errorf("%s %s has too many small parts: %w", collection, d.ID, ErrTooLarge)
	}
	for _, m := range body.Members {
		if strings.HasPrefix(m.Key, "_") {
			return Value{}, fmt.Errorf("%s %s: the key %q starts with an underscore: %w", collection, d.ID, m.Key, ErrInvalid)
		}
	}
	for _, index := range known.Indexes {
		for _, field := range index.Fields {
			if _, err := IndexValue(body, field); err != nil {
				return Value{}, fmt.Errorf("%s %s: %w", collection, d.ID, err)
			}
		}
	}
	return body, nil
}

// IndexValue returns what an index holds of a field of a body: its text or integer,
// or "" without the field. ErrInvalid for any other kind of value.
func IndexValue(body Value, field string) (any, error) {
	v, ok := body.Member(field)
	switch {
	case !ok:
		return "", nil
	case v.Kind == Integer:
		return v.Integer, nil
	case v.Kind != Text:
		return nil, fmt.Errorf("indexed field %s is neither text nor an integer: %w", field, ErrInvalid)
	}
	if err := checkKey(v.Text); err != nil {
		return nil, fmt.Errorf("indexed field %s: %w", field, err)
	}
	return v.Text, nil
}

// CheckID refuses an id that cannot be kept with ErrInvalid.
func CheckID(id string) error {
	if id == "" {
		return fmt.Errorf("the id is empty: %w", ErrInvalid)
	}
	if err := checkKey(id); err != nil {
		return fmt.Errorf("id: %w", err)
	}
	return nil
}

func checkKey(s string) error {
	switch {
	case len(s) > MaxKey:
		return fmt.Errorf("%d bytes, at most %d can be looked up: %w", len(s), MaxKey, ErrInvalid)
	case !utf8.ValidString(s):
		return fmt.Errorf("not UTF-8: %w", ErrInvalid)
	case strings.IndexByte(s, 0) >= 0:
		return fmt.Errorf("has a zero byte: %w", ErrInvalid)
	}
	return nil
}
