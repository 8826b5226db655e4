package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// suites are what can be measured, by name.
var suites = map[string]func(ctx context.Context, folder string, l limits) (report, error){
	"pages":  pages,
	"money":  money,
	"render": renders,
}

func run(ctx context.Context, args []string, stdout io.Writer) (err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	name := flags.String("suite", "pages", "what to measure")
	rounds := flags.Int("rounds", 7, "rounds that count, after one that does not")
	requests := flags.Int("requests", 10000, "requests of one subject in one round, at most")
	entries := flags.Int("entries", 100_000, "entries of the ledger, about: money")
	mongodb := flags.String("mongodb", "", "the URI of a MongoDB server to measure as well: money")
	file := flags.String("json", "", "a file for the figures; on the screen after the tables when empty")
	peer := flags.String("serve", "", "be a peer: for this program's own use")
	once := flags.String("first", "", "make one rendering and say what it cost: for this program's own use")
	held := flags.Bool("resident", false, "make every format of every asset and say how much memory it took: for this program's own use")
	address := flags.String("address", "", "where the peer listens")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *peer != "" {
		return serve(*peer, *address)
	}
	if *once != "" {
		return first(ctx, *once, stdout)
	}
	if *held {
		return resident(ctx, stdout)
	}
	suite := suites[*name]
	if suite == nil {
		return fmt.Errorf("no suite %q; there are %v", *name, sorted(suites))
	}
	folder, err := os.MkdirTemp("", "tandem-bench")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	machine := here()
	r, err := suite(ctx, folder, limits{rounds: *rounds, requests: *requests, longest: 3 * time.Second, entries: *entries, mongodb: *mongodb})
	if err != nil {
		return err
	}
	r.Suite, r.Machine, r.After = *name, machine, here().Load
	if err := r.print(stdout); err != nil {
		return err
	}
	if *file == "" {
		return r.save(stdout)
	}
	out, err := os.Create(*file)
	if err != nil {
		return fmt.Errorf("save the figures: %w", err)
	}
	return errors.Join(r.save(out), out.Close())
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
