package program

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/store"
	"tandem/portal/store/docs"
	"tandem/portal/store/docs/docstest"
)

// till is a program with money in it: two partners, each with a won referral,
// terms of 5% (High) and 4% (Core), 60 days of hold, at least 50.00 a payout.
type till struct {
	*house
	finance, second, manager portal.Actor
}

func eur(minor int64) portal.Money { return portal.Amount(minor, "EUR") }

func newTill(t testing.TB) *till {
	t.Helper()
	return openTill(t, docstest.Engine(t))
}

func openTill(t testing.TB, engine docs.Engine) *till {
	t.Helper()
	s, err := store.Open(t.Context(), engine)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{}
	h.at("2026-03-20")
	h.Program = New(Options{
		Rules: portal.Program{
			Name: "Northwind Partners", Company: "Northwind Stays", Currency: "EUR", Zone: time.UTC, Payouts: portal.PayoutPolicy{WaitDays: 3, Methods: portal.PayoutMethods, Payer: payer},
		},
		Terms: []portal.Terms{{
			Version: "2026-01", Effective: "2026-01-01", Currency: "EUR", BaseMonths: 12, HoldDays: 60, PayByDays: 90, Minimum: eur(5000),
			BaseShare: map[portal.Tier]portal.Rate{portal.High: portal.MustRate("5%"), portal.Core: portal.MustRate("4%"), portal.Experimental: portal.MustRate("3%")},
		}},
		Store: s, Base: "https://partners.example.com",
		Clock: func() time.Time { return *h.now.Load() },
		Keys:  Keys{Links: []byte(strings.Repeat("l", 32)), Sealed: []byte(strings.Repeat("s", 32))},
	})
	return &till{
		house:   h,
		finance: portal.Actor{User: "fay", Name: "Fay", Roles: []portal.Role{portal.Finance}},
		second:  portal.Actor{User: "abe", Name: "Abe", Roles: []portal.Role{portal.Finance}},
		manager: portal.Actor{User: "max", Name: "Max", Roles: []portal.Role{portal.Manager}},
	}
}

// at moves the clock to noon of a day.
func (h *house) at(day portal.Date) {
	moment := day.Time().Add(12 * time.Hour)
	h.now.Store(&moment)
}

// stock puts the two partners and their referrals in place.
func (b *till) stock(t testing.TB) *till {
	t.Helper()
	for id, tier := range map[portal.PartnerID]portal.Tier{"p1": portal.High, "p2": portal.Core} {
		partner := portal.Partner{
			ID: id, State: portal.PartnerActive, Application: portal.Application{Company: "Partner " + string(id)}, EmailVerifiedAt: "2026-01-02T09:00:00.000Z", ApprovedAt: "2026-01-03T09:00:00.000Z",
			Tier: tier, Tiers: []portal.TierChange{{Tier: tier, From: "2026-01-03"}}, TermsOn: []portal.Accepted{{Version: "2026-01", On: "2026-01-05"}}, TermsVersion: "2026-01",
		}
		if err := b.store.Partners.Insert(t.Context(), partner); err != nil {
			t.Fatal(err)
		}
		account := portal.PayoutAccount{Method: portal.BankTransfer, Holder: "Holder " + string(id), IBAN: "PT50 0002 0123 1234 5678 9015 4", Street: "Rua 1", City: "Porto", Post: "4000", Country: "PT"}
		if _, err := b.SetPayTo(t.Context(), portal.Actor{User: "u", Partner: id, Roles: []portal.Role{portal.PartnerAdmin}}, account); err != nil {
			t.Fatal(err)
		}
		b.deal(t, portal.ReferralID("r-"+id), id, string(id)+".example")
	}
	return b
}

