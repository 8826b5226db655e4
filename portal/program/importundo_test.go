package program

import (
	"strings"
	"testing"

	"tandem/portal"
)

const wrongFile = "external_id,customer_domain,amount,currency,collected_on\nINV-1,p1.example,4000.00,EUR,2026-03-12\nINV-2,p2.example,1000.00,EUR,2026-03-12\n"

func TestAFileRecordedByMistakeIsTakenOutAgain(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t).paying(levers())
	ctx := t.Context()
	b.collect(t, "INV-0", "r-p1", 100000, "2026-03-10") // 50.00 and a bonus of 200.00, of another day's work
	before := b.said(t, "p1")
	if _, err := b.ImportCollections(ctx, b.finance, []byte(wrongFile)); err != nil {
		t.Fatal(err)
	}
	id := portal.ImportIDOf([]byte(wrongFile))
	b.refund(t, "RF-1", "INV-2", 40000, "2026-03-15") // this customer did get something back
	d, err := b.CollectionImport(ctx, b.finance, id)
	if err != nil || len(d.Rows) != 2 || d.Collected.String() != "€5,000.00" || d.Kept.String() != "€4,600.00" {
		t.Fatalf("%+v, %v", d, err)
	}
	if _, err := b.UndoImport(ctx, b.manager, id); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("by a manager: %v", err)
	}
	if _, err := b.UndoImport(ctx, b.finance, "0000"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("of no file: %v", err)
	}
	if n, err := b.UndoImport(ctx, b.second, id); n != 2 || err != nil {
		t.Fatalf("took out %d, %v", n, err)
	}
	if got := b.said(t, "p1"); got != before {
		t.Errorf("p1 has %s, and had %s before the file", got, before)
	}
	if got := b.said(t, "p2"); got != "map[base:0]" {
		t.Errorf("p2 has %s", got)
	}
	if d, err = b.CollectionImport(ctx, b.finance, id); err != nil || d.Kept.String() != "€0.00" || d.UndoneByName != "Abe" {
		t.Errorf("afterwards %+v, %v", d, err)
	}
	if _, err := b.UndoImport(ctx, b.finance, id); portal.KindOf(err) != portal.Conflict {
		t.Errorf("twice: %v", err)
	}
	again, err := b.ImportCollections(ctx, b.finance, []byte(wrongFile))
	if err != nil || again.Summary.New != 0 || again.Summary.Known != 2 {
		t.Errorf("the same file once more: %+v, %v", again.Summary, err)
	}
	earnings, err := b.Earnings(ctx, b.finance, "p1", "")
	if err != nil {
		t.Fatal(err)
	}
	said := false
	for _, line := range earnings.Lines {
		said = said || strings.Contains(line.Entry.Sentence(), "€4,000.00 is taken out again: recorded by mistake; in proportion €200.00 of the €200.00 earned is taken back")
	}
	if !said {
		t.Error("no line says that the cash was recorded by mistake")
	}
	b.sound(t)
}

func TestAnImportIsTakenOutAfterItsPayoutAndAfterACrash(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	ctx := t.Context()
	if _, err := b.ImportCollections(ctx, b.finance, []byte(wrongFile)); err != nil {
		t.Fatal(err)
	}
	b.at("2026-05-20")
	b.paid(t, b.batch(t, "K1"))
	b.stands(t, "paid", "p1", 0, 0, 0, 20000)
	id := portal.ImportIDOf([]byte(wrongFile))

	// Interrupted after the first collection, it is finished by the same call.
	d, err := b.CollectionImport(ctx, b.finance, id)
	if err != nil {
		t.Fatal(err)
	}
	first := d.Rows[0]
	if _, err := b.RecordRefund(ctx, b.finance, RecordRefund{Of: first.ID, CollectionInput: first.TakenOut(first.Amount)}); err != nil {
		t.Fatal(err)
	}
	if n, err := b.UndoImport(ctx, b.finance, id); n != 1 || err != nil {
		t.Fatalf("took out %d, %v", n, err)
	}
	b.stands(t, "taken out", "p1", 0, -20000, 0, 20000)
	b.stands(t, "taken out", "p2", 0, 0, 0, 0) // 40.00 were below the minimum
	b.sound(t)
}

func TestWhatSomebodyElseRecordedStays(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	ctx, file := t.Context(), []byte(wrongFile)
	rows, err := b.PreviewCollections(ctx, b.finance, file)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.noteImport(ctx, portal.NewImport(portal.ImportIDOf(file), rows.Rows, b.finance, b.Now())); err != nil {
		t.Fatal(err)
	}
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12") // by form, before the file came to it
	if _, err := b.ImportCollections(ctx, b.finance, file); err != nil {
		t.Fatal(err)
	}
	if n, err := b.UndoImport(ctx, b.finance, portal.ImportIDOf(file)); n != 1 || err != nil {
		t.Errorf("took out %d, %v", n, err)
	}
	b.stands(t, "after", "p1", 20000, 0, 0, 0)
	b.stands(t, "after", "p2", 0, 0, 0, 0)
	b.sound(t)
	if imports, err := b.Imports(ctx, b.finance); err != nil || len(imports) != 1 || imports[0].ByName != "Fay" || len(imports[0].Cash) != 2 {
		t.Errorf("the imports are %+v, %v", imports, err)
	}
}
