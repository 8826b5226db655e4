package program

import (
	"context"
	"time"

	"tandem/portal"
)

// exclusiveGuard is held by whoever looks whether an exclusivity is free and promises it, so
// that two of them never look at the same moment.
const exclusiveGuard = "exclusive|promise"

// exclusiveHeld is how long a promise takes at most: a guard that is older was left by a crash.
const exclusiveHeld = time.Minute

// alone does a step with an exclusivity while nobody else does one; a step without one needs
// no guard. Conflict when somebody else is at it.
func (p *Program) alone(ctx context.Context, in portal.Agreement, step func() error) (err error) {
	if in.Exclusive.Until == "" {
		return step()
	}
	me, now := p.newID(), p.Now()
	holder, err := p.store.Guards.Claim(ctx, exclusiveGuard, me, now)
	if err != nil {
		return err
	}
	if holder != me {
		held, err := p.store.Guards.Get(ctx, exclusiveGuard)
		if err != nil && portal.KindOf(err) != portal.NotFound {
			return err
		}
		if err != nil || held.At.Add(exclusiveHeld) > now {
			return portal.Errorf(portal.Conflict, "A colleague is promising an exclusivity just now. Try again in a moment.")
		}
		if err := p.store.Guards.Pass(ctx, exclusiveGuard, held.Holder, me, now); err != nil {
			return err
		}
	}
	defer func() {
		if released := p.store.Guards.Release(context.WithoutCancel(ctx), exclusiveGuard, me); err == nil {
			err = released
		}
	}()
	return step()
}
