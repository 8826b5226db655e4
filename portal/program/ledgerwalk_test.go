package program

import (
	"slices"
	"testing"

	"tandem/portal"
)

// TestAFactOfNobodyIsFound puts one of each kind into the ledger whose partner, or
// batch, is not recorded. A walk from partner to partner never comes by it.
func TestAFactOfNobodyIsFound(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, b.Today())
	b.sound(t)
	at := b.Now()
	put := func(fresh bool, err error) {
		t.Helper()
		if err != nil || !fresh {
			t.Fatal(fresh, err)
		}
	}
	ctx := t.Context()
	put(b.store.Collections.Put(ctx, portal.Collection{ID: "cash:billing:X", Partner: "nobody", At: at}))
	put(b.store.Entries.Put(ctx, portal.Entry{ID: "acc:cash:billing:X:base", Partner: "nobody", At: at}))
	put(b.store.Claims.Put(ctx, portal.Claim{ID: "claim:acc:cash:billing:X:base:0", Partner: "nobody", At: at}))
	put(b.store.Releases.Put(ctx, portal.Release{ID: "rel:acc:cash:billing:X:base:0", Partner: "", At: at}))
	put(b.store.Payouts.Put(ctx, portal.Payout{ID: "freeze:K:nobody:EUR", Batch: "K", Partner: "nobody", At: at}))
	put(b.store.Results.Put(ctx, portal.Result{ID: "pay:K:nobody:EUR:1", Batch: "K", Partner: "nobody", At: at}))
	put(b.store.PaymentFiles.Put(ctx, portal.PaymentFile{ID: "file:K:1", Batch: "K", At: at}))
	if err := b.store.Adjustments.Insert(ctx, portal.Adjustment{ID: "A", Partner: "nobody", At: at}); err != nil {
		t.Fatal(err)
	}

	v, err := b.Verify(ctx, b.finance)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, violation := range v.Violations {
		got = append(got, violation.Subject)
		if violation.Rule == "" || violation.Sentence != violation.Subject+": belongs to nobody that is recorded." {
			t.Errorf("%+v", violation)
		}
	}
	slices.Sort(got)
	want := []string{
		"A", "acc:cash:billing:X:base", "cash:billing:X", "claim:acc:cash:billing:X:base:0", "file:K:1", "freeze:K:nobody:EUR", "pay:K:nobody:EUR:1", "rel:acc:cash:billing:X:base:0",
	}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

// TestAWalkTakesWhatIsWrittenMeanwhileAsItIs verifies while cash comes in: nothing of
// it is an alarm, and what was there before is counted.
func TestAWalkTakesWhatIsWrittenMeanwhileAsItIs(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.longLedger(t, 2, 20)
	if err := b.RebuildFigures(t.Context()); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.longLedgerOf(t, "p2", 60)
	}()
	for range 10 {
		v, err := b.verify(t.Context())
		if err != nil || len(v.Violations) > 0 || v.Entries < 41 {
			t.Errorf("%d entries, %v, %v", v.Entries, v.Violations, err)
		}
	}
	<-done
	b.sound(t)
}

// longLedgerOf records cash of one partner's customer, one after the other.
func (b *till) longLedgerOf(t *testing.T, partner portal.PartnerID, collections int) {
	for i := range collections {
		_, err := b.RecordCollection(t.Context(), b.finance, RecordCollection{
			Referral: portal.ReferralID("r-" + partner), CollectionInput: portal.CollectionInput{ExternalID: string(partner) + string(rune('A'+i)), Amount: eur(10000), CollectedOn: b.Today()},
		})
		if err != nil {
			t.Error(err)
		}
	}
}
