package program

import (
	"context"
	"fmt"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

// recoverWindow is how far back each run looks: a change is published right
// after it is saved, so what is missing is as young as the crash that lost it.
const recoverWindow = time.Hour

// changedThing is a thing with a history, as recovery reads it.
type changedThing interface {
	Subject() string
}

// RecoverEvents publishes the events of changes that were saved but not
// published, because the process stopped in between. Letters about them are made
// with the event, since [Program.DeriveMessages] looks no further back than its
// window. Running it again changes nothing.
func (p *Program) RecoverEvents(ctx context.Context) error {
	var mark portal.Instant
	if err := p.store.Settings.Read(ctx, "recovered_events", &mark); err != nil {
		return err
	}
	from := mark
	if from != "" {
		from = from.Add(-recoverWindow)
	}
	now := p.Now()
	for _, again := range p.sources() {
		if err := again(ctx, from); err != nil {
			return fmt.Errorf("recover events: %w", err)
		}
	}
	return p.store.Settings.Write(ctx, "recovered_events", now)
}

// source publishes again what may lack its event since a moment.
type source func(ctx context.Context, from portal.Instant) error

// sources are all kinds of things that cause events.
func (p *Program) sources() []source {
	return []source{
		changes(p, p.store.Partners.ChangedSince, func(x portal.Partner) (portal.PartnerID, []portal.Change) { return x.ID, x.History }),
		changes(p, p.store.Referrals.ChangedSince, func(x portal.Referral) (portal.PartnerID, []portal.Change) { return x.Partner, x.History }),
		each(p.store.Referrals.ChangedSince, p.recordShares),
		each(p.store.Referrals.ChangedSince, p.finishPassing),
		each(p.store.Referrals.ChangedSince, p.finishRemovals),
		changes(p, p.store.SharedLeads.ChangedSince, func(x portal.SharedLead) (portal.PartnerID, []portal.Change) { return "", x.History }),
		each(p.store.SharedLeads.ChangedSince, p.recordOffers),
		changes(p, p.store.Users.ChangedSince, func(x portal.User) (portal.PartnerID, []portal.Change) { return x.Partner, x.History }),
		changes(p, p.store.Invitations.ChangedSince, func(x portal.Invitation) (portal.PartnerID, []portal.Change) { return x.Partner, x.History }),
		changes(p, p.store.JoinInvitations.ChangedSince, func(x portal.JoinInvitation) (portal.PartnerID, []portal.Change) { return x.Partner, x.History }),
		changes(p, p.store.Scorecards.ChangedSince, func(x portal.Scorecard) (portal.PartnerID, []portal.Change) { return x.Partner, x.History }),
		changes(p, p.store.Batches.ChangedSince, func(x portal.Batch) (portal.PartnerID, []portal.Change) { return "", x.History }),
		changes(p, p.store.Adjustments.ChangedSince, func(x portal.Adjustment) (portal.PartnerID, []portal.Change) { return "", x.History }),
		changes(p, p.store.Drafts.ChangedSince, func(x portal.Draft) (portal.PartnerID, []portal.Change) { return "", x.History }),
		changes(p, p.store.Pictures.ChangedSince, func(x portal.Picture) (portal.PartnerID, []portal.Change) { return "", x.History }),
		facts(p, p.store.Collections.Since, collectionEvent),
		facts(p, p.store.Entries.Since, entryEvent),
		facts(p, p.store.Results.Since, resultEvent),
		changes(p, p.store.Questions.ChangedSince, func(x portal.Question) (portal.PartnerID, []portal.Change) { return x.Partner, x.History }),
		facts(p, p.store.Statements.Since, portal.Issued.Event),
		facts(p, p.store.Remarks.Since, portal.Remark.Event),
		facts(p, p.store.Downloads.Since, portal.Download.Event),
		facts(p, p.store.AssetNotices.Since, portal.AssetNotice.Event),
		facts(p, p.store.PutAways.Since, portal.PutAway.Event),
		each(p.store.AssetChoices.Since, p.recordChoice),
		facts(p, p.store.PaymentFiles.Since, portal.PaymentFile.Event),
		facts(p, p.store.PaymentDownloads.Since, portal.PaymentDownload.Event),
	}
}

// since lists what came or changed since a moment, page by page.
type since[T any] func(ctx context.Context, from portal.Instant, after string) (store.Page[T], error)

// changes records every change of every thing that changed.
func changes[T changedThing](p *Program, list since[T], history func(T) (portal.PartnerID, []portal.Change)) source {
	return each(list, func(ctx context.Context, thing T) error {
		partner, made := history(thing)
		return p.recordAll(ctx, thing.Subject(), partner, made)
	})
}

// facts records the event of every fact.
func facts[T any](p *Program, list since[T], event func(T) portal.Event) source {
	return each(list, func(ctx context.Context, fact T) error { return p.record(ctx, event(fact)) })
}

func each[T any](list since[T], do func(context.Context, T) error) source {
	return func(ctx context.Context, from portal.Instant) error {
		for after := ""; ; {
			page, err := list(ctx, from, after)
			if err != nil {
				return err
			}
			for _, row := range page.Rows {
				if err := do(ctx, row); err != nil {
					return err
				}
			}
			if after = page.Next; after == "" {
				return nil
			}
		}
	}
}
