package program

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"tandem/portal"
	"tandem/portal/store"
	"tandem/portal/store/docs"
)

// payer is a company with every account set up.
var payer = portal.Payer{
	SEPA:   portal.SEPAPayer{Name: "Northwind Stays Lda", IBAN: "PT50000201231234567890154", City: "Lisboa", Country: "PT"},
	ACH:    portal.ACHPayer{Routing: "021000021", Bank: "First Harbor Bank", Company: "Northwind Stays", CompanyID: "1123456789", Class: "CCD"},
	PayPal: portal.PayPalPayer{Currencies: []portal.Currency{"EUR"}},
	Wise:   portal.WisePayer{Currency: "EUR"},
}

// fourWays is a till whose four partners are paid by four methods, each 200.00, in an approved batch K1.
func fourWays(t testing.TB) *till {
	t.Helper()
	b := newTill(t).stock(t)
	accounts := map[portal.PartnerID]portal.PayoutAccount{
		"p1": {Method: portal.BankTransfer, Holder: "Casa Söhne", IBAN: "DE89370400440532013000", BIC: "COBADEFF", Street: "Hafenstr. 1", City: "Köln", Country: "DE"},
		"p2": {Method: portal.PayPal, Holder: "Two", PayPal: "two@p2.example"},
		"p3": {Method: portal.Wise, Holder: "Three", Wise: "34567890"},
		"p4": {Method: portal.ACH, Holder: "Four Inc", Routing: "011401533", Account: "0123456789", Kind: portal.Checking},
	}
	for id, account := range accounts {
		if _, err := b.store.Partners.Get(t.Context(), id); err != nil {
			partner, err := b.store.Partners.Get(t.Context(), "p1")
			if err != nil {
				t.Fatal(err)
			}
			partner.ID, partner.Version, partner.Company, partner.PayTo, partner.History = id, 0, "Partner "+string(id), portal.PayTo{}, nil
			if err := b.store.Partners.Insert(t.Context(), partner); err != nil {
				t.Fatal(err)
			}
			b.deal(t, portal.ReferralID("r-"+id), id, string(id)+".example")
		}
		b.payTo(t, id, account)
	}
	for i, id := range slices.Sorted(maps.Keys(accounts)) {
		amount := int64(400000) // at 5%, and at 4% for the one of tier Core
		if id == "p2" {
			amount = 500000
		}
		b.collect(t, fmt.Sprint("INV-", i), portal.ReferralID("r-"+id), amount, "2026-03-12")
	}
	b.at("2026-05-11")
	batch, err := b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: "K1", Currency: "EUR"})
	if err == nil {
		batch, err = b.ApproveBatch(t.Context(), b.second, batch.ID)
	}
	if err != nil || len(batch.Lines) != 4 || batch.Total != eur(80000) {
		t.Fatalf("batch of %d lines, %s, %v", len(batch.Lines), batch.Total, err)
	}
	return b
}

// payTo sets a partner's payout details.
func (b *till) payTo(t testing.TB, id portal.PartnerID, account portal.PayoutAccount) {
	t.Helper()
	if _, err := b.SetPayTo(t.Context(), portal.Actor{User: "u", Name: "Rita", Partner: id, Roles: []portal.Role{portal.PartnerAdmin}}, account); err != nil {
		t.Fatal(err)
	}
}

