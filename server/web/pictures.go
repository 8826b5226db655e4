package web

import (
	"cmp"
	"fmt"
	"net/url"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const deskPictures = deskStudio + "/pictures"

// pictureBody is the body an upload may have: the largest picture and its form.
const pictureBody = content.MaxPictureBytes + 128<<10

func (a *App) listPictures(r *request) error {
	var in struct {
		Show string `form:"show,max=10"`
	}
	if err := r.query(&in); err != nil {
		return err
	}
	view, err := r.picturesPage(in.Show)
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) picturesPage(show string) (templates.Pictures, error) {
	all, err := r.app.program.PictureUses(r.ctx, r.actor)
	if err != nil {
		return templates.Pictures{}, err
	}
	view := templates.Pictures{Page: r.page("Pictures"), Free: show == "unused"}
	view.Program.CSS = r.app.hubCSS(portal.BrandKit{})
	library := r.app.program.Library()
	unused := 0
	for _, use := range all {
		idle := len(use.Assets)+len(use.Drafts) == 0
		if idle {
			unused++
		}
		if idle || !view.Free {
			card, thumb := pictureCard(use), library.Thumb(use.Image)
			card.Src, card.Width, card.Height = thumb.Path, thumb.Width, thumb.Height
			view.Rows = append(view.Rows, card)
		}
	}
	view.Tabs = []templates.Tab{
		{Label: "All", Href: deskPictures, Count: len(all), Current: !view.Free},
		{Label: "Not shown anywhere", Href: deskPictures + "?show=unused", Count: unused, Current: view.Free},
	}
	return view, nil
}

func pictureCard(use program.PictureUse) templates.PictureCard {
	card := templates.PictureCard{
		Href: deskPictures + "/" + url.PathEscape(use.Name), Src: use.Path(), Width: use.Width, Height: use.Height, File: use.Name,
		Facts: fmt.Sprintf("%d by %d pixels, %s", use.Width, use.Height, portal.Attachment{Size: len(use.Bytes)}.SizeText()),
		Use:   templates.Pill{Text: "Not shown anywhere"},
	}
	switch many := len(use.Assets) + len(use.Drafts); {
	case len(use.Assets) > 0:
		card.Use = templates.Pill{Kind: "ok", Text: count(many, "text")}
	case many > 0:
		card.Use = templates.Pill{Kind: "info", Text: count(many, "draft")}
	}
	return card
}

func (a *App) addPicture(r *request) error {
	var in struct {
		Picture upload `form:"picture"`
		Alt     string `form:"alt,max=1000"`
	}
	err := r.form(&in)
	if err == nil {
		var picture portal.Picture
		if picture, err = a.program.AddPicture(r.ctx, r.actor, in.Picture.Name, in.Picture.Bytes, in.Alt); err == nil {
			r.flash("ok", string(picture.ID)+" is in the library.", "")
			return r.see(deskPictures + "/" + url.PathEscape(string(picture.ID)))
		}
	}
	return pageAgain(r, err, func() (templates.Pictures, error) { return r.picturesPage("") }, func(v *templates.Pictures, f templates.Form) { v.Form = f })
}

func (r *request) pictureName() string { return r.Params("picture") }

func (a *App) showPicture(r *request) error {
	view, err := r.picturePage()
	if err != nil {
		return err
	}
	return r.render(view)
}

// cardShapes are the shapes that a picture is cut to.
var cardShapes = []struct {
	name          string
	width, height int
}{{"Card, 1200 by 630", 1200, 630}, {"Square card, 1080 by 1080", 1080, 1080}}

func (r *request) picturePage() (templates.OnePicture, error) {
	use, err := r.app.program.Picture(r.ctx, r.actor, r.pictureName())
	if err != nil {
		return templates.OnePicture{}, err
	}
	view := templates.OnePicture{Page: r.page(use.Name), PictureCard: pictureCard(use), Alt: cmp.Or(use.Alt, use.Name), Markdown: use.Markdown(), Focus: "Around its middle"}
	view.Program.CSS = r.app.hubCSS(portal.BrandKit{})
	for _, shape := range cardShapes {
		part := use.Window(shape.width, shape.height)
		view.Cuts = append(view.Cuts, templates.PictureCut{Name: shape.name, X: part.Min.X, Y: part.Min.Y, Width: part.Dx(), Height: part.Dy()})
	}
	for _, asset := range use.Assets {
		view.By = append(view.By, templates.Link{Label: asset.Title + ", " + r.language(asset.Locale), Href: deskHub + "/" + string(asset.Slug)})
	}
	for _, d := range use.Drafts {
		view.By = append(view.By, templates.Link{Label: d.Title + ", a draft in " + r.language(d.Locale), Href: draftPath(d)})
	}
	if picture := use.Uploaded; picture != nil {
		view.Uploaded, view.Version, view.Removable = true, picture.Version, use.Free()
		view.Focus = fmt.Sprintf("Around %d percent from the left, %d from the top", picture.FocusX, picture.FocusY)
		view.Form = templates.Filled(map[string]string{"alt": picture.Alt, "focus_x": fmt.Sprint(picture.FocusX), "focus_y": fmt.Sprint(picture.FocusY)})
		view.Steps = r.newestFirst(picture.Story())
	}
	return view, nil
}

// pointWidth is how wide the picture that a point is chosen in stands on its page, in CSS pixels.
const pointWidth = 280

func (a *App) savePicture(r *request) error {
	var in struct {
		Version int64  `form:"version"`
		Alt     string `form:"alt,max=1000"`
		FocusX  int    `form:"focus_x"`
		FocusY  int    `form:"focus_y"`
		AtX     string `form:"at.x,max=6"` // where the picture was pressed
		AtY     string `form:"at.y,max=6"`
	}
	err := r.form(&in)
	if err == nil {
		var use program.PictureUse
		if use, err = a.program.Picture(r.ctx, r.actor, r.pictureName()); err != nil {
			return err
		}
		if x, y, pressed := pressedAt(in.AtX, in.AtY, use.Width, use.Height); pressed {
			in.FocusX, in.FocusY = x, y
		}
		if _, err = a.program.DescribePicture(r.ctx, r.actor, portal.PictureID(use.Name), in.Version, in.Alt, in.FocusX, in.FocusY); err == nil {
			r.flash("ok", "Saved.", "")
			return r.see(deskPictures + "/" + url.PathEscape(use.Name))
		}
	}
	return pageAgain(r, err, r.picturePage, func(v *templates.OnePicture, f templates.Form) { v.Form = f })
}

// pressedAt is a point of a picture as it stands on its page, in hundredths of its sides.
// A press by the keyboard has the point 0, 0 and means none.
func pressedAt(atX, atY string, width, height int) (x, y int, pressed bool) {
	var px, py int
	if _, err := fmt.Sscan(atX+" "+atY, &px, &py); err != nil || px <= 0 && py <= 0 {
		return 0, 0, false
	}
	return min(100, px*100/pointWidth), min(100, py*100/max(1, pointWidth*height/max(1, width))), true
}

func (a *App) removePicture(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	if err := a.program.RemovePicture(r.ctx, r.actor, portal.PictureID(r.pictureName())); err != nil {
		return err
	}
	r.flash("ok", r.pictureName()+" is out of the library.", "")
	return r.see(deskPictures)
}
