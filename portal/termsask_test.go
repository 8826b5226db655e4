package portal

import (
	"strings"
	"testing"
)

// follows runs the duty on each of some days and says what came of it.
func follows(t *testing.T, p Partner, rules Program, terms Terms, days ...Date) (Partner, string) {
	t.Helper()
	var said []string
	for _, day := range days {
		for range 2 { // twice a day is once
			before := len(p.History)
			p = p.FollowTerms(rules, terms, System("The program"), moment(string(day)+" 09:00"), day)
			for _, c := range p.History[before:] {
				said = append(said, string(day)+" "+c.Kind)
			}
		}
	}
	return p, strings.Join(said, ", ")
}

func TestNewTermsAreAskedForRemindedOfAndDue(t *testing.T) {
	agreed := active(t)
	agreed.TermsVersion, agreed.TermsOn = "2026-01", []Accepted{{"2026-01", "2026-03-05"}}
	next := Terms{Version: "2026-09", Title: "September", Effective: "2026-09-01", NoticeDays: 30} // asked from 2 August
	pausing := rules
	pausing.PauseUnaccepted = true
	days := []Date{"2026-08-01", "2026-08-02", "2026-08-10", "2026-08-18", "2026-08-20", "2026-08-29", "2026-09-01", "2026-09-02", "2026-09-20"}
	paused, said := follows(t, agreed, pausing, next, days...)
	want := "2026-08-02 terms.asked, 2026-08-18 terms.reminded, 2026-08-29 terms.reminded, 2026-09-02 partner.paused"
	if said != want || paused.State != PartnerPaused || paused.TermsAsk.Due != "2026-09-01" {
		t.Errorf("got %s, due %s, %s\nwant %s", said, paused.TermsAsk.Due, paused.State, want)
	}
	if why := paused.Stopped("2026-09-02", lisbon); why != "" {
		t.Errorf("the day of the pause earns: %s", why)
	}
	if paused.Stopped("2026-09-03", lisbon) == "" {
		t.Error("a paused partner earns")
	}
	back, err := paused.AcceptTerms(next, Actor{User: "u", Name: "Ines", Partner: paused.ID}, moment("2026-09-25 10:00"), "2026-09-25")
	if err != nil || back.State != PartnerActive || back.Stopped("2026-09-25", lisbon) != "" {
		t.Errorf("accepted, it is %s: %v", back.State, err)
	}
	if _, open := back.Asked(); open {
		t.Error("what is accepted is still asked for")
	}

	for name, c := range map[string]struct {
		change func(*Partner, *Terms)
		rules  Program
		days   []Date
		want   string
	}{
		"the accepted ones go on where the program says so": {nil, rules, days, "2026-08-02 terms.asked, 2026-08-18 terms.reminded, 2026-08-29 terms.reminded"},
		"no notice, no day":                         {func(_ *Partner, t *Terms) { t.NoticeDays = 0 }, pausing, days, ""},
		"nothing accepted yet: the onboarding asks": {func(p *Partner, _ *Terms) { p.TermsVersion, p.TermsOn = "", nil }, pausing, days, ""},
		"accepted already":                          {func(p *Partner, _ *Terms) { p.TermsOn = append(p.TermsOn, Accepted{"2026-09", "2026-08-01"}) }, pausing, days, ""},
		"out of the program":                        {func(p *Partner, _ *Terms) { p.State = PartnerEnded }, pausing, days, ""},
		"the server stood still for weeks":          {nil, pausing, []Date{"2026-08-02", "2026-08-30"}, "2026-08-02 terms.asked, 2026-08-30 terms.reminded"},
		"it stood still past the day":               {nil, pausing, []Date{"2026-08-02", "2026-10-01"}, "2026-08-02 terms.asked, 2026-10-01 partner.paused"},
		"a file that came late gives its notice all the same": {
			nil, pausing,
			[]Date{"2026-09-10", "2026-09-30", "2026-10-10", "2026-10-11"},
			"2026-09-10 terms.asked, 2026-09-30 terms.reminded, 2026-10-10 terms.reminded, 2026-10-11 partner.paused",
		},
		"a notice shorter than a reminder's": {func(_ *Partner, t *Terms) { t.NoticeDays = 5 }, rules, []Date{"2026-08-27", "2026-08-28", "2026-08-29"}, "2026-08-27 terms.asked, 2026-08-29 terms.reminded"},
	} {
		partner, terms := agreed, next
		if c.change != nil {
			c.change(&partner, &terms)
		}
		if _, said := follows(t, partner, c.rules, terms, c.days...); said != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, said, c.want)
		}
	}
}

func TestAPauseForOtherReasonsOutlastsTheTerms(t *testing.T) {
	p := active(t)
	p.TermsVersion, p.TermsOn = "2026-01", []Accepted{{"2026-01", "2026-03-05"}}
	next := Terms{Version: "2026-09", Effective: "2026-09-01", NoticeDays: 30}
	p, _ = follows(t, p, rules, next, "2026-08-02")
	p, err := p.Pause("They asked for it.", manager, moment("2026-08-05 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	if p, err = p.AcceptTerms(next, Actor{User: "u", Name: "Ines"}, moment("2026-08-06 10:00"), "2026-08-06"); err != nil || p.State != PartnerPaused {
		t.Errorf("%s, %v", p.State, err)
	}
}

// TestAPartnerThatAManagerResumedIsNotPausedAgain for the same terms.
func TestAPartnerThatAManagerResumedIsNotPausedAgain(t *testing.T) {
	p := active(t)
	p.TermsVersion, p.TermsOn = "2026-01", []Accepted{{"2026-01", "2026-03-05"}}
	pausing := rules
	pausing.PauseUnaccepted = true
	next := Terms{Version: "2026-09", Effective: "2026-09-01", NoticeDays: 30}
	p, _ = follows(t, p, pausing, next, "2026-08-02", "2026-09-02")
	p, err := p.Resume("They need two weeks more.", manager, moment("2026-09-03 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	if p, said := follows(t, p, pausing, next, "2026-09-03", "2026-09-20"); said != "" || p.State != PartnerActive {
		t.Errorf("%s, %s", said, p.State)
	}
}

func TestAReminderByHandGoesOutOnceADay(t *testing.T) {
	p := active(t)
	p.TermsVersion, p.TermsOn = "2026-01", []Accepted{{"2026-01", "2026-03-05"}}
	next := Terms{Version: "2026-09", Effective: "2026-09-01", NoticeDays: 30}
	remind := func(p Partner, day Date) (Partner, error) {
		return p.RemindOfTerms(next, manager, moment(string(day)+" 11:00"), day)
	}
	if _, err := remind(p, "2026-08-02"); KindOf(err) != Conflict {
		t.Errorf("before it is asked: %v", err)
	}
	p, _ = follows(t, p, rules, next, "2026-08-02")
	if _, err := remind(p, "2026-08-02"); KindOf(err) != Conflict {
		t.Errorf("on the day it was asked: %v", err)
	}
	p, err := remind(p, "2026-08-19")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := remind(p, "2026-08-19"); KindOf(err) != Conflict {
		t.Errorf("twice on a day: %v", err)
	}
	if _, said := follows(t, p, rules, next, "2026-08-20"); said != "" {
		t.Errorf("by hand counts as the one of 14 days before: %s", said)
	}
}