// detail is the batch K1 with everything about it.
func (b *till) detail(t testing.TB) BatchDetail {
	t.Helper()
	d, err := b.Batch(t.Context(), b.finance, "K1")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestABatchGoesOutInOneFileForEachMethod(t *testing.T) {
	t.Parallel()
	b := fourWays(t)
	before := b.detail(t)
	if len(before.Ways) != 4 || len(before.Files) != 0 || before.PayOn != "2026-05-11" {
		t.Fatalf("before: %+v, %d files, pay on %s", before.Ways, len(before.Files), before.PayOn)
	}
	ach := before.Ways[1]
	if ach.Method != portal.ACH || ach.Count != 1 || !slices.Equal(ach.Formats, []portal.PayFormat{portal.FormatCSV}) || !strings.Contains(ach.Missing, "pays in USD") {
		t.Errorf("dollars in a batch of euros: %+v", ach)
	}
	for name, spoil := range map[string]portal.PayChoice{
		"format_ach":  {Formats: map[portal.PayoutMethod]portal.PayFormat{"bank": "sepa", "ach": "nacha", "paypal": "paypal", "wise": "wise"}, PayOn: "2026-05-11"},
		"format_bank": {Formats: map[portal.PayoutMethod]portal.PayFormat{"bank": "paypal", "ach": "csv", "paypal": "paypal", "wise": "wise"}, PayOn: "2026-05-11"},
		"format_wise": {Formats: map[portal.PayoutMethod]portal.PayFormat{"bank": "sepa", "ach": "csv", "paypal": "paypal"}, PayOn: "2026-05-11"},
		"pay_on":      {Formats: map[portal.PayoutMethod]portal.PayFormat{"bank": "sepa", "ach": "csv", "paypal": "csv", "wise": "wise"}, PayOn: "2026-05-10"},
	} {
		_, err := b.ExportBatch(t.Context(), b.finance, ExportBatch{Batch: "K1", PayChoice: spoil})
		problem, _ := err.(*portal.Error)
		if problem == nil || len(problem.Fields) != 1 || problem.Fields[name] == "" {
			t.Errorf("%s: got %v", name, err)
		}
	}
	batch, err := b.ExportBatch(t.Context(), b.finance, ExportBatch{Batch: "K1"})
	if err != nil || batch.State != portal.BatchExported {
		t.Fatalf("%s, %v", batch.State, err)
	}
	d := b.detail(t)
	paid, messages := map[portal.PayoutID]int{}, map[string]bool{}
	sum := eur(0)
	for _, f := range d.Files {
		messages[f.Message] = true
		sum = sum.Add(f.Total)
		for _, line := range f.Lines {
			paid[line.Payout]++
		}
		data := b.file(t, f.ID).Data
		hash := sha256.Sum256(data)
		if hex.EncodeToString(hash[:]) != f.SHA256 || len(data) != f.Size || f.ByName != "Fay" {
			t.Errorf("%s is not what its fact says: %+v", f.Name, f)
		}
	}
	if len(d.Files) != 4 || len(paid) != 4 || len(messages) != 4 || sum != batch.Total || len(d.Missing) != 0 {
		t.Errorf("%d files of %s for %d payouts with %d ids; missing %v", len(d.Files), sum, len(paid), len(messages), d.Missing)
	}
	if sepa := string(b.file(t, "file:K1:sepa:1:1").Data); !strings.Contains(sepa, "<MsgId>K1-S1</MsgId>") || !strings.Contains(sepa, "<CtrlSum>200.00</CtrlSum>") || !strings.Contains(sepa, "<Nm>Casa Sohne</Nm>") {
		t.Errorf("the SEPA file:\n%s", sepa)
	}
	rows, err := csv.NewReader(strings.NewReader(string(b.file(t, "file:K1:csv:1:1").Data))).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][6] != "011401533" {
		t.Errorf("the table has %q, %v", rows, err)
	}
	if report, err := b.Verify(t.Context(), b.finance); err != nil || len(report.Violations)+len(report.Unfinished) > 0 {
		t.Errorf("verify: %+v, %v", report, err)
	}
	b.nothingLeaks(t, "DE89370400440532013000", "two@p2.example", "0123456789")
}

// nothingLeaks looks for accounts in the clear in everything that is stored.
func (b *till) nothingLeaks(t testing.TB, accounts ...string) {
	t.Helper()
	seen := 0
	for _, collection := range store.Schema().Collections {
		page, err := b.store.Engine().Scan(t.Context(), docs.Query{Collection: collection.Name, Index: docs.ByID, Limit: docs.MaxLimit})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range page.Documents {
			seen++
			for _, account := range accounts {
				if strings.Contains(string(d.Body), account) {
					t.Errorf("%s %s holds %s in the clear", collection.Name, d.ID, account)
				}
			}
		}
	}
	if seen < 30 {
		t.Errorf("only %d documents were searched", seen)
	}
}

