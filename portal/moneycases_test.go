package portal

import (
	"fmt"
	"testing"
)

// capped is an earner at Core, 4%, of which one deal earns at most 100.00 and a year 250.00.
func capped(change func(*Terms)) Earner {
	e := earner()
	terms := standardTerms()
	terms.DealCap = eur(10_000)
	if change != nil {
		change(&terms)
	}
	e.Terms, e.Tiers = []Terms{terms}, []TierFrom{{"2026-01-01", Core}}
	return e
}

// booked is the ledger of an earner that is told its collections one after the other,
// each settled on its day.
func booked(e Earner, today Date) []Entry {
	var ledger []Entry
	all := e.Collections
	e.Collections = nil
	for _, c := range all {
		e.Collections = append(e.Collections, c)
		if c.IsRefund() {
			for _, of := range ledger {
				if claw, why := ClawBack(of, c, testNow); why == "" && of.Rule == RuleBase {
					ledger = append(ledger, claw)
				}
			}
		} else if share, why := Accrue(c, e.Facts(c), testNow); why == "" {
			ledger = append(ledger, share)
		}
		ledger = append(ledger, Settle(e.Due(today), ledger, c.CollectedOn, testNow)...)
		var caps []Entry
		for _, entry := range ledger {
			if entry.Kind == Cap {
				caps = append(caps, entry)
			}
		}
		ledger = append(ledger, Settle(e.Capped(ledger), caps, c.CollectedOn, testNow)...)
	}
	return ledger
}

func TestWhatACapGivesBackIsDueAsLateAsAnyShare(t *testing.T) {
	e := capped(nil)
	first, second := paid("1", "d1", 200_000, "2026-01-20"), paid("2", "d1", 100_000, "2026-02-10") // 80.00 and 40.00, 20.00 too much
	e.Collections = []Collection{first, second, gave("r", first, 1, 0, 100_000, "2026-03-01")}      // 40.00 back: nothing is too much
	ledger := booked(e, "2026-03-02")
	last := ledger[len(ledger)-1]
	if last.Kind != Cap || last.Amount != eur(2_000) || last.PayableOn != "2026-04-11" || last.PayBy != "2026-05-11" {
		t.Errorf("%s of %s payable on %s by %s: 60 and 90 days after the cash of 10 February are 11 April and 11 May", last.Kind, last.Amount, last.PayableOn, last.PayBy)
	}
}

func TestADealCapCountsInTheYearsOfItsCash(t *testing.T) {
	e := capped(func(terms *Terms) { terms.YearCap = eur(11_000) })
	e.Deals["d1"] = Deal{Referral: "d1", Partner: "p1", Customer: "Customer d1", ContractStart: "2026-06-01"}
	// 2026: 120.00, capped to 100.00. 2027: 40.00, capped to nothing. No year has earned 110.00.
	e.Collections = []Collection{paid("1", "d1", 300_000, "2026-07-01"), paid("2", "d1", 100_000, "2027-02-01")}
	if got := byRule(booked(e, "2027-03-01")); fmt.Sprint(got) != fmt.Sprint(map[string]int64{RuleBase: 16_000, RuleDealCap: -6_000}) {
		t.Errorf("got %v", got)
	}
}

func TestHeldEntriesSayWhyTheyWait(t *testing.T) {
	e := capped(nil)
	e.Collections = []Collection{paid("1", "d1", 300_000, "2026-01-20")}
	for _, p := range (Ledger{Entries: booked(e, "2026-01-21")}).Positions("2026-01-21") {
		want := "Held until 21 March 2026: a collection can be refunded for 60 days."
		if p.Entry.Kind == Cap {
			want = "Counts from 21 March 2026, together with the commission it is taken off."
		}
		if got := p.WhyNotYet(Reading{}); got != want {
			t.Errorf("%s: %s", p.Entry.ID, got)
		}
	}
}

func TestARefundOfCorrectedCashSaysWhatItGivesBack(t *testing.T) {
	c := cash("INV-1", 100_000, "2026-03-12")
	share := accrue(c) // 5% at High: 50.00
	facts := highFacts()
	facts.Tiers = []TierFrom{{From: "2026-01-01", Tier: Core}}
	due, _ := Accrue(c, facts, testNow) // 40.00
	correction, _ := Reprice(due, []Entry{share}, testNow)
	refund := must(NewRefund(CollectionInput{ExternalID: "R-1", Amount: eur(50_000), CollectedOn: "2026-03-15"}, c, nil, finance, testNow, testToday))
	got := ClawBackAll([]Entry{share, correction}, []Collection{refund}, testNow)
	if len(got) != 2 || got[0].Amount != eur(-2_500) || got[1].Amount != eur(500) {
		t.Fatalf("half of 50.00 and half of the 10.00 that was taken off it: %+v", got)
	}
	want := "Of €1,000.00 collected on 12 March 2026 from Hotel Miramar, €500.00 was refunded on 15 March 2026; in proportion €5.00 of the €10.00 that a correction took off is given back, from 11 May 2026."
	if got := got[1].Sentence(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
