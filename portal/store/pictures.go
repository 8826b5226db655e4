package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Pictures are the pictures that were put into the library from the studio; their bytes
// are among the [Logos].
type Pictures struct {
	table[portal.PictureID, portal.Picture, pictureDoc]
}

type pictureDoc struct {
	portal.Picture
	Updated portal.Instant `json:"updated"`
}

var picturesSchema = docs.Collection{Name: "pictures", Indexes: []docs.Index{
	{Name: "by_update", Fields: []string{"updated"}},
}}

func newPictures(engine docs.Engine) Pictures {
	return Pictures{table[portal.PictureID, portal.Picture, pictureDoc]{
		engine: engine, name: picturesSchema.Name,
		id:      func(p portal.Picture) portal.PictureID { return p.ID },
		version: func(p portal.Picture) int64 { return p.Version },
		doc:     func(p portal.Picture) pictureDoc { return pictureDoc{Picture: p, Updated: lastChange(p.History)} },
		value: func(d pictureDoc, id portal.PictureID, version int64) portal.Picture {
			d.ID, d.Picture.Version = id, version
			return d.Picture
		},
	}}
}

// ChangedSince returns a page of the pictures whose newest change is from a moment on, oldest first.
func (s Pictures) ChangedSince(ctx context.Context, from portal.Instant, after string) (Page[portal.Picture], error) {
	return s.scan(ctx, docs.Query{Index: "by_update", From: string(from), Limit: 100, After: after})
}
