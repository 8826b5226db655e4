package mongodb

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"

	"tandem/portal/store/docs"
)

// The engine's own fields beside the body's, which never start with an underscore.
const (
	versionField = "_v"
	tokenField   = "_w"       // who wrote this version: tells our write from another's when an answer was lost
	missingField = "_missing" // indexed fields that the body lacks and that hold "" for the index
)

// encode makes the stored document: the engine's fields, the body's in canonical order,
// and "" for indexed fields that the body lacks, since MongoDB sorts a missing field elsewhere.
func encode(id string, version, token int64, body docs.Value, indexed []string) bson.Raw {
	start, b := bsoncore.AppendDocumentStart(make([]byte, 0, 1024))
	b = bsoncore.AppendStringElement(b, "_id", id)
	b = bsoncore.AppendInt64Element(b, versionField, version)
	b = bsoncore.AppendInt64Element(b, tokenField, token)
	var missing []string
	for _, field := range indexed {
		if _, ok := body.Member(field); !ok {
			missing = append(missing, field)
		}
	}
	if len(missing) > 0 {
		var list int32
		list, b = bsoncore.AppendArrayElementStart(b, missingField)
		for i, field := range missing {
			b = bsoncore.AppendStringElement(b, strconv.Itoa(i), field)
		}
		b, _ = bsoncore.AppendArrayEnd(b, list) // fails only on a start that is not one
	}
	for _, m := range body.Members {
		b = appendElement(b, escape(m.Key), m.Value)
	}
	for _, field := range missing {
		b = bsoncore.AppendStringElement(b, field, "")
	}
	b, _ = bsoncore.AppendDocumentEnd(b, start)
	return bson.Raw(b)
}

func appendElement(b []byte, key string, v docs.Value) []byte {
	switch v.Kind {
	case docs.Null:
		return bsoncore.AppendNullElement(b, key)
	case docs.Bool:
		return bsoncore.AppendBooleanElement(b, key, v.Bool)
	case docs.Integer:
		return bsoncore.AppendInt64Element(b, key, v.Integer)
	case docs.Text:
		return bsoncore.AppendStringElement(b, key, v.Text)
	case docs.Array:
		start, b := bsoncore.AppendArrayElementStart(b, key)
		for n, item := range v.Items {
			b = appendElement(b, strconv.Itoa(n), item)
		}
		b, _ = bsoncore.AppendArrayEnd(b, start)
		return b
	default:
		start, b := bsoncore.AppendDocumentElementStart(b, key)
		for _, m := range v.Members {
			b = appendElement(b, escape(m.Key), m.Value)
		}
		b, _ = bsoncore.AppendDocumentEnd(b, start)
		return b
	}
}

// stored is a document as it came from the server.
type stored struct {
	docs.Document
	body  docs.Value
	token int64
}

func decode(raw bson.Raw) (stored, error) {
	var d stored
	elements, err := raw.Elements()
	if err != nil {
		return d, fmt.Errorf("not BSON: %w", err)
	}
	var missing []string
	for _, element := range elements {
		key, v := element.Key(), bsoncore.Value{Type: element.Value().Type, Data: element.Value().Value}
		switch key {
		case "_id":
			d.ID, _ = v.StringValueOK()
		case versionField:
			d.Version, _ = v.AsInt64OK()
		case tokenField:
			d.token, _ = v.AsInt64OK()
		case missingField:
			list, err := value(v)
			if err != nil {
				return d, err
			}
			for _, item := range list.Items {
				missing = append(missing, item.Text)
			}
		}
	}
	d.body.Kind = docs.Object
	for _, element := range elements {
		key := element.Key()
		if strings.HasPrefix(key, "_") || slices.Contains(missing, key) {
			continue
		}
		member, err := value(bsoncore.Value{Type: element.Value().Type, Data: element.Value().Value})
		if err != nil {
			return d, fmt.Errorf("document %q: field %q: %w", d.ID, key, err)
		}
		d.body.Members = append(d.body.Members, docs.Member{Key: unescape(key), Value: member})
	}
	sortMembers(d.body.Members)
	d.Body = d.body.AppendJSON(make([]byte, 0, len(raw)))
	return d, nil
}

// value reads BSON of the kinds that a body holds; another tool may have written others.
func value(v bsoncore.Value) (docs.Value, error) {
	switch v.Type {
	case bson.TypeNull:
		return docs.Value{}, nil
	case bson.TypeBoolean:
		return docs.Value{Kind: docs.Bool, Bool: v.Boolean()}, nil
	case bson.TypeInt64:
		return docs.Value{Kind: docs.Integer, Integer: v.Int64()}, nil
	case bson.TypeInt32:
		return docs.Value{Kind: docs.Integer, Integer: int64(v.Int32())}, nil
	case bson.TypeString:
		return docs.Value{Kind: docs.Text, Text: v.StringValue()}, nil
	case bson.TypeArray:
		out := docs.Value{Kind: docs.Array}
		items, err := v.Array().Values()
		if err != nil {
			return out, fmt.Errorf("not BSON: %w", err)
		}
		for _, item := range items {
			part, err := value(item)
			if err != nil {
				return out, err
			}
			out.Items = append(out.Items, part)
		}
		return out, nil
	case bson.TypeEmbeddedDocument:
		out := docs.Value{Kind: docs.Object}
		elements, err := v.Document().Elements()
		if err != nil {
			return out, fmt.Errorf("not BSON: %w", err)
		}
		for _, element := range elements {
			part, err := value(element.Value())
			if err != nil {
				return out, err
			}
			out.Members = append(out.Members, docs.Member{Key: unescape(element.Key()), Value: part})
		}
		sortMembers(out.Members)
		return out, nil
	}
	return docs.Value{}, fmt.Errorf("a value of BSON type %s is not ours: %w", v.Type, docs.ErrInvalid)
}

func sortMembers(members []docs.Member) {
	byKey := func(a, b docs.Member) int { return strings.Compare(a.Key, b.Key) }
	if !slices.IsSortedFunc(members, byKey) { // escaped keys, or another tool's order
		slices.SortFunc(members, byKey)
	}
}

var (
	escaper   = strings.NewReplacer("%", "%25", ".", "%2E", "\x00", "%00")
	unescaper = strings.NewReplacer("%25", "%", "%2E", ".", "%00", "\x00", "%24", "$")
)

// escape makes any key one that MongoDB takes: a dot, a zero byte, a percent sign and a
// dollar sign in front are written as in a URL, the empty key as "%".
func escape(key string) string {
	switch {
	case key == "":
		return "%"
	case key[0] == '$':
		return "%24" + escaper.Replace(key[1:])
	case strings.ContainsAny(key, "%.\x00"):
		return escaper.Replace(key)
	}
	return key
}

func unescape(key string) string {
	switch {
	case key == "%":
		return ""
	case strings.IndexByte(key, '%') >= 0:
		return unescaper.Replace(key)
	}
	return key
}
