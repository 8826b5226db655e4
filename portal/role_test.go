package portal

import (
	"slices"
	"testing"
)

// TestWhatARoleMayDo is the whole matrix: who has a role's rights.
func TestWhatARoleMayDo(t *testing.T) {
	every := slices.Concat(PartnerRoles, StaffRoles)
	has := map[Role][]Role{
		PartnerAdmin: {PartnerAdmin, PartnerMember}, PartnerMember: {PartnerMember},
		Manager: {Manager}, Finance: {Finance}, Editor: {Editor}, Steward: {Steward}, Admin: StaffRoles,
	}
	for _, role := range every {
		actor := Actor{User: "u", Roles: []Role{role}}
		for _, right := range every {
			want := slices.Contains(has[role], right)
			if got := actor.Can(right); got != want {
				t.Errorf("%s can do what a %s does: %t", role, right, got)
			}
			if err := actor.Must(right); (err == nil) != want || err != nil && KindOf(err) != Forbidden {
				t.Errorf("%s must be %s: %v", role, right, err)
			}
		}
		if actor.Staff() != role.Staff() || role.Staff() != (role != PartnerAdmin && role != PartnerMember) {
			t.Errorf("%s is staff: %t", role, actor.Staff())
		}
	}
	if nobody := (Actor{}); nobody.Can(every...) || nobody.Staff() || nobody.Must(every...) == nil || nobody.Must() == nil {
		t.Error("nobody has a right")
	}
	if several := (Actor{Roles: []Role{Editor, Finance}}); several.Must(Manager, Finance) != nil || several.Must(Manager, Steward) == nil {
		t.Error("one of several roles is enough, and needed")
	}
	if rule := System("clock"); rule.Must(Finance) != nil || rule.Can(Finance) || !rule.Staff() {
		t.Error("the program itself acts by rule; it has no person's role")
	}
	if (Actor{Roles: []Role{"owner"}}).Can("owner", Finance) != true || (Actor{Roles: []Role{"owner"}}).Staff() {
		t.Error("an unknown role gives no more than itself")
	}
}
