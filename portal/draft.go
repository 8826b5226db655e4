package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// DraftID is random.
type DraftID string

// DraftState is where a text of the content studio stands on its way to the partners.
type DraftState string

const (
	DraftWriting   DraftState = "draft"
	DraftInReview  DraftState = "in_review"     // another person has it before them, with a clock
	DraftChanges   DraftState = "changes_asked" // back with who writes it
	DraftApproved  DraftState = "approved"      // by another person; published at its moment
	DraftPublished DraftState = "published"
	DraftDiscarded DraftState = "discarded"
)

// DraftStates are all states in the order of their tabs.
var DraftStates = []DraftState{DraftWriting, DraftInReview, DraftChanges, DraftApproved, DraftPublished, DraftDiscarded}

// Label is the state as people read it.
func (s DraftState) Label() string {
	switch s {
	case DraftWriting:
		return "Draft"
	case DraftInReview:
		return "In review"
	case DraftChanges:
		return "Changes asked"
	case DraftApproved:
		return "Scheduled"
	case DraftPublished:
		return "Published"
	case DraftDiscarded:
		return "Discarded"
	}
	return string(s)
}

// Valid reports whether it is one of the states.
func (s DraftState) Valid() bool { return slices.Contains(DraftStates, s) }

// Editable reports a text that can be written on.
func (s DraftState) Editable() bool { return s == DraftWriting || s == DraftChanges }

// Open reports a text that is still on its way.
func (s DraftState) Open() bool { return s != DraftPublished && s != DraftDiscarded }

// Kinds of what happens to a draft.
const (
	DraftStartedEvent   = "draft.started"
	DraftSavedEvent     = "draft.saved"
	DraftSubmittedEvent = "draft.submitted"
	DraftTakenBackEvent = "draft.taken_back"
	DraftCommentedEvent = "draft.commented"
	DraftChangesEvent   = "draft.changes_asked"
	DraftApprovedEvent  = "draft.approved"
	DraftMovedEvent     = "draft.moved" // to another moment
	DraftFailedEvent    = "draft.failed"
	DraftPublishedEvent = "draft.published"
	DraftDiscardedEvent = "draft.discarded"
)

// MaxDraft is how many bytes a text of the studio may have.
const MaxDraft = 512 << 10

// Draft is a text of an asset in one locale on its way to the partners.
type Draft struct {
	ID      DraftID    `json:"-"`
	Version int64      `json:"-"`
	State   DraftState `json:"state"`
	StateAt Instant    `json:"state_at"`
	Due     Instant    `json:"due,omitempty"` // of the review; of an approved one when it is published

	Slug     AssetSlug     `json:"slug"`
	Locale   string        `json:"locale"`
	Title    string        `json:"title"`
	Kind     string        `json:"kind"`
	Retires  bool          `json:"retires,omitempty"` // it takes the asset out of the library
	Source   string        `json:"source"`            // markdown with front matter
	Base     string        `json:"base,omitempty"`    // SHA-256 of the text it was begun from, "" for a new asset
	BaseFrom int           `json:"base_version,omitempty"`
	Import   DraftImportID `json:"import,omitempty"` // that made it, "" for one that was begun by hand

	Author     UserID         `json:"author"`
	AuthorName string         `json:"author_name"`
	CreatedAt  Instant        `json:"created_at"`
	SavedBy    UserID         `json:"saved_by"`
	SavedName  string         `json:"saved_by_name"`
	SavedAt    Instant        `json:"saved_at"`
	Comments   []DraftComment `json:"comments,omitempty"`
	PublishAt  Instant        `json:"publish_at,omitempty"` // asked for; "" as soon as it is approved
	Published  int            `json:"published,omitempty"`  // the version that it became
	History    []Change       `json:"history"`
}

// DraftComment is what somebody said about a text while it was written and reviewed.
type DraftComment struct {
	N      int     `json:"n"`
	By     UserID  `json:"by"`
	ByName string  `json:"by_name"`
	At     Instant `json:"at"`
	Line   int     `json:"line,omitempty"` // of the file, 0 for all of it
	Text   string  `json:"text"`
	Done   string  `json:"done,omitempty"` // who settled it
}

// Subject is how events name the draft.
func (d Draft) Subject() string { return "draft:" + string(d.ID) }

// DraftText is a text as somebody saved it. It is a fact, kept before the draft itself is:
// of two people who save at once neither loses a word.
type DraftText struct {
	ID     string  `json:"-"` // "<draft>:<sha256>"
	Draft  DraftID `json:"draft"`
	Source string  `json:"source"`
	By     UserID  `json:"by"`
	ByName string  `json:"by_name"`
	At     Instant `json:"at"`
}

// Text is the draft's text as a fact, by who saves it.
func (d Draft) Text(source string, by Actor, now Instant) DraftText {
	return DraftText{ID: DraftTextID(d.ID, source), Draft: d.ID, Source: source, By: by.User, ByName: by.Name, At: now}
}