// deal puts a won referral in place, whose contract starts on 1 February 2026.
func (b *till) deal(t testing.TB, id portal.ReferralID, partner portal.PartnerID, domain string) {
	t.Helper()
	err := b.store.Referrals.Insert(t.Context(), portal.Referral{
		ID: id, Partner: partner, State: portal.ReferralWon, Lead: portal.Lead{Company: "Hotel " + string(id), Domain: domain},
		Contract: &portal.Contract{Start: "2026-02-01", Value: eur(2400000)}, SubmittedAt: "2026-01-10T09:00:00.000Z", SubmittedOn: "2026-01-10", WonAt: "2026-02-01T09:00:00.000Z",
	})
	if err == nil {
		err = b.foldPartner(t.Context(), partner)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (b *till) collect(t testing.TB, id string, referral portal.ReferralID, minor int64, on portal.Date) Recorded {
	t.Helper()
	done, err := b.RecordCollection(t.Context(), b.finance, RecordCollection{
		Referral: referral, CollectionInput: portal.CollectionInput{ExternalID: id, Amount: eur(minor), CollectedOn: on},
	})
	if err != nil {
		t.Fatalf("collect %s: %v", id, err)
	}
	return done
}

func (b *till) refund(t testing.TB, id, of string, minor int64, on portal.Date) Recorded {
	t.Helper()
	done, err := b.RecordRefund(t.Context(), b.finance, RecordRefund{
		Of: portal.CashID("", of), CollectionInput: portal.CollectionInput{ExternalID: id, Amount: eur(minor), CollectedOn: on},
	})
	if err != nil {
		t.Fatalf("refund %s: %v", id, err)
	}
	return done
}

// batch prepares, approves and exports everything payable today.
func (b *till) batch(t testing.TB, key string) portal.Batch {
	t.Helper()
	batch, err := b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: key, Currency: "EUR"})
	if err == nil {
		batch, err = b.ApproveBatch(t.Context(), b.second, batch.ID)
	}
	if err == nil {
		batch, err = b.ExportBatch(t.Context(), b.finance, ExportBatch{Batch: batch.ID})
	}
	if err != nil {
		t.Fatalf("batch %s: %v", key, err)
	}
	return batch
}

