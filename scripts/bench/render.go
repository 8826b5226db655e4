package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing/fstest"
	"time"

	"tandem/content"
	"tandem/content/render"
	"tandem/portal"
	"tandem/server/browser"
)

// A rendering is what one of the goals is about: something made again and again. nth is
// how often it was made before, for what must be new each time.
type rendering struct {
	name        string
	warm, first float64 // goals in milliseconds of processor time; 0 for none
	make        func(ctx context.Context, nth int) ([]byte, error)
}

const renderBase = "https://portal.example"

// printedAsset has the three pages that the goal of a PDF file is about: the texts of two
// assets of ours in one, with their pictures, tables, figures and codes.
const printedAsset = "three-pages"

func threePages() (fs.FS, error) {
	text := "---\ntitle: Three pages\nkind: one_pager\nsummary: For the bench.\nlocale: en\nowner: Content team\nstatus: published\nversion: 1\npublished: 2026-01-01\n---\n"
	for _, name := range []string{"library/one-pagers/city-weekend.md", "library/one-pagers/business-stays.md"} {
		file, err := fs.ReadFile(content.Files(), name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		_, body, _ := strings.Cut(string(file[4:]), "\n---\n")
		text += body + "\n"
	}
	return content.Both(content.Files(), fstest.MapFS{"library/" + printedAsset + ".md": &fstest.MapFile{Data: []byte(text)}}), nil
}

const (
	printedName  = "PDF, 3 pages"
	printedPages = 3
)

var pageObject = regexp.MustCompile(`/Type /Page\b`)

// benchBrand is a partner with a logo, as one has it who takes part for a while.
func benchBrand() (content.CoBrand, error) {
	logo, kept, err := content.ReadLogo([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 60"><rect width="60" height="60" rx="12" fill="#7a1f5c"/><circle cx="30" cy="30" r="14" fill="#ffffff"/><rect x="80" y="18" width="160" height="24" fill="#7a1f5c"/></svg>`))
	if err != nil {
		return content.CoBrand{}, fmt.Errorf("make a logo: %w", err)
	}
	return content.CoBrand{
		Slug: "casa-do-rio", Link: renderBase + "/r/CDR42", Logo: logo,
		Kit: portal.BrandKit{
			Name: "Casa do Río & Sons", Primary: "#7a1f5c", Tagline: "Rides with a view", Site: "https://casadorio.example/", Contact: "Inés Muñoz",
			Email: "ines@casadorio.example", Phone: "+351 21 555 01 00", Logo: kept,
		},
	}, nil
}

// renderings are what is measured, each with its goals.
func renderings() ([]rendering, error) {
	files, err := threePages()
	if err != nil {
		return nil, err
	}
	l, err := content.Load(files)
	if err != nil {
		return nil, fmt.Errorf("load the library: %w", err)
	}
	brand, err := benchBrand()
	if err != nil {
		return nil, err
	}
	page, err := l.Asset("city-weekend", "en", content.Audience{Staff: true})
	if err != nil {
		return nil, fmt.Errorf("find an asset: %w", err)
	}
	of := func(a content.Asset, f content.Format) func(context.Context, int) ([]byte, error) {
		return func(ctx context.Context, _ int) ([]byte, error) { return l.Render(ctx, a, f, brand, renderBase) }
	}
	long, err := l.Asset(printedAsset, "en", content.Audience{Staff: true})
	if err != nil {
		return nil, fmt.Errorf("find an asset: %w", err)
	}
	cache, err := render.New(render.Options{})
	if err != nil {
		return nil, fmt.Errorf("make a cache: %w", err)
	}
	code := func(n int) ([]byte, error) {
		svg, err := content.QR(fmt.Sprintf("%s/r/CDR42?utm_campaign=city-weekend&utm_content=en&utm_medium=qr&utm_source=casa-do-rio-%06d", renderBase, n), "code")
		return []byte(svg), err
	}
	return []rendering{
		{"HTML", 5, 15, of(page, content.FormatHTML)},
		{printedName, 25, 200, of(long, content.FormatPDF)},
		{"PNG card 1200x630", 50, 200, of(page, content.FormatCard)},
		{"PNG card 1080x1080", 0, 0, of(page, content.FormatCardSquare)},
		{"vector QR", 1, 0, func(context.Context, int) ([]byte, error) { return code(0) }},
		{"vector QR of a new address", 1, 0, func(_ context.Context, n int) ([]byte, error) { return code(n + 1) }},
		{"email", 0, 0, of(page, content.FormatEmail)},
		{"cache hit", 0.5, 0, func(ctx context.Context, _ int) ([]byte, error) {
			// As a request does: the key first, and then what is kept under it.
			key := l.Key(page, content.FormatPDF, brand, renderBase)
			return cache.Get(ctx, key, func(ctx context.Context) ([]byte, error) {
				return l.Render(ctx, page, content.FormatPDF, brand, renderBase)
			})
		}},
	}, nil
}

// processor is what this process, and those it waited for, spent, to the microsecond.
func processor(who int) time.Duration {
	user, kernel := used(who)
	return user + kernel
}

func used(who int) (user, kernel time.Duration) {
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		return 0, 0
	}
	return time.Duration(u.Utime.Nano()), time.Duration(u.Stime.Nano())
}

// renders measures what the pages, files and pictures of an asset cost.
func renders(ctx context.Context, folder string, l limits) (r report, err error) {
	r.Versions = map[string]string{"go": runtime.Version()}
	r.Figures = map[string][]slice{}
	list, err := renderings()
	if err != nil {
		return r, err
	}
	nth := map[string]int{}
	const most = 40
	for round := range l.rounds + 1 {
		for i := range list {
			one := list[(i+round)%len(list)]
			runtime.GC() // what came before is not its own
			before, start, size, n := processor(syscall.RUSAGE_SELF), time.Now(), 0, 0
			for ; n < most && (n == 0 || time.Since(start) < l.longest); n++ {
				made, err := one.make(ctx, nth[one.name])
				if err != nil {
					return r, fmt.Errorf("%s: %w", one.name, err)
				}
				nth[one.name]++
				if size = len(made); one.name == printedName && len(pageObject.FindAll(made, -1)) != printedPages {
					return r, fmt.Errorf("%s has not %d pages; name another asset", printedAsset, printedPages)
				}
			}
			if round > 0 {
				spent := float64((processor(syscall.RUSAGE_SELF) - before).Microseconds()) / float64(n)
				r.Figures[one.name] = append(r.Figures[one.name], slice{PerRequest: spent, PerSecond: float64(n) / time.Since(start).Seconds(), Bytes: size})
			}
		}
	}
	for _, one := range list {
		var warm []float64
		for _, s := range r.Figures[one.name] {
			warm = append(warm, s.PerRequest/1000)
		}
		r.Lines = append(r.Lines, limited("P11", one.name+", warm", warm, one.warm))
		first, err := firsts(ctx, one.name)
		if err != nil {
			return r, err
		}
		r.Lines = append(r.Lines, limited("P11", one.name+", first in a process", first, one.first))
	}
	if err := r.memory(ctx); err != nil {
		return r, err
	}
	r.beside(ctx, folder)
	return r, r.publishing(ctx, folder, l.rounds)
}

// limited is a line of some milliseconds with its goal, or a figure without one.
func limited(goal, what string, list []float64, most float64) line {
	l := line{Goal: goal, What: what, Value: median(list), Unit: "ms CPU", Most: most, Spread: spread(list)}
	if most == 0 {
		l.Verdict = figure
		return l
	}
	return l.judged()
}

// firsts starts this program anew for each, and asks it what the first of a rendering costs.
func firsts(ctx context.Context, name string) ([]float64, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	var list []float64
	for range 5 {
		out, err := exec.CommandContext(ctx, self, "-first", name).Output()
		if err != nil {
			return nil, fmt.Errorf("the first %s: %w", name, err)
		}
		micros, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("the first %s: %w", name, err)
		}
		list = append(list, float64(micros)/1000)
	}
	return list, nil
}

// first makes one rendering and says how many microseconds of processor time it took.
func first(ctx context.Context, name string, out io.Writer) error {
	list, err := renderings()
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.name != name {
			continue
		}
		before := processor(syscall.RUSAGE_SELF)
		if _, err := one.make(ctx, 0); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		_, err := fmt.Fprintln(out, (processor(syscall.RUSAGE_SELF) - before).Microseconds())
		return err
	}
	return fmt.Errorf("there is no rendering %q", name)
}

