package store_test

import (
	"fmt"
	"sync"
	"testing"

	"tandem/portal"
	"tandem/portal/store"
	"tandem/portal/store/docs/docstest"
)

func open(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), docstest.Engine(t))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func event(n int) portal.Event {
	return portal.Event{
		ID: fmt.Sprintf("referral:a#%d", n), Subject: "referral:a", Partner: "p1",
		Change: portal.Change{N: n, Kind: "referral.accepted", ByName: "Lena", At: portal.Instant(fmt.Sprintf("2026-03-%02dT10:00:00.000Z", n))},
	}
}

func TestAFactTwiceIsOneFact(t *testing.T) {
	s := open(t)
	if fresh, err := s.Events.Put(t.Context(), event(1)); err != nil || !fresh {
		t.Fatalf("first: fresh %v, %v", fresh, err)
	}
	later := event(1)
	later.At, later.ByName = "2026-03-05T10:00:00.000Z", "Jon" // recorded again, later, by somebody else
	if fresh, err := s.Events.Put(t.Context(), later); err != nil || fresh {
		t.Errorf("repeat: fresh %v, %v; want the same fact", fresh, err)
	}
	other := event(1)
	other.Kind = "referral.rejected"
	if _, err := s.Events.Put(t.Context(), other); portal.KindOf(err) != portal.Conflict {
		t.Errorf("another content under the same id: %v, want Conflict", err)
	}
	there, err := s.Events.Get(t.Context(), event(1).ID)
	if err != nil || there.Kind != "referral.accepted" || there.ByName != "Lena" {
		t.Errorf("the first fact is %+v, %v", there, err)
	}
}

func TestEventsAreFoundBySubjectPartnerAndTime(t *testing.T) {
	s := open(t)
	for n := range 12 {
		if _, err := s.Events.Put(t.Context(), event(n+1)); err != nil {
			t.Fatal(err)
		}
	}
	all, err := s.Events.Of(t.Context(), "referral:a")
	if err != nil || len(all) != 12 || all[0].N != 1 || all[11].N != 12 {
		t.Errorf("of the subject: %d events, %v", len(all), err)
	}
	page, err := s.Events.Latest(t.Context(), "p1", 5, "")
	if err != nil || len(page.Rows) != 5 || page.Rows[0].N != 12 || page.Next == "" {
		t.Fatalf("latest: %+v, %v", page, err)
	}
	page, err = s.Events.Latest(t.Context(), "p1", 5, page.Next)
	if err != nil || page.Rows[0].N != 7 {
		t.Errorf("second page starts with %+v, %v", page.Rows[0], err)
	}
	if page, err := s.Events.Latest(t.Context(), "p2", 5, ""); err != nil || len(page.Rows) != 0 {
		t.Errorf("another partner sees %+v, %v", page.Rows, err)
	}
	since, err := s.Events.Since(t.Context(), "2026-03-11T00:00:00.000Z", 10, "")
	if err != nil || len(since.Rows) != 2 || since.Rows[0].N != 11 {
		t.Errorf("since: %+v, %v", since.Rows, err)
	}
}

func TestAGuardHasOneHolder(t *testing.T) {
	s := open(t)
	var wg sync.WaitGroup
	holders := make([]string, 20)
	for i := range holders {
		wg.Go(func() {
			holder, err := s.Guards.Claim(t.Context(), "lead:x", fmt.Sprint("referral:", i), "2026-03-01T10:00:00.000Z")
			if err != nil {
				t.Error(err)
			}
			holders[i] = holder
		})
	}
	wg.Wait()
	for _, holder := range holders {
		if holder != holders[0] || holder == "" {
			t.Fatalf("holders differ: %v", holders)
		}
	}
	if err := s.Guards.Pass(t.Context(), "lead:x", "nobody", "b", "2026-03-02T10:00:00.000Z"); portal.KindOf(err) != portal.Conflict {
		t.Errorf("passed on by somebody who does not hold it: %v", err)
	}
	if err := s.Guards.Release(t.Context(), "lead:x", "nobody"); err != nil {
		t.Error(err)
	}
	if holder, err := s.Guards.Claim(t.Context(), "lead:x", "c", "2026-03-02T10:00:00.000Z"); err != nil || holder != holders[0] {
		t.Errorf("held by %s, %v after somebody else released it", holder, err)
	}
	if err := s.Guards.Release(t.Context(), "lead:x", holders[0]); err != nil {
		t.Error(err)
	}
	if holder, err := s.Guards.Claim(t.Context(), "lead:x", "c", "2026-03-02T10:00:00.000Z"); err != nil || holder != "c" {
		t.Errorf("held by %s, %v after its release", holder, err)
	}
	if held, err := s.Guards.HeldBy(t.Context(), "c"); err != nil || len(held) != 1 || held[0].ID != "lead:x" {
		t.Errorf("c holds %+v, %v", held, err)
	}
}

func TestALostRaceIsAConflict(t *testing.T) {
	s := open(t)
	m := portal.Message{ID: "msg:1", Kind: "welcome", State: portal.MessageQueued, Next: "2026-03-01T10:00:00.000Z"}
	if fresh, err := s.Messages.PutOnce(t.Context(), m); err != nil || !fresh {
		t.Fatalf("fresh %v, %v", fresh, err)
	}
	if fresh, err := s.Messages.PutOnce(t.Context(), m); err != nil || fresh {
		t.Errorf("again: fresh %v, %v", fresh, err)
	}
	read, err := s.Messages.Get(t.Context(), "msg:1")
	if err != nil {
		t.Fatal(err)
	}
	read.Attempts = 1
	saved, err := s.Messages.Save(t.Context(), read)
	if err != nil || saved.Version != read.Version+1 {
		t.Fatalf("saved at version %d, %v", saved.Version, err)
	}
	if _, err := s.Messages.Save(t.Context(), read); portal.KindOf(err) != portal.Conflict {
		t.Errorf("saved from an old version: %v, want Conflict", err)
	}
	if _, err := s.Messages.Get(t.Context(), "msg:2"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("absent: %v, want NotFound", err)
	}
	if due, err := s.Messages.Due(t.Context(), "2026-03-01T10:00:00.000Z", 5); err != nil || len(due) != 1 || due[0].Attempts != 1 {
		t.Errorf("due: %+v, %v", due, err)
	}
	if due, err := s.Messages.Due(t.Context(), "2026-03-01T09:59:59.999Z", 5); err != nil || len(due) != 0 {
		t.Errorf("due before its time: %+v, %v", due, err)
	}
}