// file has a file for the bank.
func (b *till) file(t testing.TB, id portal.PaymentFileID) File {
	t.Helper()
	file, err := b.PaymentFile(t.Context(), b.finance, id)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func (b *till) paid(t testing.TB, batch portal.Batch) portal.Batch {
	t.Helper()
	batch, err := b.MarkPaid(t.Context(), b.finance, MarkPaid{Batch: batch.ID, On: b.Today(), Reference: "SEPA-1"})
	if err != nil {
		t.Fatalf("mark paid: %v", err)
	}
	return batch
}

// stands checks a partner's balance in euro: held, payable, in payout, paid.
func (b *till) stands(t testing.TB, when string, partner portal.PartnerID, held, payable, inPayout, paid int64) {
	t.Helper()
	ledger, err := b.ledgerOf(t.Context(), partner)
	if err != nil {
		t.Fatal(err)
	}
	got := portal.BalanceIn(portal.Balances(ledger.Positions(b.Today())), "EUR")
	e, err := b.Earnings(t.Context(), b.finance, partner, "")
	if err != nil || portal.BalanceIn(e.Balances, "EUR") != got {
		t.Errorf("%s: the page says %+v, the fold %+v, %v", when, e.Balances, got, err)
	}
	if got.Held != eur(held) || got.Payable != eur(payable) || got.InPayout != eur(inPayout) || got.Paid != eur(paid) {
		t.Errorf("%s: %s has %s held, %s payable, %s in payout, %s paid; want %d, %d, %d, %d",
			when, partner, got.Held, got.Payable, got.InPayout, got.Paid, held, payable, inPayout, paid)
	}
}

// sound checks that the ledger breaks no invariant and lacks nothing.
func (b *till) sound(t testing.TB) {
	t.Helper()
	v, err := b.Verify(t.Context(), b.finance)
	if err != nil || len(v.Violations) > 0 || len(v.Unfinished) > 0 {
		t.Errorf("verify: %v, %v, unfinished %v", err, v.Violations, v.Unfinished)
	}
}

func TestFromCashToPaidToRefunded(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	done := b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	if len(done.Entries) != 1 || !done.Fresh || done.Entries[0].Sentence() != "5% (Tier 2 High, terms 2026-01) of €4,000.00 collected on 12 March 2026 from Hotel r-p1 = €200.00; payable from 11 May 2026." {
		t.Errorf("recorded: %+v", done)
	}
	b.collect(t, "INV-2", "r-p2", 100000, "2026-03-12") // 4% = 40.00, below the minimum
	b.stands(t, "in the hold", "p1", 20000, 0, 0, 0)
	if _, err := b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Currency: "EUR"}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("a batch while everything is held: %v", err)
	}

	b.at("2026-05-11")
	b.stands(t, "after the hold", "p1", 0, 20000, 0, 0)
	preview, err := b.PreviewBatch(t.Context(), b.finance, PrepareBatch{Currency: "EUR"})
	if err != nil || len(preview.Candidates) != 1 || preview.Total != eur(20000) || len(preview.LeftOut) != 1 ||
		preview.LeftOut[0].Reason != "€40.00 is below the minimum of €50.00 and is carried to the next payout." {
		t.Errorf("preview: %+v, %v", preview, err)
	}
	batch, err := b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: "K1", Currency: "EUR"})
	if err != nil || batch.State != portal.BatchDraft || batch.Total != eur(20000) || len(batch.LeftOut) != 1 {
		t.Fatalf("prepared: %+v, %v", batch, err)
	}
	b.stands(t, "in a batch", "p1", 0, 0, 20000, 0)
	if q, err := b.Queue(t.Context(), b.second, QueueFilter{Kind: portal.QueuePayout}); err != nil || len(q.Items) != 1 || q.Items[0].Hint != "Prepared by Fay; another person approves it" {
		t.Errorf("the queue: %+v, %v", q.Items, err)
	}
	if _, err := b.ApproveBatch(t.Context(), b.finance, batch.ID); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "another person") {
		t.Errorf("approved by who prepared it: %v", err)
	}
	if _, err := b.ExportBatch(t.Context(), b.finance, ExportBatch{Batch: batch.ID}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("exported before approval: %v", err)
	}
	if _, err := b.ApproveBatch(t.Context(), b.second, batch.ID); err != nil {
		t.Fatal(err)
	}
	table := ExportBatch{Batch: batch.ID, PayChoice: portal.PayChoice{Formats: map[portal.PayoutMethod]portal.PayFormat{portal.BankTransfer: portal.FormatCSV}, PayOn: "2026-05-12"}}
	batch, err = b.ExportBatch(t.Context(), b.finance, table)
	if err != nil || batch.State != portal.BatchExported {
		t.Fatalf("exported: %+v, %v", batch, err)
	}
	file := b.file(t, "file:K1:csv:1:1")
	want := "reference,partner,method,account_holder,iban,bic,routing_number,account_number,account_kind,paypal,wise,street,post_code,city,country,amount,currency,pay_on,payout\r\n" +
		"B-K1-001,Partner p1,bank,Holder p1,PT50000201231234567890154,,,,,,,Rua 1,4000,Porto,PT,200.00,EUR,2026-05-12,freeze:K1:p1:EUR\r\n"
	if string(file.Data) != want || file.Name != "payouts-2026-05-11-B-K1-table.csv" {
		t.Errorf("file %s:\n%s\nwant\n%s", file.Name, file.Data, want)
	}
	same, err := b.ExportBatch(t.Context(), b.second, ExportBatch{Batch: batch.ID})
	if err != nil || string(b.file(t, "file:K1:csv:1:1").Data) != want || len(same.History) != len(batch.History) {
		t.Errorf("exported again: %v, %d changes", err, len(same.History))
	}
	if batch = b.paid(t, batch); batch.State != portal.BatchPaid {
		t.Errorf("after every line was paid the batch is %s", batch.State)
	}
	b.stands(t, "paid", "p1", 0, 0, 0, 20000)

	b.at("2026-06-01")
	b.refund(t, "R-1", "INV-1", 100000, "2026-06-01") // a quarter: 50.00
	b.stands(t, "refunded after it was paid", "p1", 0, -5000, 0, 20000)
	b.collect(t, "INV-3", "r-p1", 300000, "2026-06-01") // 150.00, payable on 31 July
	b.at("2026-07-31")
	second := b.batch(t, "K2")
	if second.Total != eur(10000) || second.Lines[0].Entries != 2 {
		t.Errorf("the next payout is 150.00 less 50.00; got %+v", second.Lines)
	}
	b.paid(t, second)
	b.stands(t, "in the end", "p1", 0, 0, 0, 30000)
	b.stands(t, "in the end", "p2", 0, 4000, 0, 0)

	statement, line, err := b.PayoutStatement(t.Context(), portal.Actor{User: "u", Partner: "p1", Roles: []portal.Role{portal.PartnerMember}}, second.Lines[0].Payout)
	if err != nil || statement.Closing != eur(10000) || len(statement.Lines) != 2 || line.Result.Reference != "SEPA-1" {
		t.Errorf("statement %+v, %+v, %v", statement, line, err)
	}
	if file, err := StatementFile(statement); err != nil || !strings.Contains(string(file.Data), "in proportion €50.00 of the €200.00 earned is taken back") {
		t.Errorf("as a file: %v\n%s", err, file.Data)
	}
	period, err := b.PeriodStatement(t.Context(), b.manager, "p1", "EUR", "2026-06-01", "2026-12-31")
	if err != nil || period.Opening != eur(0) || period.Closing != eur(0) || len(period.Lines) != 3 {
		t.Errorf("period %+v, %v", period, err)
	}
	b.sound(t)
}

