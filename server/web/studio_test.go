package web

import (
	"image/png"
	"net/url"
	"strings"
	"testing"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
)

// write starts a draft of an asset as the editor.
func (s *site) write(t testing.TB, slug portal.AssetSlug) portal.Draft {
	t.Helper()
	d, err := s.program.StartDraft(t.Context(), s.actor(t, editor), program.StartDraft{Asset: slug})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// edited is the editor's form of a text, as a browser sends it back.
func edited(d portal.Draft, version string) url.Values {
	values, _ := draftValues(d.Source)
	form := url.Values{}
	for key, list := range values {
		if key != "source" {
			form[key] = list
		}
	}
	form["version"] = []string{version}
	return form
}

func TestATextGoesFromTheFormToThePartner(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.company(t, partnerA, "Alpha")
	s.run(t, []scenario{
		{as: editor, path: "/desk/studio", status: 200, contains: []string{"Nothing is being written", "New draft"}},
		{as: editor, path: "/desk/studio?state=in_review", status: 200, contains: []string{"No text in this state"}},
		{as: editor, path: "/desk/studio/new?asset=city-weekend", status: 200, contains: []string{"A new asset", `value="city-weekend" selected`}},
		{as: editor, path: "/desk/studio/new", form: url.Values{"title": {""}, "summary": {""}, "kind": {""}, "slug": {"City Weekend"}}, status: 422, contains: []string{"Write the title", "Choose what it is for.", `value="City Weekend"`}},
		{as: editor, path: "/desk/studio/from", form: url.Values{"asset": {""}, "locale": {"en"}}, status: 422, contains: []string{"Choose an asset from the list."}},
		{as: editor, path: "/desk/studio/retire", form: url.Values{"retired": {"nothing"}, "instead": {""}}, status: 422, contains: []string{"Choose an asset from the list."}},
		{as: manager, path: "/desk/studio", status: 403},
	})
	made := s.as(t, editor).post(t, "/desk/studio/from", url.Values{"asset": {"city-weekend"}, "locale": {"en"}})
	if made.status != 303 || !strings.HasSuffix(made.location, "/edit") {
		t.Fatalf("%d to %s\n%s", made.status, made.location, excerpt(made.body))
	}
	base := strings.TrimSuffix(made.location, "/edit")
	id := portal.DraftID(strings.TrimPrefix(base, "/desk/studio/"))
	d, err := s.store.Drafts.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	wrong := with(edited(d, "1"), "tags", "city, week end, city", "body", strings.Replace(edited(d, "1").Get("body"), "{{ partner.name }}", "{{ partner.nam }}", 1))
	s.run(t, []scenario{
		{as: editor, path: base + "/edit", status: 200, contains: []string{"Two nights in the city, done properly", "{{ partner.name }}", ":::callout tip", "Nothing is wrong.", "/assets/static/studio."}},
		{as: editor, path: base + "/edit?as=file", status: 200, contains: []string{"The whole file", "title: Two nights"}},
		{name: "saved with a mistake", as: editor, path: base + "/edit", form: with(wrong, "stay", "yes"), status: 303, location: base + "/edit"},
		{as: editor, path: base + "/edit", status: 200, contains: []string{`data-line="1"`, "did you mean {{ partner.name }}?", "city, week end"}},
		{as: editor, path: base, status: 200, contains: []string{"did you mean {{ partner.name }}?", "Line 1"}, absent: []string{"Hand in for review"}},
		{name: "on paper with a mistake", as: editor, path: base + "?on=pdf", status: 200, contains: []string{"It cannot be shown yet", "Mend what is listed"}, absent: []string{"/pages/1"}},
		{as: editor, path: base + "/pages/1?format=pdf", status: 409, contains: []string{"Mend what is wrong with the text first"}},
		{name: "handed in all the same", as: editor, path: base + "/submit", form: url.Values{"version": {"2"}}, status: 409, contains: []string{"this text from being published"}},
		{name: "mended", as: editor, path: base + "/edit", form: edited(d, "2"), status: 303, location: base},
		{name: "a day that is over", as: editor, path: base + "/submit", form: url.Values{"version": {"3"}, "publish_on": {"2026-01-01"}}, status: 422, contains: []string{"Choose a moment that is yet to come"}},
		{name: "no day", as: editor, path: base + "/submit", form: url.Values{"version": {"3"}, "publish_on": {"soon"}}, status: 422, contains: []string{"Write the day as 2026-03-31."}},
		{as: editor, path: base + "?as=" + string(partnerA) + "&on=phone", status: 200, contains: []string{"on-phone", "Alpha", "Hand in for review", "format=pdf"}},
		{as: editor, path: base + "?as=nobody", status: 404},
		{as: editor, path: base + "/file?format=pdf&as=" + string(partnerA), status: 200, check: func(t *testing.T, _ *site, a answer) {
			if got := a.header.Get("Content-Disposition"); !strings.HasPrefix(got, "inline") || !strings.HasPrefix(a.body, "%PDF") {
				t.Errorf("the PDF is %q", got)
			}
		}},
		{as: editor, path: base + "?on=pdf&as=" + string(partnerA), status: 200, contains: []string{base + "/pages/1?as=" + string(partnerA) + "&format=pdf", `alt="Page 1 of 2"`, `value="pdf" selected`}, absent: []string{"sheet-title"}},
		{as: editor, path: base + "?on=card_square", status: 200, contains: []string{`width="1080" height="1080"`, "/file?as=&format=card_square"}},
		{name: "on nothing that there is", as: editor, path: base + "?on=stone", status: 200, contains: []string{`value="desk" selected`, "sheet-title"}},
		{as: editor, path: base + "/pages/2?format=pdf_letter&as=" + string(partnerA), status: 200, check: func(t *testing.T, _ *site, a answer) {
			picture, err := png.DecodeConfig(strings.NewReader(a.body))
			if err != nil || picture.Width != content.PagePictureWidth || picture.Height != content.PagePictureHeight(content.FormatPDFLetter) || a.header.Get("Content-Type") != "image/png" {
				t.Errorf("%d x %d, %s, %v", picture.Width, picture.Height, a.header.Get("Content-Type"), err)
			}
		}},
		{as: editor, path: base + "/pages/3?format=pdf", status: 404},
		{as: editor, path: base + "/pages/two?format=pdf", status: 404},
		{as: editor, path: base + "/pages/1?format=card", status: 404},
		{as: editor, path: base + "/pages/1?format=pdf&as=nobody", status: 404},
		{as: manager, path: base + "/pages/1?format=pdf", status: 403},
		{as: editor, path: base + "/file?format=html", status: 200, check: func(t *testing.T, _ *site, a answer) {
			if got := a.header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") {
				t.Errorf("the page is %q", got)
			}
		}},
		{as: editor, path: base + "/file?format=exe", status: 404},
		{as: editor, path: base + "/submit", form: url.Values{"version": {"3"}, "note": {"Please look."}}, status: 303, location: base},
		{as: editor, path: base + "/edit", status: 303, location: base},
		{as: editor, path: base, status: 200, contains: []string{"another person reads it by", "1 day left"}, absent: []string{"Approve and publish"}},
		{name: "by its writer", as: editor, path: base + "/approve", form: url.Values{"version": {"4"}}, status: 409, contains: []string{"another person has to approve it"}},
		{as: admin, path: "/desk/queue", status: 200, contains: []string{"Two nights in the city", "New version, One-pager in en"}},
		{as: admin, path: base + "/comments", form: url.Values{"comment": {""}, "line": {""}}, status: 422, contains: []string{"Write something first."}},
		{as: admin, path: base + "/comments", form: url.Values{"comment": {"From when?"}, "line": {"20"}}, status: 303, location: base},
		{as: editor, path: base, status: 200, contains: []string{"From when?", "on line 20", "Settle"}},
		{as: editor, path: base + "/comments/1/settle", form: url.Values{}, status: 303, location: base},
		{as: editor, path: base + "/comments/9/settle", form: url.Values{}, status: 404},
		{name: "an older version", as: admin, path: base + "/approve", form: url.Values{"version": {"3"}}, status: 409, contains: []string{"changed while you were reading it"}},
		{name: "changes without words", as: admin, path: base + "/ask", form: url.Values{"version": {"6"}, "note": {""}}, status: 422, contains: []string{"Say what to change."}},
		{as: admin, path: base + "/approve", form: url.Values{"version": {"6"}}, status: 303, location: base},
		{as: admin, path: base, status: 200, contains: []string{"Published", "version 4", "/desk/assets/city-weekend"}},
		{as: partnerMember, path: "/assets/city-weekend", status: 200, contains: []string{"Version", "<dd>4</dd>"}},
		{as: editor, path: base + "/versions", status: 200, contains: []string{"Version 4", "Version 3", "Restore as a new draft", "what partners have now"}},
		{as: editor, path: "/desk/studio?state=published", status: 200, contains: []string{"version 4"}},
	})
}

