package mail

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"tandem/portal"
	"tandem/portal/program"
)

var from = From{Address: "portal@partners.example.com", Program: portal.Program{Name: "Northwind Partners", Colour: "#4f46e5", Support: "help@partners.example.com"}, Base: "https://partners.example.com"}

func letter() program.Letter {
	return program.Letter{
		ID: "msg:reset:1:reset:u1", To: "ana@x.com", Name: "Ana Lima", Subject: "Choose a new password – now",
		Lines: []string{"Somebody asked for it.", "The link works <once>."}, Action: "Choose", Link: "https://partners.example.com/reset/abc.def",
		Why: "If it was not you, do nothing.",
	}
}

func TestALetterIsSpooledOnce(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "mail")
	s, err := NewSpool(folder, from)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := s.Send(t.Context(), letter()); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	raw, err := os.ReadFile(filepath.Join(folder, entries[0].Name()))
	if err != nil {
		t.Fatal(err)
	}
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"From": `"Northwind Partners" <portal@partners.example.com>`, "To": `"Ana Lima" <ana@x.com>`,
		"Message-ID": "<" + messageID(letter().ID) + "@partners.example.com>", "Auto-Submitted": "auto-generated",
	} {
		if got := message.Header.Get(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	list, err := s.Newest(10)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d letters, %v", len(list), err)
	}
	got := list[0]
	if got.To != "ana@x.com" || got.Subject != letter().Subject || !strings.Contains(got.Text, "The link works <once>.") || !strings.Contains(got.Text, letter().Link) {
		t.Errorf("got %+v", got)
	}
	if !bytes.Contains(raw, []byte("&lt;once&gt;")) {
		t.Error("the HTML part shows a letter's words as markup")
	}
}

func TestALetterThatCanBeStoppedSaysHow(t *testing.T) {
	folder := t.TempDir()
	s, err := NewSpool(folder, from)
	if err != nil {
		t.Fatal(err)
	}
	l := letter()
	l.About, l.Stop = "What becomes of your referrals", "https://partners.example.com/account/letters/stop/abc.def"
	if err := s.Send(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(folder, messageID(l.ID)+".eml"))
	if err != nil {
		t.Fatal(err)
	}
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil || strings.Join(strings.Fields(message.Header.Get("List-Unsubscribe")), "") != "<"+l.Stop+">" {
		t.Errorf("the header is %q, %v", message.Header.Get("List-Unsubscribe"), err)
	}
	list, err := s.Newest(1)
	if err != nil || !strings.Contains(list[0].Text, "Stop mails about \"What becomes of your referrals\":\n"+l.Stop) {
		t.Errorf("the letter is %+v, %v", list, err)
	}
	if _, html, err := from.words(l).Bodies(); err != nil || !strings.Contains(html, `<a href="`+l.Stop+`" style="color:#585d69">Stop mails about: What becomes of your referrals</a>`) {
		t.Errorf("the HTML is %s, %v", html, err)
	}
	plain, html, err := from.words(letter()).Bodies()
	if err != nil || strings.Contains(plain+html, "Stop mails") {
		t.Errorf("a letter that is always sent says how to stop it, %v", err)
	}
}

