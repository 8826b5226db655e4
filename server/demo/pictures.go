package demo

import (
	"context"
	"embed"
)

//go:embed pictures/*.svg
var pictures embed.FS

// rehearsal is what the picture in the draft about the choir is called in texts.
const rehearsal = "rehearsal-kitchen.png"

// hangs has the editor put two pictures into the library: one that a draft shows, one that waits.
func (h *house) hangs(ctx context.Context) error {
	for _, p := range []struct {
		name, alt string
		x, y      int
	}{
		{"rehearsal-kitchen.svg", "A long kitchen table laid for supper, two lamps above it", 55, 60},
		{"terrace-at-night.svg", "A terrace at night, three tables, a string of lights", 50, 70},
	} {
		data, err := pictures.ReadFile("pictures/" + p.name)
		if err != nil {
			return err
		}
		picture, err := h.Program.AddPicture(ctx, h.ines, p.name, data, p.alt)
		if err != nil {
			return err
		}
		if _, err := h.Program.DescribePicture(ctx, h.ines, picture.ID, picture.Version, p.alt, p.x, p.y); err != nil {
			return err
		}
	}
	return nil
}