func TestAFailedLineReturnsToPayableAlone(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.collect(t, "INV-2", "r-p2", 200000, "2026-03-12")
	b.at("2026-05-11")
	batch := b.batch(t, "K1")
	fail := Answer{Payout: "freeze:K1:p1:EUR", ResultInput: portal.ResultInput{State: portal.ResultFailed, On: "2026-05-11", Reason: "Account closed"}}
	for range 2 { // said twice, it happened once
		if _, err := b.RecordAnswer(t.Context(), b.finance, fail); err != nil {
			t.Fatal(err)
		}
	}
	b.stands(t, "after the failure", "p1", 0, 20000, 0, 0)
	b.stands(t, "the other line", "p2", 0, 0, 8000, 0)
	if batch = b.paid(t, batch); batch.State != portal.BatchPaid {
		t.Errorf("one failed, one paid: the batch is %s", batch.State)
	}
	fail.Payout = "freeze:K1:p2:EUR"
	if _, err := b.RecordAnswer(t.Context(), b.finance, fail); err != nil {
		t.Errorf("sent back by the bank: %v", err)
	}
	b.stands(t, "sent back", "p2", 0, 8000, 0, 0)
	detail, err := b.Batch(t.Context(), b.second, "K1")
	if err != nil || detail.Batch.State != portal.BatchFailed || detail.Failed != eur(28000) || detail.Paid != eur(0) {
		t.Errorf("both failed in the end: %+v, %v", detail, err)
	}
	next := b.paid(t, b.batch(t, "K2"))
	if next.Total != eur(28000) || len(next.Lines) != 2 {
		t.Errorf("the next batch pays both: %+v", next)
	}
	year, err := b.PaidInYear(t.Context(), b.finance, 2026)
	if sum, rows := (&walk{till: b}).sum(t, year, "paid"); err != nil || sum != 28000 || rows != 2 {
		t.Errorf("paid in the year, less what came back: %d in %d rows, %v", sum, rows, err)
	}
	b.sound(t)
}

func TestACancelledBatchGivesEverythingBack(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.at("2026-05-11")
	batch, err := b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: "K1", Currency: "EUR"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.CancelBatch(t.Context(), b.second, batch.ID, ""); portal.KindOf(err) != portal.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if batch, err = b.CancelBatch(t.Context(), b.second, batch.ID, "Wrong cut-off"); err != nil || batch.State != portal.BatchCancelled {
		t.Fatalf("%+v, %v", batch, err)
	}
	b.stands(t, "cancelled", "p1", 0, 20000, 0, 0)
	if next := b.batch(t, "K2"); next.Total != eur(20000) {
		t.Errorf("the next batch pays %s", next.Total)
	}
	b.sound(t)
}

