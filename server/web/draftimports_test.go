package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tandem/portal"
)

func TestAZIPOfTextsIsShownMadeAndTakenBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	text := "---\ntitle: Winter by the sea\nkind: one_pager\nsummary: For guests who like storms.\ntags: [winter]\nlocale: en\nowner: Content team\n---\n\nLong nights.\n"
	var archive, shot bytes.Buffer
	if err := png.Encode(&shot, image.NewGray(image.Rect(0, 0, 560, 280))); err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(&archive)
	for name, body := range map[string]string{
		"kit/winter-sea.md": text + "\n![A terrace at night](img/terrace.png)\n", "kit/terrace.png": shot.String(), "kit/bad.md": strings.Replace(text, "Long", "{{ partner.nam }} long", 1), "kit/beach.png": "p", "../up.md": text,
	} {
		part, err := w.Create(name)
		if err == nil {
			_, err = part.Write([]byte(body))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s.as(t, editor)
	before := s.dump(t)
	shown := s.as(t, editor).attach(t, "/desk/studio/import", "kit.zip", archive.String())
	for _, want := range []string{"Nothing is made yet", "kit/winter-sea.md", "Winter by the sea, English", "Make 1 draft and add 1 picture", "1 file with a problem will stay out.", "Line 10", "did you mean {{ partner.name }}?", "none of the texts shows", "New picture", "A terrace at night", "leads out of the ZIP"} {
		if shown.status != 200 || !strings.Contains(shown.text(), want) {
			t.Errorf("%d: %q is missing\n%s", shown.status, want, excerpt(shown.body))
		}
	}
	same(t, before, s.dump(t))
	form := url.Values{}
	for _, name := range []string{"content", "seal", "import"} {
		found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(shown.body)
		if found == nil {
			t.Fatalf("no %s\n%s", name, excerpt(shown.body))
		}
		form.Set(name, found[1])
	}
	made := "/desk/studio/imports/" + form.Get("import")
	s.run(t, []scenario{
		{as: editor, path: "/desk/studio", status: 200, contains: []string{"/desk/studio/import"}},
		{as: editor, path: "/desk/studio/import", status: 200, contains: []string{"webkitdirectory", "multiple", "Show what it would do"}},
		{name: "no file", as: editor, path: "/desk/studio/import", form: url.Values{}, status: 422, contains: []string{"Choose a ZIP, or markdown files and their pictures."}},
		{name: "another's texts", as: admin, path: "/desk/studio/import", form: form, status: 409, contains: []string{"not the file that was shown to you"}},
		{name: "under another import", as: editor, path: "/desk/studio/import", form: with(form, "import", "other"), status: 409},
		{name: "by a manager", as: manager, path: "/desk/studio/import", form: form, status: 403},
		{name: "report", as: editor, path: "/desk/studio/import/report", form: form, status: 200, contains: []string{"file,outcome", "kit/bad.md,Problem,bad,en,10,", "kit/winter-sea.md,New", "kit/beach.png,Left out", "kit/terrace.png,New picture"}},
		{as: editor, path: made, status: 404},
		{as: editor, path: "/desk/studio/import", form: form, status: 303, location: made},
		{as: editor, path: made, status: 200, contains: []string{"1 draft made, with 1 picture.", "Winter by the sea", "Discard 1 draft", "/desk/studio/pictures/terrace.png"}},
		{as: editor, path: "/desk/studio/pictures/terrace.png", status: 200, contains: []string{"A terrace at night", "Winter by the sea"}},
		{name: "sent twice", as: editor, path: "/desk/studio/import", form: form, status: 303, location: "/desk/studio"},
		{as: editor, path: "/desk/studio", status: 200, contains: []string{"Nothing new was made.", "Winter by the sea"}},
		{as: admin, path: made + "/undo", form: url.Values{}, status: 303, location: made},
		{as: admin, path: made, status: 200, contains: []string{"1 draft discarded, 1 picture taken out.", "Nothing is left to take back", "Discarded"}},
		{as: editor, path: "/desk/studio/pictures/terrace.png", status: 404},
		{as: admin, path: made + "/undo", form: url.Values{}, status: 409, contains: []string{"There is no draft left to discard"}},
	})
}

func TestSeveralTextsComeInOneForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	shown := s.as(t, editor).attach(t, "/desk/studio/import", "notes.md", "Without front matter")
	if shown.status != 200 || !strings.Contains(shown.text(), "has no front matter") || !strings.Contains(shown.text(), "There is nothing to make of these files.") || strings.Contains(shown.body, "Make ") {
		t.Errorf("%d\n%s", shown.status, excerpt(shown.body))
	}
	text := func(title string) []byte {
		return []byte("---\ntitle: " + title + "\nkind: announcement\nsummary: For a test.\ntags: [test]\nlocale: en\nowner: Content team\nstatus: draft\nversion: 1\n---\n\nText.\n")
	}
	shown = s.as(t, editor).send(t, "/desk/studio/import", nil, sent{"file", "one.md", text("The first of two")}, sent{"file", "two.md", text("The second of two")})
	if shown.status != 200 || !strings.Contains(shown.text(), "The first of two") || !strings.Contains(shown.text(), "The second of two") || !strings.Contains(shown.text(), "Make 2 drafts") {
		t.Errorf("%d\n%s", shown.status, excerpt(shown.body))
	}
}

// TestAnImportMayBeAsHeavyAsItsBounds has pictures that hardly get smaller, and draws on
// what one page carries to the second step.
func TestAnImportMayBeAsHeavyAsItsBounds(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	noise := rand.New(rand.NewPCG(1, 2))
	text := "---\ntitle: Winter by the sea\nkind: one_pager\nsummary: For guests who like storms.\ntags: [winter]\nlocale: en\nowner: Content team\n---\n"
	var files []sent
	for i := range 18 { // of more than 120 KB each
		picture := image.NewGray(image.Rect(0, 0, 400, 470))
		for at := range picture.Pix {
			picture.Pix[at] = uint8(noise.Uint32())
		}
		var shot bytes.Buffer
		if err := png.Encode(&shot, picture); err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("storm-%d.png", i)
		text += "\n![Waves](" + name + ")\n"
		files = append(files, sent{"file", name, shot.Bytes()})
	}
	files = append(files, sent{"file", "winter-sea.md", []byte(text)})
	shown := s.as(t, editor).send(t, "/desk/studio/import", nil, files...)
	if shown.status != 200 || !strings.Contains(shown.text(), "Make 1 draft and add 18 pictures") || len(shown.body) < 2<<20 {
		t.Fatalf("%d, %d bytes\n%s", shown.status, len(shown.body), excerpt(shown.body))
	}
	form := url.Values{}
	for _, name := range []string{"content", "seal", "import"} {
		form.Set(name, regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(shown.body)[1])
	}
	made := "/desk/studio/imports/" + form.Get("import")
	draft := string(portal.DraftImportID(form.Get("import")).DraftID("winter-sea", "en"))
	s.run(t, []scenario{
		{as: editor, path: "/desk/studio/import", form: form, status: 303, location: made},
		{as: editor, path: "/desk/studio/" + draft + "/discard", form: url.Values{}, status: 303},
		{as: editor, path: made, status: 200, contains: []string{"Take out 18 pictures", "storm-17"}},
		{as: editor, path: made + "/undo", form: url.Values{}, status: 303, location: made},
		{as: editor, path: made, status: 200, contains: []string{"18 pictures taken out.", "Nothing is left to take back"}, absent: []string{"0 drafts"}},
	})
}
