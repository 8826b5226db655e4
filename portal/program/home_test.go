package program

import (
	"fmt"
	"testing"

	"tandem/portal"
)

// TestTheDeskTellsWhatHappenedAndNotWhoSignedIn: after a morning of sign-ins the account
// that was made before them is still there.
func TestTheDeskTellsWhatHappenedAndNotWhoSignedIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person(t, "lena@northwind.com", "", portal.Manager)
	_, lena := h.signIn(t, "lena@northwind.com")
	for range deskEvents + 1 {
		h.signIn(t, "lena@northwind.com")
	}
	for n := range deskEvents + 1 { // as many partners are told of one new version
		if err := h.recordChange(t.Context(), fmt.Sprint("assets:p", n), "", portal.Change{N: 1, Kind: portal.AssetNoticedEvent, At: h.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	desk, err := h.Desk(t.Context(), lena.Actor)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range desk.Latest {
		if e.Passing() || e.Kind == portal.AssetNoticedEvent {
			t.Errorf("the desk says %q", e.Sentence())
		}
	}
	if len(desk.Latest) == 0 {
		t.Error("the desk says nothing of the account that was made")
	}
}
