//go:build unix

package sqlite

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tandem/portal/store/docs"
)

func TestAReadOnlyFolderIsReported(t *testing.T) {
	if dir := os.Getenv("TANDEM_TEST_READ_ONLY"); dir != "" { // in the child: not root
		for _, name := range []string{"empty", "filled", "filled/deeper"} {
			e, err := Open(t.Context(), filepath.Join(dir, name), Options{})
			if !errors.Is(err, docs.ErrStorage) || !strings.Contains(err.Error(), name) {
				t.Errorf("%s: got %v, want %v", name, err, docs.ErrStorage)
			}
			if err == nil {
				t.Error(e.Close())
			}
		}
		return
	}
	// Not t.TempDir: root may write everywhere, so the child is another user, who must get here.
	dir, err := os.MkdirTemp("", "tandem-read-only-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = os.Chmod(filepath.Join(dir, "filled"), 0o700)
		_ = os.RemoveAll(dir)
	})
	if err := openThings(t, filepath.Join(dir, "filled")).Close(); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "program")
	text, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		os.WriteFile(program, text, 0o755),
		os.Mkdir(filepath.Join(dir, "empty"), 0o555),
		os.Chmod(filepath.Join(dir, "filled"), 0o555),
		os.Chmod(dir, 0o755),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	child := exec.CommandContext(t.Context(), program, "-test.run=^"+t.Name()+"$", "-test.v")
	child.Env, child.Dir = append(os.Environ(), "TANDEM_TEST_READ_ONLY="+dir), dir
	if os.Getuid() == 0 {
		child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Errorf("as another user: %v\n%s", err, out)
	}
}
