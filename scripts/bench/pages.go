package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"tandem/server/browser"
)

// pages measures what people wait for: P1, P2, P3, P9 and P10 of the goals.
func pages(ctx context.Context, folder string, l limits) (r report, err error) {
	r.Versions, r.Figures = versions(), map[string][]slice{}
	program, err := browser.Build(ctx, folder)
	if err != nil {
		return r, err
	}
	idle, err := startUp(ctx, program, folder)
	if err != nil {
		return r, err
	}
	r.Lines = append(r.Lines, idle...)

	raw, err := startSelf(ctx, rawPeer)
	if err != nil {
		return r, err
	}
	defer raw.stop()
	portal, err := browser.Run(ctx, program, filepath.Join(folder, "demo"), browser.Demo)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, portal.Stop()) }()

	subjects := []subject{
		{"raw Fiber, 20 KB", raw.process.Process.Pid, ask{url: raw.base + "/", status: 200, same: true}},
		{"health", portal.PID(), ask{url: portal.Base + "/healthz", status: 200, same: true}},
	}
	site := filepath.Join(folder, "nginx")
	if err := os.Mkdir(site, 0o755); err != nil {
		return r, err
	}
	nginx, found, err := startNginx(ctx, site, bare)
	switch {
	case err != nil:
		return r, err
	case found:
		defer nginx.stop()
		subjects = append(subjects, subject{"nginx, gzip_static", nginx.process.Process.Pid, ask{
			url: nginx.base + "/", headers: map[string]string{"Accept-Encoding": "gzip"}, status: 200, same: true,
		}})
	default:
		r.Skipped = append(r.Skipped, "nginx is not installed: no figures beside it")
	}
	if r.Figures, err = measure(ctx, subjects, l); err != nil {
		return r, err
	}
	return r, nil
}

// startUp measures P10: how soon a server on an empty store answers, and what it
// takes when nobody asks for anything.
func startUp(ctx context.Context, program, folder string) ([]line, error) {
	var first, resident []float64
	for i := range 3 {
		data := filepath.Join(folder, "empty", string(rune('a'+i)))
		if err := os.MkdirAll(data, 0o755); err != nil {
			return nil, err
		}
		began := time.Now()
		portal, err := browser.Run(ctx, program, data, "TANDEM_DEMO=off")
		if err != nil {
			return nil, err
		}
		first = append(first, time.Since(began).Seconds())
		select {
		case <-time.After(2 * time.Second):
		case <-ctx.Done():
		}
		bytes, err := memory(portal.PID(), "VmRSS")
		if err := errors.Join(err, portal.Stop()); err != nil {
			return nil, err
		}
		resident = append(resident, float64(bytes)/(1<<20))
	}
	return []line{
		line{Goal: "P10", What: "start to first answer, empty store", Value: median(first), Unit: "s", Most: 0.5, Spread: spread(first)}.judged(),
		line{Goal: "P10", What: "memory when idle", Value: median(resident), Unit: "MB", Most: 1.5 * 24, Spread: spread(resident), Note: "PocketBase: 24 MB, measured elsewhere"}.judged(),
	}, nil
}

// versions are of what stands behind the figures.
func versions() map[string]string {
	list := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			switch module.Path {
			case "github.com/gofiber/fiber/v2", "github.com/valyala/fasthttp":
				list[module.Path] = module.Version
			}
		}
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				list["tandem"] = setting.Value
			}
		}
	}
	if out, err := exec.Command("nginx", "-v").CombinedOutput(); err == nil { //nolint:noctx // prints and ends
		list["nginx"] = strings.TrimSpace(strings.TrimPrefix(string(out), "nginx version: "))
	}
	return list
}
