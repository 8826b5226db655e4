package portal

import "slices"

// Factor is a person's second factor: a time-based code, and recovery codes for
// the day the device is lost.
type Factor struct {
	Secret      string   `json:"secret"` // sealed
	ConfirmedAt Instant  `json:"confirmed_at"`
	Step        int64    `json:"step"`     // the time step of the last code that was taken: each is taken once
	Recovery    []string `json:"recovery"` // keyed hashes of the codes not used yet
}

// HasFactor reports whether signing in asks for a second factor.
func (u User) HasFactor() bool { return u.Factor != nil }

// FactorRound counts the second factors a person has had: the secret of the next
// one is made from it, so that it is another secret each time.
func (u User) FactorRound() int {
	n := 0
	for _, c := range u.History {
		if c.Kind == "user.factor_removed" {
			n++
		}
	}
	return n
}

// SetFactor turns the second factor on, once a first code has proved that the
// person's device has the secret: from now on signing in asks for it. The session in
// which it happens counts as having given it; the others end.
func (u User) SetFactor(sealed string, step int64, recovery []string, session string, by Actor, now Instant) (User, error) {
	if u.HasFactor() {
		return u, Errorf(Conflict, "Your second step is set up already. Remove it first to use another device.")
	}
	u.Factor = &Factor{Secret: sealed, ConfirmedAt: now, Step: step, Recovery: recovery}
	u = u.SignOutOthers(session)
	for i := range u.Sessions {
		u.Sessions[i].Factor = true
	}
	u.History = changed(u.History, "user.factor_set", "", "", by, now, "", nil)
	return u, nil
}

// TakeCode notes that the code of a time step was used; a code is good once.
func (u User) TakeCode(step int64) (User, bool) {
	if !u.HasFactor() || step <= u.Factor.Step {
		return u, false
	}
	next := *u.Factor
	next.Step = step
	u.Factor = &next
	return u, true
}

// TakeRecovery uses up one recovery code.
func (u User) TakeRecovery(hash string, now Instant) (User, bool) {
	if !u.HasFactor() || !slices.Contains(u.Factor.Recovery, hash) {
		return u, false
	}
	next := *u.Factor
	next.Recovery = slices.DeleteFunc(slices.Clone(next.Recovery), func(h string) bool { return h == hash })
	u.Factor = &next
	u.History = changed(u.History, "user.recovery_used", "", "", u.Actor(""), now, "", nil)
	return u, true
}

// RenewRecovery replaces the recovery codes.
func (u User) RenewRecovery(recovery []string, by Actor, now Instant) (User, error) {
	if !u.HasFactor() {
		return u, Errorf(Conflict, "Set up the second step first.")
	}
	next := *u.Factor
	next.Recovery = recovery
	u.Factor = &next
	u.History = changed(u.History, "user.recovery_renewed", "", "", by, now, "", nil)
	return u, nil
}

// DropFactor removes the second factor, by the person or by an admin for somebody
// who lost the device, and ends every session but the one kept.
func (u User) DropFactor(keep string, by Actor, now Instant) (User, error) {
	if u.Factor == nil {
		return u, Errorf(Conflict, "There is no second step to remove.")
	}
	u.Factor = nil
	u = u.SignOutOthers(keep)
	for i := range u.Sessions {
		u.Sessions[i].Factor = false
	}
	u.History = changed(u.History, "user.factor_removed", "", "", by, now, "", nil)
	return u, nil
}
