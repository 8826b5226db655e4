package program

import (
	"strings"
	"testing"

	"tandem/portal"
)

const billing = `external_id,referral,customer_domain,amount,currency,collected_on,refund_of
INV-1,r-p1,,4000.00,EUR,2026-03-12,
INV-2,,p2.example,2000.00,EUR,2026-03-12,
R-1,,,1000.00,EUR,2026-03-15,INV-1
INV-3,r-none,,10.00,EUR,2026-03-12,
INV-4,r-p1,,ten,EUR,2026-03-12,
R-2,,,3000.01,EUR,2026-03-15,INV-1
INV-1,r-p1,,4000.00,EUR,2026-03-12,
`

func states(rows []portal.ImportRow) string {
	var said []string
	for _, row := range rows {
		said = append(said, string(row.State))
	}
	return strings.Join(said, " ")
}

func TestAFileIsShownBeforeItIsRecordedAndRecordedOnce(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	preview, err := b.PreviewCollections(t.Context(), b.finance, []byte(billing))
	if want := "new new refund problem problem problem recorded"; err != nil || states(preview.Rows) != want {
		t.Fatalf("preview %s, %v; want %s", states(preview.Rows), err, want)
	}
	if page, err := b.Collections(t.Context(), b.finance, "", ""); err != nil || len(page.Rows) != 0 {
		t.Errorf("the preview recorded %d, %v", len(page.Rows), err)
	}
	for _, want := range []string{"new new refund problem problem problem recorded", "recorded recorded recorded problem problem problem recorded"} {
		done, err := b.ImportCollections(t.Context(), b.finance, []byte(billing))
		if err != nil || states(done.Rows) != want {
			t.Errorf("imported %s, %v; want %s", states(done.Rows), err, want)
		}
		b.stands(t, "imported", "p1", 15000, 0, 0, 0)
		b.stands(t, "imported", "p2", 8000, 0, 0, 0)
	}
	for line, reason := range map[int]string{5: "No open or won referral has the id r-none.", 6: `"ten" is not an amount`, 7: "At most €3,000.00"} {
		if row := preview.Rows[line-2]; row.Line != line || !strings.Contains(row.Reason, reason) {
			t.Errorf("line %d: %q, want %q", row.Line, row.Reason, reason)
		}
	}
	b.sound(t)
}

func TestAFileAndAFormMeanTheSameCash(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	done, err := b.ImportCollections(t.Context(), b.finance, []byte(billing))
	if err != nil || done.Rows[0].State != portal.ImportKnown {
		t.Errorf("typed in before: %+v, %v", done.Rows[0], err)
	}
	b.stands(t, "once", "p1", 15000, 0, 0, 0)
}

func TestACustomerWithTwoWonReferralsIsNamedByReferral(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.deal(t, "r-second", "p1", "p2.example")
	preview, err := b.PreviewCollections(t.Context(), b.finance, []byte(billing))
	if err != nil || preview.Rows[1].State != portal.ImportProblem || preview.Rows[1].Column != "customer_domain" {
		t.Errorf("%+v, %v", preview.Rows[1], err)
	}
}

func TestAFileThatCannotBeReadRecordsNothing(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	if _, err := b.ImportCollections(t.Context(), b.finance, []byte(billing+"\"INV-9")); portal.KindOf(err) != portal.Invalid {
		t.Errorf("a file that breaks off: %v", err)
	}
	if page, err := b.Collections(t.Context(), b.finance, "", ""); err != nil || len(page.Rows) != 0 {
		t.Errorf("it recorded %d, %v", len(page.Rows), err)
	}
}

// TestRowsOfCashToCorrect takes the rows with a problem back as a file, twice over, until all is recorded.
func TestRowsOfCashToCorrect(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	file := []byte("external_id;referral;amount;currency;collected_on;Desk\n" +
		"INV-1;r-p1;4.000,00;EUR;2026-03-12;=1+1\n" +
		"INV-2;r-none;1.000,50;EUR;2026-03-12;=1+1\n" +
		"INV-3;r-p1;ten;EUR;2026-03-12;Tom;left over\n")
	got, err := b.CollectionProblems(t.Context(), b.finance, file)
	want := "external_id;referral;amount;currency;collected_on;Desk;line;column;problem\r\n" +
		"INV-2;r-none;1.000,50;EUR;2026-03-12;'=1+1;3;referral;No open or won referral has the id r-none.\r\n" +
		"INV-3;r-p1;ten;EUR;2026-03-12;Tom;4;;The row has 7 cells and the header 6.;left over\r\n"
	if err != nil || got.Name != "collections-to-correct.csv" || string(got.Data) != want {
		t.Fatalf("%v, %s:\n%s\nwant\n%s", err, got.Name, got.Data, want)
	}
	corrected := []byte(strings.Replace(string(got.Data), "r-none", "r-p1", 1))
	again, err := b.PreviewCollections(t.Context(), b.finance, corrected)
	if err != nil || states(again.Rows) != "new problem" || again.Rows[0].Input.Amount != portal.Amount(100050, "EUR") {
		t.Errorf("put right in one row: %s, %v", states(again.Rows), err)
	}
	got, err = b.CollectionProblems(t.Context(), b.finance, corrected)
	want = "external_id;referral;amount;currency;collected_on;Desk;line;column;problem\r\n" +
		"INV-3;r-p1;ten;EUR;2026-03-12;Tom;3;;The row has 10 cells and the header 9.;left over\r\n"
	if err != nil || string(got.Data) != want {
		t.Errorf("the second time: %v\n%s\nwant\n%s", err, got.Data, want)
	}
	if _, err := b.CollectionProblems(t.Context(), b.manager, file); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a manager: %v", err)
	}
}
