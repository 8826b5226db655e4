package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"tandem/portal/store/docs"
)

// Insert stores a new document; docs.ErrDuplicate when the id exists.
func (e *Engine) Insert(ctx context.Context, collection string, d docs.Document) error {
	known := e.known.Load()
	body, err := known.schema().Document(collection, d)
	if err != nil {
		return err
	}
	columns := known.columns[collection]
	args := append(make([]any, 0, len(columns)+2), d.ID, string(body.AppendJSON(make([]byte, 0, len(d.Body)))))
	args = appendFields(args, body, columns)
	return e.write(ctx, "insert "+collection+" "+d.ID, place{collection, d.ID}, func(w *writer) error {
		n, err := w.exec(w.insertSQL(collection, columns), args...)
		if err == nil && n == 0 {
			err = fmt.Errorf("%s %s: %w", collection, d.ID, docs.ErrDuplicate)
		}
		return err
	})
}

// Replace stores the body when the stored version is d.Version.
func (e *Engine) Replace(ctx context.Context, collection string, d docs.Document) error {
	known := e.known.Load()
	body, err := known.schema().Document(collection, d)
	if err != nil {
		return err
	}
	columns := known.columns[collection]
	args := append(make([]any, 0, len(columns)+3), string(body.AppendJSON(make([]byte, 0, len(d.Body)))))
	args = append(appendFields(args, body, columns), d.ID, d.Version)
	return e.write(ctx, "replace "+collection+" "+d.ID, place{collection, d.ID}, func(w *writer) error {
		n, err := w.exec(w.replaceSQL(collection, columns), args...)
		if err == nil && n == 0 {
			err = w.missed(collection, d.ID)
		}
		return err
	})
}

// Delete removes the document when its version is the one given.
func (e *Engine) Delete(ctx context.Context, collection, id string, version int64) error {
	if _, err := e.known.Load().schema().Collection(collection); err != nil {
		return err
	}
	return e.write(ctx, "delete "+collection+" "+id, place{collection, id}, func(w *writer) error {
		n, err := w.exec(`DELETE FROM "`+collection+`" WHERE id = ? AND v = ?`, id, version)
		if err == nil && n == 0 {
			err = w.missed(collection, id)
		}
		return err
	})
}

// missed says why a write by version met no document.
func (w *writer) missed(collection, id string) error {
	var one int
	err := w.conn.QueryRowContext(context.Background(), `SELECT 1 FROM "`+collection+`" WHERE id = ?`, id).Scan(&one)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%s %s: %w", collection, id, docs.ErrNotFound)
	case err != nil:
		return err
	}
	return fmt.Errorf("%s %s: %w", collection, id, docs.ErrConflict)
}

// appendFields adds the value of each column. A column that is no longer declared
// may meet any value and takes "" for what it cannot hold.
func appendFields(args []any, body docs.Value, columns []string) []any {
	for _, field := range columns {
		v, err := docs.IndexValue(body, field)
		if err != nil {
			v = ""
		}
		args = append(args, v)
	}
	return args
}

func (w *writer) insertSQL(table string, columns []string) string {
	return w.text("insert "+table, len(columns), func() string {
		var names strings.Builder
		for _, field := range columns {
			names.WriteString(`, "f_` + field + `"`)
		}
		return fmt.Sprintf(`INSERT INTO "%s" (id, v, body%s) VALUES (?, 1, ?%s) ON CONFLICT (id) DO NOTHING`, table, names.String(), strings.Repeat(", ?", len(columns)))
	})
}

func (w *writer) replaceSQL(table string, columns []string) string {
	return w.text("replace "+table, len(columns), func() string {
		var set strings.Builder
		for _, field := range columns {
			set.WriteString(`, "f_` + field + `" = ?`)
		}
		return fmt.Sprintf(`UPDATE "%s" SET v = v + 1, body = ?%s WHERE id = ? AND v = ?`, table, set.String())
	})
}
