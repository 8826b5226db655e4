package program

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"

	"tandem/content"
	"tandem/portal"
)

func photograph(t *testing.T, shade uint8) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 80, 60))
	for i := range picture.Pix {
		picture.Pix[i] = uint8(i) ^ shade
	}
	picture.Set(1, 1, color.Gray{shade})
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAnUploadedPictureIsShownUntilNothingUsesIt(t *testing.T) {
	t.Parallel()
	h, ines, tomas := newsroom(t)
	ctx := t.Context()
	if _, err := h.AddPicture(ctx, ines, "terrace.txt", []byte("no picture"), " "); portal.KindOf(err) != portal.Invalid || !strings.Contains(err.Error(), "people who cannot see it") || !strings.Contains(err.Error(), "not a PNG") {
		t.Errorf("got %v", err)
	}
	picture, err := h.AddPicture(ctx, ines, "Terrace at night.jpg", photograph(t, 3), "  The terrace\n at night ")
	if err != nil || picture.Alt != "The terrace at night" || !strings.HasPrefix(string(picture.ID), "terrace-at-night.") {
		t.Fatalf("%+v, %v", picture, err)
	}
	if _, err := h.AddPicture(ctx, tomas, "Terrace at night.jpg", photograph(t, 3), "Another"); !strings.Contains(err.Error(), "already") {
		t.Errorf("two of a name: %v", err)
	}
	d, err := h.StartDraft(ctx, ines, StartDraft{Asset: "city-weekend"})
	if err != nil {
		t.Fatal(err)
	}
	if d, err = h.SaveDraft(ctx, ines, d.ID, d.Version, d.Source+"\n"+"![The terrace]("+string(picture.ID)+")"+"\n"); err != nil {
		t.Fatal(err)
	}
	if problems := h.TryDraft(d).Problems; len(problems) > 0 {
		t.Errorf("a text with an uploaded picture: %v", problems)
	}
	if err := h.RemovePicture(ctx, tomas, picture.ID); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "the draft “Two nights") {
		t.Errorf("taken away from a draft: %v", err)
	}
	if d, err = h.SubmitDraft(ctx, ines, d.ID, d.Version, "", ""); err != nil {
		t.Fatal(err)
	}
	if _, err = h.ApproveDraft(ctx, tomas, d.ID, d.Version); err != nil {
		t.Fatal(err)
	}
	use, err := h.Picture(ctx, ines, string(picture.ID))
	if err != nil || len(use.Assets) != 1 || use.Assets[0].Slug != "city-weekend" || use.Free() {
		t.Errorf("%+v, %v", use.Assets, err)
	}
	if err := h.RemovePicture(ctx, ines, picture.ID); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "“Two nights in the city") {
		t.Errorf("taken away from an asset: %v", err)
	}
	if err := h.ReloadAssets(ctx); err != nil || len(h.LibraryProblems()) > 0 { // as another process does when it starts
		t.Errorf("%v, %v", err, h.LibraryProblems())
	}
	asset, err := h.Library().Asset("city-weekend", "en", content.Audience{Staff: true})
	if err != nil || asset.Version != 4 {
		t.Errorf("version %d, %v", asset.Version, err)
	}
	if err := h.RemovePicture(ctx, ines, "rooftops.svg"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a picture of the files: %v", err)
	}
}

func TestAPictureIsDescribedAndTakenOut(t *testing.T) {
	t.Parallel()
	h, ines, _ := newsroom(t)
	ctx := t.Context()
	picture, err := h.AddPicture(ctx, ines, "door.jpg", photograph(t, 9), "A door")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.DescribePicture(ctx, ines, picture.ID, 0, "A [door]", 101, -1); portal.KindOf(err) != portal.Invalid || !strings.Contains(err.Error(), "brackets") {
		t.Errorf("got %v", err)
	}
	changed, err := h.DescribePicture(ctx, ines, picture.ID, picture.Version, "A green door", 20, 80)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.DescribePicture(ctx, ines, picture.ID, picture.Version, "A blue door", 20, 80); portal.KindOf(err) != portal.Conflict {
		t.Errorf("over another's words: %v", err)
	}
	img, err := h.Library().Picture(string(picture.ID))
	if err != nil || img.Focus == nil || *img.Focus != (content.Focus{X: 20, Y: 80}) {
		t.Errorf("served with %v, %v", img.Focus, err)
	}
	if err := h.RemovePicture(ctx, ines, changed.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Library().Picture(string(picture.ID)); portal.KindOf(err) != portal.NotFound {
		t.Errorf("still served: %v", err)
	}
	again, err := h.AddPicture(ctx, ines, "door.jpg", photograph(t, 77), "Another door")
	if err != nil || again.Removed || len(again.History) != 4 {
		t.Errorf("a name that is free again: %+v, %v", again, err)
	}
	if img, err := h.Library().Picture(string(picture.ID)); err != nil || img.Hash != again.SHA256 {
		t.Errorf("served: %v", err)
	}
}
