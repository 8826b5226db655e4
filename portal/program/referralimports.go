package program

import (
	"context"

	"tandem/portal"
)

// ReferralImport is a file of referrals, row by row: what recording it would do, or did.
type ReferralImport struct {
	ID      portal.ImportID
	Rows    []portal.LeadRow
	Count   map[portal.ReferralFate]int
	Ignored []string // columns of the file that were not used
	Head    portal.TableHead
	Made    int // referrals that this run recorded
	Left    int // rows that can be recorded and are not yet
}

// ImportReferrals is a file of referrals, and whose they are.
type ImportReferrals struct {
	File    []byte
	Partner portal.PartnerID // staff only: whose customers they are; "" takes the column partner
}

// leadRowsAnHour is how many rows of files a partner's people may have looked at within an
// hour: a full file a few times over, while it is put right.
const leadRowsAnHour = 4 * portal.MaxReferralRows

// referralImporters are the staff who take in a partner's customers for it.
var referralImporters = []portal.Role{portal.Manager, portal.Steward}

// PreviewReferrals reads a file of referrals and says for each row what recording it would
// do. It changes nothing. A partner's person has the own company's customers; staff those
// of a partner. Limited when a partner's people have too many rows looked at.
func (p *Program) PreviewReferrals(ctx context.Context, actor portal.Actor, in ImportReferrals) (ReferralImport, error) {
	return p.readReferrals(ctx, actor, in, true)
}

// RecordReferrals records the rows of a file that have no problem, each as if it had been
// typed in, at most so many of them: Left says how many remain, and the same call goes on
// with them. It may be repeated with the same file at any time: what is recorded is found.
func (p *Program) RecordReferrals(ctx context.Context, actor portal.Actor, in ImportReferrals, most int) (ReferralImport, error) {
	read, err := p.readReferrals(ctx, actor, in, false)
	if err != nil {
		return read, err
	}
	if read.Left > 0 {
		if err := p.noteReferralImport(ctx, actor, read.ID, in); err != nil {
			return read, err
		}
	}
	for i := range read.Rows {
		row := &read.Rows[i]
		if !row.Fate.Sends() {
			continue
		}
		if read.Made == most {
			break
		}
		r, err := p.recordRow(ctx, actor, *row)
		switch portal.KindOf(err) {
		case "":
			if err != nil {
				return read, err
			}
			row.Fate, row.Own = portal.RowSent, r
			read.Made++
		case portal.Invalid, portal.Conflict: // somebody referred it between preview and now
			row.Fate, row.Column, row.Reason = portal.RowProblem, "", err.Error()
		default:
			return read, err
		}
	}
	read.tally()
	return read, nil
}

func (i *ReferralImport) tally() {
	i.Count, i.Left = map[portal.ReferralFate]int{}, 0
	for _, row := range i.Rows {
		i.Count[row.Fate]++
		if row.Fate.Sends() {
			i.Left++
		}
	}
}

// recordRow makes the referral of a row under the id that its guard names, so that a run
// that was cut off, or another at the same time, makes no second one.
func (p *Program) recordRow(ctx context.Context, actor portal.Actor, row portal.LeadRow) (portal.Referral, error) {
	guard := row.RowGuard()
	holder, err := p.store.Guards.Claim(ctx, guard, p.newID(), p.Now())
	if err != nil {
		return portal.Referral{}, err
	}
	id := portal.ReferralID(holder)
	if there, err := p.store.Referrals.Get(ctx, id); portal.KindOf(err) != portal.NotFound {
		return there, err
	}
	r, err := p.submitReferral(ctx, id, row.Partner, actor, row.Input)
	if kind := portal.KindOf(err); kind == portal.Invalid || kind == portal.Conflict {
		if there, missing := p.store.Referrals.Get(ctx, id); missing == nil {
			return there, nil // another run made it at this moment
		}
		return r, joinRelease(err, p.store.Guards.Release(ctx, guard, holder))
	}
	return r, err
}
