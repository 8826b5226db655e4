package portal

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"os"
	"slices"
	"strings"
	"testing"
)

// packed is a ZIP of files; a name that ends in @ is a link, one that starts with ! is locked.
func packed(t *testing.T, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		header := &zip.FileHeader{Name: strings.TrimPrefix(strings.TrimSuffix(files[i], "@"), "!"), Method: zip.Deflate}
		if strings.HasSuffix(files[i], "@") {
			header.SetMode(os.ModeSymlink | 0o777)
		}
		var err error
		if strings.HasPrefix(files[i], "!") {
			header.Method, header.Flags = zip.Store, 1
			header.CRC32, header.CompressedSize64, header.UncompressedSize64 = crc32.ChecksumIEEE([]byte(files[i+1])), uint64(len(files[i+1])), uint64(len(files[i+1]))
			raw, rawErr := w.CreateRaw(header)
			if err = rawErr; err == nil {
				_, err = raw.Write([]byte(files[i+1]))
			}
		} else {
			part, partErr := w.CreateHeader(header)
			if err = partErr; err == nil && !strings.HasSuffix(header.Name, "/") {
				_, err = part.Write([]byte(files[i+1]))
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// showing stands for texts that show some pictures.
func showing(names ...string) func([]TextFile) func(string) bool {
	return func([]TextFile) func(string) bool {
		return func(name string) bool { return slices.Contains(names, name) }
	}
}

func TestAnArchiveIsUnpackedWithinItsBounds(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", MaxDraft)
	archive := packed(t,
		"kit/", "", "kit/winter.md", "Winter", "kit/deep/er/b.es.md", "B", "../../etc/passwd.md", "x", "/root.md", "x", `C:\up.md`, "x", `win\dows.md`, "W",
		"kit/link.md@", "/etc/passwd", "!locked.md", "secret", "a.png", "p", "kit/terrace.JPG", "T", "heavy.png", strings.Repeat("h", maxPictureBytes+1), "moving.gif", "g", "run.exe", "MZ", "in.zip", "PK", "__MACOSX/._winter.md", "x", ".git/config.md", "x", "bomb.md", long+"a", "caf\x82.md", "C",
	)
	files, err := UnpackTexts([]TextFile{{Name: "kit.zip", Bytes: archive}, {Name: "single.MD", Bytes: []byte("S")}, {Name: "no.zip", Bytes: []byte("no")}}, showing("kit/terrace.jpg", "heavy.png"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"kit/winter.md": "Winter", "kit/deep/er/b.es.md": "B", "win/dows.md": "W", "café.md": "C", "single.md": "S",
		"etc/passwd.md": "!leads out", "root.md": "!leads out", "C_/up.md": "!leads out", "kit/link.md": "!a link", "locked.md": "!a password", "a.png": "!is a picture that none", "kit/terrace.jpg": "T", "heavy.png": "?8 MB", "moving.gif": "!save it as JPEG",
		"run.exe": "!is not markdown", "in.zip": "!inside the ZIP", "bomb.md": "!512 KB", "no.zip": "!no ZIP",
	}
	for _, file := range files {
		text, known := want[file.Name]
		if why, wrong := strings.CutPrefix(text, "?"); wrong {
			if !strings.Contains(file.Wrong, why) || len(file.Bytes) > 0 {
				t.Errorf("%q is wrong with %q", file.Name, file.Wrong)
			}
			delete(want, file.Name)
			continue
		}
		why, refused := strings.CutPrefix(text, "!")
		if !known || refused != (file.Refused != "") || refused && !strings.Contains(file.Refused, why) || !refused && string(file.Bytes) != text {
			t.Errorf("%q: %q, refused: %q", file.Name, file.Bytes, file.Refused)
		}
		delete(want, file.Name)
	}
	for name := range want {
		t.Errorf("%s is missing", name)
	}
}

func TestTooMuchIsRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	many := make([]TextFile, MaxTexts+1)
	for i := range many {
		many[i] = TextFile{Name: "a.md"}
	}
	var entries []string
	for range maxTextEntries + 1 {
		entries = append(entries, "a.png", "")
	}
	var heavy []TextFile
	for range MaxTextsBytes/MaxDraft + 1 {
		heavy = append(heavy, TextFile{Name: "a.md", Bytes: make([]byte, MaxDraft)})
	}
	pictures, wide := make([]TextFile, MaxPictures+1), make([]TextFile, maxPicturesBytes/maxPictureBytes+1)
	for i := range pictures {
		pictures[i] = TextFile{Name: "a.png"}
	}
	for i := range wide {
		wide[i] = TextFile{Name: "a.png", Bytes: make([]byte, maxPictureBytes)}
	}
	for name, test := range map[string]struct {
		sent []TextFile
		want string
	}{
		"pictures": {pictures, "more than 60 pictures"}, "bytes of pictures": {wide, "more than 16 MB"},
		"texts": {many, "more than 200"}, "entries": {[]TextFile{{Name: "a.zip", Bytes: packed(t, entries...)}}, "more than 3,000"},
		"bytes": {heavy, "more than 2 MB"}, "nothing": {[]TextFile{{Name: "a.zip", Bytes: packed(t, "a/", "")}}, "no file"},
	} {
		_, err := UnpackTexts(test.sent, showing("a.png"))
		if problem, _ := err.(*Error); problem == nil || !strings.Contains(problem.Fields["file"], test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnImportedDraftIsUntouchedUntilSomebodyWorksOnIt(t *testing.T) {
	t.Parallel()
	by, id := Actor{User: "u1", Name: "Ines"}, DraftImportID("i1")
	if id.DraftID("winter", "en") == id.DraftID("winter", "es") || id.DraftID("winter", "en") != DraftImportID("i1").DraftID("winter", "en") {
		t.Error("the ids of drafts do not follow from the import")
	}
	plain, err := StartDraft("d1", "winter", "en", DraftHead{Title: "Winter"}, "text", "", 0, by, "2026-03-02T09:00:00.000Z")
	if err != nil {
		t.Fatal(err)
	}
	d := plain.Imported(id, "kit/winter.md")
	if got := d.Story()[0].Text; got != "Imported “Winter” from kit/winter.md." || plain.Story()[0].Text != "Began to write “Winter”." {
		t.Errorf("%q, and %q", got, plain.Story()[0].Text)
	}
	saved, err := d.Save("other", DraftHead{}, by, "2026-03-02T10:00:00.000Z")
	if err != nil || !d.Untouched() || saved.Untouched() || plain.Untouched() {
		t.Errorf("%v: untouched %v, saved %v, begun by hand %v", err, d.Untouched(), saved.Untouched(), plain.Untouched())
	}
}
