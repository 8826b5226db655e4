package portal

import (
	"slices"
	"strings"
	"time"
)

// TaskState is where an onboarding task stands.
type TaskState string

const (
	TaskOpen    TaskState = "open"
	TaskDone    TaskState = "done"
	TaskOverdue TaskState = "overdue"
)

// Label is the state as people read it.
func (s TaskState) Label() string {
	switch s {
	case TaskOpen:
		return "Open"
	case TaskDone:
		return "Done"
	case TaskOverdue:
		return "Overdue"
	}
	return string(s)
}

// Onboarding is a partner's sprint as of a day.
type Onboarding struct {
	Started  bool // false before the sprint begins; the days are "" then
	Start    Date // day 1
	Deadline Date // the last day of the sprint
	Day      int  // 1 on the first day; may be above Days
	Days     int
	Lanes    []LaneProgress
	Done     int
	Total    int
	Overdue  int
	Next     *TaskProgress // what to do next, the partner's own first by due day; nil when nothing is open
	Complete bool          // every task is done
	EndedOn  Date          // the day the last task was done, "" before
	OnTime   bool          // complete by the deadline
	Late     bool          // not complete and past the deadline
}

// LaneProgress is one lane with its tasks by due day.
type LaneProgress struct {
	Lane
	Tasks []TaskProgress
	Done  int
}

// TaskProgress is one task of one partner.
type TaskProgress struct {
	TaskPlan
	State  TaskState
	Due    Date
	DoneAt Instant
	ByName string // who did it
}

// Percent is the share of tasks done, rounded down.
func (o Onboarding) Percent() int {
	if o.Total == 0 {
		return 100
	}
	return o.Done * 100 / o.Total
}

// DaysLeft is how many days the sprint still has, today included; negative when it is past.
func (o Onboarding) DaysLeft() int { return o.Days - o.Day + 1 }

// Onboarding is how far a partner is on a day. A task of the plan that no partner
// did yet is open, also when the plan gained it after the sprint began.
func (p Program) OnboardingOf(partner Partner, today Date) Onboarding {
	plan := p.Onboarding
	o := Onboarding{Days: plan.Days, Total: len(plan.Tasks)}
	if partner.OnboardingStartedAt != "" {
		o.Started = true
		o.Start = partner.OnboardingStartedAt.Day(p.zone())
		o.Deadline = o.Start.AddDays(plan.Days - 1)
		o.Day = o.Start.DaysUntil(today) + 1
	}
	var last Instant
	for _, lane := range plan.Lanes {
		row := LaneProgress{Lane: lane}
		for _, task := range plan.Tasks {
			if task.Lane != lane.Key {
				continue
			}
			t := TaskProgress{TaskPlan: task, State: TaskOpen}
			if o.Started {
				t.Due = o.Start.AddDays(task.Day - 1)
			}
			if done, ok := partner.did(task.Key); ok {
				t.State, t.DoneAt, t.ByName = TaskDone, done.At, done.ByName
				row.Done++
				o.Done++
				last = max(last, done.At)
			} else if o.Started && today > t.Due {
				t.State = TaskOverdue
				o.Overdue++
			}
			row.Tasks = append(row.Tasks, t)
		}
		slices.SortStableFunc(row.Tasks, func(a, b TaskProgress) int { return a.Day - b.Day })
		o.Lanes = append(o.Lanes, row)
	}
	o.Next = o.next()
	if o.Complete = o.Done == o.Total; o.Complete {
		o.EndedOn = max(last.Day(p.zone()), o.Start)
	}
	o.OnTime = o.Started && o.Complete && o.EndedOn <= o.Deadline
	o.Late = o.Started && !o.Complete && today > o.Deadline
	return o
}

// next is the open task that is due first: the partner's own before the staff's.
func (o Onboarding) next() *TaskProgress {
	var best *TaskProgress
	for _, lane := range o.Lanes {
		for _, t := range lane.Tasks {
			if t.State == TaskDone {
				continue
			}
			if best == nil || best.Staff && !t.Staff || best.Staff == t.Staff && t.Day < best.Day {
				best = &t
			}
		}
	}
	return best
}

// did returns the record of a task that is done.
func (p Partner) did(task string) (DoneTask, bool) {
	i := slices.IndexFunc(p.Done, func(d DoneTask) bool { return d.Task == task })
	if i < 0 {
		return DoneTask{}, false
	}
	return p.Done[i], true
}

// Did reports whether a task is done.
func (p Partner) Did(task string) bool {
	_, ok := p.did(task)
	return ok
}

