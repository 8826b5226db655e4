package program

import (
	"testing"

	"tandem/portal"
)

// TestAReferralComesWithWhatItsReaderMaySee: notes are for staff, money for those who read it.
func TestAReferralComesWithWhatItsReaderMaySee(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 100000, b.Today())
	b.refund(t, "CN-1", "INV-1", 40000, b.Today())
	partner := func(id portal.PartnerID) portal.Actor {
		return portal.Actor{User: "u-" + portal.UserID(id), Name: "Rita", Partner: id, Roles: []portal.Role{portal.PartnerMember}}
	}
	subject := portal.Referral{ID: "r-p1"}.Subject()
	for subject, by := range map[string]portal.Actor{subject: partner("p1"), portal.NotesOn(subject): b.manager} {
		if _, err := b.Say(t.Context(), by, Say{Subject: subject, Text: "Hello"}); err != nil {
			t.Fatal(err)
		}
	}
	steward := portal.Actor{User: "sam", Name: "Sam", Roles: []portal.Role{portal.Steward}}
	for name, tt := range map[string]struct {
		actor              portal.Actor
		noted, cash, lines int
	}{"a manager": {b.manager, 1, 2, 2}, "finance": {b.finance, 1, 2, 2}, "a steward": {steward, 1, 0, 0}, "its partner": {partner("p1"), 0, 0, 2}} {
		d, err := b.ReferralDetail(t.Context(), tt.actor, "r-p1")
		if err != nil || len(d.Around.Said) != 1 || len(d.Around.Noted) != tt.noted || len(d.Around.Cash) != tt.cash || len(d.Around.Entries) != tt.lines || d.More {
			t.Errorf("%s: %+v, %v", name, d.Around, err)
		}
	}
	for name, actor := range map[string]portal.Actor{"another partner": partner("p2"), "an editor": {User: "emil", Roles: []portal.Role{portal.Editor}}} {
		if _, err := b.ReferralDetail(t.Context(), actor, "r-p1"); portal.KindOf(err) != portal.NotFound && portal.KindOf(err) != portal.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
}
