package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"tandem/portal/program"
)

// sendTimeout bounds the talk with a mail server.
const sendTimeout = 30 * time.Second

// SMTP sends letters through a mail server.
type SMTP struct {
	client *gomail.Client
	from   From
}

// NewSMTP reads smtp://user:password@host:port (STARTTLS, required unless the server
// is on this machine) or smtps:// (TLS from the start).
func NewSMTP(address string, from From) (*SMTP, error) { return newSMTP(address, from, sendTimeout) }

func newSMTP(address string, from From, timeout time.Duration) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("the mail server's address cannot be read") // never its text: it holds a password
	}
	options := []gomail.Option{gomail.WithTimeout(timeout), gomail.WithoutNoop()}
	port := map[string]int{"smtp": 587, "smtps": 465}[u.Scheme]
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, fmt.Errorf("the mail server's port is no number")
		}
	}
	switch {
	case u.Scheme == "smtps":
		options = append(options, gomail.WithSSL())
	case local(u.Hostname()):
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	options = append(options, gomail.WithPort(port))
	if u.User != nil {
		password, _ := u.User.Password()
		options = append(options, gomail.WithUsername(u.User.Username()), gomail.WithPassword(password), gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover))
		if u.Scheme == "smtp" && local(u.Hostname()) {
			options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthPlainNoEnc))
		}
	}
	client, err := gomail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return &SMTP{client: client, from: from}, nil
}

func local(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// Send hands one letter to the mail server.
func (s *SMTP) Send(ctx context.Context, l program.Letter) error {
	m, err := compose(s.from, l, time.Now())
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	err = s.client.DialAndSendWithContext(ctx, m)
	switch {
	case m.IsDelivered(): // the server took it; how the talk ended afterwards is no reason to send it again
		return nil
	case err != nil:
		if silent, ok := errors.AsType[net.Error](err); ok && silent.Timeout() {
			return fmt.Errorf("the mail server did not answer in time")
		}
		return fmt.Errorf("mail server: %w", err)
	}
	return nil
}
