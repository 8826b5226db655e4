package mongodb

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"tandem/portal/store/docs"
)

// Every write carries a token. When an answer is lost or unclear, the document is read
// back: with our token the write happened, with another's somebody else was first.

// errVanished: what an insert found in its place was deleted meanwhile, so it is tried again.
var errVanished = errors.New("the document that was in the way is gone")

// Insert stores a new document; docs.ErrDuplicate when the id exists.
func (e *Engine) Insert(ctx context.Context, collection string, d docs.Document) error {
	raw, token, err := e.prepare(collection, d, 1)
	if err != nil {
		return err
	}
	c := e.database.Collection(collection)
	return e.retry(ctx, "insert "+collection+" "+d.ID, func(ctx context.Context) error {
		_, err := c.InsertOne(ctx, raw)
		if err == nil || ctx.Err() != nil || !mongo.IsDuplicateKeyError(err) && !transient(err) {
			return err
		}
		there, readErr := e.state(ctx, c, d.ID)
		switch {
		case errors.Is(readErr, docs.ErrNotFound):
			return fmt.Errorf("%w: %w", errVanished, err)
		case readErr != nil:
			return readErr
		case there.token == token:
			return nil
		}
		return fmt.Errorf("%s %s: %w", collection, d.ID, docs.ErrDuplicate)
	})
}

// InsertAll stores new documents in their order, in one round trip. After an error some of
// the first are there: whoever gets one goes on with Insert.
func (e *Engine) InsertAll(ctx context.Context, collection string, list []docs.Document) error {
	if len(list) == 0 {
		return nil
	}
	all := make([]any, len(list))
	for i, d := range list {
		raw, _, err := e.prepare(collection, d, 1)
		if err != nil {
			return err
		}
		all[i] = raw
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	_, err := e.database.Collection(collection).InsertMany(ctx, all)
	return explain(ctx, "insert "+collection, err)
}

// Replace stores the body when the stored version is d.Version.
func (e *Engine) Replace(ctx context.Context, collection string, d docs.Document) error {
	raw, token, err := e.prepare(collection, d, d.Version+1)
	if err != nil {
		return err
	}
	c := e.database.Collection(collection)
	lost := false
	return e.retry(ctx, "replace "+collection+" "+d.ID, func(ctx context.Context) error {
		result, err := c.ReplaceOne(ctx, byVersion(d.ID, d.Version), raw)
		if err == nil && result.MatchedCount == 1 {
			return nil
		}
		if err != nil && (ctx.Err() != nil || !transient(err)) {
			return err
		}
		lost = lost || mongo.IsNetworkError(err)
		there, readErr := e.state(ctx, c, d.ID)
		switch {
		case readErr != nil:
			return readErr
		case there.token == token:
			return nil
		case err != nil && there.Version == d.Version:
			return err // try again
		case lost && there.Version > d.Version+1:
			return errUnknown
		}
		return fmt.Errorf("%s %s: %w", collection, d.ID, docs.ErrConflict)
	})
}

// errUnknown is not a conflict: the caller would do the same change once more.
var errUnknown = errors.New("the answer was lost and others wrote since, so it is not known whether this was written")

// Delete removes the document when its version is the one given.
func (e *Engine) Delete(ctx context.Context, collection, id string, version int64) error {
	c, err := e.collection(collection)
	if err != nil {
		return err
	}
	if docs.CheckID(id) != nil {
		return fmt.Errorf("%s %.40q: %w", collection, id, docs.ErrNotFound)
	}
	lost := false
	return e.retry(ctx, "delete "+collection+" "+id, func(ctx context.Context) error {
		result, err := c.DeleteOne(ctx, byVersion(id, version))
		if err == nil && result.DeletedCount == 1 {
			return nil
		}
		if err != nil {
			lost = lost || mongo.IsNetworkError(err)
			return err
		}
		if _, err := e.state(ctx, c, id); err != nil {
			if lost && errors.Is(err, docs.ErrNotFound) {
				return nil // it is gone, which the answer that was lost most likely said
			}
			return err
		}
		return fmt.Errorf("%s %s: %w", collection, id, docs.ErrConflict)
	})
}

// prepare checks a document and makes what is stored, with a new token.
func (e *Engine) prepare(collection string, d docs.Document, version int64) (bson.Raw, int64, error) {
	catalog := e.known.Load()
	body, err := catalog.Document(collection, d)
	if err != nil {
		return nil, 0, err
	}
	known, err := catalog.Collection(collection)
	if err != nil {
		return nil, 0, err
	}
	token := rand.Int64()
	return encode(d.ID, version, token, body, known.Fields()), token, nil
}

// state reads who wrote which version of a document, or docs.ErrNotFound.
func (e *Engine) state(ctx context.Context, c *mongo.Collection, id string) (stored, error) {
	only := options.FindOne().SetProjection(bson.D{{Key: versionField, Value: 1}, {Key: tokenField, Value: 1}})
	raw, err := c.FindOne(ctx, byID(id), only).Raw()
	if errors.Is(err, mongo.ErrNoDocuments) {
		return stored{}, fmt.Errorf("%s %s: %w", c.Name(), id, docs.ErrNotFound)
	}
	if err != nil {
		return stored{}, err
	}
	return decode(raw)
}
