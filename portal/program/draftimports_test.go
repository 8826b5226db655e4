package program

import (
	"strings"
	"testing"

	"tandem/content"
	"tandem/portal"
)

// winter is the text of a new asset that comes from outside, as Windows saves it.
func winter(related string) string {
	text := "---\ntitle: Winter by the sea\nkind: one_pager\nsummary: For guests who like storms.\ntags: [winter]\nlocale: en\nowner: Content team\n" + related + "---\n\nLong nights and a warm kitchen.\n"
	return "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
}

func texts(files ...string) []portal.TextFile {
	var list []portal.TextFile
	for i := 0; i < len(files); i += 2 {
		list = append(list, portal.TextFile{Name: files[i], Bytes: []byte(files[i+1])})
	}
	return list
}

func TestFilesBecomeDraftsAfterALook(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	published, _, err := h.library().Original("city-weekend", "en")
	if err != nil {
		t.Fatal(err)
	}
	moved := strings.Replace(published, "€148", "€158", 1)
	files := append(texts(
		"kit/autumn.md", strings.Replace(winter("related: [winter-sea]\n"), "Winter by the sea", "Autumn", 1),
		"kit/bad.md", strings.Replace(winter(""), "a warm", "{{ partner.nam }}", 1),
		"kit/city-weekend.md", moved,
		"kit/leans.md", winter("related: [bad]\n"),
		"kit/One Pager.md", winter(""),
		"kit/README.md", "What is here",
		"kit/winter-sea.md", winter(""),
		"kit/winter.fr.md", winter(""),
		"old/winter-sea.md", winter(""),
		"raw.md", "Without front matter",
		"\U0001f600.md", winter(""),
	), portal.TextFile{Name: "a.png", Refused: "is a picture"})
	before, err := h.Drafts(t.Context(), ines, "", "")
	if err != nil {
		t.Fatal(err)
	}
	shown, err := h.PreviewTexts(t.Context(), ines, files)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"kit/autumn.md": "new", "kit/bad.md": "problem", "kit/city-weekend.md": "version", "kit/leans.md": "problem", "kit/One Pager.md": "problem", "kit/README.md": "other",
		"kit/winter-sea.md": "new", "kit/winter.fr.md": "problem", "old/winter-sea.md": "problem", "raw.md": "problem", "\U0001f600.md": "problem", "a.png": "other",
	}
	for _, row := range shown.Rows {
		if want[row.File] != string(row.Fate) || (row.Fate == TextProblem) != (len(row.Problems) > 0) || row.Fate.Label() == string(row.Fate) {
			t.Errorf("%s is %s: %v %s", row.File, row.Fate, row.Problems, row.Reason)
		}
		switch row.File {
		case "kit/bad.md":
			if p := row.Problems[0]; p.Line != 10 || !strings.Contains(p.Message, "partner.name") || p.File != row.File {
				t.Errorf("a mistake in the text is told as %v", row.Problems)
			}
		case "kit/leans.md":
			if p := row.Problems[0]; p.Line != 8 {
				t.Errorf("a mistake in the front matter is told as %v", row.Problems)
			}
		case "kit/One Pager.md":
			if !strings.Contains(row.Problems[0].Message, "as one-pager.md") {
				t.Errorf("a name is mended by %v", row.Problems)
			}
		}
	}
	if after, err := h.Drafts(t.Context(), ines, "", ""); err != nil || len(after.Rows) != len(before.Rows) {
		t.Fatalf("looking made %d drafts: %v", len(after.Rows), err)
	}
	done, err := h.ImportTexts(t.Context(), ines, shown.ID, files)
	if err != nil || done.Made != 3 {
		t.Fatalf("made %d: %v", done.Made, err)
	}
	if again, err := h.ImportTexts(t.Context(), ines, shown.ID, files); err != nil || again.Made != 0 || again.Count[TextSame] != 3 {
		t.Errorf("sent twice it made %d: %v %v", again.Made, again.Count, err)
	}
	drafts, err := h.ImportedDrafts(t.Context(), otto, shown.ID)
	if err != nil || len(drafts) != 3 || drafts[1].Slug != "city-weekend" || drafts[1].BaseFrom != 3 || !h.TryDraft(drafts[1]).Ready() || !strings.Contains(drafts[1].Source, "version: 4") {
		t.Fatalf("%v %+v", err, drafts)
	}
	if strings.ContainsAny(drafts[2].Source, "\r\ufeff") || !strings.Contains(drafts[2].Source, "title: Winter by the sea\n") {
		t.Errorf("the text came in as %q", drafts[2].Source)
	}
	if _, err := h.SaveDraft(t.Context(), otto, drafts[1].ID, drafts[1].Version, strings.Replace(drafts[1].Source, "€158", "€159", 1)); err != nil {
		t.Fatal(err)
	}
	if n, _, err := h.UndoTextImport(t.Context(), otto, shown.ID); err != nil || n != 2 {
		t.Errorf("took back %d: %v", n, err)
	}
	if _, _, err := h.UndoTextImport(t.Context(), otto, shown.ID); portal.KindOf(err) != portal.Conflict {
		t.Errorf("taken back twice: %v", err)
	}
	if left, err := h.ImportedDrafts(t.Context(), ines, shown.ID); err != nil || left[0].State != portal.DraftDiscarded || left[1].State != portal.DraftWriting || left[2].State != portal.DraftDiscarded {
		t.Errorf("%v %+v", err, left)
	}
}

