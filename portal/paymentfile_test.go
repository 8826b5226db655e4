package portal

import (
	"slices"
	"strings"
	"testing"
)

func paymentFile(format PayFormat, attempt, part, parts int) PaymentFile {
	return PaymentFile{ID: PaymentFileIDOf("b", format, attempt, part), Batch: "b", Format: format, Attempt: attempt, Part: part, Parts: parts}
}

func TestOnlyTheLastWholeAttemptMayGoToABank(t *testing.T) {
	files := []PaymentFile{
		paymentFile(FormatCSV, 1, 1, 1),
		paymentFile(FormatPayPal, 1, 2, 2), paymentFile(FormatPayPal, 1, 1, 2),
		paymentFile(FormatPayPal, 2, 1, 2), // its second part was never made
		paymentFile(FormatSEPA, 1, 1, 1), paymentFile(FormatSEPA, 2, 1, 1),
		paymentFile(FormatWise, 1, 1, 3),
	}
	current, next := CurrentFiles(files)
	var keys []string
	for _, f := range current {
		keys = append(keys, f.Key())
		if PaymentFileIDFrom("b", f.Key()) != f.ID {
			t.Errorf("%s leads to %s", f.Key(), PaymentFileIDFrom("b", f.Key()))
		}
	}
	if want := []string{"sepa-2-1", "paypal-1-1", "paypal-1-2", "csv-1-1"}; !slices.Equal(keys, want) {
		t.Errorf("current %q, want %q", keys, want)
	}
	if next[FormatSEPA] != 3 || next[FormatPayPal] != 3 || next[FormatWise] != 2 {
		t.Errorf("next %v", next)
	}
	for _, key := range []string{"", "sepa", "sepa-1", "sepa-1-1-1", "sepa-x-1", "sepa-1-x", "cash-1-1"} {
		if id := PaymentFileIDFrom("b", key); id != "" {
			t.Errorf("%q is %s", key, id)
		}
	}
}

func TestAFileIsMadeAgainForAReasonAndOnce(t *testing.T) {
	files := []PaymentFile{paymentFile(FormatSEPA, 1, 1, 1), paymentFile(FormatSEPA, 2, 1, 1)}
	sent := Batch{ID: "b", State: BatchExported}
	again, err := Remake(sent, files[1], files, "2026-05-13", " No BIC ", Actor{User: "fay", Name: "Fay"}, moment("2026-05-12 10:00"), "2026-05-12")
	if err != nil || again.Attempt != 3 || again.Reason != "No BIC" || again.PayOn != "2026-05-13" || again.ByName != "Fay" {
		t.Errorf("got %+v, %v", again, err)
	}
	for name, c := range map[string]struct {
		batch  Batch
		file   PaymentFile
		payOn  Date
		reason string
		kind   Kind
		words  string
	}{
		"without a reason":      {sent, files[1], "2026-05-13", "  ", Invalid, "Say in a line"},
		"with a long reason":    {sent, files[1], "2026-05-13", strings.Repeat("x", 200), Invalid, "Say in a line"},
		"on a day gone by":      {sent, files[1], "2026-05-11", "x", Invalid, "from today to 11 June 2026"},
		"on no day":             {sent, files[1], "", "x", Invalid, "from today"},
		"of an older one":       {sent, files[0], "2026-05-13", "x", Conflict, "made again already"},
		"after every answer":    {Batch{ID: "b", State: BatchPaid}, files[1], "2026-05-13", "x", Conflict, "This batch is paid"},
		"of another batch's id": {sent, paymentFile(FormatCSV, 1, 1, 1), "2026-05-13", "x", Conflict, "made again already"},
	} {
		if _, err := Remake(c.batch, c.file, files, c.payOn, c.reason, Actor{}, "", "2026-05-12"); KindOf(err) != c.kind || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAChoiceOfFilesFitsItsPayouts(t *testing.T) {
	payer := Payer{SEPA: SEPAPayer{IBAN: "PT50000201231234567890154"}}
	good := PayChoice{Formats: map[PayoutMethod]PayFormat{BankTransfer: FormatSEPA, PayPal: FormatCSV, Wise: FormatWise}, PayOn: "2026-05-13"}
	got, err := good.Check(payer, "EUR", []PayoutMethod{BankTransfer, PayPal}, "2026-05-12")
	if err != nil || len(got.Formats) != 2 || got.Formats[BankTransfer] != FormatSEPA || got.PayOn != "2026-05-13" {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err = good.Check(Payer{}, "EUR", []PayoutMethod{BankTransfer, PayPal, Wise, ACH}, "2026-07-12")
	if want := []string{"format_ach", "format_bank", "format_wise", "pay_on"}; !slices.Equal(fields(err), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	if formats, missing := payer.Offers(BankTransfer, "EUR"); missing != "" || !slices.Equal(formats, []PayFormat{FormatSEPA, FormatCSV}) {
		t.Errorf("offers %v, %q", formats, missing)
	}
	if formats, missing := payer.Offers(BankTransfer, "USD"); missing == "" || !slices.Equal(formats, []PayFormat{FormatCSV}) {
		t.Errorf("offers %v, %q", formats, missing)
	}
}
