package demo

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"tandem/content"
	"tandem/portal"
)

//go:embed earlier
var earlier embed.FS

// Earlier are the files of the demo as they were before its library changed: a first
// version that partners took, and an asset that is retired since.
func Earlier(base fs.FS) (fs.FS, error) {
	was, err := fs.Sub(earlier, "earlier")
	if err != nil {
		return nil, fmt.Errorf("the demo's earlier library: %w", err)
	}
	return content.Both(Files(base), was), nil
}

// libraryChanged is when the newer files came: the day that the changed asset names, where
// the history has room around it.
var libraryChanged = time.Date(2026, 7, 1, 9, 30, 0, 0, time.UTC)

// restock begins with the earlier library, and plans the day on which the newer one comes:
// partners are told, and half of those that had what is retired say that it is gone.
func (h *house) restock(ctx context.Context, start time.Time) error {
	if h.Earlier == nil {
		return nil
	}
	now := h.Program.Library()
	h.Program.Restock(h.Earlier)
	if err := h.Program.RecordAssets(ctx); err != nil {
		return err
	}
	day := libraryChanged
	if latest := h.Until.AddDate(0, 0, -20); day.After(latest) || day.Before(start.AddDate(0, 4, 0)) {
		day = latest
	}
	h.at(day.AddDate(0, 0, -12), func(ctx context.Context) error {
		for _, g := range h.guests[:4] {
			for _, slug := range []portal.AssetSlug{"how-you-are-paid", "summer-water"} {
				if _, err := h.Program.Download(ctx, g.admin, slug, "", content.FormatHTML, func(string) bool { return false }, false); err != nil {
					return fmt.Errorf("%s takes %s: %w", g.company, slug, err)
				}
			}
		}
		return nil
	})
	h.at(day, func(ctx context.Context) error {
		h.Program.Restock(now)
		return h.Program.TellOfAssets(ctx)
	})
	h.at(day.AddDate(0, 0, 3), func(ctx context.Context) error {
		for _, g := range h.guests[1:3] {
			if _, err := h.Program.PutAwayAsset(ctx, g.admin, "summer-water"); err != nil {
				return fmt.Errorf("%s puts the summer page away: %w", g.company, err)
			}
		}
		return nil
	})
	h.at(day.AddDate(0, 0, 15), h.Program.TellOfAssets)
	return nil
}
