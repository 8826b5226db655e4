package web

import (
	"fmt"
	"testing"

	"tandem/portal"
)

// rows puts so many of everything that lists show into the store, from the number
// from on: partners in every state, referrals, cash, commission, payouts and their
// results, batches, downloads, and what happened.
func (s *site) rows(t testing.TB, from, to int) {
	t.Helper()
	ctx, now := t.Context(), s.program.Now()
	model, err := s.store.Partners.Get(ctx, partnerA)
	if err != nil {
		t.Fatal(err)
	}
	put := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := from; i < to; i++ {
		n := fmt.Sprintf("%04d", i)
		company := model
		company.ID, company.Company, company.Code = portal.PartnerID("p"+n), "Company "+n, "c"+n
		company.State = portal.PartnerStates[i%len(portal.PartnerStates)]
		put(s.store.Partners.Insert(ctx, company))
		company.ID, company.Company, company.Code = "x"+company.ID, "Companies "+n, "x"+n
		company.State, company.EmailVerifiedAt = portal.PartnerApplied, "" // staff do not see it
		put(s.store.Partners.Insert(ctx, company))
		put(s.store.Holdings.Write(ctx, portal.PartnerID("p"+n), func() (portal.Holdings, error) {
			return portal.Holdings{Partner: portal.PartnerID("p" + n)}, nil
		}))
		put(s.store.Referrals.Insert(ctx, portal.Referral{
			ID: portal.ReferralID("r" + n), Partner: partnerA, PartnerName: "Alpha", State: portal.ReferralSubmitted, Lead: portal.Lead{Company: "Lead " + n},
			SubmittedAt: now, SubmittedOn: s.program.Today(), AnswerBy: now,
		}))
		cash := portal.Collection{
			ID: portal.CollectionID("cash:billing:" + n), Source: "billing", ExternalID: n, Referral: "ra", Partner: partnerA, Customer: "Hotel Miramar",
			Amount: portal.Amount(100000, "EUR"), CollectedOn: s.program.Today(), At: now, ByName: "Fay",
		}
		_, err := s.store.Collections.Put(ctx, cash)
		put(err)
		entry := portal.Entry{
			ID: portal.EntryID("acc:" + string(cash.ID) + ":base"), Partner: partnerA, Referral: "ra", Collection: cash.ID, Customer: cash.Customer, Kind: portal.Accrual,
			Base: cash.Amount, Amount: portal.Amount(3000, "EUR"), CollectedOn: cash.CollectedOn, PayableOn: cash.CollectedOn, At: now,
		}
		_, err = s.store.Entries.Put(ctx, entry)
		put(err)
		batch := portal.Batch{ID: portal.BatchID("b" + n), State: portal.BatchDraft, Currency: "EUR", Cutoff: s.program.Today(), PreparedAt: now, Total: entry.Amount, At: now}
		put(s.store.Batches.Insert(ctx, batch))
		payout := portal.Payout{
			ID: portal.PayoutIDOf(batch.ID, partnerA, "EUR"), Batch: batch.ID, Partner: partnerA, Name: "Alpha", Currency: "EUR",
			Entries: []portal.EntryID{entry.ID}, Total: entry.Amount, At: now,
		}
		_, err = s.store.Payouts.Put(ctx, payout)
		put(err)
		_, err = s.store.Claims.Put(ctx, portal.Claim{ID: portal.ClaimID(entry.ID, 0), Entry: entry.ID, Payout: payout.ID, Batch: batch.ID, Partner: partnerA, Amount: entry.Amount, At: now})
		put(err)
		_, err = s.store.Results.Put(ctx, portal.Result{
			ID: portal.ResultID(payout.ID, 1), Payout: payout.ID, Batch: batch.ID, Partner: partnerA, Seq: 1, State: portal.ResultPaid, Amount: entry.Amount, On: s.program.Today(), At: now,
		})
		put(err)
		_, err = s.store.Events.Put(ctx, portal.Event{ID: "e" + n, Subject: "referral:r" + n, Partner: partnerA, Change: portal.Change{N: 1, Kind: "referral.submitted", At: now}})
		put(err)
		_, err = s.store.Downloads.Put(ctx, portal.Download{ID: "download:" + n, Partner: partnerA, Asset: "city", Version: 1, At: now})
		put(err)
		put(s.store.Touches.Add(ctx, partnerA, "city", s.program.Today().AddDays(-i%20), "email"))
	}
	put(s.program.RebuildFigures(ctx))
}

