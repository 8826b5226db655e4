package portal

import (
	"testing"
	"time"
)

var plan = OnboardingPlan{
	Days:  14,
	Lanes: []Lane{{"success", "Partner success"}, {"marketing", "Marketing"}, {"product", "Product"}},
	Tasks: []TaskPlan{
		{Key: "training", Title: "Read the product training", Lane: "product", Day: 6, Event: "training.read"},
		{Key: "terms", Title: "Accept the partner terms", Lane: "success", Day: 1, Event: PartnerTermsEvent},
		{Key: "brand_kit", Title: "Upload your brand kit", Lane: "marketing", Day: 1, Event: PartnerBrandEvent},
		{Key: "review", Title: "Review the start", Lane: "success", Day: 7, Staff: true},
		{Key: "guest", Title: "Stay a night with us", Lane: "product", Day: 14},
	},
}

func withPlan() Program {
	p := rules
	p.Onboarding = plan
	return p
}

// onboarding began on 5 March 2026; its deadline is the 18th.
func onboarding(t *testing.T) Partner {
	t.Helper()
	p, err := applied(t).Approve("u-lena", "Lena Ortiz", "", manager, moment("2026-03-04 09:00"))
	if err == nil {
		p, err = p.BeginOnboarding(manager, moment("2026-03-05 09:00"), "2026-03-05")
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOnboardingCountsItsDays(t *testing.T) {
	o := withPlan().OnboardingOf(onboarding(t), "2026-03-05")
	if !o.Started || o.Day != 1 || o.DaysLeft() != 14 || o.Deadline != "2026-03-18" || o.Total != 5 || o.Done != 0 || o.Overdue != 0 || o.Percent() != 0 || o.Late {
		t.Errorf("day 1: %+v", o)
	}
	if o.Next == nil || o.Next.Key != "terms" {
		t.Errorf("next is %+v, want the terms", o.Next)
	}
	o = withPlan().OnboardingOf(onboarding(t), "2026-03-11")
	if o.Day != 7 || o.Overdue != 3 || o.Lanes[0].Tasks[0].State != TaskOverdue || o.Lanes[0].Tasks[1].State != TaskOpen {
		t.Errorf("day 7: day %d, %d overdue, %+v", o.Day, o.Overdue, o.Lanes[0].Tasks)
	}
	if o = withPlan().OnboardingOf(onboarding(t), "2026-03-19"); !o.Late || o.DaysLeft() != 0 || o.Overdue != 5 {
		t.Errorf("a day past: late %t, %d days left, %d overdue", o.Late, o.DaysLeft(), o.Overdue)
	}
	if o = withPlan().OnboardingOf(applied(t), "2026-03-19"); o.Started || o.Late || o.Deadline != "" || o.Overdue != 0 {
		t.Errorf("not begun: %+v", o)
	}
}

func TestRealEventsCompleteTasks(t *testing.T) {
	p := onboarding(t)
	p, any := p.CompleteByEvent(plan, PartnerTermsEvent, "partner:p-1#7", rita, moment("2026-03-05 10:00"))
	if !any || !p.Did("terms") || p.Done[0].Cause != "partner:p-1#7" || p.Done[0].ByName != "Rita Costa" {
		t.Fatalf("got %t, %+v", any, p.Done)
	}
	if again, any := p.CompleteByEvent(plan, PartnerTermsEvent, "partner:p-1#9", rita, moment("2026-03-06 10:00")); any || len(again.Done) != 1 {
		t.Error("the same kind completed the task twice")
	}
	if _, any := p.CompleteByEvent(plan, "referral.won", "x", rita, moment("2026-03-06 10:00")); any {
		t.Error("an event that no task waits for completed one")
	}
	if _, any := p.CompleteByEvent(plan, "", "x", rita, moment("2026-03-06 10:00")); any {
		t.Error("an event without a kind completed the tasks that no event completes")
	}
	early, err := applied(t).Approve("u-lena", "Lena Ortiz", "", manager, moment("2026-03-04 09:00"))
	if err != nil {
		t.Fatal(err)
	}
	early, _ = early.CompleteByEvent(plan, PartnerTermsEvent, "e", rita, moment("2026-03-04 10:00"))
	early, err = early.BeginOnboarding(manager, moment("2026-03-05 09:00"), "2026-03-05")
	if err != nil || !early.Did("terms") {
		t.Error("what was done before the sprint does not count")
	}
}

func TestWhoMayTick(t *testing.T) {
	now := moment("2026-03-06 10:00")
	for _, c := range []struct {
		name, task string
		by         Actor
		want       Kind
	}{
		{"a partner its own", "guest", rita, ""},
		{"a partner the specialist's", "review", rita, Conflict},
		{"a partner what an event completes", "terms", rita, Conflict},
		{"staff its own", "review", manager, ""},
		{"staff what happened outside", "terms", manager, ""},
		{"nobody knows", "dance", manager, NotFound},
	} {
		p, err := onboarding(t).Tick(plan, c.task, c.by, now)
		if KindOf(err) != c.want || (err == nil) != p.Did(c.task) {
			t.Errorf("%s: got %v, done %t", c.name, err, p.Did(c.task))
		}
	}
	p, _ := onboarding(t).Tick(plan, "guest", rita, now)
	if again, err := p.Tick(plan, "guest", rita, now); err != nil || len(again.Done) != 1 {
		t.Errorf("ticked twice: %v, %d done", err, len(again.Done))
	}
}

func TestOnboardingIsOnTimeUntilItsLastEvening(t *testing.T) {
	for at, onTime := range map[string]bool{"2026-03-18 23:30": true, "2026-03-19 00:10": false} {
		p := onboarding(t)
		var err error
		for _, task := range plan.Tasks {
			if p, err = p.Tick(plan, task.Key, manager, moment(at)); err != nil {
				t.Fatal(err)
			}
		}
		o := withPlan().OnboardingOf(p, "2026-04-01")
		if !o.Complete || o.OnTime != onTime || o.Late || o.Next != nil || o.Percent() != 100 || p.OnboardedAt != moment(at) || o.Overdue != 0 {
			t.Errorf("%s: %+v, onboarded at %s", at, o, p.OnboardedAt)
		}
		if last := p.History[len(p.History)-1]; last.Kind != PartnerOnboardedEvent {
			t.Errorf("%s: the history ends with %s", at, last.Kind)
		}
	}
}

func TestKickoffIsAheadAndMayMove(t *testing.T) {
	now := moment("2026-03-05 10:00")
	p, err := onboarding(t).BookKickoff(moment("2026-03-09 11:00"), rita, now)
	if err != nil || p.KickoffAt != moment("2026-03-09 11:00") {
		t.Fatalf("got %v, %s", err, p.KickoffAt)
	}
	if p, err = p.BookKickoff(moment("2026-03-10 11:00"), rita, now); err != nil || p.KickoffAt != moment("2026-03-10 11:00") {
		t.Errorf("moved: %v", err)
	}
	for _, at := range []Instant{now, moment("2026-03-04 11:00"), now.Add(91 * 24 * time.Hour), ""} {
		if _, err := p.BookKickoff(at, rita, now); KindOf(err) != Invalid {
			t.Errorf("%q: got %v, want Invalid", at, err)
		}
	}
}

func TestBaselineStaysOnceActive(t *testing.T) {
	p, err := onboarding(t).SetBaseline(Baseline{Audience: 1000, MonthlyReach: 200}, rita, moment("2026-03-06 10:00"))
	if err != nil || p.Baseline.SetAt == "" {
		t.Fatal(err)
	}
	if _, err := p.SetBaseline(Baseline{Bookings: -1}, rita, moment("2026-03-06 10:00")); KindOf(err) != Invalid {
		t.Errorf("a negative figure: got %v", err)
	}
	p, err = p.Activate("", manager, moment("2026-03-16 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.SetBaseline(Baseline{Audience: 1}, rita, moment("2026-04-06 10:00")); KindOf(err) != Conflict {
		t.Errorf("once active: got %v, want a conflict", err)
	}
}

func TestProfileKeepsDomainAndAddress(t *testing.T) {
	in := bluewater()
	in.Company, in.Site, in.Email, in.Audience = "Bluewater Lines", "https://www.example.com/ferries", "x@elsewhere.pt", 5
	p, err := active(t).ChangeProfile(rules, in, rita, moment("2026-04-06 10:00"))
	if err != nil || p.Company != "Bluewater Lines" || p.Email != "ines@bluewater.example.com" || p.Domain != "example.com" || p.Audience != 5 {
		t.Errorf("got %v, %+v", err, p.Application)
	}
	in.Site = "https://elsewhere.pt"
	if _, err := active(t).ChangeProfile(rules, in, rita, moment("2026-04-06 10:00")); KindOf(err) != Invalid {
		t.Errorf("another domain: got %v, want Invalid", err)
	}
}
