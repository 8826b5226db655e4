package portal

import (
	"slices"
	"strings"
)

// ProposeAddendum adds an addendum for a second person to approve. The agreement has
// passed [Program.CheckAgreement]. One that waits has to be decided or withdrawn first.
func (p Partner) ProposeAddendum(in Agreement, by Actor, now Instant) (Partner, error) {
	if !p.State.Member() || p.State == PartnerEnded {
		return p, Errorf(Conflict, "%s is %s, so there is nothing to agree with it.", p.named(), strings.ToLower(p.State.Label()))
	}
	for _, a := range p.Addenda {
		if a.State.Open() {
			return p, Errorf(Conflict, "Addendum %s still waits for a decision. Withdraw it first, or wait for it.", a.Name())
		}
	}
	a := Addendum{Number: len(p.Addenda) + 1, State: AddendumProposed, Agreement: in, SHA256: in.hash(), By: by.User, ByName: by.Name, At: now}
	p.Addenda = append(slices.Clone(p.Addenda), a)
	return p.happened(AddendumProposedEvent, by, now, "", a.data()), nil
}

func (a Addendum) data() map[string]string {
	return map[string]string{"addendum": a.Name(), "from": string(a.From), "sha256": a.SHA256}
}

// ApproveAddendum offers it to the partner. Whoever proposed it may not.
func (p Partner) ApproveAddendum(number int, by Actor, now Instant, today Date) (Partner, error) {
	return p.decideAddendum(number, AddendumProposed, AddendumApproved, AddendumApprovedEvent, "", by, now, func(a *Addendum) error {
		if by.User == "" || by.System {
			return Errorf(Conflict, "An addendum is approved by a person.")
		}
		if by.User == a.By {
			return Errorf(Conflict, "You proposed this addendum, so another person has to approve it.")
		}
		if a.Until != "" && a.Until < today {
			return Errorf(Conflict, "The last day of this addendum has passed. Propose another one.")
		}
		a.ApprovedBy = by.Name
		return nil
	})
}

// RefuseAddendum is a second person saying no, with a reason for who proposed it.
func (p Partner) RefuseAddendum(number int, why string, by Actor, now Instant) (Partner, error) {
	why, err := reason("why", why, "Say why, for the person who proposed it.")
	if err != nil {
		return p, err
	}
	return p.decideAddendum(number, AddendumProposed, AddendumRefused, AddendumRefusedEvent, why, by, now, func(a *Addendum) error {
		if by.User == a.By {
			return Errorf(Conflict, "You proposed this addendum; withdraw it instead.")
		}
		return nil
	})
}

// WithdrawAddendum takes it back, by anybody who could have proposed it, until the partner has decided.
func (p Partner) WithdrawAddendum(number int, by Actor, now Instant) (Partner, error) {
	from := AddendumProposed
	if a, err := p.Addendum(number); err == nil && a.State == AddendumApproved {
		from = AddendumApproved
	}
	return p.decideAddendum(number, from, AddendumWithdrawn, AddendumWithdrawnEvent, "", by, now, func(*Addendum) error { return nil })
}

// AcceptAddendum is the partner agreeing to the text with this fingerprint. It counts
// from today at the earliest. Accepting again changes nothing.
func (p Partner) AcceptAddendum(number int, sha256 string, by Actor, now Instant, today Date) (Partner, error) {
	if a, err := p.Addendum(number); err == nil && a.State == AddendumAccepted && strings.EqualFold(a.SHA256, sha256) {
		return p, nil
	}
	if p.TermsVersion == "" {
		return p, Errorf(Conflict, "Accept the partner terms first; an addendum adds to them.")
	}
	return p.decideAddendum(number, AddendumApproved, AddendumAccepted, AddendumAcceptedEvent, "", by, now, func(a *Addendum) error {
		if !strings.EqualFold(a.SHA256, sha256) {
			return Errorf(Conflict, "This is not the text of the addendum. Read it again before you accept.")
		}
		if a.Until != "" && a.Until < today {
			return Errorf(Conflict, "The last day of this addendum has passed, so it cannot be accepted any more. Ask us for another one.")
		}
		a.AcceptedBy, a.AcceptedOn = by.Name, today
		return nil
	})
}

// DeclineAddendum is the partner saying no, with a reason.
func (p Partner) DeclineAddendum(number int, why string, by Actor, now Instant) (Partner, error) {
	why, err := reason("why", why, "Say why, so that we can make another offer.")
	if err != nil {
		return p, err
	}
	return p.decideAddendum(number, AddendumApproved, AddendumDeclined, AddendumDeclinedEvent, why, by, now, func(*Addendum) error { return nil })
}

func (p Partner) decideAddendum(number int, from, to AddendumState, kind, why string, by Actor, now Instant, check func(*Addendum) error) (Partner, error) {
	a, err := p.Addendum(number)
	if err != nil {
		return p, err
	}
	if a.State != from {
		return p, Errorf(Conflict, "Addendum %s: %s, so this step is not possible now.", a.Name(), strings.ToLower(a.State.Label()))
	}
	if p.State == PartnerEnded {
		return p, Errorf(Conflict, "%s has left the program.", p.named())
	}
	if err := check(&a); err != nil {
		return p, err
	}
	a.State, a.Why = to, why
	p.Addenda = slices.Clone(p.Addenda)
	p.Addenda[number-1] = a
	return p.happened(kind, by, now, why, a.data()), nil
}
