// Command mutate takes away each guard of money, one at a time, and shows that a named
// test fails without it:
//
//	go run ./scripts/mutate
//
// The sources stay as they are: the compiler is told to read another file in the place
// of one. A guard that no test misses is a finding, and the exit status says so.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("mutate", flag.ContinueOnError)
	only := flags.String("only", "", "the guards whose name holds this")
	if err := flags.Parse(args); err != nil {
		return err
	}
	root, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("find the sources: %w", err)
	}
	missed := 0
	for _, g := range guards {
		if !strings.Contains(g.name, *only) {
			continue
		}
		began := time.Now()
		outcome := "caught by"
		if err := g.tryWithout(ctx, root); err != nil {
			missed++
			outcome = "MISSED by (" + err.Error() + ")"
		}
		fmt.Fprintf(stdout, "%-52s %s %s, %s\n", g.name, outcome, g.test, time.Since(began).Round(time.Second))
	}
	if missed > 0 {
		return fmt.Errorf("%d guards can be taken away and no test says so", missed)
	}
	return nil
}

// without is the guard's file without it.
func (g guard) without(root string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(root, g.file))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", g.file, err)
	}
	if n := bytes.Count(text, []byte(g.old)); n != 1 {
		return nil, fmt.Errorf("%s: %q is there %d times, not once", g.file, g.old, n)
	}
	text = bytes.Replace(text, []byte(g.old), []byte(g.new), 1)
	if strings.Contains(g.new, "time.") && !bytes.Contains(text, []byte("\"time\"\n")) {
		text = bytes.Replace(text, []byte("import (\n"), []byte("import (\n\t\"time\"\n"), 1)
		text = bytes.Replace(text, []byte("import \"fmt\"\n"), []byte("import (\n\t\"fmt\"\n\t\"time\"\n)\n"), 1)
	}
	return text, nil
}

var (
	errPasses   = errors.New("it passes")
	errNoBuild  = errors.New("without the guard it is no program")
	errOtherEnd = errors.New("it ends in another way")
)

// tryWithout runs the test without the guard: nil when it fails, as it must.
func (g guard) tryWithout(ctx context.Context, root string) (err error) {
	text, err := g.without(root)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "tandem-mutate")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	changed, overlay := filepath.Join(folder, "changed.go"), filepath.Join(folder, "overlay.json")
	plan, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(root, g.file): changed}})
	if err == nil {
		err = errors.Join(os.WriteFile(changed, text, 0o600), os.WriteFile(overlay, plan, 0o600))
	}
	if err != nil {
		return fmt.Errorf("write the change: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	test := exec.CommandContext(ctx, "go", "test", "-count=1", "-overlay", overlay, "-run", "^"+g.test+"$", g.pack)
	test.Dir = root
	out, failed := test.CombinedOutput()
	switch {
	case failed == nil:
		return errPasses
	case bytes.Contains(out, []byte("[build failed]")):
		return fmt.Errorf("%w: %s", errNoBuild, bytes.TrimSpace(out))
	case !bytes.Contains(out, []byte("--- FAIL: "+g.test)):
		return fmt.Errorf("%w: %s", errOtherEnd, bytes.TrimSpace(out[:min(len(out), 300)]))
	}
	return nil
}
