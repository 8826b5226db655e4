package portal

import (
	"slices"
	"strings"
	"unicode"
)

// ReferralInput is a lead as a partner submits it, by whatever way.
type ReferralInput struct {
	Lead
	Site     string // what was typed as the customer's website; "" takes the domain of the email address
	Estimate string // what was typed as the value, in Value's currency; "" keeps Value
	Source   ReferralSource
	UTM      UTM

	ExternalID string   // what the partner calls it in its own books, "" for nothing
	Import     ImportID // the file it comes in, "" for none
}

// CheckLead returns the lead as it is kept. What is wrong comes back as Invalid
// with the fields company, site, contact, email, phone, country, need, product,
// value, close_by and consent.
func (p Program) CheckLead(in ReferralInput, today Date) (Lead, error) {
	problems := Problems{}
	out := Lead{
		Company: checkLine(problems, "company", in.Company, "Write the customer's company."),
		Contact: checkLine(problems, "contact", in.Contact, "Write the name of the person to talk to."),
		Email:   checkEmail(problems, "email", in.Email, "Write the person's email address."),
		Phone:   checkPhone(problems, "phone", in.Phone),
		Country: strings.ToUpper(strings.TrimSpace(in.Country)),
		Need:    checkNote(problems, "need", in.Need, "Describe what the customer needs."),
		Product: strings.TrimSpace(in.Product),
		Value:   in.Value, CloseBy: in.CloseBy, Consent: in.Consent,
	}
	if !strings.ContainsFunc(out.Company, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		problems.Add("company", "Write the customer's company.")
	}
	if strings.TrimSpace(in.Site) != "" {
		_, domain, ok := CompanySite(in.Site)
		if !ok {
			problems.Add("site", "Write the website as example.com, or leave it empty.")
		}
		out.Domain = domain
	}
	out.Domain = p.domain(out)
	if !ValidCountry(out.Country) {
		problems.Add("country", "Choose a country.")
	}
	if !hasCode(p.Products, out.Product) {
		problems.Add("product", "Choose a product.")
	}
	if strings.TrimSpace(in.Estimate) != "" {
		value, err := ParseMoney(in.Estimate, in.Value.Currency)
		if err != nil {
			problems.Add("value", "Write the estimated value as 1,234.50, or leave it empty.")
		}
		out.Value = value
	}
	if out.Value.Minor < 0 {
		problems.Add("value", "The estimated value cannot be negative.")
	}
	if out.Value.IsZero() {
		out.Value = Money{}
	} else if _, err := ParseCurrency(string(out.Value.Currency)); err != nil {
		problems.Add("value", "Choose the currency of the estimated value.")
	}
	if out.CloseBy != "" {
		if _, err := ParseDate(string(out.CloseBy)); err != nil {
			problems.Add("close_by", "Write the date as 2026-03-31.")
		} else if out.CloseBy < today {
			problems.Add("close_by", "The expected close cannot lie in the past.")
		}
	}
	if !out.Consent {
		problems.Add("consent", "The contact has to agree before you pass on the details.")
	}
	return out, problems.Err()
}

// domain is a lead's own domain: the website's, or the one of the address where that is
// nobody's own; "" when neither is.
func (p Program) domain(lead Lead) string {
	if lead.Domain != "" && !p.Referral.Generic(lead.Domain) {
		return lead.Domain
	}
	if _, host, ok := strings.Cut(lead.Email, "@"); ok {
		if domain, ok := RegistrableDomain(host); ok && !p.Referral.Generic(domain) {
			return domain
		}
	}
	return lead.Domain
}

