package demo

import "context"

// download is the partner's first asset.
func (h *house) download(ctx context.Context, g *guest) error {
	by := h.jon
	if g.lena {
		by = h.lena
	}
	return h.Program.TickTaskFor(ctx, by, g.id, "first_asset")
}

// browse is what comes after the first one.
func (h *house) browse(context.Context, *guest) error { return nil }
