package portal

import (
	"testing"
	"time"
)

func TestTheLastDayFollowsWhatIsAgreed(t *testing.T) {
	month := standardTerms()
	days := standardTerms()
	days.TerminationDays = 45
	for _, c := range []struct {
		name  string
		terms Terms
		in    Agreement
		day   Date
		want  Date
	}{
		{"a month by the terms", month, better(), "2026-03-25", "2026-04-25"},
		{"the end of a short month", month, better(), "2026-01-31", "2026-02-28"},
		{"days by the terms", days, better(), "2026-03-25", "2026-05-09"},
		{"days by the addendum, which counts", days, Agreement{From: "2026-03-20", NoticeDays: 90}, "2026-04-01", "2026-06-30"},
		{"the addendum does not count yet", days, Agreement{From: "2026-05-20", NoticeDays: 90}, "2026-04-01", "2026-05-16"},
		{"not before the end of the term", month, Agreement{From: "2026-03-20", TermMonths: 12, NoticeDays: 30}, "2026-04-01", "2027-03-19"},
		{"the term is over", month, Agreement{From: "2026-03-20", TermMonths: 12, NoticeDays: 30}, "2027-03-19", "2027-04-18"},
	} {
		if got := agreed(t, c.in, "2026-03-20").LastDay([]Terms{c.terms}, c.day); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestANoticeEndsThePartnershipAfterItsLastDay(t *testing.T) {
	versions, marta := []Terms{standardTerms()}, Actor{User: "u-marta", Name: "Marta Silva", Partner: "p1", Roles: []Role{PartnerAdmin}}
	p := active(t)
	if _, err := p.GiveNotice(" ", versions, manager, moment("2026-04-01 10:00"), "2026-04-01"); KindOf(err) != Invalid {
		t.Errorf("without a reason: %v", err)
	}
	p, err := p.GiveNotice("We close.", versions, marta, moment("2026-04-01 10:00"), "2026-04-01")
	if err != nil || p.Notice.LastDay != "2026-05-01" || p.Notice.Side != NoticeByPartner || p.State != PartnerActive {
		t.Fatalf("%+v, %v", p.Notice, err)
	}
	if _, err := p.GiveNotice("Again.", versions, manager, moment("2026-04-02 10:00"), "2026-04-02"); KindOf(err) != Conflict {
		t.Errorf("given twice: %v", err)
	}
	if _, err := p.WithdrawNotice(manager, moment("2026-04-02 10:00"), "2026-04-02"); KindOf(err) != Conflict {
		t.Errorf("taken back by the other side: %v", err)
	}
	if _, err := p.WithdrawNotice(marta, moment("2026-05-02 10:00"), "2026-05-02"); KindOf(err) != Conflict {
		t.Errorf("taken back too late: %v", err)
	}
	back, err := p.WithdrawNotice(marta, moment("2026-05-01 22:00"), "2026-05-01")
	if err != nil || back.Notice != (Notice{}) || back.Stopped("2026-06-01", time.UTC) != "" {
		t.Errorf("on the last day: %+v, %v", back.Notice, err)
	}
	if same, err := p.EndOnNotice(Actor{}, moment("2026-05-01 22:00"), "2026-05-01"); err != nil || same.State != PartnerActive {
		t.Errorf("ended on its last day: %s, %v", same.State, err)
	}
	for day, earns := range map[Date]bool{"2026-05-01": true, "2026-05-02": false, "2026-05-05": false} {
		if (p.Stopped(day, time.UTC) == "") != earns {
			t.Errorf("on %s before anybody ended it: %q", day, p.Stopped(day, time.UTC))
		}
	}
	p, err = p.EndOnNotice(System("The notice period"), moment("2026-05-04 03:00"), "2026-05-04") // late, after a stop
	if err != nil || p.State != PartnerEnded || p.ReasonOf(PartnerEndedEvent) != "We close." {
		t.Fatalf("%s, %v", p.State, err)
	}
	for day, earns := range map[Date]bool{"2026-05-01": true, "2026-05-02": false, "2026-05-05": false} {
		if (p.Stopped(day, time.UTC) == "") != earns {
			t.Errorf("on %s after it ended: %q", day, p.Stopped(day, time.UTC))
		}
	}
	if again, err := p.EndOnNotice(System("x"), moment("2026-05-05 03:00"), "2026-05-05"); err != nil || len(again.History) != len(p.History) {
		t.Errorf("ended twice: %v", err)
	}
	if _, err := p.WithdrawNotice(marta, moment("2026-05-04 10:00"), "2026-05-04"); KindOf(err) != Conflict {
		t.Errorf("taken back after the end: %v", err)
	}
	if proof := VerifyHistory("partner:p1", "", p.History); len(proof.Violations) > 0 {
		t.Error(proof.Violations)
	}
}
