package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"tandem/portal"
)

// whatIf runs a terms file over past collections and prints every total as CSV:
// what is earned, what would have been, and the change.
func whatIf(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	if len(args) < 1 || len(args) > 3 {
		return errors.New("usage: whatif FILE [FROM [TO]], days as 2026-01-31")
	}
	source, err := os.ReadFile(args[0])
	if err != nil {
		return fmt.Errorf("read the terms: %w", err)
	}
	return onProgram(ctx, getenv, func(p *parts) error {
		from, to := portal.Date("2000-01-01"), p.program.Today()
		if len(args) > 1 {
			from = portal.Date(args[1])
		}
		if len(args) > 2 {
			to = portal.Date(args[2])
		}
		w, err := p.program.TryTerms(ctx, portal.System("whatif"), filepath.Base(args[0]), source, from, to)
		if err != nil {
			return err
		}
		return w.WriteCSV(stdout)
	})
}
