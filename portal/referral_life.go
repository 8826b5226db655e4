package portal

import (
	"slices"
	"strings"
	"time"
)

// LeadFields are the fields of a lead that a manager may ask a partner to change, in the order of the form.
var LeadFields = []Choice{
	{Code: "company", Name: "Company"},
	{Code: "site", Name: "Website"},
	{Code: "contact", Name: "Contact"},
	{Code: "email", Name: "Email"},
	{Code: "phone", Name: "Phone"},
	{Code: "country", Name: "Country"},
	{Code: "product", Name: "Product"},
	{Code: "value", Name: "Estimated value"},
	{Code: "close_by", Name: "Expected decision"},
	{Code: "need", Name: "Need"},
}

// Returned is a referral that was sent back to its partner for changes. Both clocks stand
// still: that of the answer, and that of the protection.
type Returned struct {
	On     Date          `json:"on"`
	Fields []string      `json:"fields,omitempty"` // what to change, of [LeadFields]; none for whatever the partner sees fit
	Why    string        `json:"why"`
	By     UserID        `json:"by"`
	ByName string        `json:"by_name"`
	Left   time.Duration `json:"left"`   // of working time to answer, not negative
	Expire Date          `json:"expire"` // the last day on which it can be handed in again
}

// Asks reports whether a field may be changed.
func (r Returned) Asks(field string) bool {
	return len(r.Fields) == 0 || slices.Contains(r.Fields, field)
}

// Return sends a submission back to its partner, with a reason and the fields to change,
// none for any. Invalid at ask and fields.
func (r Referral) Return(rules Program, why string, fields []string, by Actor, now Instant, today Date) (Referral, error) {
	problems := Problems{}
	why, err := reason("ask", why, "Say what the partner shall change.")
	problems.Join(err)
	var kept []string
	for _, f := range LeadFields {
		if slices.Contains(fields, f.Code) {
			kept = append(kept, f.Code)
		}
	}
	if len(kept) != len(fields) {
		problems.Add("fields", "Choose from the list.")
	}
	if err := problems.Err(); err != nil {
		return r, err
	}
	if r.Lapsed(today) {
		return r, r.lapsed()
	}
	until := today.AddDays(rules.Referral.ReturnDays)
	next, err := r.become(ReferralReturned, ReferralReturnedEvent, by, now, why, map[string]string{
		"fields": strings.Join(kept, ","), "by_day": string(until),
	}, ReferralSubmitted)
	if err != nil {
		return r, err
	}
	next.Returned = &Returned{On: today, Fields: kept, Why: why, By: by.User, ByName: by.Name, Left: max(rules.Work(now, r.AnswerBy), 0), Expire: until}
	if next.Owner == "" {
		next.Owner, next.OwnerName = by.User, by.Name
	}
	return next, nil
}

// HandIn puts a returned referral before a manager again, with its fields as they are
// now. Those that were not asked for stay as they were. Both clocks go on, and the
// protection is longer by the days that it rested. Invalid as of [Program.CheckLead].
func (r Referral) HandIn(rules Program, in ReferralInput, by Actor, now Instant, today Date) (Referral, error) {
	if r.State != ReferralReturned || r.Returned == nil {
		return r, Errorf(Conflict, "This referral is %s, so it does not wait for you.", strings.ToLower(r.State.Label()))
	}
	if r.Forgotten(today) {
		return r, Errorf(Conflict, "The changes were due by %s, so this referral expires.", r.Returned.Expire.Long())
	}
	lead, err := rules.CheckLead(r.merged(in, today), today)
	if err != nil {
		return r, err
	}
	if !r.Returned.Asks("close_by") {
		lead.CloseBy = r.CloseBy
	}
	rested := r.Returned.On.DaysUntil(today)
	next, err := r.become(ReferralSubmitted, ReferralHandedInEvent, by, now, "", nil, ReferralReturned)
	if err != nil {
		return r, err
	}
	next.Lead, next.LeadKeys = lead, rules.LeadKeys(lead)
	next.RestedDays += rested
	next.ProtectedUntil = r.ProtectedUntil.AddDays(rested)
	next.AnswerBy = rules.AddWork(now, r.Returned.Left)
	next.Returned = nil
	next.History[len(next.History)-1].Data = map[string]string{"until": string(next.ProtectedUntil), "changed": strings.Join(changedFields(r.Lead, lead), ",")}
	return next, nil
}

