package content

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"tandem/content/render/typeset"
	"tandem/portal"
)

// SharePicture is the picture that goes with a link to the public pages where somebody
// shares it: the program's name and its sentence on its colour, with the company's logo
// when there is one. A PNG file.
func (l *Library) SharePicture(ctx context.Context) ([]byte, error) {
	card := &typeset.Card{Lang: l.defaultLocale(), Title: l.Program.Name, Text: l.Program.Tagline, Name: l.Program.Company}
	if logo := l.cardLogo(l.House()); logo != nil {
		card.Logo, card.Dark = logo.within, logo.pale()
	}
	return l.shared(ctx, card)
}

// AssetPicture is the picture that goes with a link to a public asset: its card in the
// company's own brand, without a code.
func (l *Library) AssetPicture(ctx context.Context, a Asset) ([]byte, error) {
	return l.shared(ctx, l.cardOf(l.place(a, l.House(), ""), a, l.House()))
}

func (l *Library) shared(ctx context.Context, card *typeset.Card) ([]byte, error) {
	if _, err := portal.ParseColour(l.Program.Colour); err != nil {
		return nil, fmt.Errorf("the program's colour: %w", err)
	}
	l.brandCard(card, l.House())
	card.Width, card.Height, card.Address = CardWidth, CardHeight, ""
	if site, err := url.Parse(l.Program.Site); err == nil {
		card.Address = strings.TrimPrefix(site.Host, "www.")
	}
	if card.Logo != nil && card.Address != "" { // which says the name
		card.Name, card.Address = card.Address, ""
	}
	return l.drawCard(ctx, card)
}
