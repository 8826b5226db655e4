package program

import (
	"strings"
	"testing"

	"tandem/portal"
)

// TestMoneyHeldBackDoesNotLeave holds payouts back before a batch, between its steps, and lets go.
func TestMoneyHeldBackDoesNotLeave(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.collect(t, "INV-2", "r-p2", 400000, "2026-03-12")
	b.at("2026-05-20")
	freeze := func(id portal.PartnerID, why string) error { return b.FreezeMoney(t.Context(), b.finance, id, why) }
	release := func(id portal.PartnerID, found string) error { return b.ReleaseMoney(t.Context(), b.second, id, found) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(freeze("p1", "Three referrals share one bank account."))
	if err := freeze("p1", "Again."); portal.KindOf(err) != portal.Conflict {
		t.Errorf("held back twice: %v", err)
	}
	if err := freeze("p2", " "); problemAt(err, "reason") == "" {
		t.Errorf("held back without a reason: %v", err)
	}
	if err := b.FreezeMoney(t.Context(), b.manager, "p2", "A manager says so."); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("held back by a manager: %v", err)
	}
	preview, err := b.PreviewBatch(t.Context(), b.finance, PrepareBatch{Currency: "EUR"})
	if err != nil || len(preview.Candidates) != 1 || len(preview.LeftOut) != 1 || preview.LeftOut[0].Partner != "p1" || preview.LeftOut[0].Reason != "Payouts rest while we check something; nothing of it is lost." {
		t.Errorf("a batch would pay %+v, %v", preview, err)
	}
	_, err = b.PrepareBatch(t.Context(), b.finance, PrepareBatch{Key: "K1", Currency: "EUR"})
	must(err)

	// Held back after the batch was prepared: it is neither approved nor exported.
	must(freeze("p2", "A complaint of a guest."))
	if _, err := b.ApproveBatch(t.Context(), b.second, "K1"); portal.KindOf(err) != portal.Conflict {
		t.Errorf("approved over it: %v", err)
	}
	if err := release("p2", ""); problemAt(err, "reason") == "" {
		t.Errorf("released without a word: %v", err)
	}
	must(release("p2", "The complaint was about another house."))
	if err := release("p2", "Once more."); portal.KindOf(err) != portal.Conflict {
		t.Errorf("released twice: %v", err)
	}
	_, err = b.ApproveBatch(t.Context(), b.second, "K1")
	must(err)
	must(freeze("p2", "The same guest once more."))
	if _, err := b.ExportBatch(t.Context(), b.finance, ExportBatch{Batch: "K1"}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("exported over it: %v", err)
	}
	must(release("p2", "Settled."))
	_, err = b.ExportBatch(t.Context(), b.finance, ExportBatch{Batch: "K1"})
	must(err)

	// Held back after the export: no file of it is made again until its payout has an answer.
	must(freeze("p2", "The account belongs to somebody else."))
	again := RemakeFile{File: b.detail(t).Files[0].ID, PayOn: b.Today(), Reason: "The bank asks for our BIC"}
	if _, err := b.RemakeFile(t.Context(), b.finance, again); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "Partner p2 are held back by now") {
		t.Errorf("made again over it: %v", err)
	}
	must(release("p2", "It belongs to its parent company."))
	_, err = b.RemakeFile(t.Context(), b.finance, again)
	must(err)
	b.stands(t, "in the end", "p1", 0, 20000, 0, 0)
	b.stands(t, "in the end", "p2", 0, 0, 16000, 0)
	b.sound(t)
}
