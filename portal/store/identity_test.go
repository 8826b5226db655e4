package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"tandem/portal"
	"tandem/portal/store"
)

const monday = portal.Instant("2026-03-02T09:00:00.000Z")

func TestPeopleAreFoundByTheirCompany(t *testing.T) {
	s := open(t)
	for i, p := range []portal.PartnerID{"p1", "", "p1", "p2", ""} {
		roles := []portal.Role{portal.PartnerMember}
		if p == "" {
			roles = []portal.Role{portal.Manager}
		}
		u, err := portal.NewUser(portal.UserID(fmt.Sprint("u", i)), fmt.Sprintf("u%d@x.com", i), fmt.Sprint("Name ", 9-i), p, roles, portal.System("test"), monday)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Users.Insert(t.Context(), u); err != nil {
			t.Fatal(err)
		}
	}
	for partner, want := range map[portal.PartnerID]string{"p1": "u2 u0", "": "u4 u1", "p3": ""} {
		people, err := s.Users.Of(t.Context(), partner)
		got := ""
		for _, u := range people {
			if got != "" {
				got += " "
			}
			got += string(u.ID)
		}
		if err != nil || got != want {
			t.Errorf("%q: %q, %v, want %q", partner, got, err, want)
		}
	}
	if any, err := s.Users.Any(t.Context()); err != nil || !any {
		t.Errorf("any: %t, %v", any, err)
	}
}

func TestOnlyOpenInvitationsAreListed(t *testing.T) {
	s := open(t)
	by := portal.System("test")
	for i := range 3 {
		invitation, err := portal.NewInvitation(portal.InvitationID(fmt.Sprint("i", i)), "invitation.sent", fmt.Sprintf("a%d@x.com", i), "", "p1",
			[]portal.Role{portal.PartnerMember}, by, monday)
		if err != nil {
			t.Fatal(err)
		}
		if i == 1 {
			if invitation, err = invitation.Withdraw(by, monday); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Invitations.Insert(t.Context(), invitation); err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.Invitations.Open(t.Context(), "p1")
	if err != nil || len(list) != 2 || list[0].ID != "i0" || list[1].ID != "i2" {
		t.Errorf("got %+v, %v", list, err)
	}
}

// TestNoTryIsLost counts from many requests at once: a counter that loses one is a free guess.
func TestNoTryIsLost(t *testing.T) {
	s := open(t)
	policy := portal.TryPolicy{Free: 1000, Forget: portal.SessionLife}
	var wg sync.WaitGroup
	var failed atomic.Int32
	for range 16 {
		wg.Go(func() {
			err := s.Limits.Change(t.Context(), "sign-in|a", func(tries portal.Tries) (portal.Tries, bool) {
				next, _ := tries.Take(policy, monday)
				return next, true
			})
			if err != nil {
				failed.Add(1)
			}
		})
	}
	wg.Wait()
	tries, err := s.Limits.Get(t.Context(), "sign-in|a")
	if err != nil || tries.Count+int(failed.Load()) != 16 {
		t.Errorf("%d counted, %d refused, %v; want 16 together", tries.Count, failed.Load(), err)
	}
	if n, err := s.Limits.Sweep(t.Context(), monday.Add(1e9), 10); err != nil || n != 1 {
		t.Errorf("swept %d, %v", n, err)
	}
	if _, err := s.Limits.Get(t.Context(), "sign-in|a"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("after the sweep: %v", err)
	}
}

func TestARefreshTokenIsUsedOnce(t *testing.T) {
	s := open(t)
	var wg sync.WaitGroup
	var won atomic.Int32
	for range 16 {
		wg.Go(func() {
			switch err := s.RefreshUses.Insert(t.Context(), store.RefreshUse{ID: "use:abc", User: "u1", Session: "s1", At: monday}); {
			case err == nil:
				won.Add(1)
			case portal.KindOf(err) != portal.Conflict:
				t.Errorf("a late use: %v", err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d uses won, want 1", won.Load())
	}
	if n, err := s.RefreshUses.Sweep(t.Context(), monday, 10); err != nil || n != 0 {
		t.Errorf("swept %d that are not old, %v", n, err)
	}
	if n, err := s.RefreshUses.Sweep(t.Context(), monday.Add(1e9), 10); err != nil || n != 1 {
		t.Errorf("swept %d, %v", n, err)
	}
}
