package program

import (
	"context"
	"slices"
	"strings"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/store"
)

// PictureUse is a picture of the library, and what shows it.
type PictureUse struct {
	content.Image
	Uploaded *portal.Picture // nil for one of the content files
	Assets   []content.Asset
	Drafts   []portal.Draft // that are still on their way
}

// Free reports an uploaded picture that nothing shows.
func (u PictureUse) Free() bool {
	return u.Uploaded != nil && len(u.Assets) == 0 && len(u.Drafts) == 0
}

// openDrafts is how many texts on their way of one state are looked through for a picture.
const openDrafts = 200

// PictureUses are all pictures of the library by name, with what shows each. Needs an editor.
func (p *Program) PictureUses(ctx context.Context, actor portal.Actor) ([]PictureUse, error) {
	if err := actor.Must(portal.Editor); err != nil {
		return nil, err
	}
	kept, err := p.store.Pictures.All(ctx)
	if err != nil {
		return nil, err
	}
	uploaded := map[string]portal.Picture{}
	for _, picture := range kept {
		uploaded[string(picture.ID)] = picture
	}
	var drafts []portal.Draft
	for _, state := range portal.DraftStates {
		if !state.Open() {
			continue
		}
		page, err := p.store.Drafts.List(ctx, state, openDrafts, "")
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, page.Rows...)
	}
	library := p.library()
	shown := map[string][]content.Asset{}
	for _, asset := range library.Everything() {
		for _, name := range library.Shows(asset) {
			shown[name] = append(shown[name], asset)
		}
	}
	var list []PictureUse
	for _, img := range library.Pictures() {
		use := PictureUse{Image: img, Assets: shown[img.Name]}
		if picture, ok := uploaded[img.Name]; ok && !picture.Removed && picture.SHA256 == img.Hash {
			use.Uploaded = &picture
		}
		for _, d := range drafts {
			if strings.Contains(d.Source, img.Name) {
				use.Drafts = append(use.Drafts, d)
			}
		}
		list = append(list, use)
	}
	return list, nil
}

// Picture is one picture of the library by its name, with what shows it. Needs an editor.
func (p *Program) Picture(ctx context.Context, actor portal.Actor, name string) (PictureUse, error) {
	list, err := p.PictureUses(ctx, actor)
	if err != nil {
		return PictureUse{}, err
	}
	if i := slices.IndexFunc(list, func(u PictureUse) bool { return u.Name == name }); i >= 0 {
		return list[i], nil
	}
	return PictureUse{}, portal.Errorf(portal.NotFound, "There is no such picture.")
}

// AddPicture puts a picture into the library; see [content.ReadPicture] for what it may be.
// Its name is made from the file's and may be none that is there. Needs an editor.
// Invalid at picture and alt.
func (p *Program) AddPicture(ctx context.Context, actor portal.Actor, file string, upload []byte, alt string) (portal.Picture, error) {
	if err := actor.Must(portal.Editor); err != nil {
		return portal.Picture{}, err
	}
	problems := portal.Problems{}
	img, err := content.ReadPicture(file, upload)
	problems.Join(err)
	if err == nil {
		if _, err := p.library().Picture(img.Name); err == nil {
			problems.Add("picture", "There is a picture %s already. Give the file another name.", img.Name)
		}
	}
	next := portal.Picture{
		ID: portal.PictureID(img.Name), Type: img.Type, SHA256: img.Hash, Width: img.Width, Height: img.Height, Size: len(img.Bytes), Alt: alt, FocusX: 50, FocusY: 50,
	}
	_, err = next.Add(actor, p.Now())
	problems.Join(err)
	if err := problems.Err(); err != nil {
		return next, err
	}
	return p.hangPicture(ctx, actor, img.Bytes, next)
}

// hangPicture puts a picture into the library; the same one that is there already stays.
// Invalid at alt, Conflict when another has its name.
func (p *Program) hangPicture(ctx context.Context, actor portal.Actor, data []byte, next portal.Picture) (portal.Picture, error) {
	there, err := p.store.Pictures.Get(ctx, next.ID)
	if err != nil && portal.KindOf(err) != portal.NotFound {
		return there, err
	}
	if err == nil && !there.Removed {
		if there.SHA256 != next.SHA256 {
			err = portal.Errorf(portal.Conflict, "Somebody put another picture %s into the library meanwhile. Look at it again.", next.ID)
		}
		return there, err
	}
	next.Version, next.History = there.Version, there.History
	if next, err = next.Add(actor, p.Now()); err != nil {
		return next, err
	}
	if _, err := p.store.Logos.Put(ctx, store.Logo{Hash: next.SHA256, Type: next.Type, Bytes: data, At: p.Now()}); err != nil {
		return next, err
	}
	return p.savePicture(ctx, next)
}

