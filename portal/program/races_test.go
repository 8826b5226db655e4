package program

import (
	"fmt"
	"sync"
	"testing"

	"tandem/portal"
)

// crowd does something n times at once and returns the errors.
func crowd(n int, do func(i int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			<-start
			errs[i] = do(i)
		})
	}
	close(start)
	group.Wait()
	return errs
}

// won counts successes; any other error than the kinds allowed fails the test.
func won(t *testing.T, what string, errs []error, allowed ...portal.Kind) int {
	t.Helper()
	n := 0
	for _, err := range errs {
		if err == nil {
			n++
			continue
		}
		ok := false
		for _, kind := range allowed {
			ok = ok || portal.KindOf(err) == kind
		}
		if !ok {
			t.Errorf("%s: lost with %v (%s)", what, err, portal.KindOf(err))
		}
	}
	return n
}

func TestSixteenAtOnceRecordOneCollection(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	in := func(minor int64) RecordCollection {
		return RecordCollection{Referral: "r-p1", CollectionInput: portal.CollectionInput{ExternalID: "INV-1", Amount: eur(minor), CollectedOn: "2026-03-12"}}
	}
	var mu sync.Mutex
	fresh := 0
	n := won(t, "the same cash", crowd(16, func(int) error {
		done, err := b.RecordCollection(t.Context(), b.finance, in(400000))
		mu.Lock()
		defer mu.Unlock()
		if done.Fresh {
			fresh++
		}
		return err
	}))
	if n != 16 || fresh != 1 {
		t.Errorf("%d of 16 were told it is recorded, %d that they did it; want 16 and 1", n, fresh)
	}
	b.stands(t, "recorded", "p1", 20000, 0, 0, 0)
	if n := won(t, "another amount", crowd(4, func(int) error {
		_, err := b.RecordCollection(t.Context(), b.finance, in(400001))
		return err
	}), portal.Conflict); n != 0 {
		t.Errorf("%d recorded another amount under the same id", n)
	}
	b.sound(t)
}

func TestSixteenRefundsAtOnceGiveBackAtMostWhatWasCollected(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 100000, "2026-03-12")
	n := won(t, "refunds of a tenth", crowd(16, func(i int) error {
		_, err := b.RecordRefund(t.Context(), b.finance, RecordRefund{Of: "cash:billing:INV-1", CollectionInput: portal.CollectionInput{
			ExternalID: fmt.Sprint("R-", i), Amount: eur(10000), CollectedOn: "2026-03-20",
		}})
		return err
	}), portal.Invalid, portal.Conflict)
	if n > 10 {
		t.Errorf("%d refunds of a tenth were recorded", n)
	}
	b.stands(t, "refunded", "p1", int64(5000-500*n), 0, 0, 0)
	b.sound(t)
}

func TestARefundIDBelongsToOneCollection(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	for i := range 8 {
		b.collect(t, fmt.Sprint("INV-", i), "r-p1", 100000, "2026-03-12")
	}
	n := won(t, "the same refund of eight collections", crowd(8, func(i int) error {
		_, err := b.RecordRefund(t.Context(), b.finance, RecordRefund{Of: portal.CashID("", fmt.Sprint("INV-", i)), CollectionInput: portal.CollectionInput{
			ExternalID: "R-1", Amount: eur(100000), CollectedOn: "2026-03-20",
		}})
		return err
	}), portal.Conflict)
	if n != 1 {
		t.Errorf("%d collections were refunded by one refund", n)
	}
	b.stands(t, "one refunded", "p1", 35000, 0, 0, 0)
	b.sound(t)
	// Whoever lost may refund under an id of its own, although its log saw the other first.
	for i := range 8 {
		if _, err := b.RecordRefund(t.Context(), b.finance, RecordRefund{Of: portal.CashID("", fmt.Sprint("INV-", i)), CollectionInput: portal.CollectionInput{
			ExternalID: fmt.Sprint("R-own-", i), Amount: eur(100000), CollectedOn: "2026-03-20",
		}}); err != nil && portal.KindOf(err) != portal.Invalid {
			t.Errorf("INV-%d: %v", i, err)
		}
	}
	b.stands(t, "all refunded", "p1", 0, 0, 0, 0)
	b.sound(t)
}

func TestAnEntryIsInOneOfEightBatchesMadeAtOnce(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	for i := range 10 {
		b.collect(t, fmt.Sprint("INV-", i), "r-p1", 100000, "2026-03-12")
		b.collect(t, fmt.Sprint("INV-2", i), "r-p2", 200000, "2026-03-12")
	}
	b.at("2026-05-11")
	won(t, "batches", crowd(8, func(i int) error {
		_, err := b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: fmt.Sprint("K", i), Currency: "EUR"})
		return err
	}), portal.Conflict)
	b.sound(t)
	ledger, err := b.wholeLedger(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var total int64
	for _, payout := range ledger.Payouts {
		total += payout.Total.Minor
	}
	if e, _ := b.Earnings(t.Context(), b.finance, "p1", ""); total > 50000+80000 || portal.BalanceIn(e.Balances, "EUR").InPayout.Minor+portal.BalanceIn(e.Balances, "EUR").Payable.Minor != 50000 {
		t.Errorf("%d in payouts of 130000 earned; %+v", total, e.Balances)
	}
	if n := won(t, "the rest", crowd(1, func(int) error {
		_, err := b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: "KR", Currency: "EUR"})
		return err
	}), portal.Conflict); n == 1 {
		b.sound(t)
	}
}

func TestSixteenAtOnceOnOneBatch(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.at("2026-05-11")
	if n := won(t, "the same form", crowd(16, func(int) error {
		_, err := b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: "K1", Currency: "EUR"})
		return err
	}), portal.Conflict); n == 0 {
		t.Error("nobody prepared the batch")
	}
	b.sound(t)
	if n := won(t, "approve", crowd(16, func(i int) error {
		_, err := b.ApproveBatch(t.Context(), portal.Actor{User: portal.UserID(fmt.Sprint("u", i)), Roles: []portal.Role{portal.Finance}}, "K1")
		return err
	}), portal.Conflict); n != 1 {
		t.Errorf("%d of 16 approved the batch, want one", n)
	}
	if _, err := b.ExportBatch(t.Context(), b.finance, ExportBatch{Batch: "K1"}); err != nil {
		t.Fatal(err)
	}
	if n := won(t, "paid or failed", crowd(16, func(i int) error {
		in := portal.ResultInput{State: portal.ResultPaid, On: "2026-05-11", Reference: fmt.Sprint("SEPA-", i)}
		if i%2 == 0 {
			in = portal.ResultInput{State: portal.ResultFailed, On: "2026-05-11", Reason: fmt.Sprint("Reason ", i)}
		}
		_, err := b.RecordAnswer(t.Context(), b.finance, Answer{Payout: "freeze:K1:p1:EUR", ResultInput: in})
		return err
	}), portal.Conflict); n < 1 || n > 2 { // two when a payment failed after it was paid
		t.Errorf("%d of 16 answers counted", n)
	}
	b.sound(t)
}
