package portal

import (
	"slices"
	"strings"
)

// Generic reports whether a registrable domain belongs to a mail service rather than to a company.
func (p ReferralPolicy) Generic(domain string) bool {
	return slices.Contains(p.GenericDomains, strings.ToLower(domain))
}
