package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// fillCommit is how many writes of a filling share one transaction.
const fillCommit = 2000

// filling is how an engine works that one caller fills: many writes share a transaction,
// and whatever is read is read on the same connection, which sees them. So nothing waits
// for another goroutine, and what was read before a write is still at hand after it.
type filling struct {
	mu     sync.Mutex
	w      *writer
	writes int   // in the open transaction
	err    error // the transaction was lost, and with it what was answered: nothing works any more
}

// fill begins to fill a folder that nobody reads.
func (e *Engine) fill(w *writer) {
	w.recent = e.recent
	e.filling.Store(&filling{w: w})
}

// read lends a statement until release is called.
func (f *filling) read(ctx context.Context, text string) (statement *sql.Stmt, release func(), err error) {
	f.mu.Lock()
	if err = f.err; err == nil {
		if err = ctx.Err(); err == nil {
			statement, err = f.w.prepared(text)
		}
	}
	if err != nil {
		f.mu.Unlock()
		return nil, nil, err
	}
	return statement, f.mu.Unlock, nil
}

// write does one job. It is answered before it is on the disk.
func (f *filling) write(j *job) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := errors.Join(f.err, j.ctx.Err()); err != nil {
		return err
	}
	if j.alone {
		if err := f.commit(); err != nil {
			return err
		}
		return j.do(f.w)
	}
	if f.writes == 0 {
		if err := f.w.begin(); err != nil {
			return err
		}
	}
	f.writes++
	err := j.do(f.w)
	f.w.recent.forget(j.at)
	if err != nil && !answer(err) {
		f.w.rollback()
		f.err = fmt.Errorf("what was written last is lost: %w", err)
		return f.err
	}
	if f.writes >= fillCommit {
		return errors.Join(err, f.commit())
	}
	return err
}

// commit ends the open transaction.
func (f *filling) commit() error {
	if f.writes == 0 || f.err != nil {
		return f.err
	}
	if f.writes, f.err = 0, f.w.commit(); f.err != nil {
		f.w.rollback()
	}
	return f.err
}

// end gives the connection to the goroutine that serves.
func (e *Engine) endFilling() error {
	f := e.filling.Load()
	if f == nil {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.w == nil {
		return f.err
	}
	err := f.commit()
	w := f.w
	f.w, f.err = nil, errors.Join(f.err, errFilled)
	e.filling.Store(nil)
	go w.serve(e)
	return err
}

// errFilled is seen by who waited for the connection while the filling ended; nobody else works beside a filling.
var errFilled = errors.New("the folder is being filled no more; ask again")
