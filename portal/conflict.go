package portal

import (
	"fmt"
	"slices"
	"strings"
)

// LeadMatch is what one key says of two leads, in a sentence.
type LeadMatch struct {
	Key  string // "email", "domain" or "company"
	Same bool   // by it they are the same lead
	Text string
}

// LeadMatches hold two leads against each other by each key there is, in the order of
// the keys' strength. At least one is the same when they share a key of [Program.LeadKeys].
func (p Program) LeadMatches(a, b Lead) []LeadMatch {
	return []LeadMatch{p.matchMailbox(a, b), p.matchDomain(a, b), p.matchCompany(a, b)}
}

func (p Program) matchMailbox(a, b Lead) LeadMatch {
	match := LeadMatch{Key: "email", Text: "The email addresses are of different people."}
	one, two := Mailbox(a.Email), Mailbox(b.Email)
	switch {
	case one == "" || two == "":
		match.Text = "There are no two email addresses to compare."
	case one == two:
		match.Same, match.Text = true, "Same email: both addresses lead to the mailbox "+one+"."
	}
	return match
}

func (p Program) matchDomain(a, b Lead) LeadMatch {
	match := LeadMatch{Key: "domain"}
	one, two := p.leadDomains(a), p.leadDomains(b)
	for _, domain := range one {
		if slices.Contains(two, domain) {
			match.Same, match.Text = true, "Same domain: both belong to "+domain+"."
			return match
		}
	}
	for _, lead := range []Lead{a, b} {
		if domain := mailDomain(lead); p.Referral.Generic(domain) && len(p.leadDomains(lead)) == 0 {
			match.Text = domain + " is used by many companies, so the rule for domains does not apply."
			return match
		}
	}
	if len(one) == 0 || len(two) == 0 {
		match.Text = "There are no two domains to compare."
	} else {
		match.Text = "Different domains: " + strings.Join(one, ", ") + " and " + strings.Join(two, ", ") + "."
	}
	return match
}

func (p Program) matchCompany(a, b Lead) LeadMatch {
	match := LeadMatch{Key: "company", Text: "The company names differ."}
	name := NormalCompany(a.Company)
	if name == "" || name != NormalCompany(b.Company) {
		return match
	}
	if strings.EqualFold(a.Country, b.Country) && a.Country != "" {
		match.Same = true
		match.Text = fmt.Sprintf("Same company: spelling and legal form set aside, both names are “%s” in %s.", name, CountryName(a.Country))
		return match
	}
	match.Text = fmt.Sprintf("Both names are “%s”, but in different countries, so the rule for companies does not apply.", name)
	return match
}

// mailDomain is the registrable domain of a lead's email address, "" for none.
func mailDomain(lead Lead) string {
	_, host, _ := strings.Cut(Mailbox(lead.Email), "@")
	domain, _ := RegistrableDomain(host)
	return strings.ToLower(domain)
}

// leadDomains are the domains that say which company a lead is: those that many use left out.
func (p Program) leadDomains(lead Lead) []string {
	var domains []string
	for _, domain := range []string{strings.ToLower(lead.Domain), mailDomain(lead)} {
		if domain != "" && !p.Referral.Generic(domain) && !slices.Contains(domains, domain) {
			domains = append(domains, domain)
		}
	}
	return domains
}

// ConflictTrace is how it was decided which of two referrals holds the lead, in sentences
// for staff: what makes them one lead, who was first, and what protects the lead now.
func (p Program) ConflictTrace(holder, rival Referral) []string {
	var trace []string
	for _, match := range p.LeadMatches(holder.Lead, rival.Lead) {
		if match.Same {
			trace = append(trace, match.Text)
		}
	}
	if len(trace) == 0 {
		trace = append(trace, "By what they say today the two share no key; they did when the second one came.")
	}
	first, second := holder, rival
	if rival.SubmittedAt < holder.SubmittedAt {
		first, second = rival, holder
	}
	trace = append(trace, fmt.Sprintf("%s of %s was submitted first, on %s; %s of %s came on %s.", first.Number(), first.PartnerName, p.moment(first.SubmittedAt), second.Number(), second.PartnerName, p.moment(second.SubmittedAt)))
	if first.ID != holder.ID {
		trace = append(trace, fmt.Sprintf("A decision gave the lead to %s all the same.", holder.Number()))
	}
	switch {
	case holder.State == ReferralWon:
		trace = append(trace, fmt.Sprintf("%s was won on %s, so the customer stays with it.", holder.Number(), p.moment(holder.WonAt)))
	case holder.State.Open():
		trace = append(trace, fmt.Sprintf("%s protects the lead until %s.", holder.Number(), holder.ProtectedUntil.Long()))
	default:
		trace = append(trace, fmt.Sprintf("%s is %s by now and protects nothing any more.", holder.Number(), strings.ToLower(holder.State.Label())))
	}
	for _, change := range slices.Backward(rival.History) {
		if change.Kind == ReferralYieldedEvent {
			return append(trace, fmt.Sprintf("%s decided on %s that %s gives up the lead.", change.ByName, p.moment(change.At), rival.Number()))
		}
		if change.To != "" && change.To != string(ReferralDuplicate) {
			break
		}
	}
	return append(trace, fmt.Sprintf("So %s became a duplicate by rule, without a person deciding.", rival.Number()))
}

func (p Program) moment(at Instant) string {
	return at.Time().In(p.zone()).Format("2 January 2006 at 15:04")
}

// Uphold is a manager's word that a duplicate stays one, for the record: its partner has been told.
func (r Referral) Uphold(why string, by Actor, now Instant) (Referral, error) {
	why, err := reason("reason", why, "Say why the decision stands.")
	if err != nil {
		return r, err
	}
	if r.State != ReferralDuplicate {
		return r, Errorf(Conflict, "This referral is %s, so there is no conflict to decide.", strings.ToLower(r.State.Label()))
	}
	if r.Upheld() {
		return r, Errorf(Conflict, "It was decided already that this referral stays a duplicate.")
	}
	r.History = changed(r.History, ReferralUpheldEvent, "", "", by, now, why, nil)
	return r, nil
}

// Upheld reports a duplicate that a manager has looked at and left as it is.
func (r Referral) Upheld() bool {
	return r.State == ReferralDuplicate && len(r.History) > 0 && r.History[len(r.History)-1].Kind == ReferralUpheldEvent
}

// Yield has an open referral give its lead to another one, by a manager's decision: it
// is a duplicate from here on. The reason is for staff alone.
func (r Referral) Yield(to ReferralID, why string, by Actor, now Instant) (Referral, error) {
	why, err := reason("reason", why, "Say why the lead goes to the other partner.")
	if err != nil {
		return r, err
	}
	next, err := r.become(ReferralDuplicate, ReferralYieldedEvent, by, now, why, nil, ReferralSubmitted, ReferralReturned, ReferralAccepted, ReferralQualified)
	if err != nil {
		return r, err
	}
	next.DuplicateOf, next.ProtectedUntil = to, ""
	if next.AnsweredAt == "" {
		next.AnsweredAt = now
	}
	return next, nil
}

// Yielded is the step by which the referral gave up its lead, when that was its last.
func (r Referral) Yielded() (Change, bool) {
	if r.State != ReferralDuplicate || len(r.History) == 0 {
		return Change{}, false
	}
	last := r.History[len(r.History)-1]
	return last, last.Kind == ReferralYieldedEvent
}
