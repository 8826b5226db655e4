package portal

import (
	"slices"
	"strings"
	"testing"
)

var (
	preparer = Actor{User: "u-prepares", Name: "Pia", Roles: []Role{Finance}}
	approver = Actor{User: "u-approves", Name: "Abe", Roles: []Role{Finance}}
)

func ready(partner PartnerID) Payee {
	return Payee{Partner: partner, Name: "Partner " + string(partner), AcceptedTerms: true, PayoutDetails: true, VerifiedAddress: true, Minimum: eur(5000)}
}

func draft(cutoff Date) Batch {
	return must(NewBatch("b1", "EUR", cutoff, preparer, testNow, testToday))
}

// prepared runs a batch over a ledger to its draft, claims and payouts included.
func prepared(l Ledger, b Batch, payees map[PartnerID]Payee) (Ledger, Batch) {
	candidates, left := Select(b, l.Positions(testToday), payees)
	var payouts []Payout
	for _, c := range candidates {
		var entries []Entry
		for _, p := range c.Positions {
			l.Claims = append(l.Claims, p.ClaimFor(PayoutIDOf(b.ID, c.Payee.Partner, b.Currency), b.ID, testNow))
			entries = append(entries, p.Entry)
		}
		payouts = append(payouts, Freeze(b, c.Payee, entries, testNow))
	}
	if b = must(b.Prepare(payouts, left, preparer, testNow)); b.State == BatchDraft {
		b = must(b.Checked(NewBatchCheck(nil, preparer, testNow)))
	}
	l.Payouts = append(l.Payouts, payouts...)
	return l, b
}

func exported(b Batch) Batch {
	b = must(b.Checked(NewBatchCheck(nil, preparer, testNow)))
	return must(must(b.Approve(approver, testNow)).Export(PayChoice{PayOn: "2026-05-11"}, approver, testNow))
}

func TestBatchNeedsTwoPeopleAndEachStepInTurn(t *testing.T) {
	l := Ledger{Entries: []Entry{accrue(cash("INV-1", 400000, "2026-03-12"))}}
	b := draft(testToday)
	if _, err := b.Approve(approver, testNow); KindOf(err) != Conflict || !strings.Contains(err.Error(), "still being prepared") {
		t.Errorf("approved while being prepared: %v", err)
	}
	l, b = prepared(l, b, map[PartnerID]Payee{"p1": ready("p1")})
	if b.State != BatchDraft || b.Total != eur(20000) || len(b.Lines) != 1 || b.Lines[0].Entries != 1 || b.Lines[0].Payout != l.Payouts[0].ID {
		t.Fatalf("prepared: %+v", b)
	}
	if _, err := b.Approve(preparer, testNow); KindOf(err) != Conflict || err.Error() != "You prepared this batch, so another person has to approve it." {
		t.Errorf("approved by who prepared it: %v", err)
	}
	if _, err := b.Approve(System("clock"), testNow); KindOf(err) != Conflict {
		t.Errorf("approved by nobody: %v", err)
	}
	if _, err := b.Export(PayChoice{}, preparer, testNow); KindOf(err) != Conflict {
		t.Errorf("exported without approval: %v", err)
	}
	if _, err := b.Prepare(nil, nil, preparer, testNow); KindOf(err) != Conflict {
		t.Errorf("prepared twice: %v", err)
	}
	approved := must(b.Approve(approver, testNow))
	if approved.ApprovedBy != "u-approves" || b.State != BatchDraft {
		t.Errorf("approved: %+v, and the value before is now %s", approved, b.State)
	}
	if _, err := approved.Approve(approver, testNow); KindOf(err) != Conflict {
		t.Errorf("approved twice: %v", err)
	}
	sent := must(approved.Export(PayChoice{}, preparer, testNow))
	if _, err := sent.Cancel("Too late", preparer, testNow); KindOf(err) != Conflict {
		t.Errorf("cancelled after it went to the bank: %v", err)
	}
	var kinds []string
	for _, change := range sent.History {
		kinds = append(kinds, change.Kind)
	}
	if want := []string{"batch.started", "batch.prepared", "batch.approved", "batch.exported"}; !slices.Equal(kinds, want) {
		t.Errorf("history %v, want %v", kinds, want)
	}
}

func TestBatchStopsAtTheFutureAndAtNothing(t *testing.T) {
	if _, err := NewBatch("b1", "EUR", testToday.AddDays(1), preparer, testNow, testToday); KindOf(err) != Invalid {
		t.Errorf("cut-off tomorrow: %v", err)
	}
	if _, err := NewBatch("b1", "XXX", "", preparer, testNow, testToday); !slices.Equal(fieldsOf(err), []string{"currency", "cutoff"}) {
		t.Errorf("nothing chosen: %v", err)
	}
	b := must(draft(testToday).Prepare(nil, nil, preparer, testNow))
	if b.State != BatchCancelled {
		t.Errorf("a batch with nothing to pay is %s", b.State)
	}
	_, full := prepared(Ledger{Entries: []Entry{accrue(cash("INV-1", 400000, "2026-03-12"))}}, draft(testToday), map[PartnerID]Payee{"p1": ready("p1")})
	if _, err := full.Cancel(" ", preparer, testNow); KindOf(err) != Invalid {
		t.Errorf("cancelled without a reason: %v", err)
	}
	if cancelled := must(full.Cancel("Wrong cut-off", approver, testNow)); cancelled.State != BatchCancelled || cancelled.History[2].Reason != "Wrong cut-off" {
		t.Errorf("cancelled: %+v", cancelled)
	}
}

