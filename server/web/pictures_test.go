package web

import (
	"bytes"
	"image"
	"image/png"
	"net/url"
	"strings"
	"testing"
)

func TestAnEditorPutsAPictureIntoTheLibrary(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	d := s.write(t, "city-weekend")
	var shot bytes.Buffer
	if err := png.Encode(&shot, image.NewGray(image.Rect(0, 0, 560, 280))); err != nil {
		t.Fatal(err)
	}
	c := s.as(t, editor)
	if a := c.send(t, deskPictures, map[string]string{"alt": "The terrace"}, sent{"picture", "terrace.txt", []byte("hello")}); a.status != 422 || !strings.Contains(a.body, "This is not a PNG") || !strings.Contains(a.body, ">The terrace</textarea>") {
		t.Errorf("a text as a picture: %d", a.status)
	}
	if a := c.send(t, deskPictures, map[string]string{"alt": " "}, sent{"picture", "terrace.png", shot.Bytes()}); a.status != 422 || !strings.Contains(a.body, "people who cannot see it.") {
		t.Errorf("without words: %d", a.status)
	}
	const terrace = deskPictures + "/terrace.png"
	if a := c.send(t, deskPictures, map[string]string{"alt": "The terrace"}, sent{"picture", "Terrace.PNG", shot.Bytes()}); a.status != 303 || a.location != terrace {
		t.Fatalf("%d to %s\n%s", a.status, a.location, excerpt(a.body))
	}
	if a := c.send(t, deskPictures, map[string]string{"alt": "Another"}, sent{"picture", "terrace.png", shot.Bytes()}); a.status != 422 || !strings.Contains(a.body, "There is a picture terrace.png already.") {
		t.Errorf("two of a name: %d", a.status)
	}
	about := func(version, x, y string, more ...string) url.Values {
		v := url.Values{"version": {version}, "alt": {"The terrace at night"}, "focus_x": {x}, "focus_y": {y}}
		for i := 0; i+1 < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	s.run(t, []scenario{
		{as: editor, path: deskPictures, status: 200, contains: []string{"terrace.png", "560 by 280 pixels", "Not shown anywhere", "rooftops.svg"}},
		{as: editor, path: deskPictures + "?show=unused", status: 200, contains: []string{"terrace.png"}, absent: []string{">rooftops.svg<"}},
		{as: editor, path: terrace, status: 200, contains: []string{"![The terrace](terrace.png)", "50 percent from the left", `viewBox="14 0 533 280"`, "Put the picture terrace.png into the library."}},
		{as: editor, path: deskPictures + "/rooftops.svg", status: 200, contains: []string{"It belongs to the content files", "/desk/assets/city-weekend"}, absent: []string{"Take it out of the library"}},
		{as: editor, path: deskPictures + "/nowhere.png", status: 404},
		{as: editor, path: terrace, form: about("1", "120", "x"), status: 422, contains: []string{"The terrace at night"}},
		{as: editor, path: terrace, form: about("1", "20", "80"), status: 303, location: terrace},
		{as: admin, path: terrace, form: about("1", "50", "50"), status: 409, contains: []string{"changed while you were looking"}},
		{as: editor, path: terrace, status: 200, contains: []string{"20 percent from the left, 80 from the top", "The terrace at night"}},
		{name: "pressed on", as: editor, path: terrace, form: about("2", "20", "80", "at.x", "140", "at.y", "14"), status: 303},
		{as: editor, path: terrace, status: 200, contains: []string{"50 percent from the left, 10 from the top"}},
		{name: "pressed by a key", as: editor, path: terrace, form: about("3", "33", "66", "at.x", "0", "at.y", "0"), status: 303},
		{as: editor, path: terrace, status: 200, contains: []string{"33 percent from the left, 66 from the top"}},
		{as: editor, path: "/desk/studio/" + string(d.ID) + "/edit", status: 200, contains: []string{"![The terrace at night](terrace.png)", `<option value="terrace.png">`}},
		{as: editor, path: deskPictures + "/rooftops.svg/remove", form: url.Values{}, status: 404},
		{as: editor, path: "/desk/studio/" + string(d.ID) + "/edit", form: with(edited(d, "1"), "body", edited(d, "1").Get("body")+"\n\n![Terrace](terrace.png)"), status: 303},
		{as: editor, path: terrace, status: 200, contains: []string{"a draft in English"}, absent: []string{"Take it out of the library"}},
		{as: editor, path: terrace + "/remove", form: url.Values{}, status: 409, contains: []string{"is shown by the draft"}},
		{as: editor, path: "/desk/studio/" + string(d.ID) + "/discard", form: url.Values{}, status: 303},
		{as: editor, path: terrace + "/remove", form: url.Values{}, status: 303, location: deskPictures},
		{as: editor, path: terrace, status: 404},
		{as: admin, path: "/desk/audit", status: 200, contains: []string{"Took the picture terrace.png out of the library."}},
	})
}
