package portal

import (
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	lisbon  = mustZone("Europe/Lisbon")
	manager = Actor{User: "u-mara", Name: "Mara Silva", Roles: []Role{Manager}}
	rules   = Program{
		Name: "Northwind Partners", Company: "Northwind Stays", Currency: "EUR", Zone: lisbon,
		Workdays: []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday},
		OpensAt:  9, ClosesAt: 18, ReapplyDays: 90,
		Markets:   []Choice{{"PT", "Portugal"}, {"ES", "Spain"}, {"DE", "Germany"}},
		Verticals: []Choice{{"hospitality", "Hospitality"}, {"transport", "Transport"}},
		Products:  []Choice{{"groups", "Group stays"}, {"corporate", "Corporate rates"}},
		Languages: []Choice{{"en", "English"}, {"pt", "Portuguese"}},
		Referral:  ReferralPolicy{AnswerWorkdays: 2, GenericDomains: []string{"gmail.com", "outlook.com", "hotmail.co.uk"}},
	}
)

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// moment is "2026-03-02 10:00" in Lisbon as an Instant.
func moment(text string) Instant {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, lisbon)
	if err != nil {
		panic(err)
	}
	return At(t)
}

func bluewater() Application {
	return Application{
		Company: "Bluewater Ferries", Site: "https://www.bluewater.example.com", Country: "PT", Vertical: "transport",
		Markets: []string{"PT", "ES"}, Languages: []string{"en"}, Audience: 120000, Contact: "Ines Park", Email: "ines@bluewater.example.com",
	}
}