func TestOnlyFinanceTouchesMoney(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.at("2026-05-11")
	b.batch(t, "K1")
	partner := portal.Actor{User: "u1", Partner: "p2", Roles: []portal.Role{portal.PartnerAdmin}}
	ctx := t.Context()
	for _, actor := range []portal.Actor{partner, b.manager, {User: "e", Roles: []portal.Role{portal.Editor, portal.Steward}}, {}} {
		for name, call := range map[string]func() error{
			"collect": func() error { _, err := b.RecordCollection(ctx, actor, RecordCollection{}); return err },
			"refund":  func() error { _, err := b.RecordRefund(ctx, actor, RecordRefund{}); return err },
			"preview": func() error { _, err := b.PreviewCollections(ctx, actor, nil); return err },
			"import":  func() error { _, err := b.ImportCollections(ctx, actor, nil); return err },
			"look":    func() error { _, err := b.PreviewBatch(ctx, actor, PrepareBatch{}); return err },
			"prepare": func() error { _, err := b.PrepareBatch(ctx, actor, PrepareBatch{}); return err },
			"approve": func() error { _, err := b.ApproveBatch(ctx, actor, "K1"); return err },
			"cancel":  func() error { _, err := b.CancelBatch(ctx, actor, "K1", "x"); return err },
			"export":  func() error { _, err := b.ExportBatch(ctx, actor, ExportBatch{Batch: "K1"}); return err },
			"file":    func() error { _, err := b.PaymentFile(ctx, actor, "file:K1:sepa:1:1"); return err },
			"answers": func() error { _, err := b.ImportAnswers(ctx, actor, "K1", []byte("x")); return err },
			"to fill": func() error { _, err := b.AnswersFile(ctx, actor, "K1"); return err },
			"again":   func() error { _, err := b.RemakeFile(ctx, actor, RemakeFile{File: "file:K1:sepa:1:1"}); return err },
			"answer":  func() error { _, err := b.RecordAnswer(ctx, actor, Answer{Payout: "freeze:K1:p1:EUR"}); return err },
			"paid":    func() error { _, err := b.MarkPaid(ctx, actor, MarkPaid{Batch: "K1", On: "2026-05-11"}); return err },
			"batch":   func() error { _, err := b.Batch(ctx, actor, "K1"); return err },
			"batches": func() error { _, err := b.Batches(ctx, actor, "", ""); return err },
			"verify":  func() error { _, err := b.Verify(ctx, actor); return err },
		} {
			if err := call(); portal.KindOf(err) != portal.Forbidden {
				t.Errorf("%s by %v: %v, want Forbidden", name, actor.Roles, err)
			}
		}
	}
	for name, call := range map[string]func(portal.PartnerID, portal.PayoutID) error{
		"earnings": func(id portal.PartnerID, _ portal.PayoutID) error {
			_, err := b.Earnings(ctx, partner, id, "")
			return err
		},
		"period": func(id portal.PartnerID, _ portal.PayoutID) error {
			_, err := b.PeriodStatement(ctx, partner, id, "EUR", "2026-01-01", "2026-12-31")
			return err
		},
		"statement": func(_ portal.PartnerID, id portal.PayoutID) error {
			_, _, err := b.PayoutStatement(ctx, partner, id)
			return err
		},
	} {
		other, random := call("p1", "freeze:K1:p1:EUR"), call("p9", "freeze:K1:p9:EUR")
		if portal.KindOf(other) != portal.NotFound || portal.KindOf(random) != portal.NotFound || other.Error() != random.Error() {
			t.Errorf("%s of another partner: %v; of nobody: %v", name, other, random)
		}
	}
	if e, err := b.Earnings(ctx, partner, "", ""); err != nil || e.Partner.ID != "p2" {
		t.Errorf("its own: %v, %v", e.Partner.ID, err)
	}
}

func TestCashBeforeItsContractEarnsOnceItIsWon(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	open := portal.Referral{ID: "r-open", Partner: "p1", State: portal.ReferralQualified, Lead: portal.Lead{Company: "Hotel Open"}}
	if err := b.store.Referrals.Insert(t.Context(), open); err != nil {
		t.Fatal(err)
	}
	done := b.collect(t, "INV-1", "r-open", 400000, "2026-03-12")
	if len(done.Entries) != 0 || done.Why != "The referral has no contract yet; the share accrues when it is won." {
		t.Errorf("before the contract: %+v", done)
	}
	b.refund(t, "R-1", "INV-1", 100000, "2026-03-13")
	won, err := b.store.Referrals.Get(t.Context(), "r-open")
	if err != nil {
		t.Fatal(err)
	}
	won.State, won.Contract = portal.ReferralWon, &portal.Contract{Start: "2026-03-01"}
	if _, err := b.store.Referrals.Save(t.Context(), won); err != nil {
		t.Fatal(err)
	}
	if v, err := b.Verify(t.Context(), b.finance); err != nil || fmt.Sprint(v.Unfinished) != "[The collection cash:billing:INV-1 has not accrued its share. The figures of the partner p1 are behind.]" {
		t.Errorf("won, and nothing followed: %v, %v", v.Unfinished, err)
	}
	for range 2 {
		if err := b.SettleReferral(t.Context(), "r-open"); err != nil {
			t.Fatal(err)
		}
	}
	b.stands(t, "won", "p1", 15000, 0, 0, 0) // 200.00 less a quarter
	b.sound(t)
}

