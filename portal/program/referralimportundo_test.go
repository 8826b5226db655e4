package program

import (
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

func (h *house) file(t testing.TB, actor portal.Actor, id portal.ImportID) ImportedReferrals {
	t.Helper()
	d, err := h.ReferralImport(t.Context(), actor, id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAFileOfReferralsIsTakenBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, a := h.company(t, "Alpha")
	_, b := h.company(t, "Beta")
	mara, ctx := h.manager(t), t.Context()
	in := ImportReferrals{File: h.customers(0, 5, true)}
	h.submit(t, b, h.lead("Known Inn", "ana@lodge4.pt")) // the fifth row is a duplicate
	done, err := h.RecordReferrals(ctx, a, in, 100)
	if err != nil {
		t.Fatal(err)
	}
	rows := h.file(t, a, done.ID).Rows
	if len(rows) != 5 {
		t.Fatalf("%d rows", len(rows))
	}
	if _, err := h.AcceptReferral(ctx, mara, rows[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Say(ctx, mara, Say{Subject: rows[1].Subject(), Text: "Which rooms?"}); err != nil {
		t.Fatal(err)
	}
	d := h.file(t, a, done.ID)
	if d.Undoable != 3 || d.Rows[0].Stays == "" || d.Rows[1].Stays == "" || d.Rows[4].State != portal.ReferralDuplicate || d.Rows[4].Stays != "" {
		t.Fatalf("%d can be taken back of %+v", d.Undoable, d.Rows)
	}
	for name, who := range map[string]portal.Actor{"another partner": b, "staff": mara} {
		if _, err := h.UndoReferralImport(ctx, who, done.ID); portal.KindOf(err) != portal.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.wait(time.Hour)
	h.mail(t)
	if n, err := h.UndoReferralImport(ctx, a, done.ID); n != 3 || err != nil {
		t.Fatalf("took back %d, %v", n, err)
	}
	for _, l := range h.mail(t) {
		if strings.Contains(l.Subject+strings.Join(l.Lines, " "), "withdr") {
			t.Errorf("a letter about it: %q", l.Subject)
		}
	}
	d = h.file(t, a, done.ID)
	if d.TakenBack != 3 || d.Undoable != 0 || d.UndoneByName != a.Name || d.Rows[0].State != portal.ReferralAccepted || d.Rows[2].State != portal.ReferralWithdrawn {
		t.Errorf("afterwards %+v", d)
	}
	if _, err := h.UndoReferralImport(ctx, a, done.ID); portal.KindOf(err) != portal.Conflict {
		t.Errorf("twice: %v", err)
	}
	for _, row := range d.Rows[2:] {
		if guards, err := h.store.Guards.HeldBy(ctx, string(row.ID)); err != nil || len(guards) != 0 {
			t.Errorf("%s holds %v, %v", row.Number(), guards, err)
		}
	}
	h.submit(t, b, h.lead("Lodge of Beta", "rui@lodge2.pt")) // free for anybody
	h.wait(time.Hour)
	again, err := h.RecordReferrals(ctx, a, in, 100)
	if err != nil || again.ID != done.ID || again.Made != 3 {
		t.Fatalf("the same file once more: %d made, %v", again.Made, err)
	}
	d = h.file(t, a, done.ID)
	if len(d.Rows) != 3 || d.UndoneAt != "" || d.Undoable != 3 {
		t.Errorf("once more %+v", d)
	}
	h.wait(25 * time.Hour)
	if d := h.file(t, a, done.ID); d.InTime || d.Undoable != 0 {
		t.Errorf("a day later %+v", d)
	}
	if _, err := h.UndoReferralImport(ctx, a, done.ID); portal.KindOf(err) != portal.Conflict {
		t.Errorf("too late: %v", err)
	}
	if files, err := h.ReferralImports(ctx, a); err != nil || len(files) != 1 {
		t.Errorf("the partner's files %+v, %v", files, err)
	}
	if files, err := h.ReferralImports(ctx, mara); err != nil || len(files) != 0 {
		t.Errorf("the staff's files %+v, %v", files, err)
	}
}

// TestTakingAFileBackSurvivesEveryStop stops the process at each write of an undo in turn;
// the same call again leaves every row withdrawn and every lead free.
func TestTakingAFileBackSurvivesEveryStop(t *testing.T) {
	t.Parallel()
	for k := 1; ; k++ {
		h := newHouse(t)
		alpha, _ := h.company(t, "Alpha")
		mara := h.manager(t)
		done, err := h.RecordReferrals(t.Context(), mara, ImportReferrals{File: h.customers(0, 2, false), Partner: alpha.ID}, 100)
		if err != nil {
			t.Fatal(err)
		}
		_, first := h.dying(t, k).UndoReferralImport(t.Context(), mara, done.ID)
		if first != nil {
			if _, err := h.UndoReferralImport(t.Context(), mara, done.ID); err != nil && portal.KindOf(err) != portal.Conflict {
				t.Fatalf("again after write %d: %v", k, err)
			}
		}
		d := h.file(t, mara, done.ID)
		if d.TakenBack != 2 || d.UndoneAt == "" {
			t.Errorf("stopped at write %d: %+v", k, d)
		}
		for _, row := range d.Rows {
			if guards, err := h.store.Guards.HeldBy(t.Context(), string(row.ID)); err != nil || len(guards) != 0 {
				t.Errorf("stopped at write %d: %s holds %v, %v", k, row.Number(), guards, err)
			}
		}
		if first == nil {
			if k < 6 {
				t.Errorf("taking 2 rows back makes %d writes", k-1)
			}
			return
		}
	}
}
