package portal

import "testing"

func TestAQuestionFollowsFromWhatIsSaid(t *testing.T) {
	e := accrue(cash("INV-1", 400000, "2026-03-12"))
	said := func(id string, side Side, at Instant) Event {
		return Event{ID: id, Subject: EntrySubject(e.ID), Change: Change{Kind: ThreadSaidEvent, At: at, Data: map[string]string{"side": string(side)}}}
	}
	q := Ask(e, Partner{Application: Application{Company: "Costa Travel"}})
	if q.Line != "Hotel Miramar, commission" || q.Amount != eur(20000) || q.Waiting() {
		t.Fatalf("before anybody said anything: %+v", q)
	}
	if id, ok := EntryOf(EntrySubject(e.ID)); !ok || id != e.ID {
		t.Errorf("the subject names %s", id)
	}
	if _, ok := EntryOf("referral:x"); ok {
		t.Error("a referral is a line of the ledger")
	}
	for i, step := range []struct {
		event    Event
		state    QuestionState
		answerBy Instant
		changes  bool
	}{
		{said("say:1", PartnerSide, "2026-06-01T09:00:00.000Z"), QuestionOpen, "A", true},
		{said("say:1", PartnerSide, "2026-06-01T09:00:00.000Z"), QuestionOpen, "A", false},
		{said("say:2", PartnerSide, "2026-06-01T10:00:00.000Z"), QuestionOpen, "A", true}, // the clock runs on
		{said("say:3", StaffSide, "2026-06-02T09:00:00.000Z"), QuestionAnswered, "", true},
		{said("say:2", PartnerSide, "2026-06-01T10:00:00.000Z"), QuestionAnswered, "", false}, // published late
		{said("say:4", PartnerSide, "2026-06-03T09:00:00.000Z"), QuestionOpen, "E", true},
		{said("say:5", StaffSide, "2026-06-04T09:00:00.000Z"), QuestionAnswered, "", true},
	} {
		next, ok := q.Follow(step.event, Instant(string(rune('A'+max(0, i-1)))))
		if i == 0 {
			next, ok = q.Follow(step.event, "A")
		}
		if ok != step.changes || next.State != step.state || next.AnswerBy != step.answerBy {
			t.Errorf("step %d: %s by %q, %v; want %+v", i, next.State, next.AnswerBy, ok, step)
		}
		q = next
	}
	if _, ok := q.Follow(Event{ID: "x", Change: Change{Kind: "entry.booked", At: "2027-01-01T00:00:00.000Z"}}, ""); ok {
		t.Error("something else opens a question")
	}
	closed := must(q.Close(finance, "2026-06-05T09:00:00.000Z"))
	if closed.State != QuestionClosed || closed.Waiting() || closed.History[0].Kind != QuestionClosedEvent {
		t.Errorf("closed: %+v", closed)
	}
	if _, err := closed.Close(finance, testNow); KindOf(err) != Conflict {
		t.Errorf("closed twice: %v", err)
	}
	again, _ := closed.Follow(said("say:6", PartnerSide, "2026-06-06T09:00:00.000Z"), "F")
	if again.State != QuestionOpen || again.AnswerBy != "F" {
		t.Errorf("asked on after it was closed: %+v", again)
	}
	if _, err := again.Close(finance, testNow); KindOf(err) != Conflict || err.Error() != "Costa Travel waits for an answer. Answer it first, then close it." {
		t.Errorf("closed by finance without an answer: %v", err)
	}
	if done, err := again.Close(Actor{User: "u", Partner: "p1", Roles: []Role{PartnerAdmin}}, testNow); err != nil || done.State != QuestionClosed {
		t.Errorf("closed by who asked: %v", err)
	}
}
