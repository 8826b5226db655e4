package portal

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Application is what a company says about itself when it joins, and may
// correct later as its profile.
type Application struct {
	Company   string   `json:"company"`
	Site      string   `json:"site"`
	Domain    string   `json:"domain"`   // registrable, from the site
	Country   string   `json:"country"`  // ISO 3166 alpha-2
	Vertical  string   `json:"vertical"` // code of the program's list
	Markets   []string `json:"markets"`
	Languages []string `json:"languages"`
	Audience  int64    `json:"audience"` // people reached
	Contact   string   `json:"contact"`  // a person's name
	Email     string   `json:"email"`
	Phone     string   `json:"phone,omitempty"`
	HeardFrom string   `json:"heard_from,omitempty"`
	Note      string   `json:"note,omitempty"`
}

// Longest texts, in characters: a line in a form and a box.
const (
	maxLine = 120
	maxNote = 2000
)

// maxAudience is above the people alive: more is a slip of the keyboard.
const maxAudience = 10_000_000_000

// CheckApplication returns the application as it is kept: trimmed, the site in
// full, the domain derived from it, lists in the program's order. What is wrong comes
// back as Invalid with the fields company, site, country, vertical, markets,
// languages, audience, contact, email, phone, heard_from and note.
func (p Program) CheckApplication(in Application) (Application, error) {
	problems := Problems{}
	out := Application{
		Company:   checkLine(problems, "company", in.Company, "Write the company's name."),
		Contact:   checkLine(problems, "contact", in.Contact, "Write the name of the person we talk to."),
		Phone:     checkPhone(problems, "phone", in.Phone),
		HeardFrom: checkLine(problems, "heard_from", in.HeardFrom, ""),
		Note:      checkNote(problems, "note", in.Note, ""),
		Email:     checkEmail(problems, "email", in.Email, "Write an email address that you read."),
		Country:   strings.ToUpper(strings.TrimSpace(in.Country)),
		Vertical:  strings.TrimSpace(in.Vertical),
		Audience:  in.Audience,
	}
	switch site, domain, ok := CompanySite(in.Site); {
	case strings.TrimSpace(in.Site) == "":
		problems.Add("site", "Write the company's website.")
	case !ok:
		problems.Add("site", "Write the website as https://example.com.")
	case p.Referral.Generic(domain):
		problems.Add("site", "%s is a mail or hosting service. Give the company's own website.", domain)
	default:
		out.Site, out.Domain = site, domain
	}
	if !ValidCountry(out.Country) {
		problems.Add("country", "Choose a country.")
	}
	if !hasCode(p.Verticals, out.Vertical) {
		problems.Add("vertical", "Choose a line of business.")
	}
	if out.Markets = keepCodes(p.Markets, in.Markets); len(out.Markets) == 0 || len(out.Markets) != distinct(in.Markets) {
		problems.Add("markets", "Choose at least one market from the list.")
	}
	if out.Languages = keepCodes(p.Languages, in.Languages); len(out.Languages) == 0 || len(out.Languages) != distinct(in.Languages) {
		problems.Add("languages", "Choose at least one language from the list.")
	}
	if in.Audience < 0 || in.Audience > maxAudience {
		problems.Add("audience", "Write how many people you reach, as a whole number.")
	}
	return out, problems.Err()
}

