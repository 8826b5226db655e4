package program

import (
	"context"

	"tandem/content"
	"tandem/portal"
)

// RemindHolders reminds the partners among some that have an old version of an asset, or
// have not answered that it is retired, and returns how many that were. Who had a mail
// about it this week, by itself or from a colleague, is left out. Conflict when
// it is nobody. Needs an editor or a manager.
func (p *Program) RemindHolders(ctx context.Context, actor portal.Actor, slug portal.AssetSlug, among Among) (int, error) {
	if err := actor.Must(portal.Editor, portal.Manager); err != nil {
		return 0, err
	}
	asset, err := p.library().Asset(slug, "", content.Audience{Staff: true, Today: p.Today()})
	if err != nil {
		return 0, err
	}
	holders, err := p.assetHolders(ctx, asset, among)
	if err != nil {
		return 0, err
	}
	reminded := 0
	for _, h := range holders {
		if h.Times == 0 || h.Reminded.At != "" || !h.Partner.State.Working() {
			continue
		}
		told, err := p.remindHolder(ctx, actor, h)
		if err != nil {
			return reminded, err
		}
		if told {
			reminded++
		}
	}
	if reminded == 0 {
		return 0, portal.Errorf(portal.Conflict, "There is nobody to remind of “%s”: whoever has an old copy and may take the new one has had a mail about it this week.", asset.Title)
	}
	return reminded, nil
}

// remindHolder reminds one partner; false when nothing of it waits, or when it was told this week.
func (p *Program) remindHolder(ctx context.Context, actor portal.Actor, h Holder) (bool, error) {
	away, err := p.store.PutAways.AllOf(ctx, h.Partner.ID)
	if err != nil {
		return false, err
	}
	held := p.heldAssets(h.Partner, portal.Holdings{Partner: h.Partner.ID, Assets: []portal.Holding{h.Holding}}, away)[0]
	fact, err := portal.AssetReminder(h.Partner.ID, held.item(), actor, p.Today(), p.Now())
	if err != nil {
		return false, nil //nolint:nilerr // nothing of it waits
	}
	notices, err := p.store.AssetNotices.AllOf(ctx, h.Partner.ID)
	if err != nil {
		return false, err
	}
	for _, n := range notices {
		if n.Day.SameWeek(p.Today()) && n.Names(held.Holding.Asset, held.Asset.Version) {
			return false, nil
		}
	}
	return true, p.record(ctx, fact)
}

// item is what a partner has, as a notice or a reminder tells of it.
func (h HeldAsset) item() portal.HeldItem {
	return portal.HeldItem{State: h.State, PutAway: h.PutAway.ID != "", NoticeItem: portal.NoticeItem{
		Asset: h.Holding.Asset, Title: h.Title, Had: h.Version, Version: h.Asset.Version, Notes: h.Asset.Notes,
	}}
}

// remindedThisWeek are the reminders of an asset that partners had this week.
func (p *Program) remindedThisWeek(ctx context.Context, slug portal.AssetSlug, partners []portal.PartnerID) (map[portal.PartnerID]portal.Event, error) {
	var ids []string
	for _, id := range partners {
		ids = append(ids, portal.AssetReminderID(id, slug, p.Today()))
	}
	facts, err := p.store.Events.GetMany(ctx, ids)
	by := map[portal.PartnerID]portal.Event{}
	for _, fact := range facts {
		by[fact.Partner] = fact
	}
	return by, err
}

func composeAssetReminder(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	title := "“" + e.Data["title"] + "”"
	letter := Letter{
		Name: p.nameOf(ctx, m), Action: "See my downloads", Link: p.url("/assets/mine"),
		Why: "You get this because your company has taken assets from " + p.Rules.Name + ".",
	}
	if portal.HeldState(e.Data["state"]) == portal.HeldRetired {
		letter.Subject = "Do you still use " + title + "?"
		letter.Lines = []string{title + " is retired. Please stop using what you have of it, and say so on My downloads when that is done."}
		return letter, nil
	}
	letter.Subject = "A newer version of " + title + " waits for you"
	letter.Lines = []string{"Your company has version " + e.Data["had"] + " of " + title + "; version " + e.Data["version"] + " takes its place."}
	if notes := e.Data["notes"]; notes != "" {
		letter.Lines = append(letter.Lines, "What changed: "+notes)
	}
	letter.Lines = append(letter.Lines, "Please take the new one, and put it where the old one is.")
	return letter, nil
}
