package store

import (
	"tandem/portal"
	"tandem/portal/store/docs"
)

// Logo is an uploaded logo, or picture of the library, as it is kept: re-encoded, under the hash of its bytes.
type Logo struct {
	Hash  string         `json:"-"`
	Type  string         `json:"type"`
	Bytes []byte         `json:"bytes"` // base64 in the document
	At    portal.Instant `json:"at"`
}

// Logos are facts: the same bytes are the same logo, whoever uploads them.
type Logos struct {
	table[string, Logo, Logo]
}

var logosSchema = docs.Collection{Name: "logos"}

func newLogos(engine docs.Engine) Logos {
	return Logos{facts(engine, logosSchema, func(l *Logo) *string { return &l.Hash })}
}
