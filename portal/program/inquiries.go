package program

import (
	"context"
	"errors"
	"time"

	"tandem/portal"
)

// How many inquiries may come in a day: from one network address, through one partner's
// links, about one contact. They keep a form that anybody can send from being used to
// write to strangers.
var (
	inquiryTries = portal.TryPolicy{Free: 10, First: time.Minute, Longest: time.Hour, Forget: 24 * time.Hour}
	partnerTries = portal.TryPolicy{Free: 100, First: time.Hour, Longest: 24 * time.Hour, Forget: 24 * time.Hour}
)

// A form is sent by a person not before it could be read, and not after a night.
const (
	formAtLeast = 2 * time.Second
	formAtMost  = 12 * time.Hour
)

// InquiryForm is a partner's public form.
type InquiryForm struct {
	Partner portal.Partner
	Stamp   string // when it was shown, signed; the form carries it
}

// InquiryForm is the form behind a partner's links: NotFound when nobody has the code,
// Gone when the partner takes no customers now.
func (p *Program) InquiryForm(ctx context.Context, code string) (InquiryForm, error) {
	partner, err := p.partnerByCode(ctx, code)
	if err != nil {
		return InquiryForm{}, err
	}
	if !partner.State.Working() {
		return InquiryForm{}, p.formClosed()
	}
	return InquiryForm{Partner: partner, Stamp: p.token(forForm, code, "", p.Now().Add(formAtMost))}, nil
}

// formClosed says the same of a partner that pauses, has ended or never began.
func (p *Program) formClosed() error {
	return portal.Errorf(portal.Gone, "Nobody takes introductions through this link now. You are welcome all the same: write to %s, or look at our site.", p.Rules.Support)
}

// Inquire is what a customer leaves on a partner's public form.
type Inquire struct {
	Code   string
	Asset  portal.AssetSlug // of the link that led to the form; one that does not exist counts as none
	Medium string
	Touch  string // what the browser remembers of links it followed, "" for nothing
	Input  portal.ReferralInput
	Stamp  string // of the form
	Trap   string // a field that people do not see
	Client Client
}

// Inquire takes what a customer left, and asks the contact to confirm it by mail. The
// answer is the same whoever the customer is: nothing tells whether the lead is known,
// or whether the address was written to before. Conflict asks to send the form again.
func (p *Program) Inquire(ctx context.Context, in Inquire) error {
	form, err := p.InquiryForm(ctx, in.Code)
	if err != nil {
		return err
	}
	today := p.Today()
	last := portal.TouchMark{
		Partner: form.Partner.ID, Name: form.Partner.Company, Code: form.Partner.Code,
		Asset: p.library().Known(in.Asset), Medium: portal.Medium(in.Medium), Day: today,
	}
	first, err := p.firstTouch(ctx, in.Touch)
	if err != nil {
		return err
	}
	i, err := p.Rules.Inquire(portal.InquiryID(p.newID()), portal.ReferralID(p.newID()), form.Partner, in.Input, first, last, p.Now())
	if err != nil {
		return err
	}
	if in.Trap != "" {
		return nil
	}
	if err := p.checkStamp(in.Code, in.Stamp); err != nil {
		return err
	}
	if err := p.try(ctx, addressKey("inquiry", in.Client.Address), inquiryTries); err != nil {
		return err
	}
	if err := p.try(ctx, "inquiry-of|"+string(i.Partner), partnerTries); err != nil {
		return err
	}
	err = p.try(ctx, "inquiry-to|"+p.keyed("account", portal.Mailbox(i.Email)), mailTries)
	if portal.KindOf(err) == portal.Limited {
		return nil // it was written to often enough, which is nobody's business
	}
	if err != nil {
		return err
	}
	if err := p.store.Inquiries.Insert(ctx, i); err != nil {
		return err
	}
	return p.record(ctx, p.fact(i.Subject(), i.Subject(), "", portal.InquiryAskedEvent, portal.System("Public form"), nil))
}

// checkStamp is Conflict for a form that was sent faster than it can be read, or that lay open too long.
func (p *Program) checkStamp(code, stamp string) error {
	of, _, until, err := p.read(forForm, stamp)
	shown := until.Add(-formAtMost)
	switch {
	case err != nil || of != code || p.clock().After(until):
		return portal.Errorf(portal.Conflict, "This page was open for a long time. Please send it once more.")
	case p.clock().Before(shown.Add(formAtLeast)):
		return portal.Errorf(portal.Conflict, "That was very quick. Please send it once more.")
	}
	return nil
}

