package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tandem/portal/store/docs"
)

const (
	applicationID = 0x54616e64 // "Tand": tells our files from other SQLite databases
	layoutVersion = 1          // of the tables themselves, in user_version
)

// tables is what is known of the file: the declared schema, and the columns of each
// table, which may be more than are declared now.
type tables struct {
	catalog *docs.Catalog
	columns map[string][]string // fields with a column, by collection
}

func (t *tables) schema() *docs.Catalog {
	if t == nil {
		return nil
	}
	return t.catalog
}

// prepareFile makes a new file ours.
func (w *writer) prepareFile(ctx context.Context) error {
	var id, version, objects int
	if err := w.conn.QueryRowContext(ctx, "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)").Scan(&id, &version, &objects); err != nil {
		return err
	}
	if objects > 0 || id != 0 {
		return checkNumbers(id, version)
	}
	for _, statement := range []string{
		"BEGIN IMMEDIATE",
		"CREATE TABLE _meta (name TEXT NOT NULL PRIMARY KEY, value NOT NULL) WITHOUT ROWID",
		"INSERT INTO _meta(name, value) VALUES('schema', 0)",
		fmt.Sprintf("PRAGMA application_id=%d", applicationID),
		fmt.Sprintf("PRAGMA user_version=%d", layoutVersion),
		"COMMIT",
	} {
		if _, err := w.conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func checkFile(ctx context.Context, db *sql.DB) error {
	var id, version int
	if err := db.QueryRowContext(ctx, "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version)").Scan(&id, &version); err != nil {
		return err
	}
	return checkNumbers(id, version)
}

func checkNumbers(id, version int) error {
	if id != applicationID {
		return errors.New("the file is a database of another program")
	}
	if version > layoutVersion {
		return fmt.Errorf("the file has layout %d, this program knows %d: %w", version, layoutVersion, docs.ErrNewer)
	}
	return nil
}

// Ensure creates the tables, columns and indexes that are missing, in one
// transaction. A new index on documents that exist is filled from their bodies.
func (e *Engine) Ensure(ctx context.Context, s docs.Schema) error {
	catalog, err := e.known.Load().schema().With(s)
	if err != nil {
		return err
	}
	if e.readOnly {
		return e.recognise(ctx, catalog, s.Version)
	}
	return e.alone(ctx, "ensure the schema", func(w *writer) error {
		if err := w.begin(); err != nil {
			return err
		}
		next, err := w.ensure(ctx, catalog, s.Version)
		if err == nil {
			err = w.commit()
		}
		if err != nil {
			w.rollback()
			return err
		}
		e.known.Store(next)
		return nil
	})
}

// recognise takes over a schema for reading when the file has all of it.
func (e *Engine) recognise(ctx context.Context, catalog *docs.Catalog, version int64) error {
	if err := checkVersion(ctx, e.readers, version); err != nil {
		return e.fail("read the schema", err)
	}
	next := &tables{catalog: catalog, columns: map[string][]string{}}
	for _, c := range catalog.All() {
		have, err := columnsOf(ctx, e.readers, c.Name)
		if err != nil {
			return e.fail("read the schema", err)
		}
		for _, field := range c.Fields() {
			if !slices.Contains(have, field) {
				return fmt.Errorf("%s has no index on %s of %s yet; start the server once: %w", e.path, field, c.Name, docs.ErrInvalid)
			}
		}
		next.columns[c.Name] = have
	}
	e.known.Store(next)
	return nil
}

// source is what the schema is read through: the writer's connection or the readers.
type source interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

func checkVersion(ctx context.Context, db source, version int64) error {
	var stored int64
	if err := db.QueryRowContext(ctx, "SELECT value FROM _meta WHERE name = 'schema'").Scan(&stored); err != nil {
		return err
	}
	if stored > version {
		return fmt.Errorf("the data has schema %d, this program knows %d: %w", stored, version, docs.ErrNewer)
	}
	return nil
}

// columnsOf returns the fields that have a column, or nothing without the table.
func columnsOf(ctx context.Context, db source, table string) ([]string, error) {
	return names(ctx, db, "SELECT substr(name, 3) FROM pragma_table_info(?) WHERE name GLOB 'f_*' ORDER BY cid", table)
}

func names(ctx context.Context, db source, query string, args ...any) ([]string, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		out = append(out, name)
	}
	return out, rows.Err()
}

func (w *writer) ensure(ctx context.Context, catalog *docs.Catalog, version int64) (*tables, error) {
	if err := checkVersion(ctx, w.conn, version); err != nil {
		return nil, err
	}
	next := &tables{catalog: catalog, columns: map[string][]string{}}
	for _, c := range catalog.All() {
		columns, err := w.ensureTable(ctx, c)
		if err != nil {
			return nil, err
		}
		next.columns[c.Name] = columns
	}
	_, err := w.conn.ExecContext(ctx, "UPDATE _meta SET value = ? WHERE name = 'schema' AND value <> ?", version, version)
	return next, err
}

func (w *writer) ensureTable(ctx context.Context, c docs.Collection) ([]string, error) {
	// A column without a type keeps integers and text as they are, integers first.
	if _, err := w.conn.ExecContext(ctx, fmt.Sprintf(`CREATE TABLE IF NOT EXISTS "%s" (id TEXT NOT NULL PRIMARY KEY, v INTEGER NOT NULL, body TEXT NOT NULL)`, c.Name)); err != nil {
		return nil, err
	}
	columns, err := columnsOf(ctx, w.conn, c.Name)
	if err != nil {
		return nil, err
	}
	var added []string
	for _, field := range c.Fields() {
		if slices.Contains(columns, field) {
			continue
		}
		if _, err := w.conn.ExecContext(ctx, fmt.Sprintf(`ALTER TABLE "%s" ADD COLUMN "f_%s" NOT NULL DEFAULT ''`, c.Name, field)); err != nil {
			return nil, err
		}
		added = append(added, field)
	}
	if len(added) > 0 {
		if err := w.backfill(ctx, c.Name, added); err != nil {
			return nil, err
		}
		columns = append(columns, added...)
	}
	for _, index := range c.Indexes {
		if err := w.ensureIndex(ctx, c.Name, index); err != nil {
			return nil, err
		}
	}
	return columns, nil
}

func (w *writer) ensureIndex(ctx context.Context, table string, index docs.Index) error {
	name := indexName(table, index.Name)
	have, err := names(ctx, w.conn, "SELECT name FROM pragma_index_info(?) ORDER BY seqno", name)
	if err != nil {
		return err
	}
	want := make([]string, 0, len(index.Fields)+1)
	for _, field := range index.Fields {
		want = append(want, "f_"+field)
	}
	want = append(want, "id")
	if len(have) > 0 {
		if !slices.Equal(have, want) {
			return fmt.Errorf("index %s of %s has other fields in the file, a changed index needs a new name: %w", index.Name, table, docs.ErrInvalid)
		}
		return nil
	}
	_, err = w.conn.ExecContext(ctx, fmt.Sprintf(`CREATE INDEX "%s" ON "%s" ("%s")`, name, table, strings.Join(want, `", "`)))
	return err
}

// indexName is unique in the file: neither part has a dot.
func indexName(table, index string) string { return table + "." + index }

// backfill writes the new columns of documents that exist, a batch at a time.
func (w *writer) backfill(ctx context.Context, table string, fields []string) error {
	set := make([]string, len(fields))
	for i, field := range fields {
		set[i] = fmt.Sprintf(`"f_%s" = ?`, field)
	}
	update := fmt.Sprintf(`UPDATE "%s" SET %s WHERE rowid = ?`, table, strings.Join(set, ", "))
	for last := int64(0); ; {
		batch, err := w.fieldsAfter(ctx, table, fields, last)
		if err != nil || len(batch) == 0 {
			return err
		}
		for _, values := range batch {
			if _, err := w.exec(update, values...); err != nil {
				return err
			}
			last = values[len(values)-1].(int64)
		}
	}
}

// fieldsAfter reads the fields of up to 500 documents, each followed by its row number.
func (w *writer) fieldsAfter(ctx context.Context, table string, fields []string, last int64) ([][]any, error) {
	rows, err := w.conn.QueryContext(ctx, fmt.Sprintf(`SELECT rowid, id, body FROM "%s" WHERE rowid > ? ORDER BY rowid LIMIT 500`, table), last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var batch [][]any
	for rows.Next() {
		var row int64
		var id string
		var raw []byte
		if err := rows.Scan(&row, &id, &raw); err != nil {
			return nil, err
		}
		body, err := docs.Parse(raw)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", table, id, err)
		}
		values := make([]any, 0, len(fields)+1)
		for _, field := range fields {
			v, err := docs.IndexValue(body, field)
			if err != nil {
				return nil, fmt.Errorf("%s %s cannot be in the new index: %w", table, id, err)
			}
			values = append(values, v)
		}
		batch = append(batch, append(values, row))
	}
	return batch, rows.Err()
}
