package portal

// MessageState is where an outgoing message stands.
type MessageState string

const (
	MessageQueued MessageState = "queued"
	MessageSent   MessageState = "sent"
	MessageFailed MessageState = "failed" // given up after MaxAttempts

	MessageWithdrawn MessageState = "withdrawn" // what it was about was taken back before it went out

	// The reasons why there is none, kept so that none is missing without a reason.
	MessageUnwanted MessageState = "unwanted" // the person has turned such letters off
	MessageNobody   MessageState = "nobody"   // there was nobody to send it to
)

// Message is one letter to one person about one event. Its id is made from the
// event, the letter's kind and the recipient, so deriving it twice makes one
// letter. The words are composed when it is sent, from the event.
type Message struct {
	ID       string       `json:"-"` // msg:<event>:<kind>:<user or address>
	Version  int64        `json:"-"`
	Kind     string       `json:"kind"`
	Event    string       `json:"event"`
	User     UserID       `json:"user,omitempty"`
	To       string       `json:"to"` // the address, as of deriving
	State    MessageState `json:"state"`
	Attempts int          `json:"attempts"`
	Next     Instant      `json:"next"` // not before
	At       Instant      `json:"at"`
	SentAt   Instant      `json:"sent_at,omitempty"`
	Problem  string       `json:"problem,omitempty"` // why the last attempt failed
}