// DraftTextID names a text of a draft by its bytes.
func DraftTextID(id DraftID, source string) string { return string(id) + ":" + SourceHash(source) }

// SourceHash is the SHA-256 of a text, hex.
func SourceHash(source string) string {
	sum := sha256.Sum256([]byte(source))
	return hex.EncodeToString(sum[:])
}

// DraftAutosave is what somebody has typed and not saved: one for each person and draft.
type DraftAutosave struct {
	ID      string  `json:"-"` // "<draft>:<user>"
	Version int64   `json:"-"`
	Draft   DraftID `json:"draft"`
	User    UserID  `json:"user"`
	Source  string  `json:"source"`
	Over    int64   `json:"over"` // the draft's version that it was typed over
	At      Instant `json:"at"`
}

// DraftAutosaveID names what a person has typed in a draft.
func DraftAutosaveID(draft DraftID, user UserID) string { return string(draft) + ":" + string(user) }

var slugShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// NewSlug is the address that a title suggests: its letters and digits, joined by hyphens.
func NewSlug(title string) AssetSlug {
	words := strings.FieldsFunc(strings.ToLower(plainLetters(title)), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	slug := ""
	for _, word := range words {
		if next := slug + "-" + word; len(next) <= 60 {
			slug = next
		}
	}
	return AssetSlug(strings.TrimPrefix(slug, "-"))
}

// plainLetters is a text without accents; what has no plain letter becomes a space.
func plainLetters(text string) string {
	var out strings.Builder
	for _, r := range norm.NFKD.String(text) {
		plain, ok := plainRune(r)
		if !ok && (r < 0x300 || r > 0x36f) {
			plain = " "
		}
		out.WriteString(plain)
	}
	return out.String()
}

// DraftHead is what the front matter of a text says of it.
type DraftHead struct {
	Title, Kind string
	Retires     bool
}

// StartDraft begins a text. base is what it was begun from, "" for a new asset. Invalid at slug.
func StartDraft(id DraftID, slug AssetSlug, locale string, head DraftHead, source, base string, version int, by Actor, now Instant) (Draft, error) {
	problems := Problems{}
	if !slugShape.MatchString(string(slug)) || len(slug) > 80 {
		problems.Add("slug", "Write the address in small letters, digits and hyphens, such as city-weekend.")
	}
	if len(source) > MaxDraft {
		problems.Add("body", "Keep a text under 512 KB.")
	}
	if err := problems.Err(); err != nil {
		return Draft{}, err
	}
	d := Draft{
		ID: id, Slug: slug, Locale: locale, Source: source, Base: base, BaseFrom: version,
		Author: by.User, AuthorName: by.Name, CreatedAt: now, SavedBy: by.User, SavedName: by.Name, SavedAt: now,
	}
	d = d.headed(head)
	return d.become(DraftWriting, DraftStartedEvent, by, now, "", nil), nil
}

func (d Draft) headed(head DraftHead) Draft {
	d.Title, d.Kind, d.Retires = head.Title, head.Kind, head.Retires
	if d.Title == "" {
		d.Title = string(d.Slug)
	}
	return d
}

// become is the draft after a step; the step may leave its state as it is.
func (d Draft) become(state DraftState, kind string, by Actor, now Instant, why string, data map[string]string) Draft {
	all := map[string]string{"title": d.Title, "slug": string(d.Slug), "locale": d.Locale}
	for key, value := range data {
		all[key] = value
	}
	from, to := "", ""
	if state != d.State {
		from, to = string(d.State), string(state)
		d.State, d.StateAt = state, now
	}
	d.History = changed(d.History, kind, from, to, by, now, why, all)
	return d
}

// Save keeps another text. Saved again by the same person it stays one step. Conflict
// while it is with a reviewer, or on its way out.
func (d Draft) Save(source string, head DraftHead, by Actor, now Instant) (Draft, error) {
	switch {
	case d.State == DraftInReview:
		return d, Errorf(Conflict, "This text is in review. Take it back to write on it.")
	case d.State == DraftApproved:
		return d, Errorf(Conflict, "This text is approved. Take it back to write on it; then it is reviewed again.")
	case !d.State.Editable():
		return d, Errorf(Conflict, "This text is %s, so it cannot be changed. Start a new draft.", strings.ToLower(d.State.Label()))
	case len(source) > MaxDraft:
		return d, Problems{"body": "Keep a text under 512 KB."}.Err()
	case source == d.Source:
		return d, nil
	}
	again := len(d.History) > 0 && d.History[len(d.History)-1].Kind == DraftSavedEvent && d.History[len(d.History)-1].By == by.User
	d.Source = source
	d = d.headed(head)
	d.SavedBy, d.SavedName, d.SavedAt = by.User, by.Name, now
	if !again {
		d = d.become(d.State, DraftSavedEvent, by, now, "", nil)
	}
	return d, nil
}
