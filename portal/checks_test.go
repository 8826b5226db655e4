package portal

import (
	"slices"
	"testing"
)

func texts(checks []Check, ok bool) (list []string) {
	for _, c := range checks {
		if c.OK == ok {
			list = append(list, c.Text)
		}
	}
	return list
}

func TestAReferralIsCheckedBeforeItIsAnswered(t *testing.T) {
	base := referred(t)
	with := func(change func(*Referral)) Referral {
		r := base
		change(&r)
		return r
	}
	for name, c := range map[string]struct {
		r    Referral
		want []string // to look at
	}{
		"sound":          {base, nil},
		"another domain": {with(func(r *Referral) { r.Email = "ana@agency.pt" }), []string{"The contact writes from agency.pt, not from miramar.pt."}},
		"a mail service": {with(func(r *Referral) { r.Email = "ana@gmail.com" }), []string{"The contact writes from a mail service, not from miramar.pt."}},
		"nothing ties": {with(func(r *Referral) { r.Email, r.Domain = "ana@gmail.com", "" }), []string{
			"Nothing ties the contact to the company: the address is of a mail service, and no website was given.",
		}},
		"no estimate": {with(func(r *Referral) { r.Value = Money{} }), []string{"Nobody estimated what it is worth."}},
		"soon":        {with(func(r *Referral) { r.CloseBy = "2026-03-30" }), []string{"They decide by 30 March 2026."}},
	} {
		got := rules.ReferralChecks(c.r, "2026-03-23")
		if !slices.Equal(texts(got, false), c.want) {
			t.Errorf("%s: %q, want %q", name, texts(got, false), c.want)
		}
	}
	if got := texts(rules.ReferralChecks(base, "2026-03-23"), true); !slices.Equal(got, []string{"The contact writes from miramar.pt.", "The contact agreed to be contacted."}) {
		t.Errorf("fine is %q", got)
	}
	rejected, err := base.Reject("No.", manager, moment("2026-03-23 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	back, err := rejected.Reinstate(rules, "Yes.", manager, moment("2026-03-24 10:00"), "2026-03-24")
	if err != nil || !slices.Contains(texts(rules.ReferralChecks(back, "2026-03-24"), false), "It was closed before, and counts after all since 24 March 2026.") {
		t.Errorf("a reinstated one: %v", err)
	}
}

func TestABatchIsCheckedBeforeItIsApproved(t *testing.T) {
	b := Batch{
		Currency: "EUR", PreparedBy: "u-fay", Total: Amount(30000, "EUR"), History: []Change{{ByName: "Fay Winter"}},
		Lines: []BatchLine{{Total: Amount(10000, "EUR")}, {Total: Amount(20000, "EUR")}},
	}
	if got := BatchChecks(b, "u-ada"); len(texts(got, false)) != 0 || len(got) != 2 {
		t.Errorf("sound: %+v", got)
	}
	if got := texts(BatchChecks(b, "u-fay"), false); !slices.Equal(got, []string{"You prepared it, so another person approves it."}) {
		t.Errorf("one's own: %q", got)
	}
	b.Total, b.LeftOut = Amount(1, "EUR"), []LeftOut{{}}
	if got := texts(BatchChecks(b, "u-ada"), false); len(got) != 2 {
		t.Errorf("a wrong total and one left out: %q", got)
	}
}

func TestASprintsOpenTasksAreListed(t *testing.T) {
	o := Onboarding{Total: 3, Lanes: []LaneProgress{{Tasks: []TaskProgress{
		{TaskPlan: TaskPlan{Title: "Read"}, State: TaskOpen}, {TaskPlan: TaskPlan{Title: "Sign"}, State: TaskOverdue, Due: "2026-03-02"}, {State: TaskDone},
	}}}}
	if got := SprintChecks(o); !slices.Equal(got, []Check{{Text: "Sign: was due 2 March 2026"}, {Text: "Read: not done yet"}, {OK: true, Text: "1 of 3 tasks done"}}) {
		t.Errorf("got %+v", got)
	}
}