func TestTheSecondOfTwoEditorsSeesBothTexts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	d := s.write(t, "city-weekend")
	base := "/desk/studio/" + string(d.ID)
	body := edited(d, "1").Get("body")
	s.run(t, []scenario{
		{as: editor, path: base + "/edit", form: with(edited(d, "1"), "body", strings.Replace(body, "bakery", "market", 1)), status: 303},
		{as: admin, path: base + "/edit", form: with(edited(d, "1"), "body", strings.Replace(body, "bakery", "harbour", 1)), status: 409, contains: []string{
			"saved this text while you were writing", "<ins>", "harbour", "market", `name="version" value="2"`,
		}},
		{as: admin, path: base + "/edit", form: with(edited(d, "2"), "body", strings.Replace(body, "bakery", "harbour", 1)), status: 303},
		{as: admin, path: base + "/versions", status: 200, contains: []string{"Saved text", "The draft's text now"}, check: func(t *testing.T, _ *site, a answer) {
			if got := strings.Count(a.body, `name="text"`); got != 3 { // the one it began with, the first editor's, and what is published
				t.Errorf("%d texts can be restored, want 3", got)
			}
		}},
	})
}

func TestWhatIsTypedComesBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	d := s.write(t, "city-weekend")
	base := "/desk/studio/" + string(d.ID)
	body := edited(d, "1").Get("body")
	s.run(t, []scenario{
		{as: editor, path: base + "/autosave", form: with(edited(d, "1"), "body", strings.Replace(body, "bakery", "market", 1)), status: 204},
		{as: editor, path: base + "/edit", status: 200, contains: []string{"You typed something on", "Go on with it", "bakery"}},
		{as: editor, path: base + "/edit?text=typed", status: 200, contains: []string{"market"}, absent: []string{"Go on with it"}},
		{as: admin, path: base + "/edit", status: 200, absent: []string{"Go on with it"}},
		{as: editor, path: base + "/autosave/drop", form: url.Values{}, status: 303, location: base + "/edit"},
		{as: editor, path: base + "/edit", status: 200, absent: []string{"Go on with it"}},
		{as: editor, path: base + "/discard", form: url.Values{}, status: 303, location: base},
		{as: editor, path: base + "/autosave", form: edited(d, "2"), status: 409},
	})
}

