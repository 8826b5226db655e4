package content

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"tandem/content/render/typeset"
	"tandem/portal"
)

// PagePictureWidth is how wide the picture of a page is, in pixels: sharp on a screen of two to a point.
const PagePictureWidth = 1240

// papers are those of the formats that have pages.
var papers = map[Format]typeset.Paper{FormatPDF: typeset.A4, FormatPDFLetter: typeset.Letter}

// PagePictureHeight is how high the picture of a page is in a format, 0 for one without pages.
func PagePictureHeight(format Format) int {
	paper, ok := papers[format]
	if !ok {
		return 0
	}
	return (&typeset.Document{Paper: paper}).Height(PagePictureWidth)
}

// CountPages is how many pages an asset has in a format; NotFound for one without pages.
func (l *Library) CountPages(ctx context.Context, a Asset, format Format, c CoBrand, base string) (int, error) {
	paper, ok := papers[format]
	if !ok {
		return 0, portal.Errorf(portal.NotFound, "That format has no pages.")
	}
	fonts, doc, err := l.typeset(a, c, base, paper)
	if err != nil {
		return 0, err
	}
	n, err := typeset.Pages(ctx, fonts, doc)
	if err != nil {
		return 0, fmt.Errorf("count the pages of %s: %w", a.ID(), err)
	}
	return n, nil
}

// RenderPicture is a page of the asset, counted from 1, as PNG: drawn by the typesetter
// that writes the file, as a reader shows it. NotFound beyond the last page.
func (l *Library) RenderPicture(ctx context.Context, a Asset, format Format, c CoBrand, base string, page int) ([]byte, error) {
	paper, ok := papers[format]
	if !ok {
		return nil, portal.Errorf(portal.NotFound, "That format has no pages.")
	}
	fonts, doc, err := l.typeset(a, c, base, paper)
	if err != nil {
		return nil, err
	}
	picture, err := typeset.Draw(ctx, fonts, doc, page, PagePictureWidth)
	if errors.Is(err, typeset.ErrNoPage) {
		return nil, portal.Errorf(portal.NotFound, "The text has no page %d.", page)
	}
	if err != nil {
		return nil, fmt.Errorf("draw page %d of %s: %w", page, a.ID(), err)
	}
	var out bytes.Buffer
	if err := quickPNG.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("write page %d of %s: %w", page, a.ID(), err)
	}
	return out.Bytes(), nil
}

// Pages is how many pages the text has in a format; see [Library.CountPages]. Conflict while there are mistakes in it.
func (t Trial) Pages(ctx context.Context, format Format, c CoBrand, base string) (int, error) {
	if len(t.Problems) > 0 {
		return 0, errMistakes
	}
	return t.library.CountPages(ctx, t.Asset, format, c, base)
}

// RenderPicture is a page of the text; see [Library.RenderPicture]. Conflict while there are mistakes in it.
func (t Trial) RenderPicture(ctx context.Context, format Format, c CoBrand, base string, page int) ([]byte, error) {
	if len(t.Problems) > 0 {
		return nil, errMistakes
	}
	return t.library.RenderPicture(ctx, t.Asset, format, c, base, page)
}