// Refer makes the referral that a working partner submits, protected from today
// by the terms given. Whether the lead is new is for the guards of its keys to say.
func (p Program) Refer(id ReferralID, partner Partner, in ReferralInput, terms Terms, by Actor, now Instant) (Referral, error) {
	if !partner.State.Working() {
		return Referral{}, Errorf(Conflict, "%s is %s and cannot refer customers now.", partner.named(), strings.ToLower(partner.State.Label()))
	}
	today := now.Day(p.zone())
	lead, err := p.CheckLead(in, today)
	if err != nil {
		return Referral{}, err
	}
	r := Referral{
		ID: id, State: ReferralSubmitted, StateAt: now, Partner: partner.ID, PartnerName: partner.Company, Lead: lead,
		Source: in.Source, UTM: in.UTM.short(), ExternalID: in.ExternalID, Import: in.Import, SubmittedAt: now, SubmittedOn: today, By: by.User, ByName: by.Name,
		AnswerBy: p.AddWorkdays(now, p.Referral.AnswerWorkdays),
		Terms:    terms.Version, ProtectDays: terms.ProtectDays, ExtendDays: terms.ExtendDays, MaxProtectDays: p.Referral.MaxProtectDays,
		LeadKeys: p.LeadKeys(lead),
	}
	if r.Source == "" {
		r.Source = FromForm
	}
	r.ProtectedUntil = r.capped(today.AddDays(terms.ProtectDays))
	r.History = changed(nil, ReferralSubmittedEvent, "", string(ReferralSubmitted), by, now, "", map[string]string{
		"company": lead.Company, "until": string(r.ProtectedUntil),
	})
	return r, nil
}

// short cuts what a link may carry to a length that can be kept.
func (u UTM) short() UTM {
	for _, part := range []*string{&u.Source, &u.Medium, &u.Campaign, &u.Term, &u.Content} {
		if text := []rune(strings.TrimSpace(strings.ToValidUTF8(*part, ""))); len(text) > maxLine {
			*part = string(text[:maxLine])
		} else {
			*part = string(text)
		}
	}
	return u
}

// Lapsed reports an open referral whose protection is over on a day. That of a returned one
// rests, and nobody loses a lead while an extension waits for our answer.
func (r Referral) Lapsed(today Date) bool {
	_, asked := r.AskedExtension()
	return r.State.Open() && r.State != ReferralReturned && !asked && today > r.ProtectedUntil
}

// Answered reports whether a manager, or a rule, has answered the submission.
func (r Referral) Answered() bool { return r.AnsweredAt != "" }

// Breached reports a submission that was, or still is, not answered in time.
func (r Referral) Breached(now Instant) bool {
	if r.Answered() {
		return r.AnsweredAt > r.AnswerBy
	}
	return r.State == ReferralSubmitted && now > r.AnswerBy
}

// Accept takes the lead on; the manager becomes its owner. Protection grows by one stage.
func (r Referral) Accept(by Actor, now Instant, today Date) (Referral, error) {
	if r.Lapsed(today) {
		return r, r.lapsed()
	}
	before := map[string]string{"was_owner": string(r.Owner), "was_owner_name": r.OwnerName, "was_until": string(r.ProtectedUntil)} // for [Referral.Undo]
	next, err := r.become(ReferralAccepted, ReferralAcceptedEvent, by, now, "", before, ReferralSubmitted)
	if err != nil {
		return r, err
	}
	next.AnsweredAt, next.Owner, next.OwnerName = now, by.User, by.Name
	return next.extend(), nil
}

// Assign gives an open referral to somebody of the staff.
func (r Referral) Assign(owner UserID, name string, by Actor, now Instant) (Referral, error) {
	if !r.State.Open() {
		return r, Errorf(Conflict, "This referral is %s, so nobody has to look after it.", strings.ToLower(r.State.Label()))
	}
	r.Owner, r.OwnerName = owner, name
	r.History = changed(r.History, ReferralAssignedEvent, "", "", by, now, "", map[string]string{"owner": string(owner), "owner_name": name})
	return r, nil
}

// Qualify says that the need is real. Protection grows by one stage.
func (r Referral) Qualify(note string, by Actor, now Instant, today Date) (Referral, error) {
	if r.Lapsed(today) {
		return r, r.lapsed()
	}
	next, err := r.become(ReferralQualified, ReferralQualifiedEvent, by, now, strings.TrimSpace(note), nil, ReferralAccepted)
	if err != nil {
		return r, err
	}
	return next.extend(), nil
}

// Win closes the deal with its contract. The lead stays the partner's.
func (r Referral) Win(rules Program, contract Contract, by Actor, now Instant, today Date) (Referral, error) {
	if err := rules.checkContract(contract, r.SubmittedOn, today); err != nil {
		return r, err
	}
	if r.Lapsed(today) {
		return r, r.lapsed()
	}
	next, err := r.become(ReferralWon, ReferralWonEvent, by, now, "", map[string]string{
		"value": contract.Value.String(), "start": string(contract.Start), "product": contract.Product,
	}, ReferralQualified)
	if err != nil {
		return r, err
	}
	next.Contract, next.WonAt = &contract, now
	return next, nil
}

