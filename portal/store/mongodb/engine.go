// Package mongodb keeps documents in a MongoDB database: a replica set, a sharded
// cluster, Atlas, or a server that speaks its protocol. A document is ordinary
// BSON with the fields of its body beside _id, and indexes are ordinary compound indexes. It knows
// nothing of what documents mean.
package mongodb

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
	"go.mongodb.org/mongo-driver/mongo/readpref"
	"go.mongodb.org/mongo-driver/mongo/writeconcern"
	"go.mongodb.org/mongo-driver/x/mongo/driver/connstring"

	"tandem/portal/store/docs"
)

// DefaultDatabase is used when the URI names none.
const DefaultDatabase = "tandem"

// limit is how long one call takes at most, with all its retries, when its context allows more.
const limit = 20 * time.Second

// Engine is a docs.Engine on one database.
type Engine struct {
	client   *mongo.Client
	database *mongo.Database
	known    atomic.Pointer[docs.Catalog]
}

var _ docs.Engine = (*Engine)(nil)

// Open connects and returns when the server answers. Writes wait for a majority of the
// replica set; reads come from the primary, so everyone reads what was acknowledged.
func Open(ctx context.Context, uri string) (*Engine, error) {
	parsed, err := connstring.ParseAndValidate(uri)
	if err != nil {
		return nil, fmt.Errorf("the MongoDB URI: %w", err) // the driver's message holds no password
	}
	name := parsed.Database
	if name == "" {
		name = DefaultDatabase
	}
	client, err := mongo.Connect(ctx, options.Client().ApplyURI(uri).
		SetAppName("tandem").
		SetWriteConcern(writeconcern.Majority()).
		SetReadPreference(readpref.Primary()).
		SetServerSelectionTimeout(limit/2).
		SetConnectTimeout(limit/2).
		SetRetryWrites(true).
		SetRetryReads(true))
	if err != nil {
		return nil, fmt.Errorf("connect to MongoDB: %w", err)
	}
	e := &Engine{client: client, database: client.Database(name)}
	if err := e.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("connect to MongoDB: %w", err), e.Close())
	}
	return e, nil
}

// Ping reports whether the primary answers.
func (e *Engine) Ping(ctx context.Context) error {
	return e.retry(ctx, "ping", func(ctx context.Context) error {
		return e.client.Ping(ctx, readpref.Primary())
	})
}

// Close ends the connections. A second call does nothing.
func (e *Engine) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := e.client.Disconnect(ctx); err != nil && !errors.Is(err, mongo.ErrClientDisconnected) {
		return fmt.Errorf("disconnect from MongoDB: %w", err)
	}
	return nil
}

// Drop removes the whole database: for tests, and for a restore that is begun again.
func (e *Engine) Drop(ctx context.Context) error {
	return e.retry(ctx, "drop the database", e.database.Drop)
}

// Empty deletes every document and leaves the collections with their indexes: for tests.
func (e *Engine) Empty(ctx context.Context) error {
	return e.retry(ctx, "empty the database", func(ctx context.Context) error {
		there, err := e.database.ListCollectionNames(ctx, bson.D{})
		for _, name := range there {
			if err == nil {
				_, err = e.database.Collection(name).DeleteMany(ctx, bson.D{})
			}
		}
		return err
	})
}

func (e *Engine) collection(name string) (*mongo.Collection, error) {
	if _, err := e.known.Load().Collection(name); err != nil {
		return nil, err
	}
	return e.database.Collection(name), nil
}

// byID is the filter of one document.
func byID(id string) bson.D { return bson.D{{Key: "_id", Value: id}} }

// byVersion is the filter of one document at one version.
func byVersion(id string, version int64) bson.D {
	return bson.D{{Key: "_id", Value: id}, {Key: versionField, Value: version}}
}
