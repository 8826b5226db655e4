// Package config reads the settings of one server process. They come from the
// environment alone; a secret may also come from a file named by the same
// variable with _FILE at its end. Nothing here opens a store or a socket.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
)

// Config is everything a server is told from outside. The zero value is not
// usable; [Load] makes a complete one.
type Config struct {
	Listen   string // host:port of the portal
	Data     string // folder of the embedded store, uploads, spooled mail and generated keys
	Content  string // folder of the company's own content, laid over what comes with the server; may be empty
	Fonts    string // folder of TrueType fonts for scripts that the server's own lack; may be empty
	BaseURL  string // scheme and host that links, redirects and mails use; no path, no slash at the end
	Demo     bool   // serve the demo program
	Loopback bool   // Listen accepts connections from this machine only

	MongoURI Secret // empty selects the embedded store
	SMTPURL  Secret // empty spools messages as files in Data
	MailFrom string // "Name <address>"

	Keys           []Key // the first signs, all verify; empty asks the server to keep its own in Data
	MetricsListen  string
	TrustedProxies []netip.Prefix
	ClientHeader   string // the header in which the platform in front names the client's address
}

// Embedded reports whether the store is the one inside the process.
func (c Config) Embedded() bool { return c.MongoURI == "" }

// Secure reports whether people reach the portal over https.
func (c Config) Secure() bool { return strings.HasPrefix(c.BaseURL, "https://") }

// Names of the variables, in the order they are documented.
const (
	MongoURI       = "MONGODB_URI"
	Listen         = "TANDEM_LISTEN"
	Data           = "TANDEM_DATA"
	Content        = "TANDEM_CONTENT"
	Fonts          = "FONTS_DIR"
	BaseURL        = "TANDEM_BASE_URL"
	Demo           = "TANDEM_DEMO"
	SMTPURL        = "TANDEM_SMTP_URL"
	MailFrom       = "TANDEM_MAIL_FROM"
	Keys           = "TANDEM_KEYS"
	MetricsListen  = "TANDEM_METRICS_LISTEN"
	TrustedProxies = "TANDEM_TRUSTED_PROXIES"
	ClientHeader   = "TANDEM_CLIENT_HEADER"
)

// Variable is one line of the documentation of settings.
type Variable struct {
	Name, Default, Meaning string
	Secret                 bool // may also be given as <Name>_FILE
}

// Variables lists every setting there is; README's table is made from it.
var Variables = []Variable{
	{MongoURI, "", "MongoDB to keep everything in; without it an embedded store in TANDEM_DATA", true},
	{Listen, "127.0.0.1:8080", "host:port to serve on", false},
	{Data, "./data", "folder for the embedded store, uploads, spooled mail and generated keys", false},
	{Content, "", "folder with program/ and library/ files that replace the ones that come with the server", false},
	{Fonts, "", "folder of TrueType fonts (.ttf) for PDF files in scripts beyond Latin, Greek, Cyrillic and Arabic, such as Noto Sans SC", false},
	{BaseURL, "http://localhost:<port>", "address that people use; links, redirects and mails carry it, and no other is answered. Required when TANDEM_LISTEN is open to other machines", false},
	{Demo, "on when nothing else is set", "on or off: serve the demo program", false},
	{SMTPURL, "", "smtp://user:password@host:port or smtps://...; without it mail is spooled as files in TANDEM_DATA", true},
	{MailFrom, "portal@<host of the base URL>", "sender of mails, an address or Name <address>", false},
	{Keys, "generated into TANDEM_DATA", "name:secret pairs, comma separated, each secret 32 random bytes in base64; the first signs. Required with MongoDB", true},
	{MetricsListen, "", "host:port for /metrics; empty serves none", false},
	{TrustedProxies, "", "addresses or networks, comma separated, whose forwarding headers are believed", false},
	{ClientHeader, "X-Forwarded-For", "header in which a trusted proxy names the client", false},
}

// Load reads the environment through getenv. The error lists every problem, one
// per line, each starting with the name of its variable.
func Load(getenv func(string) string) (Config, error) {
	l := loader{getenv: getenv}
	var c Config
	c.MongoURI = Secret(l.secret(MongoURI))
	c.SMTPURL = Secret(l.secret(SMTPURL))
	keys := l.secret(Keys)

	c.Listen = l.value(Listen, "127.0.0.1:8080")
	host, port := l.hostPort(Listen, c.Listen)
	c.Loopback = loopback(host)
	c.Data = l.value(Data, "./data")
	c.Content = l.value(Content, "")
	c.Fonts = l.value(Fonts, "")
	c.Demo = l.onOff(Demo, c.Loopback && l.nothingElse())
	c.BaseURL = l.baseURL(host, port, c.Demo)
	c.MailFrom = l.mailFrom(c.BaseURL)
	c.MetricsListen = l.value(MetricsListen, "")
	if c.MetricsListen != "" {
		l.hostPort(MetricsListen, c.MetricsListen)
		if c.MetricsListen == c.Listen {
			l.problem(MetricsListen, "must differ from %s: metrics are not public", Listen)
		}
	}
	c.TrustedProxies = l.prefixes(TrustedProxies)
	c.ClientHeader = l.value(ClientHeader, "X-Forwarded-For")
	l.checkMongo(string(c.MongoURI))
	l.checkSMTP(string(c.SMTPURL))
	c.Keys = l.keys(keys)
	if keys == "" && !c.Embedded() {
		l.problem(Keys, "is required with %s, so that every copy of the server shares the same keys", MongoURI)
	}
	if c.Demo && !c.Embedded() {
		l.problem(Demo, "the demo program runs on the embedded store only; unset %s", MongoURI)
	}
	return c, errors.Join(l.problems...)
}

