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

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// From is who letters come from.
type From struct {
	Address string // "Name <address>" or an address alone
	Program portal.Program
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
		sender.Name = from.Program.Name
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
	if l.Stop != "" {
		m.SetGenHeader("List-Unsubscribe", "<"+l.Stop+">")
	}
	text, html, err := from.words(l).Bodies()
	if err != nil {
		return nil, err
	}
	m.SetBodyString(gomail.TypeTextPlain, text)
	m.AddAlternativeString(gomail.TypeTextHTML, html)
	return m, nil
}

// oneLine keeps what people wrote from ending a header.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// words is the letter as the templates lay it out.
func (f From) words(l program.Letter) templates.Mail {
	colour, err := portal.ParseColour(f.Program.Colour)
	if err != nil {
		colour = portal.Colour{} // black; the start of the server has said so already
	}
	return templates.Mail{
		Brand:  templates.Brand{Name: f.Program.Name, Company: f.Program.Company, Support: f.Program.Support},
		Colour: colour, To: oneLine(l.Name), Subject: oneLine(l.Subject), Lines: l.Lines, Action: l.Action, Link: l.Link, Why: l.Why, About: l.About, Stop: l.Stop, Site: f.Base,
	}
}
