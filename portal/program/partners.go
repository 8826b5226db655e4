package program

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"tandem/portal"
	"tandem/portal/store"
)

// changePartner loads a partner, lets step make its next value, saves it and
// publishes what happened. seen is the version a person looked at: Conflict when it
// has changed since; 0 when the step is right whatever happened in between.
func (p *Program) changePartner(ctx context.Context, id portal.PartnerID, seen int64, step func(portal.Partner) (portal.Partner, error)) (portal.Partner, error) {
	var err error
	for range 10 {
		var partner, next portal.Partner
		if partner, err = p.store.Partners.Get(ctx, id); err != nil {
			return partner, err
		}
		if seen != 0 && partner.Version != seen {
			return partner, portal.Errorf(portal.Conflict, "%s was changed meanwhile. Look at it again and repeat what you did.", partner.Company)
		}
		if next, err = step(partner); err != nil {
			return partner, err
		}
		if len(next.History) == len(partner.History) {
			return partner, nil
		}
		known := len(partner.History)
		if next, err = p.store.Partners.Save(ctx, next); err == nil {
			return next, p.recordAll(ctx, next.Subject(), next.ID, next.History[known:])
		}
		if seen != 0 || portal.KindOf(err) != portal.Conflict {
			return partner, err
		}
	}
	return portal.Partner{}, err
}

// partnersPage is how many partners a page of the list shows; partnersScan is how many
// are looked at for one page when a filter finds few.
const (
	partnersPage = 50
	partnersScan = 500
	partnersCSV  = 10000
)

// PartnerQuery says which partners to list: the zero query is all of them.
type PartnerQuery struct {
	State portal.PartnerState
	Tier  portal.Tier
	Text  string // in the company's name, domain, code, contact or address
	After string // the cursor of the page before
}

// fits reports whether a partner is one that the query asks for and staff may see.
func (q PartnerQuery) fits() func(portal.Partner) bool {
	words := portal.FindWords(q.Text)
	return func(partner portal.Partner) bool {
		if partner.EmailVerifiedAt == "" || q.State != "" && partner.State != q.State || q.Tier != "" && partner.Tier != q.Tier {
			return false
		}
		return portal.Found(words, partner.Company, partner.Domain, partner.Code, partner.Contact, partner.Email)
	}
}

// Partners are the companies of the program by name, a page at a time: one read each. A
// page may be short, even empty, and still have a next one, when the text is rare.
func (p *Program) Partners(ctx context.Context, actor portal.Actor, q PartnerQuery) (store.Page[portal.Partner], error) {
	if err := actor.Must(portal.StaffRoles...); err != nil {
		return store.Page[portal.Partner]{}, err
	}
	l := store.ListPartners{State: q.State, Tier: q.Tier, Limit: partnersPage, After: q.After}
	if q.Text != "" || q.State != "" && q.Tier != "" { // what no index finds
		l.Limit = partnersScan
	}
	page, err := p.store.Partners.Find(ctx, l, partnersPage, q.fits())
	if err != nil {
		return page, fmt.Errorf("list partners: %w", err)
	}
	return page, nil
}

