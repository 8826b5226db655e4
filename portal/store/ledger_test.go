package store_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tandem/portal"
	"tandem/portal/store"
)

// stored is every kind of money fact once, for the partner p1.
func stored(t *testing.T, s *store.Store) (portal.Collection, portal.Entry, portal.Entry, portal.Batch, portal.Payout, portal.Claim, portal.Release, portal.Result) {
	t.Helper()
	by := portal.Actor{User: "u1", Name: "Fay"}
	now, today := portal.Instant("2026-06-01T10:00:00.000Z"), portal.Date("2026-06-01")
	deal := portal.Deal{Referral: "r1", Partner: "p1", Customer: "Hotel Miramar", ContractStart: "2026-01-01"}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	cash, err := portal.NewCollection(portal.CollectionInput{ExternalID: "INV-1", Amount: portal.Amount(400000, "EUR"), CollectedOn: "2026-03-12"}, deal, by, now, today)
	check(err)
	refund, err := portal.NewRefund(portal.CollectionInput{ExternalID: "R-1", Amount: portal.Amount(100000, "EUR"), CollectedOn: "2026-04-12"}, cash, nil, by, now, today)
	check(err)
	entry, why := portal.Accrue(cash, portal.AccrualFacts{
		Deal: deal, Tiers: []portal.TierFrom{{From: "2026-01-01", Tier: portal.High}},
		Terms: []portal.Terms{{Version: "2026-01", Effective: "2026-01-01", BaseMonths: 12, HoldDays: 60, PayByDays: 90, BaseShare: map[portal.Tier]portal.Rate{portal.High: portal.MustRate("5%")}}},
	}, now)
	if why != "" {
		t.Fatal(why)
	}
	claw, why := portal.ClawBack(entry, refund, now)
	if why != "" {
		t.Fatal(why)
	}
	batch, err := portal.NewBatch("b1", "EUR", "2026-06-01", by, now, today)
	check(err)
	payout := portal.Freeze(batch, portal.Payee{Partner: "p1", Name: "Costa Travel"}, []portal.Entry{entry, claw}, now)
	claim := portal.Position{Entry: entry}.ClaimFor(payout.ID, batch.ID, now)
	release := claim.Release("Account closed", now)
	batch, err = batch.Prepare([]portal.Payout{payout}, nil, by, now)
	check(err)
	batch.Check = portal.NewBatchCheck(nil, portal.Actor{User: "u2"}, now)
	batch, err = batch.Approve(portal.Actor{User: "u2"}, now)
	check(err)
	batch, err = batch.Export(portal.PayChoice{}, by, now)
	check(err)
	result, err := portal.NewResult(payout, batch, nil, portal.ResultInput{State: portal.ResultFailed, On: today, Reason: "Account closed"}, by, now, today)
	check(err)

	check(s.Collections.Insert(t.Context(), cash))
	check(s.Collections.Insert(t.Context(), refund))
	check(s.Entries.Insert(t.Context(), entry))
	check(s.Entries.Insert(t.Context(), claw))
	check(s.Batches.Insert(t.Context(), batch))
	check(s.Payouts.Insert(t.Context(), payout))
	check(s.Claims.Insert(t.Context(), claim))
	check(s.Releases.Insert(t.Context(), release))
	check(s.Results.Insert(t.Context(), result))
	return refund, entry, claw, batch, payout, claim, release, result
}