// applied is a verified application of 2 March 2026.
func applied(t *testing.T) Partner {
	t.Helper()
	p, err := rules.Apply("p-1", bluewater(), Actor{}, moment("2026-03-02 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	return p.VerifyEmail(Actor{Name: "Ines Park"}, moment("2026-03-02 10:05"))
}

func active(t *testing.T) Partner {
	t.Helper()
	p, err := applied(t).Approve("u-lena", "Lena Ortiz", "", manager, moment("2026-03-04 09:00"))
	if err == nil {
		p, err = p.BeginOnboarding(manager, moment("2026-03-05 09:00"), "2026-03-05")
	}
	if err == nil {
		p, err = p.Activate("", manager, moment("2026-03-15 09:00"))
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPartnerTakesOnlyStepsOfItsPath(t *testing.T) {
	now := moment("2026-06-01 12:00")
	steps := map[string]func(Partner) (Partner, error){
		"review":  func(p Partner) (Partner, error) { return p.StartReview(manager, now) },
		"ask":     func(p Partner) (Partner, error) { return p.AskForMore("Which routes?", manager, now) },
		"reply":   func(p Partner) (Partner, error) { return p.Reply(rules, bluewater(), "All of them.", manager, now) },
		"approve": func(p Partner) (Partner, error) { return p.Approve("u-lena", "Lena", "", manager, now) },
		"decline": func(p Partner) (Partner, error) { return p.Decline("No overlap.", manager, now) },
		"begin":   func(p Partner) (Partner, error) { return p.BeginOnboarding(manager, now, "2026-06-01") },
		"active":  func(p Partner) (Partner, error) { return p.Activate("", manager, now) },
		"pause":   func(p Partner) (Partner, error) { return p.Pause("Rebranding.", manager, now) },
		"resume":  func(p Partner) (Partner, error) { return p.Resume("", manager, now) },
		"end":     func(p Partner) (Partner, error) { return p.End("Closed down.", manager, now) },
	}
	legal := map[PartnerState]map[string]PartnerState{
		PartnerApplied: {"review": PartnerInReview, "ask": PartnerChangesAsked, "approve": PartnerApproved, "decline": PartnerDeclined},
		PartnerInReview: {
			"ask": PartnerChangesAsked, "approve": PartnerApproved, "decline": PartnerDeclined,
		},
		PartnerChangesAsked: {"reply": PartnerInReview, "approve": PartnerApproved, "decline": PartnerDeclined},
		PartnerApproved:     {"begin": PartnerOnboarding, "end": PartnerEnded},
		PartnerOnboarding:   {"active": PartnerActive, "pause": PartnerPaused, "end": PartnerEnded},
		PartnerActive:       {"pause": PartnerPaused, "end": PartnerEnded},
		PartnerPaused:       {"resume": PartnerActive, "end": PartnerEnded},
		PartnerEnded:        {},
		PartnerDeclined:     {},
	}
	for _, state := range PartnerStates {
		for name, step := range steps {
			before := active(t)
			before.State = state
			after, err := step(before)
			want, ok := legal[state][name]
			if !ok {
				if KindOf(err) != Conflict || after.State != state || len(after.History) != len(before.History) {
					t.Errorf("%s from %s: got %s, %v; want a conflict that changes nothing", name, state, after.State, err)
				}
				continue
			}
			last := after.History[len(after.History)-1]
			if err != nil || after.State != want || last.To != string(want) || last.From != string(state) && name != "begin" || after.StateAt != now {
				t.Errorf("%s from %s: got %s, %v, last %+v; want %s", name, state, after.State, err, last, want)
			}
		}
	}
}

func TestAStepNeedsItsReason(t *testing.T) {
	p := applied(t)
	for name, step := range map[string]func() (Partner, error){
		"decline": func() (Partner, error) { return p.Decline("  ", manager, moment("2026-03-03 10:00")) },
		"ask":     func() (Partner, error) { return p.AskForMore("", manager, moment("2026-03-03 10:00")) },
		"pause":   func() (Partner, error) { return active(t).Pause("", manager, moment("2026-05-03 10:00")) },
		"end":     func() (Partner, error) { return active(t).End("\n", manager, moment("2026-05-03 10:00")) },
		"approve": func() (Partner, error) { return p.Approve("", "", "", manager, moment("2026-03-03 10:00")) },
		"long": func() (Partner, error) {
			return p.Decline(strings.Repeat("é", 2001), manager, moment("2026-03-03 10:00"))
		},
	} {
		if _, err := step(); KindOf(err) != Invalid {
			t.Errorf("%s: got %v, want Invalid", name, err)
		}
	}
}

func TestNobodyDecidesBeforeTheAddressIsVerified(t *testing.T) {
	p, err := rules.Apply("p-1", bluewater(), Actor{}, moment("2026-03-02 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.StartReview(manager, moment("2026-03-02 11:00")); KindOf(err) != Conflict {
		t.Errorf("review: got %v, want a conflict", err)
	}
	if _, err := p.Approve("u-lena", "Lena", "", manager, moment("2026-03-02 11:00")); KindOf(err) != Conflict {
		t.Errorf("approve: got %v, want a conflict", err)
	}
	verified := p.VerifyEmail(Actor{}, moment("2026-03-02 11:00"))
	again := verified.VerifyEmail(Actor{}, moment("2026-03-02 12:00"))
	if again.EmailVerifiedAt != moment("2026-03-02 11:00") || len(again.History) != len(verified.History) {
		t.Errorf("verified twice: got %s and %d changes", again.EmailVerifiedAt, len(again.History))
	}
}

func TestDeclinedCompanyAppliesAgainAfterTheWait(t *testing.T) {
	p, err := applied(t).Decline("No overlap.", manager, moment("2026-03-04 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	if got := p.ReapplyOn(rules); got != "2026-06-02" {
		t.Errorf("may apply again on %s, want 2026-06-02", got)
	}
	if err := p.MayReapply(rules, "2026-06-01"); KindOf(err) != Conflict || !strings.Contains(err.Error(), "2 June 2026") {
		t.Errorf("a day early: got %v", err)
	}
	if err := p.MayReapply(rules, "2026-06-02"); err != nil {
		t.Errorf("on the day: got %v", err)
	}
	if err := applied(t).MayReapply(rules, "2027-06-02"); KindOf(err) != Conflict {
		t.Errorf("a second open application: got %v, want a conflict", err)
	}
	if err := active(t).MayReapply(rules, "2027-06-02"); KindOf(err) != Conflict {
		t.Errorf("an application of a partner: got %v, want a conflict", err)
	}
}

func TestPausedOrEndedPartnerStopsEarning(t *testing.T) {
	p := active(t)
	step := func(next Partner, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		p = next
	}
	step(p.Pause("Rebranding.", manager, moment("2026-05-10 23:30")))
	step(p.Resume("", manager, moment("2026-05-20 08:00")))
	step(p.End("Closed down.", manager, moment("2026-07-01 10:00")))
	for _, c := range []struct {
		day  Date
		want string
	}{
		{"2026-03-03", "not a partner yet"},
		{"2026-03-04", ""},
		{"2026-05-10", ""},
		{"2026-05-11", "paused on 10 May 2026"},
		{"2026-05-19", "paused"},
		{"2026-05-20", ""},
		{"2026-07-01", ""},
		{"2026-07-02", "left the program on 1 July 2026"},
	} {
		if got := p.Stopped(c.day, lisbon); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.day, got, c.want)
		}
	}
}

func TestAnOlderPartnerValueStaysAsItWas(t *testing.T) {
	p := active(t)
	history, tiers := slices.Clone(p.History), slices.Clone(p.Tiers)
	a, _ := p.Pause("One.", manager, moment("2026-05-01 10:00"))
	b, _ := p.Pause("Two.", manager, moment("2026-05-02 10:00"))
	if a.ReasonOf(PartnerPausedEvent) != "One." || b.ReasonOf(PartnerPausedEvent) != "Two." {
		t.Errorf("two branches share a history: %q, %q", a.ReasonOf(PartnerPausedEvent), b.ReasonOf(PartnerPausedEvent))
	}
	if len(p.History) != len(history) || len(p.Tiers) != len(tiers) {
		t.Error("the value that the steps started from has changed")
	}
}
