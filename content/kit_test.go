package content

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"tandem/portal"
)

// unzipped is a ZIP as its files by name, in their order.
func unzipped(t *testing.T, data []byte) (names []string, files map[string][]byte) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		names, files[f.Name] = append(names, f.Name), data
	}
	return names, files
}

func kitOf(t *testing.T, l *Library, slugs ...string) Kit {
	t.Helper()
	k := Kit{Partner: casa().Kit.Name, Company: l.Program.Company}
	for _, slug := range slugs {
		a, err := l.Asset(portal.AssetSlug(slug), "", Audience{Staff: true})
		if err != nil {
			t.Fatal(err)
		}
		folder := ""
		if len(slugs) > 1 {
			folder = slug + "/"
		}
		k.Assets = append(k.Assets, l.KitOf(a, a.Formats, true, casa(), base, folder))
	}
	return k
}

func TestAKitHoldsEverythingAndSaysWhatItIs(t *testing.T) {
	l := loaded(t)
	k := kitOf(t, l, "city-weekend")
	var out bytes.Buffer
	made := func(f KitFile) ([]byte, error) { return l.Render(t.Context(), f.Asset, f.Format, casa(), base) }
	if err := k.Write(&out, made); err != nil {
		t.Fatal(err)
	}
	names, files := unzipped(t, out.Bytes())
	if names[0] != "README.txt" || names[len(names)-1] != "manifest.json" {
		t.Errorf("the files are %v", names)
	}
	for _, name := range []string{
		"city-weekend-casa-do-rio.html", "city-weekend-casa-do-rio.pdf", "city-weekend-casa-do-rio-letter.pdf", "city-weekend-casa-do-rio.eml",
		"city-weekend-casa-do-rio.md", "pictures/rooftops.svg",
	} {
		if !slices.Contains(names, name) {
			t.Errorf("no %s in %v", name, names)
		}
	}
	var manifest struct {
		Partner string
		Assets  []struct {
			Asset, Locale, Link string
			Version             int
			Rules               []string
			Files               []struct {
				Name, SHA256 string
				Bytes        int
			}
		}
	}
	if err := json.Unmarshal(files["manifest.json"], &manifest); err != nil {
		t.Fatal(err)
	}
	a := manifest.Assets[0]
	if manifest.Partner != casa().Kit.Name || a.Asset != "city-weekend" || a.Locale != "en" || a.Version != 3 || a.Link != casa().Link || len(a.Rules) != 3 {
		t.Errorf("the manifest says %+v", manifest)
	}
	if len(a.Files) != len(names)-2 {
		t.Errorf("the manifest lists %d files of %d", len(a.Files), len(names)-2)
	}
	for _, f := range a.Files {
		sum := sha256.Sum256(files[f.Name])
		if f.SHA256 != hex.EncodeToString(sum[:]) || f.Bytes != len(files[f.Name]) {
			t.Errorf("the manifest is wrong about %s", f.Name)
		}
	}
	for _, want := range []string{"Two nights in the city, done properly", "Version 3, en, published 2 March 2026", casa().Link, "Keep the words", "city-weekend-casa-do-rio.pdf  (Pages (PDF, A4))"} {
		if !strings.Contains(string(files["README.txt"]), want) {
			t.Errorf("README.txt does not say %q:\n%s", want, files["README.txt"])
		}
	}
	var again bytes.Buffer
	if err := k.Write(&again, made); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("the bytes differ from run to run, %v", err)
	}
}

// TestAKitIsMadeWhileItIsSent holds it to one file at a time: what was made before is
// sent before the next is asked for.
func TestAKitIsMadeWhileItIsSent(t *testing.T) {
	l := loaded(t)
	k := kitOf(t, l, "city-weekend", "quinta-wedding")
	var out bytes.Buffer
	sent := -1
	err := k.Write(&out, func(f KitFile) ([]byte, error) {
		if out.Len() <= sent {
			t.Errorf("%s is asked for before what was before it has gone", f.Name)
		}
		sent = out.Len()
		return bytes.Repeat([]byte("x"), 1000), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	names, _ := unzipped(t, out.Bytes())
	if !slices.Contains(names, "quinta-wedding/quinta-wedding-casa-do-rio.html") {
		t.Errorf("the files are %v", names)
	}
}

func TestAKitThatBreaksOffIsNoZIP(t *testing.T) {
	l := loaded(t)
	k := kitOf(t, l, "city-weekend")
	broken := errors.New("broken")
	var out bytes.Buffer
	n := 0
	err := k.Write(&out, func(KitFile) ([]byte, error) {
		if n++; n == 3 {
			return nil, broken
		}
		return []byte("x"), nil
	})
	if !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	if _, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len())); err == nil {
		t.Error("half of a ZIP reads as a whole one")
	}
}

func TestAKitsKeyChangesWithWhatIsInIt(t *testing.T) {
	l := loaded(t)
	k := kitOf(t, l, "city-weekend")
	if k.Key() != kitOf(t, l, "city-weekend").Key() {
		t.Error("the same kit has two keys")
	}
	other := kitOf(t, l, "city-weekend")
	other.Partner = "Somebody else"
	fewer := kitOf(t, l, "city-weekend")
	fewer.Assets[0].Files = fewer.Assets[0].Files[1:]
	if k.Key() == other.Key() || k.Key() == fewer.Key() {
		t.Error("another kit has the same key")
	}
}