func TestWhatIsThereAlreadyIsNotImported(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	published, _, err := h.library().Original("city-weekend", "en")
	if err != nil {
		t.Fatal(err)
	}
	front, err := content.ReadFront(published)
	if err != nil {
		t.Fatal(err)
	}
	d := h.begin(t, otto)
	for name, test := range map[string]struct {
		source string
		fate   TextFate
		draft  portal.DraftID
	}{
		"as published":                {published, TextSame, ""},
		"under another number":        {front.AsPublished(9, "2025-01-01").Source(), TextSame, ""},
		"as somebody writes it":       {d.Source, TextSame, d.ID},
		"while somebody writes on it": {strings.Replace(published, "€148", "€99", 1), TextVersion, d.ID},
	} {
		shown, err := h.PreviewTexts(t.Context(), ines, texts("city-weekend.md", test.source))
		if err != nil || shown.Rows[0].Fate != test.fate || shown.Rows[0].Draft.ID != test.draft {
			t.Errorf("%s: %v %+v", name, err, shown.Rows)
		}
	}
	_, rita := h.company(t, "Bluewater Ferries")
	for name, call := range map[string]func() error{
		"preview": func() error { _, err := h.PreviewTexts(t.Context(), rita, nil); return err },
		"import":  func() error { _, err := h.ImportTexts(t.Context(), rita, "i1", nil); return err },
		"report":  func() error { _, err := h.TextReport(t.Context(), rita, nil); return err },
		"drafts":  func() error { _, err := h.ImportedDrafts(t.Context(), rita, "i1"); return err },
		"undo":    func() error { _, _, err := h.UndoTextImport(t.Context(), rita, "i1"); return err },
	} {
		if err := call(); portal.KindOf(err) != portal.Forbidden {
			t.Errorf("a partner may %s: %v", name, err)
		}
	}
	if _, err := h.ImportedDrafts(t.Context(), ines, ""); portal.KindOf(err) != portal.NotFound {
		t.Errorf("drafts of no import: %v", err)
	}
	file, err := h.TextReport(t.Context(), ines, append(texts("=1.md", "x", "city-weekend.md", published), portal.TextFile{Name: "a.png", Refused: "is a picture"}))
	if err != nil || !strings.Contains(string(file.Data), "'=1.md,Problem") || !strings.Contains(string(file.Data), "city-weekend.md,The same already,city-weekend,en") || !strings.Contains(string(file.Data), "a.png,Left out") {
		t.Errorf("%v\n%s", err, file.Data)
	}
}
