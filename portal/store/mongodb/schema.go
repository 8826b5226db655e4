package mongodb

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
	"golang.org/x/sync/errgroup"

	"tandem/portal/store/docs"
)

// metaCollection holds the version of the schema; no collection of a schema can have its name.
const metaCollection = "_meta"

// Ensure creates the collections and indexes that are missing. A new index on documents
// that exist gives those without the field a "" to sort by, which is not part of their body.
func (e *Engine) Ensure(ctx context.Context, s docs.Schema) error {
	catalog, err := e.known.Load().With(s)
	if err != nil {
		return err
	}
	if err := e.checkVersion(ctx, s.Version); err != nil {
		return err
	}
	var there []string
	err = e.retry(ctx, "list the collections", func(ctx context.Context) (err error) {
		there, err = e.database.ListCollectionNames(ctx, bson.D{})
		return err
	})
	if err != nil {
		return err
	}
	all, allCtx := errgroup.WithContext(ctx)
	all.SetLimit(4)
	for _, c := range catalog.All() {
		all.Go(func() error { return e.ensureCollection(allCtx, c, slices.Contains(there, c.Name)) })
	}
	if err := all.Wait(); err != nil {
		return err
	}
	if err := e.raiseVersion(ctx, s.Version); err != nil {
		return err
	}
	e.known.Store(catalog)
	return nil
}

func (e *Engine) checkVersion(ctx context.Context, version int64) error {
	return e.retry(ctx, "read the schema's version", func(ctx context.Context) error {
		raw, err := e.database.Collection(metaCollection).FindOne(ctx, byID("schema")).Raw()
		if errors.Is(err, mongo.ErrNoDocuments) {
			return nil
		}
		if err != nil {
			return err
		}
		stored, _ := raw.Lookup("version").AsInt64OK()
		if stored > version {
			return fmt.Errorf("the data has schema %d, this program knows %d: %w", stored, version, docs.ErrNewer)
		}
		return nil
	})
}

func (e *Engine) raiseVersion(ctx context.Context, version int64) error {
	meta := e.database.Collection(metaCollection)
	older := bson.D{{Key: "_id", Value: "schema"}, {Key: "version", Value: bson.D{{Key: "$lt", Value: version}}}}
	raise := bson.D{{Key: "$set", Value: bson.D{{Key: "version", Value: version}}}}
	return e.retry(ctx, "write the schema's version", func(ctx context.Context) error {
		for range 2 { // again when another process inserts it in between
			if result, err := meta.UpdateOne(ctx, older, raise); err != nil || result.MatchedCount == 1 {
				return err
			}
			if _, err := meta.FindOne(ctx, byID("schema")).Raw(); !errors.Is(err, mongo.ErrNoDocuments) {
				return err // as high already
			}
			_, err := meta.InsertOne(ctx, bson.D{{Key: "_id", Value: "schema"}, {Key: "version", Value: version}})
			if !mongo.IsDuplicateKeyError(err) {
				return err
			}
		}
		return nil
	})
}

func (e *Engine) ensureCollection(ctx context.Context, c docs.Collection, there bool) error {
	if !there {
		err := e.retry(ctx, "create "+c.Name, func(ctx context.Context) error {
			err := e.database.CreateCollection(ctx, c.Name)
			var server mongo.ServerError
			if errors.As(err, &server) && server.HasErrorCode(namespaceExists) {
				return nil
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	missing, err := e.missingIndexes(ctx, c)
	if err != nil || len(missing) == 0 {
		return err
	}
	if there {
		if err := e.backfill(ctx, docs.Collection{Name: c.Name, Indexes: missing}); err != nil {
			return err
		}
	}
	var models []mongo.IndexModel
	for _, index := range missing {
		models = append(models, mongo.IndexModel{Keys: keys(index), Options: options.Index().SetName(index.Name)})
	}
	return e.retry(ctx, "create the indexes of "+c.Name, func(ctx context.Context) error {
		_, err := e.database.Collection(c.Name).Indexes().CreateMany(ctx, models)
		return err
	})
}

func keys(index docs.Index) bson.D {
	var by bson.D
	for _, field := range index.Fields {
		by = append(by, bson.E{Key: field, Value: 1})
	}
	return append(by, bson.E{Key: "_id", Value: 1})
}

// missingIndexes returns the declared indexes that the server lacks. An index there with
// other fields is refused.
func (e *Engine) missingIndexes(ctx context.Context, c docs.Collection) ([]docs.Index, error) {
	have := map[string][]string{}
	err := e.retry(ctx, "list the indexes of "+c.Name, func(ctx context.Context) error {
		specs, err := e.database.Collection(c.Name).Indexes().ListSpecifications(ctx)
		if err != nil {
			return err
		}
		for _, spec := range specs {
			elements, err := spec.KeysDocument.Elements()
			if err != nil {
				return err
			}
			var fields []string
			for _, element := range elements {
				fields = append(fields, element.Key())
			}
			have[spec.Name] = fields
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var missing []docs.Index
	for _, index := range c.Indexes {
		fields, ok := have[index.Name]
		if !ok {
			missing = append(missing, index)
		} else if !slices.Equal(fields, append(slices.Clone(index.Fields), "_id")) {
			return nil, fmt.Errorf("index %s of %s has other fields in the database, a changed index needs a new name: %w", index.Name, c.Name, docs.ErrInvalid)
		}
	}
	return missing, nil
}

// backfill checks the fields of new indexes in all documents first, then gives those that
// lack one its "". It can be done again after it was cut off, since the index comes last.
func (e *Engine) backfill(ctx context.Context, c docs.Collection) error {
	fields := c.Fields()
	lacking := map[string]bool{}
	projection := bson.D{{Key: missingField, Value: 1}}
	for _, field := range fields {
		projection = append(projection, bson.E{Key: field, Value: 1})
	}
	cursor, err := e.database.Collection(c.Name).Find(ctx, bson.D{}, options.Find().SetProjection(projection))
	if err != nil {
		return explain(ctx, "read "+c.Name+" for a new index", err)
	}
	for cursor.Next(ctx) {
		d, err := decode(cursor.Current)
		for _, field := range fields {
			if _, lookupErr := cursor.Current.LookupErr(field); lookupErr != nil {
				lacking[field] = true
			}
			if err == nil {
				_, err = docs.IndexValue(d.body, field)
			}
		}
		if err != nil {
			return errors.Join(fmt.Errorf("%s %s cannot be in the new index: %w", c.Name, d.ID, err), cursor.Close(ctx))
		}
	}
	if err := errors.Join(cursor.Err(), cursor.Close(ctx)); err != nil {
		return explain(ctx, "read "+c.Name+" for a new index", err)
	}
	for _, field := range fields {
		if !lacking[field] {
			continue
		}
		without := bson.D{{Key: field, Value: bson.D{{Key: "$exists", Value: false}}}}
		fill := bson.D{
			{Key: "$set", Value: bson.D{{Key: field, Value: ""}}},
			{Key: "$addToSet", Value: bson.D{{Key: missingField, Value: field}}},
		}
		err := e.retry(ctx, "fill "+field+" of "+c.Name, func(ctx context.Context) error {
			_, err := e.database.Collection(c.Name).UpdateMany(ctx, without, fill)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
