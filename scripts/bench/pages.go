package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"github.com/valyala/fasthttp"

	"tandem/server/browser"
)

// What is measured, as the tables name it.
const (
	rawSubject   = "raw Fiber, 20 KB"
	nginxSubject = "nginx, gzip_static"
	publicPage   = "public page"
	publicKept   = "public page, 304"
	warmHome     = "home, warm"
	coldHome     = "home, cold"
)

// coldPeople is how many sessions a slice of cold pages has: each asks once.
const coldPeople = 100

// browsers is what a browser says that it reads.
var browsers = map[string]string{"Accept-Encoding": "gzip, deflate, br"}

// pages measures what people wait for: P1, P2, P3, P9 and P10 of the goals.
func pages(ctx context.Context, folder string, l limits) (r report, err error) {
	r.Versions = versions()
	tandem, err := build(ctx, folder)
	if err != nil {
		return r, err
	}
	idle, err := startUp(ctx, tandem, folder)
	if err != nil {
		return r, err
	}
	data := filepath.Join(folder, "demo")
	people, err := makeCrowd(ctx, tandem, data)
	if err != nil {
		return r, err
	}
	raw, err := startSelf(ctx, rawPeer)
	if err != nil {
		return r, err
	}
	defer raw.stop()
	portal, err := browser.Run(ctx, tandem, data, browser.Demo)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, portal.Stop()) }()

	if err := settled(ctx, portal.PID(), 500*time.Millisecond); err != nil {
		return r, err
	}
	subjects, err := asked(ctx, portal, raw, people)
	if err != nil {
		return r, err
	}
	nginx, err := besideNginx(ctx, filepath.Join(folder, "nginx"), portal)
	switch {
	case errors.Is(err, errNoNginx):
		r.Skipped = append(r.Skipped, "nginx is not installed: no figures beside it")
	case err != nil:
		return r, err
	default:
		defer nginx.stop()
		subjects = append(subjects, subject{name: nginxSubject, server: nginx.process.Process.Pid, ask: ask{url: nginx.base + "/", headers: browsers, status: 200, same: true}})
	}
	if r.Figures, err = measure(ctx, subjects, l); err != nil {
		return r, err
	}
	r.Lines = []line{
		against(r.Figures, "P1", publicPage, rawSubject, 1.15, ""),
		against(r.Figures, "P1", publicKept, rawSubject, 0.65, ""),
		against(r.Figures, "P2", warmHome, rawSubject, 8, "the same person again"),
		against(r.Figures, "P3", coldHome, rawSubject, 15, "the first page of each session"),
	}
	if nginx != nil {
		r.Lines = append(r.Lines, against(r.Figures, "P1", publicPage, nginxSubject, 2, "both send the same page, compressed before"))
	}
	unbounded, err := startSelf(ctx, unboundedPeer)
	if err != nil {
		return r, err
	}
	defer unbounded.stop()
	door, err := storm(ctx, portal, unbounded, people)
	if err != nil {
		return r, err
	}
	r.Lines = append(append(r.Lines, door...), idle...)
	return r, nil
}

// build compiles the server as the Dockerfile does, and returns the program's path.
func build(ctx context.Context, folder string) (string, error) {
	program := filepath.Join(folder, "tandem")
	compile := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, "tandem/server")
	compile.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := compile.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the server: %w\n%s", err, out)
	}
	return program, nil
}

// asked are the requests to the portal and to the raw server.
func asked(ctx context.Context, portal *browser.Portal, raw *peer, people []string) ([]subject, error) {
	d, err := openDoor(ctx, portal.Base, clients)
	if err != nil {
		return nil, err
	}
	var warm []string
	var cold []string
	var next atomic.Int64
	page, err := answerOf(portal.Base + "/")
	if err != nil {
		return nil, err
	}
	held := map[string]string{"Accept-Encoding": browsers["Accept-Encoding"], "If-None-Match": page.tag}
	words := "Your next step"
	return []subject{
		{name: rawSubject, server: raw.process.Process.Pid, ask: ask{url: raw.base + "/", status: 200, same: true}},
		{name: publicPage, server: portal.PID(), ask: ask{url: portal.Base + "/", headers: browsers, status: 200, same: true, holds: "Apply"}},
		{name: publicKept, server: portal.PID(), ask: ask{url: portal.Base + "/", headers: held, status: 304}},
		{
			name: warmHome, server: portal.PID(),
			before: func() (err error) {
				warm, err = d.sessions(ctx, people[:1])
				return err
			},
			ask: ask{url: portal.Base + "/home", headers: browsers, cookies: func() string { return warm[0] }, status: 200, holds: words},
		},
		{
			name: coldHome, server: portal.PID(), most: coldPeople,
			before: func() (err error) {
				next.Store(0)
				cold, err = d.sessions(ctx, people[:coldPeople])
				return err
			},
			ask: ask{url: portal.Base + "/home", headers: browsers, cookies: func() string { return cold[next.Add(1)-1] }, status: 200, holds: words},
		},
	}, nil
}

// page is an answer to a browser.
type page struct {
	body []byte // inflated
	tag  string
}

func answerOf(address string) (page, error) {
	request, response := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(request)
	defer fasthttp.ReleaseResponse(response)
	request.SetRequestURI(address)
	for name, value := range browsers {
		request.Header.Set(name, value)
	}
	if err := fasthttp.DoTimeout(request, response, 10*time.Second); err != nil {
		return page{}, fmt.Errorf("ask for %s: %w", address, err)
	}
	body, err := response.BodyUncompressed()
	if err != nil {
		return page{}, fmt.Errorf("read %s: %w", address, err)
	}
	return page{append([]byte(nil), body...), string(response.Header.Peek("ETag"))}, nil
}

// besideNginx runs nginx with the portal's public page as a file, or returns errNoNginx.
func besideNginx(ctx context.Context, folder string, portal *browser.Portal) (*peer, error) {
	public, err := answerOf(portal.Base + "/")
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		return nil, fmt.Errorf("make a folder for nginx: %w", err)
	}
	return startNginx(ctx, folder, public.body)
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
