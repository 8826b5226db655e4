package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"tandem/portal"
	"tandem/portal/store"
)

// minute is a moment of one hour, so that moments can be told apart at a glance.
func minute(n int) portal.Instant {
	return portal.Instant(fmt.Sprintf("2026-03-01T10:%02d:00.000Z", n))
}

func TestADutyIsOneProcessesAtATime(t *testing.T) {
	s := open(t)
	for _, step := range []struct {
		name       string
		holder     string
		at, until  int
		ok         bool
		generation int64
	}{
		{"nobody has it", "a", 0, 5, true, 1},
		{"somebody else has it", "b", 1, 6, false, 0},
		{"its holder takes it for longer", "a", 4, 9, true, 1},
		{"the old end has no meaning now", "b", 6, 11, false, 0},
		{"its end is free", "b", 9, 14, true, 2},
		{"who had it has to wait like anybody", "a", 10, 15, false, 0},
		{"even the holder begins again after the end", "b", 14, 19, true, 3},
	} {
		generation, ok, err := s.Leases.Take(t.Context(), "messages", step.holder, minute(step.at), minute(step.until))
		if err != nil || ok != step.ok || generation != step.generation {
			t.Errorf("%s: generation %d, %t, %v; want %d, %t", step.name, generation, ok, err, step.generation, step.ok)
		}
	}
	if _, ok, err := s.Leases.Take(t.Context(), "figures", "a", minute(14), minute(19)); err != nil || !ok {
		t.Errorf("another duty is not free: %t, %v", ok, err)
	}
}