// TestAPageReadsTheSameHoweverManyRowsThereAre asks each page that people wait for with
// few rows in the store and again with many, and counts what it asks of the database.
func TestAPageReadsTheSameHoweverManyRowsThereAre(t *testing.T) {
	t.Parallel()
	few, many := 3, 1100 // more than one scan answers
	if testing.Short() {
		many = 150
	}
	const (
		statement = "/earnings/statement?currency=EUR&from=2026-01-01&to=2026-12-31"
		shelf     = "/desk/assets"
	)
	s := books(t)
	s.code(t, "alpha")
	s.issue(t, partnerA, 1, "2026-01")
	pages := []struct {
		as, path string
		most     int // reads with few rows; the account of who asks is one
	}{
		{partnerAdmin, "/home", 7},
		{partnerAdmin, "/referrals", 2},
		{partnerAdmin, "/referrals?state=submitted", 2},
		{partnerAdmin, "/earnings", 10},
		{partnerAdmin, "/earnings/payouts/freeze:b0000:pa:EUR", 6},
		{partnerAdmin, statement, 4},
		{partnerAdmin, "/earnings/statements", 3},
		{partnerAdmin, "/earnings/statements/SB-2026-000001", 3},
		{partnerAdmin, "/assets", 3},
		{partnerAdmin, "/assets/mine", 4},
		{partnerAdmin, "/assets/selection?asset=city-weekend&asset=first-thirty-days", 2},
		{partnerAdmin, "/tier", 4},
		{partnerAdmin, "/links", 4},
		{partnerAdmin, ownTerms, 6},
		{manager, deskTerms, 5},
		{partnerAdmin, "/leads", 2},
		{partnerAdmin, "/leads?state=declined", 3},
		{manager, "/desk/leads", 2},
		{manager, "/desk", 19},
		{manager, "/desk/queue", 13}, // one for each kind and state, the item that is open beside it, and who else brought its customer
		{manager, "/desk/queue?kind=referral", 13},
		{manager, "/desk/partners", 2},
		{manager, "/desk/partners?state=active", 2},
		{manager, "/desk/partners?q=company", 2},
		{manager, "/desk/partners?q=nobody", 2},
		{manager, "/desk/referrals", 2},
		{manager, "/desk/referrals?q=lead", 2},
		{manager, "/desk/referrals?owner=mine&product=group_stays", 2},
		{manager, "/desk/referrals/ra", 8}, // itself, messages, notes, cash, what it earned, who else brought it
		{steward, "/desk/referrals/ra", 6},
		{partnerAdmin, "/referrals/ra", 4},
		{manager, "/desk/referrals/board", 6},
		{manager, "/desk/referrals/import", 3},
		{manager, "/desk/referrals?partner=pa&q=nothing", 2},
		{financeRole, "/desk", 18},
		{financeRole, "/desk/collections", 4},
		{financeRole, "/desk/collections?partner=pa", 4},
		{financeRole, "/desk/collections/import", 2},
		{financeRole, "/desk/payouts", 2},
		{editor, deskPictures, 6}, // the uploaded ones, and the texts of each state on their way
		{editor, shelf, 4},        // what partners hold, what they looked at, and the companies
		{editor, deskChoices, 1},
		{manager, "/desk/search?q=company", 7},
		{manager, "/desk/search?q=lead", 7},
		{partnerAdmin, "/search?q=lead", 5},
		{admin, "/desk/audit", 8},
		{admin, "/desk/audit?area=referrals", 8},
		{admin, "/desk/audit?partner=alpha", 10},
	}
	// Two pages show all there is of something, which takes a read for each thousand: what
	// a partner earned and was paid, and what every partner took of the library.
	whole := map[string]int{statement: 2 * (many / 1000), shelf: (2*many + 2) / 1000}
	reads := func(as, path string) int {
		t.Helper()
		c := s.as(t, as)
		s.engine.Reads()
		if a := c.get(t, path); a.status != 200 {
			t.Fatalf("%s as %s: %d\n%s", path, as, a.status, excerpt(a.body))
		}
		return s.engine.Reads()
	}
	s.rows(t, 0, few)
	first := map[string]int{}
	for _, page := range pages {
		n := reads(page.as, page.path)
		first[page.as+page.path] = n
		if n > page.most {
			t.Errorf("%s as %s: %d reads, at most %d", page.path, page.as, n, page.most)
		}
	}
	s.rows(t, few, many)
	for _, page := range pages {
		if n, want := reads(page.as, page.path), first[page.as+page.path]+whole[page.path]; n != want {
			t.Errorf("%s as %s: %d reads with %d rows, %d with %d", page.path, page.as, want, few, n, many)
		} else {
			t.Logf("%s as %s: %d reads", page.path, page.as, n)
		}
	}
}
