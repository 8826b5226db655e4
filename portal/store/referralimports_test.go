package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
)

func TestAFileOfReferralsIsListedBySide(t *testing.T) {
	s := open(t)
	for i, at := range []portal.Instant{"2026-03-12T09:00:00.000Z", "2026-03-14T09:00:00.000Z", "2026-03-13T09:00:00.000Z"} {
		in := portal.ReferralImport{ID: portal.ImportIDOf([]byte{byte(i)}), Side: "p1", Partner: "p1", At: at, By: "ana", ByName: "Ana"}
		if i == 2 {
			in.Side = portal.ByStaff
		}
		if err := s.ReferralImports.Insert(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	own, err := s.ReferralImports.LatestOf(t.Context(), "p1", 5)
	if err != nil || len(own) != 2 || own[0].At != "2026-03-14T09:00:00.000Z" {
		t.Fatalf("the partner's are %+v, %v", own, err)
	}
	if desk, err := s.ReferralImports.LatestOf(t.Context(), portal.ByStaff, 5); err != nil || len(desk) != 1 {
		t.Errorf("the staff's are %+v, %v", desk, err)
	}
	undone := own[0]
	undone.UndoneAt, undone.UndoneByName = "2026-03-14T10:00:00.000Z", "Ana"
	saved, err := s.ReferralImports.Save(t.Context(), undone)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.ReferralImports.Get(t.Context(), undone.ID); err != nil || !cmp.Equal(got, saved) || got.UndoneByName != "Ana" {
		t.Errorf("kept %+v, %v; saved %+v", got, err, saved)
	}
	if _, err := s.ReferralImports.Save(t.Context(), undone); portal.KindOf(err) != portal.Conflict {
		t.Errorf("saved against an older version: %v", err)
	}
}
