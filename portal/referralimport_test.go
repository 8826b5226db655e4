package portal

import (
	"strings"
	"testing"
)

func TestAReferralOfAFileStaysOnceSomebodyActed(t *testing.T) {
	partner, manager := Actor{User: "ana", Name: "Ana", Partner: "p1", Roles: []Role{PartnerMember}}, Actor{User: "mara", Name: "Mara", Roles: []Role{Manager}}
	made := func(more ...Change) Referral {
		r := Referral{ID: "r1", Import: "f1", State: ReferralSubmitted, ProtectedUntil: "2026-06-01", LeadKeys: []string{"k"}}
		r.History = changed(nil, ReferralSubmittedEvent, "", string(ReferralSubmitted), partner, "2026-03-01T10:00:00.000Z", "", nil)
		for _, c := range more {
			by := manager
			if c.By == "" {
				by = System("Lead protection")
			}
			r.History = changed(r.History, c.Kind, string(r.State), c.To, by, "2026-03-01T11:00:00.000Z", "", c.Data)
			if c.To != "" {
				r.State = ReferralState(c.To)
			}
		}
		return r
	}
	accepted := Change{Kind: ReferralAcceptedEvent, To: "accepted", By: "mara"}
	for _, c := range []struct {
		name        string
		r           Referral
		said, staff bool
		want        string
	}{
		{name: "untouched", r: made()},
		{name: "a duplicate by rule", r: made(Change{Kind: ReferralDuplicateEvent, To: "duplicate"})},
		{name: "accepted and at once taken back", r: made(accepted, Change{Kind: ReferralUndoneEvent, To: "submitted", By: "mara", Data: map[string]string{"kind": ReferralAcceptedEvent, "n": "2"}})},
		{name: "accepted", r: made(accepted), want: "Mara has worked on it since. It is accepted."},
		{name: "assigned", r: made(Change{Kind: ReferralAssignedEvent, By: "mara"}), want: "Mara has worked on it since. It is submitted."},
		{name: "a manager's decision about a lead", r: made(Change{Kind: ReferralYieldedEvent, To: "duplicate", By: "mara"}), want: "Somebody has worked on it since. It is duplicate."},
		{name: "the same, for staff", staff: true, r: made(Change{Kind: ReferralYieldedEvent, To: "duplicate", By: "mara"}), want: "Mara has worked on it since. It is duplicate."},
		{name: "withdrawn by itself", r: made(Change{Kind: ReferralWithdrawnEvent, To: "withdrawn", By: "mara"}), want: "Mara has withdrawn it already."},
		{name: "expired", r: made(Change{Kind: ReferralExpiredEvent, To: "expired"}), want: "It is expired by now."},
		{name: "written about", r: made(), said: true, want: "Somebody has written about it since."},
	} {
		if got := c.r.Stays(c.said, c.staff); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if c.said || c.staff {
			continue
		}
		next, err := c.r.TakeBack(partner, "2026-03-01T12:00:00.000Z")
		if c.want != "" {
			if KindOf(err) != Conflict {
				t.Errorf("%s: taken back, %v", c.name, err)
			}
			continue
		}
		if err != nil || next.State != ReferralWithdrawn || next.ProtectedUntil != "" || !next.TakenBack() || c.r.TakenBack() {
			t.Errorf("%s: %v, %+v", c.name, err, next)
		}
		if proof := VerifyReferral(next); len(proof.Violations) > 0 {
			t.Errorf("%s: %v", c.name, proof.Violations)
		}
		if lines := next.Story(false); lines[len(lines)-1].Text != "Taken back with the file that it came in." {
			t.Errorf("%s: the story ends %q", c.name, lines[len(lines)-1].Text)
		}
	}
	alone := made()
	alone.Import = ""
	if _, err := alone.TakeBack(partner, "2026-03-01T12:00:00.000Z"); KindOf(err) != Conflict || !strings.HasPrefix(err.Error(), "This referral stays.") {
		t.Errorf("of no file: %v", err)
	}
}

func TestAFileIsOfOneSide(t *testing.T) {
	partner, manager := Actor{User: "ana", Name: "Ana", Partner: "p1", Roles: []Role{PartnerMember}}, Actor{User: "mara", Name: "Mara", Roles: []Role{Manager}}
	file, now := []byte("company\nExample"), Instant("2026-03-01T10:00:00.000Z")
	own, desk, several := NewReferralImport(file, "p1", partner, now), NewReferralImport(file, "p1", manager, now), NewReferralImport(file, "", manager, now)
	if own.ID == desk.ID || desk.ID == several.ID || own.ID != NewReferralImport(file, "p1", partner, now.Add(ReferralImportUndo)).ID {
		t.Errorf("fingerprints %s, %s, %s", own.ID, desk.ID, several.ID)
	}
	if own.Side != "p1" || desk.Side != ByStaff || own.UndoBy() != "2026-03-02T10:00:00.000Z" {
		t.Errorf("got %+v and %+v", own, desk)
	}
	own.UndoneAt, own.UndoneByName = now, "Ana"
	if again := own.Again(partner, "2026-03-05T10:00:00.000Z"); again.UndoneAt != "" || again.UndoneByName != "" || again.At != "2026-03-05T10:00:00.000Z" {
		t.Errorf("once more %+v", again)
	}
}
