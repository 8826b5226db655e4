// Package mail lays letters out and hands them over: to a mail server, or as files
// in a folder. It decides neither who gets a letter nor what it says.
package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"tandem/portal/program"
)

// From is who letters come from.
type From struct {
	Address string // "Name <address>" or an address alone
	Program string // the program's name, shown when the address has none
	Base    string // the base URL, whose host is part of message ids
}

// messageID is the same for each attempt at a letter, so that a mailbox that gets
// it twice, after a crash between sending and noting, can show it once.
func messageID(letter string) string {
	sum := sha256.Sum256([]byte(letter))
	return hex.EncodeToString(sum[:16])
}

// compose lays a letter out as a message.
func compose(from From, l program.Letter, now time.Time) (*gomail.Msg, error) {
	sender, err := mail.ParseAddress(from.Address)
	if err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	if sender.Name == "" {
		sender.Name = from.Program
	}
	host := sender.Address[strings.LastIndex(sender.Address, "@")+1:]
	if u, err := url.Parse(from.Base); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(sender)
	m.ToMailAddress(&mail.Address{Name: oneLine(l.Name), Address: l.To})
	m.Subject(oneLine(l.Subject))
	m.SetDateWithValue(now)
	m.SetMessageIDWithValue(messageID(l.ID) + "@" + host)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, text(l))
	page, err := html(from.Program, l)
	if err != nil {
		return nil, err
	}
	m.AddAlternativeString(gomail.TypeTextHTML, page)
	return m, nil
}

// oneLine keeps what people wrote from ending a header.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// text is the letter for a reader that shows no HTML.
func text(l program.Letter) string {
	var b strings.Builder
	if l.Name != "" {
		fmt.Fprintf(&b, "Hello %s,\n\n", oneLine(l.Name))
	}
	for _, line := range l.Lines {
		fmt.Fprintf(&b, "%s\n\n", line)
	}
	if l.Link != "" {
		fmt.Fprintf(&b, "%s:\n%s\n\n", l.Action, l.Link)
	}
	if l.Why != "" {
		fmt.Fprintf(&b, "-- \n%s\n", l.Why)
	}
	return b.String()
}
