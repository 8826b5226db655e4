package portal

import (
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func drawMoney(t *rapid.T) Money {
	return Amount(rapid.Int64Range(-99_999_999_999_999, 99_999_999_999_999).Draw(t, "minor"), rapid.SampledFrom(Currencies()).Draw(t, "currency"))
}

// TestAnAmountIsReadAsItIsWritten: what a form or a file shows can be sent back.
func TestAnAmountIsReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMoney(t)
		for _, text := range []string{m.Plain(), " " + m.Plain() + "\t"} {
			if got, err := ParseMoney(text, m.Currency); err != nil || got != m {
				t.Errorf("%q is read as %v, %v; want %v", text, got, err, m)
			}
		}
		shown := strings.TrimPrefix(strings.TrimPrefix(m.String(), "−"), string(m.Currency)+" ")
		for _, symbol := range symbols {
			shown = strings.TrimPrefix(shown, symbol)
		}
		want := m
		if m.Minor < 0 {
			want = m.Neg()
		}
		if got, err := ParseMoney(shown, m.Currency); err != nil || got != want {
			t.Errorf("%q, as people see it, is read as %v, %v; want %v", shown, got, err, want)
		}
	})
}

// halfEven is x rounded to a whole number, to the even one from the middle, by the
// arithmetic of fractions.
func halfEven(x *big.Rat) int64 {
	floor := new(big.Int).Div(x.Num(), x.Denom()) // Euclidean: the denominator is positive
	rest := new(big.Rat).Sub(x, new(big.Rat).SetInt(floor))
	if c := rest.Cmp(big.NewRat(1, 2)); c > 0 || c == 0 && floor.Bit(0) == 1 {
		floor.Add(floor, big.NewInt(1))
	}
	return floor.Int64()
}

func TestARateOfAnAmountIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMoney(t)
		rate := MustRate(rapid.StringMatching(`0\.[0-9]{1,6}`).Draw(t, "rate"))
		exact, _ := new(big.Rat).SetString(rate.String())
		want := halfEven(exact.Mul(exact, new(big.Rat).SetInt64(m.Minor)))
		if got := m.Times(rate); got.Minor != want || got.Currency != m.Currency {
			t.Errorf("%s of %s is %d, want %d", rate.Percent(), m, got.Minor, want)
		}
		if back := m.Neg().Times(rate); back.Minor != -want {
			t.Errorf("of the opposite it is %d, want %d", back.Minor, -want)
		}
	})
}

func TestAShareOfAnAmountIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMoney(t)
		whole := rapid.Int64Range(1, math.MaxInt64).Draw(t, "whole")
		part := rapid.Int64Range(0, whole).Draw(t, "part")
		want := halfEven(new(big.Rat).Mul(big.NewRat(part, whole), new(big.Rat).SetInt64(m.Minor)))
		if got := m.Share(part, whole).Minor; got != want {
			t.Errorf("%d x %d / %d is %d, want %d", m.Minor, part, whole, got, want)
		}
		if m.Share(whole, whole) != m || !m.Share(0, whole).IsZero() {
			t.Errorf("of %s, all is %s and nothing is %s", m, m.Share(whole, whole), m.Share(0, whole))
		}
	})
}

// TestAmountsBeyondTheirLimitStop: a wrong sum is worse than none.
func TestAmountsBeyondTheirLimitStop(t *testing.T) {
	most, least := Amount(math.MaxInt64, "EUR"), Amount(math.MinInt64, "EUR")
	for name, sum := range map[string]func() Money{
		"one more":       func() Money { return most.Add(eur(1)) },
		"one less":       func() Money { return least.Add(eur(-1)) },
		"twice the most": func() Money { return most.Add(most) },
		"a share beyond": func() Money { return most.Share(3, 2) },
		"of nothing":     func() Money { return eur(1).Share(1, 0) },
		"two currencies": func() Money { return eur(1).Sub(Amount(1, "USD")) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s gives an amount", name)
				}
			}()
			t.Errorf("%s is %d", name, sum().Minor)
		}()
	}
	if got := most.Add(eur(-1)).Add(eur(1)); got != most {
		t.Errorf("up to the limit: %s", got)
	}
	if got := (Money{}).Add(eur(5)).Add(Money{}); got != eur(5) {
		t.Errorf("nothing in no currency adds to any: %v", got)
	}
	if got := least.Plain(); got != "-92233720368547758.08" {
		t.Errorf("the least amount is written %s", got)
	}
}

func TestSumsAddUpInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Money {
			return Amount(rapid.Int64Range(-1_000_000, 1_000_000).Draw(t, "minor"), rapid.SampledFrom([]Currency{"EUR", "GBP", "JPY", "USD"}).Draw(t, "currency"))
		}), 0, 12).Draw(t, "amounts")
		add := func(list []Money) (s Sums) {
			for _, m := range list {
				before := slices.Clone(s)
				next := s.Plus(m)
				if !slices.Equal(before, s) {
					t.Fatalf("adding %s changed the sums it was added to", m)
				}
				s = next
			}
			return s
		}
		one := add(amounts)
		if other := add(rapid.Permutation(amounts).Draw(t, "order")); !slices.Equal(one, other) {
			t.Errorf("%v in one order, %v in another", one, other)
		}
		cut := rapid.IntRange(0, len(amounts)).Draw(t, "cut")
		if joined := add(amounts[:cut]).Join(add(amounts[cut:])); !slices.Equal(one, joined) {
			t.Errorf("%v at once, %v in two parts", one, joined)
		}
		for _, currency := range []Currency{"EUR", "USD", "CHF"} {
			var want int64
			for _, m := range amounts {
				if m.Currency == currency {
					want += m.Minor
				}
			}
			if got := one.In(currency); got != Amount(want, currency) {
				t.Errorf("in %s it is %s, want %d", currency, got, want)
			}
		}
	})
}

func TestARateIsReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := MustRate(rapid.StringMatching(`(100|[0-9]{1,2}(\.[0-9]{1,4})?) ?%`).Draw(t, "rate"))
		for _, text := range []string{rate.Percent(), rate.String(), " " + rate.Percent() + " "} {
			if got, err := ParseRate(text); err != nil || got.Cmp(rate.Decimal) != 0 {
				t.Errorf("%q is read as %s, %v; want %s", text, got, err, rate)
			}
		}
	})
}

func TestACurrencyIsReadInAnyCase(t *testing.T) {
	codes := Currencies()
	if !slices.IsSorted(codes) || len(codes) < 40 {
		t.Errorf("the currencies are %v", codes)
	}
	for _, code := range codes {
		for _, text := range []string{string(code), " " + strings.ToLower(string(code)) + " "} {
			if got, err := ParseCurrency(text); err != nil || got != code {
				t.Errorf("%q is read as %s, %v", text, got, err)
			}
		}
		one, err := ParseMoney("1", code)
		if want := map[int]int64{0: 1, 2: 100, 3: 1000}[code.Digits()]; err != nil || one.Minor != want {
			t.Errorf("one %s is %d of its smallest coin, %v; want %d", code, one.Minor, err, want)
		}
	}
	for _, text := range []string{"", "EURO", "XXX", "€", "E UR"} {
		if got, err := ParseCurrency(text); KindOf(err) != Invalid {
			t.Errorf("%q is read as %s, %v", text, got, err)
		}
	}
}
