package content

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"tandem/content/render/typeset"
)

// What one text may cost, whatever is in it. A rendering has ten seconds in the portal;
// a machine under test is slower than most.
const (
	corpusTime   = 10 * time.Second
	corpusMemory = 1 << 30 // bytes allocated from first to last
	corpusOutput = 48 << 20
	shortText    = 8 << 10 // the longest text in short mode, where the race detector watches
)

// tried is a text as the only asset of a library, with everything that is wrong with it.
func tried(l *Library, source []byte) (*Library, *entry, Problems) {
	one := *l
	f := &file{name: "library/odd.md", bodyLine: 1}
	if len(source) > maxFile {
		f.problem(0, 0, "is too large")
		return &one, nil, f.problems
	}
	f.take(source)
	if f.front == nil {
		return &one, nil, f.problems
	}
	e := one.readAsset(f, "odd", "en")
	e.Locales = []string{"en"}
	one.entries, one.named = []*entry{e}, map[assetKey]*entry{{"odd", "en"}: e}
	e.checkLines()
	e.body = one.prepare(f, "en", assetGroups, []string{"odd"})
	return &one, e, f.problems
}

// through takes a text through the check and every form. Pages and markdown are made of
// what has mistakes too: whoever mends it looks at it.
func through(ctx context.Context, l *Library, source []byte) error {
	one, e, problems := tried(l, source)
	for _, p := range problems {
		if p.Line < 0 || p.Column < 0 || p.Line > bytes.Count(source, []byte("\n"))+2 || p.Message == "" {
			return fmt.Errorf("a problem at no place of the file: %q", p)
		}
	}
	if e == nil {
		if len(problems) == 0 {
			return errors.New("it was refused without a word")
		}
		return nil
	}
	if e.body.document == nil {
		return nil
	}
	wanted := []Format{FormatMarkdown, FormatPDF}
	if len(problems) == 0 {
		wanted = append(wanted, FormatHTML, FormatEmail)
	}
	for _, format := range wanted {
		raw, err := one.Render(ctx, e.Asset, format, casa(), base)
		if errors.Is(err, context.DeadlineExceeded) {
			continue // cut off, as the portal does
		}
		switch {
		case err != nil && len(problems) == 0:
			return fmt.Errorf("%s: %w", format, err)
		case err == nil && len(raw) == 0:
			return fmt.Errorf("%s is empty", format)
		case len(raw) > corpusOutput:
			return fmt.Errorf("%s has %d MB", format, len(raw)>>20)
		case format == FormatPDF && err == nil && !bytes.HasPrefix(raw, []byte("%PDF-")):
			return errors.New("a PDF file that is none")
		case format == FormatHTML && bytes.Contains(bytes.ToLower(raw), []byte("<script")):
			return errors.New("a page with a script")
		}
	}
	return nil
}

// inBounds runs one text and fails when it panics or costs more than a text may.
func inBounds(t *testing.T, l *Library, name string, source []byte) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), corpusTime)
	defer stop()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	started := time.Now()
	func() {
		defer func() {
			if p := recover(); p != nil {
				t.Errorf("%s: panic: %v", name, p)
			}
		}()
		if err := through(ctx, l, source); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}()
	took := time.Since(started)
	runtime.ReadMemStats(&after)
	if took > corpusTime+time.Second || after.TotalAlloc-before.TotalAlloc > corpusMemory {
		t.Errorf("%s: took %s and %d MB", name, took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20)
	}
	if took > 500*time.Millisecond {
		t.Logf("%s: %s, %d MB", name, took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20)
	}
}

func TestOddAndHostileTextsStayInBounds(t *testing.T) {
	l := withFonts(t)
	cases := oddTexts()
	if len(cases) < 200 {
		t.Fatalf("only %d texts", len(cases))
	}
	for _, c := range cases {
		if testing.Short() && len(c.source) > shortText {
			continue // scripts/test has a step for all of them
		}
		inBounds(t, l, c.name, []byte(c.source))
	}
}

func TestTheExamplesOfCommonMarkGoThroughEveryForm(t *testing.T) {
	folder, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(folder)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct {
		Markdown string
		Example  int
	}
	if err := json.Unmarshal(raw, &examples); err != nil || len(examples) < 600 {
		t.Fatalf("%d examples, %v", len(examples), err)
	}
	l, sound := withFonts(t), 0
	for i, e := range examples {
		if testing.Short() && i%6 != 0 {
			continue
		}
		source := []byte(sample + e.Markdown)
		inBounds(t, l, fmt.Sprintf("example %d", e.Example), source)
		if _, _, problems := tried(l, source); len(problems) == 0 {
			sound++
		}
	}
	if sound < 250 && !testing.Short() || sound < 250/7 {
		t.Errorf("only %d examples can be published", sound)
	}
}

func withFonts(t testing.TB) *Library {
	t.Helper()
	l, err := Load(Files())
	if err != nil {
		t.Fatal(err)
	}
	if l.Fonts, err = typeset.Standard(); err != nil {
		t.Fatal(err)
	}
	return l
}

// FuzzTheWayToPages looks for a body that makes a rendering panic, hang or fail.
func FuzzTheWayToPages(f *testing.F) {
	for _, c := range oddTexts() {
		if len(c.source) < 4<<10 {
			f.Add([]byte(strings.TrimPrefix(c.source, sample)))
		}
	}
	l := withFonts(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) > 16<<10 {
			return
		}
		ctx, stop := context.WithTimeout(t.Context(), corpusTime)
		defer stop()
		started := time.Now()
		if err := through(ctx, l, append([]byte(sample), body...)); err != nil {
			t.Error(err)
		}
		if took := time.Since(started); took > corpusTime+time.Second {
			t.Errorf("took %s", took)
		}
	})
}
