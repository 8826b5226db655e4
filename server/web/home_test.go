package web

import (
	"testing"

	"tandem/portal"
)

// TestMoreTakenBackThanPayableIsSaidInWords: an amount below nothing is no amount to pay.
func TestMoreTakenBackThanPayableIsSaidInWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		minor int64
		want  string
	}{
		{1050, "€10.50 payable now"},
		{0, "€0.00 payable now"},
		{-10283, "€102.83 more taken back than payable"},
	} {
		if got := payableNow(portal.Amount(c.minor, "EUR")); got != c.want {
			t.Errorf("payableNow(%d) = %q, want %q", c.minor, got, c.want)
		}
	}
}
