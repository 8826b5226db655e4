package sqlite_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tandem/portal/store/docs"
	"tandem/portal/store/sqlite"
)

// says fails unless err is want and reads as a sentence with these words.
func says(t *testing.T, err, want error, words ...string) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not say %q", err, word)
		}
	}
}

func open(t *testing.T, dir string, o sqlite.Options) *sqlite.Engine {
	t.Helper()
	e, err := sqlite.Open(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := e.Ensure(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestASecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir, sqlite.Options{})
	out, err := child(t, "TANDEM_TEST_WRITE="+dir)
	if err == nil || !strings.Contains(out, "data folder "+dir) || !strings.Contains(out, fmt.Sprintf("another process (%d)", os.Getpid())) {
		t.Errorf("the second process says %q, %v", out, err)
	}
	_, err = sqlite.Open(t.Context(), dir, sqlite.Options{})
	says(t, err, docs.ErrInUse, "stop it first", dir)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, dir, sqlite.Options{})
}

// child runs the test program as another process and returns what it prints.
func child(t *testing.T, env ...string) (string, error) {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0])
	command.Env = append(os.Environ(), env...)
	out, err := command.CombinedOutput()
	return string(out), err
}

func TestDataIsKeptAcrossOpens(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a #folder? with 100% of", "these")
	e := open(t, dir, sqlite.Options{Bulk: true})
	if err := e.Insert(t.Context(), "deals", deal("d1", 1)); err != nil {
		t.Fatal(err)
	}
	if err := e.Durable(t.Context()); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, sqlite.FileName+"-wal")); err != nil || info.Size() != 0 {
		t.Errorf("after Durable the log holds %d bytes, %v", info.Size(), err)
	}
	if err := errors.Join(e.Close(), e.Close()); err != nil {
		t.Fatal(err)
	}
	if err := e.Insert(t.Context(), "deals", deal("d2", 2)); err == nil || !strings.Contains(err.Error(), "the store is closed") {
		t.Errorf("a write after Close: got %v", err)
	}
	e = open(t, dir, sqlite.Options{})
	if d, err := e.Get(t.Context(), "deals", "d1"); err != nil || d.Version != 1 {
		t.Errorf("got %v %v", d.Version, err)
	}
}

func TestAFolderIsReadWhileItIsServed(t *testing.T) {
	dir := t.TempDir()
	_, err := sqlite.Open(t.Context(), dir, sqlite.Options{ReadOnly: true})
	says(t, err, os.ErrNotExist)
	serving := open(t, dir, sqlite.Options{})
	reading := open(t, dir, sqlite.Options{ReadOnly: true})
	if err := serving.Insert(t.Context(), "deals", deal("d1", 1)); err != nil {
		t.Fatal(err)
	}
	if _, err := reading.Get(t.Context(), "deals", "d1"); err != nil {
		t.Error(err)
	}
	says(t, reading.Insert(t.Context(), "deals", deal("d2", 2)), docs.ErrStorage, "open for reading")
	says(t, reading.Ensure(t.Context(), docs.Schema{Version: 1, Collections: []docs.Collection{{Name: "users", Indexes: []docs.Index{{Name: "x", Fields: []string{"x"}}}}}}), docs.ErrInvalid, "start the server once")
	says(t, reading.Ensure(t.Context(), docs.Schema{Version: 0}), docs.ErrNewer)
}

func TestAFileOfANewerProgramIsRefused(t *testing.T) {
	for _, test := range []struct {
		change string
		want   error
		says   string
	}{
		{"PRAGMA user_version=99", docs.ErrNewer, "layout 99"},
		{"PRAGMA application_id=1", nil, "another program"},
	} {
		dir := t.TempDir()
		if err := open(t, dir, sqlite.Options{}).Close(); err != nil {
			t.Fatal(err)
		}
		alter(t, dir, test.change)
		for _, o := range []sqlite.Options{{}, {ReadOnly: true}} {
			_, err := sqlite.Open(t.Context(), dir, o)
			if err == nil || test.want != nil && !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%s: got %v", test.change, err)
			}
		}
	}
}

func alter(t *testing.T, dir, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestADamagedFileIsNamed(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, sqlite.FileName), []byte(strings.Repeat("not a database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err == nil || !strings.Contains(err.Error(), "restore it from a backup") {
		t.Errorf("got %v", err)
	}
}
