package program

import (
	"testing"

	"tandem/portal"
)

// TestAnApprovedAdjustmentReachesTheLedger approves with sixteen hands at once and
// after a crash, and counts it once.
func TestAnApprovedAdjustmentReachesTheLedger(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	propose := func(key string, minor int64) portal.Adjustment {
		a, err := b.ProposeAdjustment(t.Context(), b.finance, ProposeAdjustment{Key: key, Partner: "p1", Amount: eur(minor), Reason: "Goodwill for the double booking."})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := propose("A1", 8000)
	errs := crowd(16, func(int) error {
		_, err := b.ApproveAdjustment(t.Context(), b.second, a.ID)
		return err
	})
	if n := won(t, "approve", errs, portal.Conflict); n != 1 {
		t.Errorf("%d of sixteen approved it", n)
	}
	b.stands(t, "approved", "p1", 0, 8000, 0, 0)
	b.sound(t)

	crashed := propose("A2", -3000)
	approved, err := crashed.Approve(b.second, b.Now(), b.Today())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.store.Adjustments.Save(t.Context(), approved); err != nil {
		t.Fatal(err)
	}
	v, err := b.Verify(t.Context(), b.finance)
	if err != nil || len(v.Violations) > 0 || len(v.Unfinished) != 1 {
		t.Errorf("after the crash the check says %+v, %v", v, err)
	}
	if _, left, err := b.ResumeMoney(t.Context()); err != nil || left != nil {
		t.Fatal(left, err)
	}
	b.stands(t, "resumed", "p1", 0, 5000, 0, 0)
	b.sound(t)

	if _, err := b.ProposeAdjustment(t.Context(), b.finance, ProposeAdjustment{Key: "A1", Partner: "p2", Amount: eur(1), Reason: "Another thing altogether."}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("the key of another: %v", err)
	}
	if _, err := b.ProposeAdjustment(t.Context(), b.finance, ProposeAdjustment{Key: "A3", Partner: "p9", Amount: eur(1), Reason: "Nobody we know of."}); problemAt(err, "partner") == "" {
		t.Errorf("a partner that is none: %v", err)
	}
	for name, do := range map[string]func() error{
		"propose": func() error {
			_, err := b.ProposeAdjustment(t.Context(), b.manager, ProposeAdjustment{Key: "A4"})
			return err
		},
		"approve": func() error { _, err := b.ApproveAdjustment(t.Context(), b.manager, "A1"); return err },
		"list":    func() error { _, err := b.Adjustments(t.Context(), b.manager, "", ""); return err },
		"read":    func() error { _, err := b.Adjustment(t.Context(), b.manager, "A1"); return err },
	} {
		if err := do(); portal.KindOf(err) != portal.Forbidden {
			t.Errorf("%s as a manager: %v", name, err)
		}
	}
}
