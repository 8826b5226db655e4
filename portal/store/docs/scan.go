package docs

import (
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"slices"
)

// Scan is a checked Query, as an engine runs it. The order is by the fields of the
// index after the equal ones, then by id; integers come before text.
type Scan struct {
	Collection string
	Index      string
	Fields     []string // all fields of the index, none for ByID
	Equal      []any    // values of the leading fields
	From, To   any      // of the next field, or of the id after the last one; nil is open
	After      []any    // values of the fields after the equal ones, then the id, of the last document seen; nil at the start
	Descending bool
	Limit      int

	scope string // what a cursor must be made for
}

// Rest returns the fields after the equal ones.
func (s Scan) Rest() []string { return s.Fields[len(s.Equal):] }

// Scan checks a query for its page: ErrInvalid for an unknown collection or index, more
// values than fields, a value that is neither string nor int64, a range with
// ends of two types, a limit outside 1 to MaxLimit, a cursor of another query.
func (c *Catalog) Scan(q Query) (Scan, error) {
	s, err := c.count(q)
	if err != nil {
		return Scan{}, err
	}
	if q.Limit < 1 || q.Limit > MaxLimit {
		return Scan{}, fmt.Errorf("limit %d is not in 1 to %d: %w", q.Limit, MaxLimit, ErrInvalid)
	}
	s.Limit = q.Limit
	if q.After != "" {
		if s.After, err = s.open(q.After); err != nil {
			return Scan{}, err
		}
	}
	return s, nil
}

// Count checks a query for its count up to limit.
func (c *Catalog) Count(q Query, limit int) (Scan, error) {
	s, err := c.count(q)
	if err != nil {
		return Scan{}, err
	}
	if limit < 1 {
		return Scan{}, fmt.Errorf("a count has a limit of at least 1, not %d: %w", limit, ErrInvalid)
	}
	s.Limit = limit
	return s, nil
}

func (c *Catalog) count(q Query) (Scan, error) {
	known, err := c.Collection(q.Collection)
	if err != nil {
		return Scan{}, err
	}
	s := Scan{Collection: q.Collection, Index: q.Index, Equal: q.Equal, From: q.From, To: q.To, Descending: q.Descending}
	if q.Index != ByID {
		i := slices.IndexFunc(known.Indexes, func(x Index) bool { return x.Name == q.Index })
		if i < 0 {
			return Scan{}, fmt.Errorf("%s has no index %q: %w", q.Collection, q.Index, ErrInvalid)
		}
		s.Fields = known.Indexes[i].Fields
	}
	if len(s.Equal) > len(s.Fields) {
		return Scan{}, fmt.Errorf("index %s of %s has %d fields, %d values are given: %w", q.Index, q.Collection, len(s.Fields), len(s.Equal), ErrInvalid)
	}
	for _, v := range s.Equal {
		if err := checkValue(v); err != nil {
			return Scan{}, err
		}
	}
	if err := s.bracket(); err != nil {
		return Scan{}, err
	}
	h := fnv.New64a()
	fmt.Fprintf(h, "%q %q %q %t", q.Collection, q.Index, q.Equal, q.Descending)
	s.scope = fmt.Sprintf("%016x", h.Sum64())
	return s, nil
}

// bracket keeps a range within the type of its ends: a range over integers never
// holds text, which is how a field that is missing stays out of it.
func (s *Scan) bracket() error {
	_, textFrom := s.From.(string)
	_, textTo := s.To.(string)
	for _, end := range []any{s.From, s.To} {
		if end == nil {
			continue
		}
		if err := checkValue(end); err != nil {
			return err
		}
		if _, text := end.(string); !text && len(s.Equal) == len(s.Fields) {
			return fmt.Errorf("a range of ids has text ends, not %v: %w", end, ErrInvalid)
		}
	}
	if s.From != nil && s.To != nil && textFrom != textTo {
		return fmt.Errorf("a range from %v to %v has ends of two types: %w", s.From, s.To, ErrInvalid)
	}
	if s.From != nil && s.To == nil && !textFrom {
		s.To = "" // the least text: all integers end here
	}
	if s.From == nil && textTo {
		s.From = ""
	}
	return nil
}

func checkValue(v any) error {
	switch v := v.(type) {
	case int64:
		return nil
	case string:
		return checkKey(v)
	}
	return fmt.Errorf("a %T is not a value of an index: %w", v, ErrInvalid)
}

// Next returns the cursor that goes on after the document with this id and body.
func (s Scan) Next(id string, body Value) (string, error) {
	last := Value{Kind: Array, Items: []Value{{Kind: Text, Text: s.scope}}}
	for _, field := range s.Rest() {
		v, err := IndexValue(body, field)
		if err != nil {
			return "", fmt.Errorf("%s %s: %w", s.Collection, id, err)
		}
		if text, ok := v.(string); ok {
			last.Items = append(last.Items, Value{Kind: Text, Text: text})
		} else {
			last.Items = append(last.Items, Value{Kind: Integer, Integer: v.(int64)})
		}
	}
	last.Items = append(last.Items, Value{Kind: Text, Text: id})
	return base64.RawURLEncoding.EncodeToString(last.AppendJSON(nil)), nil
}

// open reads a cursor. Cursors come back from browsers: a forged one can only name
// another place within the same equal values and the same range.
func (s Scan) open(cursor string) ([]any, error) {
	bad := fmt.Errorf("the cursor is not of this query: %w", ErrInvalid)
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, bad
	}
	p := parser{in: raw}
	v, err := p.value(0)
	if err != nil || p.at != len(raw) || len(v.Items) != len(s.Rest())+2 || v.Items[0].Text != s.scope {
		return nil, bad
	}
	after := make([]any, 0, len(v.Items)-1)
	for i, item := range v.Items[1:] {
		switch {
		case item.Kind == Text && checkKey(item.Text) == nil:
			after = append(after, item.Text)
		case item.Kind == Integer && i < len(s.Rest()):
			after = append(after, item.Integer)
		default:
			return nil, bad
		}
	}
	if s.From != nil && Less(after[0], s.From) || s.To != nil && !Less(after[0], s.To) {
		return nil, bad
	}
	return after, nil
}

// Less orders two values of an index: integers before text, text by its bytes.
func Less(a, b any) bool {
	i, intA := a.(int64)
	j, intB := b.(int64)
	if intA && intB {
		return i < j
	}
	if intA != intB {
		return intA
	}
	return a.(string) < b.(string)
}
