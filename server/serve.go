package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"runtime/debug"

	"tandem/server/config"
	"tandem/server/jobs"
	"tandem/server/web"
)

// serve runs the portal until it is told to stop.
func serve(ctx context.Context, _ []string, getenv func(string) string, stdout io.Writer) (err error) {
	settings, err := config.Load(getenv)
	if err != nil {
		return fmt.Errorf("settings:\n%w", err)
	}
	log := slog.New(slog.NewJSONHandler(stdout, nil))
	if settings.Demo {
		if err := makeDemo(ctx, settings, log, stdout); err != nil {
			return err
		}
	}
	p, err := open(ctx, settings, log, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	if err := p.program.CheckTerms(ctx); err != nil {
		return fmt.Errorf("terms:\n%w", err)
	}
	if err := setUp(ctx, p); err != nil || ctx.Err() != nil {
		return err
	}
	ln, err := listen(ctx, settings)
	if err != nil {
		return err
	}
	return serveOn(ctx, p, ln)
}

func listen(ctx context.Context, settings config.Config) (net.Listener, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", settings.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", settings.Listen, err)
	}
	return ln, nil
}

// serveOn answers on a listener and does the program's duties until the context ends.
func serveOn(ctx context.Context, p *parts, ln net.Listener) error {
	settings, log := p.settings, p.log
	send, spool, err := sender(settings, p.library.Program)
	if err != nil {
		return err
	}
	if settings.Embedded() {
		if err := p.program.EndDuties(ctx); err != nil {
			return err
		}
	}
	figures := newMeters(p.program)
	app, err := web.New(web.Options{
		Program: p.program, Library: p.library, BaseURL: settings.BaseURL, Demo: settings.Demo, Log: log, Keys: webKeys(p.keys),
		TrustedProxies: settings.TrustedProxies, ClientHeader: settings.ClientHeader,
		Observe: figures.observe, Mailbox: mailbox(spool), Loopback: settings.Loopback, Accounts: demoAccounts(settings),
	})
	if err != nil {
		return err
	}
	metrics, err := listenMetrics(ctx, settings.MetricsListen)
	if err != nil {
		return err
	}
	debug.FreeOSMemory() // what the start took and nobody needs any more
	log.Info("serving", "address", ln.Addr().String(), "base_url", settings.BaseURL)
	return together(ctx,
		func(ctx context.Context) error { return app.Serve(ctx, ln) },
		func(ctx context.Context) error {
			jobs.Run(ctx, p.program, log, duties(p.program, send))
			return nil
		},
		func(ctx context.Context) error {
			if metrics == nil {
				return nil
			}
			return figures.serve(ctx, metrics)
		},
		func(ctx context.Context) error { return p.watch(ctx, watchEvery) },
	)
}

// together runs the parts of the server until all have ended. When one fails, the others are told to stop.
func together(ctx context.Context, run ...func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	problems := make(chan error, len(run))
	for _, part := range run {
		go func() {
			err := part(ctx)
			if err != nil {
				stop()
			}
			problems <- err
		}()
	}
	var all []error
	for range run {
		all = append(all, <-problems)
	}
	return errors.Join(all...)
}

// checkConfig says what the settings are, or everything that is wrong with them.
func checkConfig(_ context.Context, _ []string, getenv func(string) string, stdout io.Writer) error {
	settings, err := config.Load(getenv)
	if err != nil {
		return fmt.Errorf("settings:\n%w", err)
	}
	_, err = fmt.Fprintln(stdout, settings)
	return err
}

// version prints the version that the build recorded.
func version(_ context.Context, _ []string, _ func(string) string, stdout io.Writer) error {
	name := "development"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		name = info.Main.Version
	}
	_, err := fmt.Fprintln(stdout, "tandem", name)
	return err
}
