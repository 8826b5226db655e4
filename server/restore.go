package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"tandem/portal"
	"tandem/portal/store"
	"tandem/portal/store/docs"
	"tandem/portal/store/mongodb"
	"tandem/portal/store/sqlite"
	"tandem/server/config"
)

// restore fills an empty database from an archive, finishes what was under way when
// it was taken, folds the figures anew and proves the ledger. It sends nothing, and a
// server started afterwards sends nothing about what had happened by then.
func restore(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) (err error) {
	if len(args) != 1 {
		return errors.New("usage: restore FILE")
	}
	settings, err := config.Load(getenv)
	if err != nil {
		return fmt.Errorf("settings:\n%w", err)
	}
	if err := refuseDemo(settings); err != nil {
		return err
	}
	archive, size, err := openFile(args[0])
	if err != nil {
		return err
	}
	defer archive.Close()
	if _, err := store.VerifyBackup(archive, size); err != nil { // before the target is as much as opened
		return err
	}
	engine, durable, err := openToFill(ctx, settings)
	if err != nil {
		return fmt.Errorf("open the store: %w", err)
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	kept, err := store.Open(ctx, engine)
	if err != nil {
		return err
	}
	manifest, err := kept.Restore(ctx, archive, size)
	if err != nil {
		return err
	}
	printManifest(stdout, manifest)
	if err := settle(ctx, settings, kept, stdout); err != nil {
		return errors.Join(err, durable(ctx))
	}
	return durable(ctx)
}

// refuseDemo keeps a program out of the folder in which a demo lives, or will.
func refuseDemo(settings config.Config) error {
	if settings.Demo {
		return fmt.Errorf("these settings serve the demo program: set %s to the folder of the restored program, or %s=off", config.Data, config.Demo)
	}
	if !settings.Embedded() {
		return nil
	}
	if _, err := os.Stat(filepath.Join(settings.Data, demoNote)); err == nil {
		return fmt.Errorf("%s holds the demo program: restore into another folder", settings.Data)
	}
	return nil
}

// openToFill opens the store for many writes; durable makes the embedded one wait for the disk at the end.
func openToFill(ctx context.Context, settings config.Config) (engine docs.Engine, durable func(context.Context) error, err error) {
	if !settings.Embedded() {
		engine, err = mongodb.Open(ctx, settings.MongoURI.Reveal())
		return engine, func(context.Context) error { return nil }, err
	}
	embedded, err := sqlite.Open(ctx, settings.Data, sqlite.Options{Bulk: true})
	if err != nil {
		return nil, nil, err
	}
	return embedded, embedded.Durable, nil
}

// settle makes a restored store whole and says how it is.
func settle(ctx context.Context, settings config.Config, kept *store.Store, stdout io.Writer) error {
	keys, err := keysOf(settings)
	if err != nil {
		return err
	}
	p := &parts{settings: settings, keys: keys, store: kept, log: slog.New(slog.DiscardHandler)}
	if err := p.assemble(ctx); err != nil {
		return err
	}
	done, left, err := p.program.ResumeMoney(ctx)
	for _, what := range done {
		fmt.Fprintf(stdout, "finished    %s\n", what)
	}
	for _, what := range left {
		fmt.Fprintf(stdout, "unfinished  %s\n", what)
	}
	if err != nil {
		return err
	}
	if err := p.program.RebuildFigures(ctx); err != nil {
		return fmt.Errorf("rebuild the figures: %w", err)
	}
	// What was just finished may be old news to the people it concerns: the original had time to tell them.
	if err := kept.Settings.Write(ctx, store.MessagesNotBefore, portal.At(time.Now().Add(time.Millisecond))); err != nil {
		return err
	}
	sealed, err := p.program.CheckSealed(ctx)
	if err != nil {
		return err
	}
	if sealed.Closed > 0 {
		fmt.Fprintf(stdout, "KEYS: %d of %d sealed fields (payout details, second factors) do not open with %s. Put the keys of the original server there before you start this one.\n",
			sealed.Closed, sealed.Closed+sealed.Open, whereKeysAre(settings))
	} else {
		fmt.Fprintf(stdout, "%d sealed fields open with the keys here\n", sealed.Open)
	}
	return report(ctx, p, stdout)
}

// refuseHalf keeps everything but another restore away from data that is not all there.
func refuseHalf(ctx context.Context, kept *store.Store) error {
	half, err := kept.Restoring(ctx)
	if err == nil && half {
		return portal.Errorf(portal.Conflict, "A restore into this database was begun and not finished: run it again with the same archive.")
	}
	return err
}
