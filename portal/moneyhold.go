package portal

// MoneyHold keeps a partner's payouts back while somebody looks into a suspicion.
// What it earns goes on being booked; the reason is for staff.
type MoneyHold struct {
	Reason string  `json:"reason"`
	By     UserID  `json:"by"`
	ByName string  `json:"by_name"`
	At     Instant `json:"at"`
}

// Frozen reports whether the partner's payouts are held back.
func (p Partner) Frozen() bool { return p.MoneyHold.At != "" }

// FreezeMoney holds the partner's payouts back until [Partner.ReleaseMoney]. It needs a reason.
func (p Partner) FreezeMoney(why string, by Actor, now Instant) (Partner, error) {
	why, err := reason("reason", why, "Say what is suspected; only staff read it.")
	switch {
	case err != nil:
		return p, err
	case p.ApprovedAt == "":
		return p, Errorf(Conflict, "%s has no money in the program.", p.named())
	case p.Frozen():
		return p, Errorf(Conflict, "The payouts of %s are held back already.", p.named())
	}
	p = p.happened(PartnerFrozenEvent, by, now, why, nil)
	p.MoneyHold = MoneyHold{Reason: why, By: by.User, ByName: by.Name, At: now}
	return p, nil
}

// ReleaseMoney lets the partner be paid again. It needs what was found.
func (p Partner) ReleaseMoney(why string, by Actor, now Instant) (Partner, error) {
	why, err := reason("reason", why, "Say what was found.")
	switch {
	case err != nil:
		return p, err
	case !p.Frozen():
		return p, Errorf(Conflict, "The payouts of %s are not held back.", p.named())
	}
	p = p.happened(PartnerReleasedEvent, by, now, why, nil)
	p.MoneyHold = MoneyHold{}
	return p, nil
}
