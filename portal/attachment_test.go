package portal

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

// officeFile is a document of parts with these names.
func officeFile(t *testing.T, names ...string) []byte {
	t.Helper()
	var body bytes.Buffer
	w := zip.NewWriter(&body)
	for _, name := range names {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return body.Bytes()
}

func TestAFileIsWhatItsBytesSay(t *testing.T) {
	_, r := referredOnTheSecond(t)
	word, sheet := officeFile(t, "[Content_Types].xml", "word/document.xml"), officeFile(t, "[Content_Types].xml", "xl/workbook.xml")
	for name, tt := range map[string]struct {
		file string
		data []byte
		want string // the name it is kept under, "" when it is refused
	}{
		"a PDF":                         {"Offer.PDF", []byte("%PDF-1.7 x"), "Offer.pdf"},
		"a picture":                     {"plan.png", []byte("\x89PNG\r\n\x1a\nx"), "plan.png"},
		"a photo":                       {"house.jpeg", []byte("\xff\xd8\xff\xe0x"), "house.jpeg"},
		"WebP":                          {"house.webp", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), "house.webp"},
		"text":                          {"note.txt", []byte("Grüße\r\n"), "note.txt"},
		"CSV":                           {"rooms.csv", []byte("a;b\n1;2\n"), "rooms.csv"},
		"a mail":                        {"re.eml", []byte("From: a@b.c\r\nSubject: x\r\n\r\nHello"), "re.eml"},
		"Word":                          {"contract.docx", word, "contract.docx"},
		"Excel":                         {"rooms.xlsx", sheet, "rooms.xlsx"},
		"a path":                        {`C:\Users\Rita\..\offer.pdf`, []byte("%PDF-1.7"), "offer.pdf"},
		"signs of a header":             {"a\"; x=\"b\r\nSet: 1.pdf", []byte("%PDF-1.7"), "a__ x=_bSet_ 1.pdf"},
		"turned around":                 {"fdp.\u202etxt.pdf", []byte("%PDF-1.7"), "fdp.txt.pdf"},
		"only an ending":                {".pdf", []byte("%PDF-1.7"), "file.pdf"},
		"a page as a picture":           {"x.png", []byte("<html><script>"), ""},
		"a page":                        {"x.html", []byte("<html>"), ""},
		"a drawing":                     {"x.svg", []byte("<svg/>"), ""},
		"a program as text":             {"x.txt", []byte("MZ\x00\x01"), ""},
		"text of no UTF-8":              {"x.txt", []byte("Gr\xfc\xdfe"), ""},
		"Word that is Excel":            {"x.docx", sheet, ""},
		"an archive":                    {"x.docx", officeFile(t, "a.txt"), ""},
		"a document with a program":     {"x.docx", officeFile(t, "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), ""},
		"a mail of nobody's":            {"x.eml", []byte("Hello"), ""},
		"nothing":                       {"x.pdf", nil, ""},
		"no ending":                     {"offer", []byte("%PDF-1.7"), ""},
		"more than there may be":        {"x.pdf", append([]byte("%PDF-"), make([]byte, MaxAttachmentBytes)...), ""},
		"as much as there may be":       {"x.pdf", append([]byte("%PDF-"), make([]byte, MaxAttachmentBytes-5)...), "x.pdf"},
		"a name that is much too long ": {strings.Repeat("ü", 300) + ".pdf", []byte("%PDF-"), strings.Repeat("ü", 100) + ".pdf"},
	} {
		next, err := r.Attach("a1", tt.file, tt.data, rita, moment("2026-03-03 10:00"))
		if tt.want == "" {
			if KindOf(err) != Invalid {
				t.Errorf("%s is taken: %v", name, err)
			}
			continue
		}
		if err != nil || next.Attachments[0].Name != tt.want || next.Attachments[0].Size != len(tt.data) || next.Attachments[0].Type == "" {
			t.Errorf("%s: %+v, %v", name, next.Attachments, err)
		}
	}
}

func TestFilesComeAndGoAndLeaveAFact(t *testing.T) {
	_, r := referredOnTheSecond(t)
	now := moment("2026-03-03 10:00")
	add := func(r Referral, id AttachmentID, by Actor) (Referral, error) {
		return r.Attach(id, "note.txt", []byte("note "+id), by, now)
	}
	ours, err := add(r, "a1", manager)
	if err != nil {
		t.Fatal(err)
	}
	both, err := add(ours, "a2", rita)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := add(both, "a2", rita); KindOf(err) != Invalid {
		t.Errorf("the same bytes again: %v", err)
	}
	if _, err := both.Detach("a1", rita, now); KindOf(err) != Conflict {
		t.Errorf("a partner removes ours: %v", err)
	}
	if _, err := both.Detach("a3", rita, now); KindOf(err) != NotFound {
		t.Errorf("one that is not there: %v", err)
	}
	gone, err := both.Detach("a2", rita, now)
	if err != nil || len(gone.Attachments) != 1 || len(gone.Detached()) != 1 || gone.Detached()[0] != "a2" {
		t.Errorf("removed: %+v, %v", gone.Attachments, err)
	}
	story := gone.Story(false)
	if n := len(story); story[n-2].Text != "Added the file note.txt (1 KB)." || story[n-1].Text != "Removed the file note.txt." {
		t.Errorf("the story: %+v", story)
	}
	if _, err := gone.Detach("a1", manager, now); err != nil {
		t.Errorf("staff remove theirs: %v", err)
	}
	full := r
	for i := range MaxAttachments {
		if full, err = add(full, AttachmentID(strings.Repeat("x", i+1)), rita); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := add(full, "one more", rita); KindOf(err) != Conflict {
		t.Errorf("more than there may be: %v", err)
	}
	closed := r
	closed.State = ReferralLost
	if _, err := add(closed, "a1", rita); KindOf(err) != Conflict {
		t.Errorf("a partner adds to a closed one: %v", err)
	}
	if _, err := add(closed, "a1", manager); err != nil {
		t.Errorf("staff add to a closed one: %v", err)
	}
}
