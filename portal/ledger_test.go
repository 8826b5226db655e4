package portal

import "fmt"

// Values that the tests of money share: one partner, one deal, one version of the terms.

func eur(minor int64) Money { return Amount(minor, "EUR") }

func standardTerms() Terms {
	return Terms{
		Version: "2026-01", Effective: "2026-01-01", Currency: "EUR", BaseMonths: 12, HoldDays: 60, PayByDays: 90, Minimum: eur(5000),
		BaseShare: map[Tier]Rate{Experimental: MustRate("3%"), Core: MustRate("4%"), High: MustRate("5%"), Elite: MustRate("6%")},
	}
}

func miramar() Deal {
	return Deal{Referral: "r1", Partner: "p1", Customer: "Hotel Miramar", Domain: "miramar.example", ContractStart: "2026-02-01"}
}

func highFacts() AccrualFacts {
	return AccrualFacts{
		Deal: miramar(), Tiers: []TierFrom{{From: "2026-01-10", Tier: High}},
		Terms: []Terms{standardTerms()}, Accepted: []AcceptedOn{{Version: "2026-01", On: "2026-01-05"}},
	}
}

var finance = Actor{User: "u-finance", Name: "Fay", Roles: []Role{Finance}}

const (
	testNow   = Instant("2026-12-31T12:00:00.000Z")
	testToday = Date("2026-12-31")
)

// must returns the value of a call that has to succeed; it panics with the error otherwise.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func cash(id string, minor int64, on Date) Collection {
	return must(NewCollection(CollectionInput{ExternalID: id, Amount: eur(minor), CollectedOn: on}, miramar(), finance, testNow, testToday))
}

func refund(id string, of Collection, earlier []Collection, minor int64, on Date) Collection {
	return must(NewRefund(CollectionInput{ExternalID: id, Amount: Amount(minor, of.Amount.Currency), CollectedOn: on}, of, earlier, finance, testNow, testToday))
}

func accrue(c Collection) Entry {
	entry, why := Accrue(c, highFacts(), testNow)
	if why != "" {
		panic(fmt.Sprintf("%s accrues nothing: %s", c.ID, why))
	}
	return entry
}

func sumOf(entries []Entry) int64 {
	var sum int64
	for _, e := range entries {
		sum += e.Amount.Minor
	}
	return sum
}
