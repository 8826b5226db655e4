package program

import (
	"fmt"
	"strings"
	"testing"

	"tandem/portal"
)

// What went wrong with money in other partner systems, by their public bug
// reports, and must not here.

func TestAPartialRefundVoidsOnlyItsPart(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.refund(t, "R-1", "INV-1", 100000, "2026-03-15")
	b.stands(t, "a quarter refunded", "p1", 15000, 0, 0, 0)
	b.at("2026-05-11")
	if batch := b.paid(t, b.batch(t, "K1")); batch.Total != eur(15000) {
		t.Errorf("paid %s, want three quarters of 200.00", batch.Total)
	}
	b.sound(t)
}

func TestARefundAfterThePayoutIsTakenOffTheNext(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.at("2026-05-11")
	b.paid(t, b.batch(t, "K1"))
	b.at("2026-05-20")
	b.refund(t, "R-1", "INV-1", 400000, "2026-05-20")
	b.stands(t, "carried", "p1", 0, -20000, 0, 20000)
	preview, err := b.PreviewBatch(t.Context(), b.finance, PrepareBatch{Currency: "EUR"})
	if err != nil || len(preview.Candidates) != 0 || len(preview.LeftOut) != 1 || !strings.Contains(preview.LeftOut[0].Reason, "−€200.00 is carried") {
		t.Errorf("a negative balance: %+v, %v", preview, err)
	}
	b.collect(t, "INV-2", "r-p1", 600000, "2026-05-20") // 300.00 from 19 July
	b.at("2026-07-19")
	if batch := b.paid(t, b.batch(t, "K2")); batch.Total != eur(10000) {
		t.Errorf("the next payout is %s, want 300.00 less 200.00", batch.Total)
	}
	b.sound(t)
}

func TestARefundIsTakenOffOnce(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	for range 3 {
		b.refund(t, "R-1", "INV-1", 100000, "2026-03-15")
	}
	b.stands(t, "said three times", "p1", 15000, 0, 0, 0)
	if _, err := b.RecordRefund(t.Context(), b.finance, RecordRefund{Of: "cash:billing:INV-1", CollectionInput: portal.CollectionInput{
		ExternalID: "R-1", Amount: eur(100001), CollectedOn: "2026-03-15",
	}}); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "recorded already with something else") {
		t.Errorf("the same refund with another amount: %v", err)
	}
}

func TestASaleThatEarnedNothingIsNotClawedBack(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.at("2027-03-01")
	done := b.collect(t, "INV-1", "r-p1", 400000, "2027-02-15") // after the first 12 months
	if len(done.Entries) != 0 || !strings.Contains(done.Why, "ended on 31 January 2027") {
		t.Errorf("after the first year: %+v", done)
	}
	if done := b.refund(t, "R-1", "INV-1", 400000, "2027-02-20"); len(done.Entries) != 0 {
		t.Errorf("its refund takes back %+v", done.Entries)
	}
	b.stands(t, "nothing earned, nothing lost", "p1", 0, 0, 0, 0)
	b.sound(t)
}

func TestACreditNoteAddsNoCommission(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	for _, minor := range []int64{-100000, 0} {
		if _, err := b.RecordCollection(t.Context(), b.finance, RecordCollection{Referral: "r-p1", CollectionInput: portal.CollectionInput{
			ExternalID: "CN-1", Amount: eur(minor), CollectedOn: "2026-03-12",
		}}); portal.KindOf(err) != portal.Invalid {
			t.Errorf("a collection of %d: %v", minor, err)
		}
	}
	b.stands(t, "after a credit note", "p1", 0, 0, 0, 0)
}

func TestCashIsNotForAReferralThatIsClosed(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	closed := portal.Referral{ID: "r-dup", Partner: "p2", State: portal.ReferralDuplicate, Lead: portal.Lead{Company: "Hotel r-p1"}}
	if err := b.store.Referrals.Insert(t.Context(), closed); err != nil {
		t.Fatal(err)
	}
	for _, id := range []portal.ReferralID{"r-dup", "r-none", ""} {
		if _, err := b.RecordCollection(t.Context(), b.finance, RecordCollection{Referral: id, CollectionInput: portal.CollectionInput{
			ExternalID: "INV-1", Amount: eur(100), CollectedOn: "2026-03-12",
		}}); portal.KindOf(err) != portal.Invalid || !strings.Contains(err.Error(), "referral: ") {
			t.Errorf("for %q: %v", id, err)
		}
	}
}

