package content

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tandem/portal"
)

func TestAFolderIsLaidOverTheFilesThatComeWithTheServer(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("program/program.md", changed(t, "program/program.md", "name: Northwind Partners", "name: Our Partners")["program/program.md"])
	write("library/ours/own-page.md", sample+"Words.\n")
	write("library/.hidden.md", "not markdown of ours")
	write("secret.txt", "secret")
	if err := os.Symlink(filepath.Join(folder, "secret.txt"), filepath.Join(folder, "library", "linked.md")); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	files, err := Overlay(Files(), folder)
	if err != nil {
		t.Fatal(err)
	}
	l, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if l.Program.Name != "Our Partners" {
		t.Errorf("the program is called %q", l.Program.Name)
	}
	for _, slug := range []portal.AssetSlug{"own-page", "city-weekend"} {
		if _, err := l.Asset(slug, "en", Audience{Staff: true}); err != nil {
			t.Errorf("%s: %v", slug, err)
		}
	}
	for _, name := range []string{"library/linked.md", "library/.hidden.md", "../etc/passwd", "/etc/passwd"} {
		if data, err := fs.ReadFile(files, name); err == nil {
			t.Errorf("read %s: %q", name, data)
		}
	}
}

func TestAFolderThatIsNotThereIsAnError(t *testing.T) {
	if _, err := Overlay(Files(), filepath.Join(t.TempDir(), "nothing")); err == nil || !strings.Contains(err.Error(), "nothing") {
		t.Errorf("got %v", err)
	}
}