func TestSelectTakesWhatIsPayableAndSaysTheOneReasonWhyNot(t *testing.T) {
	entry := func(partner PartnerID, id string, minor int64, payableOn Date) Entry {
		return Entry{ID: EntryID(id), Partner: partner, Kind: Accrual, Amount: eur(minor), PayableOn: payableOn}
	}
	b := draft("2026-06-30")
	l := Ledger{Entries: []Entry{
		entry("ok", "e1", 6000, "2026-06-30"), entry("ok", "e2", -500, "2026-06-01"), entry("ok", "late", 9900, "2026-07-01"),
		entry("terms", "e3", 6000, "2026-06-01"), entry("details", "e4", 6000, "2026-06-01"), entry("address", "e5", 6000, "2026-06-01"),
		entry("small", "e6", 4999, "2026-06-01"), entry("least", "e7", 5000, "2026-06-01"),
		entry("minus", "e8", 100, "2026-06-01"), entry("minus", "e9", -300, "2026-06-01"),
		entry("even", "e10", 300, "2026-06-01"), entry("even", "e11", -300, "2026-06-01"),
		entry("waits", "e12", 6000, "2026-07-01"), entry("taken", "e13", 6000, "2026-06-01"),
		{ID: "e14", Partner: "ok", Amount: Amount(99999, "USD"), PayableOn: "2026-06-01"},
	}}
	l.Claims = []Claim{{ID: "claim:e13:0", Entry: "e13", Payout: "freeze:b0:taken:EUR", Batch: "b0"}}
	payees := map[PartnerID]Payee{}
	for _, id := range []PartnerID{"ok", "terms", "details", "address", "small", "least", "minus", "even", "waits", "taken"} {
		p := ready(id)
		p.AcceptedTerms, p.PayoutDetails, p.VerifiedAddress = id != "terms", id != "terms" && id != "details", id != "terms" && id != "address"
		payees[id] = p
	}
	candidates, left := Select(b, l.Positions(testToday), payees)
	got := map[string]Money{}
	for _, c := range candidates {
		got[string(c.Payee.Partner)] = c.Total
	}
	if len(got) != 2 || got["ok"] != eur(5500) || got["least"] != eur(5000) {
		t.Errorf("pays %v, want ok 55.00 and least 50.00", got)
	}
	want := map[PartnerID]string{
		"terms":   "The terms are not accepted yet.",
		"details": "There are no payout details yet.",
		"address": "The email address is not verified yet.",
		"small":   "€49.99 is below the minimum of €50.00 and is carried to the next payout.",
		"minus":   "More was taken back than is payable: −€2.00 is carried to the next payout.",
		"even":    "What is payable and what was taken back even out; there is nothing to pay.",
	}
	for _, l := range left {
		if want[l.Partner] != l.Reason {
			t.Errorf("%s is left out: %q, want %q", l.Partner, l.Reason, want[l.Partner])
		}
		delete(want, l.Partner)
	}
	if len(want) != 0 {
		t.Errorf("not named as left out: %v", want)
	}
	if _, left := Select(b, l.Positions(testToday), nil); len(left) != 8 || left[0].Reason != "The terms are not accepted yet." {
		t.Errorf("partners nobody knows are paid: left out %v", left)
	}
}

func TestMinimumHoldsInItsOwnCurrencyOnly(t *testing.T) {
	if got := ready("p1").Blocked(Amount(100, "USD")); got != "" {
		t.Errorf("one dollar against a minimum of 50 euro: %s", got)
	}
}

func TestPayoutHashShowsAnyChange(t *testing.T) {
	a, b := accrue(cash("INV-1", 400000, "2026-03-12")), accrue(cash("INV-2", 200000, "2026-03-13"))
	p := Freeze(draft(testToday), ready("p1"), []Entry{b, a}, testNow)
	if p.ID != "freeze:b1:p1:EUR" || p.Total != eur(30000) || !slices.Equal(p.Entries, []EntryID{a.ID, b.ID}) {
		t.Errorf("frozen: %+v", p)
	}
	// echo -ne 'acc:cash:billing:INV-1:base 20000 EUR\nacc:cash:billing:INV-2:base 10000 EUR\n' | sha256sum
	if want := "082c2ed0be0c60b2103e3c940593d0dd42f893acef9d7e9209d921dcd5c8e17d"; p.SHA256 != want {
		t.Errorf("hash %s, want %s", p.SHA256, want)
	}
	if again := Freeze(draft(testToday), ready("p1"), []Entry{a, b}, "2027-01-01T00:00:00.000Z"); again.SHA256 != p.SHA256 {
		t.Error("the hash depends on the order or on the moment")
	}
	b.Amount = eur(10001)
	if Freeze(draft(testToday), ready("p1"), []Entry{a, b}, testNow).SHA256 == p.SHA256 {
		t.Error("one more cent gives the same hash")
	}
}

