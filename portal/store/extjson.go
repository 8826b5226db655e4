package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// toExtended writes one document as a line of canonical Extended JSON v2 (the
// MongoDB specification): every integer as {"$numberLong": "n"}, the id as _id.
func toExtended(w *bytes.Buffer, id string, body []byte) error {
	name, err := json.Marshal(id)
	if err != nil {
		return fmt.Errorf("encode id %q: %w", id, err)
	}
	w.WriteString(`{"_id":`)
	w.Write(name)
	var fields bytes.Buffer
	if err := extend(&fields, body); err != nil {
		return fmt.Errorf("extend %s: %w", id, err)
	}
	if rest := fields.Bytes()[1:]; len(rest) > 1 { // more than the closing brace
		w.WriteByte(',')
		w.Write(rest)
	} else {
		w.WriteByte('}')
	}
	w.WriteByte('\n')
	return nil
}

// extend copies compact JSON with each number wrapped. Bodies hold integers only.
func extend(w *bytes.Buffer, body []byte) error {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	type level struct {
		object bool
		n      int // tokens so far: keys and values of an object, values of an array
	}
	var stack []level
	separate := func(closing bool) bool { // writes what stands before a token; reports whether the token is a key
		if len(stack) == 0 || closing {
			return false
		}
		top := &stack[len(stack)-1]
		defer func() { top.n++ }()
		if top.object && top.n%2 == 1 {
			w.WriteByte(':')
			return false
		}
		if top.n > 0 {
			w.WriteByte(',')
		}
		return top.object
	}
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read JSON: %w", err)
		}
		switch t := token.(type) {
		case json.Delim:
			closing := t == '}' || t == ']'
			separate(closing)
			w.WriteByte(byte(t))
			if closing {
				stack = stack[:len(stack)-1]
			} else {
				stack = append(stack, level{object: t == '{'})
			}
		case json.Number:
			separate(false)
			fmt.Fprintf(w, `{"$numberLong":%q}`, t.String())
		default:
			separate(false)
			text, err := json.Marshal(t)
			if err != nil {
				return fmt.Errorf("write JSON: %w", err)
			}
			w.Write(text)
		}
	}
}

// fromExtended reads one line back into an id and a body.
func fromExtended(line []byte) (id string, body []byte, err error) {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.UseNumber()
	var fields map[string]any
	if err := dec.Decode(&fields); err != nil {
		return "", nil, fmt.Errorf("read Extended JSON: %w", err)
	}
	id, ok := fields["_id"].(string)
	if !ok || id == "" {
		return "", nil, fmt.Errorf("read Extended JSON: no _id")
	}
	delete(fields, "_id")
	plain, err := contract(fields)
	if err != nil {
		return "", nil, fmt.Errorf("read %s: %w", id, err)
	}
	body, err = json.Marshal(plain)
	if err != nil {
		return "", nil, fmt.Errorf("encode %s: %w", id, err)
	}
	return id, body, nil
}

// contract undoes extend on decoded JSON.
func contract(value any) (any, error) {
	switch v := value.(type) {
	case map[string]any:
		if number, ok := v["$numberLong"]; ok && len(v) == 1 {
			text, ok := number.(string)
			if !ok {
				return nil, fmt.Errorf("a $numberLong that is no text")
			}
			return json.Number(text), nil
		}
		for key, inner := range v {
			plain, err := contract(inner)
			if err != nil {
				return nil, err
			}
			v[key] = plain
		}
		return v, nil
	case []any:
		for i, inner := range v {
			plain, err := contract(inner)
			if err != nil {
				return nil, err
			}
			v[i] = plain
		}
		return v, nil
	case json.Number:
		return nil, fmt.Errorf("a bare number %s: not canonical Extended JSON", v)
	}
	return value, nil
}
