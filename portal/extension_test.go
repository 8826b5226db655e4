package portal

import (
	"strings"
	"testing"
)

// working is a referral of 2 March 2026 in the hands of a manager.
func working(t *testing.T) (Program, Referral) {
	t.Helper()
	rules, r := referredOnTheSecond(t)
	r, err := r.Accept(manager, moment("2026-03-03 10:00"), "2026-03-03")
	if err != nil {
		t.Fatal(err)
	}
	return rules, r
}

func TestAnExtensionIsAskedForWithEvidenceAndGrantedOnceAStage(t *testing.T) {
	rules, r := working(t)
	until := r.ProtectedUntil
	if _, err := r.AskExtension(rules, " ", "The offer.", rita, moment("2026-05-04 10:00"), "2026-05-04"); KindOf(err) != Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := r.AskExtension(rules, "They decide in June.", "", rita, moment("2026-05-04 10:00"), "2026-05-04"); KindOf(err) != Invalid {
		t.Errorf("without evidence: %v", err)
	}
	asked, err := r.AskExtension(rules, "They decide in June.", "Their board meets on 9 June.", rita, moment("2026-05-04 10:00"), "2026-05-04")
	if err != nil {
		t.Fatal(err)
	}
	x, waits := asked.AskedExtension()
	if !waits || x.Due != rules.AddWorkdays(moment("2026-05-04 10:00"), rules.Referral.AnswerWorkdays) || asked.ProtectedUntil != until {
		t.Errorf("asked: %+v, protected until %s", x, asked.ProtectedUntil)
	}
	if _, err := asked.AskExtension(rules, "x", "y", rita, moment("2026-05-04 11:00"), "2026-05-04"); KindOf(err) != Conflict {
		t.Errorf("asked twice: %v", err)
	}
	if _, err := asked.GiveExtension("x", manager, moment("2026-05-04 11:00"), "2026-05-04"); KindOf(err) != Conflict {
		t.Errorf("given while one waits: %v", err)
	}
	granted, err := asked.GrantExtension("", manager, moment("2026-05-05 10:00"), "2026-05-05")
	if err != nil {
		t.Fatal(err)
	}
	if _, waits := granted.AskedExtension(); waits || granted.ProtectedUntil != until.AddDays(r.ExtendDays) {
		t.Errorf("granted: protected until %s, want %s", granted.ProtectedUntil, until.AddDays(r.ExtendDays))
	}
	if _, err := granted.GrantExtension("", manager, moment("2026-05-05 11:00"), "2026-05-05"); KindOf(err) != Conflict {
		t.Errorf("granted twice: %v", err)
	}
	if err := granted.MayAskExtension("2026-05-05"); KindOf(err) != Conflict {
		t.Errorf("a second one in the stage: %v", err)
	}
	next, err := granted.Qualify("", manager, moment("2026-05-06 10:00"), "2026-05-06")
	if err != nil || next.MayAskExtension("2026-05-06") != nil {
		t.Errorf("none in the next stage: %v, %v", err, next.MayAskExtension("2026-05-06"))
	}
	story := granted.Story(false)
	if n := len(story); story[n-2].Reason != "They decide in June.\n\nEvidence: Their board meets on 9 June." ||
		!strings.HasPrefix(story[n-1].Text, "Extension granted. The lead is protected until "+granted.ProtectedUntil.Long()) {
		t.Errorf("the story: %+v", story)
	}
	if len(r.Extensions) != 0 || len(asked.History) != len(r.History)+1 {
		t.Error("the referral that it was made of has changed")
	}
}

