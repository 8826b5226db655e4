package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
)

func TestARecordedFileIsKeptWithItsVersion(t *testing.T) {
	s := open(t)
	for i, at := range []portal.Instant{"2026-03-12T09:00:00.000Z", "2026-03-14T09:00:00.000Z", "2026-03-13T09:00:00.000Z"} {
		in := portal.CollectionImport{ID: portal.ImportIDOf([]byte{byte(i)}), Cash: []portal.CollectionID{"cash:billing:INV-1"}, Refunds: i, At: at, By: "fay", ByName: "Fay"}
		if err := s.CollectionImports.Insert(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		if err := s.CollectionImports.Insert(t.Context(), in); portal.KindOf(err) != portal.Conflict {
			t.Errorf("inserted twice: %v", err)
		}
	}
	latest, err := s.CollectionImports.Latest(t.Context(), 2)
	if err != nil || len(latest) != 2 || latest[0].Refunds != 1 || latest[1].Refunds != 2 {
		t.Fatalf("the newest are %+v, %v", latest, err)
	}
	undone := latest[0]
	undone.UndoneAt, undone.UndoneByName = "2026-03-15T09:00:00.000Z", "Abe"
	saved, err := s.CollectionImports.Save(t.Context(), undone)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.CollectionImports.Get(t.Context(), undone.ID); err != nil || !cmp.Equal(got, saved) || got.UndoneByName != "Abe" {
		t.Errorf("kept %+v, %v; saved %+v", got, err, saved)
	}
	if _, err := s.CollectionImports.Save(t.Context(), undone); portal.KindOf(err) != portal.Conflict {
		t.Errorf("saved against an older version: %v", err)
	}
}
