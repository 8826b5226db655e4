package templates

import "tandem/portal"

// Mailbox shows what the demo would have mailed.
type Mailbox struct {
	Page
	Letters []MailboxLetter
}

// MailboxLetter is one spooled letter.
type MailboxLetter struct {
	To      string
	Subject string
	At      portal.Instant
	Text    string
	Link    string // the first address of ours in it, "" for none
	Stop    string // the one that turns such letters off, "" for none
}

// Name is the page's file.
func (Mailbox) Name() string { return "mailbox" }