func TestAFileIsTheSameHoweverOftenItIsHad(t *testing.T) {
	t.Parallel()
	b := fourWays(t)
	if _, err := b.ExportBatch(t.Context(), b.finance, ExportBatch{Batch: "K1"}); err != nil {
		t.Fatal(err)
	}
	first := b.file(t, "file:K1:sepa:1:1")
	b.payTo(t, "p1", portal.PayoutAccount{Method: portal.BankTransfer, Holder: "Another", IBAN: "PT50000201231234567890154", Street: "Rua 1", City: "Porto", Country: "PT"})
	b.at("2026-05-20")
	b.Rules.Payouts.Payer = portal.Payer{}
	again, err := b.PaymentFile(t.Context(), b.second, "file:K1:sepa:1:1")
	if err != nil || string(again.Data) != string(first.Data) || again.Name != first.Name {
		t.Errorf("after the accounts changed: %v\n%s", err, again.Data)
	}
	got := b.detail(t).Downloads["file:K1:sepa:1:1"]
	if len(got) != 2 || got[0].ByName != "Fay" || got[1].ByName != "Abe" || got[1].SHA256 != got[0].SHA256 {
		t.Errorf("downloads %+v", got)
	}
	events, err := b.Timeline(t.Context(), "batch:K1")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, e := range events {
		kinds[e.Kind]++
	}
	if kinds["batch.file_made"] != 4 || kinds["batch.file_downloaded"] != 2 {
		t.Errorf("events %v", kinds)
	}
	if _, err := b.PaymentFile(t.Context(), b.finance, "file:K1:sepa:9:1"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a file that is none: %v", err)
	}
}

func TestAFileThatTheBankRefusedIsMadeAgainOnce(t *testing.T) {
	t.Parallel()
	b := fourWays(t)
	ctx := t.Context()
	b.payTo(t, "p3", portal.PayoutAccount{Method: portal.BankTransfer, Holder: "Three", IBAN: "NL91ABNA0417164300", Street: "Gracht 1", City: "Delft", Country: "NL"})
	b.at("2026-05-14")
	if _, err := b.ExportBatch(ctx, b.finance, ExportBatch{Batch: "K1"}); err != nil {
		t.Fatal(err)
	}
	again := RemakeFile{File: "file:K1:sepa:1:1", PayOn: "2026-05-15", Reason: "The bank asks for our BIC"}
	for field, spoil := range map[string]func(*RemakeFile){
		"reason": func(r *RemakeFile) { r.Reason = " " }, "pay_on": func(r *RemakeFile) { r.PayOn = "2026-08-15" },
	} {
		in := again
		spoil(&in)
		if _, err := b.RemakeFile(ctx, b.finance, in); portal.KindOf(err) != portal.Invalid || !strings.Contains(err.Error(), field+":") {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := b.RecordAnswer(ctx, b.finance, Answer{Payout: "freeze:K1:p1:EUR", ResultInput: portal.ResultInput{State: portal.ResultPaid, On: "2026-05-14"}}); err != nil {
		t.Fatal(err)
	}
	made, err := b.RemakeFile(ctx, b.second, again)
	if err != nil || made.Message != "K1-S2" || len(made.Lines) != 1 || made.Lines[0].Payout != "freeze:K1:p3:EUR" || made.Total != eur(20000) {
		t.Fatalf("made %+v, %v", made, err)
	}
	if _, err := b.PaymentFile(ctx, b.finance, "file:K1:sepa:1:1"); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "pay twice") {
		t.Errorf("the file before: %v", err)
	}
	if _, err := b.RemakeFile(ctx, b.finance, again); portal.KindOf(err) != portal.Conflict {
		t.Errorf("the file before, again: %v", err)
	}
	if d := b.detail(t); len(d.Files) != 3 || len(d.AllFiles) != 4 || !strings.Contains(string(b.file(t, made.ID).Data), "K1-S2") {
		t.Errorf("%d of %d files", len(d.Files), len(d.AllFiles))
	}
	if report, err := b.Verify(ctx, b.finance); err != nil || len(report.Violations) > 0 {
		t.Errorf("verify: %+v, %v", report.Violations, err)
	}
	b.payTo(t, "p3", portal.PayoutAccount{Method: portal.PayPal, Holder: "Three", PayPal: "three@p3.example"})
	b.at("2026-05-18")
	if _, err := b.RemakeFile(ctx, b.finance, RemakeFile{File: made.ID, PayOn: "2026-05-18", Reason: "Again"}); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "is paid by PayPal since") {
		t.Errorf("another method by now: %v", err)
	}
	b.paid(t, b.detail(t).Batch)
	if _, err := b.RemakeFile(ctx, b.finance, RemakeFile{File: made.ID, PayOn: "2026-05-18", Reason: "Again"}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("of a paid batch: %v", err)
	}
}

