package portal

// OfPartner reports an obstacle that the partner itself can take away.
func (o Obstacle) OfPartner() bool {
	switch o {
	case ObstacleTerms, ObstacleDetails, ObstacleTax, ObstacleAddress:
		return true
	case ObstacleFrozen, ObstacleWait, ObstacleNegative, ObstacleEven, ObstacleMinimum:
	}
	return false
}

// Reminded is when the partner was last reminded of what keeps it from being paid; the
// zero change when it never was.
func (p Partner) Reminded() Change {
	for i := len(p.History) - 1; i >= 0; i-- {
		if p.History[i].Kind == PartnerPayRemindedEvent {
			return p.History[i]
		}
	}
	return Change{}
}

// RemindToBePaid asks the partner's admins to take away what keeps it from being paid, once
// a day at most; Conflict when they were asked today, or cannot do anything about it.
func (p Partner) RemindToBePaid(rules Program, obstacle Obstacle, why string, by Actor, now Instant) (Partner, error) {
	if !obstacle.OfPartner() {
		return p, Errorf(Conflict, "%s can do nothing about it. %s", p.named(), why)
	}
	if last := p.Reminded(); last.At != "" && last.At.Day(rules.zone()) == now.Day(rules.zone()) {
		return p, Errorf(Conflict, "%s has reminded %s today already.", last.ByName, p.named())
	}
	return p.happened(PartnerPayRemindedEvent, by, now, "", map[string]string{"obstacle": string(obstacle), "why": why}), nil
}
