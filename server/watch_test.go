package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tandem/content"
	"tandem/portal"
	"tandem/server/config"
)

// shelved is a portal whose content folder has a library of its own.
func shelved(t *testing.T) (p *parts, file, source string, out *lockedBuffer) {
	t.Helper()
	folder := t.TempDir()
	file = filepath.Join(folder, "library", "announcements", "six-new-houses.md")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	body, err := os.ReadFile("../content/library/announcements/six-new-houses.md")
	if err != nil {
		t.Fatal(err)
	}
	settings, err := config.Load(environment(config.Data, t.TempDir(), config.Content, folder))
	if err != nil {
		t.Fatal(err)
	}
	out = &lockedBuffer{}
	if p, err = open(t.Context(), settings, slog.New(slog.NewJSONHandler(out, nil)), nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.close(); err != nil {
			t.Error(err)
		}
	})
	return p, file, string(body), out
}

// TestAChangedFileIsLiveWithinASecond writes, breaks, mends and removes a file of the
// content folder beside a running program.
func TestAChangedFileIsLiveWithinASecond(t *testing.T) {
	p, file, source, out := shelved(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- p.watch(ctx, 20*time.Millisecond) }()
	title := func() string {
		a, err := p.program.Library().Asset("six-new-houses", "en", content.Audience{Staff: true})
		if err != nil {
			return err.Error()
		}
		return a.Title
	}
	first := title()
	until := func(what string, holds func() bool) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s; the title is %q\n%s", what, title(), out.String())
			}
		}
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	changed := strings.Replace(source, "title: ", "title: Now ", 1)
	write(changed)
	until("a change is not seen", func() bool { return title() == "Now "+first })
	write(strings.Replace(changed, "kind: announcement", "kind: announcment", 1))
	until("a mistake is not told", func() bool { return p.program.LibraryProblems() != nil })
	if problems := p.program.LibraryProblems(); len(problems) != 1 || !strings.Contains(problems[0].String(), "six-new-houses.md:") {
		t.Errorf("told: %v", problems)
	}
	if title() != "Now "+first {
		t.Errorf("with a mistake in the file the title is %q", title())
	}
	until("the mistake is not in the log", func() bool { return strings.Contains(out.String(), "has a mistake") })
	write(strings.Replace(source, "title: ", "title: Then ", 1))
	until("a mended file is not seen", func() bool { return title() == "Then "+first && p.program.LibraryProblems() == nil })
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	until("the file that comes with the server is not back", func() bool { return title() == first })
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestRulesStayAsAtTheStart changes a rule and a file of the library at once.
func TestRulesStayAsAtTheStart(t *testing.T) {
	p, file, source, _ := shelved(t)
	program, err := os.ReadFile("../content/program/program.md")
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(p.settings.Content, "program")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		filepath.Join(folder, "program.md"): strings.Replace(string(program), "opens_at: 9", "opens_at: 8", 1),
		file:                                strings.Replace(source, "title: ", "title: Now ", 1),
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.program.ReloadAssets(t.Context()); err != nil {
		t.Fatal(err)
	}
	l := p.program.Library()
	if a, err := l.Asset(portal.AssetSlug("six-new-houses"), "en", content.Audience{Staff: true}); err != nil || !strings.HasPrefix(a.Title, "Now ") {
		t.Errorf("the library: %+v, %v", a, err)
	}
	if l.Program.OpensAt != p.program.Rules.OpensAt || l.Program.OpensAt != 9 {
		t.Errorf("the rules have changed: opens at %d", l.Program.OpensAt)
	}
}
