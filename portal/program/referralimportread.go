package program

import (
	"context"
	"slices"
	"strings"
	"sync"

	"tandem/portal"
)

// readReferrals reads a file and matches it. In a preview the rows are counted, and what is
// new is compared with customers much like it.
func (p *Program) readReferrals(ctx context.Context, actor portal.Actor, in ImportReferrals, preview bool) (ReferralImport, error) {
	if err := actor.Must(importersOf(actor)...); err != nil {
		return ReferralImport{}, err
	}
	if !actor.Staff() {
		in.Partner = actor.Partner
	}
	id := portal.NewReferralImport(in.File, in.Partner, actor, p.Now()).ID
	file, err := portal.ReadReferrals(in.File, in.Partner == "")
	if err != nil {
		return ReferralImport{}, err
	}
	if preview && !actor.Staff() {
		if err := p.countLeads(ctx, actor.Partner, len(file.Rows), leadRowsAnHour, "rows"); err != nil {
			return ReferralImport{}, err
		}
	}
	one, partners, err := p.partnersOfFile(ctx, file, in.Partner)
	if err != nil {
		return ReferralImport{}, err
	}
	rows := file.Check(p.Rules, one, partners, p.Today())
	facts, err := p.referralFacts(ctx, rows)
	if err != nil {
		return ReferralImport{}, err
	}
	p.Rules.Match(rows, facts, p.Today())
	if preview {
		if facts.Like, err = p.likeRows(ctx, rows); err != nil {
			return ReferralImport{}, err
		}
		for i := range rows {
			if rows[i].Fate != portal.RowProblem {
				rows[i].Fate, rows[i].Reason, rows[i].Own = "", "", portal.Referral{}
			}
		}
		p.Rules.Match(rows, facts, p.Today())
	}
	for i := range rows {
		rows[i].Input.Import = id
	}
	read := ReferralImport{ID: id, Rows: rows, Ignored: file.Ignored, Head: file.Head}
	read.tally()
	return read, nil
}

// partnersOfFile are the partner of a whole file, or else those whose codes its rows have.
func (p *Program) partnersOfFile(ctx context.Context, file portal.ReferralFile, id portal.PartnerID) (*portal.Partner, map[string]portal.Partner, error) {
	if id != "" {
		one, err := p.store.Partners.Get(ctx, id)
		if err == nil && !one.State.Member() { // staff pick from those that were let in
			err = portal.Errorf(portal.NotFound, "There is nothing here.")
		}
		if portal.KindOf(err) == portal.NotFound {
			err = portal.Problems{"partner": "Choose a partner."}.Err()
		}
		return &one, nil, err
	}
	partners := map[string]portal.Partner{}
	asked := map[string]bool{}
	for _, row := range file.Rows {
		code := strings.ToLower(row.Code)
		if code == "" || asked[code] {
			continue
		}
		asked[code] = true
		partner, err := p.store.Partners.ByCode(ctx, code)
		switch portal.KindOf(err) {
		case portal.NotFound:
		case "":
			if err != nil {
				return nil, nil, err
			}
			partners[code] = partner
		default:
			return nil, nil, err
		}
	}
	return nil, partners, nil
}

// referralFacts looks up who holds the leads of a file, and what of it is recorded.
func (p *Program) referralFacts(ctx context.Context, rows []portal.LeadRow) (portal.ReferralFacts, error) {
	var keys []string
	for _, row := range rows {
		if row.Fate != portal.RowProblem {
			keys = append(keys, row.RowGuard())
			keys = append(keys, row.Keys...)
		}
	}
	slices.Sort(keys)
	holders, err := p.leadHolders(ctx, slices.Compact(keys))
	return portal.ReferralFacts{Sent: holders, Holders: holders}, err
}

// likeRows finds, for each row that would be new, customers much like it: several at a time.
func (p *Program) likeRows(ctx context.Context, rows []portal.LeadRow) (map[int][]portal.Referral, error) {
	const atOnce = 4
	var (
		wait   sync.WaitGroup
		mu     sync.Mutex
		failed error
		free   = make(chan struct{}, atOnce)
		like   = map[int][]portal.Referral{}
	)
	for i, row := range rows {
		if row.Fate != portal.RowNew {
			continue
		}
		free <- struct{}{}
		wait.Go(func() {
			defer func() { <-free }()
			found, err := p.store.Referrals.Like(ctx, row.Lead)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = err
			} else if len(found) > 0 {
				like[i] = found
			}
		})
	}
	wait.Wait()
	return like, failed
}
