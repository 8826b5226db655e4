package portal

import "testing"

func TestTheEndOfAProtectionIsRemindedOfTwice(t *testing.T) {
	r := Referral{State: ReferralAccepted, SubmittedOn: "2026-01-05", ProtectedUntil: "2026-04-05"}
	bot := System("Lead protection")
	told := map[Date]string{}
	walk := func(from, to Date) {
		for day := from; day <= to; day = day.AddDays(1) {
			for range 2 { // a second run of the day says nothing more
				next, due := r.RemindOfEnd(bot, At(day.Time()), day)
				if due {
					told[day] += next.History[len(next.History)-1].Data["until"] + " "
				}
				r = next
			}
		}
	}
	walk("2026-01-05", "2026-03-25")
	r.ProtectedUntil = "2026-05-05" // extended before the second
	walk("2026-03-26", "2026-05-07")
	want := map[Date]string{"2026-03-22": "2026-04-05 ", "2026-04-21": "2026-05-05 ", "2026-05-02": "2026-05-05 "}
	if len(told) != len(want) {
		t.Errorf("reminded %v, want %v", told, want)
	}
	for day, until := range want {
		if told[day] != until {
			t.Errorf("on %s it reminds of %q, want %q", day, told[day], until)
		}
	}
}

func TestReminders(t *testing.T) {
	for name, tt := range map[string]struct {
		state     ReferralState
		submitted Date
		reminds   bool
	}{
		"a program that slept says it once, late": {ReferralSubmitted, "2026-01-05", true},
		"returned: its protection rests":          {ReferralReturned, "2026-01-05", false},
		"won":                                     {ReferralWon, "2026-01-05", false},
		"expired":                                 {ReferralExpired, "2026-01-05", false},
		"protected for less than two weeks":       {ReferralSubmitted, "2026-04-04", false},
	} {
		r := Referral{State: tt.state, SubmittedOn: tt.submitted, ProtectedUntil: "2026-04-05"}
		next, due := r.RemindOfEnd(System("Lead protection"), "2026-04-04T09:00:00.000Z", "2026-04-04")
		if due != tt.reminds {
			t.Errorf("%s: %v", name, due)
		}
		if _, again := next.RemindOfEnd(System("Lead protection"), "2026-04-04T10:00:00.000Z", "2026-04-04"); again {
			t.Errorf("%s: reminded twice", name)
		}
	}
	over := Referral{State: ReferralAccepted, SubmittedOn: "2026-01-05", ProtectedUntil: "2026-04-05"}
	if _, due := over.RemindOfEnd(System("x"), "2026-04-06T09:00:00.000Z", "2026-04-06"); due {
		t.Error("reminded after the end")
	}
}

func TestAReturnedReferralIsRemindedOfOnce(t *testing.T) {
	rules, r := referredOnTheSecond(t)
	rules.Referral.ReturnDays = 14
	bot := System("Lead protection")
	back, err := r.Return(rules, "Which house?", nil, manager, moment("2026-03-03 10:00"), "2026-03-03")
	if err != nil {
		t.Fatal(err)
	}
	var told []Date
	for day := Date("2026-03-03"); day <= back.Returned.Expire.AddDays(2); day = day.AddDays(1) {
		for range 2 {
			next, due := back.RemindOfReturn(bot, At(day.Time()), day)
			if due {
				told = append(told, day)
			}
			back = next
		}
	}
	if len(told) != 1 || told[0] != back.Returned.Expire.AddDays(-3) {
		t.Errorf("reminded on %v, it expires on %s", told, back.Returned.Expire)
	}
	if _, due := r.RemindOfReturn(bot, moment("2026-03-16 10:00"), "2026-03-16"); due {
		t.Error("reminded of one that was not sent back")
	}
	rules.Referral.ReturnDays = 3
	short, err := r.Return(rules, "Which house?", nil, manager, moment("2026-03-03 10:00"), "2026-03-03")
	if _, due := short.RemindOfReturn(bot, moment("2026-03-03 11:00"), "2026-03-03"); due || err != nil {
		t.Errorf("reminded on the day it was sent back: %v", err)
	}
}
