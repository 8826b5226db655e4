package portal

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestCollectionTakesItsIDFromTheCash(t *testing.T) {
	c := must(NewCollection(CollectionInput{Source: " Stripe ", ExternalID: " ch_3P/1 ", Amount: eur(400000), CollectedOn: "2026-03-12"}, miramar(), finance, testNow, testToday))
	if c.ID != "cash:stripe:ch_3P/1" || c.Source != "stripe" || c.ExternalID != "ch_3P/1" {
		t.Errorf("got %s from %q %q", c.ID, c.Source, c.ExternalID)
	}
	if c.Partner != "p1" || c.Referral != "r1" || c.Customer != "Hotel Miramar" || c.By != "u-finance" || c.At != testNow {
		t.Errorf("the fact does not say whose it is and who recorded it: %+v", c)
	}
	if got := cash("INV-1", 100, "2026-03-12").ID; got != "cash:billing:INV-1" {
		t.Errorf("without a source the id is %s", got)
	}
}

func TestCollectionNamesEveryProblemAtItsField(t *testing.T) {
	good := CollectionInput{ExternalID: "INV-1", Amount: eur(100), CollectedOn: "2026-03-12"}
	for name, c := range map[string]struct {
		change func(*CollectionInput)
		field  string
	}{
		"no id":               {func(in *CollectionInput) { in.ExternalID = " " }, "external_id"},
		"colon in id":         {func(in *CollectionInput) { in.ExternalID = "a:acc" }, "external_id"},
		"space in id":         {func(in *CollectionInput) { in.ExternalID = "a b" }, "external_id"},
		"id not ASCII":        {func(in *CollectionInput) { in.ExternalID = "Rö1" }, "external_id"},
		"id too long":         {func(in *CollectionInput) { in.ExternalID = strings.Repeat("9", 101) }, "external_id"},
		"source with colon":   {func(in *CollectionInput) { in.Source = "a:b" }, "source"},
		"nothing":             {func(in *CollectionInput) { in.Amount = eur(0) }, "amount"},
		"negative":            {func(in *CollectionInput) { in.Amount = eur(-1) }, "amount"},
		"beyond all measure":  {func(in *CollectionInput) { in.Amount = eur(maxCollected + 1) }, "amount"},
		"unknown currency":    {func(in *CollectionInput) { in.Amount = Amount(1, "XYZ") }, "currency"},
		"tomorrow":            {func(in *CollectionInput) { in.CollectedOn = "2027-01-01" }, "collected_on"},
		"no day":              {func(in *CollectionInput) { in.CollectedOn = "" }, "collected_on"},
		"a day that is none":  {func(in *CollectionInput) { in.CollectedOn = "2026-02-30" }, "collected_on"},
		"a day long ago":      {func(in *CollectionInput) { in.CollectedOn = "1026-03-12" }, "collected_on"},
		"a day of text":       {func(in *CollectionInput) { in.CollectedOn = "today" }, "collected_on"},
		"source beyond reach": {func(in *CollectionInput) { in.Source = strings.Repeat("s", 31) }, "source"},
	} {
		in := good
		c.change(&in)
		_, err := NewCollection(in, miramar(), finance, testNow, testToday)
		if fields := fieldsOf(err); !slices.Equal(fields, []string{c.field}) {
			t.Errorf("%s: problems at %v (%v), want at %s", name, fields, err, c.field)
		}
	}
	_, err := NewCollection(CollectionInput{}, Deal{}, finance, testNow, testToday)
	if fields := fieldsOf(err); !slices.Equal(fields, []string{"amount", "collected_on", "currency", "external_id", "referral"}) {
		t.Errorf("an empty form hears of %v", fields)
	}
}

func fieldsOf(err error) []string {
	problem, ok := err.(*Error)
	if !ok {
		return nil
	}
	return slices.Sorted(maps.Keys(problem.Fields))
}

func TestTheSameIDTwiceIsOneCollection(t *testing.T) {
	first := cash("INV-1", 400000, "2026-03-12")
	later := first
	later.At, later.By, later.ByName, later.Customer = "2026-04-01T08:00:00.000Z", "u2", "Finn", "Hotel Miramar S.L."
	if err := later.Repeats(first); err != nil {
		t.Errorf("a repeat by a colleague is not the same cash: %v", err)
	}
	other := cash("INV-1", 410000, "2026-03-13")
	err := other.Repeats(first)
	if KindOf(err) != Conflict {
		t.Fatalf("another amount under the same id: %v, want Conflict", err)
	}
	for _, words := range []string{"INV-1", "the amount was €4,000.00 and is now €4,100.00", "the day was 12 March 2026 and is now 13 March 2026"} {
		if !strings.Contains(err.Error(), words) {
			t.Errorf("%q does not say %q", err, words)
		}
	}
}

func TestRefundGivesBackAtMostWhatIsLeft(t *testing.T) {
	of := cash("INV-1", 400000, "2026-03-12")
	first := refund("R1", of, nil, 100000, "2026-04-02")
	if first.ID != "rev:billing:R1" || first.Amount != eur(-100000) || first.RefundOf != of.ID || first.RefundNo != 1 || first.Refunded != eur(0) {
		t.Errorf("first refund: %+v", first)
	}
	second := refund("R2", of, []Collection{first}, 300000, "2026-04-03")
	if second.RefundNo != 2 || second.Refunded != eur(100000) {
		t.Errorf("second refund: %+v", second)
	}
	for name, c := range map[string]struct {
		of      Collection
		earlier []Collection
		in      CollectionInput
		field   string
		words   string
	}{
		"more than is left":   {of, []Collection{first}, CollectionInput{ExternalID: "R3", Amount: eur(300001), CollectedOn: "2026-04-03"}, "amount", "At most €3,000.00 of the €4,000.00"},
		"everything is back":  {of, []Collection{second, first}, CollectionInput{ExternalID: "R3", Amount: eur(1), CollectedOn: "2026-04-03"}, "amount", "has been refunded already"},
		"another currency":    {of, nil, CollectionInput{ExternalID: "R3", Amount: Amount(1, "USD"), CollectedOn: "2026-04-03"}, "currency", "in EUR"},
		"before the cash":     {of, nil, CollectionInput{ExternalID: "R3", Amount: eur(1), CollectedOn: "2026-03-11"}, "collected_on", "12 March 2026"},
		"a refund refunded":   {first, nil, CollectionInput{ExternalID: "R3", Amount: eur(1), CollectedOn: "2026-04-03"}, "refund_of", "cannot be refunded"},
		"of nothing":          {Collection{}, nil, CollectionInput{ExternalID: "R3", Amount: eur(1), CollectedOn: "2026-04-03"}, "refund_of", "Choose the collection"},
		"a negative amount":   {of, nil, CollectionInput{ExternalID: "R3", Amount: eur(-1), CollectedOn: "2026-04-03"}, "amount", "above zero"},
		"others do not count": {of, []Collection{refund("X", cash("INV-2", 400000, "2026-03-12"), nil, 400000, "2026-04-01")}, CollectionInput{ExternalID: "R3", Amount: eur(400001), CollectedOn: "2026-04-03"}, "amount", "At most €4,000.00"},
	} {
		_, err := NewRefund(c.in, c.of, c.earlier, finance, testNow, testToday)
		if fields := fieldsOf(err); !slices.Equal(fields, []string{c.field}) || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v at %v, want %q at %s", name, err, fields, c.words, c.field)
		}
	}
}