func TestResultsOfAPayout(t *testing.T) {
	l := Ledger{Entries: []Entry{accrue(cash("INV-1", 400000, "2026-03-12"))}}
	l, b := prepared(l, draft("2026-12-01"), map[PartnerID]Payee{"p1": ready("p1")})
	p := l.Payouts[0]
	paid := ResultInput{State: ResultPaid, On: "2026-12-05", Reference: " SEPA-1 "}
	if _, err := NewResult(p, b, nil, paid, finance, testNow, testToday); KindOf(err) != Conflict || !strings.Contains(err.Error(), "is draft") {
		t.Errorf("paid before export: %v", err)
	}
	b = exported(b)
	first := must(NewResult(p, b, nil, paid, finance, testNow, testToday))
	if first.ID != "pay:b1:p1:EUR:1" || first.Amount != eur(20000) || first.Reference != "SEPA-1" || first.Payout != p.ID {
		t.Errorf("first result: %+v", first)
	}
	again, err := NewResult(p, b, []Result{first}, paid, approver, "2027-01-01T00:00:00.000Z", testToday)
	if err != nil || again != first {
		t.Errorf("the same answer twice: %+v, %v", again, err)
	}
	paid.Reference = "SEPA-2"
	if _, err := NewResult(p, b, []Result{first}, paid, finance, testNow, testToday); KindOf(err) != Conflict || !strings.Contains(err.Error(), "never paid twice") {
		t.Errorf("paid twice: %v", err)
	}
	back := must(NewResult(p, b, []Result{first}, ResultInput{State: ResultFailed, On: "2026-12-09", Reason: "Account closed"}, finance, testNow, testToday))
	if back.Seq != 2 {
		t.Errorf("returned by the bank: %+v", back)
	}
	if _, err := NewResult(p, b, []Result{back, first}, paid, finance, testNow, testToday); KindOf(err) != Conflict || !strings.Contains(err.Error(), "next batch") {
		t.Errorf("paid after it failed: %v", err)
	}
	for name, in := range map[string]ResultInput{
		"on": {State: ResultPaid, On: "2027-01-01"}, "reason": {State: ResultFailed, On: "2026-12-05", Reason: " "}, "state": {On: "2026-12-05"},
	} {
		if _, err := NewResult(p, b, nil, in, finance, testNow, testToday); !slices.Equal(fieldsOf(err), []string{name}) {
			t.Errorf("%+v: %v, want a problem at %s", in, err, name)
		}
	}
	if _, err := NewResult(p, b, nil, ResultInput{State: ResultPaid, On: "2026-11-30"}, finance, testNow, testToday); KindOf(err) != Invalid {
		t.Errorf("paid before the cut-off: %v", err)
	}
}

func TestBatchFollowsTheResultsOfItsLines(t *testing.T) {
	result := func(payout PayoutID, seq int, state ResultState) Result {
		return Result{Payout: payout, Seq: seq, State: state}
	}
	b := exported(must(draft(testToday).Prepare([]Payout{{ID: "A", Total: eur(1)}, {ID: "B", Total: eur(2)}}, nil, preparer, testNow)))
	for name, c := range map[string]struct {
		results []Result
		want    BatchState
	}{
		"no answer":        {nil, BatchExported},
		"one of two":       {[]Result{result("A", 1, ResultPaid)}, BatchExported},
		"both paid":        {[]Result{result("A", 1, ResultPaid), result("B", 1, ResultPaid)}, BatchPaid},
		"one failed":       {[]Result{result("A", 1, ResultPaid), result("B", 1, ResultFailed)}, BatchPaid},
		"both failed":      {[]Result{result("A", 1, ResultFailed), result("B", 1, ResultFailed)}, BatchFailed},
		"both came back":   {[]Result{result("A", 2, ResultFailed), result("A", 1, ResultPaid), result("B", 1, ResultFailed)}, BatchFailed},
		"of other batches": {[]Result{result("X", 1, ResultFailed), result("Y", 1, ResultPaid)}, BatchExported},
	} {
		got, moved := b.Settle(c.results, finance, testNow)
		if got.State != c.want || moved != (c.want != BatchExported) {
			t.Errorf("%s: %s (moved %t), want %s", name, got.State, moved, c.want)
		}
	}
	paid, _ := b.Settle([]Result{result("A", 1, ResultPaid), result("B", 1, ResultPaid)}, finance, testNow)
	if _, moved := paid.Settle([]Result{result("A", 1, ResultPaid), result("B", 1, ResultPaid)}, finance, testNow); moved {
		t.Error("a settled batch moved again")
	}
	if _, moved := draft(testToday).Settle(nil, finance, testNow); moved {
		t.Error("a draft was settled")
	}
}
