// Command drill kills the real server, again and again, while people work with money in
// it, and proves each time that nothing that was acknowledged is lost and nothing doubled:
//
//	go run ./scripts/drill -rounds 200
//
// It makes the demo program in a folder of its own, starts the server on it, and lets
// finance record collections, refunds and adjustments and run payouts, several at once,
// over HTTP. At a moment that chance decides it ends the process with SIGKILL, starts
// the next one, waits until that has looked for what was left half done, and verifies
// the whole ledger. What chance decides follows from the seed that is printed first.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "drill:", err)
		os.Exit(1)
	}
}

// outcome is what a drill came to.
type outcome struct {
	rounds, acts, kills, recoveries int
	findings                        []string
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("drill", flag.ContinueOnError)
	rounds := flags.Int("rounds", 200, "how often the server is killed")
	longest := flags.Duration("for", 30*time.Minute, "stop after the round in which this is over")
	seed := flags.Uint64("seed", uint64(time.Now().UnixNano()), "what chance decides follows from it")
	program := flags.String("server", "", "a server that is built already")
	if err := flags.Parse(args); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "DRILL: %d kills at most, in at most %s. To repeat: go run ./scripts/drill -rounds %d -seed %d\n", *rounds, *longest, *rounds, *seed)
	result, err := drill(ctx, *rounds, *longest, *seed, *program, stdout)
	fmt.Fprintf(stdout, "%d rounds, %d acts acknowledged, %d kills, %d steps recovered, %d findings\n", result.rounds, result.acts, result.kills, result.recoveries, len(result.findings))
	for _, finding := range result.findings {
		fmt.Fprintln(stdout, "FINDING:", finding)
	}
	if err == nil && len(result.findings) > 0 {
		err = fmt.Errorf("%d findings; to repeat: go run ./scripts/drill -rounds %d -seed %d", len(result.findings), *rounds, *seed)
	}
	return err
}

// drill does the rounds. It ends at the first one that finds something.
func drill(ctx context.Context, rounds int, longest time.Duration, seed uint64, program string, stdout io.Writer) (result outcome, err error) {
	folder, err := os.MkdirTemp("", "tandem-drill")
	if err != nil {
		return result, fmt.Errorf("make a folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if program == "" {
		if program, err = build(ctx, folder); err != nil {
			return result, err
		}
	}
	w, err := newWorld(ctx, program, filepath.Join(folder, "data"), seed)
	if err != nil {
		return result, err
	}
	defer w.end()
	began := time.Now()
	for n := 1; n <= rounds && (n == 1 || time.Since(began) < longest); n++ {
		found, err := w.round(ctx, n)
		result.rounds, result.kills, result.acts, result.recoveries = n, n, w.acknowledged(), w.recovered
		result.findings = append(result.findings, found...)
		if err != nil {
			return result, fmt.Errorf("round %d: %w\n%s", n, err, w.said())
		}
		if len(found) > 0 {
			fmt.Fprintf(stdout, "round %d: %d findings\n%s\n", n, len(found), w.said())
			return result, nil
		}
		if n%10 == 0 {
			fmt.Fprintf(stdout, "round %d: %d acts, %s a round\n", n, result.acts, (time.Since(began) / time.Duration(n)).Round(10*time.Millisecond))
		}
	}
	return result, nil
}

// build compiles the server into a folder and returns the program's path.
func build(ctx context.Context, folder string) (string, error) {
	path := filepath.Join(folder, "tandem")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", path, "tandem/server").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the server: %w\n%s", err, out)
	}
	return path, nil
}
