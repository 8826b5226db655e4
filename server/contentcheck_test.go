package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// check runs the command and returns what it printed and its exit status.
func check(t *testing.T, args ...string) (printed string, status int) {
	t.Helper()
	var out bytes.Buffer
	err := run(t.Context(), append([]string{"content", "check"}, args...), environment(), &out)
	return out.String(), exitStatus(err)
}

func TestAFolderOfContentIsCheckedForPeopleAndPrograms(t *testing.T) {
	folder := ownContent(t, "Doors open at ten.")
	if out, status := check(t, folder); status != 0 || out != folder+" is sound\n" {
		t.Errorf("a sound folder ends with %d and says %q", status, out)
	}
	writeAsset(t, folder, "Doors {{ partner.nam }} open.\n\n![](nothing.png)\n")
	file := filepath.Join(folder, "library", "open-day.md")
	out, status := check(t, folder)
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if status != 1 || len(lines) != 3 {
		t.Fatalf("three mistakes end with %d and\n%s", status, out)
	}
	if want := file + ":12:7: there is no field {{ partner.nam }}; did you mean {{ partner.name }}?"; lines[0] != want {
		t.Errorf("the first mistake reads\n%s\nnot\n%s", lines[0], want)
	}
	for _, args := range [][]string{{"-json", folder}, {folder, "-json"}} {
		out, status := check(t, args...)
		var report checkedContent
		ok(t, json.Unmarshal([]byte(out), &report))
		first := contentMistake{File: "library/open-day.md", Path: file, Line: 12, Column: 7, Message: "there is no field {{ partner.nam }}; did you mean {{ partner.name }}?"}
		if status != 1 || report.Sound || len(report.Mistakes) != 3 || report.Mistakes[0] != first {
			t.Errorf("%v ends with %d and %+v", args, status, report)
		}
	}
}

func TestWhatComesWithTheServerIsNamedWithoutAPath(t *testing.T) {
	folder := t.TempDir()
	ok(t, os.MkdirAll(filepath.Join(folder, "library", "one-pagers"), 0o755))
	// a retired source leaves its translation, which came with the server, behind
	source, err := os.ReadFile(filepath.Join("..", "content", "library", "one-pagers", "city-weekend.md"))
	ok(t, err)
	retired := bytes.Replace(source, []byte("status: published"), []byte("status: retired"), 1)
	ok(t, os.WriteFile(filepath.Join(folder, "library", "one-pagers", "city-weekend.md"), retired, 0o600))
	out, status := check(t, folder, "-json")
	var report checkedContent
	ok(t, json.Unmarshal([]byte(out), &report))
	if status != 1 || len(report.Mistakes) == 0 || report.Mistakes[0].Path != "" && report.Mistakes[0].File != "library/one-pagers/city-weekend.md" {
		t.Fatalf("it ends with %d and\n%s", status, out)
	}
	named := false
	for _, m := range report.Mistakes {
		named = named || m.File == "library/one-pagers/city-weekend.es.md" && m.Path == "" && m.Line > 0
	}
	if !named {
		t.Errorf("the translation is not named:\n%s", out)
	}
}

func TestACheckThatCannotBeMadeEndsWithTwo(t *testing.T) {
	for name, args := range map[string][]string{
		"no folder": {}, "two folders": {"a", "b"}, "no such folder": {filepath.Join(t.TempDir(), "none")}, "neither part": {t.TempDir()}, "no such flag": {"-yaml", t.TempDir()},
	} {
		if out, status := check(t, args...); status != 2 || out != "" {
			t.Errorf("%s: ends with %d and prints %q", name, status, out)
		}
	}
}
