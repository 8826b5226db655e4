package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing/fstest"
	"time"

	"tandem/content"
)

// publishedPages is how many pages the goal of a publication is about.
const publishedPages = 1000

const hugoSettings = "baseURL='https://portal.example/'\ntitle='Bench'\ndisableKinds=['taxonomy','term','RSS','sitemap']\n"

// userTime is what this process, or those it waited for, spent outside of the kernel: the
// goal is about that, since Hugo writes files and ours are served from memory.
func userTime(who int) time.Duration {
	user, _ := used(who)
	return user
}

// publishing makes many pages at once, and lets Hugo make as many of the same text.
func (r *report) publishing(ctx context.Context, folder string, rounds int) error {
	body := "Words about a house, *its* garden and **its** table.\n\n## Rooms\n\n- one\n- two\n\n| Room | Price |\n|---|---:|\n| One | €148 |\n\n```go\nfunc main() { println(\"hello\") }\n```\n"
	files, site := fstest.MapFS{}, filepath.Join(folder, "site")
	pages := filepath.Join(site, "content")
	if err := errors.Join(os.MkdirAll(filepath.Join(site, "layouts", "_default"), 0o700), os.MkdirAll(pages, 0o700)); err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	err := errors.Join(os.WriteFile(filepath.Join(site, "hugo.toml"), []byte(hugoSettings), 0o600),
		os.WriteFile(filepath.Join(site, "layouts", "_default", "single.html"), []byte("<!doctype html><html><head><title>{{ .Title }}</title></head><body><h1>{{ .Title }}</h1>{{ .Content }}</body></html>\n"), 0o600))
	for i := range publishedPages {
		name := fmt.Sprintf("page-%04d", i)
		text := fmt.Sprintf("---\ntitle: Page %d\nkind: one_pager\nsummary: A page.\nlocale: en\npublic: true\nowner: Content team\nstatus: published\nversion: 1\npublished: 2026-01-01\n---\n\n%s", i, body)
		files["library/"+name+".md"] = &fstest.MapFile{Data: []byte(text)}
		err = errors.Join(err, os.WriteFile(filepath.Join(pages, name+".md"), []byte("---\ntitle: Page "+strconv.Itoa(i)+"\n---\n\n"+body), 0o600))
	}
	if err != nil {
		return fmt.Errorf("write the pages: %w", err)
	}
	hugo, err := exec.LookPath("hugo")
	if err != nil {
		r.Skipped = append(r.Skipped, "Hugo: there is none on this machine")
	}
	// Both give code its colours, as the goal wants it; without Hugo's is a figure.
	peers := []struct {
		name, settings string
		goal           float64
	}{{"Hugo", "", 2.5}, {"Hugo without highlighting", "[markup.highlight]\ncodeFences=false\n", 0}}
	var ours []float64
	theirs := make([][]float64, len(peers))
	for range rounds + 1 { // ours and theirs in turns, so that what else the machine does is in both
		runtime.GC()
		before := userTime(syscall.RUSAGE_SELF)
		if err := publish(files); err != nil {
			return err
		}
		ours = append(ours, float64((userTime(syscall.RUSAGE_SELF)-before).Microseconds())/1000)
		for i, peer := range peers {
			if hugo == "" {
				continue
			}
			if err := os.WriteFile(filepath.Join(site, "hugo.toml"), []byte(hugoSettings+peer.settings), 0o600); err != nil {
				return fmt.Errorf("write Hugo's settings: %w", err)
			}
			before := userTime(syscall.RUSAGE_CHILDREN)
			run := exec.CommandContext(ctx, hugo, "--source", site, "--destination", filepath.Join(folder, "public"), "--quiet")
			if out, err := run.CombinedOutput(); err != nil {
				r.Skipped = append(r.Skipped, peer.name+": "+strings.TrimSpace(string(out)))
				hugo = "" // a peer that does not run is said, and stops nothing
				continue
			}
			theirs[i] = append(theirs[i], float64((userTime(syscall.RUSAGE_CHILDREN)-before).Microseconds())/1000)
		}
	}
	ours = ours[1:] // the first round is for warmth
	r.Lines = append(r.Lines, limited("P11", "publish 1,000 pages, read, checked and rendered, user CPU", ours, 0))
	for i, peer := range peers {
		if len(theirs[i]) <= len(ours) {
			continue
		}
		var times []float64
		for n, took := range theirs[i][1:] {
			times = append(times, took/ours[n])
		}
		r.Lines = append(r.Lines, limited("P11", peer.name+", the same text, user CPU", theirs[i][1:], 0))
		compared := line{Goal: "P11", What: peer.name + " / ours", Value: median(times), Unit: "x", Verdict: figure}
		if peer.goal > 0 {
			compared = line{Goal: "P11", What: compared.What, Value: compared.Value, Unit: "x", Most: peer.goal, Least: true, Spread: spread(times)}.judged()
		}
		r.Lines = append(r.Lines, compared)
	}
	return nil
}

// publish reads, checks and renders the pages beside our own.
func publish(files fstest.MapFS) error {
	l, err := content.Load(content.Both(content.Files(), files))
	if err != nil {
		return fmt.Errorf("load %d pages: %w", publishedPages, err)
	}
	made := 0
	for _, a := range l.Assets(content.Audience{Staff: true}) {
		if !strings.HasPrefix(string(a.Slug), "page-") {
			continue
		}
		if _, err := l.RenderPage(a, l.House(), renderBase); err != nil {
			return fmt.Errorf("render %s: %w", a.Slug, err)
		}
		made++
	}
	if made != publishedPages {
		return fmt.Errorf("%d pages came out, not %d", made, publishedPages)
	}
	return nil
}
