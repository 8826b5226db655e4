package portal

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/mail"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxAttachmentBytes is how large a file on a referral may be, and MaxAttachments how many
// it may have at a time.
const (
	MaxAttachmentBytes = 4 << 20
	MaxAttachments     = 20
)

// Kinds of what happens to the files of a referral.
const (
	AttachmentAddedEvent   = "referral.file_added"
	AttachmentRemovedEvent = "referral.file_removed"
)

// AttachmentID is random. Its bytes are kept apart, under it.
type AttachmentID string

// Attachment is a file on a referral, which its partner and staff read.
type Attachment struct {
	ID     AttachmentID `json:"id"`
	Name   string       `json:"name"` // cleaned, with the ending of its type
	Type   string       `json:"type"` // the media type, by its bytes
	Size   int          `json:"size"` // bytes
	SHA256 string       `json:"sha256"`
	Side   Side         `json:"side"` // who added it
	By     UserID       `json:"by"`
	ByName string       `json:"by_name"`
	At     Instant      `json:"at"`
}

// SizeText is the size as people read it: "120 KB", "1.4 MB".
func (a Attachment) SizeText() string {
	if a.Size < 1000_000 {
		return fmt.Sprintf("%d KB", max(1, (a.Size+500)/1000))
	}
	return fmt.Sprintf("%d.%d MB", a.Size/1000_000, a.Size/100_000%10)
}

