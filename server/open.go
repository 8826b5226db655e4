package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"tandem/content"
	"tandem/content/render"
	"tandem/content/render/typeset"
	"tandem/portal/program"
	"tandem/portal/store"
	"tandem/portal/store/docs"
	"tandem/portal/store/mongodb"
	"tandem/portal/store/sqlite"
	"tandem/server/config"
	"tandem/server/demo"
)

// parts are what every command that works on the program's data needs.
type parts struct {
	settings config.Config
	keys     []config.Key
	library  *content.Library
	store    *store.Store
	program  *program.Program
	log      *slog.Logger
	clock    func() time.Time
}

// open opens the store, reads the content and puts the program together. A nil clock
// is the real one. The caller closes the parts.
func open(ctx context.Context, settings config.Config, log *slog.Logger, clock func() time.Time) (*parts, error) {
	keys, err := keysOf(settings)
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
	p := &parts{settings: settings, keys: keys, store: kept, log: log, clock: clock}
	if err := p.assemble(ctx); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

// assemble reads the content, under the identity that the program was set up with,
// and puts the program together.
func (p *parts) assemble(ctx context.Context) error {
	keys, err := programKeys(p.keys)
	if err != nil {
		return err
	}
	if err := refuseHalf(ctx, p.store); err != nil {
		return err
	}
	identity, known, err := program.ReadIdentity(ctx, p.store)
	if err != nil {
		return err
	}
	if !known || p.settings.Demo {
		identity = content.Identity{}
	}
	load := func() (*content.Library, error) { return loadContent(p.settings, identity) }
	if p.library, err = load(); err != nil {
		return err
	}
	renderings, err := render.New(render.Options{Folder: filepath.Join(p.settings.Data, "renderings"), Log: p.log})
	if err != nil {
		return err
	}
	p.program = program.New(program.Options{
		Rules: p.library.Program, Terms: p.library.Terms, Library: p.library, Load: load, Renderings: renderings, Store: p.store, Keys: keys, Base: p.settings.BaseURL, Log: p.log, Clock: p.clock,
	})
	return p.program.RefreshAssets(ctx)
}

func (p *parts) close() error { return p.store.Engine().Close() }

// loadContent reads the files that come with the server, with what the set-up page was
// told and then the company's own files laid over them. A program.md of the company's
// own says more than the set-up page did, so it stands as it is.
func loadContent(settings config.Config, identity content.Identity) (*content.Library, error) {
	files := content.Files()
	if settings.Demo {
		files = demo.Files(files)
	}
	own := false
	if settings.Content != "" {
		over, err := content.Overlay(files, settings.Content)
		if err != nil {
			return nil, fmt.Errorf("content folder: %w", err)
		}
		_, err = os.Stat(filepath.Join(settings.Content, "program", "program.md"))
		files, own = over, err == nil
	}
	if identity.Name != "" && !own {
		identified, err := content.WithIdentity(files, identity)
		if err != nil {
			return nil, err
		}
		files = identified
	}
	library, err := content.Load(files)
	if err != nil {
		return nil, fmt.Errorf("content:\n%w", err)
	}
	if library.Fonts, err = loadFonts(settings); err != nil {
		return nil, err
	}
	if settings.Demo && library.Program.Payouts.Payer.IsZero() {
		library.Program.Payouts.Payer = demo.Payer()
	}
	if settings.Demo && library.Program.Tax.Recipient.IsZero() {
		library.Program.Tax.Recipient = demo.Recipient()
	}
	return library, nil
}

// loadFonts reads every typeface at the start, so that a broken one stops the start and never a download.
func loadFonts(settings config.Config) (*typeset.Fonts, error) {
	if settings.Fonts == "" {
		return typeset.Standard()
	}
	return typeset.LoadFonts(os.DirFS(settings.Fonts))
}

func openEngine(ctx context.Context, settings config.Config) (docs.Engine, error) {
	if !settings.Embedded() {
		return mongodb.Open(ctx, settings.MongoURI.Reveal())
	}
	return sqlite.Open(ctx, settings.Data, sqlite.Options{})
}
