package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"tandem/content"
	"tandem/portal"
	"tandem/templates"
)

// What a text is looked at on, besides its formats.
const (
	onDesk  = "desk"
	onPhone = "phone"
)

// lookQuery is whose eyes a text is looked at with, and on what.
type lookQuery struct {
	As     portal.PartnerID `form:"as,max=100"`
	On     string           `form:"on,max=20"`
	Format content.Format   `form:"format,max=20"`
}

// cards are the pictures that are formats themselves, in pixels.
var cards = map[content.Format][2]int{
	content.FormatCard: {content.CardWidth, content.CardHeight}, content.FormatCardSquare: {content.CardSide, content.CardSide},
}

// looks are the formats that are looked at as pictures.
func looks(formats []content.Format) []content.Format {
	return slices.DeleteFunc(slices.Clone(formats), func(f content.Format) bool {
		_, card := cards[f]
		return !card && content.PagePictureHeight(f) == 0
	})
}

// draftScreens are what a text can be looked at on.
func draftScreens(view *templates.Draft, formats []content.Format, q lookQuery) {
	on := q.On
	view.Screens = []templates.Option{{Value: onDesk, Label: "A desk"}, {Value: onPhone, Label: "A phone"}}
	for _, format := range looks(formats) {
		view.Screens = append(view.Screens, templates.Option{Value: string(format), Label: format.Label()})
	}
	if !slices.ContainsFunc(view.Screens, func(o templates.Option) bool { return o.Value == on }) {
		on = onDesk
	}
	view.Phone = on == onPhone
	view.Look = templates.Filled(map[string]string{"as": string(q.As), "on": on})
}

// draftPictures puts the pages of a format, or its card, into the page.
func (r *request) draftPictures(view *templates.Draft, d portal.Draft, format content.Format, as portal.PartnerID) error {
	values := url.Values{"format": {string(format)}, "as": {string(as)}}
	if size, ok := cards[format]; ok {
		view.Pictures = []templates.DraftPicture{{Src: draftPath(d) + "/file?" + values.Encode(), Alt: "The card", Width: size[0], Height: size[1]}}
		return nil
	}
	n, err := r.app.program.DraftPages(r.ctx, r.actor, d, format, as)
	if err != nil {
		return err
	}
	for page := 1; page <= n; page++ {
		view.Pictures = append(view.Pictures, templates.DraftPicture{
			Src: fmt.Sprintf("%s/pages/%d?%s", draftPath(d), page, values.Encode()), Alt: fmt.Sprintf("Page %d of %d", page, n),
			Width: content.PagePictureWidth, Height: content.PagePictureHeight(format),
		})
	}
	return nil
}

// draftPageImage sends one page of a text as a picture.
func (a *App) draftPageImage(r *request) error {
	var q lookQuery
	if err := r.query(&q); err != nil {
		return err
	}
	d, err := r.draft()
	if err != nil {
		return err
	}
	page, err := strconv.Atoi(r.Params("page"))
	if err != nil {
		return portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	made, err := a.program.DraftPage(r.ctx, r.actor, d, q.Format, q.As, page)
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderContentType, made.Type)
	return r.Send(made.Bytes)
}
