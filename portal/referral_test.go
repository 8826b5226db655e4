package portal

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var (
	rita     = Actor{User: "u-rita", Name: "Rita Costa", Partner: "p-1", Roles: []Role{PartnerMember}}
	standard = Terms{Version: "standard-2026-01", ProtectDays: 90, ExtendDays: 30}
	contract = Contract{Value: Amount(1200000, "EUR"), Start: "2026-05-01", TermMonths: 12, Product: "groups"}
)

func miramarLead() ReferralInput {
	return ReferralInput{Lead: Lead{
		Company: "Hotel Miramar, Lda.", Contact: "Ana Reis", Email: "ana@miramar.pt", Country: "PT",
		Need: "40 rooms a month for ferry crews", Product: "groups", Value: Amount(1200000, "EUR"), CloseBy: "2026-06-30", Consent: true,
	}, Source: FromForm}
}

// referred was submitted on Friday 20 March 2026 at 15:00.
func referred(t *testing.T) Referral {
	t.Helper()
	r, err := rules.Refer("01J0000000000000008F3KQ2", active(t), miramarLead(), standard, rita, moment("2026-03-20 15:00"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReferralStartsProtectedWithItsClock(t *testing.T) {
	r := referred(t)
	if r.State != ReferralSubmitted || r.ProtectedUntil != "2026-06-18" || r.AnswerBy != moment("2026-03-24 15:00") || r.Domain != "miramar.pt" || r.Number() != "R-8F3KQ2" {
		t.Errorf("got %s until %s, answer by %s, domain %s, %s", r.State, r.ProtectedUntil, r.AnswerBy, r.Domain, r.Number())
	}
	if len(r.LeadKeys) != 3 || r.Terms != "standard-2026-01" || r.PartnerName != "Bluewater Ferries" {
		t.Errorf("got %d keys, terms %s, partner %s", len(r.LeadKeys), r.Terms, r.PartnerName)
	}
	if r.Breached(moment("2026-03-24 15:00")) || !r.Breached(moment("2026-03-24 15:01")) {
		t.Error("the clock is breached after the moment it names, not before")
	}
}

func TestEachStageExtendsTheProtectionOnce(t *testing.T) {
	r := referred(t)
	r, err := r.Accept(manager, moment("2026-03-23 10:00"), "2026-03-23")
	if err != nil || r.ProtectedUntil != "2026-07-18" || r.Owner != manager.User || r.Breached(moment("2027-01-01 00:00")) {
		t.Fatalf("accepted: %v, until %s, want 2026-07-18", err, r.ProtectedUntil)
	}
	accepted := r
	r, err = r.Qualify("Met them.", manager, moment("2026-04-01 10:00"), "2026-04-01")
	if err != nil || r.ProtectedUntil != "2026-08-17" {
		t.Fatalf("qualified: %v, until %s, want 2026-08-17", err, r.ProtectedUntil)
	}
	if accepted.ProtectedUntil != "2026-07-18" || len(accepted.Extended) != 1 || accepted.History[len(accepted.History)-1].Data["until"] != "2026-07-18" {
		t.Error("the value before the step has changed")
	}
	won, err := r.Win(rules, contract, manager, moment("2026-04-20 10:00"), "2026-04-20")
	if err != nil || won.Contract == nil || won.Deal().ContractStart != "2026-05-01" || won.WonAt != moment("2026-04-20 10:00") {
		t.Fatalf("won: %v, %+v", err, won.Contract)
	}
}

func TestProtectionStopsAtItsCeiling(t *testing.T) {
	capped := rules
	capped.Referral.MaxProtectDays = 100
	r, err := capped.Refer("r-1", active(t), miramarLead(), standard, rita, moment("2026-03-20 15:00"))
	if err != nil || r.ProtectedUntil != "2026-06-18" {
		t.Fatalf("%v, until %s", err, r.ProtectedUntil)
	}
	if r, err = r.Accept(manager, moment("2026-03-23 10:00"), "2026-03-23"); err != nil || r.ProtectedUntil != "2026-06-28" {
		t.Errorf("%v, until %s, want 100 days: 2026-06-28", err, r.ProtectedUntil)
	}
}

func TestReferralTakesOnlyStepsOfItsPath(t *testing.T) {
	now, today := moment("2026-04-20 10:00"), Date("2026-04-20")
	steps := map[string]func(Referral) (Referral, error){
		"accept":    func(r Referral) (Referral, error) { return r.Accept(manager, now, today) },
		"qualify":   func(r Referral) (Referral, error) { return r.Qualify("", manager, now, today) },
		"win":       func(r Referral) (Referral, error) { return r.Win(rules, contract, manager, now, today) },
		"lose":      func(r Referral) (Referral, error) { return r.Lose("Chose another.", manager, now) },
		"reject":    func(r Referral) (Referral, error) { return r.Reject("Not a hotel.", manager, now) },
		"duplicate": func(r Referral) (Referral, error) { return r.MarkDuplicate("r-0", System("Lead check"), now) },
		"expire":    func(r Referral) (Referral, error) { return r.Expire(System("Protection"), now, "2026-12-31") },
		"reinstate": func(r Referral) (Referral, error) {
			return r.Reinstate(rules, "They met first.", manager, now, today)
		},
	}
	legal := map[ReferralState]map[string]ReferralState{
		ReferralSubmitted: {
			"accept": ReferralAccepted, "reject": ReferralRejected, "duplicate": ReferralDuplicate, "expire": ReferralExpired,
		},
		ReferralAccepted:  {"qualify": ReferralQualified, "lose": ReferralLost, "expire": ReferralExpired},
		ReferralQualified: {"win": ReferralWon, "lose": ReferralLost, "expire": ReferralExpired},
		ReferralWon:       {},
		ReferralLost:      {"reinstate": ReferralSubmitted}, ReferralRejected: {"reinstate": ReferralSubmitted},
		ReferralDuplicate: {"reinstate": ReferralSubmitted}, ReferralExpired: {"reinstate": ReferralSubmitted},
	}
	for _, state := range ReferralStates {
		for name, step := range steps {
			before := referred(t)
			before.State = state
			after, err := step(before)
			want, ok := legal[state][name]
			if !ok {
				if KindOf(err) != Conflict || after.State != state || len(after.History) != 1 {
					t.Errorf("%s from %s: got %s, %v; want a conflict that changes nothing", name, state, after.State, err)
				}
				continue
			}
			if last := after.History[len(after.History)-1]; err != nil || after.State != want || last.From != string(state) || last.To != string(want) {
				t.Errorf("%s from %s: got %s, %v; want %s", name, state, after.State, err, want)
			}
		}
	}
}

func TestProtectionEndsAfterItsLastDay(t *testing.T) {
	r := referred(t)
	if _, err := r.Expire(System("Protection"), moment("2026-06-18 23:00"), "2026-06-18"); KindOf(err) != Conflict {
		t.Errorf("on the last protected day: got %v, want a conflict", err)
	}
	if _, err := r.Accept(manager, moment("2026-06-19 09:00"), "2026-06-19"); KindOf(err) != Conflict {
		t.Errorf("accepted a day late: got %v, want a conflict", err)
	}
	gone, err := r.Expire(System("Protection"), moment("2026-06-19 00:05"), "2026-06-19")
	if err != nil || gone.State != ReferralExpired || gone.State.HoldsLead() {
		t.Errorf("a day later: got %s, %v", gone.State, err)
	}
	back, err := gone.Reinstate(rules, "They signed yesterday.", manager, moment("2026-06-22 09:00"), "2026-06-22")
	if err != nil || back.ProtectedUntil != "2026-09-20" || back.AnswerBy != moment("2026-06-23 18:00") || back.Answered() {
		t.Errorf("reinstated: %v until %s, answer by %s", err, back.ProtectedUntil, back.AnswerBy)
	}
}

func TestPartnerNeverLearnsWhoseDuplicateItIs(t *testing.T) {
	r, err := referred(t).MarkDuplicate("01J00000000000000SECRET", System("Lead check"), moment("2026-03-20 15:00"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range r.Story(false) {
		if strings.Contains(line.Text+line.Reason+line.Who, "SECRET") || strings.Contains(line.Text+line.Reason, "R-") {
			t.Errorf("the partner reads %+v", line)
		}
	}
	for _, change := range r.History {
		for _, value := range change.Data {
			if strings.Contains(value, "SECRET") {
				t.Errorf("the history carries %v", change.Data)
			}
		}
	}
	if last := r.Story(true)[1]; last.Text != "Duplicate of R-SECRET." {
		t.Errorf("staff reads %q", last.Text)
	}
	if r.ProtectedUntil != "" {
		t.Errorf("a duplicate is protected until %s", r.ProtectedUntil)
	}
}

func TestStorySaysWhatHappened(t *testing.T) {
	r := referred(t)
	r, _ = r.Accept(manager, moment("2026-03-23 10:00"), "2026-03-23")
	r, _ = r.Qualify("Met them on site.", manager, moment("2026-04-01 10:00"), "2026-04-01")
	r, _ = r.Win(rules, contract, manager, moment("2026-04-20 10:00"), "2026-04-20")
	var got []string
	for _, line := range r.Story(false) {
		got = append(got, line.Who+": "+line.Text+line.Reason)
	}
	want := []string{
		"Rita Costa: Submitted. The lead is protected until 18 June 2026.",
		"Mara Silva: Accepted. The lead is protected until 18 July 2026.",
		"Mara Silva: Qualified: the need is real. The lead is protected until 17 August 2026.Met them on site.",
		"Mara Silva: Won: a contract of €12,000.00 from 1 May 2026.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLeadSaysEverythingThatIsWrong(t *testing.T) {
	_, err := rules.CheckLead(ReferralInput{Lead: Lead{Value: Amount(-1, "EUR"), CloseBy: "soon"}}, "2026-03-20")
	want := []string{"close_by", "company", "consent", "contact", "country", "email", "need", "product", "value"}
	if diff := cmp.Diff(want, fields(err)); diff != "" {
		t.Error(diff)
	}
	for field, spoil := range map[string]func(*ReferralInput){
		"consent":  func(in *ReferralInput) { in.Consent = false },
		"close_by": func(in *ReferralInput) { in.CloseBy = "2026-03-19" },
		"site":     func(in *ReferralInput) { in.Site = "miramar" },
		"value":    func(in *ReferralInput) { in.Value = Amount(100, "XXX") },
		"product":  func(in *ReferralInput) { in.Product = "yachts" },
		"company":  func(in *ReferralInput) { in.Company = "---" },
		"need":     func(in *ReferralInput) { in.Need = "" },
	} {
		in := miramarLead()
		spoil(&in)
		if _, err := rules.CheckLead(in, "2026-03-20"); !slices.Equal(fields(err), []string{field}) {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func TestEstimateIsReadAsItIsTyped(t *testing.T) {
	in := miramarLead()
	in.Estimate, in.Value = "1,234.5", Money{Currency: "EUR"}
	if lead, err := rules.CheckLead(in, "2026-03-20"); err != nil || lead.Value != Amount(123450, "EUR") {
		t.Errorf("got %v, %v", lead.Value, err)
	}
	in.Estimate = "about a thousand"
	if _, err := rules.CheckLead(in, "2026-03-20"); !slices.Equal(fields(err), []string{"value"}) {
		t.Errorf("got %v", err)
	}
	in.Estimate = ""
	if lead, err := rules.CheckLead(in, "2026-03-20"); err != nil || lead.Value != (Money{}) {
		t.Errorf("without one: got %v, %v", lead.Value, err)
	}
	typed := ContractInput{Value: "12,000", Currency: "EUR", Start: "2026-05-01", TermMonths: 12, Product: "groups"}
	if got := typed.Contract(); got != contract {
		t.Errorf("got %+v", got)
	}
	typed.Value = "twelve"
	if got := typed.Contract(); !got.Value.IsZero() {
		t.Errorf("got %+v", got)
	}
}

func TestContractHasToMakeSense(t *testing.T) {
	r := referred(t)
	r.State = ReferralQualified
	for field, spoil := range map[string]func(*Contract){
		"value":       func(c *Contract) { c.Value.Minor = 0 },
		"currency":    func(c *Contract) { c.Value.Currency = "EURO" },
		"start":       func(c *Contract) { c.Start = "2026-03-19" },
		"term_months": func(c *Contract) { c.TermMonths = 0 },
		"product":     func(c *Contract) { c.Product = "" },
	} {
		c := contract
		spoil(&c)
		if _, err := r.Win(rules, c, manager, moment("2026-04-20 10:00"), "2026-04-20"); !slices.Equal(fields(err), []string{field}) {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func TestOnlyAWorkingPartnerRefers(t *testing.T) {
	for _, state := range PartnerStates {
		p := active(t)
		p.State = state
		_, err := rules.Refer("r-1", p, miramarLead(), standard, rita, moment("2026-03-20 15:00"))
		if ok := state == PartnerOnboarding || state == PartnerActive; ok != (err == nil) || !ok && KindOf(err) != Conflict {
			t.Errorf("%s: got %v", state, err)
		}
	}
}

func TestProtectionOnlyGrowsWithinItsCeiling(t *testing.T) {
	partner := active(t)
	rapid.Check(t, func(t *rapid.T) {
		terms := Terms{Version: "v", ProtectDays: rapid.IntRange(0, 200).Draw(t, "protect"), ExtendDays: rapid.IntRange(0, 60).Draw(t, "extend")}
		p := rules
		p.Referral.MaxProtectDays = rapid.IntRange(0, 300).Draw(t, "ceiling")
		r, err := p.Refer("r-1", partner, miramarLead(), terms, rita, moment("2026-03-20 15:00"))
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			before := r
			if r.State == ReferralSubmitted {
				r, err = r.Accept(manager, moment("2026-03-20 16:00"), "2026-03-20")
			} else {
				r, err = r.Qualify("", manager, moment("2026-03-20 16:00"), "2026-03-20")
			}
			if r.ProtectedUntil < before.ProtectedUntil || err != nil && r.ProtectedUntil != before.ProtectedUntil {
				t.Fatalf("protection went from %s to %s (%v)", before.ProtectedUntil, r.ProtectedUntil, err)
			}
		}
		longest := terms.ProtectDays + 2*terms.ExtendDays
		if p.Referral.MaxProtectDays > 0 {
			longest = min(longest, p.Referral.MaxProtectDays)
		}
		if got := r.SubmittedOn.DaysUntil(r.ProtectedUntil); got > longest {
			t.Fatalf("protected for %d days, at most %d", got, longest)
		}
	})
}
