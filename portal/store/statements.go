package store

import (
	"context"
	"iter"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Statements are the issued statements: insert-only, under their numbers.
type Statements struct {
	table[portal.StatementID, portal.Issued, statementDoc]
}

type statementDoc struct {
	portal.Issued
	Year int `json:"year"` // of the number, and its place in it
	N    int `json:"n"`
}

var statementsSchema = docs.Collection{Name: "statements", Indexes: []docs.Index{
	{Name: "by_number", Fields: []string{"year", "n"}},
	{Name: "by_partner", Fields: []string{"partner", "month"}},
	{Name: "by_time", Fields: []string{"at"}},
}}

func newStatements(engine docs.Engine) Statements {
	return Statements{table[portal.StatementID, portal.Issued, statementDoc]{
		engine: engine, name: statementsSchema.Name,
		id: func(s portal.Issued) portal.StatementID { return s.ID },
		doc: func(s portal.Issued) statementDoc {
			year, n, _ := s.ID.Parts()
			return statementDoc{Issued: s, Year: year, N: n}
		},
		value: func(d statementDoc, id portal.StatementID, _ int64) portal.Issued {
			d.ID = id
			return d.Issued
		},
	}}
}

// Last is the newest number of a year, 0 before the first.
func (s Statements) Last(ctx context.Context, year int) (int, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_number", Equal: []any{int64(year)}, Descending: true, Limit: 1})
	if err != nil || len(page.Rows) == 0 {
		return 0, err
	}
	_, n, _ := page.Rows[0].ID.Parts()
	return n, nil
}

// Of returns every statement of a partner, newest month first.
func (s Statements) Of(ctx context.Context, partner portal.PartnerID) ([]portal.Issued, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}, Descending: true})
}

// List returns statements of everybody, newest number first.
func (s Statements) List(ctx context.Context, limit int, after string) (Page[portal.Issued], error) {
	return s.scan(ctx, docs.Query{Index: "by_number", Descending: true, Limit: limit, After: after})
}

// Numbered goes through every statement in the order of the numbers.
func (s Statements) Numbered(ctx context.Context) iter.Seq2[portal.Issued, error] {
	return func(yield func(portal.Issued, error) bool) {
		q := docs.Query{Index: "by_number", Limit: eachPage}
		for {
			page, err := s.scan(ctx, q)
			if err != nil {
				yield(portal.Issued{}, err)
				return
			}
			for _, row := range page.Rows {
				if !yield(row, nil) {
					return
				}
			}
			if q.After = page.Next; q.After == "" {
				return
			}
		}
	}
}

// Since returns a page of statements from the moment of issue on, oldest first.
func (s Statements) Since(ctx context.Context, from portal.Instant, after string) (Page[portal.Issued], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", From: string(from), Limit: 200, After: after})
}