func TestNobodyLosesALeadWhileAnExtensionWaits(t *testing.T) {
	rules, r := working(t)
	last := r.ProtectedUntil
	over := last.AddDays(4)
	asked, err := r.AskExtension(rules, "They decide in June.", "Their board meets.", rita, At(last.Time()), last)
	if err != nil {
		t.Fatal(err)
	}
	if asked.Lapsed(over) {
		t.Error("it lapsed while the request waited")
	}
	granted, err := asked.GrantExtension("", manager, At(over.Time()), over)
	if err != nil || granted.ProtectedUntil != over.AddDays(r.ExtendDays) {
		t.Errorf("an answer after the end: protected until %s, %v", granted.ProtectedUntil, err)
	}
	declined, err := asked.DeclineExtension("Nothing was signed.", manager, At(over.Time()))
	if err != nil || !declined.Lapsed(over) || declined.ProtectedUntil != last {
		t.Errorf("declined: protected until %s, %v", declined.ProtectedUntil, err)
	}
	back, err := asked.WithdrawExtension(rita, At(over.Time()))
	if err != nil || !back.Lapsed(over) {
		t.Errorf("taken back: %v", err)
	}
	lost, err := asked.Lose("They went elsewhere.", manager, At(over.Time()))
	if err != nil {
		t.Fatal(err)
	}
	if _, waits := lost.AskedExtension(); waits {
		t.Error("a request waits on a closed referral")
	}
	again, err := lost.Reinstate(rules, "They came back.", manager, At(over.Time()), over)
	if _, waits := again.AskedExtension(); err != nil || waits || again.MayAskExtension(over) != nil {
		t.Errorf("reinstated: waits %t, %v, %v", waits, err, again.MayAskExtension(over))
	}
}

func TestWhoMayExtendAProtection(t *testing.T) {
	rules, r := working(t)
	day := Date("2026-05-04")
	at := moment("2026-05-04 10:00")
	asked, err := r.AskExtension(rules, "x", "y", rita, at, day)
	if err != nil {
		t.Fatal(err)
	}
	declined, err := asked.DeclineExtension("No.", manager, at)
	if err != nil {
		t.Fatal(err)
	}
	back, err := asked.WithdrawExtension(rita, at)
	if err != nil {
		t.Fatal(err)
	}
	given, err := r.GiveExtension("We were slow.", manager, at, day)
	if err != nil || given.ProtectedUntil != r.ProtectedUntil.AddDays(r.ExtendDays) {
		t.Fatalf("given: protected until %s, %v", given.ProtectedUntil, err)
	}
	full, short := r, r
	full.MaxProtectDays = r.SubmittedOn.DaysUntil(r.ProtectedUntil)
	short.MaxProtectDays = full.MaxProtectDays + 5
	none := r
	none.ExtendDays = 0
	returned := r
	returned.State = ReferralReturned
	won := r
	won.State = ReferralWon
	for name, tt := range map[string]struct {
		r         Referral
		day       Date
		asks, may bool
	}{
		"accepted":                        {r, day, true, true},
		"asked already":                   {asked, day, false, false},
		"declined in this stage":          {declined, day, false, true},
		"taken back":                      {back, day, true, true},
		"given in this stage":             {given, day, false, false},
		"at the ceiling":                  {full, day, false, false},
		"five days under the ceiling":     {short, day, true, true},
		"terms without extension":         {none, day, false, false},
		"returned: the protection rests":  {returned, day, false, false},
		"won":                             {won, day, false, false},
		"after the end of the protection": {r, r.ProtectedUntil.AddDays(1), false, false},
		"on the last day":                 {r, r.ProtectedUntil, true, true},
	} {
		if err := tt.r.MayAskExtension(tt.day); (err == nil) != tt.asks || err != nil && KindOf(err) != Conflict {
			t.Errorf("%s: may ask %v", name, err)
		}
		if err := tt.r.MayExtend(tt.day); (err == nil) != tt.may {
			t.Errorf("%s: may extend %v", name, err)
		}
	}
	if got, err := short.GiveExtension("x", manager, at, day); err != nil || got.ProtectedUntil != short.SubmittedOn.AddDays(short.MaxProtectDays) {
		t.Errorf("over the ceiling: protected until %s, %v", got.ProtectedUntil, err)
	}
	if _, err := declined.DeclineExtension("No.", manager, at); KindOf(err) != Conflict {
		t.Errorf("declined twice: %v", err)
	}
	if _, err := asked.DeclineExtension(" ", manager, at); KindOf(err) != Invalid {
		t.Errorf("declined without a reason: %v", err)
	}
	if _, err := r.GiveExtension(" ", manager, at, day); KindOf(err) != Invalid {
		t.Errorf("given without a reason: %v", err)
	}
}
