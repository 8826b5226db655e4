package program

import (
	"encoding/json"
	"strings"
	"testing"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// TestABatchIsCheckedBeforeItIsApproved changes one amount below a prepared batch: the
// check names it, nobody can approve, and once it is mended somebody can.
func TestABatchIsCheckedBeforeItIsApproved(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.collect(t, "INV-2", "r-p2", 400000, "2026-03-12")
	b.at("2026-05-20")
	batch, err := b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: "K1", Currency: "EUR"})
	if err != nil || !batch.Check.Clean() || batch.Check.Partners != 2 || batch.Check.Entries != 2 || batch.Check.Claims != 2 || batch.Check.ByName != "Fay" || batch.Check.Whole {
		t.Fatalf("prepared and checked: %+v, %v", batch.Check, err)
	}
	if _, err := b.CheckBatch(t.Context(), b.manager, batch.ID); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("checked by a manager: %v", err)
	}
	id := portal.AccrualID(portal.CashID("", "INV-1"), portal.RuleBase)
	entry, err := b.store.Entries.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	set := func(amount portal.Money) { // behind the program's back: entries are never changed
		t.Helper()
		wrong := entry
		wrong.Amount = amount
		body, err := json.Marshal(wrong)
		if err != nil {
			t.Fatal(err)
		}
		there, err := b.store.Engine().Get(t.Context(), "entries", string(id))
		if err == nil {
			err = b.store.Engine().Replace(t.Context(), "entries", docs.Document{ID: there.ID, Version: there.Version, Body: body})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	set(eur(20001))
	checked, err := b.CheckBatch(t.Context(), b.finance, batch.ID)
	if err != nil || checked.Check.Found == 0 || !strings.Contains(strings.Join(checked.Check.Findings, " "), "INV-1") {
		t.Fatalf("a changed amount: %+v, %v", checked.Check, err)
	}
	if _, err := b.ApproveBatch(t.Context(), b.second, batch.ID); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "problems, so nothing is paid") {
		t.Errorf("approved over a changed amount: %v", err)
	}
	kept, err := b.store.Batches.Get(t.Context(), batch.ID)
	if err != nil || kept.Check.Clean() || !kept.Check.Whole || kept.Check.ByName != "Abe" || kept.State != portal.BatchDraft {
		t.Errorf("what the approver found: %+v, %v", kept.Check, err)
	}
	set(eur(20000))
	approved, err := b.ApproveBatch(t.Context(), b.second, batch.ID)
	if err != nil || !approved.Check.Clean() || approved.ApprovedBy != b.second.User {
		t.Errorf("approved once it is mended: %+v, %v", approved.Check, err)
	}
	if _, err := b.CheckBatch(t.Context(), b.finance, batch.ID); portal.KindOf(err) != portal.Conflict {
		t.Errorf("checked after its approval: %v", err)
	}
}

// TestAnotherPersonFinishesAPreparation takes up a batch that its author's process left.
func TestAnotherPersonFinishesAPreparation(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.at("2026-05-20")
	batch, err := portal.NewBatch("K1", "EUR", b.Today(), b.finance, b.Now(), b.Today())
	if err == nil {
		err = b.store.Batches.Insert(t.Context(), batch)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.FinishBatch(t.Context(), b.manager, "K1"); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("finished by a manager: %v", err)
	}
	done, err := b.FinishBatch(t.Context(), b.second, "K1")
	if err != nil || done.PreparedAt == "" || !done.Check.Clean() || done.PreparedBy != b.finance.User {
		t.Fatalf("finished: %+v, %v", done, err)
	}
	done.Check = portal.BatchCheck{} // a stop between preparing and checking
	if _, err := b.store.Batches.Save(t.Context(), done); err != nil {
		t.Fatal(err)
	}
	if done, err = b.FinishBatch(t.Context(), b.second, "K1"); err != nil || !done.Check.Clean() {
		t.Errorf("checked late: %+v, %v", done.Check, err)
	}
	again, err := b.FinishBatch(t.Context(), b.second, "K1")
	if err != nil || again.Version != done.Version {
		t.Errorf("finished once more: version %d after %d, %v", again.Version, done.Version, err)
	}
	b.sound(t)
}
