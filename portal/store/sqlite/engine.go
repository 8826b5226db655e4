// Package sqlite keeps documents in one SQLite file in a data folder: a table per
// collection with the body beside one column per indexed field, and ordinary SQL
// indexes. One connection writes, a few read. It knows nothing of what documents mean.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"tandem/portal/store/docs"
)

// FileName is the database in the data folder; SQLite keeps -wal and -shm files beside it.
const FileName = "tandem.db"

// Options change how a folder is opened. The zero value is right for serving.
type Options struct {
	// Bulk does not wait for the disk after each write: for making a demo or a
	// restore, and for tests. A crash of the machine can lose the file until Durable is called.
	Bulk bool
	// Filling is Bulk for one caller that fills a folder: nothing is sure to be on the
	// disk before Durable or Close, and what goes wrong with one write stops all others.
	Filling bool
	// ReadOnly reads a folder that another process may be serving, for a backup or
	// a check. It takes no lock, creates nothing, and refuses to write.
	ReadOnly bool
}

// Engine is a docs.Engine on one data folder.
type Engine struct {
	path     string
	readOnly bool
	lock     *os.File
	readers  *sql.DB
	writers  *sql.DB // one connection
	jobs     chan *job
	closing  chan struct{}
	finished chan struct{}
	once     sync.Once
	known    atomic.Pointer[tables]
	scans    sync.Map // SQL text to *sql.Stmt on readers
	recent   *recent  // nil when another process may write
	filling  atomic.Pointer[filling]
}

var _ docs.Engine = (*Engine)(nil)

// Open opens or creates the database in the folder dir. docs.ErrInUse when another
// process has it open, docs.ErrStorage when the folder cannot be written or the disk
// is full, docs.ErrNewer when a newer program has changed the file.
func Open(ctx context.Context, dir string, o Options) (*Engine, error) {
	e := &Engine{path: filepath.Join(dir, FileName), readOnly: o.ReadOnly}
	if err := e.open(ctx, dir, o); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

func (e *Engine) open(ctx context.Context, dir string, o Options) (err error) {
	if o.ReadOnly {
		if _, err := os.Stat(e.path); err != nil {
			return fmt.Errorf("open %s to read: %w", e.path, err)
		}
	} else if e.lock, err = lockFolder(dir); err != nil {
		return err
	}
	synchronous := "FULL"
	if o.Bulk || o.Filling {
		synchronous = "OFF"
	}
	if !o.ReadOnly {
		pragmas := []string{"journal_mode(WAL)", "synchronous(" + synchronous + ")"}
		if o.Filling {
			pragmas = append(pragmas, "cache_size(-65536)")
		}
		if e.writers, err = sql.Open("sqlite", dsn(e.path, pragmas...)); err != nil {
			return err
		}
		e.writers.SetMaxOpenConns(1)
		w, err := newWriter(ctx, e.writers)
		if err != nil {
			return e.fail("open", err)
		}
		if err := w.prepareFile(ctx); err != nil {
			return errors.Join(e.fail("open", err), w.close())
		}
		e.recent = newRecent()
		e.jobs, e.closing, e.finished = make(chan *job), make(chan struct{}), make(chan struct{})
		if o.Filling {
			e.fill(w)
		} else {
			go w.serve(e)
		}
	}
	if e.readers, err = sql.Open("sqlite", dsn(e.path, "query_only(1)")); err != nil {
		return err
	}
	most := min(4, max(2, runtime.GOMAXPROCS(0)))
	e.readers.SetMaxOpenConns(most)
	e.readers.SetMaxIdleConns(most)
	if err := checkFile(ctx, e.readers); err != nil {
		return e.fail("open", err)
	}
	return nil
}

// dsn names a file with settings; the path goes through URL escaping, since ? and # are legal in folders.
func dsn(path string, pragmas ...string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	q := url.Values{"_pragma": append([]string{"busy_timeout(5000)", "temp_store(MEMORY)", "journal_size_limit(67108864)"}, pragmas...)}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: q.Encode()}).String()
}

// Durable ends Bulk: what was written is on the disk when it returns, and from then on
// every write waits for the disk.
func (e *Engine) Durable(ctx context.Context) error {
	if err := e.endFilling(); err != nil {
		return e.fail("make durable", err)
	}
	return e.alone(ctx, "make durable", func(w *writer) error {
		if _, err := w.conn.ExecContext(ctx, "PRAGMA synchronous=FULL"); err != nil {
			return err
		}
		// A write gives the checkpoint something to do: without it nothing is synced.
		if _, err := w.conn.ExecContext(ctx, `INSERT INTO _meta(name, value) VALUES('durable', 1) ON CONFLICT(name) DO UPDATE SET value = value + 1`); err != nil {
			return err
		}
		var busy, log, done int
		return w.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &done)
	})
}

// Ping reports whether the file answers.
func (e *Engine) Ping(ctx context.Context) error {
	var one int
	if err := e.readers.QueryRowContext(ctx, "SELECT 1 FROM _meta LIMIT 1").Scan(&one); err != nil {
		return e.fail("ping", err)
	}
	return nil
}

// Close waits for the writes under way and gives the folder free. A second call does nothing.
func (e *Engine) Close() error {
	var err error
	e.once.Do(func() {
		err = e.endFilling()
		if e.closing != nil {
			close(e.closing)
			<-e.finished
		}
		if e.readers != nil {
			err = errors.Join(err, e.readers.Close())
		}
		if e.writers != nil {
			err = errors.Join(err, e.writers.Close())
		}
		if e.lock != nil {
			err = errors.Join(err, e.lock.Close())
		}
	})
	return err
}
