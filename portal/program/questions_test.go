package program

import (
	"context"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

// asker is an admin of p1 with an account, and finance with one, so that mails find them.
func (b *till) asker(t *testing.T) portal.Actor {
	t.Helper()
	for _, u := range []portal.User{
		{ID: "ana", Name: "Ana", Email: "ana@p1.example", Partner: "p1", Roles: []portal.Role{portal.PartnerAdmin}, State: portal.UserActive, VerifiedAt: "2026-01-02T09:00:00.000Z"},
		{ID: "fay", Name: "Fay", Email: "fay@northwind.example", Roles: []portal.Role{portal.Finance}, State: portal.UserActive, VerifiedAt: "2026-01-02T09:00:00.000Z"},
	} {
		if err := b.store.Users.Insert(t.Context(), u); err != nil {
			t.Fatal(err)
		}
	}
	return portal.Actor{User: "ana", Name: "Ana", Partner: "p1", Roles: []portal.Role{portal.PartnerAdmin}}
}

// TestAPartnerAsksAboutALineAndFinanceAnswers goes through a question with its wrong
// turns, its clock, its mails and what it leads to.
func TestAPartnerAsksAboutALineAndFinanceAnswers(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.Rules.Workdays, b.Rules.OpensAt, b.Rules.ClosesAt = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}, 9, 18
	b.Rules.Referral.AnswerWorkdays = 2
	ana := b.asker(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.collect(t, "INV-2", "r-p2", 400000, "2026-03-12")
	mine, others := portal.AccrualID(portal.CashID("", "INV-1"), portal.RuleBase), portal.AccrualID(portal.CashID("", "INV-2"), portal.RuleBase)
	member := ana
	member.User, member.Roles = "mia", []portal.Role{portal.PartnerMember}

	if d, err := b.Question(t.Context(), ana, mine); err != nil || d.Question.State != "" || d.Entry.ID != mine || len(d.Remarks) != 0 {
		t.Errorf("before it is asked: %+v, %v", d, err)
	}
	for name, err := range map[string]error{
		"another's line": ask(b, ana, others), "no line": ask(b, ana, "acc:none"), "by a member, another's": ask(b, member, others),
	} {
		if portal.KindOf(err) != portal.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := ask(b, member, mine); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("by a member: %v", err)
	}
	if err := ask(b, b.manager, mine); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("by a manager: %v", err)
	}
	if _, err := b.SayAbout(t.Context(), ana, mine, "  ", ""); problemAt(err, "text") == "" {
		t.Errorf("nothing said: %v", err)
	}
	for range 2 { // the form is sent twice
		if err := ask(b, ana, mine); err != nil {
			t.Fatal(err)
		}
	}
	d, err := b.Question(t.Context(), b.finance, mine)
	if err != nil || d.Question.State != portal.QuestionOpen || len(d.Remarks) != 1 || d.Question.AnswerBy.Day(time.UTC) != "2026-03-24" { // asked on Friday the 20th
		t.Fatalf("asked: %+v, %v", d.Question, err)
	}
	if _, err := b.CloseQuestion(t.Context(), b.finance, mine); portal.KindOf(err) != portal.Conflict {
		t.Errorf("closed without an answer: %v", err)
	}
	if _, err := b.SayAbout(t.Context(), b.finance, mine, "It is 5% of 4,000.00, by your tier of that day.", d.Remarks[0].ID); err != nil {
		t.Fatal(err)
	}
	if list, err := b.Questions(t.Context(), b.finance, portal.QuestionAnswered, ""); err != nil || len(list.Rows) != 1 || list.Rows[0].ID != mine {
		t.Errorf("answered ones: %+v, %v", list, err)
	}
	if _, err := b.Questions(t.Context(), ana, "", ""); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("the list, by a partner: %v", err)
	}
	for _, c := range []struct {
		who  portal.Actor
		want portal.QuestionState
		asks bool
	}{{ana, portal.QuestionAnswered, true}, {member, "", false}, {b.finance, portal.QuestionAnswered, true}, {b.manager, "", false}} {
		page, err := b.Earnings(t.Context(), c.who, "p1", "")
		if err != nil || len(page.Lines) != 1 || page.Lines[0].Question != c.want || page.Lines[0].Asks != c.asks {
			t.Errorf("%s sees %+v, %v", c.who.User, page.Lines, err)
		}
	}
	if q, err := b.CloseQuestion(t.Context(), ana, mine); err != nil || q.State != portal.QuestionClosed {
		t.Fatalf("closed: %+v, %v", q, err)
	}
	if _, err := b.SayAbout(t.Context(), ana, mine, "And the bonus?", ""); err != nil {
		t.Fatal(err)
	}
	if d, err = b.Question(t.Context(), ana, mine); err != nil || d.Question.State != portal.QuestionOpen || len(d.Remarks) != 3 {
		t.Errorf("asked on: %+v, %v", d.Question, err)
	}

	var mailed []string
	if err := b.DeriveMessages(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.wait(time.Minute)
	if _, err := b.Deliver(t.Context(), func(_ context.Context, l Letter) error {
		if strings.Contains(l.Subject, "Message about") {
			mailed = append(mailed, l.To+" "+l.Link)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	desk, own := "fay@northwind.example https://partners.example.com/desk/questions/", "ana@p1.example https://partners.example.com/earnings/questions/"
	if len(mailed) != 3 || !strings.HasPrefix(mailed[0], desk) || !strings.HasPrefix(mailed[1], own) || !strings.HasPrefix(mailed[2], desk) {
		t.Errorf("mailed: %q", mailed)
	}
}

func ask(b *till, actor portal.Actor, id portal.EntryID) error {
	_, err := b.SayAbout(context.Background(), actor, id, "Why 5% and not 6%?", "")
	return err
}

// TestAQuestionIsOpenedAfterAStop keeps the remark and loses what follows from it.
func TestAQuestionIsOpenedAfterAStop(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	ana := b.asker(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	id := portal.AccrualID(portal.CashID("", "INV-1"), portal.RuleBase)
	remark, err := portal.Say(portal.EntrySubject(id), "p1", "Why 5%?", "", ana, b.Now())
	if err == nil {
		_, err = b.store.Remarks.PutOnce(t.Context(), remark)
	}
	if err == nil {
		err = b.RecoverEvents(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	if q, err := b.store.Questions.Get(t.Context(), id); err != nil || q.State != portal.QuestionOpen {
		t.Errorf("after the restart: %+v, %v", q, err)
	}
}
