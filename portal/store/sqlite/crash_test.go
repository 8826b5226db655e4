package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/portal/store/docs"
	"tandem/portal/store/sqlite"
)

// TestMain lets the test program start itself as the process that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("TANDEM_TEST_WRITE"); dir != "" {
		if err := writeUntilKilled(dir, os.Getenv("TANDEM_TEST_ROUND")); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// writeUntilKilled inserts and replaces from four goroutines and prints each write after it was acknowledged.
func writeUntilKilled(dir, round string) error {
	ctx := context.Background()
	e, err := sqlite.Open(ctx, dir, sqlite.Options{})
	if err != nil {
		return err
	}
	if err := e.Ensure(ctx, schema); err != nil {
		return err
	}
	var print sync.Mutex
	say := func(id string, version int) {
		print.Lock()
		defer print.Unlock()
		fmt.Println("wrote", id, version)
	}
	failed := make(chan error)
	for writer := range 4 {
		go func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("r%s-w%d-%d", round, writer, i)
				if err := e.Insert(ctx, "deals", deal(id, i)); err != nil {
					failed <- err
				}
				say(id, 1)
				d := deal(id, i+1)
				d.Version = 1
				if err := e.Replace(ctx, "deals", d); err != nil {
					failed <- err
				}
				say(id, 2)
			}
		}()
	}
	return <-failed
}

func TestEveryAcknowledgedWriteOutlivesKill(t *testing.T) {
	const rounds = 30
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(1, 2))
	wrote := map[string]int64{}
	total := 0
	for round := range rounds {
		n := killedRound(t, dir, round, 1+random.IntN(60), wrote)
		total += n
		if n == 0 {
			t.Errorf("round %d acknowledged nothing", round)
		}
	}
	e, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := e.Ensure(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
	for id, version := range wrote {
		d, err := e.Get(t.Context(), "deals", id)
		if err != nil || d.Version < version {
			t.Errorf("%s was acknowledged at version %d, found %d %v", id, version, d.Version, err)
		}
	}
	indexed := 0
	q := docs.Query{Collection: "deals", Index: "by_partner", Limit: docs.MaxLimit}
	for {
		page, err := e.Scan(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		indexed += len(page.Documents)
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	if indexed < len(wrote) {
		t.Errorf("the index holds %d documents, %d were acknowledged", indexed, len(wrote))
	}
	t.Logf("%d rounds, %d acknowledged writes of %d documents, %d documents kept", rounds, total, len(wrote), indexed)
}

// killedRound starts a writing process, kills it some writes after its first, and notes what it acknowledged.
func killedRound(t *testing.T, dir string, round, after int, wrote map[string]int64) int {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "TANDEM_TEST_WRITE="+dir, fmt.Sprint("TANDEM_TEST_ROUND=", round))
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	child.Stderr = os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	watchdog := time.AfterFunc(30*time.Second, func() { _ = child.Process.Kill() })
	defer watchdog.Stop()
	acknowledged := 0
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // a line that kill cut off does not count
			if !errors.Is(err, io.EOF) {
				t.Error(err)
			}
			break
		}
		var id string
		var version int64
		if _, err := fmt.Sscanf(strings.TrimSpace(line), "wrote %s %d", &id, &version); err != nil {
			t.Fatalf("round %d: the writing process says %q", round, line)
		}
		wrote[id] = max(wrote[id], version)
		if acknowledged++; acknowledged == after {
			_ = child.Process.Kill() // SIGKILL; what the pipe still holds was acknowledged too
		}
	}
	_ = child.Wait() // killed, as it should be
	return acknowledged
}
