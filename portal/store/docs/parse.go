package docs

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep arrays and objects may nest; MongoDB ends at 100.
const maxDepth = 64

// Parse reads a body. ErrInvalid when it is not one JSON object of the values a
// Document may hold, with a key twice, text that is not UTF-8, or nested too deeply.
func Parse(body []byte) (Value, error) {
	p := parser{in: body}
	p.space()
	if p.at >= len(p.in) || p.in[p.at] != '{' {
		return Value{}, p.wrong("a body is a JSON object")
	}
	v, err := p.value(0)
	if err != nil {
		return Value{}, err
	}
	p.space()
	if p.at != len(p.in) {
		return Value{}, p.wrong("something follows the object")
	}
	return v, nil
}

type parser struct {
	in []byte
	at int
}

func (p *parser) wrong(what string) error {
	return fmt.Errorf("%s at byte %d: %w", what, p.at, ErrInvalid)
}

func (p *parser) space() {
	for p.at < len(p.in) {
		switch p.in[p.at] {
		case ' ', '\t', '\n', '\r':
			p.at++
		default:
			return
		}
	}
}

// next skips space and takes the byte b when it is there.
func (p *parser) next(b byte) bool {
	p.space()
	if p.at < len(p.in) && p.in[p.at] == b {
		p.at++
		return true
	}
	return false
}

func (p *parser) value(depth int) (Value, error) {
	if depth > maxDepth {
		return Value{}, p.wrong("nested too deeply")
	}
	p.space()
	if p.at >= len(p.in) {
		return Value{}, p.wrong("the body ends early")
	}
	switch b := p.in[p.at]; {
	case b == '{':
		return p.object(depth)
	case b == '[':
		return p.array(depth)
	case b == '"':
		text, err := p.text()
		return Value{Kind: Text, Text: text}, err
	case b == '-' || b >= '0' && b <= '9':
		return p.integer()
	case p.word("true"):
		return Value{Kind: Bool, Bool: true}, nil
	case p.word("false"):
		return Value{Kind: Bool}, nil
	case p.word("null"):
		return Value{}, nil
	}
	return Value{}, p.wrong("not a value")
}

func (p *parser) word(w string) bool {
	if !strings.HasPrefix(string(p.in[p.at:min(len(p.in), p.at+len(w))]), w) {
		return false
	}
	p.at += len(w)
	return true
}

func (p *parser) object(depth int) (Value, error) {
	p.at++
	v := Value{Kind: Object}
	if p.next('}') {
		return v, nil
	}
	sorted := true
	for {
		p.space()
		if p.at >= len(p.in) || p.in[p.at] != '"' {
			return Value{}, p.wrong("a key is missing")
		}
		key, err := p.text()
		if err != nil {
			return Value{}, err
		}
		if !p.next(':') {
			return Value{}, p.wrong("a colon is missing")
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return Value{}, err
		}
		if n := len(v.Members); n > 0 && v.Members[n-1].Key >= key {
			sorted = false
		}
		v.Members = append(v.Members, Member{key, item})
		if p.next(',') {
			continue
		}
		if !p.next('}') {
			return Value{}, p.wrong("an object does not end")
		}
		if sorted {
			return v, nil
		}
		slices.SortStableFunc(v.Members, func(a, b Member) int { return strings.Compare(a.Key, b.Key) })
		for i := 1; i < len(v.Members); i++ {
			if v.Members[i-1].Key == v.Members[i].Key {
				return Value{}, p.wrong(fmt.Sprintf("the key %q is there twice", v.Members[i].Key))
			}
		}
		return v, nil
	}
}

func (p *parser) array(depth int) (Value, error) {
	p.at++
	v := Value{Kind: Array}
	if p.next(']') {
		return v, nil
	}
	for {
		item, err := p.value(depth + 1)
		if err != nil {
			return Value{}, err
		}
		v.Items = append(v.Items, item)
		if p.next(',') {
			continue
		}
		if !p.next(']') {
			return Value{}, p.wrong("an array does not end")
		}
		return v, nil
	}
}

func (p *parser) integer() (Value, error) {
	start := p.at
	if p.in[p.at] == '-' {
		p.at++
	}
	digits := p.at
	for p.at < len(p.in) && p.in[p.at] >= '0' && p.in[p.at] <= '9' {
		p.at++
	}
	if p.at < len(p.in) && (p.in[p.at] == '.' || p.in[p.at] == 'e' || p.in[p.at] == 'E') {
		return Value{}, p.wrong("a number with a fraction or an exponent")
	}
	if p.at == digits || p.in[digits] == '0' && p.at > digits+1 {
		return Value{}, p.wrong("not a number")
	}
	n, err := strconv.ParseInt(string(p.in[start:p.at]), 10, 64)
	if err != nil {
		return Value{}, p.wrong(fmt.Sprintf("a number outside %d to %d", math.MinInt64, math.MaxInt64))
	}
	return Value{Kind: Integer, Integer: n}, nil
}

// text reads one string and leaves the place after its closing quote.
func (p *parser) text() (string, error) {
	p.at++
	start := p.at
	for p.at < len(p.in) {
		switch b := p.in[p.at]; {
		case b == '"':
			raw := p.in[start:p.at]
			if !utf8.Valid(raw) {
				return "", p.wrong("text that is not UTF-8")
			}
			p.at++
			return string(raw), nil
		case b == '\\':
			return p.escaped(start)
		case b < ' ':
			return "", p.wrong("a control character in text")
		default:
			p.at++
		}
	}
	return "", p.wrong("text does not end")
}

// escaped goes on with a string that has a backslash at the present place.
func (p *parser) escaped(start int) (string, error) {
	out := append(make([]byte, 0, 2*(p.at-start)+32), p.in[start:p.at]...)
	for p.at < len(p.in) {
		switch b := p.in[p.at]; {
		case b == '"':
			if !utf8.Valid(out) {
				return "", p.wrong("text that is not UTF-8")
			}
			p.at++
			return string(out), nil
		case b < ' ':
			return "", p.wrong("a control character in text")
		case b != '\\':
			out = append(out, b)
			p.at++
		default:
			r, err := p.escape()
			if err != nil {
				return "", err
			}
			out = utf8.AppendRune(out, r)
		}
	}
	return "", p.wrong("text does not end")
}

func (p *parser) escape() (rune, error) {
	if p.at+1 >= len(p.in) {
		return 0, p.wrong("text does not end")
	}
	b := p.in[p.at+1]
	if b != 'u' {
		p.at += 2
		if i := strings.IndexByte(`"\/bfnrt`, b); i >= 0 {
			return rune("\"\\/\b\f\n\r\t"[i]), nil
		}
		return 0, p.wrong("an unknown escape")
	}
	r, ok := p.hex()
	if ok && utf16.IsSurrogate(r) {
		var low rune
		low, ok = p.hex()
		r = utf16.DecodeRune(r, low)
		ok = ok && r != utf8.RuneError
	}
	if !ok {
		return 0, p.wrong("an escape that is no character")
	}
	return r, nil
}

// hex takes \uXXXX.
func (p *parser) hex() (rune, bool) {
	if p.at+6 > len(p.in) || p.in[p.at] != '\\' || p.in[p.at+1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(p.in[p.at+2:p.at+6]), 16, 16)
	p.at += 6
	return rune(n), err == nil
}
