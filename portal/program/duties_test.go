package program

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

func TestADutyHasOneProcessAtATime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for round := range 5 {
		var wg sync.WaitGroup
		var won atomic.Int32
		for i := range 8 {
			wg.Go(func() {
				ok, err := h.TakeDuty(t.Context(), "messages", fmt.Sprint("process ", i), time.Minute)
				if err != nil {
					t.Error(err)
				}
				if ok {
					won.Add(1)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Fatalf("round %d: %d processes have the duty", round, won.Load())
		}
		h.wait(time.Minute)
	}
}

func TestADutyIsKeptGivenAndTakenOver(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	take := func(who string) bool {
		t.Helper()
		ok, err := h.TakeDuty(t.Context(), "messages", who, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	if !take("a") || take("b") {
		t.Fatal("the first does not have it alone")
	}
	h.wait(40 * time.Second)
	if !take("a") {
		t.Fatal("the holder cannot keep it")
	}
	h.wait(40 * time.Second)
	if take("b") {
		t.Error("it was taken from a holder who kept it")
	}
	if err := h.GiveDuty(t.Context(), "messages", "b"); err != nil {
		t.Fatal(err)
	}
	if take("b") {
		t.Error("somebody else gave it away")
	}
	if err := h.GiveDuty(t.Context(), "messages", "a"); err != nil {
		t.Fatal(err)
	}
	if !take("b") {
		t.Error("given, and not to be taken")
	}
	h.wait(time.Minute)
	if !take("a") {
		t.Error("a holder that died keeps it for ever")
	}
	if other, err := h.TakeDuty(t.Context(), "sweep", "b", time.Minute); err != nil || !other {
		t.Errorf("another duty: %t, %v", other, err)
	}
}

func TestSweepKeepsWhatCounts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if err := h.try(t.Context(), "old", accountTries); err != nil {
		t.Fatal(err)
	}
	if err := h.store.RefreshUses.Insert(t.Context(), store.RefreshUse{ID: "use:old", At: h.Now()}); err != nil {
		t.Fatal(err)
	}
	h.wait(3 * 24 * time.Hour)
	if err := h.try(t.Context(), "new", accountTries); err != nil {
		t.Fatal(err)
	}
	if err := h.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.Limits.Get(t.Context(), "old"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("an old counter stayed: %v", err)
	}
	if _, err := h.store.Limits.Get(t.Context(), "new"); err != nil {
		t.Errorf("a counter in use went: %v", err)
	}
	if _, err := h.store.RefreshUses.Get(t.Context(), "use:old"); err != nil {
		t.Errorf("the use of a living session's token went: %v", err)
	}
	h.wait(portal.SessionLife)
	if err := h.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.RefreshUses.Get(t.Context(), "use:old"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("an old use stayed: %v", err)
	}
}
