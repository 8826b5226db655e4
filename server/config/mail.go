package config

import (
	"net/mail"
	"net/url"
)

func (l *loader) checkSMTP(text string) {
	if text == "" {
		return
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" {
		// The text is a secret: the parser's own words could repeat it.
		l.problem(SMTPURL, "must be smtp://user:password@host:port or smtps://...")
	}
}

func (l *loader) mailFrom(base string) string {
	value := l.value(MailFrom, "")
	if value == "" {
		host := "localhost"
		if u, err := url.Parse(base); err == nil && u.Hostname() != "" {
			host = u.Hostname()
		}
		return "portal@" + host
	}
	if _, err := mail.ParseAddress(value); err != nil {
		l.problem(MailFrom, "must be an address, or Name <address>")
	}
	return value
}