func TestMoneyFactsComeBackAsTheyWere(t *testing.T) {
	s := open(t)
	refund, entry, claw, batch, payout, claim, release, result := stored(t, s)
	same := func(name string, want, got any, err error) {
		t.Helper()
		if diff := cmp.Diff(want, got, cmpopts.EquateComparable(portal.Rate{})); err != nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	gotRefund, err := s.Collections.Get(t.Context(), refund.ID)
	same("refund", refund, gotRefund, err)
	gotEntry, err := s.Entries.Get(t.Context(), entry.ID)
	same("entry", entry, gotEntry, err)
	gotClaw, err := s.Entries.Get(t.Context(), claw.ID)
	same("clawback", claw, gotClaw, err)
	gotBatch, err := s.Batches.Get(t.Context(), batch.ID)
	batch.Version = 1
	same("batch", batch, gotBatch, err)
	gotPayout, err := s.Payouts.Get(t.Context(), payout.ID)
	same("payout", payout, gotPayout, err)
	gotClaim, err := s.Claims.Get(t.Context(), claim.ID)
	same("claim", claim, gotClaim, err)
	gotRelease, err := s.Releases.Get(t.Context(), release.ID)
	same("release", release, gotRelease, err)
	gotResult, err := s.Results.Get(t.Context(), result.ID)
	same("result", result, gotResult, err)
}

func TestMoneyFactsAreFoundByWhatTheyBelongTo(t *testing.T) {
	s := open(t)
	stored(t, s)
	ctx := t.Context()
	count := func(name string, want int, got int, err error) {
		t.Helper()
		if err != nil || got != want {
			t.Errorf("%s: %d, %v; want %d", name, got, err, want)
		}
	}
	for partner, n := range map[portal.PartnerID]int{"p1": 1, "p2": 0} {
		collections, err := s.Collections.AllOf(ctx, partner)
		count("collections of "+string(partner), 2*n, len(collections), err)
		page, err := s.Collections.List(ctx, partner, 10, "")
		count("listed of "+string(partner), 2*n, len(page.Rows), err)
		entries, err := s.Entries.Of(ctx, partner)
		count("entries of "+string(partner), 2*n, len(entries), err)
		listed, err := s.Entries.Page(ctx, partner, 1, "")
		count("a page of entries of "+string(partner), n, len(listed.Rows), err)
		claims, err := s.Claims.Of(ctx, partner)
		count("claims of "+string(partner), n, len(claims), err)
		releases, err := s.Releases.Of(ctx, partner)
		count("releases of "+string(partner), n, len(releases), err)
		payouts, err := s.Payouts.Latest(ctx, partner, 10)
		count("payouts of "+string(partner), n, len(payouts), err)
		results, err := s.Results.Of(ctx, partner)
		count("results of "+string(partner), n, len(results), err)
	}
	for name, n := range map[string]int{"r1": 1, "b1": 1, "freeze:b1:p1:EUR": 1, "other": 0} {
		collections, err := s.Collections.OfReferral(ctx, portal.ReferralID(name))
		entries, err2 := s.Entries.OfReferral(ctx, portal.ReferralID(name))
		if name == "r1" || name == "other" {
			count("collections of "+name, 2*n, len(collections), err)
			count("entries of "+name, 2*n, len(entries), err2)
		}
		claims, err := s.Claims.OfBatch(ctx, portal.BatchID(name))
		payouts, err2 := s.Payouts.OfBatch(ctx, portal.BatchID(name))
		results, err3 := s.Results.OfBatch(ctx, portal.BatchID(name))
		if name == "b1" || name == "other" {
			count("claims of "+name, n, len(claims), err)
			count("payouts of "+name, n, len(payouts), err2)
			count("results of "+name, n, len(results), err3)
		}
		claims, err = s.Claims.OfPayout(ctx, portal.PayoutID(name))
		results, err2 = s.Results.OfPayout(ctx, portal.PayoutID(name))
		if name != "b1" && name != "r1" {
			count("claims of "+name, n, len(claims), err)
			count("results of "+name, n, len(results), err2)
		}
	}
	refunds, err := s.Collections.RefundsOf(ctx, "cash:billing:INV-1")
	count("refunds", 1, len(refunds), err)
	ofCash, err := s.Entries.OfCollection(ctx, "cash:billing:INV-1")
	count("entries of the cash", 2, len(ofCash), err)
	listed, err := s.Entries.List(ctx, 1, "")
	count("newest entry", 1, len(listed.Rows), err)
	batches, err := s.Batches.List(ctx, portal.BatchExported, 10, "")
	count("exported batches", 1, len(batches.Rows), err)
	batches, err = s.Batches.List(ctx, "", 10, "")
	count("batches", 1, len(batches.Rows), err)
	changed, err := s.Batches.ChangedSince(ctx, "2026-06-01T10:00:00.001Z", "")
	count("batches changed later", 0, len(changed.Rows), err)
	since, err := s.Collections.Since(ctx, "2026-06-01T10:00:00.000Z", "")
	count("collections since", 2, len(since.Rows), err)
	answers, err := s.Results.Since(ctx, "2026-06-02", "")
	count("results since", 0, len(answers.Rows), err)
	if _, err := s.Releases.PutOnce(ctx, portal.Release{ID: portal.ReleaseID("acc:cash:billing:INV-1:base", 0), Reason: "Cancelled"}); err != nil {
		t.Errorf("released twice for two reasons: %v", err)
	}
}

func TestRefundsOfOneCollectionAreWrittenInTurn(t *testing.T) {
	s := open(t)
	log, err := s.RefundLogs.Of(t.Context(), "cash:billing:INV-1")
	if err != nil || log.Version != 0 || len(log.Refunds) != 0 {
		t.Fatalf("before the first refund: %+v, %v", log, err)
	}
	done := make(chan error, 8)
	for i := range 8 {
		go func() {
			next := log
			next.Refunds = []portal.Collection{{Source: "billing", ExternalID: fmt.Sprint("R", i), RefundNo: 1}}
			done <- s.RefundLogs.Write(t.Context(), next)
		}()
	}
	won := 0
	for range 8 {
		if err := <-done; err == nil {
			won++
		} else if portal.KindOf(err) != portal.Conflict {
			t.Errorf("lost with %v, want Conflict", err)
		}
	}
	log, err = s.RefundLogs.Of(t.Context(), "cash:billing:INV-1")
	if won != 1 || err != nil || len(log.Refunds) != 1 || log.Refunds[0].ID != portal.RefundID("billing", log.Refunds[0].ExternalID) {
		t.Fatalf("%d won; the log is %+v, %v", won, log, err)
	}
	log.Refunds = append(log.Refunds, portal.Collection{Source: "billing", ExternalID: "R9", RefundNo: 2})
	if err := s.RefundLogs.Write(t.Context(), log); err != nil {
		t.Errorf("the second refund: %v", err)
	}
	if err := s.RefundLogs.Write(t.Context(), log); portal.KindOf(err) != portal.Conflict {
		t.Errorf("against an old version: %v, want Conflict", err)
	}
}

func TestAFactWithAnAmountTwiceIsOneFact(t *testing.T) {
	s := open(t)
	_, entry, _, _, payout, _, _, result := stored(t, s)
	entry.At, payout.At, result.At, result.By = "2027-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z", "u9"
	for name, put := range map[string]func() (bool, error){
		"entry":  func() (bool, error) { return s.Entries.Put(t.Context(), entry) },
		"payout": func() (bool, error) { return s.Payouts.Put(t.Context(), payout) },
		"result": func() (bool, error) { return s.Results.Put(t.Context(), result) },
	} {
		if fresh, err := put(); fresh || err != nil {
			t.Errorf("%s again: fresh %t, %v", name, fresh, err)
		}
	}
	entry.Amount.Minor++
	if _, err := s.Entries.Put(t.Context(), entry); portal.KindOf(err) != portal.Conflict {
		t.Errorf("one more cent under the same id: %v, want Conflict", err)
	}
}