func TestADutyGivenUpIsFreeAtOnce(t *testing.T) {
	s := open(t)
	take := func(holder string, at, until int) bool {
		t.Helper()
		_, ok, err := s.Leases.Take(t.Context(), "verify", holder, minute(at), minute(until))
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	give := func(holder string, at int) {
		t.Helper()
		if err := s.Leases.Give(t.Context(), "verify", holder, minute(at)); err != nil {
			t.Errorf("%s gives: %v", holder, err)
		}
	}
	give("a", 0) // what nobody has
	if !take("a", 0, 30) {
		t.Fatal("it is not free")
	}
	give("b", 1) // what another has
	if take("b", 2, 30) {
		t.Error("who does not hold it gave it away")
	}
	give("a", 3)
	if !take("b", 3, 30) {
		t.Error("given up, and not free")
	}
	give("a", 4) // what it had before
	if take("a", 5, 30) {
		t.Error("who held it before gave it away")
	}
	kept, err := s.Leases.All(t.Context())
	if err != nil || len(kept) > 3 {
		t.Errorf("%d documents for one duty, %v", len(kept), err)
	}
}

// TestAnEndedDutyGoesToOneOfManyAtOnce is what keeps two servers from mailing twice.
func TestAnEndedDutyGoesToOneOfManyAtOnce(t *testing.T) {
	s := open(t)
	for round := range 8 {
		var won atomic.Int64
		var wait sync.WaitGroup
		for n := range 12 {
			wait.Go(func() {
				generation, ok, err := s.Leases.Take(t.Context(), "messages", fmt.Sprint(round, "-", n), minute(round), minute(round+1))
				if err != nil {
					t.Error(err)
				}
				if ok {
					won.Add(1)
					if generation != int64(round+1) {
						t.Errorf("round %d won generation %d", round, generation)
					}
				}
			})
		}
		wait.Wait()
		if won.Load() != 1 {
			t.Errorf("round %d has %d winners", round, won.Load())
		}
	}
}

func TestNoTouchIsLostOrInvented(t *testing.T) {
	s := open(t)
	const followers = 40
	var wait sync.WaitGroup
	for n := range followers {
		wait.Go(func() {
			if err := s.Touches.Add(t.Context(), "p1", "city-weekend", "2026-03-01", []string{"email", "qr"}[n%2]); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for _, other := range []struct {
		partner portal.PartnerID
		asset   portal.AssetSlug
		day     portal.Date
	}{{"p1", "city-weekend", "2026-02-28"}, {"p1", "city-weekend", "2026-03-02"}, {"p1", "rail-tours", "2026-03-01"}, {"p2", "city-weekend", "2026-03-01"}} {
		if err := s.Touches.Add(t.Context(), other.partner, other.asset, other.day, "a medium of the link's own"); err != nil {
			t.Error(err)
		}
	}
	days, err := s.Touches.Of(t.Context(), "p1", "city-weekend", "2026-03-01")
	if err != nil || len(days) != 2 || days[0].Count != followers || days[0].Media["email"] != followers/2 || days[0].Media["qr"] != followers/2 {
		t.Fatalf("got %+v, %v", days, err)
	}
	if days[1].Day != "2026-03-02" || days[1].Media[portal.PartnerMedium] != 1 {
		t.Errorf("the next day is %+v", days[1])
	}
	all, err := s.Touches.OfAsset(t.Context(), "city-weekend", "2026-03-01")
	if err != nil || len(all) != 3 {
		t.Errorf("of the asset: %+v, %v", all, err)
	}
}

func TestTriesOfManyAtOnceAreCountedEach(t *testing.T) {
	s := open(t)
	var wait sync.WaitGroup
	for range 40 {
		wait.Go(func() {
			err := s.Limits.Change(t.Context(), "sign-in|ana", func(tries portal.Tries) (portal.Tries, bool) {
				tries.Count++
				tries.At = minute(1)
				return tries, true
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	look := func(id string) (n int) {
		t.Helper()
		err := s.Limits.Change(t.Context(), id, func(tries portal.Tries) (portal.Tries, bool) {
			n = tries.Count
			return portal.Tries{Count: 99}, false // false: nothing is stored
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := look("sign-in|ana"); n != 40 || look("sign-in|ana") != 40 {
		t.Errorf("%d tries of 40", n)
	}
	if n := look("sign-in|ben"); n != 0 || look("sign-in|ben") != 0 {
		t.Errorf("%d tries of somebody who made none", n)
	}
}

// TestSweepsTakeWhatIsPastAndNoMore: what is as old as the moment itself still counts.
func TestSweepsTakeWhatIsPastAndNoMore(t *testing.T) {
	s := open(t)
	for n := range 10 {
		err := s.Limits.Change(t.Context(), fmt.Sprint("key", n), func(tries portal.Tries) (portal.Tries, bool) {
			tries.At = minute(n)
			return tries, true
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.RefreshUses.Insert(t.Context(), store.RefreshUse{ID: fmt.Sprint("use:", n), User: "u1", At: minute(n)}); err != nil {
			t.Fatal(err)
		}
	}
	for name, sweep := range map[string]func(before portal.Instant, limit int) (int, error){
		"limits": func(before portal.Instant, limit int) (int, error) { return s.Limits.Sweep(t.Context(), before, limit) },
		"uses": func(before portal.Instant, limit int) (int, error) {
			return s.RefreshUses.Sweep(t.Context(), before, limit)
		},
	} {
		for _, step := range []struct {
			before      portal.Instant
			limit, want int
		}{{minute(0), 5, 0}, {minute(7), 5, 5}, {minute(7), 5, 2}, {minute(7), 5, 0}} {
			if n, err := sweep(step.before, step.limit); err != nil || n != step.want {
				t.Errorf("%s before %s: %d, %v; want %d", name, step.before, n, err, step.want)
			}
		}
	}
	limits, err := s.Limits.All(t.Context())
	if err != nil || len(limits) != 3 || limits[0].At != minute(7) {
		t.Errorf("left: %+v, %v", limits, err)
	}
	uses, err := s.RefreshUses.All(t.Context())
	if err != nil || len(uses) != 3 || uses[0].At != minute(7) {
		t.Errorf("left: %+v, %v", uses, err)
	}
}

// TestTheOneProcessFreesWhatADeadOneHolds: with one process at a time, its start says
// that every holder is gone.
func TestTheOneProcessFreesWhatADeadOneHolds(t *testing.T) {
	s := open(t)
	for _, duty := range []string{"ledger", "messages"} {
		if _, ok, err := s.Leases.Take(t.Context(), duty, "dead", minute(0), minute(5)); err != nil || !ok {
			t.Fatal(ok, err)
		}
	}
	if err := s.Leases.End(t.Context(), minute(1)); err != nil {
		t.Fatal(err)
	}
	for _, duty := range []string{"ledger", "messages"} {
		if generation, ok, err := s.Leases.Take(t.Context(), duty, "next", minute(1), minute(6)); err != nil || !ok || generation != 2 {
			t.Errorf("%s: generation %d, %t, %v", duty, generation, ok, err)
		}
	}
}