func TestAPartnerEarnsNothingWhileItIsNotInTheProgram(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	partner, err := b.store.Partners.Get(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	b.at("2026-03-10")
	partner, err = partner.Pause("No contact", b.manager, b.Now())
	if err == nil {
		_, err = b.store.Partners.Save(t.Context(), partner)
	}
	if err != nil {
		t.Fatal(err)
	}
	b.at("2026-03-20")
	if done := b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12"); len(done.Entries) != 0 || !strings.Contains(done.Why, "paused on 10 March 2026") {
		t.Errorf("while paused: %+v", done)
	}
	if done := b.collect(t, "INV-2", "r-p1", 400000, "2026-03-09"); len(done.Entries) != 1 {
		t.Errorf("collected before the pause: %+v", done)
	}
	b.stands(t, "paused", "p1", 20000, 0, 0, 0)
}

func TestOneAnswerFromTheBankSettlesOneLine(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.collect(t, "INV-2", "r-p2", 200000, "2026-03-12")
	b.at("2026-05-11")
	b.batch(t, "K1")
	if _, err := b.RecordAnswer(t.Context(), b.finance, Answer{Payout: "freeze:K1:p1:EUR", ResultInput: portal.ResultInput{State: portal.ResultPaid, On: "2026-05-11"}}); err != nil {
		t.Fatal(err)
	}
	b.stands(t, "answered", "p1", 0, 0, 0, 20000)
	b.stands(t, "not answered", "p2", 0, 0, 8000, 0)
	if d, err := b.Batch(t.Context(), b.finance, "K1"); err != nil || d.Batch.State != portal.BatchExported {
		t.Errorf("with a line open the batch is %s, %v", d.Batch.State, err)
	}
}

func TestWhatChangesAfterTheBatchWaitsForTheNext(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.at("2026-05-11")
	batch, err := b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: "K1", Currency: "EUR"})
	if err != nil {
		t.Fatal(err)
	}
	b.refund(t, "R-1", "INV-1", 100000, "2026-05-11")
	b.stands(t, "refunded while in a batch", "p1", 0, -5000, 20000, 0)
	if _, err := b.ApproveBatch(t.Context(), b.second, batch.ID); err != nil {
		t.Fatal(err)
	}
	if batch, err = b.ExportBatch(t.Context(), b.finance, ExportBatch{Batch: batch.ID}); err != nil {
		t.Fatal(err)
	}
	if batch = b.paid(t, batch); batch.Total != eur(20000) {
		t.Errorf("what was approved is what is paid: %s", batch.Total)
	}
	b.stands(t, "carried", "p1", 0, -5000, 0, 20000)
	b.sound(t)
}

func TestATierOfTodayDoesNotPayForYesterday(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p2", 100000, "2026-03-12") // Core: 4%
	partner, err := b.store.Partners.Get(t.Context(), "p2")
	if err != nil {
		t.Fatal(err)
	}
	partner.Tier, partner.Tiers = portal.High, append(partner.Tiers, portal.TierChange{Tier: portal.High, From: "2026-03-15"})
	if _, err := b.store.Partners.Save(t.Context(), partner); err != nil {
		t.Fatal(err)
	}
	b.collect(t, "INV-1", "r-p2", 100000, "2026-03-12") // said again
	b.collect(t, "INV-2", "r-p2", 100000, "2026-03-14") // late, still Core
	b.collect(t, "INV-3", "r-p2", 100000, "2026-03-15") // High: 5%
	b.stands(t, "three collections", "p2", 4000+4000+5000, 0, 0, 0)
	b.sound(t)
}

func TestVerifyStopsAnApproval(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	done := b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.at("2026-05-11")
	batch, err := b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: "K1", Currency: "EUR"})
	if err != nil {
		t.Fatal(err)
	}
	forged := done.Entries[0]
	forged.ID, forged.Collection = "acc:cash:billing:INV-9:base", "cash:billing:INV-9"
	if err := b.store.Entries.Insert(t.Context(), forged); err != nil {
		t.Fatal(err)
	}
	if _, err := b.ApproveBatch(t.Context(), b.second, batch.ID); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "acc:cash:billing:INV-9:base: there is no collection") {
		t.Errorf("approved over a broken ledger: %v", err)
	}
	if err := b.CheckLedger(t.Context()); err == nil || !strings.Contains(err.Error(), "breaks 1 invariants") {
		t.Errorf("the duty says %v", err)
	}
	if last, err := b.LastVerified(t.Context()); err != nil || len(last.Violations) != 1 || last.Entries != 2 || last.At == "" {
		t.Errorf("noted %+v, %v", last, err)
	}
}