func TestNewestComeFirstAndOthersAreNotTouched(t *testing.T) {
	folder := t.TempDir()
	s, err := NewSpool(folder, from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "notes.txt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(folder, "a.eml")); err != nil {
		t.Fatal(err)
	}
	for i, id := range []string{"a", "b", "c"} {
		l := letter()
		l.ID, l.Subject = id, "Letter "+id
		if err := s.Send(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 3, 2, 9, i, 0, 0, time.UTC)
		if err := os.Chtimes(filepath.Join(folder, messageID(id)+".eml"), at, at); err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.Newest(2)
	if err != nil || len(list) != 2 || list[0].Subject != "Letter c" || list[1].Subject != "Letter b" {
		t.Errorf("got %+v, %v", list, err)
	}
}

func TestHeadersCannotBeSmuggledIn(t *testing.T) {
	folder := t.TempDir()
	s, err := NewSpool(folder, from)
	if err != nil {
		t.Fatal(err)
	}
	l := letter()
	l.Name, l.Subject = "Ana\r\nBcc: evil@x.com", "Hi\r\nBcc: evil@x.com\r\n\r\nbody"
	if err := s.Send(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(folder, messageID(l.ID)+".eml"))
	if err != nil {
		t.Fatal(err)
	}
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil || message.Header.Get("Bcc") != "" {
		t.Errorf("Bcc %q, %v", message.Header.Get("Bcc"), err)
	}
	l = letter()
	l.To = "ana@x.com\r\nRCPT TO:<evil@x.com>"
	l.ID = "other"
	if err := s.Send(t.Context(), l); err == nil {
		raw, _ := os.ReadFile(filepath.Join(folder, messageID(l.ID)+".eml"))
		if bytes.Contains(raw, []byte("\r\nRCPT")) {
			t.Errorf("a second line in an address:\n%s", raw)
		}
	}
}

// mailbox is a real mail server in this process.
type mailbox struct {
	mu       sync.Mutex
	received []string
	to       []string
	users    map[string]string
	refuse   error
}

func (m *mailbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &talk{m: m}, nil }

type talk struct {
	m      *mailbox
	signed bool
}

func (s *talk) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *talk) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if s.m.users[user] != password {
			return errors.New("no")
		}
		s.signed = true
		return nil
	}), nil
}

func (s *talk) Mail(string, *smtp.MailOptions) error {
	if s.m.users != nil && !s.signed {
		return smtp.ErrAuthRequired
	}
	return s.m.refuse
}

func (s *talk) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	s.m.to = append(s.m.to, to)
	return nil
}

func (s *talk) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	s.m.received = append(s.m.received, string(text))
	return err
}

func (s *talk) Reset()        {}
func (s *talk) Logout() error { return nil }

func (m *mailbox) listen(t *testing.T) string {
	t.Helper()
	server := smtp.NewServer(m)
	server.AllowInsecureAuth = true
	server.Domain = "localhost"
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(ln) }()
	t.Cleanup(func() { _ = server.Close() })
	return ln.Addr().String()
}

func TestALetterGoesThroughAMailServer(t *testing.T) {
	box := &mailbox{users: map[string]string{"portal": "s3cret"}}
	address := box.listen(t)
	s, err := NewSMTP("smtp://portal:s3cret@"+address, from)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
	if len(box.received) != 1 || len(box.to) != 1 || box.to[0] != "ana@x.com" {
		t.Fatalf("received %d for %v", len(box.received), box.to)
	}
	message, err := mail.ReadMessage(strings.NewReader(box.received[0]))
	if err != nil || message.Header.Get("Message-ID") != "<"+messageID(letter().ID)+"@partners.example.com>" {
		t.Errorf("message id %q, %v", message.Header.Get("Message-ID"), err)
	}
	wrong, err := NewSMTP("smtp://portal:canary-1@"+address, from)
	if err != nil {
		t.Fatal(err)
	}
	if err := wrong.Send(t.Context(), letter()); err == nil || strings.Contains(err.Error(), "canary-1") {
		t.Errorf("a wrong password: %v", err)
	}
}

func TestAMailServerThatIsGoneIsAnErrorInTime(t *testing.T) {
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0") // takes calls, never speaks
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	s, err := newSMTP("smtp://"+ln.Addr().String(), from, 200*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	if err := s.Send(t.Context(), letter()); err == nil {
		t.Error("sent into silence")
	}
	if time.Since(started) > 10*time.Second {
		t.Errorf("took %v", time.Since(started))
	}
	for _, bad := range []string{"", "smtp://", "://x", "smtp://user:canary@host:port"} {
		if _, err := NewSMTP(bad, from); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestMailLeavesThisMachineEncryptedOrNotAtAll offers no STARTTLS under a name that is not loopback.
func TestMailLeavesThisMachineEncryptedOrNotAtAll(t *testing.T) {
	box := &mailbox{}
	_, port, err := net.SplitHostPort(box.listen(t))
	if err != nil {
		t.Fatal(err)
	}
	host, err := os.Hostname()
	if err != nil {
		t.Skip("this machine has no name")
	}
	s, err := NewSMTP("smtp://"+host+":"+port, from)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), letter()); err == nil || len(box.received) > 0 {
		t.Errorf("sent in the clear: %v", err)
	}
}
