package portal

// LeadStanding is how a customer stands before a partner refers it.
type LeadStanding string

const (
	LeadFree  LeadStanding = "free"
	LeadKnown LeadStanding = "known" // somebody else holds the lead
	LeadOwn   LeadStanding = "own"   // the partner's own company holds it
	LeadLook  LeadStanding = "look"  // free, but like a customer that is held: people compare the two
)

// Label is the standing as people read it.
func (s LeadStanding) Label() string {
	switch s {
	case LeadFree:
		return "New"
	case LeadKnown:
		return "Known to us"
	case LeadOwn:
		return "Already yours"
	case LeadLook:
		return "Needs a look"
	}
	return string(s)
}

// Stand says how a lead stands for a partner, and because of which referral: of those that
// have one of its keys, and of those that may be like it. The referral may be another
// partner's: whoever answers a partner shows it only when it is the partner's own.
func (p Program) Stand(lead Lead, partner PartnerID, holders, like []Referral, today Date) (LeadStanding, Referral) {
	standing, because := LeadFree, Referral{}
	for _, r := range holders {
		switch {
		case !r.State.HoldsLead() || r.Lapsed(today):
		case r.Partner == partner:
			return LeadOwn, r
		default:
			standing, because = LeadKnown, r
		}
	}
	if standing != LeadFree {
		return standing, because
	}
	for _, r := range like {
		if !r.State.HoldsLead() || r.Lapsed(today) || !p.Alike(lead, r.Lead) {
			continue
		}
		if standing == LeadFree || r.Partner == partner { // what is their own is named
			standing, because = LeadLook, r
		}
	}
	return standing, because
}

// Typed is as much of a lead as says which customer is meant, from a form that is still
// being filled in. ok is false while that is nobody yet.
func (p Program) Typed(company, site, email, country string) (lead Lead, ok bool) {
	lead = Lead{Company: company, Country: country}
	if !ValidCountry(country) {
		lead.Country = ""
	}
	if len([]rune(company)) > maxLine {
		lead.Company = ""
	}
	if address, valid := ParseEmail(email); valid {
		lead.Email = address
	}
	if _, domain, valid := CompanySite(site); valid {
		lead.Domain = domain
	}
	lead.Domain = p.domain(lead)
	return lead, len(p.LeadKeys(lead)) > 0
}
