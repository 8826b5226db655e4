package program

import (
	"context"
	"strings"

	"tandem/portal"
)

// TermsInForce is the newest version whose day has come.
func (p *Program) TermsInForce() (portal.Terms, error) {
	today := p.Today()
	for i := len(p.Terms) - 1; i >= 0; i-- {
		if p.Terms[i].Effective <= today {
			return p.Terms[i], nil
		}
	}
	return portal.Terms{}, portal.Errorf(portal.NotFound, "No terms are in force yet.")
}

// termsVersion finds a version by name.
func (p *Program) termsVersion(version string) (portal.Terms, error) {
	for _, t := range p.Terms {
		if t.Version == version {
			return t, nil
		}
	}
	return portal.Terms{}, portal.Errorf(portal.NotFound, "There are no terms of this version.")
}

// Agreement is what a partner sees of its terms.
type Agreement struct {
	Partner     portal.Partner
	InForce     portal.Terms        // or to come, when the partner is asked to accept it
	Accepted    []portal.Acceptance // oldest first
	Outstanding bool                // the version in force is not accepted
	MayAccept   bool                // the actor has the right to
	Due         portal.Date         // by which the outstanding one is to be accepted, "" when nobody asked
	Changes     *TermsComparison    // from the version that counts for it to the outstanding one
	Effect      *portal.TermsEffect // of the outstanding one on its last twelve months
}

// Agreement is what the actor's own company has agreed to, and what it has not.
func (p *Program) Agreement(ctx context.Context, actor portal.Actor) (Agreement, error) {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return Agreement{}, err
	}
	partner, err := p.store.Partners.Get(ctx, actor.Partner)
	if err != nil {
		return Agreement{}, err
	}
	terms, err := p.termsFor(partner)
	if err != nil {
		return Agreement{}, err
	}
	accepted, err := p.store.Acceptances.Of(ctx, actor.Partner)
	if err != nil {
		return Agreement{}, err
	}
	agreement := Agreement{
		Partner: partner, InForce: terms, Accepted: accepted,
		Outstanding: !partner.HasAccepted(terms.Version), MayAccept: actor.Can(portal.PartnerAdmin),
	}
	if agreement.Outstanding && partner.TermsAsk.Version == terms.Version {
		agreement.Due = partner.TermsAsk.Due
	}
	if !agreement.Outstanding || partner.TermsVersion == "" {
		return agreement, nil
	}
	changes, err := p.compareTerms(partner.TermsVersion, terms.Version, partner.Vertical)
	if err != nil {
		return Agreement{}, err
	}
	effect, err := p.ownEffect(ctx, partner, terms)
	agreement.Changes, agreement.Effect = &changes, &effect
	return agreement, err
}

// Compare is what changed between two versions, as the actor's company reads them.
func (p *Program) Compare(ctx context.Context, actor portal.Actor, before, after string) (TermsComparison, error) {
	if actor.Staff() {
		return p.compareTerms(before, after, "")
	}
	if err := actor.Must(portal.PartnerMember); err != nil {
		return TermsComparison{}, err
	}
	partner, err := p.store.Partners.Get(ctx, actor.Partner)
	if err != nil {
		return TermsComparison{}, err
	}
	return p.compareTerms(before, after, partner.Vertical)
}

// AcceptTerms is a person's agreement to one version, by the file they read. The
// fact is written first; the partner follows from it, so a repeat completes what a crash left.
func (p *Program) AcceptTerms(ctx context.Context, actor portal.Actor, version, sha256 string) error {
	if err := actor.Must(portal.PartnerAdmin); err != nil {
		return err
	}
	terms, err := p.termsVersion(version)
	if err != nil {
		return err
	}
	if !strings.EqualFold(terms.SHA256, sha256) {
		return portal.Errorf(portal.Conflict, "The text of these terms changed while you read it. Read it again before you accept.")
	}
	now, today := p.Now(), p.Today()
	partner, err := p.store.Partners.Get(ctx, actor.Partner)
	if err != nil {
		return err
	}
	open, err := p.termsFor(partner)
	if err != nil {
		return err
	}
	if terms.Effective > open.Effective {
		return portal.Errorf(portal.Conflict, "These terms apply from %s; they can be accepted when you are asked for it.", terms.Effective.Long())
	}
	if open.Version != terms.Version {
		return portal.Errorf(portal.Conflict, "Newer terms replaced these. Read them before you accept.")
	}
	if _, err := partner.AcceptTerms(terms, actor, now, today); err != nil {
		return err
	}
	fact := portal.Acceptance{
		Partner: actor.Partner, Version: terms.Version, SHA256: terms.SHA256,
		By: actor.User, ByName: actor.Name, From: actor.Address, At: now,
	}
	if _, err := p.store.Acceptances.Put(ctx, fact); err != nil {
		return err
	}
	_, err = p.changePartner(ctx, actor.Partner, 0, func(partner portal.Partner) (portal.Partner, error) {
		return partner.AcceptTerms(terms, actor, now, today)
	})
	return err
}
