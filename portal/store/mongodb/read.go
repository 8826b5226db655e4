package mongodb

import (
	"context"
	"errors"
	"fmt"
	"math"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"tandem/portal/store/docs"
)

// Get returns one document, or docs.ErrNotFound.
func (e *Engine) Get(ctx context.Context, collection, id string) (docs.Document, error) {
	c, err := e.collection(collection)
	if err != nil {
		return docs.Document{}, err
	}
	if docs.CheckID(id) != nil {
		return docs.Document{}, fmt.Errorf("%s %.40q: %w", collection, id, docs.ErrNotFound)
	}
	var d stored
	err = e.retry(ctx, "get "+collection+" "+id, func(ctx context.Context) error {
		raw, err := c.FindOne(ctx, byID(id)).Raw()
		if errors.Is(err, mongo.ErrNoDocuments) {
			return fmt.Errorf("%s %s: %w", collection, id, docs.ErrNotFound)
		}
		if err != nil {
			return err
		}
		d, err = decode(raw)
		return err
	})
	return d.Document, err
}

// GetMany returns the documents that exist, in the order of ids.
func (e *Engine) GetMany(ctx context.Context, collection string, ids []string) ([]docs.Document, error) {
	c, err := e.collection(collection)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, id := range ids {
		if docs.CheckID(id) == nil {
			list = append(list, id)
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	found, err := e.find(ctx, "get many of "+collection, c, bson.D{{Key: "_id", Value: bson.D{{Key: "$in", Value: list}}}}, options.Find())
	if err != nil {
		return nil, err
	}
	places := make(map[string]stored, len(found))
	for _, d := range found {
		places[d.ID] = d
	}
	out := make([]docs.Document, 0, len(found))
	for _, id := range ids {
		if d, ok := places[id]; ok {
			out = append(out, d.Document)
		}
	}
	return out, nil
}

// Scan returns one page of an index scan.
func (e *Engine) Scan(ctx context.Context, q docs.Query) (docs.Page, error) {
	s, err := e.known.Load().Scan(q)
	if err != nil {
		return docs.Page{}, err
	}
	o := options.Find().SetSort(order(s)).SetLimit(int64(s.Limit) + 1).SetBatchSize(int32(s.Limit) + 1).SetHint(hint(s))
	found, err := e.find(ctx, "scan "+q.Collection+" by "+q.Index, e.database.Collection(q.Collection), filter(s), o)
	if err != nil {
		return docs.Page{}, err
	}
	page := docs.Page{Documents: make([]docs.Document, 0, min(len(found), s.Limit))}
	for _, d := range found[:min(len(found), s.Limit)] {
		page.Documents = append(page.Documents, d.Document)
	}
	if len(found) > s.Limit {
		last := found[s.Limit-1]
		page.Next, err = s.Next(last.ID, last.body)
	}
	return page, err
}

// Count counts what a scan would return, up to a cap.
func (e *Engine) Count(ctx context.Context, q docs.Query, most int) (int, error) {
	s, err := e.known.Load().Count(q, most)
	if err != nil {
		return 0, err
	}
	var n int64
	err = e.retry(ctx, "count "+q.Collection+" by "+q.Index, func(ctx context.Context) (err error) {
		n, err = e.database.Collection(q.Collection).CountDocuments(ctx, filter(s), options.Count().SetLimit(int64(s.Limit)).SetHint(hint(s)))
		return err
	})
	return int(n), err
}

func (e *Engine) find(ctx context.Context, doing string, c *mongo.Collection, filter bson.D, o *options.FindOptions) ([]stored, error) {
	var found []stored
	err := e.retry(ctx, doing, func(ctx context.Context) error {
		found = found[:0]
		cursor, err := c.Find(ctx, filter, o)
		if err != nil {
			return err
		}
		for cursor.Next(ctx) {
			d, err := decode(cursor.Current)
			if err != nil {
				return errors.Join(err, cursor.Close(ctx))
			}
			found = append(found, d)
		}
		return errors.Join(cursor.Err(), cursor.Close(ctx))
	})
	return found, err
}

// rest is the fields a scan is ordered by.
func rest(s docs.Scan) []string { return append(append([]string{}, s.Rest()...), "_id") }

func order(s docs.Scan) bson.D {
	way := 1
	if s.Descending {
		way = -1
	}
	var by bson.D
	for _, field := range rest(s) {
		by = append(by, bson.E{Key: field, Value: way})
	}
	return by
}

// filter is the condition of a scan. A comparison in MongoDB holds values of one type
// only, so the end of a range that stands for "all integers" is left out.
func filter(s docs.Scan) bson.D {
	f := bson.D{}
	for i, v := range s.Equal {
		f = append(f, bson.E{Key: s.Fields[i], Value: v})
	}
	fields := rest(s)
	var ends bson.D
	if s.From != nil && (s.After == nil || s.Descending) {
		ends = append(ends, bson.E{Key: "$gte", Value: s.From})
	}
	_, fromInteger := s.From.(int64)
	_, toText := s.To.(string)
	if s.To != nil && !(fromInteger && toText) && (s.After == nil || !s.Descending) {
		ends = append(ends, bson.E{Key: "$lt", Value: s.To})
	}
	if s.After == nil {
		if ends != nil {
			f = append(f, bson.E{Key: fields[0], Value: ends})
		}
		return f
	}
	than := "$gt"
	if s.Descending {
		than = "$lt"
	}
	if len(fields) == 1 { // by id alone
		return append(f, bson.E{Key: fields[0], Value: append(ends, bson.E{Key: than, Value: s.After[0]})})
	}
	// A server that cannot order by the index sorts what the filter leaves: the cursor's
	// first value bounds that too, unless values of the other type follow it.
	ended := s.From != nil || s.To != nil
	if _, integer := s.After[0].(int64); ended || integer == s.Descending {
		ends = append(ends, bson.E{Key: than + "e", Value: s.After[0]})
	}
	if ends != nil {
		f = append(f, bson.E{Key: fields[0], Value: ends})
	}
	return append(f, bson.E{Key: "$or", Value: after(s, fields)})
}

// after is the documents behind the cursor: equal in the first fields and behind in the next.
func after(s docs.Scan, fields []string) bson.A {
	var or bson.A
	var equal bson.D
	for i, field := range fields {
		for _, behind := range behind(s.After[i], s.Descending, field == "_id") {
			or = append(or, append(append(bson.D{}, equal...), bson.E{Key: field, Value: behind}))
		}
		equal = append(equal, bson.E{Key: field, Value: s.After[i]})
	}
	return or
}

// behind is the conditions of values after v: those of its type, then the other type.
func behind(v any, descending, id bool) []bson.D {
	_, text := v.(string)
	if descending {
		out := []bson.D{{{Key: "$lt", Value: v}}}
		if text && !id {
			out = append(out, bson.D{{Key: "$lte", Value: int64(math.MaxInt64)}})
		}
		return out
	}
	out := []bson.D{{{Key: "$gt", Value: v}}}
	if !text {
		out = append(out, bson.D{{Key: "$gte", Value: ""}})
	}
	return out
}

// hint names the index that the query was written for, so the plan never depends on the
// server's guess.
func hint(s docs.Scan) string {
	if s.Index == docs.ByID {
		return "_id_"
	}
	return s.Index
}
