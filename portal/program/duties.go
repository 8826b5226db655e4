package program

import (
	"context"
	"time"

	"tandem/portal"
)

// TakeDuty gives a duty to a process for a while, when no other process has it.
func (p *Program) TakeDuty(ctx context.Context, duty, process string, last time.Duration) (bool, error) {
	now := p.Now()
	_, ok, err := p.store.Leases.Take(ctx, duty, process, now, now.Add(last))
	return ok, err
}

// GiveDuty ends a process's hold on a duty.
func (p *Program) GiveDuty(ctx context.Context, duty, process string) error {
	return p.store.Leases.Give(ctx, duty, process, p.Now())
}

// EndDuties frees every duty. It is for the start of the one process that has the store
// open: whoever held them has ended, perhaps without a word, and left work behind.
func (p *Program) EndDuties(ctx context.Context) error {
	p.since = p.Now()
	return p.store.Leases.End(ctx, p.since)
}

// Sweep removes what has no use any more: counters of tries that are forgotten,
// inquiries past their time, and uses of refresh tokens whose sessions are over. Running it again changes nothing.
func (p *Program) Sweep(ctx context.Context) error {
	const batch = 500
	tries := p.Now().Add(-2 * 24 * time.Hour)
	for {
		n, err := p.store.Limits.Sweep(ctx, tries, batch)
		if err != nil {
			return err
		}
		if n < batch {
			break
		}
	}
	for {
		n, err := p.store.Inquiries.Sweep(ctx, p.Now(), batch)
		if err != nil {
			return err
		}
		if n < batch {
			break
		}
	}
	uses := p.Now().Add(-portal.SessionLife)
	for {
		n, err := p.store.RefreshUses.Sweep(ctx, uses, batch)
		if err != nil || n < batch {
			return err
		}
	}
}
