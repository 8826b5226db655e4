package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"tandem/portal/store/docs"
)

// Get returns one document, or docs.ErrNotFound.
func (e *Engine) Get(ctx context.Context, collection, id string) (docs.Document, error) {
	if _, err := e.known.Load().schema().Collection(collection); err != nil {
		return docs.Document{}, err
	}
	if err := ctx.Err(); err != nil {
		return docs.Document{}, e.fail("get "+collection+" "+id, err)
	}
	at := place{collection, id}
	d, found, writes := e.recent.find(at)
	if !found {
		var err error
		if d, err = e.get(ctx, collection, id); err != nil {
			return docs.Document{}, e.fail("get "+collection+" "+id, err)
		}
		e.recent.keep(at, d, writes)
	}
	if d.Version == 0 {
		return docs.Document{}, fmt.Errorf("%s %s: %w", collection, id, docs.ErrNotFound)
	}
	return d, nil
}

// get reads one document from the file, without a version when it is not there.
func (e *Engine) get(ctx context.Context, collection, id string) (docs.Document, error) {
	statement, release, err := e.prepared(ctx, `SELECT v, body FROM "`+collection+`" WHERE id = ?`)
	if err != nil {
		return docs.Document{}, err
	}
	defer release()
	d := docs.Document{ID: id}
	err = statement.QueryRowContext(ctx, id).Scan(&d.Version, &d.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return docs.Document{}, nil
	}
	return d, err
}

// GetMany returns the documents that exist, in the order of ids.
func (e *Engine) GetMany(ctx context.Context, collection string, ids []string) ([]docs.Document, error) {
	if _, err := e.known.Load().schema().Collection(collection); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, e.fail("get many of "+collection, err)
	}
	byID := make(map[string]docs.Document, len(ids))
	var missing []string
	var seen uint64
	for i, id := range ids {
		d, found, writes := e.recent.find(place{collection, id})
		if i == 0 {
			seen = writes
		}
		if found {
			byID[id] = d
		} else {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		list, err := json.Marshal(missing)
		if err != nil {
			return nil, err
		}
		found, err := e.documents(ctx, `SELECT id, v, body FROM "`+collection+`" WHERE id IN (SELECT value FROM json_each(?))`, string(list))
		if err != nil {
			return nil, e.fail("get many of "+collection, err)
		}
		for _, d := range found {
			byID[d.ID] = d
		}
		for _, id := range missing {
			e.recent.keep(place{collection, id}, byID[id], seen)
		}
	}
	out := make([]docs.Document, 0, len(ids))
	for _, id := range ids {
		if d := byID[id]; d.Version > 0 {
			out = append(out, d)
		}
	}
	return out, nil
}

// Scan returns one page of an index scan.
func (e *Engine) Scan(ctx context.Context, q docs.Query) (docs.Page, error) {
	s, err := e.known.Load().schema().Scan(q)
	if err != nil {
		return docs.Page{}, err
	}
	text, args := selection(s)
	found, err := e.documents(ctx, "SELECT id, v, body"+text+order(s)+" LIMIT ?", append(args, s.Limit+1)...)
	if err != nil {
		return docs.Page{}, e.fail("scan "+q.Collection+" by "+q.Index, err)
	}
	if len(found) <= s.Limit {
		return docs.Page{Documents: found}, nil
	}
	found = found[:s.Limit]
	last := found[s.Limit-1]
	body, err := docs.Parse(last.Body)
	if err != nil {
		return docs.Page{}, fmt.Errorf("%s %s: %w", q.Collection, last.ID, err)
	}
	next, err := s.Next(last.ID, body)
	return docs.Page{Documents: found, Next: next}, err
}

// Count counts what a scan would return, up to a cap.
func (e *Engine) Count(ctx context.Context, q docs.Query, limit int) (int, error) {
	s, err := e.known.Load().schema().Count(q, limit)
	if err != nil {
		return 0, err
	}
	text, args := selection(s)
	statement, release, err := e.prepared(ctx, "SELECT count(*) FROM (SELECT 1"+text+" LIMIT ?)")
	if err != nil {
		return 0, e.fail("count "+q.Collection+" by "+q.Index, err)
	}
	defer release()
	var n int
	if err := statement.QueryRowContext(ctx, append(args, s.Limit)...).Scan(&n); err != nil {
		return 0, e.fail("count "+q.Collection+" by "+q.Index, err)
	}
	return n, nil
}

// selection is the FROM and WHERE of a scan. The cursor takes the place of the end of
// the range where it starts, so that SQLite goes straight to it.
func selection(s docs.Scan) (string, []any) {
	var b strings.Builder
	b.WriteString(` FROM "` + s.Collection + `"`)
	if s.Index != docs.ByID {
		b.WriteString(` INDEXED BY "` + indexName(s.Collection, s.Index) + `"`)
	}
	b.WriteString(" WHERE 1")
	args := make([]any, 0, len(s.Equal)+6)
	for i, v := range s.Equal {
		b.WriteString(` AND "f_` + s.Fields[i] + `" = ?`)
		args = append(args, v)
	}
	columns := rest(s)
	if s.From != nil && (s.After == nil || s.Descending) {
		b.WriteString(" AND " + columns[0] + " >= ?")
		args = append(args, s.From)
	}
	if s.To != nil && (s.After == nil || !s.Descending) {
		b.WriteString(" AND " + columns[0] + " < ?")
		args = append(args, s.To)
	}
	if s.After != nil {
		than := " > "
		if s.Descending {
			than = " < "
		}
		b.WriteString(" AND (" + strings.Join(columns, ", ") + ")" + than + "(?" + strings.Repeat(", ?", len(columns)-1) + ")")
		args = append(args, s.After...)
	}
	return b.String(), args
}

func order(s docs.Scan) string {
	way := ""
	if s.Descending {
		way = " DESC"
	}
	return " ORDER BY " + strings.Join(rest(s), way+", ") + way
}

// rest is the columns a scan is ordered by.
func rest(s docs.Scan) []string {
	columns := make([]string, 0, len(s.Fields)+1)
	for _, field := range s.Rest() {
		columns = append(columns, `"f_`+field+`"`)
	}
	return append(columns, "id")
}

func (e *Engine) documents(ctx context.Context, text string, args ...any) ([]docs.Document, error) {
	statement, release, err := e.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	defer release()
	rows, err := statement.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []docs.Document
	for rows.Next() {
		var d docs.Document
		if err := rows.Scan(&d.ID, &d.Version, &d.Body); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

// prepared lends a statement of the readers until release is called. The texts come from
// the code and the schema only, so there are few.
func (e *Engine) prepared(ctx context.Context, text string) (statement *sql.Stmt, release func(), err error) {
	if f := e.filling.Load(); f != nil {
		return f.read(ctx, text)
	}
	if found, ok := e.scans.Load(text); ok {
		return found.(*sql.Stmt), func() {}, nil
	}
	if statement, err = e.readers.PrepareContext(ctx, text); err != nil {
		return nil, nil, err
	}
	found, there := e.scans.LoadOrStore(text, statement)
	if there {
		return found.(*sql.Stmt), func() {}, statement.Close()
	}
	return statement, func() {}, nil
}
