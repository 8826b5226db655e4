package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"tandem/portal"
)

var errWhatIfUsage = errors.New("usage: whatif FILE [--from DAY] [--to DAY], days as 2026-01-31")

// whatIf runs a terms file over past collections and prints every total as CSV:
// what is earned, what would have been, and the change.
func whatIf(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	flags := flag.NewFlagSet("whatif", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	from, to := flags.String("from", "2000-01-01", ""), flags.String("to", "", "")
	var files []string
	for len(args) > 0 { // the file may stand before the days and after them
		if err := flags.Parse(args); err != nil {
			return fmt.Errorf("%w; %w", err, errWhatIfUsage)
		}
		if args = flags.Args(); len(args) > 0 {
			files, args = append(files, args[0]), args[1:]
		}
	}
	if len(files) != 1 {
		return errWhatIfUsage
	}
	source, err := os.ReadFile(files[0])
	if err != nil {
		return fmt.Errorf("read the terms: %w", err)
	}
	return onProgram(ctx, getenv, func(p *parts) error {
		last := cmp.Or(portal.Date(*to), p.program.Today())
		w, err := p.program.TryTerms(ctx, portal.System("whatif"), filepath.Base(files[0]), source, portal.Date(*from), last)
		if err != nil {
			return err
		}
		return w.WriteCSV(stdout)
	})
}
