package portal

import (
	"testing"
	"time"
)

func TestAnAdjustmentIsDecidedOnceByAnother(t *testing.T) {
	by, other := Actor{User: "fay", Name: "Fay"}, Actor{User: "noor", Name: "Noor"}
	partner := Partner{ID: "p1", Application: Application{Company: "Casa Lumen"}}
	a := must(NewAdjustment("K1", partner, eur(-4000), "  A voucher was\ncounted twice ", by, testNow))
	if a.State != AdjustmentProposed || a.Reason != "A voucher was counted twice" || a.Subject() != "adjustment:K1" || len(a.History) != 1 {
		t.Errorf("%+v", a)
	}
	for name, decide := range map[string]func() (Adjustment, error){
		"approved by who proposed it": func() (Adjustment, error) { return a.Approve(by, testNow, testToday) },
		"approved by the program":     func() (Adjustment, error) { return a.Approve(System("duty"), testNow, testToday) },
		"declined by who proposed it": func() (Adjustment, error) { return a.Decline("No.", by, testNow, testToday) },
		"withdrawn by somebody else":  func() (Adjustment, error) { return a.Withdraw(other, testNow, testToday) },
		"declined without saying why": func() (Adjustment, error) { return a.Decline(" ", other, testNow, testToday) },
		"approved after it was decided": func() (Adjustment, error) {
			return must(a.Decline("No.", other, testNow, testToday)).Approve(other, testNow, testToday)
		},
	} {
		if got, err := decide(); err == nil || got.State != "" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	done := must(a.Approve(other, testNow, testToday))
	e := done.Entry()
	if e.ID != "adj:K1" || e.Amount != eur(-4000) || e.PayableOn != testToday || e.PayBy != "" ||
		e.Sentence() != "Taken off by hand on 31 December 2026, approved by two people: A voucher was counted twice." {
		t.Errorf("%+v: %s", e, e.Sentence())
	}
	sound := Ledger{Entries: []Entry{e}, Adjustments: []Adjustment{done}}
	if found := Verify(sound, time.UTC); len(found) > 0 {
		t.Error(found)
	}
	alone, more := done, e
	alone.Decided, more.Amount = done.By, eur(-5000)
	for name, l := range map[string]Ledger{
		"nothing behind it": {Entries: []Entry{e}},
		"not approved":      {Entries: []Entry{e}, Adjustments: []Adjustment{a}},
		"by one person":     {Entries: []Entry{e}, Adjustments: []Adjustment{alone}},
		"another amount":    {Entries: []Entry{more}, Adjustments: []Adjustment{done}},
	} {
		if len(Verify(l, time.UTC)) == 0 {
			t.Errorf("%s: nothing was found", name)
		}
	}
	for field, make := range map[string]func() error{
		"amount": func() error {
			_, err := NewAdjustment("K", partner, eur(0), "A long enough reason", by, testNow)
			return err
		},
		"currency": func() error {
			_, err := NewAdjustment("K", partner, Amount(5, "XXX"), "A long enough reason", by, testNow)
			return err
		},
		"reason": func() error { _, err := NewAdjustment("K", partner, eur(5), "Short", by, testNow); return err },
	} {
		if err := make(); KindOf(err) != Invalid {
			t.Errorf("%s: %v", field, err)
		}
	}
}
