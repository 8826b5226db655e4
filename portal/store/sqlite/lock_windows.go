package sqlite

import (
	"os"

	"golang.org/x/sys/windows"
)

// lockFile locks one byte far behind the text, which so stays readable for others.
func lockFile(f *os.File) error {
	at := windows.Overlapped{Offset: 1 << 30}
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)
}
