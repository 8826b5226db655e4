package program

import (
	"context"
	"strings"

	"tandem/portal"
)

// sharedLeadLetters are the mails about leads that we share: to the partner whose turn it
// is, and to who shares them. None names the customer to a partner.
func sharedLeadLetters() []letterKind {
	return []letterKind{
		{"lead-offered", portal.LeadOfferedEvent, toOffered, composeOffered},
		{"lead-reminded", portal.LeadRemindedEvent, toOffered, composeOffered},
		{"lead-lapsed", portal.LeadLapsedEvent, toOffered, composeOfferOver},
		{"lead-withdrawn", portal.LeadWithdrawnEvent, toOffered, composeOfferOver},
		{"lead-referred", portal.LeadReferredEvent, toOffered, composeOfferOver},
		{"lead-accepted", portal.LeadAcceptedEvent, toSharer, composeLead},
		{"lead-returned", portal.LeadReturnedEvent, toSharer, composeLead},
		{"lead-referred-staff", portal.LeadReferredEvent, toSharer, composeLead},
	}
}

func (p *Program) sharedOf(ctx context.Context, e portal.Event) (portal.SharedLead, error) {
	return p.store.SharedLeads.Get(ctx, portal.SharedLeadID(strings.TrimPrefix(e.Subject, "lead:")))
}

// toOffered addresses the admins of the partner that a step is about.
func toOffered(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	if e.Data["to"] == "" {
		return nil, nil
	}
	return p.recipients(ctx, portal.PartnerID(e.Data["to"]), portal.PartnerAdmin, "")
}

// toSharer addresses who shares the lead.
func toSharer(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	s, err := p.sharedOf(ctx, e)
	if err != nil {
		return nil, ignoreMissing(err)
	}
	return p.toPerson(ctx, s.Owner)
}

func composeOffered(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	s, err := p.sharedOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	by := portal.Instant(e.Data["answer_by"]).Day(p.Rules.Zone).Long()
	if by == "" {
		by = s.Due.Day(p.Rules.Zone).Long()
	}
	subject, first := "A customer for you: "+s.Asked(), p.Rules.Company+" has a customer for you: "+s.Asked()+"."
	if e.Kind == portal.LeadRemindedEvent {
		subject, first = "Still waiting for you: "+s.Asked(), "We offered you a customer, "+s.Asked()+", and have not heard from you."
	}
	return Letter{
		Name: p.nameOf(ctx, m), Subject: subject,
		Lines:  []string{first, "Accept it by " + by + ", and it is your referral, protected and paid by your terms like any other. After that we ask somebody else."},
		Action: "See the offer", Link: p.url("/leads/" + string(s.ID)), Why: "You get this because your company is a partner of " + p.Rules.Company + ".",
	}, nil
}

func composeOfferOver(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	s, err := p.sharedOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	line := "The customer that we offered you, " + s.Asked() + ", has come to us another way, so the offer has ended."
	switch e.Kind {
	case portal.LeadLapsedEvent:
		line = "We had no answer about the customer that we offered you, " + s.Asked() + ", and ask somebody else now. The next one may fit better."
	case portal.LeadWithdrawnEvent:
		line = "We have withdrawn the offer of a customer, " + s.Asked() + ". There is nothing for you to do."
	}
	return Letter{
		Name: p.nameOf(ctx, m), Subject: "An offer has ended: " + s.Asked(), Lines: []string{line},
		Action: "See the offer", Link: p.url("/leads/" + string(s.ID)), Why: "You get this because we offered this customer to your company.",
	}, nil
}

func composeLead(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	s, err := p.sharedOf(ctx, e)
	if err != nil {
		return Letter{}, err
	}
	subject, line := "Nobody took "+s.Company, "You offered "+s.Company+" to "+counted(len(s.Offers), "partner", "partners")+", and nobody took it. Offer it to others, or withdraw it."
	switch e.Kind {
	case portal.LeadAcceptedEvent:
		subject, line = s.Company+" is taken", e.ByName+" has accepted "+s.Company+". It is a referral now, and yours to look after."
	case portal.LeadReferredEvent:
		subject, line = s.Company+" was referred meanwhile", "Somebody referred "+s.Company+" before a partner took it, so the offer has ended."
	}
	return Letter{
		Name: p.nameOf(ctx, m), Subject: subject, Lines: []string{line}, Action: "See the lead", Link: p.url("/desk/leads/" + string(s.ID)),
		Why: "You get this because you share this lead.",
	}, nil
}
