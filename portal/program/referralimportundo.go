package program

import (
	"context"
	"slices"
	"strings"

	"tandem/portal"
)

// ImportedReferrals is a file of referrals that was recorded, with what became of each row.
type ImportedReferrals struct {
	portal.ReferralImport
	Rows      []ImportedReferral // by the customer's name
	Undoable  int                // rows that can be taken back now
	TakenBack int
	InTime    bool // the file can still be taken back
}

// ImportedReferral is one referral of a file, and why it stays, "" when nobody has acted upon it.
type ImportedReferral struct {
	portal.Referral
	Stays string
}

// referralImportsShown is how many files are listed.
const referralImportsShown = 10

// ReferralImports are the newest files that the actor's company, or the staff, recorded.
func (p *Program) ReferralImports(ctx context.Context, actor portal.Actor) ([]portal.ReferralImport, error) {
	if err := actor.Must(importersOf(actor)...); err != nil {
		return nil, err
	}
	return p.store.ReferralImports.LatestOf(ctx, portal.SideOf(actor), referralImportsShown)
}

// ReferralImport returns a file of the actor's company, or of the staff; NotFound for any other.
func (p *Program) ReferralImport(ctx context.Context, actor portal.Actor, id portal.ImportID) (ImportedReferrals, error) {
	if err := actor.Must(importersOf(actor)...); err != nil {
		return ImportedReferrals{}, err
	}
	there, err := p.store.ReferralImports.Get(ctx, id)
	if err == nil && there.Side != portal.SideOf(actor) {
		err = portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	if err != nil {
		return ImportedReferrals{}, err
	}
	d := ImportedReferrals{ReferralImport: there, InTime: p.Now() <= there.UndoBy()}
	found, err := p.store.Referrals.OfImport(ctx, id, there.At)
	if err != nil {
		return d, err
	}
	said := map[string]bool{}
	if d.InTime { // what was said in so short a time, of everything, is little
		if said, err = p.saidSince(ctx, there.At); err != nil {
			return d, err
		}
	}
	for _, r := range found {
		row := ImportedReferral{Referral: r}
		if r.TakenBack() {
			d.TakenBack++
		} else if row.Stays = r.Stays(said[r.Subject()], actor.Staff()); row.Stays == "" && d.InTime {
			d.Undoable++
		}
		if !actor.Staff() {
			row.Referral = r.ForPartner()
		}
		d.Rows = append(d.Rows, row)
	}
	slices.SortStableFunc(d.Rows, func(a, b ImportedReferral) int {
		return strings.Compare(portal.FindKey(a.Company), portal.FindKey(b.Company))
	})
	return d, nil
}

// importersOf are the roles that record files of referrals on the actor's side.
func importersOf(actor portal.Actor) []portal.Role {
	if actor.Staff() {
		return referralImporters
	}
	return []portal.Role{portal.PartnerMember}
}

// saidSince are the subjects about which somebody wrote since a moment.
func (p *Program) saidSince(ctx context.Context, from portal.Instant) (map[string]bool, error) {
	said := map[string]bool{}
	for after := ""; ; {
		page, err := p.store.Remarks.Since(ctx, from, after)
		if err != nil {
			return said, err
		}
		for _, remark := range page.Rows {
			about, _ := portal.ThreadOf(remark.Subject)
			said[about] = true
		}
		if after = page.Next; after == "" {
			return said, nil
		}
	}
}

// noteReferralImport writes down that a file is being recorded, before it is.
func (p *Program) noteReferralImport(ctx context.Context, actor portal.Actor, id portal.ImportID, in ImportReferrals) error {
	for range maxTries {
		there, err := p.store.ReferralImports.Get(ctx, id)
		switch {
		case portal.KindOf(err) == portal.NotFound:
			whose := in.Partner
			if !actor.Staff() {
				whose = actor.Partner
			}
			err = p.store.ReferralImports.Insert(ctx, portal.NewReferralImport(in.File, whose, actor, p.Now()))
		case err == nil && there.UndoneAt != "":
			_, err = p.store.ReferralImports.Save(ctx, there.Again(actor, p.Now()))
		}
		if portal.KindOf(err) != portal.Conflict {
			return err
		}
	}
	return portal.Errorf(portal.Conflict, "Somebody else is recording the same file. Try again.")
}

// UndoReferralImport takes back the referrals of a file that nobody has acted upon since,
// within [portal.ReferralImportUndo]; the others stay. Their leads are free, and the file
// can be sent again. Interrupted, it is finished by the same call. It returns how many it
// took back; Conflict when there is nothing to take back, or no more time.
func (p *Program) UndoReferralImport(ctx context.Context, actor portal.Actor, id portal.ImportID) (int, error) {
	d, err := p.ReferralImport(ctx, actor, id)
	if err != nil {
		return 0, err
	}
	switch {
	case !d.InTime:
		return 0, portal.Errorf(portal.Conflict, "It is too late to take this file back. Withdraw what was wrong one by one.")
	case d.Undoable == 0 && (d.TakenBack == 0 || d.UndoneAt != ""):
		return 0, portal.Errorf(portal.Conflict, "Nothing of this file can be taken back any more.")
	}
	undone := 0
	for _, row := range d.Rows {
		if row.Stays != "" {
			continue
		}
		r, err := p.store.Referrals.Get(ctx, row.ID) // as it is, not as its partner sees it
		if err != nil {
			return undone, err
		}
		if !r.TakenBack() {
			next, err := r.TakeBack(actor, p.Now())
			if err == nil {
				r, err = p.saveReferral(ctx, next)
			}
			if portal.KindOf(err) == portal.Conflict { // somebody acts upon it at this moment: it stays
				continue
			}
			if err != nil {
				return undone, err
			}
			undone++
		}
		if err := p.releaseEverything(ctx, r); err != nil {
			return undone, err
		}
	}
	d.UndoneAt, d.UndoneByName = p.Now(), actor.Name
	_, err = p.store.ReferralImports.Save(ctx, d.ReferralImport)
	return undone, err
}

// releaseEverything gives up the lead of a referral and its row of a file.
func (p *Program) releaseEverything(ctx context.Context, r portal.Referral) error {
	guards, err := p.store.Guards.HeldBy(ctx, string(r.ID))
	for _, guard := range guards {
		err = joinRelease(err, p.store.Guards.Release(ctx, guard.ID, string(r.ID)))
	}
	return err
}