// PartnersCSV is the list as a file.
func (p *Program) PartnersCSV(ctx context.Context, actor portal.Actor, q PartnerQuery) (File, error) {
	var partners []portal.Partner
	for q.After = ""; len(partners) < partnersCSV; {
		page, err := p.Partners(ctx, actor, q)
		if err != nil {
			return File{}, err
		}
		partners = append(partners, page.Rows...)
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	rows := [][]string{{
		"Company", "State", "Since", "Tier", "Specialist", "Country", "Line of business", "Markets", "Site", "Contact", "Email", "Applied", "Terms",
	}}
	for _, partner := range partners {
		rows = append(rows, []string{
			portal.CSVText(partner.Company), partner.State.Label(), string(partner.StateAt.Day(p.Rules.Zone)), partner.Tier.Label(),
			portal.CSVText(partner.SpecialistName), portal.CountryName(partner.Country), portal.CSVText(portal.NameIn(p.Rules.Verticals, partner.Vertical)),
			strings.Join(partner.Markets, " "), portal.CSVText(partner.Site), portal.CSVText(partner.Contact), portal.CSVText(partner.Email),
			string(partner.AppliedAt.Day(p.Rules.Zone)), portal.CSVText(partner.TermsVersion),
		})
	}
	var out bytes.Buffer
	err := portal.WriteCSV(&out, rows)
	return File{Name: "partners-" + string(p.Today()) + ".csv", Type: "text/csv; charset=utf-8", Data: out.Bytes()}, err
}

// PartnerOverview is everything staff see of one partner.
type PartnerOverview struct {
	Partner     portal.Partner
	Inviter     portal.PartnerID // the partner that invited it, "" for staff or nobody
	Summary     portal.Summary
	Balances    []portal.Balance
	Onboarding  portal.Onboarding
	People      []portal.User
	Invited     []portal.Invitation
	Acceptances []portal.Acceptance // newest first
	Score       portal.Score
	Staff       []portal.User // who can be the specialist
}

// PartnerOverview loads one partner for staff; NotFound for an application that
// nobody confirmed.
func (p *Program) PartnerOverview(ctx context.Context, actor portal.Actor, id portal.PartnerID) (PartnerOverview, error) {
	if err := actor.Must(portal.StaffRoles...); err != nil {
		return PartnerOverview{}, err
	}
	partner, err := p.confirmedPartner(ctx, id)
	if err != nil {
		return PartnerOverview{}, err
	}
	o := PartnerOverview{Partner: partner, Onboarding: p.Rules.OnboardingOf(partner, p.Today())}
	if o.Inviter, err = p.inviterPartner(ctx, partner); err != nil {
		return o, err
	}
	if o.Summary, err = p.store.Summaries.Read(ctx, id); err != nil {
		return o, err
	}
	o.Balances = o.Summary.Balances(p.Today())
	if o.People, err = p.store.Users.Of(ctx, id); err != nil {
		return o, err
	}
	for i := range o.People {
		o.People[i] = bare(o.People[i])
	}
	if o.Invited, err = p.store.Invitations.Open(ctx, id); err != nil {
		return o, err
	}
	if o.Acceptances, err = p.store.Acceptances.Of(ctx, id); err != nil {
		return o, err
	}
	slices.Reverse(o.Acceptances)
	ratings, err := p.store.Ratings.Of(ctx, id)
	if err != nil {
		return o, err
	}
	o.Score = p.Rules.Audit.Score(ratings)
	o.Staff, err = p.Specialists(ctx, actor)
	return o, err
}

// PausePartner stops a partner for a while, with a reason that it reads.
func (p *Program) PausePartner(ctx context.Context, actor portal.Actor, id portal.PartnerID, seen int64, reason string) (portal.Partner, error) {
	return p.decide(ctx, actor, id, seen, func(partner portal.Partner) (portal.Partner, error) {
		return partner.Pause(reason, actor, p.Now())
	})
}

// ResumePartner returns a paused partner to where it was.
func (p *Program) ResumePartner(ctx context.Context, actor portal.Actor, id portal.PartnerID, seen int64, reason string) (portal.Partner, error) {
	return p.decide(ctx, actor, id, seen, func(partner portal.Partner) (portal.Partner, error) {
		return partner.Resume(reason, actor, p.Now())
	})
}

// EndPartner takes a partner out of the program for good, with a reason that it reads.
func (p *Program) EndPartner(ctx context.Context, actor portal.Actor, id portal.PartnerID, seen int64, reason string) (portal.Partner, error) {
	return p.decide(ctx, actor, id, seen, func(partner portal.Partner) (portal.Partner, error) {
		return partner.End(reason, actor, p.Now())
	})
}

// AssignSpecialist gives a partner another specialist. The same one again changes nothing.
func (p *Program) AssignSpecialist(ctx context.Context, actor portal.Actor, id portal.PartnerID, seen int64, specialist portal.UserID) (portal.Partner, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return portal.Partner{}, err
	}
	user, err := p.specialist(ctx, actor, specialist)
	if err != nil {
		return portal.Partner{}, err
	}
	return p.decide(ctx, actor, id, seen, func(partner portal.Partner) (portal.Partner, error) {
		if partner.Specialist == user.ID {
			return partner, nil
		}
		return partner.Assign(user.ID, user.Name, actor, p.Now())
	})
}

// membersListed is how many partners a list to choose from has.
const membersListed = 500

// Members are the companies that earn or earned commission, the first by name, for a
// list to choose from: one read. Needs finance or a manager.
func (p *Program) Members(ctx context.Context, actor portal.Actor) ([]portal.Partner, error) {
	if err := actor.Must(portal.Finance, portal.Manager); err != nil {
		return nil, err
	}
	l := store.ListPartners{Limit: membersListed}
	page, err := p.store.Partners.Find(ctx, l, membersListed, func(partner portal.Partner) bool { return partner.State.Member() })
	return page.Rows, err
}

// Introducers are the companies that may refer customers, the first by name, for a list to
// choose from: one read. Needs who takes in a partner's customers for it.
func (p *Program) Introducers(ctx context.Context, actor portal.Actor) ([]portal.Partner, error) {
	if err := actor.Must(referralImporters...); err != nil {
		return nil, err
	}
	l := store.ListPartners{Limit: membersListed}
	page, err := p.store.Partners.Find(ctx, l, membersListed, func(partner portal.Partner) bool { return partner.State.Working() })
	return page.Rows, err
}

// members are all partners that were ever let in.
func (p *Program) members(ctx context.Context) ([]portal.Partner, error) {
	var list []portal.Partner
	for _, state := range portal.PartnerStates {
		if !state.Member() {
			continue
		}
		partners, err := p.store.Partners.InState(ctx, state)
		if err != nil {
			return nil, err
		}
		list = append(list, partners...)
	}
	return list, nil
}
