package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"tandem/content"
	"tandem/portal/program"
	"tandem/portal/store"
	"tandem/portal/store/docs"
	"tandem/portal/store/mongodb"
	"tandem/portal/store/sqlite"
	"tandem/server/config"
)

// parts are what every command that works on the program's data needs.
type parts struct {
	settings config.Config
	keys     []config.Key
	library  *content.Library
	store    *store.Store
	program  *program.Program
	log      *slog.Logger
}

// open reads the content, opens the store and puts the program together. A nil clock
// is the real one. The caller closes the parts.
func open(ctx context.Context, settings config.Config, log *slog.Logger, clock func() time.Time) (*parts, error) {
	library, err := loadContent(settings)
	if err != nil {
		return nil, err
	}
	keys, err := keysOf(settings)
	if err != nil {
		return nil, err
	}
	derived, err := programKeys(keys)
	if err != nil {
		return nil, err
	}
	engine, err := openEngine(ctx, settings)
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	kept, err := store.Open(ctx, engine)
	if err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	return &parts{
		settings: settings, keys: keys, library: library, store: kept, log: log,
		program: program.New(program.Options{
			Rules: library.Program, Terms: library.Terms, Store: kept, Keys: derived, Base: settings.BaseURL, Log: log, Clock: clock,
		}),
	}, nil
}

func (p *parts) close() error { return p.store.Engine().Close() }

// loadContent reads the files that come with the server, with the company's own laid over them.
func loadContent(settings config.Config) (*content.Library, error) {
	files := content.Files()
	if settings.Content != "" {
		var err error
		if files, err = content.Overlay(files, settings.Content); err != nil {
			return nil, fmt.Errorf("content folder: %w", err)
		}
	}
	library, err := content.Load(files)
	if err != nil {
		return nil, fmt.Errorf("content:\n%w", err)
	}
	return library, nil
}

func openEngine(ctx context.Context, settings config.Config) (docs.Engine, error) {
	if !settings.Embedded() {
		return mongodb.Open(ctx, settings.MongoURI.Reveal())
	}
	return sqlite.Open(ctx, settings.Data, sqlite.Options{})
}