// merged is what is kept of a lead, with what was typed for the fields that may change.
func (r Referral) merged(in ReferralInput, today Date) ReferralInput {
	out := ReferralInput{Lead: r.Lead, Source: r.Source}
	asks := r.Returned.Asks
	for field, take := range map[string]func(){
		"company": func() { out.Company = in.Company }, "contact": func() { out.Contact = in.Contact }, "email": func() { out.Email = in.Email },
		"phone": func() { out.Phone = in.Phone }, "country": func() { out.Country = in.Country }, "product": func() { out.Product = in.Product },
		"value": func() { out.Value, out.Estimate = in.Value, in.Estimate }, "close_by": func() { out.CloseBy = in.CloseBy }, "need": func() { out.Need = in.Need },
	} {
		if asks(field) {
			take()
		}
	}
	if !asks("close_by") && out.CloseBy < today {
		out.CloseBy = "" // it was in the future when it was given
	}
	_, host, _ := strings.Cut(r.Email, "@")
	switch was, _ := RegistrableDomain(host); {
	case asks("site"):
		out.Site = in.Site
	case was != r.Domain: // given, not taken from the address
		out.Site = r.Domain
	}
	return out
}

// changedFields are the fields in which two leads differ.
func changedFields(was, is Lead) []string {
	differs := map[string]bool{
		"company": was.Company != is.Company, "site": was.Domain != is.Domain, "contact": was.Contact != is.Contact, "email": was.Email != is.Email,
		"phone": was.Phone != is.Phone, "country": was.Country != is.Country, "product": was.Product != is.Product, "value": was.Value != is.Value,
		"close_by": was.CloseBy != is.CloseBy, "need": was.Need != is.Need,
	}
	var list []string
	for _, f := range LeadFields {
		if differs[f.Code] {
			list = append(list, f.Code)
		}
	}
	return list
}

// FieldNames are fields of a lead, separated by commas, as people read them: "website and contact".
func FieldNames(codes string) string {
	var names []string
	for code := range strings.SplitSeq(codes, ",") {
		if name := NameIn(LeadFields, code); code != "" {
			names = append(names, lowerFirst(name))
		}
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// Forgotten reports a returned referral that was not handed in again in time.
func (r Referral) Forgotten(today Date) bool {
	return r.State == ReferralReturned && r.Returned != nil && today > r.Returned.Expire
}

// Withdraw is the partner taking an open referral back; why may be "". The lead is free again.
func (r Referral) Withdraw(why string, by Actor, now Instant) (Referral, error) {
	problems := Problems{}
	why = checkNote(problems, "why", why, "")
	if err := problems.Err(); err != nil {
		return r, err
	}
	next, err := r.become(ReferralWithdrawn, ReferralWithdrawnEvent, by, now, why, nil,
		ReferralSubmitted, ReferralReturned, ReferralAccepted, ReferralQualified)
	if err != nil {
		return r, err
	}
	next.ProtectedUntil, next.Returned = "", nil
	return next, nil
}

// legalReferralSteps are the states that may follow each.
var legalReferralSteps = map[ReferralState][]ReferralState{
	"":                {ReferralSubmitted, ReferralAccepted},
	ReferralSubmitted: {ReferralReturned, ReferralAccepted, ReferralRejected, ReferralDuplicate, ReferralExpired, ReferralWithdrawn},
	ReferralReturned:  {ReferralSubmitted, ReferralDuplicate, ReferralExpired, ReferralWithdrawn},
	ReferralAccepted:  {ReferralSubmitted, ReferralQualified, ReferralLost, ReferralDuplicate, ReferralExpired, ReferralWithdrawn},
	ReferralQualified: {ReferralWon, ReferralLost, ReferralDuplicate, ReferralExpired, ReferralWithdrawn},
	ReferralRejected:  {ReferralSubmitted},
	ReferralDuplicate: {ReferralSubmitted, ReferralWithdrawn},
	ReferralLost:      {ReferralSubmitted},
	ReferralExpired:   {ReferralSubmitted},
}

// VerifyReferral proves that the states of a referral follow each other legally and without gaps.
func VerifyReferral(r Referral) Proof {
	proof := VerifyHistory(r.Subject(), string(r.State), r.History)
	v := newVerification(Ledger{}, nil, time.UTC)
	for _, c := range r.History {
		if c.To != "" {
			v.must(slices.Contains(legalReferralSteps[ReferralState(c.From)], ReferralState(c.To)), ruleStates, r.Subject(), "went from %q to %q.", c.From, c.To)
		}
	}
	steps := v.proof()
	proof.Checked[ruleStates] += steps.Checked[ruleStates]
	proof.Violations = append(proof.Violations, steps.Violations...)
	return proof
}
