package demo

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"tandem/content"
	"tandem/portal/program"
)

// download is the partner's first asset. Early in the history, when nothing was
// published yet, the specialist sends one by hand.
func (h *house) download(ctx context.Context, g *guest) error {
	taken, err := h.take(ctx, g)
	if taken || err != nil {
		return err
	}
	by := h.jon
	if g.lena {
		by = h.lena
	}
	return h.Program.TickTaskFor(ctx, by, g.id, "first_asset")
}

// browse is what comes after the first one: every other month a partner takes
// another, and customers follow its links.
func (h *house) browse(ctx context.Context, g *guest) error {
	if g.ends {
		return nil
	}
	if _, err := h.take(ctx, g); err != nil {
		return err
	}
	h.in(40+5*(11-g.strength), func(ctx context.Context) error { return h.browse(ctx, g) })
	return nil
}

// take downloads one of the assets that the partner sees, and follows its link a few times.
func (h *house) take(ctx context.Context, g *guest) (bool, error) {
	hub, err := h.Program.Hub(ctx, g.admin, content.Query{})
	if err != nil || len(hub.Cards) == 0 {
		return false, err
	}
	seed := fnv.New64a()
	fmt.Fprint(seed, g.company, h.Clock.now.Unix())
	chance := rand.New(rand.NewPCG(seed.Sum64(), 1)) // its own, so that what partners read leaves the rest of the history alone
	asset := hub.Cards[chance.IntN(len(hub.Cards))]
	for looked := range chance.IntN(3) + 1 { // it is opened, and another or two before
		one := asset
		if looked > 0 {
			one = hub.Cards[(looked*7+int(seed.Sum64()%11))%len(hub.Cards)]
		}
		if err := h.Program.CountView(ctx, g.admin, one.Slug); err != nil {
			return false, err
		}
	}
	if _, err := h.Program.Download(ctx, g.admin, asset.Slug, asset.Locale, wanted(asset.Asset, seed.Sum64()), func(string) bool { return false }, false); err != nil {
		return false, fmt.Errorf("%s takes %s: %w", g.company, asset.Slug, err)
	}
	partner, err := h.Program.Company(ctx, g.admin)
	if err != nil {
		return false, err
	}
	for range chance.IntN(g.strength + 1) {
		if _, err := h.Program.Follow(ctx, program.Follow{Code: partner.Code, Asset: asset.Slug, Medium: "email", Count: true}); err != nil {
			return false, err
		}
	}
	return true, nil
}

// wanted is the format in which somebody takes an asset: a letter as an email, others
// most often as a page. None of them takes long to make.
func wanted(a content.Asset, by uint64) content.Format {
	switch {
	case a.Kind == content.Email && slices.Contains(a.Formats, content.FormatEmail):
		return content.FormatEmail
	case by%4 == 0 && slices.Contains(a.Formats, content.FormatMarkdown):
		return content.FormatMarkdown
	}
	return content.FormatHTML
}
