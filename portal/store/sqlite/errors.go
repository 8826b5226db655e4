package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"tandem/portal/store/docs"
)

// fail says what was being done and, when the storage is at fault, what a person can do.
func (e *Engine) fail(doing string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	var d *driver.Error
	if !errors.As(err, &d) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	dir := filepath.Dir(e.path)
	say := ""
	switch d.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		say = fmt.Sprintf("the disk that holds %s is full", dir)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		say = fmt.Sprintf("%s is read-only for this process", dir)
	case sqlite3.SQLITE_CANTOPEN:
		say = fmt.Sprintf("%s cannot be opened for writing", e.path)
	case sqlite3.SQLITE_IOERR:
		say = fmt.Sprintf("the disk that holds %s reports an error", dir)
	case sqlite3.SQLITE_TOOBIG:
		return fmt.Errorf("%s: %w (%w)", doing, docs.ErrTooLarge, err)
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%s: %s is damaged or not a database; restore it from a backup: %w", doing, e.path, err)
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fmt.Errorf("%s: %s: %w (%w)", doing, say, docs.ErrStorage, err)
}