func TestPartnerThatLeftIsPaidWhatItEarned(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	partner, err := b.store.Partners.Get(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	partner.PayTo = portal.PayTo{}
	if _, err := b.store.Partners.Save(t.Context(), partner); err != nil {
		t.Fatal(err)
	}
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.at("2026-04-01")
	if _, err := b.EndPartner(t.Context(), b.manager, "p1", 0, "Closed down."); err != nil {
		t.Fatal(err)
	}
	b.at("2026-05-11")
	if _, err := b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: "K0", Currency: "EUR"}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("without payout details: %v", err)
	}
	admin := portal.Actor{User: "u", Name: "Rita", Partner: "p1", Roles: []portal.Role{portal.PartnerAdmin}}
	if _, err := b.SetPayTo(t.Context(), admin, portal.PayoutAccount{Method: portal.PayPal, Holder: "Partner p1", PayPal: "pay@p1.pt"}); err != nil {
		t.Fatalf("payout details of a partner that left: %v", err)
	}
	b.at("2026-05-14")
	b.paid(t, b.batch(t, "K1"))
	b.stands(t, "paid after the end", "p1", 0, 0, 0, 20000)
	if e, err := b.Earnings(t.Context(), admin, "", ""); err != nil || len(e.Payouts) != 1 {
		t.Errorf("its people see %d payouts, %v", len(e.Payouts), err)
	}
	b.sound(t)
}

// lines are what the earnings page says of each line, by its amount, "late: " before what is overdue.
func (b *till) lines(t *testing.T, partner portal.PartnerID) map[string]string {
	t.Helper()
	earnings, err := b.Earnings(t.Context(), b.finance, partner, "")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, line := range earnings.Lines {
		if said[line.Entry.Amount.String()] = line.Why; line.Overdue {
			said[line.Entry.Amount.String()] = "late: " + line.Why
		}
	}
	return said
}

func TestALineIsLateOnlyWhenItWaitsForUs(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 80000, "2026-03-12") // 40.00, below the minimum of 50.00
	expect := func(when portal.Date, want map[string]string) {
		t.Helper()
		b.at(when)
		if got := b.lines(t, "p1"); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("on %s: got %v, want %v", when, got, want)
		}
	}
	expect("2026-06-11", map[string]string{"€40.00": "Payable since 11 May 2026. €40.00 is below the minimum of €50.00 and is carried to the next payout."})
	b.collect(t, "INV-2", "r-p1", 20000, "2026-03-13") // 10.00: exactly the minimum
	expect("2026-06-11", map[string]string{
		"€40.00": "late: Payable since 11 May 2026; it goes into the next payout.",
		"€10.00": "Payable since 12 May 2026; it goes into the next payout.",
	})
	b.refund(t, "RF-1", "INV-2", 20000, "2026-06-11")
	b.refund(t, "RF-2", "INV-1", 80000, "2026-06-11")
	even := "What is payable and what was taken back even out; there is nothing to pay."
	expect("2026-07-01", map[string]string{
		"€40.00": "Payable since 11 May 2026. " + even, "€10.00": "Payable since 12 May 2026. " + even,
		"−€40.00": "Taken off since 11 June 2026; it lowers the next payout.", "−€10.00": "Taken off since 11 June 2026; it lowers the next payout.",
	})
	b.collect(t, "INV-3", "r-p1", 400000, "2026-03-20") // 200.00
	if err := b.FreezeMoney(t.Context(), b.finance, "p1", "Two partners share one account."); err != nil {
		t.Fatal(err)
	}
	if got := b.lines(t, "p1")["€200.00"]; got != "late: Payable since 19 May 2026. Payouts rest while we check something; nothing of it is lost." {
		t.Errorf("held back by us: %s", got)
	}
}

// TestABatchThatDidNotGoOutIsNotMarkedAsPaid: sixteen people at once left a batch in
// which nobody was paid, and it was said that its partners were told.
func TestABatchThatDidNotGoOutIsNotMarkedAsPaid(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.at("2026-05-11")
	if _, err := b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: "K1", Currency: "EUR"}); err != nil {
		t.Fatal(err)
	}
	paid := MarkPaid{Batch: "K1", On: "2026-05-11"}
	if _, err := b.MarkPaid(t.Context(), b.finance, paid); portal.KindOf(err) != portal.Conflict {
		t.Errorf("a draft: %v", err)
	}
	if _, err := b.CancelBatch(t.Context(), b.second, "K1", "Not now."); err != nil {
		t.Fatal(err)
	}
	if _, err := b.MarkPaid(t.Context(), b.finance, paid); portal.KindOf(err) != portal.Conflict {
		t.Errorf("a cancelled batch: %v", err)
	}
	empty, err := portal.NewBatch("K2", "EUR", b.Today(), b.finance, b.Now(), b.Today())
	if err == nil {
		empty, err = empty.Prepare(nil, nil, b.finance, b.Now()) // others were first: nothing is left in it
	}
	if err == nil {
		err = b.store.Batches.Insert(t.Context(), empty)
	}
	if err != nil {
		t.Fatal(err)
	}
	paid.Batch = "K2"
	if _, err := b.MarkPaid(t.Context(), b.finance, paid); portal.KindOf(err) != portal.Conflict {
		t.Errorf("a batch in which nothing is left: %v", err)
	}
	b.stands(t, "nobody was paid", "p1", 0, 20000, 0, 0)
	b.sound(t)
}
