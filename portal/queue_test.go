package portal

import (
	"slices"
	"testing"
)

func TestTheQueueIsOrderedByTimeLeft(t *testing.T) {
	items := []QueueItem{
		{ID: "no clock", Since: "2026-03-01"},
		{ID: "later", Due: "2026-03-09", Since: "2026-03-01"},
		{ID: "as long, came later", Due: "2026-03-02", Since: "2026-03-01T11"},
		{ID: "as long, came first", Due: "2026-03-02", Since: "2026-03-01T10"},
	}
	SortQueue(items)
	var got []string
	for _, item := range items {
		got = append(got, item.ID)
	}
	if want := []string{"as long, came first", "as long, came later", "later", "no clock"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestTheQueueIsNarrowedToAnOwner(t *testing.T) {
	mine, nobodys, hers := QueueItem{Owner: "u-1"}, QueueItem{}, QueueItem{Owner: "u-2"}
	for owner, want := range map[QueueOwner][]bool{QueueOfAll: {true, true, true}, QueueOfMine: {true, false, false}, QueueOfNobody: {false, true, false}} {
		got := []bool{owner.Has(mine, "u-1"), owner.Has(nobodys, "u-1"), owner.Has(hers, "u-1")}
		if !slices.Equal(got, want) {
			t.Errorf("%q has %v, want %v", owner, got, want)
		}
	}
}

func TestVerdictsHaveWordsWhereTheyHaveAMeaning(t *testing.T) {
	for kind, want := range map[QueueKind][]string{
		QueueReferral: {"Accept", "Send back", "Reject", "Assign"}, QueueApplication: {"Approve", "Ask for more", "Decline", "Assign"},
		QueueOnboarding: {"Make active", "", "", "Assign"}, QueuePayout: {"", "", "", ""}, QueueQuestion: {"", "", "", ""}, QueueAdjustment: {"", "", "", ""}, QueueLead: {"", "", "", ""},
	} {
		var got []string
		for _, v := range Verdicts {
			got = append(got, v.On(kind))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
		if !kind.Valid() || QueueKind("x").Valid() || Verdict("x").Valid() {
			t.Error("what is no kind or verdict counts as one")
		}
	}
}
