package portal

import "testing"

func TestBalanceMovesByTheClockAndByFacts(t *testing.T) {
	c := cash("INV-1", 400000, "2026-03-12") // earns 200.00, payable on 2026-05-11
	l := Ledger{Collections: []Collection{c}, Entries: []Entry{accrue(c)}}
	check := func(when string, today Date, held, payable, inPayout, paid int64) {
		t.Helper()
		b := BalanceIn(Balances(l.Positions(today)), "EUR")
		if b.Held != eur(held) || b.Payable != eur(payable) || b.InPayout != eur(inPayout) || b.Paid != eur(paid) {
			t.Errorf("%s: held %s, payable %s, in payout %s, paid %s", when, b.Held, b.Payable, b.InPayout, b.Paid)
		}
		if got := b.Earned().Minor; got != sumOf(l.Entries) {
			t.Errorf("%s: the four parts add up to %d, the entries to %d", when, got, sumOf(l.Entries))
		}
	}
	check("on the last day of the hold", "2026-05-10", 20000, 0, 0, 0)
	check("a day later", "2026-05-11", 0, 20000, 0, 0)

	l, b := prepared(l, draft("2026-05-11"), map[PartnerID]Payee{"p1": ready("p1")})
	check("in a batch", testToday, 0, 0, 20000, 0)
	b = exported(b)
	paid := must(NewResult(l.Payouts[0], b, nil, ResultInput{State: ResultPaid, On: "2026-05-20"}, finance, testNow, testToday))
	l.Results = append(l.Results, paid)
	check("paid", testToday, 0, 0, 0, 20000)

	r := refund("R1", c, nil, 400000, "2026-06-01")
	l.Collections = append(l.Collections, r)
	l.Entries = append(l.Entries, ClawBackAll(l.Entries, []Collection{r}, testNow)...)
	check("all refunded after it was paid", testToday, 0, -20000, 0, 20000)

	back := must(NewResult(l.Payouts[0], b, l.Results, ResultInput{State: ResultFailed, On: "2026-06-02", Reason: "Account closed"}, finance, testNow, testToday))
	l.Results = append(l.Results, back)
	check("the bank sent it back, not released yet", testToday, 0, -20000, 20000, 0)
	l.Releases = append(l.Releases, l.Claims[0].Release("Account closed", testNow))
	check("released", testToday, 0, 0, 0, 0)
	if p := l.Positions(testToday)[0]; p.Releases != 1 || p.ClaimFor("x", "b2", testNow).ID != "claim:acc:cash:billing:INV-1:base:1" {
		t.Errorf("the next claim of a released entry is %s", p.ClaimFor("x", "b2", testNow).ID)
	}
}

func TestBalancesNeverMixCurrencies(t *testing.T) {
	l := Ledger{Entries: []Entry{{ID: "a", Amount: Amount(5, "USD"), PayableOn: "2026-01-01"}, {ID: "b", Amount: eur(7), PayableOn: "2027-03-01"}, {ID: "c", Amount: eur(7), PayableOn: "2027-02-01"}}}
	got := Balances(l.Positions(testToday))
	if len(got) != 2 || got[0].Held != eur(14) || got[1].Payable != Amount(5, "USD") || got[0].HeldUntil != "2027-02-01" {
		t.Errorf("got %+v", got)
	}
	if none := BalanceIn(got, "GBP"); none.Earned() != Amount(0, "GBP") {
		t.Errorf("no pounds were earned, got %s", none.Earned())
	}
}

func TestOverdueFromTheDayAfterDayNinety(t *testing.T) {
	p := Position{Entry: accrue(cash("INV-1", 400000, "2026-03-12")), Standing: StandsPayable} // by 2026-06-10
	if p.Overdue("2026-06-10") || !p.Overdue("2026-06-11") {
		t.Error("overdue is not the day after 10 June 2026")
	}
	p.Standing = StandsPaid
	if p.Overdue("2026-06-11") {
		t.Error("what was paid is overdue")
	}
}