// String shows the settings with secrets left out, fit for a log or a screen.
func (c Config) String() string {
	store := "embedded in " + c.Data
	if !c.Embedded() {
		store = "MongoDB " + c.MongoURI.String()
	}
	mail := "spooled in " + c.Data
	if c.SMTPURL != "" {
		mail = "SMTP " + c.SMTPURL.String()
	}
	keys := "kept in " + c.Data
	if len(c.Keys) > 0 {
		var names []string
		for _, k := range c.Keys {
			names = append(names, k.ID)
		}
		keys = strings.Join(names, ", ")
	}
	return fmt.Sprintf("listen: %s\nbase url: %s\nstore: %s\nmail: %s from %s\nkeys: %s\nmetrics: %s\ntrusted proxies: %s\ndemo: %t",
		c.Listen, c.BaseURL, store, mail, c.MailFrom, keys, cmpEmpty(c.MetricsListen, "none"), cmpEmpty(joinPrefixes(c.TrustedProxies), "none"), c.Demo)
}

type loader struct {
	getenv   func(string) string
	problems []error
}

func (l *loader) problem(name, format string, args ...any) {
	l.problems = append(l.problems, fmt.Errorf("%s %s", name, fmt.Sprintf(format, args...)))
}

func (l *loader) value(name, standard string) string {
	return cmpEmpty(strings.TrimSpace(l.getenv(name)), standard)
}

// secret reads a variable or the file its _FILE sibling names, not both.
func (l *loader) secret(name string) string {
	value, file := strings.TrimSpace(l.getenv(name)), strings.TrimSpace(l.getenv(name+"_FILE"))
	switch {
	case file == "":
		return value
	case value != "":
		l.problem(name, "and %s_FILE are both set; keep one", name)
		return value
	}
	text, err := os.ReadFile(file)
	if err != nil {
		l.problem(name+"_FILE", "cannot be read: %v", err)
		return ""
	}
	if strings.TrimSpace(string(text)) == "" {
		l.problem(name+"_FILE", "names an empty file: %s", file)
	}
	return strings.TrimSpace(string(text))
}

func (l *loader) onOff(name string, standard bool) bool {
	switch strings.ToLower(l.value(name, "")) {
	case "":
		return standard
	case "on", "true", "1", "yes":
		return true
	case "off", "false", "0", "no":
		return false
	}
	l.problem(name, "must be on or off")
	return standard
}

// nothingElse reports that no setting of a real program is there; where to
// listen is not one.
func (l *loader) nothingElse() bool {
	return !slices.ContainsFunc(Variables, func(v Variable) bool {
		return v.Name != Listen && v.Name != MetricsListen && v.Name != Demo &&
			(l.getenv(v.Name) != "" || l.getenv(v.Name+"_FILE") != "")
	})
}

func (l *loader) hostPort(name, value string) (host, port string) {
	host, port, err := net.SplitHostPort(value)
	if err != nil {
		l.problem(name, "must be host:port, such as 127.0.0.1:8080")
		return "", ""
	}
	if _, err := net.LookupPort("tcp", port); err != nil {
		l.problem(name, "has a port that is none: %q", port)
	}
	return host, port
}

// baseURL is the address that people use. Only a server that nobody else reaches may
// leave it out: another address than it is not answered.
func (l *loader) baseURL(host, port string, demo bool) string {
	value := l.value(BaseURL, "")
	if value == "" {
		if port != "" && !loopback(host) {
			l.problem(BaseURL, "is required when %s is open to other machines: the address that people use, such as https://partners.example.com", Listen)
		}
		return "http://localhost:" + port
	}
	u, err := url.Parse(value)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		l.problem(BaseURL, "must be an address such as https://partners.example.com")
	case u.User != nil || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		l.problem(BaseURL, "must hold scheme and host only, no path, no account")
	case u.Scheme == "http" && !loopback(u.Hostname()) && !demo:
		l.problem(BaseURL, "must be https: sign-in cookies never travel in the clear")
	default:
		return strings.ToLower(u.Scheme + "://" + u.Host)
	}
	return ""
}

func (l *loader) prefixes(name string) []netip.Prefix {
	var list []netip.Prefix
	for part := range strings.FieldsFuncSeq(l.getenv(name), func(r rune) bool { return r == ',' || r == ' ' }) {
		if addr, err := netip.ParseAddr(part); err == nil {
			list = append(list, netip.PrefixFrom(addr, addr.BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(part)
		if err != nil {
			l.problem(name, "%q is neither an address nor a network", part)
			continue
		}
		list = append(list, prefix.Masked())
	}
	return list
}

func (l *loader) checkMongo(uri string) {
	if uri != "" && !strings.HasPrefix(uri, "mongodb://") && !strings.HasPrefix(uri, "mongodb+srv://") {
		l.problem(MongoURI, "must start with mongodb:// or mongodb+srv://")
	}
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

func joinPrefixes(list []netip.Prefix) string {
	var out []string
	for _, p := range list {
		out = append(out, p.String())
	}
	return strings.Join(out, ", ")
}

func cmpEmpty(value, standard string) string {
	if value == "" {
		return standard
	}
	return value
}