func TestMoneyTellsWhoHasToKnow(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.person(t, "ana@p1.example", "p1", portal.PartnerAdmin)
	b.person(t, "member@p1.example", "p1", portal.PartnerMember)
	b.person(t, "ben@p2.example", "p2", portal.PartnerAdmin)
	fay := b.person(t, "fay@northwind.example", "", portal.Finance)
	b.person(t, "abe@northwind.example", "", portal.Finance)
	b.person(t, "max@northwind.example", "", portal.Manager)
	b.finance.User = fay.ID
	b.mail(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.at("2026-05-11")
	batch := b.batch(t, "K1")
	to := func(letters []Letter) (to []string) {
		for _, l := range letters {
			to = append(to, l.To+": "+l.Subject)
		}
		return to
	}
	if got := fmt.Sprint(to(b.mail(t))); got != "[abe@northwind.example: A payout batch waits for approval]" {
		t.Errorf("prepared: %s", got)
	}
	b.wait(time.Minute)
	b.paid(t, batch)
	letters := b.mail(t)
	if got := fmt.Sprint(to(letters)); got != "[ana@p1.example: We paid you €200.00]" || letters[0].Link != "https://partners.example.com/earnings/payouts/freeze:K1:p1:EUR" {
		t.Errorf("paid: %s, %s", got, letters[0].Link)
	}
	b.wait(time.Minute)
	if _, err := b.RecordAnswer(t.Context(), b.finance, Answer{Payout: batch.Lines[0].Payout, ResultInput: portal.ResultInput{State: portal.ResultFailed, On: "2026-05-11", Reason: "Account closed."}}); err != nil {
		t.Fatal(err)
	}
	letters = b.mail(t)
	if len(letters) != 1 || !strings.Contains(letters[0].Lines[0], "did not reach you: Account closed.") || strings.Contains(letters[0].Lines[0], "..") {
		t.Errorf("failed: %+v", letters)
	}
}

func TestPagesOfMoneyReadTheSameHoweverLongTheLedger(t *testing.T) {
	t.Parallel()
	engine := docstest.Count(docstest.Engine(t))
	b := openTill(t, engine).stock(t)
	reads := func(call func() error) int {
		t.Helper()
		engine.Reads()
		if err := call(); err != nil {
			t.Fatal(err)
		}
		return engine.Reads()
	}
	var payout portal.PayoutID
	pages := map[string]func() error{
		"earnings":    func() error { _, err := b.Earnings(t.Context(), b.finance, "p1", ""); return err },
		"statement":   func() error { _, _, err := b.PayoutStatement(t.Context(), b.finance, payout); return err },
		"batches":     func() error { _, err := b.Batches(t.Context(), b.finance, "", ""); return err },
		"batch":       func() error { _, err := b.Batch(t.Context(), b.finance, payout.Batch()); return err },
		"collections": func() error { _, err := b.Collections(t.Context(), b.finance, "", ""); return err },
		"collection":  func() error { _, err := b.Collection(t.Context(), b.finance, "cash:billing:INV-0"); return err },
	}
	short := map[string]int{}
	for round, size := range []int{3, 120} {
		for i := range size {
			b.collect(t, fmt.Sprintf("INV-%d%s", i, strings.Repeat("x", round)), "r-p1", 400000, b.Today())
		}
		b.at(b.Today().AddDays(60))
		batch := b.paid(t, b.batch(t, fmt.Sprint("K", round)))
		payout = batch.Lines[0].Payout
		for name, page := range pages {
			n := reads(page)
			if round == 0 {
				short[name] = n
			} else if n != short[name] || n > 8 {
				t.Errorf("%s: %d reads with 3 entries, %d with 123", name, short[name], n)
			}
		}
	}
	first, err := b.Earnings(t.Context(), b.finance, "p1", "")
	if err != nil || len(first.Lines) != earningsPage || first.Next == "" || len(first.Payouts) != 2 || first.Payouts[0].Result.State != portal.ResultPaid {
		t.Fatalf("the first page has %d lines, %d payouts, %v", len(first.Lines), len(first.Payouts), err)
	}
	seen := map[portal.EntryID]bool{}
	for after := ""; ; {
		page, err := b.Earnings(t.Context(), b.finance, "p1", after)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range page.Lines {
			if seen[line.Entry.ID] || line.Standing != portal.StandsPaid {
				t.Errorf("%s twice, or %s", line.Entry.ID, line.Standing)
			}
			seen[line.Entry.ID] = true
		}
		if after = page.Next; after == "" {
			break
		}
	}
	if len(seen) != 123 {
		t.Errorf("all pages together have %d lines, want 123", len(seen))
	}
}
