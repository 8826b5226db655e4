package browser

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io/fs"
	"strings"
	"testing/fstest"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
)

// drafts has the editor write two texts: one with a mistake in it and a comment on it, and
// one that waits for another person.
func (s *stage) drafts(ctx context.Context) error {
	emil, ada := s.actor(portal.Editor), s.actor(portal.Admin)
	if err := s.texts(ctx, emil, ada); err != nil {
		return err
	}
	d, err := s.StartDraft(ctx, emil, program.StartDraft{Asset: "city-weekend"})
	if err != nil {
		return err
	}
	wrong := strings.Replace(d.Source, "{{ partner.name }}", "{{ partner.nam }}", 1)
	if d, err = s.SaveDraft(ctx, emil, d.ID, d.Version, wrong); err != nil {
		return err
	}
	if _, err = s.CommentDraft(ctx, ada, d.ID, "The prices end in October. Do we have the new ones?", 20); err != nil {
		return err
	}
	if err := s.picture(ctx, emil); err != nil {
		return err
	}
	waits, err := s.StartDraft(ctx, emil, program.StartDraft{Kind: "announcement", Title: "Late check-out on Sundays", Summary: "For newsletters of January."})
	if err != nil {
		return err
	}
	if _, err = s.SubmitDraft(ctx, emil, waits.ID, waits.Version, "", "The houses have agreed."); err != nil {
		return err
	}
	return s.bothMove(ctx)
}

// bothMove publishes a text of the studio, and then changes its file.
func (s *stage) bothMove(ctx context.Context) error {
	emil, ada := s.actor(portal.Editor), s.actor(portal.Admin)
	d, err := s.StartDraft(ctx, emil, program.StartDraft{Asset: "family-house"})
	if err == nil {
		d, err = s.SaveDraft(ctx, emil, d.ID, d.Version, strings.Replace(d.Source, "\nowner:", "\nnotes: The breakfast hours of winter.\nowner:", 1))
	}
	if err == nil {
		d, err = s.SubmitDraft(ctx, emil, d.ID, d.Version, "", "")
	}
	if err == nil {
		_, err = s.ApproveDraft(ctx, ada, d.ID, d.Version)
	}
	if err != nil {
		return err
	}
	const name = "library/one-pagers/family-house.md"
	file, err := fs.ReadFile(content.Files(), name)
	if err != nil {
		return err
	}
	changed := strings.NewReplacer("version: 2", "version: 3\nnotes: A bed more in Umbria.", "Sleeps ten.", "Sleeps eleven.").Replace(string(file))
	library, err := content.Load(content.Both(content.Files(), fstest.MapFS{name: {Data: []byte(changed)}}))
	if err == nil {
		s.Restock(library)
	}
	return err
}

// picture puts a picture into the library whose name comes before those of the files.
func (s *stage) picture(ctx context.Context, by portal.Actor) error {
	terrace, err := shot(90)
	if err == nil {
		_, err = s.AddPicture(ctx, by, "a-terrace.png", terrace, "A terrace in the evening")
	}
	return err
}

// shot is a picture of a dusk that begins with a grey.
func shot(dark uint8) ([]byte, error) {
	dusk := image.NewGray(image.Rect(0, 0, 600, 400))
	for i := range dusk.Pix {
		dusk.Pix[i] = dark + uint8(i/600/4)
	}
	var file bytes.Buffer
	err := png.Encode(&file, dusk)
	return file.Bytes(), err
}

// texts has the editor import two texts, of which one is discarded again.
func (s *stage) texts(ctx context.Context, by, other portal.Actor) error {
	text := "---\ntitle: Winter by the sea\nkind: one_pager\nsummary: For guests who like storms.\ntags: [winter]\nlocale: en\nowner: Content team\n---\n\nLong nights.\n"
	sea, err := shot(70)
	if err != nil {
		return err
	}
	shows := text + "\n![Waves over the harbour wall](stormy-sea.png)\n"
	files := []portal.TextFile{{Name: "kit/stormy-sea.png", Bytes: sea, Picture: true}, {Name: "kit/winter-sea.md", Bytes: []byte(shows)}, {Name: "kit/winter-snow.md", Bytes: []byte(strings.Replace(text, "sea", "snow", 1))}}
	shown, err := s.PreviewTexts(ctx, by, files)
	if err != nil {
		return err
	}
	if _, err = s.ImportTexts(ctx, by, shown.ID, files); err != nil {
		return err
	}
	_, err = s.DiscardDraft(ctx, other, shown.ID.DraftID("winter-snow", "en"))
	return err
}
