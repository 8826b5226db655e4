package portal

import (
	"strings"
	"testing"
	"time"
)

// TestEveryEntrySaysWhyItIsNotPaidYet holds each way an entry can wait to its sentence.
func TestEveryEntrySaysWhyItIsNotPaidYet(t *testing.T) {
	c := cash("INV-1", 400000, "2026-03-12") // payable on 11 May, to be paid by 10 June
	e := accrue(c)
	claw, _ := ClawBack(e, refund("R1", c, nil, 1000, "2026-03-20"), testNow)
	waits := func(entry Entry, back Return) Position {
		return Position{Entry: entry, Standing: StandsPayable, Returned: back}
	}
	claim := Claim{Batch: "01J8F3KQ2", At: "2026-05-12T22:30:00.000Z"}
	failed := Result{State: ResultFailed, Seq: 1, On: "2026-05-14", Reason: "Account closed"}
	back := failed
	back.Seq, back.Reason = 2, "The holder refused it."
	cancelled := Release{Reason: ReleasedCancelled, At: "2026-05-13T09:00:00.000Z"}
	blocked := func(payee Payee, minor int64) string { return payee.Blocked(eur(minor)) }
	sound := ready("p1")
	without := func(change func(*Payee)) Payee {
		payee := sound
		change(&payee)
		return payee
	}
	for name, row := range map[string]struct {
		position Position
		blocked  string
		today    Date
		want     string
	}{
		"held":                   {Position{Entry: e, Standing: StandsHeld}, "", "2026-05-01", "Held until 11 May 2026: a collection can be refunded for 60 days."},
		"held clawback":          {Position{Entry: claw, Standing: StandsHeld}, "", "2026-05-01", "Counts from 11 May 2026, together with the commission it takes back from."},
		"waits for the next run": {waits(e, Return{}), "", "2026-05-20", "Payable since 11 May 2026; it goes into the next payout, by 10 June 2026 at the latest."},
		"waits and is late":      {waits(e, Return{}), "", "2026-06-11", "Payable since 11 May 2026; it goes into the next payout."},
		"below the minimum":      {waits(e, Return{}), blocked(sound, 100), "2026-05-20", "Payable since 11 May 2026. €1.00 is below the minimum of €50.00 and is carried to the next payout."},
		"no details":             {waits(e, Return{}), blocked(without(func(p *Payee) { p.PayoutDetails = false }), 9000), "2026-05-20", "Payable since 11 May 2026. There are no payout details yet."},
		"details wait": {
			waits(e, Return{}), blocked(without(func(p *Payee) { p.PayoutDetails, p.DetailsFrom = false, "2026-05-23" }), 9000), "2026-05-20",
			"Payable since 11 May 2026. The payout details are new and are used from 23 May 2026.",
		},
		"frozen":      {waits(e, Return{}), blocked(without(func(p *Payee) { p.Frozen = true }), 9000), "2026-05-20", "Payable since 11 May 2026. Payouts rest while we check something; nothing of it is lost."},
		"tax missing": {waits(e, Return{}), blocked(without(func(p *Payee) { p.TaxMissing = "Your VAT number is missing." }), 9000), "2026-05-20", "Payable since 11 May 2026. Your VAT number is missing."},
		"carried": {
			waits(e, Return{}), blocked(sound, -500), "2026-05-20",
			"Payable since 11 May 2026. More was taken back than is payable: −€5.00 is carried to the next payout.",
		},
		"taken off":         {waits(claw, Return{}), blocked(sound, -500), "2026-05-20", "Taken off since 11 May 2026; it lowers the next payout."},
		"in a payout":       {Position{Entry: e, Standing: StandsInPayout, Claim: claim}, "", "2026-05-20", "In payout B-8F3KQ2 since 13 May 2026; the next you hear is that it was paid."},
		"paid":              {Position{Entry: e, Standing: StandsPaid, Result: Result{On: "2026-05-20", Reference: "SEPA-1"}}, "", "2026-05-20", "Paid on 20 May 2026, reference SEPA-1."},
		"paid unreferenced": {Position{Entry: e, Standing: StandsPaid, Result: Result{On: "2026-05-20"}}, "", "2026-05-20", "Paid on 20 May 2026."},
		"failed": {
			waits(e, Return{Result: failed}), "", "2026-05-20",
			"The payment failed on 14 May 2026: Account closed. Payable again; it goes into the next payout, by 10 June 2026 at the latest.",
		},
		"failed and blocked": {
			waits(e, Return{Result: failed}), "There are no payout details yet.", "2026-05-20",
			"The payment failed on 14 May 2026: Account closed. Payable again. There are no payout details yet.",
		},
		"sent back": {
			waits(e, Return{Result: back}), "", "2026-06-20",
			"The bank sent the payment back on 14 May 2026: The holder refused it. Payable again; it goes into the next payout.",
		},
		"called off": {
			waits(e, Return{Release: cancelled}), "", "2026-06-20",
			"Its payout was called off on 13 May 2026 before it left. Payable again; it goes into the next payout.",
		},
	} {
		got := row.position.WhyNotYet(Reading{Blocked: row.blocked, Today: row.today, Zone: time.FixedZone("two hours east", 7200)})
		if got != row.want {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, row.want)
		}
		if !strings.Contains(got, "2026") {
			t.Errorf("%s has no date: %q", name, got)
		}
	}
}

// TestAnEntryRemembersHowItCameBack walks one entry through a failed and a cancelled payout.
func TestAnEntryRemembersHowItCameBack(t *testing.T) {
	e := accrue(cash("INV-1", 400000, "2026-03-12"))
	l := Ledger{Entries: []Entry{e}}
	l, b := prepared(l, draft("2026-05-11"), map[PartnerID]Payee{"p1": ready("p1")})
	b = exported(b)
	l.Results = append(l.Results, must(NewResult(l.Payouts[0], b, nil, ResultInput{State: ResultFailed, On: "2026-05-14", Reason: "Account closed"}, finance, testNow, testToday)))
	l.Releases = append(l.Releases, l.Claims[0].Release("Account closed", testNow))
	if p := l.Positions(testToday)[0]; p.Returned.Result.Reason != "Account closed" || p.Standing != StandsPayable {
		t.Errorf("after the failed payment: %+v", p.Returned)
	}
	next := l.Positions(testToday)[0].ClaimFor("freeze:b2:p1:EUR", "b2", testNow)
	l.Claims = append(l.Claims, next)
	if p := l.Positions(testToday)[0]; p.Returned != (Return{}) || p.Standing != StandsInPayout {
		t.Errorf("in the next payout: %+v", p)
	}
	l.Releases = append(l.Releases, next.Release(ReleasedCancelled, testNow))
	if p := l.Positions(testToday)[0]; p.Returned.Release.Reason != ReleasedCancelled || p.Returned.Result.State != "" {
		t.Errorf("after the cancelled batch: %+v", p.Returned)
	}
}
