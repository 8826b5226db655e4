package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing/fstest"

	"tandem/content"
	"tandem/content/render/typeset"
)

// fontsDir names the folder with the fonts for Chinese, Japanese and Korean, as the server's own setting does.
const fontsDir = "FONTS_DIR"

// memory is the most that a process has in memory that makes every format of every asset
// for one partner, once without and, where there are such fonts, once with Chinese.
func (r *report) memory(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	for _, how := range []struct {
		what, limit string
		chinese     bool
		most        float64
	}{
		{"memory, every format of every asset", "off", false, 0},
		{"memory with GOMEMLIMIT=58MiB", "58MiB", false, 80},
		{"memory with GOMEMLIMIT=100MiB and fonts for Chinese", "100MiB", true, 130},
	} {
		fonts := ""
		if how.chinese {
			fonts = os.Getenv(fontsDir)
		}
		if how.chinese && fonts == "" {
			r.Skipped = append(r.Skipped, how.what+": "+fontsDir+" is not set")
			continue
		}
		var list []float64
		for range 3 {
			child := exec.CommandContext(ctx, self, "-resident")
			child.Env = append(os.Environ(), fontsDir+"="+fonts, "GOMEMLIMIT="+how.limit)
			out, err := child.Output()
			if err != nil {
				return fmt.Errorf("%s: %w", how.what, err)
			}
			kilobytes, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
			if err != nil {
				return fmt.Errorf("%s: %w", how.what, err)
			}
			list = append(list, kilobytes/1024)
		}
		l := line{Goal: "P11", What: how.what, Value: median(list), Unit: "MB", Most: how.most, Spread: spread(list), Verdict: figure}
		if how.most > 0 {
			l = l.judged()
		}
		r.Lines = append(r.Lines, l)
	}
	return nil
}

const chinese = "---\ntitle: 秋日慢住计划\nkind: one_pager\nsummary: 给客人的一页。\ntags: [bench]\nlocale: en\nowner: Content team\nstatus: published\nversion: 1\npublished: 2026-01-01\n---\n\n" +
	"## 周末两晚\n\n城里的房子有四十个房间，早餐在花园里。日本語の文章も、**太字**も、한국어 문장도 같은 쪽에 있습니다。\n"

var highWater = regexp.MustCompile(`VmHWM:\s*([0-9]+) kB`)

// resident makes every format of every asset and says how many kilobytes this process
// had in memory at most.
func resident(ctx context.Context, out io.Writer) error {
	files, fonts := content.Files(), os.Getenv(fontsDir)
	if fonts != "" {
		files = content.Both(files, fstest.MapFS{"library/chinese.md": &fstest.MapFile{Data: []byte(chinese)}})
	}
	l, err := content.Load(files)
	if err != nil {
		return fmt.Errorf("load the library: %w", err)
	}
	if fonts != "" {
		if l.Fonts, err = typeset.LoadFonts(os.DirFS(fonts)); err != nil {
			return fmt.Errorf("load the fonts: %w", err)
		}
	}
	brand, err := benchBrand()
	if err != nil {
		return err
	}
	for _, a := range l.Assets(content.Audience{Staff: true}) {
		for _, format := range a.Formats {
			if _, err := l.Render(ctx, a, format, brand, renderBase); err != nil {
				return fmt.Errorf("%s of %s: %w", format, a.Slug, err)
			}
		}
	}
	// Not the usage that the kernel counts for a process: that begins with its parent's.
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return fmt.Errorf("ask for the memory: %w", err)
	}
	most := highWater.FindSubmatch(status)
	if most == nil {
		return errors.New("the kernel does not say how much memory there was at most")
	}
	_, err = fmt.Fprintln(out, string(most[1]))
	return err
}
