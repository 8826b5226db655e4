package program

import (
	"context"
	"strings"

	"tandem/portal"
)

// TellOfAssets keeps the versions of the library, and tells each partner what became of
// the assets it has taken: one notice a day at most, each change once, a retirement that
// was not answered once more. Running it again tells nothing twice.
func (p *Program) TellOfAssets(ctx context.Context) error {
	edited := p.RecordAssets(ctx)
	everyone, err := p.store.Holdings.Everyone(ctx)
	if err != nil {
		return err
	}
	var ids []portal.PartnerID
	for _, h := range everyone {
		ids = append(ids, h.Partner)
	}
	partners, err := p.companies(ctx, ids)
	if err != nil {
		return err
	}
	for _, held := range everyone {
		if err := p.tellOfAssets(ctx, partners[held.Partner], held); err != nil {
			return err
		}
	}
	return edited
}

func (p *Program) tellOfAssets(ctx context.Context, partner portal.Partner, held portal.Holdings) error {
	var items []portal.HeldItem
	if partner.State.Working() {
		for _, h := range p.heldAssets(partner, held, nil) {
			if h.State == portal.HeldChanged || h.State == portal.HeldRetired {
				items = append(items, h.item())
			}
		}
	}
	if len(items) == 0 {
		return nil
	}
	told, err := p.store.AssetNotices.AllOf(ctx, partner.ID)
	if err != nil || len(told) > 0 && told[len(told)-1].Day >= p.Today() {
		return err
	}
	away, err := p.store.PutAways.AllOf(ctx, partner.ID)
	if err != nil {
		return err
	}
	for i, item := range items {
		for _, put := range away {
			items[i].PutAway = items[i].PutAway || put.Asset == item.Asset && put.Version == item.Version
		}
	}
	notice := portal.NextNotice(partner.ID, items, told, p.Today(), p.Now())
	if notice.Empty() {
		return nil
	}
	if _, err := p.store.AssetNotices.PutOnce(ctx, notice); err != nil {
		return err
	}
	return p.record(ctx, notice.Event())
}

// heldAssetLetters are the mails about assets that a partner has taken, to all its people.
func heldAssetLetters() []letterKind {
	return []letterKind{
		{"assets-noticed", portal.AssetNoticedEvent, toPartnerPeople, composeAssetNotice},
		{"asset-reminded", portal.AssetRemindedEvent, toPartnerPeople, composeAssetReminder},
	}
}

// toPartnerPeople addresses everybody of a partner.
func toPartnerPeople(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	var to []recipient
	seen := map[portal.UserID]bool{}
	for _, role := range portal.PartnerRoles {
		list, err := p.recipients(ctx, e.Partner, role, "")
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			if !seen[r.user] {
				seen[r.user] = true
				to = append(to, r)
			}
		}
	}
	return to, nil
}

func composeAssetNotice(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	var lines []string
	titles := func(key string) string { return strings.Join(strings.Split(e.Data[key], "\n"), ", ") }
	subject := e.Data["count"] + " of your assets have changed"
	if e.Data["count"] == "1" {
		subject = "An asset you have taken has changed"
	}
	if e.Data["retired"] != "" {
		subject = "Please stop using " + titles("retired")
		lines = append(lines, "Retired: "+titles("retired")+". Please stop using what you have of it, and say so on My downloads when that is done.")
	}
	if e.Data["reminded"] != "" {
		if e.Data["retired"]+e.Data["changed"] == "" {
			subject = "Do you still use " + titles("reminded") + "?"
		}
		lines = append(lines, "Retired a while ago: "+titles("reminded")+". Your company has not said yet that it no longer uses it.")
	}
	if e.Data["changed"] != "" {
		lines = append(lines, strings.Split(e.Data["changed"], "\n")...)
	}
	letter := Letter{
		Name: p.nameOf(ctx, m), Subject: subject, Lines: lines, Action: "See my downloads", Link: p.url("/assets/mine"),
		Why: "You get this because your company has taken assets from " + p.Rules.Name + ".",
	}
	return letter, nil
}
