package browser

import (
	"archive/zip"
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"tandem/portal"
)

// TestWhatAFolderOfTextsWouldDoHoldsTheGates looks at the files of a ZIP, pictures too,
// before anything is made of them; nothing is.
func TestWhatAFolderOfTextsWouldDoHoldsTheGates(t *testing.T) {
	_ = open(t)
	running := reading(t)
	const text = "---\ntitle: Storms by the sea\nkind: one_pager\nsummary: For guests who like weather.\ntags: [winter]\nlocale: en\nowner: Content team\n---\n\n"
	var shot, archive bytes.Buffer
	ok(t, png.Encode(&shot, image.NewGray(image.Rect(0, 0, 60, 40))))
	out := zip.NewWriter(&archive)
	for _, file := range []struct {
		name string
		data []byte
	}{
		{"kit/storm-season.md", []byte(text + "![Waves over the harbour wall](pictures/waves.png)\n")},
		{"kit/storm-menu.md", []byte(text + "{{ partner.nam }}\n")},
		{"kit/pictures/waves.png", shot.Bytes()},
		{"kit/pictures/staff-party.png", shot.Bytes()},
	} {
		part, err := out.Create(file.name)
		ok(t, err)
		_, err = part.Write(file.data)
		ok(t, err)
	}
	ok(t, out.Close())
	name := filepath.Join(t.TempDir(), "kit.zip")
	ok(t, os.WriteFile(name, archive.Bytes(), 0o600))
	tab := running.another(t, portal.Editor)
	ok(t, tab.See(Desktop))
	_, err := tab.Open(running.base + "/desk/studio/import")
	ok(t, err)
	ok(t, tab.Forget())
	ok(t, tab.Attach("file", name))
	status, err := tab.Press("Show what it would do")
	ok(t, err)
	if status != 200 {
		t.Fatalf("answers %d", status)
	}
	holdsOnEveryScreen(t, tab)
	says, err := Ask[bool](tab, `['New picture', 'Waves over the harbour wall', 'none of the texts shows', 'Make 1 draft and add 1 picture', '1 file with a problem will stay out.'].every(words => document.querySelector('main').innerText.includes(words))`)
	ok(t, err)
	if !says {
		t.Error("the page does not say what each file would become")
	}
}
