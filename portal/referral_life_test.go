package portal

import (
	"slices"
	"strings"
	"testing"
)

func TestBothClocksRestWhileAReferralIsReturned(t *testing.T) {
	rules, r := referredOnTheSecond(t)
	lena := manager
	until, left := r.ProtectedUntil, rules.Work(moment("2026-03-03 10:00"), r.AnswerBy)
	if _, err := r.Return(rules, " ", nil, lena, moment("2026-03-03 10:00"), "2026-03-03"); KindOf(err) != Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := r.Return(rules, "Which?", []string{"state"}, lena, moment("2026-03-03 10:00"), "2026-03-03"); KindOf(err) != Invalid {
		t.Errorf("a field that is none: %v", err)
	}
	back, err := r.Return(rules, "Which house?", []string{"need", "company"}, lena, moment("2026-03-03 10:00"), "2026-03-03")
	if err != nil {
		t.Fatal(err)
	}
	if back.State != ReferralReturned || !back.State.HoldsLead() || !slices.Equal(back.Returned.Fields, []string{"company", "need"}) || back.Returned.Expire != "2026-03-17" || back.Breached(moment("2026-03-16 10:00")) {
		t.Errorf("returned: %+v", back.Returned)
	}
	if back.Lapsed("2027-01-01") {
		t.Error("the protection ran out while it rested")
	}
	in := ReferralInput{Lead: r.Lead}
	in.Company, in.Need, in.Contact = "Hotel Miramar II", "Twelve rooms", "Somebody else"
	again, err := back.HandIn(rules, in, rita, moment("2026-03-10 10:00"), "2026-03-10")
	if err != nil {
		t.Fatal(err)
	}
	if again.State != ReferralSubmitted || again.Company != "Hotel Miramar II" || again.Need != "Twelve rooms" || again.Contact != r.Contact || again.Returned != nil {
		t.Errorf("handed in: %+v", again.Lead)
	}
	if again.ProtectedUntil != until.AddDays(7) || again.RestedDays != 7 {
		t.Errorf("protected until %s, want %s", again.ProtectedUntil, until.AddDays(7))
	}
	if got := rules.Work(moment("2026-03-10 10:00"), again.AnswerBy); got != left {
		t.Errorf("left to answer: %s, want %s", got, left)
	}
	if slices.Equal(again.LeadKeys, r.LeadKeys) {
		t.Error("the keys are those of the lead as it was")
	}
	story := again.Story(false)
	if !strings.HasPrefix(story[1].Text, "Sent back for changes of company and need.") || !strings.HasPrefix(story[2].Text, "Handed in again with changes of company and need.") {
		t.Errorf("the story: %+v", story[1:])
	}
	if _, err := again.HandIn(rules, in, rita, moment("2026-03-10 11:00"), "2026-03-10"); KindOf(err) != Conflict {
		t.Errorf("handed in twice: %v", err)
	}
	if proof := VerifyReferral(again); len(proof.Violations) != 0 {
		t.Errorf("I9: %v", proof.Violations)
	}
	if _, err := back.HandIn(rules, in, rita, moment("2026-03-18 10:00"), "2026-03-18"); KindOf(err) != Conflict {
		t.Errorf("too late: %v", err)
	}
	gone, err := back.Expire(System("Lead protection"), moment("2026-03-18 10:00"), "2026-03-18")
	if err != nil || gone.State != ReferralExpired || !strings.Contains(gone.Story(false)[2].Text, "not handed in again in time") {
		t.Errorf("forgotten: %+v, %v", gone.State, err)
	}
	if _, err := back.Expire(System("Lead protection"), moment("2026-03-17 10:00"), "2026-03-17"); KindOf(err) != Conflict {
		t.Errorf("expired on its last day: %v", err)
	}
}

func TestAReferralIsWithdrawnWhileItIsOpen(t *testing.T) {
	rules, r := referredOnTheSecond(t)
	lena := manager
	gone, err := r.Withdraw("They chose somebody else.", rita, moment("2026-03-03 10:00"))
	if err != nil || gone.State != ReferralWithdrawn || gone.State.HoldsLead() || gone.ProtectedUntil != "" {
		t.Fatalf("%+v, %v", gone.State, err)
	}
	if _, err := gone.Withdraw("", rita, moment("2026-03-03 11:00")); KindOf(err) != Conflict {
		t.Errorf("twice: %v", err)
	}
	if _, err := gone.Reinstate(rules, "Again", lena, moment("2026-03-03 11:00"), "2026-03-03"); KindOf(err) != Conflict {
		t.Errorf("staff bring it back: %v", err)
	}
	won := r
	won.State = ReferralWon
	if _, err := won.Withdraw("", rita, moment("2026-03-03 11:00")); KindOf(err) != Conflict {
		t.Errorf("after it was won: %v", err)
	}
	bad := gone
	bad.History = slices.Clone(gone.History)
	bad.History[1].To, bad.State = "won", ReferralWon
	if proof := VerifyReferral(bad); len(proof.Violations) != 1 || !strings.Contains(proof.Violations[0].Sentence, `went from "submitted" to "won"`) {
		t.Errorf("an illegal step: %v", proof.Violations)
	}
}

// referredOnTheSecond is a lead that was referred on Monday 2 March 2026, and the rules it was referred by.
func referredOnTheSecond(t *testing.T) (Program, Referral) {
	t.Helper()
	rules := rules
	rules.Referral.ReturnDays = 14
	in := miramarLead()
	in.CloseBy = ""
	r, err := rules.Refer("01J0000000000000008F3KQ2", active(t), in, standard, rita, moment("2026-03-02 15:00"))
	if err != nil {
		t.Fatal(err)
	}
	return rules, r
}
