package portal

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Likeness is what a customer is known by where spelling may be wrong. Customers with
// none of it in common are not alike; those with some are compared by [Program.Alike].
type Likeness struct {
	Name  string // the company as [NormalCompany] has it, without blanks
	Head  string // the country and the first half of that
	Tail  string // the country and the other half
	Label string // the domain without its suffix
}

// Names and labels shorter than this say too little to be compared letter by letter.
const (
	shortestAlike = 5
	shortestLabel = 4
)

// LikenessOf is a customer's likeness.
func LikenessOf(lead Lead) Likeness {
	name := plainName(lead.Company)
	l := Likeness{Name: string(name), Label: label(lead.Domain)}
	if len(name) >= shortestAlike {
		half, country := len(name)/2, strings.ToUpper(lead.Country)+"|"
		l.Head, l.Tail = country+string(name[:half]), country+string(name[half:])
	}
	return l
}

// LikenessesOf are the heads and tails that a customer one letter away may have: whatever
// the letter, one half of its name is the same.
func LikenessesOf(lead Lead) (heads, tails []string) {
	name, country := plainName(lead.Company), strings.ToUpper(lead.Country)+"|"
	if lead.Country == "" {
		return nil, nil
	}
	seen := map[string]bool{}
	add := func(list *[]string, kind, half string) {
		if key := kind + half; !seen[key] {
			seen[key], *list = true, append(*list, country+half)
		}
	}
	for other := max(shortestAlike, len(name)-1); other <= len(name)+1; other++ {
		if half := other / 2; half <= len(name) {
			add(&heads, "h", string(name[:half]))
		}
		if half := other - other/2; half <= len(name) {
			add(&tails, "t", string(name[len(name)-half:]))
		}
	}
	return heads, tails
}

// Alike reports two customers that people should compare: the same name in another
// country, a name one letter away in the same, or the same domain under another suffix.
func (p Program) Alike(a, b Lead) bool {
	one, other := plainName(a.Company), plainName(b.Company)
	switch {
	case len(one) > 0 && string(one) == string(other):
		return true
	case strings.EqualFold(a.Country, b.Country) && len(one) >= shortestAlike && len(other) >= shortestAlike && oneAway(one, other):
		return true
	}
	return p.SameLabel(a, b)
}

// SameLabel reports two customers whose domains are the same but for their suffixes, and their own.
func (p Program) SameLabel(a, b Lead) bool {
	l := label(a.Domain)
	return l != "" && l == label(b.Domain) && !p.Referral.Generic(a.Domain) && !p.Referral.Generic(b.Domain)
}

func plainName(company string) []rune {
	return []rune(strings.ReplaceAll(NormalCompany(company), " ", ""))
}

// label is the part of a domain that somebody chose, "" for one too short to tell it from others.
func label(domain string) string {
	domain = strings.ToLower(domain)
	suffix, _ := publicsuffix.PublicSuffix(domain)
	label := strings.TrimSuffix(strings.TrimSuffix(domain, suffix), ".")
	if len(label) < shortestLabel {
		return ""
	}
	return label
}

// oneAway reports two words that one letter more, less, other or swapped makes the same.
func oneAway(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return string(a[i:]) == string(b[i+1:])
	}
	if i == len(a) {
		return true
	}
	swapped := i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && string(a[i+2:]) == string(b[i+2:])
	return swapped || string(a[i+1:]) == string(b[i+1:])
}
