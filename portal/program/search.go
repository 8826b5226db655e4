package program

import (
	"context"
	"slices"
	"strings"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/store"
)

// How much a search shows of each kind of thing, and how much it looks through.
const (
	findShown     = 8
	findPartners  = 1000 // by name
	findReferrals = 1000 // the newest; older ones are found by how they begin
	findBatches   = 200  // the newest
)

// MinFind is how many letters a search needs.
const MinFind = 2

// Found is what a search found, at most a handful of each kind. What the actor may not
// see is not looked for.
type Found struct {
	Text      string // what was looked for, "" when it was too short
	Partners  []portal.Partner
	Referrals []portal.Referral
	Batches   []portal.Batch
	Payouts   []FoundPayout
	Assets    []content.Asset
	More      bool // partners, of which there are more
}

// FoundPayout is one payout of a batch.
type FoundPayout struct {
	portal.BatchLine
	Reference string // "B-8F3KQ2-001"
}

// Empty reports that nothing was found.
func (f Found) Empty() bool {
	return len(f.Partners)+len(f.Referrals)+len(f.Batches)+len(f.Payouts)+len(f.Assets) == 0
}

// Search looks for partners, referrals, payouts and assets by name or number: staff by
// their roles, a partner's people in what is their own.
func (p *Program) Search(ctx context.Context, actor portal.Actor, text string) (Found, error) {
	if err := actor.Must(slices.Concat(portal.StaffRoles, portal.PartnerRoles)...); err != nil {
		return Found{}, err
	}
	words := portal.FindWords(text)
	if len([]rune(strings.Join(words, ""))) < MinFind {
		return Found{}, nil
	}
	found := Found{Text: strings.TrimSpace(text)}
	var err error
	if !actor.Staff() {
		if found.Referrals, err = p.findReferrals(ctx, actor.Partner, text, words); err != nil {
			return found, err
		}
		hub, err := p.Hub(ctx, actor, content.Query{Text: text})
		found.Assets = hub.Found.Assets[:min(len(hub.Found.Assets), findShown)]
		return found, err
	}
	page, err := p.store.Partners.Find(ctx, store.ListPartners{Limit: findPartners}, findPartners, PartnerQuery{Text: text}.fits())
	if err != nil {
		return found, err
	}
	slices.SortStableFunc(page.Rows, func(a, b portal.Partner) int {
		return portal.FindRank(words, b.Company) - portal.FindRank(words, a.Company)
	})
	found.Partners, found.More = page.Rows[:min(len(page.Rows), findShown)], page.Next != "" || len(page.Rows) > findShown
	if actor.Can(referralReaders...) {
		if found.Referrals, err = p.findReferrals(ctx, "", text, words); err != nil {
			return found, err
		}
	}
	if actor.Can(portal.Finance, portal.Manager) {
		if err := p.findPayouts(ctx, actor, &found); err != nil {
			return found, err
		}
	}
	found.Assets = p.library().Find(content.Query{Text: text}, content.Audience{Staff: true, Today: p.Today()}).Assets
	found.Assets = found.Assets[:min(len(found.Assets), findShown)]
	return found, nil
}

// findReferrals are those of a partner, or anybody's, whose customer begins with the
// text, then the newest that have its words somewhere.
func (p *Program) findReferrals(ctx context.Context, partner portal.PartnerID, text string, words []string) ([]portal.Referral, error) {
	var found []portal.Referral
	take := func(r portal.Referral) {
		known := slices.ContainsFunc(found, func(there portal.Referral) bool { return there.ID == r.ID })
		if !known && len(found) < findShown && (partner == "" || r.Partner == partner) {
			if partner != "" {
				r = r.ForPartner()
			}
			found = append(found, r)
		}
	}
	if partner == "" {
		first, err := p.store.Referrals.StartingWith(ctx, text, findShown)
		if err != nil {
			return nil, err
		}
		for _, r := range first {
			take(r)
		}
	}
	newest, err := p.store.Referrals.List(ctx, store.ListReferrals{Partner: partner, Limit: findReferrals})
	slices.SortStableFunc(newest.Rows, func(a, b portal.Referral) int {
		return portal.FindRank(words, b.Company) - portal.FindRank(words, a.Company)
	})
	for _, r := range newest.Rows {
		if portal.Found(words, r.Company, r.Domain, r.Contact, r.Number()) {
			take(r)
		}
	}
	return found, err
}

// findPayouts looks through the newest batches for a number, theirs or of one of their payouts.
func (p *Program) findPayouts(ctx context.Context, actor portal.Actor, found *Found) error {
	number := strings.ToUpper(found.Text)
	if !strings.HasPrefix(number, "B-") {
		number = "B-" + number
	}
	page, err := p.store.Batches.List(ctx, "", findBatches, "")
	if err != nil {
		return err
	}
	for _, b := range page.Rows {
		if actor.Can(portal.Finance) && strings.HasPrefix(b.Number(), number) && len(found.Batches) < findShown {
			found.Batches = append(found.Batches, b)
		}
		for i, line := range b.Lines {
			if ref := b.Reference(i); len(number) > len("B-")+MinFind && strings.HasPrefix(ref, number) && len(found.Payouts) < findShown {
				found.Payouts = append(found.Payouts, FoundPayout{BatchLine: line, Reference: ref})
			}
		}
	}
	return nil
}
