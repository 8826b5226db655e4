package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"tandem/portal"
	"tandem/portal/store"
	"tandem/portal/store/docs"
	"tandem/portal/store/mongodb"
	"tandem/portal/store/sqlite"
	"tandem/server/config"
)

// keysApart is what a person who keeps an archive has to know.
const keysApart = "The archive does not hold the keys. Payout details and second factors are sealed with them: keep %s with it, apart from it."

// backup writes everything the program keeps to one archive, beside a server that
// serves it. The file appears under its name when it is whole and was read back.
func backup(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	if len(args) != 1 {
		return errors.New("usage: backup FILE")
	}
	settings, err := config.Load(getenv)
	if err != nil {
		return fmt.Errorf("settings:\n%w", err)
	}
	manifest, err := backUpTo(ctx, settings, args[0])
	if err != nil {
		return err
	}
	printManifest(stdout, manifest)
	_, err = fmt.Fprintf(stdout, "%s is written. "+keysApart+"\n", args[0], whereKeysAre(settings))
	return err
}

func backUpTo(ctx context.Context, settings config.Config, name string) (manifest store.Manifest, err error) {
	engine, err := openToRead(ctx, settings)
	if err != nil {
		return manifest, fmt.Errorf("open the store: %w", err)
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	kept, err := store.Open(ctx, engine)
	if err != nil {
		return manifest, err
	}
	if err := refuseHalf(ctx, kept); err != nil {
		return manifest, err
	}
	// CreateTemp makes it readable by this account only.
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return manifest, fmt.Errorf("backup: %w", err)
	}
	defer func() {
		_ = file.Close()
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	manifest, err = kept.Backup(ctx, file, portal.At(time.Now()))
	if err != nil {
		return manifest, err
	}
	if documents(manifest) == 0 {
		return manifest, errors.New("there is nothing to back up: the database is empty")
	}
	if err := file.Sync(); err != nil {
		return manifest, fmt.Errorf("backup: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return manifest, fmt.Errorf("backup: %w", err)
	}
	if manifest, err = store.VerifyBackup(file, info.Size()); err != nil {
		return manifest, fmt.Errorf("read the backup back: %w", err)
	}
	if err := os.Rename(file.Name(), name); err != nil {
		return manifest, fmt.Errorf("backup: %w", err)
	}
	return manifest, nil
}

// openToRead opens the store beside a server that may be serving it.
func openToRead(ctx context.Context, settings config.Config) (docs.Engine, error) {
	if !settings.Embedded() {
		return mongodb.Open(ctx, settings.MongoURI.Reveal())
	}
	return sqlite.Open(ctx, settings.Data, sqlite.Options{ReadOnly: true})
}

// verifyBackup reads an archive against its own hashes and changes nothing.
func verifyBackup(_ context.Context, args []string, _ func(string) string, stdout io.Writer) error {
	if len(args) != 1 {
		return errors.New("usage: verify-backup FILE")
	}
	file, size, err := openFile(args[0])
	if err != nil {
		return err
	}
	defer file.Close()
	manifest, err := store.VerifyBackup(file, size)
	if err != nil {
		return err
	}
	printManifest(stdout, manifest)
	_, err = fmt.Fprintf(stdout, "%s is whole.\n", args[0])
	return err
}

func openFile(name string) (*os.File, int64, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, 0, fmt.Errorf("open the archive: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("open the archive: %w", err), file.Close())
	}
	return file, info.Size(), nil
}

func printManifest(stdout io.Writer, manifest store.Manifest) {
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	for _, c := range manifest.Collections {
		if c.Count > 0 {
			fmt.Fprintf(w, "%s\t%d\n", c.Name, c.Count)
		}
	}
	_ = w.Flush()
	fmt.Fprintf(stdout, "%d documents, taken %s, digest %s\n", documents(manifest), manifest.At, manifest.Digest)
}

func documents(manifest store.Manifest) (n int64) {
	for _, c := range manifest.Collections {
		n += c.Count
	}
	return n
}

func whereKeysAre(settings config.Config) string {
	if len(settings.Keys) > 0 {
		return config.Keys
	}
	return filepath.Join(settings.Data, "keys")
}
