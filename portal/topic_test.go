package portal

import (
	"slices"
	"testing"
)

func TestPersonChoosesAmongTheLettersTheyMayGet(t *testing.T) {
	for name, c := range map[string]struct {
		roles []Role
		want  []Topic
	}{
		"partner admin":  {[]Role{PartnerAdmin}, []Topic{TopicReferrals, TopicMessages, TopicPayouts, TopicAssets, TopicStart, TopicInvited}},
		"partner member": {[]Role{PartnerMember}, []Topic{TopicReferrals, TopicMessages, TopicAssets}},
		"manager":        {[]Role{Manager}, []Topic{TopicMessages, TopicInvited, TopicAnswers, TopicPartners, TopicAssigned}},
		"finance":        {[]Role{Finance}, []Topic{TopicMessages, TopicBatches}},
		"editor":         {[]Role{Editor}, []Topic{TopicTexts}},
		"admin":          {[]Role{Admin}, []Topic{TopicMessages, TopicInvited, TopicAnswers, TopicPartners, TopicAssigned, TopicBatches, TopicTexts}},
	} {
		var got []Topic
		for _, x := range TopicsFor(c.roles) {
			got = append(got, x.Topic)
			if x.Title == "" || x.Text == "" || x.Title != x.Topic.Title() {
				t.Errorf("%s is not put in words", x.Topic)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestMutedTopicsAreKeptOnceEach(t *testing.T) {
	u := User{ID: "u-rita", Name: "Rita"}
	if !u.Wants(TopicReferrals) || !u.Wants("") {
		t.Error("something is off before anything was chosen")
	}
	next, err := u.Mute([]Topic{TopicStart, TopicReferrals, TopicStart}, u.Actor(""), moment("2026-03-02 10:00"))
	if err != nil || !slices.Equal(next.Muted, []Topic{TopicReferrals, TopicStart}) || next.Wants(TopicStart) || !next.Wants(TopicPayouts) || !next.Wants("") {
		t.Errorf("got %v, %v", next.Muted, err)
	}
	if last := next.History[len(next.History)-1]; last.Kind != "user.letters_chosen" {
		t.Errorf("the change is %+v", last)
	}
	if same, err := next.Mute([]Topic{TopicStart, TopicReferrals}, u.Actor(""), moment("2026-03-02 11:00")); err != nil || len(same.History) != len(next.History) {
		t.Errorf("the same again: %d changes, %v", len(same.History), err)
	}
	if none, err := next.Mute(nil, u.Actor(""), moment("2026-03-02 11:00")); err != nil || len(none.Muted) != 0 {
		t.Errorf("all again: %v, %v", none.Muted, err)
	}
	if _, err := u.Mute([]Topic{"everything"}, u.Actor(""), moment("2026-03-02 11:00")); KindOf(err) != Invalid {
		t.Errorf("a topic that is none: %v", err)
	}
}
