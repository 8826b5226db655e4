package main

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"

	"tandem/portal"
)

// verify proves the invariants of the ledger and prints what it found. A broken
// one is an error, so that the command ends with a status that scripts see.
func verify(ctx context.Context, _ []string, getenv func(string) string, stdout io.Writer) error {
	return onProgram(ctx, getenv, func(p *parts) error {
		defer debug.SetGCPercent(debug.SetGCPercent(verifyGC))
		return report(ctx, p, stdout)
	})
}

// verifyGC lets a proof that has the process to itself hold five times what it needs, some
// 100 MB, for a quarter of the time.
const verifyGC = 400

func report(ctx context.Context, p *parts, stdout io.Writer) error {
	v, err := p.program.Verify(ctx, portal.System("verify"))
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%d collections, %d entries, %d claims, %d payouts, %d batches read in %s\n",
		v.Collections, v.Entries, v.Claims, v.Payouts, v.Batches, v.Took.Round(1e6))
	broken := map[string]int{}
	for _, violation := range v.Violations {
		broken[violation.Rule]++
	}
	for _, invariant := range portal.Invariants {
		says := "holds"
		if n := broken[invariant.Rule]; n > 0 {
			says = fmt.Sprintf("BROKEN %d times", n)
		}
		fmt.Fprintf(stdout, "%-5s %-92s %9d checks  %s\n", invariant.Rule, invariant.Name, v.Checked[invariant.Rule], says)
	}
	for _, what := range v.Pending {
		fmt.Fprintf(stdout, "pending     %s\n", what)
	}
	for _, what := range v.Unfinished {
		fmt.Fprintf(stdout, "unfinished  %s\n", what)
	}
	for _, violation := range v.Violations {
		fmt.Fprintf(stdout, "%-5s %s\n", violation.Rule, violation.Sentence)
	}
	if n := len(v.Violations); n > 0 {
		return fmt.Errorf("the ledger breaks %d invariants", n)
	}
	_, err = fmt.Fprintln(stdout, "every invariant holds")
	return err
}
