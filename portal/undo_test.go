package portal

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func kinds(lines []Line) []string {
	var list []string
	for _, line := range lines {
		list = append(list, line.Kind)
	}
	return list
}

func TestADecisionIsTakenBackWhileItIsFresh(t *testing.T) {
	tom := Actor{User: "u-tom", Name: "Tom Brandt", Roles: []Role{Manager}}
	at := moment("2026-03-23 10:00")
	submitted, err := referred(t).Assign("u-lena", "Lena Ortiz", manager, moment("2026-03-23 09:00"))
	if err != nil {
		t.Fatal(err)
	}
	accepted, err := submitted.Accept(manager, at, "2026-03-23")
	if err != nil {
		t.Fatal(err)
	}
	rejected, err := submitted.Reject("No house there.", manager, at)
	if err != nil {
		t.Fatal(err)
	}
	for name, decided := range map[string]Referral{"accepted": accepted, "rejected": rejected} {
		got, err := decided.Undo(manager, at.Add(UndoWindow))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		story := kinds(got.Story(true))
		if want := []string{ReferralSubmittedEvent, ReferralAssignedEvent, decided.History[2].Kind, ReferralUndoneEvent}; !slices.Equal(story, want) {
			t.Errorf("%s: staff read %v", name, story)
		}
		if story = kinds(got.Story(false)); !slices.Equal(story, []string{ReferralSubmittedEvent, ReferralAssignedEvent}) {
			t.Errorf("%s: the partner reads %v", name, story)
		}
		if !WasUndone(got.History, 3) || WasUndone(got.History, 1) {
			t.Errorf("%s: which step was taken back is lost", name)
		}
		got.History = submitted.History
		if diff := cmp.Diff(submitted, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s and taken back it is not as before:\n%s", name, diff)
		}
		for why, err := range map[string]error{
			"too late":      second(decided.Undo(manager, at.Add(UndoWindow+time.Millisecond))),
			"a colleague's": second(decided.Undo(tom, at)), "by rule": second(decided.Undo(System("sweep"), at)),
		} {
			if KindOf(err) != Conflict {
				t.Errorf("%s, %s: %v", name, why, err)
			}
		}
	}
	qualified, err := accepted.Qualify("", manager, at.Add(time.Second), "2026-03-23")
	if err != nil || KindOf(second(qualified.Undo(manager, at.Add(time.Second)))) != Conflict {
		t.Errorf("a step that mail is not all of: %v", err)
	}
	if KindOf(second(submitted.Undo(manager, at))) != Conflict || KindOf(second(Referral{}.Undo(manager, at))) != Conflict {
		t.Error("what nobody decided is taken back")
	}
	again, err := second2(accepted.Undo(manager, at)).Accept(tom, at.Add(time.Minute), "2026-03-23")
	if err != nil || again.ProtectedUntil != accepted.ProtectedUntil || again.Owner != "u-tom" {
		t.Errorf("accepted again: %s, %s, %v", again.ProtectedUntil, again.Owner, err)
	}
}

func second[T any](_ T, err error) error { return err }

func second2[T any](v T, _ error) T { return v }

func TestAnApplicationIsAsBeforeWhenADecisionIsTakenBack(t *testing.T) {
	at := moment("2026-03-03 10:00")
	waiting, err := applied(t).StartReview(manager, moment("2026-03-03 09:00"))
	if err != nil {
		t.Fatal(err)
	}
	asked, err := waiting.AskForMore("How many?", manager, at)
	if err != nil {
		t.Fatal(err)
	}
	declined, err := waiting.Decline("No fit.", manager, at)
	if err != nil {
		t.Fatal(err)
	}
	for _, decided := range []Partner{asked, declined} {
		got, err := decided.Undo(manager, at.Add(5*time.Second))
		if err != nil || got.State != PartnerInReview || got.StateAt != waiting.StateAt {
			t.Errorf("%s: %s since %s, %v", decided.State, got.State, got.StateAt, err)
		}
		if story := kinds(got.ApplicationStory()); !slices.Equal(story, []string{PartnerAppliedEvent, PartnerVerifiedEvent, PartnerReviewEvent}) {
			t.Errorf("the applicant reads %v", story)
		}
	}
	approved, err := waiting.Approve("u-lena", "Lena Ortiz", "", manager, at)
	if err != nil || KindOf(second(approved.Undo(manager, at))) != Conflict {
		t.Errorf("an approval, which has made an invitation: %v", err)
	}
}

func TestSomebodyLooksAfterWhatIsOpen(t *testing.T) {
	at := moment("2026-03-23 10:00")
	p, err := applied(t).AssignReview("u-lena", "Lena Ortiz", manager, at)
	if err != nil || p.Specialist != "u-lena" || p.State != PartnerApplied {
		t.Errorf("%s, %s, %v", p.Specialist, p.State, err)
	}
	if got := kinds(p.ApplicationStory()); slices.Contains(got, PartnerReviewerEvent) {
		t.Errorf("the applicant reads who decides: %v", got)
	}
	if _, err := active(t).AssignReview("u-lena", "Lena Ortiz", manager, at); KindOf(err) != Conflict {
		t.Errorf("of a partner that was let in: %v", err)
	}
	rejected, err := referred(t).Reject("No.", manager, at)
	if err != nil || KindOf(second(rejected.Assign("u-lena", "Lena Ortiz", manager, at))) != Conflict {
		t.Errorf("of a referral that is closed: %v", err)
	}
}
