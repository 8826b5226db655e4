package portal

import (
	"errors"
	"time"
)

// InquiryID is random.
type InquiryID string

// InquiryLife is how long a contact can confirm an inquiry. After it the inquiry is removed.
const InquiryLife = 3 * 24 * time.Hour

// InquiryAskedEvent is an inquiry whose contact has to confirm it.
const InquiryAskedEvent = "inquiry.asked"

// Inquiry is what a customer left on a partner's public form. It is no referral, and
// nobody reads it, until the contact has confirmed it by the mailed link.
type Inquiry struct {
	ID      InquiryID `json:"-"`
	Version int64     `json:"-"`

	Partner     PartnerID `json:"partner"`
	PartnerName string    `json:"partner_name"`
	Lead
	First TouchMark `json:"first"`
	Last  TouchMark `json:"last"`

	Referral    ReferralID `json:"referral"` // that confirming it makes
	AskedAt     Instant    `json:"asked_at"`
	ExpiresAt   Instant    `json:"expires_at"`
	ConfirmedAt Instant    `json:"confirmed_at,omitempty"`
}

// Subject is how events name the inquiry.
func (i Inquiry) Subject() string { return "inquiry:" + string(i.ID) }

// Inquire is the inquiry that a customer leaves on a working partner's form. first is
// the oldest link that the browser remembers, the zero mark for none; last is the form's
// own, which decides whose the referral is. What is wrong comes back as Invalid with the
// fields of [Program.CheckLead], in words for the customer.
func (p Program) Inquire(id InquiryID, referral ReferralID, partner Partner, in ReferralInput, first, last TouchMark, now Instant) (Inquiry, error) {
	lead, err := p.CheckLead(in, now.Day(p.zone()))
	problems := Problems{}
	if wrong, ok := errors.AsType[*Error](err); ok {
		for field, text := range wrong.Fields {
			if own := customersWords[text]; own != "" {
				text = own
			}
			problems.Add(field, "%s", text)
		}
	}
	if holdsAddress(lead.Contact) { // it greets somebody in a mail from us
		problems.Add("contact", "Leave links and addresses out of the name.")
	}
	if err := problems.Err(); err != nil {
		return Inquiry{}, err
	}
	if first.Code == "" {
		first = last
	}
	return Inquiry{
		ID: id, Partner: partner.ID, PartnerName: partner.Company, Lead: lead, First: first, Last: last,
		Referral: referral, AskedAt: now, ExpiresAt: now.Add(InquiryLife),
	}, nil
}

// customersWords are what is wrong with a lead, said to the customer instead of the partner.
var customersWords = map[string]string{
	"Write the customer's company.":                            "Write your company, or the name you book under.",
	"Write the name of the person to talk to.":                 "Write your name.",
	"Write the person's email address.":                        "Write your email address.",
	"Describe what the customer needs.":                        "Describe what you need.",
	"The contact has to agree before you pass on the details.": "We write to you only if you agree to it.",
}

// Input is the inquiry as a lead to submit.
func (i Inquiry) Input() ReferralInput {
	return ReferralInput{
		Lead: i.Lead, Site: i.Domain, Source: FromLink,
		UTM: UTM{Source: i.Last.Code, Medium: i.Last.Medium, Campaign: string(i.Last.Asset)},
	}
}

// Confirm ends the inquiry: what it said is in the referral from now on, and no longer here.
func (i Inquiry) Confirm(now Instant) Inquiry {
	if i.ConfirmedAt == "" {
		i.ConfirmedAt, i.Lead = now, Lead{}
	}
	return i
}

// Through is a new referral that came through a link, with its first and its last touch.
func (r Referral) Through(first, last TouchMark) Referral {
	r.FirstTouch, r.LastTouch = &first, &last
	r.History[0].Data["through"] = last.Code
	return r
}

// ByItself reports a referral that no person of the partner submitted: the customer came through a link.
func (r Referral) ByItself() bool { return r.By == "" && r.Source == FromLink }

// ForPartner is the referral without what is for staff alone: who holds the lead,
// which other partner's link the customer followed first, and of a split all but the own share.
func (r Referral) ForPartner() Referral {
	r.DuplicateOf, r.Splits = "", r.ownShares()
	if r.FirstTouch != nil && r.FirstTouch.Partner != r.Partner {
		r.FirstTouch = nil
	}
	return r
}