// DescribePicture says anew what a picture shows and where it is cut. Needs an editor.
// Invalid at alt, focus_x and focus_y.
func (p *Program) DescribePicture(ctx context.Context, actor portal.Actor, id portal.PictureID, seen int64, alt string, x, y int) (portal.Picture, error) {
	there, err := p.uploadedPicture(ctx, actor, id)
	if err != nil {
		return there, err
	}
	if seen != 0 && there.Version != seen {
		return there, portal.Errorf(portal.Conflict, "This picture changed while you were looking at it. Look at it again.")
	}
	next, err := there.Describe(alt, x, y, actor, p.Now())
	if err != nil {
		return there, err
	}
	return p.savePicture(ctx, next)
}

// RemovePicture takes a picture that nothing shows out of the library; Conflict names what does. Needs an editor.
func (p *Program) RemovePicture(ctx context.Context, actor portal.Actor, id portal.PictureID) error {
	there, err := p.uploadedPicture(ctx, actor, id)
	if err != nil {
		return err
	}
	use, err := p.Picture(ctx, actor, string(id))
	if err != nil {
		return err
	}
	if !use.Free() {
		return portal.Errorf(portal.Conflict, "%s is shown by %s. Take it out there first.", id, use.by())
	}
	next, err := there.Remove(actor, p.Now())
	if err == nil {
		_, err = p.savePicture(ctx, next)
	}
	return err
}

// by names the first that shows a picture.
func (u PictureUse) by() string {
	if len(u.Assets) > 0 {
		return "“" + u.Assets[0].Title + "”"
	}
	if len(u.Drafts) > 0 {
		return "the draft “" + u.Drafts[0].Title + "”"
	}
	return "the content files"
}

func (p *Program) uploadedPicture(ctx context.Context, actor portal.Actor, id portal.PictureID) (portal.Picture, error) {
	if err := actor.Must(portal.Editor); err != nil {
		return portal.Picture{}, err
	}
	there, err := p.store.Pictures.Get(ctx, id)
	if err == nil && there.Removed {
		err = portal.Errorf(portal.NotFound, "There is no such picture.")
	}
	return there, err
}

// savePicture keeps a picture, tells of its newest change and serves it.
func (p *Program) savePicture(ctx context.Context, next portal.Picture) (portal.Picture, error) {
	save := p.store.Pictures.Save
	if next.Version == 0 {
		save = func(ctx context.Context, x portal.Picture) (portal.Picture, error) {
			err := p.store.Pictures.Insert(ctx, x)
			x.Version = 1
			return x, err
		}
	}
	saved, err := save(ctx, next)
	if err != nil {
		return next, err
	}
	if err := p.recordLast(ctx, saved.Subject(), "", saved.History); err != nil {
		return saved, err
	}
	return saved, p.RefreshAssets(ctx)
}

// readPictures reads what was put into the library, changed or taken out since the last
// time; news reports anything. The caller holds the shelf.
func (p *Program) readPictures(ctx context.Context) (news bool, err error) {
	s := p.shelf
	from := s.hungUpTo
	if from != "" {
		from = from.Add(-studioWindow)
	}
	for after := ""; ; {
		page, err := p.store.Pictures.ChangedSince(ctx, from, after)
		if err != nil {
			return false, err
		}
		for _, picture := range page.Rows {
			if s.hung[picture.ID].version >= picture.Version {
				continue
			}
			file, err := p.store.Logos.Get(ctx, picture.SHA256)
			if err != nil {
				return false, err
			}
			s.hung[picture.ID], news = hungPicture{picture.Version, picture.Removed, content.Image{
				Name: string(picture.ID), Type: picture.Type, Bytes: file.Bytes, Hash: picture.SHA256, Width: picture.Width, Height: picture.Height, Alt: picture.Alt,
				Focus: &content.Focus{X: picture.FocusX, Y: picture.FocusY},
			}}, true
			s.hungUpTo = max(s.hungUpTo, picture.History[len(picture.History)-1].At)
		}
		if after = page.Next; after == "" {
			return news, nil
		}
	}
}

// hungPicture is an uploaded picture as it is served.
type hungPicture struct {
	version int64
	removed bool
	image   content.Image
}

// hangPictures is the library of the files with the uploaded pictures. The caller holds the shelf.
func (s *shelf) hangPictures() *content.Library {
	var pictures []content.Image
	for _, picture := range s.hung {
		if !picture.removed {
			pictures = append(pictures, picture.image)
		}
	}
	return s.files.Hang(pictures)
}