// Lose closes a lead that did not buy, with a reason the partner reads.
func (r Referral) Lose(why string, by Actor, now Instant) (Referral, error) {
	why, err := reason("reason", why, "Say why the deal was lost.")
	if err != nil {
		return r, err
	}
	return r.become(ReferralLost, ReferralLostEvent, by, now, why, nil, ReferralAccepted, ReferralQualified)
}

// Reject answers a submission that is no lead for the program, with a reason the partner reads.
func (r Referral) Reject(why string, by Actor, now Instant) (Referral, error) {
	why, err := reason("reason", why, "Give the partner a reason.")
	if err != nil {
		return r, err
	}
	next, err := r.become(ReferralRejected, ReferralRejectedEvent, by, now, why, nil, ReferralSubmitted)
	if err != nil {
		return r, err
	}
	next.AnsweredAt = now
	return next, nil
}

// MarkDuplicate answers a submission of a lead that another referral holds. Which one is
// for staff alone, so it stays out of the history that the partner reads.
func (r Referral) MarkDuplicate(of ReferralID, by Actor, now Instant) (Referral, error) {
	next, err := r.become(ReferralDuplicate, ReferralDuplicateEvent, by, now, "", nil, ReferralSubmitted)
	if err != nil {
		return r, err
	}
	next.AnsweredAt, next.DuplicateOf, next.ProtectedUntil = now, of, ""
	return next, nil
}

// Expire closes an open referral after its last protected day.
func (r Referral) Expire(by Actor, now Instant, today Date) (Referral, error) {
	var data map[string]string
	if r.Forgotten(today) {
		data = map[string]string{"why": "unanswered"}
	} else if r.State.Open() && !r.Lapsed(today) {
		return r, Errorf(Conflict, "The lead is protected until %s.", r.ProtectedUntil.Long())
	}
	return r.become(ReferralExpired, ReferralExpiredEvent, by, now, "", data, ReferralSubmitted, ReferralReturned, ReferralAccepted, ReferralQualified)
}

// Reinstate is a manager's decision, with a reason, that a duplicate, rejected,
// lost or expired referral counts after all: it waits for an answer again, protected
// anew from today. Its lead keys have to be claimed anew.
func (r Referral) Reinstate(rules Program, why string, by Actor, now Instant, today Date) (Referral, error) {
	why, err := reason("reason", why, "Say why this referral counts after all.")
	if err != nil {
		return r, err
	}
	until := today.AddDays(r.ProtectDays)
	next, err := r.become(ReferralSubmitted, ReferralReinstatedEvent, by, now, why, map[string]string{"until": string(until)},
		ReferralDuplicate, ReferralRejected, ReferralLost, ReferralExpired)
	if err != nil {
		return r, err
	}
	next.ProtectedUntil, next.Extended, next.Extensions, next.DuplicateOf, next.Returned = until, nil, nil, "", nil
	next.AnsweredAt, next.AnswerBy = "", rules.AddWorkdays(now, rules.Referral.AnswerWorkdays)
	return next, nil
}

// extend lengthens the protection for the state just reached, once for each.
func (r Referral) extend() Referral {
	if slices.Contains(r.Extended, r.State) || r.ExtendDays <= 0 {
		return r
	}
	r.Extended = append(slices.Clone(r.Extended), r.State)
	return r.protectedTo(r.capped(r.ProtectedUntil.AddDays(r.ExtendDays)))
}

// capped is a day, or the ceiling of the protection when that is earlier.
func (r Referral) capped(day Date) Date {
	if r.MaxProtectDays > 0 {
		return min(day, r.SubmittedOn.AddDays(r.MaxProtectDays+r.RestedDays))
	}
	return day
}

func (r Referral) lapsed() error {
	return Errorf(Conflict, "The protection of this lead ended on %s, so it expires.", r.ProtectedUntil.Long())
}

// become returns the referral in its next state; Conflict unless it is in one of the states given.
func (r Referral) become(to ReferralState, kind string, by Actor, now Instant, why string, data map[string]string, from ...ReferralState) (Referral, error) {
	if !slices.Contains(from, r.State) {
		return r, Errorf(Conflict, "This referral is %s, so this step is not possible now.", strings.ToLower(r.State.Label()))
	}
	r.History = changed(r.History, kind, string(r.State), string(to), by, now, why, data)
	r.State, r.StateAt = to, now
	return r, nil
}
