package portal

import (
	"strconv"
	"strings"
)

// ReferralChecks are what a manager looks at before answering a referral.
func (p Program) ReferralChecks(r Referral, today Date) []Check {
	var checks []Check
	add := func(ok bool, text string) { checks = append(checks, Check{OK: ok, Text: text}) }
	_, host, _ := strings.Cut(r.Email, "@")
	writes, _ := RegistrableDomain(host)
	switch {
	case r.Domain == "":
		add(false, "Nothing ties the contact to the company: the address is of a mail service, and no website was given.")
	case p.Referral.Generic(writes):
		add(false, "The contact writes from a mail service, not from "+r.Domain+".")
	case writes != r.Domain:
		add(false, "The contact writes from "+writes+", not from "+r.Domain+".")
	default:
		add(true, "The contact writes from "+r.Domain+".")
	}
	add(r.Consent, "The contact agreed to be contacted.")
	if r.Value.IsZero() {
		add(false, "Nobody estimated what it is worth.")
	}
	if days := today.DaysUntil(r.CloseBy); r.CloseBy != "" && days < 14 {
		add(false, "They decide by "+r.CloseBy.Long()+".")
	}
	for _, c := range r.History {
		if c.Kind == ReferralReinstatedEvent {
			add(false, "It was closed before, and counts after all since "+c.At.Day(p.zone()).Long()+".")
		}
	}
	return checks
}

// ExtensionChecks are what a manager looks at before answering a request for a longer protection.
func ExtensionChecks(r Referral, today Date) []Check {
	left := today.DaysUntil(r.ProtectedUntil) + 1
	checks := []Check{{OK: left > 0, Text: "The protection holds for " + counted(left, "more day") + "."}}
	if left <= 0 {
		checks[0].Text = "The protection was over on " + r.ProtectedUntil.Long() + "; the lead expires when this is declined."
	}
	until := r.ExtendedUntil(today)
	if days := r.ProtectedUntil.DaysUntil(until); days < r.ExtendDays {
		checks = append(checks, Check{Text: "The ceiling of the protection leaves " + counted(days, "day") + ", until " + until.Long() + "."})
	} else {
		checks = append(checks, Check{OK: true, Text: "Granted, it holds until " + until.Long() + "."})
	}
	if n := len(r.Extended); n > 0 {
		checks = append(checks, Check{OK: true, Text: "Steps have extended it " + counted(n, "time") + " so far."})
	}
	return checks
}

// BatchChecks are what the second person looks at before approving a batch.
func BatchChecks(b Batch, who UserID) []Check {
	sum := Amount(0, b.Currency)
	for _, line := range b.Lines {
		sum = sum.Add(line.Total)
	}
	checks := []Check{{OK: sum == b.Total, Text: "Its lines add up to " + sum.String() + "."}}
	if b.PreparedBy == who {
		checks = append(checks, Check{Text: "You prepared it, so another person approves it."})
	} else {
		checks = append(checks, Check{OK: true, Text: b.PreparedByName() + " prepared it, and you are another person."})
	}
	if len(b.LeftOut) > 0 {
		checks = append(checks, Check{Text: "Left out, with money waiting: " + count(len(b.LeftOut), "partner") + ". The batch says why."})
	}
	return checks
}

// SprintChecks are an onboarding's tasks, what is overdue first.
func SprintChecks(o Onboarding) []Check {
	var checks, open []Check
	done := 0
	for _, lane := range o.Lanes {
		for _, task := range lane.Tasks {
			switch task.State {
			case TaskOverdue:
				checks = append(checks, Check{Text: task.Title + ": was due " + task.Due.Long()})
			case TaskOpen:
				open = append(open, Check{Text: task.Title + ": not done yet"})
			case TaskDone:
				done++
			}
		}
	}
	return append(append(checks, open...), Check{OK: true, Text: strconv.Itoa(done) + " of " + count(o.Total, "task") + " done"})
}
