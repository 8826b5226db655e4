package mail

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// authority signs the certificates of the mail servers here. TestMain makes it the
// one that this process trusts, as a machine trusts the authorities of its system.
var authority *signer

func TestMain(m *testing.M) { os.Exit(mainly(m)) }

func mainly(m *testing.M) int {
	folder, err := os.MkdirTemp("", "mail")
	if err == nil {
		defer func() { _ = os.RemoveAll(folder) }()
		authority, err = newAuthority()
	}
	if err == nil {
		file := filepath.Join(folder, "authority.pem")
		err = errors.Join(os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority.certificate.Raw}), 0o600), os.Setenv("SSL_CERT_FILE", file))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

type signer struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority() (*signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "An authority for tests"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &signer{certificate, key}, err
}

// certify makes a certificate for a name, until a moment.
func (s *signer) certify(t *testing.T, name string, until time.Time) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(2), DNSNames: []string{name}, NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: until}
	der, err := x509.CreateCertificate(rand.Reader, template, s.certificate, &key.PublicKey, s.key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

// serve runs a mail server and returns its port.
func (m *mailbox) serve(t *testing.T, host string, secured *tls.Config, fromTheStart bool) string {
	t.Helper()
	server := smtp.NewServer(m)
	server.Domain, server.TLSConfig = "localhost", secured
	server.ErrorLog = discard{}
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if fromTheStart {
		ln = tls.NewListener(ln, secured)
	}
	go func() { _ = server.Serve(ln) }()
	t.Cleanup(func() { _ = server.Close() })
	return port
}

type discard struct{}

func (discard) Printf(string, ...any) {}
func (discard) Println(...any)        {}

// TestALetterIsHandedToTheServerItIsMeantFor: encrypted, to a server whose
// certificate somebody we trust gave out for its name and for today; to any other
// not a word, and no password.
func TestALetterIsHandedToTheServerItIsMeantFor(t *testing.T) {
	stranger, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	name, err := os.Hostname()
	if err != nil {
		t.Skip("this machine has no name")
	}
	soon, past := time.Now().Add(time.Hour), time.Now().Add(-time.Hour)
	for _, c := range []struct {
		name     string
		scheme   string
		host     string
		secured  *tls.Config
		received int
	}{
		{"TLS from the start", "smtps", "localhost", authority.certify(t, "localhost", soon), 1},
		{"STARTTLS", "smtp", name, authority.certify(t, name, soon), 1},
		{"STARTTLS on this machine", "smtp", "localhost", authority.certify(t, "localhost", soon), 1},
		{"signed by nobody we know", "smtps", "localhost", stranger.certify(t, "localhost", soon), 0},
		{"STARTTLS, signed by nobody we know", "smtp", name, stranger.certify(t, name, soon), 0},
		{"of another name", "smtps", "localhost", authority.certify(t, "mail.example.com", soon), 0},
		{"STARTTLS, of another name", "smtp", name, authority.certify(t, "mail.example.com", soon), 0},
		{"of yesterday", "smtps", "localhost", authority.certify(t, "localhost", past), 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			box := &mailbox{users: map[string]string{"portal": "canary-2"}}
			port := box.serve(t, c.host, c.secured, c.scheme == "smtps")
			s, err := newSMTP(c.scheme+"://portal:canary-2@"+net.JoinHostPort(c.host, port), from, 5*time.Second)
			if err != nil {
				t.Fatal(err)
			}
			err = s.Send(t.Context(), letter())
			if len(box.received) != c.received || (err == nil) != (c.received == 1) {
				t.Errorf("received %d, %v", len(box.received), err)
			}
			if err != nil && strings.Contains(err.Error(), "canary-2") {
				t.Errorf("the password is in %v", err)
			}
		})
	}
}

// moody is a mail server that says no, in one of the places where servers do.
type moody struct {
	mailbox
	rcpt, data error
	slow       time.Duration
}

func (m *moody) NewSession(*smtp.Conn) (smtp.Session, error) {
	return &mood{talk: talk{m: &m.mailbox}, moody: m}, nil
}

type mood struct {
	talk
	moody *moody
}

func (s *mood) Rcpt(to string, o *smtp.RcptOptions) error {
	if s.moody.rcpt != nil {
		return s.moody.rcpt
	}
	return s.talk.Rcpt(to, o)
}

func (s *mood) Data(r io.Reader) error {
	if s.moody.slow > 0 {
		time.Sleep(s.moody.slow)
	}
	if s.moody.data != nil {
		_, _ = io.Copy(io.Discard, r)
		return s.moody.data
	}
	return s.talk.Data(r)
}

