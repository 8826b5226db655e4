package program

import (
	"fmt"
	"sync"
	"testing"

	"tandem/portal"
)

// TestAnExclusivityIsPromisedOnceHoweverManyPromiseIt at the same moment, each to another partner.
func TestAnExclusivityIsPromisedOnceHoweverManyPromiseIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	var partners []portal.PartnerID
	for i := range 4 {
		partners = append(partners, h.member(t, lena, fmt.Sprintf("House %d", i), fmt.Sprintf("house-%d.pt", i)).ID)
	}
	vertical := h.Rules.Verticals[0].Code
	of := func(i int) portal.Agreement { // some of them overlap without being the same
		x := portal.Exclusivity{Country: "PT", Until: h.Today().AddMonths(12)}
		if i%2 == 1 {
			x.Vertical = vertical
		}
		return portal.Agreement{From: h.Today(), Exclusive: x}
	}
	var group sync.WaitGroup
	errs := make([]error, len(partners))
	for i, id := range partners {
		group.Go(func() { _, errs[i] = h.ProposeAddendum(t.Context(), lena, id, of(i)) })
	}
	group.Wait()
	made := 0
	for i, err := range errs {
		switch kind := portal.KindOf(err); {
		case err == nil:
			made++
		case kind != portal.Conflict && kind != portal.Invalid:
			t.Errorf("partner %d: %v", i, err)
		}
	}
	if made != 1 {
		t.Errorf("%d of %d have the same promise: %v", made, len(partners), errs)
	}
}

// TestAPromiseThatWasCutOffHoldsNobodyUpForLong: its guard is left, and taken over.
func TestAPromiseThatWasCutOffHoldsNobodyUpForLong(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	partner := h.member(t, lena, "Casa Lumen Hotels", "casa-lumen.pt")
	if _, err := h.store.Guards.Claim(t.Context(), exclusiveGuard, "a process that stopped", h.Now()); err != nil {
		t.Fatal(err)
	}
	in := portal.Agreement{From: h.Today(), Exclusive: portal.Exclusivity{Country: "PT", Until: h.Today().AddMonths(12)}}
	if _, err := h.ProposeAddendum(t.Context(), lena, partner.ID, in); portal.KindOf(err) != portal.Conflict {
		t.Errorf("at the same moment: %v", err)
	}
	h.wait(exclusiveHeld)
	if _, err := h.ProposeAddendum(t.Context(), lena, partner.ID, in); err != nil {
		t.Errorf("a minute later: %v", err)
	}
	if _, err := h.store.Guards.Get(t.Context(), exclusiveGuard); portal.KindOf(err) != portal.NotFound {
		t.Errorf("the guard is kept: %v", err)
	}
}
