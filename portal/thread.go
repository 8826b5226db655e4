package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// ThreadSaidEvent is somebody's remark in a thread.
const ThreadSaidEvent = "thread.said"

// MaxRemarks is how many remarks a thread may hold.
const MaxRemarks = 500

// Side is for whom somebody speaks in a thread.
type Side string

const (
	PartnerSide Side = "partner"
	StaffSide   Side = "staff"
)

// internal is the prefix of a subject that carries notes among staff.
const internal = "internal:"

// NotesOn is the subject of the notes that staff keep for themselves about a subject. No
// partner reads it.
func NotesOn(subject string) string { return internal + subject }

// ThreadOf is what a thread's subject is about, and whether it holds notes among staff.
func ThreadOf(subject string) (about string, notes bool) { return strings.CutPrefix(subject, internal) }

// Remark is one thing that somebody wrote in a thread. It is a fact: never edited, never removed.
type Remark struct {
	ID      string    `json:"-"`
	Subject string    `json:"subject"`           // what the thread hangs on: "referral:01J...", "entry:..."
	Partner PartnerID `json:"partner,omitempty"` // who may read it besides staff, "" for notes among staff
	Side    Side      `json:"side"`
	By      UserID    `json:"by"`
	ByName  string    `json:"by_name"`
	Text    string    `json:"text"`
	At      Instant   `json:"at"`
}

// Say makes a remark. after is the remark that was the newest when the writer began, ""
// for none: the same words of the same person after the same remark are the same fact,
// so a form that is sent twice says it once. Invalid at text.
func Say(subject string, partner PartnerID, text, after string, by Actor, now Instant) (Remark, error) {
	problems := Problems{}
	text = checkNote(problems, "text", text, "Write something first.")
	if err := problems.Err(); err != nil {
		return Remark{}, err
	}
	side := PartnerSide
	if by.Staff() {
		side = StaffSide
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{subject, string(by.User), after, text}, "\x00")))
	return Remark{
		ID: "say:" + hex.EncodeToString(sum[:16]), Subject: subject, Partner: partner,
		Side: side, By: by.User, ByName: by.Name, Text: text, At: now,
	}, nil
}

// Event is the remark as timelines and letters read it.
func (r Remark) Event() Event {
	return Event{ID: r.ID, Subject: r.Subject, Partner: r.Partner, Change: Change{
		Kind: ThreadSaidEvent, By: r.By, ByName: r.ByName, At: r.At, Reason: r.Text, Data: map[string]string{"side": string(r.Side)},
	}}
}