// TestARefusalIsAnErrorThatSaysWhatTheServerSaid: what is not taken is tried again, so
// it must never pass for sent.
func TestARefusalIsAnErrorThatSaysWhatTheServerSaid(t *testing.T) {
	for name, c := range map[string]struct {
		server *moody
		words  string
	}{
		"the sender":           {&moody{mailbox: mailbox{refuse: &smtp.SMTPError{Code: 550, Message: "not from you"}}}, "not from you"},
		"the address":          {&moody{rcpt: &smtp.SMTPError{Code: 550, Message: "no such mailbox"}}, "no such mailbox"},
		"the address, for now": {&moody{rcpt: &smtp.SMTPError{Code: 451, Message: "try again later"}}, "try again later"},
		"the letter":           {&moody{data: &smtp.SMTPError{Code: 554, Message: "looks like spam"}}, "looks like spam"},
		"in time":              {&moody{slow: 3 * time.Second}, "in time"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := smtp.NewServer(c.server)
			server.Domain, server.ErrorLog = "localhost", discard{}
			ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			go func() { _ = server.Serve(ln) }()
			t.Cleanup(func() { _ = server.Close() })
			s, err := newSMTP("smtp://"+ln.Addr().String(), from, time.Second)
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			err = s.Send(t.Context(), letter())
			if err == nil || !strings.Contains(err.Error(), c.words) {
				t.Errorf("got %v, want words like %q", err, c.words)
			}
			if took := time.Since(began); took > 2500*time.Millisecond {
				t.Errorf("it took %s", took)
			}
		})
	}
}

// TestALetterThatWasTakenIsSent: some servers hang up as soon as they have a letter.
// Sending it again would give the person a second one.
func TestALetterThatWasTakenIsSent(t *testing.T) {
	for name, after := range map[string]string{"hangs up": "", "has had enough": "421 going away\r\n", "does not reset": "502 no\r\n"} {
		t.Run(name, func(t *testing.T) {
			ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer ln.Close()
			var letters sync.WaitGroup
			letters.Go(func() {
				conn, err := ln.Accept()
				if err != nil {
					return
				}
				defer conn.Close()
				say := func(text string) { _, _ = io.WriteString(conn, text) }
				say("220 localhost\r\n")
				lines := bufio.NewScanner(conn)
				for inLetter := false; lines.Scan(); {
					switch word, _, _ := strings.Cut(lines.Text(), " "); {
					case inLetter && word == ".":
						say("250 taken\r\n" + after)
						return
					case inLetter:
					case word == "DATA":
						inLetter = true
						say("354 go on\r\n")
					default:
						say("250 localhost\r\n")
					}
				}
			})
			s, err := newSMTP("smtp://"+ln.Addr().String(), from, time.Second)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Send(t.Context(), letter()); err != nil {
				t.Errorf("taken, and then: %v", err)
			}
			letters.Wait()
		})
	}
}

// TestManyLettersAtOnceArriveEach: the program sends one after the other; nothing
// breaks when it does not.
func TestManyLettersAtOnceArriveEach(t *testing.T) {
	box := &mailbox{}
	s, err := NewSMTP("smtp://"+box.listen(t), from)
	if err != nil {
		t.Fatal(err)
	}
	const many = 12
	var wait sync.WaitGroup
	for n := range many {
		wait.Go(func() {
			l := letter()
			l.ID, l.To, l.Subject = fmt.Sprint("letter ", n), fmt.Sprintf("person%d@x.com", n), fmt.Sprint("Letter ", n)
			if err := s.Send(context.WithoutCancel(t.Context()), l); err != nil {
				t.Errorf("letter %d: %v", n, err)
			}
		})
	}
	wait.Wait()
	box.mu.Lock()
	defer box.mu.Unlock()
	if len(box.received) != many {
		t.Errorf("%d of %d arrived", len(box.received), many)
	}
	for n := range many {
		found := 0
		for _, text := range box.received {
			if strings.Contains(text, fmt.Sprintf("<person%d@x.com>", n)) && strings.Contains(text, fmt.Sprintf("Subject: Letter %d\r\n", n)) {
				found++
			}
		}
		if found != 1 {
			t.Errorf("letter %d arrived %d times", n, found)
		}
	}
}

func TestAnEndedProcessDoesNotWaitForTheMailServer(t *testing.T) {
	server := &moody{slow: 5 * time.Second}
	talking := smtp.NewServer(server)
	talking.Domain, talking.ErrorLog = "localhost", discard{}
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = talking.Serve(ln) }()
	t.Cleanup(func() { _ = talking.Close() })
	s, err := NewSMTP("smtp://"+ln.Addr().String(), from)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	began := time.Now()
	if err := s.Send(ctx, letter()); err == nil || time.Since(began) > time.Second {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
}
