package program

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"tandem/portal"
)

// purpose keeps a link for one thing from being used for another.
type purpose string

const (
	forInvitation purpose = "invitation" // of an invitation: make the account
	forReset      purpose = "reset"      // of a user: set a new password
	forEmail      purpose = "email"      // of a user: take the new address
	forCode       purpose = "code"       // of a user: the password was right, the code is still to come
	forStop       purpose = "stop"       // of a user: no more letters of a topic
	forFeed       purpose = "feed"       // of a user: the assets it may see, for a reader of feeds
	forSetUp      purpose = "set-up"     // the first admin of a new program
	forJoin       purpose = "join"       // of an invitation to apply: the form, partly filled in
	forConfirm    purpose = "confirm"    // of an application: the address is its own
	forInquiry    purpose = "inquiry"    // of an inquiry: the contact agrees
	forForm       purpose = "form"       // of a partner's public form: when it was shown
	forTouch      purpose = "touch"      // the first and the last link that a browser followed
	forStatus     purpose = "status"     // of an application: read where it stands, answer
)

const (
	resetLife = time.Hour
	emailLife = 24 * time.Hour
	codeLife  = 5 * time.Minute
)

// token makes what a mailed link carries. It is derived, so nothing secret is
// stored: purpose, subject, the fact it depends on (gone once that fact has moved
// on) and the expiry are signed, not hidden.
func (p *Program) token(why purpose, subject, fact string, expires portal.Instant) string {
	payload := strings.Join([]string{string(why), subject, fact, strconv.FormatInt(expires.Time().UnixMilli(), 36)}, "|")
	sum := linkSum(p.keys.Links, payload)
	return base64.RawURLEncoding.EncodeToString([]byte(payload)) + "." + base64.RawURLEncoding.EncodeToString(sum)
}

func linkSum(key []byte, payload string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("link\x00" + payload))
	return mac.Sum(nil)
}

// open reads a link's token: NotFound for one that this program never made for the
// purpose, Gone for one that is past its time.
func (p *Program) open(why purpose, token string) (subject, fact string, err error) {
	subject, fact, expires, err := p.read(why, token)
	if err == nil && !p.clock().Before(expires) {
		return "", "", portal.Errorf(portal.Gone, "%s", expired(why))
	}
	return subject, fact, err
}

// openLate reads a token also when it is past its time: only to send a new one.
func (p *Program) openLate(why purpose, token string) (subject, fact string, err error) {
	subject, fact, _, err = p.read(why, token)
	return subject, fact, err
}

func (p *Program) read(why purpose, token string) (subject, fact string, expires time.Time, err error) {
	unknown := portal.Errorf(portal.NotFound, "This link is not complete. Copy it from the message in one piece.")
	encoded, signature, ok := strings.Cut(token, ".")
	if !ok || len(token) > 1000 {
		return "", "", time.Time{}, unknown
	}
	payload, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return "", "", time.Time{}, unknown
	}
	sum, err := base64.RawURLEncoding.Strict().DecodeString(signature)
	if err != nil {
		return "", "", time.Time{}, unknown
	}
	good := false
	for _, key := range append([][]byte{p.keys.Links}, p.keys.LinksBefore...) {
		good = good || hmac.Equal(sum, linkSum(key, string(payload)))
	}
	parts := strings.Split(string(payload), "|")
	if !good || len(parts) != 4 || parts[0] != string(why) {
		return "", "", time.Time{}, unknown
	}
	millis, err := strconv.ParseInt(parts[3], 36, 64)
	if err != nil {
		return "", "", time.Time{}, unknown
	}
	return parts[1], parts[2], time.UnixMilli(millis), nil
}

// expired says what to do next when a link is past its time.
func expired(why purpose) string {
	switch why {
	case forInvitation:
		return "This invitation has expired. Ask the person who invited you to send it again."
	case forReset:
		return "This link has expired. Ask for a new one with \"Forgot your password?\" on the sign-in page."
	case forEmail:
		return "This link has expired. Sign in and ask for the change of address again."
	case forCode:
		return "That took too long. Sign in again."
	case forConfirm:
		return "This link has expired. Send yourself a new one."
	case forInquiry:
		return "This link has expired, and what you wrote was deleted. Fill in the form again if you still need us."
	case forStatus:
		return "This link has expired. Write to us if you still have a question about the application."
	case forStop:
		return "This link has expired. Sign in and choose on your account page which mails you get."
	case forSetUp:
		return "This link has expired. Restart the server to get a new one."
	}
	return "This link has expired."
}

// url is an absolute address of this portal: the base URL, never the name a request came under.
func (p *Program) url(path string) string { return p.base + path }
