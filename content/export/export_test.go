package export

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func text(name, body string) File {
	return File{Name: name, Bytes: func(context.Context) ([]byte, error) { return []byte(body), nil }}
}

// holds is every file below a folder but the list, with what is in it.
func holds(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(name)
		short, _ := filepath.Rel(folder, name)
		if short != Manifest {
			files[filepath.ToSlash(short)] = string(body)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func run(t *testing.T, folder string, files ...File) Report {
	t.Helper()
	report, err := To(t.Context(), folder, files)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestOnlyWhatChangedIsWrittenAndWhatIsGoneRemoved(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "hub")
	first := run(t, folder, text("index.html", "home"), text("a/index.html", "a"), text("a/deep/er.txt", "deep"))
	if len(first.Written) != 3 || first.Same != 0 {
		t.Errorf("first: %+v", first)
	}
	list, err := os.Stat(filepath.Join(folder, Manifest))
	if err != nil {
		t.Fatal(err)
	}
	second := run(t, folder, text("index.html", "home"), text("a/index.html", "a"), text("a/deep/er.txt", "deep"))
	again, err := os.Stat(filepath.Join(folder, Manifest))
	if err != nil || len(second.Written)+len(second.Removed) != 0 || second.Same != 3 || !again.ModTime().Equal(list.ModTime()) {
		t.Errorf("the same again: %+v %v", second, err)
	}
	if err := os.WriteFile(filepath.Join(folder, "a", "mine.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	third := run(t, folder, text("index.html", "home, newer"), text("b.txt", "b"))
	if !slices.Equal(third.Written, []string{"index.html", "b.txt"}) || !slices.Equal(third.Removed, []string{"a/deep/er.txt", "a/index.html"}) {
		t.Errorf("a change: %+v", third)
	}
	if got := holds(t, folder); len(got) != 3 || got["index.html"] != "home, newer" || got["b.txt"] != "b" || got["a/mine.txt"] != "mine" {
		t.Errorf("the folder holds %v", got)
	}
	if _, err := os.Stat(filepath.Join(folder, "a", "deep")); !errors.Is(err, os.ErrNotExist) {
		t.Error("an empty folder is left")
	}
	if err := os.Remove(filepath.Join(folder, "b.txt")); err != nil {
		t.Fatal(err)
	}
	if mended := run(t, folder, text("index.html", "home, newer"), text("b.txt", "b")); !slices.Equal(mended.Written, []string{"b.txt"}) {
		t.Errorf("a file that somebody removed: %+v", mended)
	}
}

func TestAFinalFileIsMadeOnce(t *testing.T) {
	folder, made := t.TempDir(), 0
	final := File{Name: "files/0a/one.pdf", Final: true, Bytes: func(context.Context) ([]byte, error) { made++; return []byte("pdf"), nil }}
	run(t, folder, final)
	run(t, folder, final)
	if made != 1 {
		t.Errorf("made %d times", made)
	}
	if err := os.WriteFile(filepath.Join(folder, "files", "0a", "one.pdf"), []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	if report := run(t, folder, final); made != 2 || len(report.Written) != 1 {
		t.Errorf("one that was changed: made %d times, %+v", made, report)
	}
}

func TestAFolderThatIsNotOursIsLeftAlone(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		add   []File
		says  string
	}{
		{"something else", map[string]string{"thesis.doc": "years of work"}, []File{text("index.html", "hub")}, "thesis.doc and more that no export wrote"},
		{"a file in the way", map[string]string{Manifest: `{"files":{}}`, "index.html": "mine"}, []File{text("a.txt", "a"), text("index.html", "hub")}, "index.html is in the way"},
		{"a list that is none", map[string]string{Manifest: "nonsense"}, []File{text("index.html", "hub")}, "cannot be read"},
		{"a list that names what is outside", map[string]string{Manifest: `{"files":{"../thesis.doc":""}}`}, []File{text("index.html", "hub")}, "which is no file of an export"},
		{"a name that leads out", nil, []File{text("../index.html", "hub")}, "is no name for a file"},
		{"a name twice", nil, []File{text("a", "1"), text("a", "2")}, "is there twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			for name, body := range c.files {
				if err := os.WriteFile(filepath.Join(folder, name), []byte(body), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			before := holds(t, folder)
			_, err := To(t.Context(), folder, c.add)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
			after := holds(t, folder)
			if len(after) != len(before) {
				t.Errorf("the folder holds %v, before %v", after, before)
			}
			for name, body := range before {
				if after[name] != body {
					t.Errorf("%s was changed", name)
				}
			}
		})
	}
}

func TestALinkOutOfTheFolderIsNotFollowed(t *testing.T) {
	folder, outside := t.TempDir(), t.TempDir()
	run(t, folder, text("index.html", "hub"))
	if err := os.Symlink(outside, filepath.Join(folder, "resources")); err != nil {
		t.Skip(err)
	}
	if _, err := To(t.Context(), folder, []File{text("index.html", "hub"), text("resources/index.html", "list")}); err == nil {
		t.Error("it was followed")
	}
	if got := holds(t, outside); len(got) != 0 {
		t.Errorf("outside there is now %v", got)
	}
}

func TestARunThatIsCutOffIsFinishedByTheNext(t *testing.T) {
	folder := t.TempDir()
	broken := File{Name: "b.txt", Bytes: func(context.Context) ([]byte, error) { return nil, errors.New("no power") }}
	if _, err := To(t.Context(), folder, []File{text("a.txt", "a"), broken}); err == nil {
		t.Fatal("a file that cannot be made is no error")
	}
	if report := run(t, folder, text("a.txt", "a"), text("b.txt", "b")); !slices.Equal(report.Written, []string{"b.txt"}) || report.Same != 1 {
		t.Errorf("%+v", report)
	}
	if report := run(t, folder); !slices.Equal(report.Removed, []string{"a.txt", "b.txt"}) {
		t.Errorf("%+v", report)
	}
}

func TestAPageIsTheIndexOfItsFolder(t *testing.T) {
	for address, want := range map[string]string{"/": "index.html", "/glossary": "glossary/index.html", "/program/terms": "program/terms/index.html"} {
		if got := PageName(address); got != want {
			t.Errorf("%s is %s, want %s", address, got, want)
		}
	}
}
