package docs

import "strconv"

// Canonical returns a body in its one form, which both engines keep and give back:
// keys in the order of their bytes at every level, no space, characters as
// themselves except quote, backslash and control characters, integers without
// leading zeros. Equal values have equal bytes.
func Canonical(body []byte) ([]byte, error) {
	v, err := Parse(body)
	if err != nil {
		return nil, err
	}
	return v.AppendJSON(make([]byte, 0, len(body))), nil
}

// AppendJSON appends the canonical form of v.
func (v Value) AppendJSON(b []byte) []byte {
	switch v.Kind {
	case Null:
		return append(b, "null"...)
	case Bool:
		return strconv.AppendBool(b, v.Bool)
	case Integer:
		return strconv.AppendInt(b, v.Integer, 10)
	case Text:
		return AppendText(b, v.Text)
	case Array:
		b = append(b, '[')
		for i, item := range v.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = item.AppendJSON(b)
		}
		return append(b, ']')
	default:
		b = append(b, '{')
		for i, m := range v.Members {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(AppendText(b, m.Key), ':')
			b = m.Value.AppendJSON(b)
		}
		return append(b, '}')
	}
}

const hexDigits = "0123456789abcdef"

// AppendText appends s as a JSON string in canonical form. s is valid UTF-8.
func AppendText(b []byte, s string) []byte {
	b = append(b, '"')
	plain := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[plain:i]...)
		plain = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, '\\', 'b')
		case '\f':
			b = append(b, '\\', 'f')
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return append(append(b, s[plain:]...), '"')
}
