package templates

import "tandem/portal"

// Attachments are the files of a referral, for parts/attachments.
type Attachments struct {
	Rows   []AttachmentRow
	Base   string // where a file is sent to
	CSRF   string
	Adds   bool   // who looks may add one
	Accept string // the endings
	Hint   string
	Form   Form
}

// AttachmentRow is one file.
type AttachmentRow struct {
	Name   string
	Href   string
	Note   string // how large, who added it and when
	At     portal.Instant
	Remove string // where it is removed, "" for who may not
}