func TestNewDetailsAreNotPaidBeforeTheirDay(t *testing.T) {
	t.Parallel()
	b := fourWays(t)
	b.payTo(t, "p1", portal.PayoutAccount{Method: portal.BankTransfer, Holder: "Thief", IBAN: "NL91ABNA0417164300", Street: "Gracht 1", City: "Delft", Country: "NL"})
	if _, err := b.ExportBatch(t.Context(), b.finance, ExportBatch{Batch: "K1"}); err != nil {
		t.Fatal(err)
	}
	if sepa := string(b.file(t, "file:K1:sepa:1:1").Data); !strings.Contains(sepa, "DE89370400440532013000") || strings.Contains(sepa, "NL91") {
		t.Errorf("the file pays the new account at once:\n%s", sepa)
	}
}

func TestFirstDetailsHoldThePayoutUntilTheirDay(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	partner, err := b.store.Partners.Get(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	partner.PayTo = portal.PayTo{}
	if _, err := b.store.Partners.Save(t.Context(), partner); err != nil {
		t.Fatal(err)
	}
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.at("2026-05-11")
	reason := func() string {
		t.Helper()
		preview, err := b.PreviewBatch(t.Context(), b.finance, PrepareBatch{Currency: "EUR"})
		if err != nil {
			t.Fatal(err)
		}
		if len(preview.LeftOut) == 0 {
			return ""
		}
		return preview.LeftOut[0].Reason
	}
	if got := reason(); got != "There are no payout details yet." {
		t.Errorf("without details: %q", got)
	}
	b.payTo(t, "p1", portal.PayoutAccount{Method: portal.PayPal, Holder: "One", PayPal: "one@p1.example"})
	if got := reason(); got != "The payout details are new and are used from 14 May 2026." {
		t.Errorf("with new details: %q", got)
	}
	b.at("2026-05-14")
	if got := reason(); got != "" {
		t.Errorf("on their day: %q", got)
	}
}

func TestAnExportThatStoppedHalfWayIsFinished(t *testing.T) {
	t.Parallel()
	b := fourWays(t)
	ctx := t.Context()
	batch, err := b.store.Batches.Get(ctx, "K1")
	if err != nil {
		t.Fatal(err)
	}
	choice := b.usualChoice("EUR", portal.PayoutMethods, "")
	next, err := batch.Export(choice, b.finance, b.Now())
	if err == nil {
		_, err = b.saveBatch(ctx, next) // and here the process ends
	}
	if err != nil {
		t.Fatal(err)
	}
	if d := b.detail(t); len(d.Missing) != 4 || len(d.Files) != 0 {
		t.Errorf("missing %v", d.Missing)
	}
	b.at("2026-05-12")
	done, _, err := b.ResumeMoney(ctx)
	if d := b.detail(t); err != nil || len(done) != 1 || len(d.Missing) != 0 || len(d.Files) != 4 || d.Files[0].ByName != "Fay" {
		t.Errorf("resumed %q, %v; %d files, missing %v", done, err, len(d.Files), d.Missing)
	}
}

func TestARefusedFileLeavesTheBatchAsItWas(t *testing.T) {
	t.Parallel()
	b := fourWays(t)
	b.Rules.Payouts.Payer.SEPA.Name = "青木"
	_, err := b.ExportBatch(t.Context(), b.finance, ExportBatch{Batch: "K1"})
	if portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "Your own account, name") {
		t.Errorf("got %v", err)
	}
	if d := b.detail(t); d.Batch.State != portal.BatchApproved || len(d.AllFiles) != 0 {
		t.Errorf("the batch is %s with %d files", d.Batch.State, len(d.AllFiles))
	}
}