// CompanySite reads what people type as a website ("Example.com/", "http://www.example.com/de")
// and returns it with a scheme, and its registrable domain. False for an
// address without a public domain, with a user, a port or another scheme.
func CompanySite(text string) (site, domain string, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" || utf8.RuneCountInString(text) > 300 {
		return "", "", false
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.Port() != "" || u.Opaque != "" {
		return "", "", false
	}
	domain, ok = RegistrableDomain(u.Hostname())
	if !ok {
		return "", "", false
	}
	host, err := idna.Lookup.ToASCII(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."))
	if err != nil {
		return "", "", false
	}
	path := strings.TrimSuffix(u.EscapedPath(), "/")
	return u.Scheme + "://" + host + path, domain, true
}

// RegistrableDomain is the part of a host name that somebody registered
// ("shop.example.co.uk" is "example.co.uk"), in lower case ASCII. False for an address
// in numbers, a bare suffix, or a name under no suffix of the public list. Names
// under .example, which RFC 2606 keeps for documentation, count: the demo lives there.
func RegistrableDomain(host string) (string, bool) {
	host, err := idna.Lookup.ToASCII(strings.TrimSuffix(strings.TrimSpace(host), "."))
	if err != nil || host == "" {
		return "", false
	}
	suffix, icann := publicsuffix.PublicSuffix(host)
	if !icann && !strings.Contains(suffix, ".") && suffix != "example" { // "localhost", "intranet", the last part of 10.0.0.1
		return "", false
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return "", false
	}
	return domain, true
}

// checkLine is a trimmed line of text; missing is the problem of an empty one, "" when it may be empty.
func checkLine(problems Problems, field, text, missing string) string {
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case text == "" && missing != "":
		problems.Add(field, "%s", missing)
	case utf8.RuneCountInString(text) > maxLine:
		problems.Add(field, "Keep it under %d characters.", maxLine)
	case strings.ContainsFunc(text, unicode.IsControl) || !utf8.ValidString(text):
		problems.Add(field, "Remove the characters that cannot be shown.")
	}
	return text
}

// checkNote is a trimmed text of several lines.
func checkNote(problems Problems, field, text, missing string) string {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	switch {
	case text == "" && missing != "":
		problems.Add(field, "%s", missing)
	case utf8.RuneCountInString(text) > maxNote:
		problems.Add(field, "Keep it under 2,000 characters.")
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }):
		problems.Add(field, "Remove the characters that cannot be shown.")
	}
	return text
}

// checkEmail is an address with its domain in lower case; missing is the problem of an empty one.
func checkEmail(problems Problems, field, text, missing string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		if missing != "" {
			problems.Add(field, "%s", missing)
		}
		return ""
	}
	address, ok := ParseEmail(text)
	if !ok {
		problems.Add(field, "Write the address as name@example.com.")
	}
	return address
}

// ParseEmail reads a bare address with a public domain; the domain comes back
// in lower case ASCII, the name before it as it was written.
func ParseEmail(text string) (string, bool) {
	text = strings.TrimSpace(text)
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || parsed.Name != "" || len(text) > 254 {
		return text, false
	}
	at := strings.LastIndexByte(text, '@')
	name, host := text[:at], text[at+1:]
	if len(name) > 64 || strings.ContainsAny(name, "\" ") {
		return text, false
	}
	if _, ok := RegistrableDomain(host); !ok {
		return text, false
	}
	host, err = idna.Lookup.ToASCII(host)
	if err != nil {
		return text, false
	}
	return name + "@" + host, true
}

// checkPhone is a number as people write it; "" is fine.
func checkPhone(problems Problems, field, text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return ""
	}
	digits := 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, strings.ContainsRune(" ()-./", r):
		default:
			digits = -100
		}
	}
	if digits < 5 || digits > 15 {
		problems.Add(field, "Write the number with digits, as +351 210 000 000.")
	}
	return text
}

func hasCode(list []Choice, code string) bool {
	return slices.ContainsFunc(list, func(c Choice) bool { return c.Code == code })
}

// keepCodes returns the codes that are in the list, in the list's order.
func keepCodes(list []Choice, codes []string) []string {
	var kept []string
	for _, choice := range list {
		if slices.Contains(codes, choice.Code) {
			kept = append(kept, choice.Code)
		}
	}
	return kept
}

// distinct is the count of different codes, blanks aside.
func distinct(codes []string) int {
	seen := map[string]bool{}
	for _, code := range codes {
		if strings.TrimSpace(code) != "" {
			seen[code] = true
		}
	}
	return len(seen)
}
