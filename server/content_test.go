package main

import (
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tandem/server/config"
)

// ownContent is a folder of a company's own with one public asset.
func ownContent(t *testing.T, words string) string {
	t.Helper()
	folder := t.TempDir()
	writeAsset(t, folder, words)
	return folder
}

func writeAsset(t *testing.T, folder, words string) {
	t.Helper()
	ok(t, os.MkdirAll(filepath.Join(folder, "library"), 0o755))
	ok(t, os.WriteFile(filepath.Join(folder, "library", "open-day.md"), []byte("---\ntitle: Open day\nkind: announcement\nsummary: Come and see.\nlocale: en\n"+
		"public: true\nowner: Us\nstatus: published\nversion: 1\npublished: 2025-01-01\n---\n"+words+" [Apply](/join), [terms](/program/terms).\n"), 0o600))
}

func TestTheHubIsExportedAndOnlyWhatChangedIsWrittenAgain(t *testing.T) {
	own, hub, data := ownContent(t, "Doors open at ten."), filepath.Join(t.TempDir(), "hub"), filepath.Join(t.TempDir(), "none")
	env := environment(config.Data, data, config.Content, own, config.BaseURL, "https://portal.example.com")
	first := does(t, env, "content", "export", hub)
	if !strings.Contains(first, "wrote    resources/open-day/index.html\n") || !strings.HasSuffix(first, "to be served at https://portal.example.com\n") {
		t.Errorf("the first run says\n%s", first)
	}
	if _, err := os.Stat(data); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an export made a data folder")
	}
	page, err := os.ReadFile(filepath.Join(hub, "resources", "open-day", "index.html"))
	ok(t, err)
	for _, want := range []string{"Doors open at ten.", `href="https://portal.example.com/join"`, `href="https://portal.example.com/signin"`, `href="/program/terms"`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, name := range []string{"index.html", "index.html.br", "index.html.gz", "404.html", "sitemap.xml", "feed.xml", "robots.txt", "glossary/index.html", "program/terms/index.html"} {
		if _, err := os.Stat(filepath.Join(hub, name)); err != nil {
			t.Error(err)
		}
	}
	if second := does(t, env, "content", "export", hub); !strings.HasPrefix(second, "0 written, 0 removed, ") {
		t.Errorf("the second run says\n%s", second)
	}
	writeAsset(t, own, "Doors open at nine.")
	third := does(t, env, "content", "export", hub)
	for _, line := range strings.Split(strings.TrimSpace(third), "\n")[:strings.Count(third, "\n")-1] {
		_, name, _ := strings.Cut(line, "  ")
		name = strings.TrimSpace(name) // the asset's own page, files, and picture to share: each is named by the text it is of
		if !strings.HasPrefix(name, "resources/open-day/") && !strings.HasPrefix(name, "files/") && !strings.HasPrefix(name, "share/open-day.") {
			t.Errorf("a change of one asset: %s", line)
		}
	}
	if !strings.Contains(third, "wrote    resources/open-day/index.html\n") || !strings.Contains(third, "removed  files/") {
		t.Errorf("the third run says\n%s", third)
	}
	ok(t, os.Remove(filepath.Join(own, "library", "open-day.md")))
	does(t, env, "content", "export", hub)
	if _, err := os.Stat(filepath.Join(hub, "resources", "open-day")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("what is no longer public is still there")
	}
}

// TestAnExportRunsBesideAServer holds the lock of the data folder, as a server does.
func TestAnExportRunsBesideAServer(t *testing.T) {
	data, _ := small(t)
	env := environment(config.Data, data, config.BaseURL, "https://portal.example.com")
	settings, err := config.Load(env)
	ok(t, err)
	p, err := open(t.Context(), settings, slog.New(slog.DiscardHandler), nil)
	ok(t, err)
	defer func() { ok(t, p.close()) }()
	if said := does(t, env, "content", "export", filepath.Join(t.TempDir(), "hub")); !strings.Contains(said, "wrote    resources/index.html\n") {
		t.Errorf("it says\n%s", said)
	}
}

func TestAnExportIsRefused(t *testing.T) {
	full := t.TempDir()
	ok(t, os.WriteFile(filepath.Join(full, "mine.txt"), []byte("mine"), 0o600))
	env := environment(config.Data, filepath.Join(t.TempDir(), "none"), config.BaseURL, "https://portal.example.com", config.Demo, "off")
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"content"}, "usage: content export DIR"},
		{[]string{"content", "export"}, "usage: content export DIR"},
		{[]string{"content", "export", "a", "b"}, "usage: content export DIR"},
		{[]string{"content", "export", full, "--at", "pages.example.com"}, "is no address to serve the hub at"},
		{[]string{"content", "export", full}, "mine.txt and more that no export wrote"},
	} {
		err := run(t.Context(), c.args, env, &strings.Builder{})
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: %v, want %q", c.args, err, c.says)
		}
	}
	if entries, err := os.ReadDir(full); err != nil || len(entries) != 1 {
		t.Errorf("a folder of others holds %v, %v", entries, err)
	}
}

var inPage = regexp.MustCompile(`(?:href|src|action|content)="([^"]*)"`)

// TestEveryLinkOfAnExportLeadsSomewhere serves an export under a folder of a plain file
// server and follows every address in it.
func TestEveryLinkOfAnExportLeadsSomewhere(t *testing.T) {
	folder := t.TempDir()
	server := httptest.NewServer(http.StripPrefix("/partners", http.FileServer(http.Dir(folder))))
	defer server.Close()
	env := environment(config.Data, filepath.Join(t.TempDir(), "none"), config.BaseURL, "https://portal.example.com", config.Demo, "off")
	does(t, env, "content", "export", folder, "--at", server.URL+"/partners/")
	seen, waiting := map[string]bool{}, []string{"/partners/", "/partners/404.html", "/partners/feed.xml"}
	portals := 0
	for len(waiting) > 0 {
		path := waiting[0]
		waiting = waiting[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		answer, err := http.Get(server.URL + path)
		ok(t, err)
		body, err := io.ReadAll(answer.Body)
		ok(t, errors.Join(err, answer.Body.Close()))
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", path, answer.StatusCode)
		}
		if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
			continue
		}
		for _, found := range inPage.FindAllStringSubmatch(string(body), -1) {
			address, _, _ := strings.Cut(strings.ReplaceAll(found[1], "&amp;", "&"), "#")
			switch {
			case strings.HasPrefix(address, server.URL+"/"):
				waiting = append(waiting, strings.TrimPrefix(address, server.URL))
			case strings.HasPrefix(address, "/"):
				waiting = append(waiting, address)
			case strings.HasPrefix(address, "https://portal.example.com/"):
				portals++
			}
		}
	}
	if len(seen) < 40 || portals < 20 {
		t.Errorf("%d addresses were looked at, %d lead to the portal", len(seen), portals)
	}
}