// CompleteByEvent does the open tasks that an event of this kind completes, and
// reports whether there was one. What happened before the sprint began counts too.
func (p Partner) CompleteByEvent(plan OnboardingPlan, kind, event string, by Actor, now Instant) (Partner, bool) {
	if !p.State.Member() || p.State == PartnerEnded {
		return p, false
	}
	found := false
	for _, task := range plan.Tasks {
		if task.Event == kind && kind != "" && !p.Did(task.Key) {
			p.Done = append(slices.Clone(p.Done), DoneTask{Task: task.Key, At: now, By: by.User, ByName: by.Name, Cause: event})
			found = true
		}
	}
	if found {
		p = p.onboarded(plan, by, now)
	}
	return p, found
}

// Tick marks a task as done by a person. A partner ticks its own tasks that no
// event completes; staff may tick any, for what was done outside the portal.
func (p Partner) Tick(plan OnboardingPlan, task string, by Actor, now Instant) (Partner, error) {
	i := slices.IndexFunc(plan.Tasks, func(t TaskPlan) bool { return t.Key == task })
	if i < 0 {
		return p, Errorf(NotFound, "There is no such task.")
	}
	if p.State != PartnerOnboarding && p.State != PartnerActive && p.State != PartnerApproved {
		return p, Errorf(Conflict, "%s is %s, so its onboarding tasks rest.", p.named(), strings.ToLower(p.State.Label()))
	}
	if p.Did(task) {
		return p, nil
	}
	switch t := plan.Tasks[i]; {
	case by.Staff():
	case t.Staff:
		return p, Errorf(Conflict, "Your specialist ticks this task.")
	case t.Event != "":
		return p, Errorf(Conflict, "This task ticks itself when it is done.")
	}
	p.Done = append(slices.Clone(p.Done), DoneTask{Task: task, At: now, By: by.User, ByName: by.Name})
	p = p.happened(PartnerTaskEvent, by, now, "", map[string]string{"task": task, "title": plan.Tasks[i].Title})
	return p.onboarded(plan, by, now), nil
}

// onboarded notes that the last task is done.
func (p Partner) onboarded(plan OnboardingPlan, by Actor, now Instant) Partner {
	if p.OnboardedAt != "" || slices.ContainsFunc(plan.Tasks, func(t TaskPlan) bool { return !p.Did(t.Key) }) {
		return p
	}
	p.OnboardedAt = now
	return p.happened(PartnerOnboardedEvent, by, now, "", nil)
}

// BookKickoff notes when the first call with the specialist takes place; it may be moved.
func (p Partner) BookKickoff(at Instant, by Actor, now Instant) (Partner, error) {
	if at <= now {
		return p, Problems{"kickoff": "Choose a time in the future."}.Err()
	}
	if at > now.Add(90*24*time.Hour) {
		return p, Problems{"kickoff": "Choose a time in the next three months."}.Err()
	}
	if p.State != PartnerApproved && !p.State.Working() {
		return p, Errorf(Conflict, "%s is %s, so there is no call to book.", p.named(), strings.ToLower(p.State.Label()))
	}
	p.KickoffAt = at
	return p.happened(PartnerKickoffEvent, by, now, "", map[string]string{"at": string(at)}), nil
}

// SetBaseline keeps the figures a partner starts from. They can be corrected until it is active.
func (p Partner) SetBaseline(b Baseline, by Actor, now Instant) (Partner, error) {
	problems := Problems{}
	for field, n := range map[string]int64{"audience": b.Audience, "monthly_reach": b.MonthlyReach, "bookings": b.Bookings} {
		if n < 0 || n > maxAudience {
			problems.Add(field, "Write a whole number, 0 when there is none.")
		}
	}
	if err := problems.Err(); err != nil {
		return p, err
	}
	if p.State == PartnerActive && p.Baseline.SetAt != "" {
		return p, Errorf(Conflict, "The baseline stays as it was when the partner became active.")
	}
	if p.State != PartnerApproved && !p.State.Working() {
		return p, Errorf(Conflict, "%s is %s, so it has no baseline to give.", p.named(), strings.ToLower(p.State.Label()))
	}
	b.SetAt = now
	p.Baseline = b
	return p.happened(PartnerBaselineEvent, by, now, "", nil), nil
}

// ChangeProfile corrects what the company says about itself. The site's domain
// and the verified address stay: each takes its own way.
func (p Partner) ChangeProfile(rules Program, in Application, by Actor, now Instant) (Partner, error) {
	if !p.State.Member() || p.State == PartnerEnded {
		return p, Errorf(Conflict, "%s is %s, so its profile rests.", p.named(), strings.ToLower(p.State.Label()))
	}
	in.Email, in.HeardFrom = p.Email, p.HeardFrom
	clean, err := rules.CheckApplication(in)
	if err != nil {
		return p, err
	}
	if clean.Domain != p.Domain {
		return p, Problems{"site": "The site has to stay under " + p.Domain + ". Write to us when the company moves."}.Err()
	}
	p.Application = clean
	return p.happened(PartnerProfileEvent, by, now, "", nil), nil
}
