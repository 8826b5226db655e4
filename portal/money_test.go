package portal

import (
	"encoding/json"
	"testing"
)

func TestParseMoneyReadsWhatPeopleType(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "12": 1200, "12.5": 1250, "1,234.56": 123456, "-3.01": -301, " 7.00 ": 700, "−€1,234.50": -123450, "€5": 500, "−45.00": -4500} {
		got, err := ParseMoney(text, "EUR")
		if err != nil || got.Minor != want {
			t.Errorf("ParseMoney(%q) = %v, %v; want %d minor units", text, got, err, want)
		}
	}
	for _, text := range []string{"", ".", "1.", "1.234", "1,23", "1e3", "$5", "5 €", "€€5", "-−5", "€-5", "€ 5", "1 000", "--1", "9999999999999999", "NaN"} {
		if got, err := ParseMoney(text, "EUR"); KindOf(err) != Invalid {
			t.Errorf("ParseMoney(%q) = %v, %v; want Invalid", text, got, err)
		}
	}
	if got, err := ParseMoney("1250", "JPY"); err != nil || got.Minor != 1250 {
		t.Errorf("yen have no minor unit: got %v, %v", got, err)
	}
	for _, m := range []Money{Amount(-123450, "EUR"), Amount(5, "JPY"), Amount(-1500, "CHF"), Amount(1234567, "KWD"), Amount(0, "USD")} {
		if got, err := ParseMoney(m.String(), m.Currency); err != nil || got != m {
			t.Errorf("%s is read as %v, %v", m, got, err)
		}
	}
}

func TestTimesRoundsHalfEvenOnce(t *testing.T) {
	for _, c := range []struct {
		minor int64
		rate  string
		want  int64
	}{
		{10000, "5%", 500}, {50, "5%", 2}, {150, "5%", 8}, {250, "5%", 12}, {-50, "5%", -2}, {333, "2.5%", 8}, {1, "100%", 1},
	} {
		if got := Amount(c.minor, "EUR").Times(MustRate(c.rate)).Minor; got != c.want {
			t.Errorf("%d x %s = %d, want %d", c.minor, c.rate, got, c.want)
		}
	}
}

func TestShareRoundsHalfEvenOnceAndExactly(t *testing.T) {
	for _, c := range []struct{ minor, part, whole, want int64 }{
		{20000, 100000, 400000, 5000},
		{5, 1, 2, 2},
		{7, 1, 2, 4},
		{-7, 1, 2, -4},
		{7, -1, 2, -4},
		{1, 1, 3, 0},
		{2, 1, 3, 1},
		// Beyond 19 digits on the way, where a decimal would round twice.
		{50_000_000_000_000, 999_999_999_999_999, 1_000_000_000_000_000, 50_000_000_000_000},
		{1_000_000_000_000_001, 5, 10, 500_000_000_000_000},
		{1_000_000_000_000_003, 5, 10, 500_000_000_000_002},
	} {
		if got := Amount(c.minor, "EUR").Share(c.part, c.whole).Minor; got != c.want {
			t.Errorf("%d x %d / %d = %d, want %d", c.minor, c.part, c.whole, got, c.want)
		}
	}
}

func TestMoneyIsWrittenWithItsCurrency(t *testing.T) {
	for want, money := range map[string]Money{
		"€1,234.50": Amount(123450, "EUR"), "−€20.00": Amount(-2000, "EUR"), "CHF 0.05": Amount(5, "CHF"), "¥1,000,000": Amount(1000000, "JPY"),
	} {
		if got := money.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestTwoCurrenciesAreNeverAdded(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("EUR + USD gave a sum")
		}
	}()
	Amount(1, "EUR").Add(Amount(1, "USD"))
}

func TestRateKeepsItsValueAsText(t *testing.T) {
	for text, want := range map[string]string{"5%": "0.05", "0.05": "0.05", "2.50 %": "0.025", "100%": "1", "0%": "0"} {
		rate, err := ParseRate(text)
		if err != nil || rate.String() != want {
			t.Errorf("ParseRate(%q) = %s, %v; want %s", text, rate, err, want)
		}
		body, err := json.Marshal(rate)
		if err != nil || string(body) != `"`+want+`"` {
			t.Errorf("%s as JSON is %s, %v", text, body, err)
		}
		var back Rate
		if err := json.Unmarshal(body, &back); err != nil || back.Cmp(rate.Decimal) != 0 {
			t.Errorf("%s from JSON is %s, %v", body, back, err)
		}
	}
	for _, text := range []string{"", "%", "101%", "-1%", "five", "1.5"} {
		if _, err := ParseRate(text); KindOf(err) != Invalid {
			t.Errorf("ParseRate(%q) = %v, want Invalid", text, err)
		}
	}
}
