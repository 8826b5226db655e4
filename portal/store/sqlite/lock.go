package sqlite

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tandem/portal/store/docs"
)

// lockName holds the lock of the folder and the process that has it.
const lockName = "tandem.lock"

// lockFolder makes the folder and takes its lock, which ends with the process.
func lockFolder(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder %s: %w (%w)", dir, docs.ErrStorage, err)
	}
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%s is not writable for this process: %w (%w)", dir, docs.ErrStorage, err)
	}
	if err := lockFile(f); err != nil {
		owner := "another process"
		if text, readErr := io.ReadAll(io.LimitReader(f, 20)); readErr == nil {
			if pid, convErr := strconv.Atoi(strings.TrimSpace(string(text))); convErr == nil {
				owner = fmt.Sprintf("another process (%d)", pid)
			}
		}
		err = fmt.Errorf("%s has the data folder %s open; stop it first or choose another folder: %w (%w)", owner, dir, docs.ErrInUse, err)
		return nil, errors.Join(err, f.Close())
	}
	if err := f.Truncate(0); err == nil {
		_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0) // only for the sentence above
	}
	return f, nil
}
