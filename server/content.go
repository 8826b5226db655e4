package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"tandem/content/export"
	"tandem/portal/store"
	"tandem/portal/store/docs"
	"tandem/portal/store/sqlite"
	"tandem/server/config"
	"tandem/server/web"
)

var errContentUsage = errors.New("usage: content export DIR [--at ADDRESS], the address as https://pages.example.com/partners")

// contents are the commands about what the program says.
func contents(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	if len(args) > 0 && args[0] == "export" {
		return exportContent(ctx, args[1:], getenv, stdout)
	}
	if len(args) > 0 && args[0] == "check" {
		return checkContent(args[1:], stdout)
	}
	return fmt.Errorf("%w; or %w", errContentUsage, errCheckUsage)
}

// exportContent writes the public hub to a folder, for a host of files to serve: the
// bytes that the server itself answers with. It changes nothing but that folder and runs
// beside a server.
func exportContent(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) (err error) {
	flags := flag.NewFlagSet("content export", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	at := flags.String("at", "", "")
	var folders []string
	for len(args) > 0 { // the folder may stand before the address and after it
		if err := flags.Parse(args); err != nil {
			return fmt.Errorf("%w; %w", err, errContentUsage)
		}
		if args = flags.Args(); len(args) > 0 {
			folders, args = append(folders, args[0]), args[1:]
		}
	}
	if len(folders) != 1 {
		return errContentUsage
	}
	address := strings.TrimSuffix(*at, "/")
	if u, err := url.Parse(address); err != nil || address != "" && (u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "") {
		return fmt.Errorf("%q is no address to serve the hub at; %w", *at, errContentUsage)
	}
	settings, err := config.Load(getenv)
	if err != nil {
		return fmt.Errorf("settings:\n%w", err)
	}
	p, closed, err := openPublic(ctx, settings)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed()) }()
	if err := p.program.ReloadAssets(ctx); err != nil { // with what was published in the studio
		return err
	}
	app, err := web.New(web.Options{Program: p.program, Library: p.library, BaseURL: settings.BaseURL, Demo: settings.Demo, Log: p.log, Keys: webKeys(p.keys)})
	if err != nil {
		return err
	}
	files, err := app.PublicFiles(address)
	if err != nil {
		return err
	}
	report, err := export.To(ctx, folders[0], files)
	if err != nil {
		return err
	}
	for _, name := range report.Written {
		fmt.Fprintln(stdout, "wrote   ", name)
	}
	for _, name := range report.Removed {
		fmt.Fprintln(stdout, "removed ", name)
	}
	if address == "" {
		address = settings.BaseURL
	}
	_, err = fmt.Fprintf(stdout, "%d written, %d removed, %d as they were; to be served at %s\n", len(report.Written), len(report.Removed), report.Same, address)
	return err
}

// openPublic puts the program together to read what it publishes, beside a server that
// may be serving it. Where there is no data yet, as in a check of a company's files, it
// stands on an empty store that is gone afterwards.
func openPublic(ctx context.Context, settings config.Config) (p *parts, closed func() error, err error) {
	var undo []func() error
	closed = func() error {
		var problems []error
		for i := len(undo) - 1; i >= 0; i-- {
			problems = append(problems, undo[i]())
		}
		return errors.Join(problems...)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, closed())
		}
	}()
	var engine docs.Engine
	_, missing := os.Stat(filepath.Join(settings.Data, sqlite.FileName))
	if settings.Embedded() && errors.Is(missing, fs.ErrNotExist) {
		folder, err := os.MkdirTemp("", "tandem-export-*")
		if err != nil {
			return nil, nil, fmt.Errorf("make a folder to work in: %w", err)
		}
		undo = append(undo, func() error { return os.RemoveAll(folder) })
		settings.Data = folder
		if engine, err = openEngine(ctx, settings); err != nil {
			return nil, nil, fmt.Errorf("open the store: %w", err)
		}
	} else if engine, err = openToRead(ctx, settings); err != nil {
		return nil, nil, fmt.Errorf("open the store: %w", err)
	}
	undo = append(undo, engine.Close)
	keys, err := keysOf(settings)
	if err != nil {
		return nil, nil, err
	}
	kept, err := store.Open(ctx, engine)
	if err != nil {
		return nil, nil, err
	}
	p = &parts{settings: settings, keys: keys, store: kept, log: slog.New(slog.DiscardHandler)}
	return p, closed, p.assemble(ctx)
}