// attachmentTypes are what a file may be, by its ending.
var attachmentTypes = map[string]string{
	".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".txt": "text/plain; charset=utf-8",
	".csv": "text/csv; charset=utf-8", ".eml": "message/rfc822",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// AttachmentAccept is the list of endings for a form's file field.
const AttachmentAccept = ".pdf,.png,.jpg,.jpeg,.webp,.txt,.csv,.docx,.xlsx,.eml"

// attachmentIs reports whether bytes are what their ending says.
func attachmentIs(ending string, data []byte) bool {
	starts := func(magic string) bool { return bytes.HasPrefix(data, []byte(magic)) }
	switch ending {
	case ".pdf":
		return starts("%PDF-")
	case ".png":
		return starts("\x89PNG\r\n\x1a\n")
	case ".jpg", ".jpeg":
		return starts("\xff\xd8\xff")
	case ".webp":
		return starts("RIFF") && len(data) > 12 && string(data[8:12]) == "WEBP"
	case ".txt", ".csv":
		return plainText(data) && utf8.Valid(data)
	case ".eml":
		m, err := mail.ReadMessage(bytes.NewReader(data))
		return err == nil && plainText(data) && m.Header.Get("From") != ""
	case ".docx":
		return office(data, "word/document.xml")
	case ".xlsx":
		return office(data, "xl/workbook.xml")
	}
	return false
}

// plainText reports bytes without control characters but those of lines.
func plainText(data []byte) bool {
	return !bytes.ContainsFunc(data, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n\f", r) || r == 0x7f })
}

// office reports a document of an office program, by the list of its parts alone: nothing is
// unpacked. One with a program in it is none.
func office(data []byte, main string) bool {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(archive.File) > 5000 {
		return false
	}
	has := map[string]bool{}
	for _, part := range archive.File {
		if strings.HasSuffix(strings.ToLower(part.Name), "vbaproject.bin") {
			return false
		}
		has[part.Name] = true
	}
	return has["[Content_Types].xml"] && has[main]
}

// cleanFileName is the last part of a name without what confuses people or systems: no
// control or invisible characters, no signs that a path or a header is made of. It keeps its ending.
func cleanFileName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		case strings.ContainsRune(`<>:"|?*/;%`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, name)
	ending := strings.ToLower(path.Ext(name))
	stem := strings.Trim(strings.Join(strings.Fields(strings.TrimSuffix(name, path.Ext(name))), " "), ". ")
	if stem == "" {
		stem = "file"
	}
	if runes := []rune(stem); len(runes) > 100 {
		stem = string(runes[:100])
	}
	return stem + ending
}

// Attach adds a file, under an id. Its type is proven by its bytes. Invalid at file;
// Conflict when there are as many as there may be, or the partner has no say any more.
func (r Referral) Attach(id AttachmentID, name string, data []byte, by Actor, now Instant) (Referral, error) {
	if !by.Staff() && !r.State.HoldsLead() {
		return r, Errorf(Conflict, "This referral is %s, so it takes no more files.", strings.ToLower(r.State.Label()))
	}
	if len(r.Attachments) >= MaxAttachments {
		return r, Errorf(Conflict, "A referral has %d files at most. Remove one first.", MaxAttachments)
	}
	name = cleanFileName(name)
	ending := path.Ext(name)
	sum := sha256.Sum256(data)
	a := Attachment{
		ID: id, Name: name, Type: attachmentTypes[ending], Size: len(data), SHA256: hex.EncodeToString(sum[:]), Side: PartnerSide, By: by.User, ByName: by.Name, At: now,
	}
	if by.Staff() {
		a.Side = StaffSide
	}
	problem := ""
	switch {
	case len(data) == 0:
		problem = "Choose a file."
	case len(data) > MaxAttachmentBytes:
		problem = fmt.Sprintf("A file may have %d MB at most.", MaxAttachmentBytes>>20)
	case a.Type == "":
		problem = "Choose a PDF, a picture (PNG, JPEG, WebP), text, CSV, a Word or Excel document, or a mail (.eml)."
	case !attachmentIs(ending, data):
		problem = "This is no " + strings.ToUpper(ending[1:]) + " file, whatever its name says, or it has a program in it."
	case slices.ContainsFunc(r.Attachments, func(there Attachment) bool { return there.SHA256 == a.SHA256 }):
		problem = "This file is here already."
	}
	if problem != "" {
		return r, Problems{"file": problem}.Err()
	}
	r.Attachments = append(slices.Clone(r.Attachments), a)
	r.History = changed(r.History, AttachmentAddedEvent, "", "", by, now, "", map[string]string{
		"file": a.Name, "size": a.SizeText(), "attachment": string(a.ID), "side": string(a.Side), "sha256": a.SHA256,
	})
	return r, nil
}

// Attachment is a file of the referral; NotFound without it.
func (r Referral) Attachment(id AttachmentID) (Attachment, error) {
	i := slices.IndexFunc(r.Attachments, func(a Attachment) bool { return a.ID == id })
	if i < 0 {
		return Attachment{}, Errorf(NotFound, "There is nothing here.")
	}
	return r.Attachments[i], nil
}

// MayDetach reports whether somebody may remove a file: staff any, a partner its own.
func (a Attachment) MayDetach(by Actor) bool { return by.Staff() || a.Side == PartnerSide }

// Detach removes a file; that it was there stays in the history.
func (r Referral) Detach(id AttachmentID, by Actor, now Instant) (Referral, error) {
	a, err := r.Attachment(id)
	if err != nil {
		return r, err
	}
	if !a.MayDetach(by) {
		return r, Errorf(Conflict, "We added this file, so only we can remove it.")
	}
	r.Attachments = slices.DeleteFunc(slices.Clone(r.Attachments), func(there Attachment) bool { return there.ID == id })
	r.History = changed(r.History, AttachmentRemovedEvent, "", "", by, now, "", map[string]string{"file": a.Name, "attachment": string(id), "sha256": a.SHA256})
	return r, nil
}

// Detached are the files that were removed, whose bytes have no use any more.
func (r Referral) Detached() []AttachmentID {
	var gone []AttachmentID
	for _, c := range r.History {
		if c.Kind == AttachmentRemovedEvent {
			gone = append(gone, AttachmentID(c.Data["attachment"]))
		}
	}
	return gone
}

// attachmentSentence tells of a file that came or went, "" for anything else.
func attachmentSentence(c Change) string {
	switch c.Kind {
	case AttachmentAddedEvent:
		return "Added the file " + c.Data["file"] + " (" + c.Data["size"] + ")."
	case AttachmentRemovedEvent:
		return "Removed the file " + c.Data["file"] + "."
	}
	return ""
}