func TestAFileThatCannotBeReadIsWrittenAsOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	d := s.write(t, "city-weekend")
	base := "/desk/studio/" + string(d.ID)
	s.run(t, []scenario{
		{as: editor, path: base + "/edit", form: url.Values{"version": {"1"}, "source": {"---\r\ntitle: [\r\n---\r\nText"}}, status: 303},
		{as: editor, path: base + "/edit", status: 200, contains: []string{"The whole file", "the front matter is not YAML"}, absent: []string{"As a form"}},
		{as: editor, path: base, status: 200, contains: []string{"It cannot be shown yet"}},
		{as: editor, path: base + "/versions", status: 200, contains: []string{"It cannot be shown"}},
		{as: editor, path: base + "/file?format=pdf", status: 404},
	})
}

func TestAScheduledTextIsMovedAndTakenBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	d, err := s.program.StartDraft(t.Context(), s.actor(t, editor), program.StartDraft{Kind: content.Announcement, Title: "Late check-out", Summary: "For January."})
	if err != nil {
		t.Fatal(err)
	}
	base := "/desk/studio/" + string(d.ID)
	s.run(t, []scenario{
		{name: "of one text", as: editor, path: base + "/versions", status: 200, contains: []string{"nothing to compare"}, absent: []string{"Before", "Words that change"}},
		{as: editor, path: base + "/submit", form: url.Values{"version": {"1"}, "publish_on": {"2026-03-20"}, "publish_time": {"07:30"}}, status: 303},
		{as: admin, path: base, status: 200, contains: []string{"20 Mar 2026, 07:30", "Approve</button>"}},
		{as: admin, path: base + "/approve", form: url.Values{"version": {"2"}}, status: 303},
		{as: editor, path: base, status: 200, contains: []string{"Publish now", "Scheduled", "20 Mar 2026, 07:30"}},
		{as: editor, path: base + "/move", form: url.Values{}, status: 422, contains: []string{"Choose the day."}},
		{as: editor, path: base + "/move", form: url.Values{"publish_on": {"2026-03-25"}}, status: 303},
		{as: editor, path: base, status: 200, contains: []string{"25 Mar 2026, 09:00"}},
		{as: editor, path: base + "/back", form: url.Values{}, status: 303},
		{as: editor, path: base + "/publish", form: url.Values{}, status: 409},
		{as: editor, path: base + "/back", form: url.Values{}, status: 409, contains: []string{"there is nothing to take back"}},
	})
}

func TestLongTextsAreNotComparedWordByWord(t *testing.T) {
	t.Parallel()
	if _, _, ok := changedLines(strings.Repeat("word ", 3000), "word"); ok {
		t.Error("a line of 3,000 words was compared")
	}
	if _, _, ok := changedLines(strings.Repeat("line\n", 3000), strings.Repeat("other\n", 3000)); ok {
		t.Error("3,000 lines were compared with as many")
	}
	if changes, same, ok := changedLines("# A\n\nOne two.\nThree.", "# A\n\nOne four.\nThree."); !ok || len(changes) != 1 || same != 2 {
		t.Errorf("%v %d %v", changes, same, ok)
	}
}