// firstTouch is the oldest link that a browser remembers, the zero mark for none.
func (p *Program) firstTouch(ctx context.Context, touch string) (portal.TouchMark, error) {
	first, _, ok := p.remembered(touch)
	if !ok {
		return portal.TouchMark{}, nil
	}
	partner, err := p.partnerByCode(ctx, first.Code)
	if err != nil {
		return portal.TouchMark{}, ignoreMissing(err)
	}
	first.Partner, first.Name = partner.ID, partner.Company
	return first, nil
}

func (p *Program) inquiryLink(i portal.Inquiry) string {
	return p.url("/introduction/" + p.token(forInquiry, string(i.ID), "", i.ExpiresAt))
}

// Inquiry is the inquiry behind a mailed link: NotFound for no link of ours, Gone for
// one past its time and for one that the contact has deleted.
func (p *Program) Inquiry(ctx context.Context, token string) (portal.Inquiry, error) {
	subject, _, err := p.open(forInquiry, token)
	if err != nil {
		return portal.Inquiry{}, err
	}
	i, err := p.store.Inquiries.Get(ctx, portal.InquiryID(subject))
	if portal.KindOf(err) == portal.NotFound {
		return i, portal.Errorf(portal.Gone, "What you wrote was deleted. Fill in the form again if you still need us.")
	}
	return i, err
}

// ConfirmInquiry submits what the contact behind a mailed link agrees to, as the
// partner's referral. Doing it twice is doing it once; so is doing it again after a
// crash, since the referral's id is the inquiry's. It returns that id, also when the
// partner had referred the customer before and no second referral was made.
func (p *Program) ConfirmInquiry(ctx context.Context, token string) (portal.ReferralID, error) {
	i, err := p.Inquiry(ctx, token)
	if err != nil || i.ConfirmedAt != "" {
		return i.Referral, err
	}
	if err := p.referInquiry(ctx, i); err != nil {
		return i.Referral, err
	}
	_, err = p.store.Inquiries.Save(ctx, i.Confirm(p.Now()))
	if portal.KindOf(err) == portal.Conflict { // the same link, pressed twice
		err = nil
	}
	return i.Referral, err
}

// referInquiry makes sure that an inquiry has its referral.
func (p *Program) referInquiry(ctx context.Context, i portal.Inquiry) error {
	r, err := p.store.Referrals.Get(ctx, i.Referral)
	if portal.KindOf(err) == portal.NotFound {
		if r, err = p.newInquiry(ctx, i); errors.Is(err, errOwnLead) {
			return nil
		}
	}
	if err != nil {
		return err
	}
	if r, err = p.settleLead(ctx, r, 0); err != nil {
		return err
	}
	return p.recordAll(ctx, r.Subject(), r.Partner, r.History)
}

// errOwnLead stops a second referral of a customer whom the partner has referred before.
var errOwnLead = errors.New("the partner has this lead already")

// newInquiry stores the referral of an inquiry, or is errOwnLead.
func (p *Program) newInquiry(ctx context.Context, i portal.Inquiry) (portal.Referral, error) {
	partner, err := p.store.Partners.Get(ctx, i.Partner)
	if err != nil {
		return portal.Referral{}, err
	}
	terms, ok := partner.Agreed(p.Terms, p.Today())
	if !partner.State.Working() || !ok {
		return portal.Referral{}, p.formClosed()
	}
	r, err := p.Rules.Refer(i.Referral, partner, i.Input(), terms, portal.Actor{Name: i.Contact}, p.Now())
	if err != nil {
		return r, err
	}
	if err := p.refuseOwnRepeat(ctx, r); portal.KindOf(err) == portal.Invalid {
		return r, errOwnLead
	} else if err != nil {
		return r, err
	}
	r = r.Through(i.First, i.Last)
	err = p.store.Referrals.Insert(ctx, r)
	if portal.KindOf(err) == portal.Conflict { // the same link, pressed twice
		return p.store.Referrals.Get(ctx, r.ID)
	}
	r.Version = 1
	return r, err
}

// DropInquiry deletes what somebody wrote with an address that is not theirs. One that
// was confirmed is a referral, and stays.
func (p *Program) DropInquiry(ctx context.Context, token string) error {
	i, err := p.Inquiry(ctx, token)
	if err != nil {
		if portal.KindOf(err) == portal.Gone {
			return nil
		}
		return err
	}
	if i.ConfirmedAt != "" {
		return portal.Errorf(portal.Conflict, "This was confirmed already. Write to %s, and we delete it.", p.Rules.Support)
	}
	return p.store.Inquiries.Remove(ctx, i)
}
