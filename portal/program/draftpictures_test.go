package program

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"tandem/content"
	"tandem/portal"
)

// shot is a picture of one grey in a file.
func shot(t testing.TB, name string, grey uint8) portal.TextFile {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 60, 40))
	for i := range img.Pix {
		img.Pix[i] = grey
	}
	img.SetGray(3, 3, color.Gray{Y: grey + 1})
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	return portal.TextFile{Name: name, Bytes: file.Bytes(), Picture: true}
}

func TestPicturesComeWithTheTextsThatShowThem(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	if _, err := h.AddPicture(t.Context(), otto, "terrace.png", shot(t, "", 10).Bytes, "Another terrace"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.AddPicture(t.Context(), otto, "old-harbour.png", shot(t, "", 20).Bytes, "The harbour"); err != nil {
		t.Fatal(err)
	}
	body := "\n![A terrace at night](images/Terrace.png \"By the sea\")\n\n![The harbour](../img/harbour.png)\n"
	files := append(texts(
		"kit/winter-sea.md", winter("cover: terrace.png\n")+body,
		"kit/bad.md", winter("")+"\n![Snow](snow.png) {{ partner.nam }}\n",
		"kit/cover.md", winter("cover: dark.png\n"),
	),
		shot(t, "kit/images/Terrace.png", 200), shot(t, "kit/img/harbour.png", 20), shot(t, "kit/snow.png", 30), shot(t, "kit/dark.png", 40),
		portal.TextFile{Name: "kit/other/snow.png", Bytes: []byte("x"), Picture: true}, portal.TextFile{Name: "kit/broken.png", Bytes: []byte("x"), Picture: true})
	shown, err := h.PreviewTexts(t.Context(), ines, files)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"kit/winter-sea.md": "new ", "kit/bad.md": "problem ", "kit/cover.md": "problem ",
		"kit/images/Terrace.png": "picture terrace-2.png", "kit/img/harbour.png": "same old-harbour.png", "kit/snow.png": "other snow.png", "kit/dark.png": "problem dark.png",
		"kit/other/snow.png": "problem ", "kit/broken.png": "problem ",
	}
	for _, row := range shown.Rows {
		if got := string(row.Fate) + " " + row.Picture.Name; want[row.File] != got || (row.Fate == TextProblem) != (len(row.Problems) > 0) {
			t.Errorf("%s is %s: %v %s", row.File, got, row.Problems, row.Reason)
		}
	}
	if uses, err := h.PictureUses(t.Context(), ines); err != nil || slices.ContainsFunc(uses, func(u PictureUse) bool { return u.Name == "terrace-2.png" }) {
		t.Fatalf("a look made a picture, %v", err)
	}
	done, err := h.ImportTexts(t.Context(), ines, shown.ID, shown.Files)
	if err != nil || done.Made != 1 {
		t.Fatalf("made %d: %v", done.Made, err)
	}
	drafts, err := h.ImportedDrafts(t.Context(), ines, shown.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"\ncover: terrace-2.png\n", `![A terrace at night](terrace-2.png "By the sea")`, "![The harbour](old-harbour.png)"} {
		if !strings.Contains(drafts[0].Source, line) {
			t.Errorf("%q is missing in\n%s", line, drafts[0].Source)
		}
	}
	if !h.TryDraft(drafts[0]).Ready() {
		t.Errorf("the draft has problems: %v", h.TryDraft(drafts[0]).Problems)
	}
	pictures, err := h.ImportedPictures(t.Context(), ines, shown.ID)
	if err != nil || len(pictures) != 1 || pictures[0].Name != "terrace-2.png" || pictures[0].Alt != "A terrace at night" || pictures[0].Free() {
		t.Fatalf("pictures %+v, %v", pictures, err)
	}
	if again, err := h.ImportTexts(t.Context(), ines, shown.ID, shown.Files); err != nil || again.Made != 0 || again.Count[TextPicture] != 0 {
		t.Errorf("sent twice it made %d, %v, %v", again.Made, again.Count, err)
	}
	undone, removed, err := h.UndoTextImport(t.Context(), ines, shown.ID)
	if err != nil || undone != 1 || removed != 1 {
		t.Errorf("took back %d and %d: %v", undone, removed, err)
	}
	if _, err := h.Picture(t.Context(), ines, "old-harbour.png"); err != nil {
		t.Errorf("a picture that was there before went, too: %v", err)
	}
}

func TestPicturesThatAreTooHeavyTogetherAreRefused(t *testing.T) {
	t.Parallel()
	var files []portal.TextFile
	for _, name := range []string{"a.png", "b.png", "c.png"} {
		files = append(files, portal.TextFile{Name: name, Bytes: make([]byte, maxKeptPictures/3+1), Picture: true, Kept: true})
	}
	_, err := keepPictures(t.Context(), files)
	if problem, ok := err.(*portal.Error); !ok || !strings.Contains(problem.Fields["file"], "2.5 MB together") {
		t.Errorf("%v", err)
	}
	if _, err := keepPictures(t.Context(), files[:2]); err != nil {
		t.Errorf("two of three: %v", err)
	}
}

func TestPicturesAreFoundWhereTextsShowThem(t *testing.T) {
	t.Parallel()
	shown := ShownPictures(append(texts("a.md", "---\ncover: 'Night Sky.JPG' # wide\n---\n![a](<b c.png>) ![d](e%20f.webp) ![g][h] ![i][]\n\n[h]: x/y.png\n[i]: z.svg\n[j]: none.png\n![k](https://x.example/far.png)"), portal.TextFile{Name: "b.md", Bytes: []byte("![l](m.png)"), Refused: "too long"}))
	for _, name := range []string{"kit/night sky.jpg", "b c.png", "E F.webp", `win\y.png`, "z.svg"} {
		if !shown(name) {
			t.Errorf("%s is not found", name)
		}
	}
	for _, name := range []string{"none.png", "far.png", "m.png"} {
		if shown(name) {
			t.Errorf("%s is found", name)
		}
	}
	if got := content.PictureRefs(nil); len(got) != 0 {
		t.Errorf("nothing shows %v", got)
	}
}
