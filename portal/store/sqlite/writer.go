package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"tandem/portal/store/docs"
)

// maxGroup is how many writes that wait at the same time share one commit, and so
// one wait for the disk.
const maxGroup = 64

// job is one write on its way to the connection that writes.
type job struct {
	ctx   context.Context
	do    func(*writer) error
	at    place // what is written; nowhere for what concerns the whole file
	alone bool  // outside of any transaction
	done  chan error
}

// writer is the connection that writes; only its goroutine touches it.
type writer struct {
	conn       *sql.Conn
	recent     *recent
	statements map[string]*sql.Stmt
	texts      map[shape]string
}

type shape struct {
	what    string
	columns int
}

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &writer{conn: conn, statements: map[string]*sql.Stmt{}, texts: map[shape]string{}}, nil
}

func (w *writer) close() error { return w.conn.Close() }

// text returns a statement for a table as it has this many columns now.
func (w *writer) text(what string, columns int, build func() string) string {
	key := shape{what, columns}
	text, ok := w.texts[key]
	if !ok {
		text = build()
		w.texts[key] = text
	}
	return text
}

// prepared returns a statement of this connection.
func (w *writer) prepared(text string) (*sql.Stmt, error) {
	statement, ok := w.statements[text]
	if !ok {
		var err error
		if statement, err = w.conn.PrepareContext(context.Background(), text); err != nil {
			return nil, err
		}
		w.statements[text] = statement
	}
	return statement, nil
}

// exec runs a statement, prepared once, and returns how many rows it met. It is never
// interrupted: a write takes well under the time a caller would wait.
func (w *writer) exec(text string, args ...any) (int64, error) {
	statement, err := w.prepared(text)
	if err != nil {
		return 0, err
	}
	result, err := statement.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (w *writer) begin() error {
	_, err := w.exec("BEGIN IMMEDIATE")
	return err
}

func (w *writer) commit() error {
	_, err := w.exec("COMMIT")
	return err
}

// rollback ends a transaction that may have ended by itself, as on a full disk.
func (w *writer) rollback() {
	_, _ = w.exec("ROLLBACK")
}

// write hands a write over and waits until it is on the disk. When ctx ends first the
// write may still happen.
func (e *Engine) write(ctx context.Context, doing string, at place, do func(*writer) error) error {
	return e.hand(ctx, doing, &job{ctx: ctx, do: do, at: at, done: make(chan error, 1)})
}

// alone is write for what must be outside of a shared transaction.
func (e *Engine) alone(ctx context.Context, doing string, do func(*writer) error) error {
	return e.hand(ctx, doing, &job{ctx: ctx, do: do, alone: true, done: make(chan error, 1)})
}

var errClosed = errors.New("the store is closed")

func (e *Engine) hand(ctx context.Context, doing string, j *job) error {
	if e.readOnly {
		return fmt.Errorf("%s: %s is open for reading: %w", doing, e.path, docs.ErrStorage)
	}
	if f := e.filling.Load(); f != nil {
		if err := f.write(j); err != nil {
			return e.fail(doing, err)
		}
		return nil
	}
	select {
	case <-e.closing:
		return fmt.Errorf("%s: %w", doing, errClosed)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	case e.jobs <- j:
	}
	select {
	case err := <-j.done:
		if err != nil {
			return e.fail(doing, err)
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	}
}

// serve runs jobs until the engine closes.
func (w *writer) serve(e *Engine) {
	defer close(e.finished)
	w.recent = e.recent
	defer func() { _ = w.close() }() // the pool reports what matters when it closes
	for {
		select {
		case <-e.closing:
			return
		case first := <-e.jobs:
			group := []*job{first}
			for more := !first.alone; more && len(group) < maxGroup; {
				select {
				case next := <-e.jobs:
					group = append(group, next)
					more = !next.alone
				default:
					more = false
				}
			}
			w.run(group)
		}
	}
}

// run does a group of jobs; only the last of them may be one that runs alone.
func (w *writer) run(group []*job) {
	last := group[len(group)-1]
	if last.alone {
		group = group[:len(group)-1]
	}
	if len(group) > 1 && w.together(group) {
		group = nil
	}
	for _, j := range group {
		w.single(j)
	}
	if last.alone {
		w.single(last)
	}
}

// single runs one job; its one statement is a transaction of its own.
func (w *writer) single(j *job) {
	if err := j.ctx.Err(); err != nil {
		j.done <- err
		return
	}
	err := j.do(w)
	w.recent.forget(j.at)
	j.done <- err
}

// together runs a group in one transaction and answers each job after the commit.
// When the storage fails, nothing is kept or answered, and it returns false.
func (w *writer) together(group []*job) bool {
	if err := w.begin(); err != nil {
		w.rollback()
		return false
	}
	results := make([]error, len(group))
	for i, j := range group {
		if results[i] = j.ctx.Err(); results[i] != nil {
			continue
		}
		if results[i] = j.do(w); results[i] != nil && !answer(results[i]) {
			w.rollback()
			return false
		}
	}
	if err := w.commit(); err != nil {
		w.rollback()
		return false
	}
	places := make([]place, len(group))
	for i, j := range group {
		places[i] = j.at
	}
	w.recent.forget(places...)
	for i, j := range group {
		j.done <- results[i]
	}
	return true
}

// answer tells a refusal, which is a result, from trouble.
func answer(err error) bool {
	return errors.Is(err, docs.ErrDuplicate) || errors.Is(err, docs.ErrConflict) || errors.Is(err, docs.ErrNotFound)
}
