package program

import (
	"context"
	"fmt"
	"slices"

	"tandem/portal"
)

// release gives back everything in claims.
func (p *Program) release(ctx context.Context, claims []portal.Claim, reason string) error {
	for _, claim := range claims {
		if _, err := p.store.Releases.PutOnce(ctx, claim.Release(reason, p.Now())); err != nil {
			return fmt.Errorf("release %s: %w", claim.Entry, err)
		}
	}
	return nil
}

// releaseUnfrozen gives back what a batch claimed and no payout of it lists.
func (p *Program) releaseUnfrozen(ctx context.Context, batch portal.Batch, payouts []portal.Payout) error {
	listed := map[portal.PayoutID]map[portal.EntryID]bool{}
	for _, payout := range payouts {
		listed[payout.ID] = map[portal.EntryID]bool{}
		for _, entry := range payout.Entries {
			listed[payout.ID][entry] = true
		}
	}
	claims, err := p.store.Claims.OfBatch(ctx, batch.ID)
	if err != nil {
		return err
	}
	claims = slices.DeleteFunc(claims, func(c portal.Claim) bool { return listed[c.Payout][c.Entry] })
	if err := p.release(ctx, claims, portal.ReleasedUnused); err != nil {
		return err
	}
	touched := map[portal.PartnerID]bool{}
	for _, claim := range claims {
		touched[claim.Partner] = true
	}
	return p.foldPartners(ctx, touched)
}

// releaseBatch gives back every entry of a cancelled batch, and then publishes that it was.
func (p *Program) releaseBatch(ctx context.Context, batch portal.Batch) error {
	claims, err := p.store.Claims.OfBatch(ctx, batch.ID)
	if err != nil {
		return err
	}
	if err := p.release(ctx, claims, portal.ReleasedCancelled); err != nil {
		return err
	}
	return p.recordLast(ctx, batch.Subject(), "", batch.History)
}
