package main

import (
	"context"
	"runtime/debug"
	"time"

	"tandem/server/web"
)

// setUpPoll is how often a server that waits for its set-up looks whether another
// copy of it has been set up meanwhile.
const setUpPoll = 2 * time.Second

// setUp lets a new program be set up before it is served: it logs a link and serves
// nothing but that page until the first account exists.
func setUp(ctx context.Context, p *parts) error {
	if p.settings.Demo {
		return nil
	}
	needed, err := p.program.NeedsSetUp(ctx)
	if err != nil || !needed {
		return err
	}
	ctx, settled := context.WithCancel(ctx)
	defer settled()
	app, err := web.New(web.Options{
		Program: p.program, Library: p.library, BaseURL: p.settings.BaseURL, Log: p.log, Keys: webKeys(p.keys),
		TrustedProxies: p.settings.TrustedProxies, ClientHeader: p.settings.ClientHeader, SetUp: settled,
	})
	if err != nil {
		return err
	}
	ln, err := listen(ctx, p.settings)
	if err != nil {
		return err
	}
	debug.FreeOSMemory() // what the start took and nobody needs any more
	p.log.Warn("this portal is not set up; open the link within a day", "link", p.program.SetUpLink())
	go func() {
		tick := time.NewTicker(setUpPoll)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if needed, err := p.program.NeedsSetUp(ctx); err == nil && !needed && refuseHalf(ctx, p.store) == nil {
					settled()
				}
			}
		}
	}()
	if err := app.Serve(ctx, ln); err != nil {
		return err
	}
	return p.assemble(context.WithoutCancel(ctx))
}