// beside prints the same page with Chromium, when there is one: started for it, as a
// program without one that waits would do.
func (r *report) beside(ctx context.Context, folder string) {
	path, err := browser.Find()
	if err != nil {
		r.Skipped = append(r.Skipped, "Chromium: "+err.Error())
		return
	}
	list, err := renderings()
	if err != nil {
		r.Skipped = append(r.Skipped, "Chromium: "+err.Error())
		return
	}
	page, err := list[0].make(ctx, 0)
	file := filepath.Join(folder, "page.html")
	if err = errors.Join(err, os.WriteFile(file, page, 0o600)); err != nil {
		r.Skipped = append(r.Skipped, "Chromium: "+err.Error())
		return
	}
	var took []float64
	for range 3 {
		run := exec.CommandContext(ctx, path, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage", "--disable-background-networking",
			"--user-data-dir="+filepath.Join(folder, "profile"), "--no-pdf-header-footer", "--print-to-pdf="+filepath.Join(folder, "page.pdf"), "file://"+file)
		before := processor(syscall.RUSAGE_CHILDREN)
		if err := run.Run(); err != nil {
			r.Skipped = append(r.Skipped, "Chromium: "+err.Error())
			return
		}
		took = append(took, float64((processor(syscall.RUSAGE_CHILDREN)-before).Microseconds())/1000)
	}
	printed, err := os.ReadFile(filepath.Join(folder, "page.pdf"))
	if err != nil || !bytes.HasPrefix(printed, []byte("%PDF-")) {
		r.Skipped = append(r.Skipped, "Chromium: it printed nothing")
		return
	}
	r.Lines = append(r.Lines, limited("P11", "Chromium, started to print the page", took, 0))
	for _, l := range r.Lines {
		if l.What == printedName+", first in a process" {
			r.Lines = append(r.Lines, line{Goal: "P11", What: "Chromium / ours, both started for one file", Value: median(took) / l.Value, Unit: "x", Verdict: figure})
		}
	}
}
