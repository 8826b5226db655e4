package store_test

import (
	"context"
	"errors"
	"testing"

	"tandem/portal"
	"tandem/portal/store"
)

// TestReadsAreTheSameUntilAnAnswerChanges asks in every way there is, and then changes
// one thing after the other that an answer depends on.
func TestReadsAreTheSameUntilAnAnswerChanges(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ok(s.Partners.Insert(ctx, partner("1", "Alfa", portal.PartnerActive, "2026-03-02T10:00:00.000Z")))
	questions := map[string]func(context.Context) error{
		"one": func(ctx context.Context) error { _, err := s.Partners.Get(ctx, "1"); return err },
		"several": func(ctx context.Context) error {
			_, err := s.Partners.GetMany(ctx, []portal.PartnerID{"1", "2"})
			return err
		},
		"a list": func(ctx context.Context) error {
			_, err := s.Partners.List(ctx, store.ListPartners{Limit: 1})
			return err
		},
		"a number": func(ctx context.Context) error {
			_, err := s.Partners.CountState(ctx, portal.PartnerActive, 10)
			return err
		},
		"nothing": func(ctx context.Context) error {
			if _, err := s.Partners.Get(ctx, "2"); portal.KindOf(err) != portal.NotFound {
				return errors.New("there is something")
			}
			return nil
		},
	}
	changes := []struct {
		name  string
		do    func() error
		stays map[string]bool // the rest has another answer now
	}{
		{"something else", func() error {
			return s.Summaries.Write(ctx, "1", func() (portal.Summary, error) { return portal.Summary{Partner: "1"}, nil })
		}, map[string]bool{"one": true, "several": true, "a list": true, "a number": true, "nothing": true}},
		{"one more behind it", func() error {
			return s.Partners.Insert(ctx, partner("2", "Zulu", portal.PartnerActive, "2026-03-02T10:00:00.000Z"))
		}, map[string]bool{"one": true}},
		{"saved as it was", func() error {
			p, err := s.Partners.Get(ctx, "1")
			if err == nil {
				_, err = s.Partners.Save(ctx, p)
			}
			return err
		}, map[string]bool{"a number": true}},
	}
	for _, change := range changes {
		watched := map[string]*store.Reads{}
		for name, ask := range questions {
			if name == "nothing" && change.name == "saved as it was" {
				continue
			}
			asking, reads := store.Watch(ctx)
			ok(ask(asking))
			watched[name] = reads
			if !s.Same(ctx, reads) {
				t.Errorf("%s: another answer without a change", name)
			}
		}
		ok(change.do())
		for name, reads := range watched {
			if got := s.Same(ctx, reads); got != change.stays[name] {
				t.Errorf("%s, asked for %s: the same is %t", change.name, name, got)
			}
		}
	}
}

func TestWhatWroteOrFailedIsNeverTheSame(t *testing.T) {
	s := open(t)
	writing, reads := store.Watch(t.Context())
	if err := s.Partners.Insert(writing, partner("1", "Alfa", portal.PartnerActive, "2026-03-02T10:00:00.000Z")); err != nil {
		t.Fatal(err)
	}
	if s.Same(t.Context(), reads) {
		t.Error("a write may be left out")
	}
	asking, reads := store.Watch(t.Context())
	if _, err := s.Partners.List(asking, store.ListPartners{Limit: 5, After: "made up"}); err == nil {
		t.Fatal("a made-up cursor is taken")
	}
	if s.Same(t.Context(), reads) {
		t.Error("a failure is an answer")
	}
	over, cancel := context.WithCancel(t.Context())
	asking, reads = store.Watch(t.Context())
	if _, err := s.Partners.Get(asking, "1"); err != nil {
		t.Fatal(err)
	}
	cancel()
	if s.Same(over, reads) {
		t.Error("a question that cannot be asked has the same answer")
	}
}
