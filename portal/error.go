package portal

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind says what a caller can do about an [Error]; the web edge maps each to one status.
type Kind string

const (
	Invalid     Kind = "invalid"     // the input is wrong; Fields says where (422)
	SignedOut   Kind = "signed_out"  // nobody is signed in (401)
	Forbidden   Kind = "forbidden"   // somebody is, without the right (403)
	NotFound    Kind = "not_found"   // there is no such thing for this person (404)
	Conflict    Kind = "conflict"    // it changed meanwhile (409)
	Gone        Kind = "gone"        // it was here and has ended, an expired link (410)
	Limited     Kind = "limited"     // too often (429)
	Unavailable Kind = "unavailable" // the store or a bounded resource is out (503)
)

// Error is the one error type that people get to see. Message is a sentence for
// them; Fields ties problems to form fields by their input names; the cause is for the log only.
type Error struct {
	Kind    Kind
	Message string
	Fields  map[string]string
	cause   error
}

// Errorf makes an Error of a kind with a sentence for the person. A %w verb keeps the cause.
func Errorf(kind Kind, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Kind: kind, Message: err.Error(), cause: errors.Unwrap(err)}
}

// Because returns a copy of e that carries a cause for the log.
func (e *Error) Because(cause error) *Error {
	next := *e
	next.cause = cause
	return &next
}

func (e *Error) Error() string {
	if len(e.Fields) == 0 {
		return e.Message
	}
	parts := make([]string, 0, len(e.Fields))
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		parts = append(parts, name+": "+e.Fields[name])
	}
	return e.Message + " (" + strings.Join(parts, "; ") + ")"
}

func (e *Error) Unwrap() error { return e.cause }

// KindOf returns the kind of the first Error in err's chain, or "" for any other error.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return ""
}

// Problems collects what is wrong with an input, field by field, so that a
// person hears everything at once.
type Problems map[string]string

// Add notes a problem with a field; the first one for a field stays.
func (p Problems) Add(field, format string, args ...any) {
	if _, ok := p[field]; !ok {
		p[field] = fmt.Sprintf(format, args...)
	}
}

// Join adds the fields of an Invalid error to the problems; any other error is left to the caller.
func (p Problems) Join(err error) {
	if e, ok := errors.AsType[*Error](err); ok && e.Kind == Invalid {
		for field, problem := range e.Fields {
			p.Add(field, "%s", problem)
		}
	}
}

// With is an error together with the problems, which stand before its own at a field;
// without problems it is the error alone.
func (p Problems) With(err error) error {
	if len(p) == 0 {
		return err
	}
	all := maps.Clone(p)
	all.Join(err)
	return all.Err()
}

// Err is nil without problems, and one Invalid error with all of them otherwise.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	message := "One field needs your attention."
	if len(p) > 1 {
		message = fmt.Sprintf("%d fields need your attention.", len(p))
	}
	return &Error{Kind: Invalid, Message: message, Fields: maps.Clone(p)}
}
