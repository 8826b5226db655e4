package store

import (
	"context"
	"fmt"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Lease is the right of one process to do one duty for a while. Each change of hands
// is a new generation, which is a new document: two processes cannot both make it.
type Lease struct {
	ID         string         `json:"-"` // lease:<job>:<generation>
	Version    int64          `json:"-"`
	Job        string         `json:"job"`
	Generation int64          `json:"generation"`
	Holder     string         `json:"holder"`
	Until      portal.Instant `json:"until"`
}

// Leases keep duties to one process at a time.
type Leases struct {
	table[string, Lease, Lease]
}

var leasesSchema = docs.Collection{Name: "leases", Indexes: []docs.Index{{Name: "by_job", Fields: []string{"job", "generation"}}}}

func newLeases(engine docs.Engine) Leases {
	return Leases{documents(engine, leasesSchema, func(l *Lease) (*string, *int64) { return &l.ID, &l.Version })}
}

// Take gives a job to a holder until a moment, when nobody else has it: ok is false
// when somebody has. Taking again what one holds makes it last longer. generation
// rises with each change of hands.
func (s Leases) Take(ctx context.Context, job, holder string, now, until portal.Instant) (generation int64, ok bool, err error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_job", Equal: []any{job}, Descending: true, Limit: 3})
	if err != nil {
		return 0, false, err
	}
	var last Lease
	if len(page.Rows) > 0 {
		last = page.Rows[0]
	}
	switch {
	case last.Holder == holder && now < last.Until:
		last.Until = until
		_, err = s.Save(ctx, last)
		generation = last.Generation
	case last.ID != "" && now < last.Until:
		return 0, false, nil
	default:
		generation = last.Generation + 1
		err = s.Insert(ctx, Lease{ID: fmt.Sprintf("lease:%s:%d", job, generation), Job: job, Generation: generation, Holder: holder, Until: until})
	}
	if portal.KindOf(err) == portal.Conflict {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	if len(page.Rows) == 3 { // the one before the last is enough to look at
		if err := s.remove(ctx, page.Rows[2]); err != nil && portal.KindOf(err) != portal.NotFound && portal.KindOf(err) != portal.Conflict {
			return 0, false, err
		}
	}
	return generation, true, nil
}

// Give ends a holder's lease at once, so that another process need not wait.
func (s Leases) Give(ctx context.Context, job, holder string, now portal.Instant) error {
	page, err := s.scan(ctx, docs.Query{Index: "by_job", Equal: []any{job}, Descending: true, Limit: 1})
	if err != nil || len(page.Rows) == 0 || page.Rows[0].Holder != holder || page.Rows[0].Until <= now {
		return err
	}
	lease := page.Rows[0]
	lease.Until = now
	_, err = s.Save(ctx, lease)
	if portal.KindOf(err) == portal.Conflict {
		return nil
	}
	return err
}

// End ends every lease, whoever holds it.
func (s Leases) End(ctx context.Context, now portal.Instant) error {
	all, err := s.All(ctx)
	if err != nil {
		return err
	}
	for _, lease := range all {
		if lease.Until <= now {
			continue
		}
		lease.Until = now
		if _, err := s.Save(ctx, lease); err != nil && portal.KindOf(err) != portal.Conflict && portal.KindOf(err) != portal.NotFound {
			return err
		}
	}
	return nil
}
