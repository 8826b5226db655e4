package assets

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestVendoredFilesAreWhatTheirSumsSay(t *testing.T) {
	sums, err := files.ReadFile("vendor/SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(sums))
	for lines.Scan() {
		sum, name, ok := strings.Cut(lines.Text(), "  ./")
		if !ok {
			t.Fatalf("the line %q is no sum", lines.Text())
		}
		want["vendor/"+name] = sum
	}
	found := 0
	err = fs.WalkDir(files, "vendor", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || file == "vendor/SHA256SUMS" {
			return err
		}
		found++
		body, err := files.ReadFile(file)
		sum := sha256.Sum256(body)
		if got := hex.EncodeToString(sum[:]); got != want[file] {
			t.Errorf("%s has the sum %s, want %s", file, got, want[file])
		}
		return err
	})
	if err != nil || found != len(want) || found == 0 {
		t.Errorf("%d vendored files, %d sums, %v", found, len(want), err)
	}
}

func TestFilesAreServedByNameAlone(t *testing.T) {
	index, err := New()
	if err != nil {
		t.Fatal(err)
	}
	address := index.URL("app.css")
	name, ok := strings.CutPrefix(address, Prefix)
	file, found := index.Get(name)
	if !ok || !found || file.Type != "text/css; charset=utf-8" || !strings.Contains(name, file.ETag[1:11]) {
		t.Fatalf("%s: %+v", address, file)
	}
	if bytes.Contains(file.Body, []byte("url(asset:")) {
		t.Error("the style sheet names a file that is not there")
	}
	for _, wrong := range []string{"", "app.css", "../app.css", "css/base.css", name + "x"} {
		if _, found := index.Get(wrong); found {
			t.Errorf("%q is served", wrong)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a file that is not there has an address")
		}
	}()
	index.URL("none.css")
}

func TestCompressedBytesAreTheSameFile(t *testing.T) {
	index, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range index.files {
		if file.Gzip == nil {
			continue
		}
		zip, err := gzip.NewReader(bytes.NewReader(file.Gzip))
		if err != nil {
			t.Fatal(err)
		}
		for kind, r := range map[string]io.Reader{"gzip": zip, "brotli": brotli.NewReader(bytes.NewReader(file.Brotli))} {
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, file.Body) {
				t.Errorf("%s as %s is not the file: %v", name, kind, err)
			}
		}
	}
}

func TestOurOwnFilesStayInTheirBudgets(t *testing.T) {
	index, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for name, budget := range map[string]int{"app.css": 12 << 10, "hub.css": 3 << 10, "app.js": 8 << 10} {
		file, _ := index.Get(strings.TrimPrefix(index.URL(name), Prefix))
		if got := len(file.Gzip); got > budget {
			t.Errorf("%s is %d bytes compressed, the budget is %d", name, got, budget)
		}
	}
}
