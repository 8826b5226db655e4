package web

import (
	"net/url"
	"strings"
	"testing"

	"tandem/portal"
)

// publishes puts a text of the studio over the file of the city weekend.
func (s *site) publishes(t testing.TB) {
	t.Helper()
	ctx, emil, ada := t.Context(), s.actor(t, editor), s.actor(t, admin)
	d := s.write(t, "city-weekend")
	d, err := s.program.SaveDraft(ctx, emil, d.ID, d.Version, strings.Replace(d.Source, "bakery", "market", 1))
	if err == nil {
		d, err = s.program.SubmitDraft(ctx, emil, d.ID, d.Version, "", "")
	}
	if err == nil {
		_, err = s.program.ApproveDraft(ctx, ada, d.ID, d.Version)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// choice is the form of the conflict about the city weekend.
func (s *site) choice(t testing.TB, take string) url.Values {
	t.Helper()
	list, err := s.program.AssetConflicts(s.actor(t, editor))
	if err != nil || len(list) == 0 {
		t.Fatalf("%v, %d conflicts", err, len(list))
	}
	return url.Values{"text": {"city-weekend.en"}, "studio": {list[0].Studio.SHA256}, "file": {list[0].File.SHA256}, "take": {take}}
}

func TestStaffChooseBetweenTheStudioAndAFile(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	s.publishes(t)
	s.run(t, []scenario{
		{as: editor, path: deskChoices, status: 200, contains: []string{"Nothing waits for a choice"}},
		{as: editor, path: deskStudio, status: 200, absent: []string{"for a choice"}},
	})
	const name = "library/one-pagers/city-weekend.md"
	s.restock(t, map[string][]string{name: {"version: 3", "version: 4\nnotes: More rooms.", "forty rooms", "fifty rooms"}})
	form := s.choice(t, "studio")
	s.run(t, []scenario{
		{as: editor, path: deskStudio, status: 200, contains: []string{"1 text waits for a choice.", `href="/desk/studio/choices"`}},
		{as: editor, path: deskHub, status: 200, contains: []string{"1 text waits for a choice.", `href="/desk/studio/choices"`}},
		{as: manager, path: deskHub, status: 200, contains: []string{"1 text waits for a choice."}, absent: []string{`href="/desk/studio/choices"`}},
		{as: manager, path: deskChoices, status: 403},
		{as: editor, path: deskChoices, status: 200, contains: []string{
			"Version 4, written by Person editor", name, "fifty</ins>", "forty</del>", "The studio's version 4", "The file's version 4", "as version 5: they know another text as version 4", "Start a draft from the file",
		}},
		{as: steward, path: deskChoices + "?text=city-weekend.en", status: 200, contains: []string{"Take the file", `href="/desk/assets"`}, absent: []string{"Start a draft"}},
		{as: partnerMember, path: "/assets/city-weekend", status: 200, contains: []string{"market"}, absent: []string{"fifty rooms"}},
		{name: "neither", as: editor, path: deskChoices, form: with(form, "take", "both"), status: 422, contains: []string{"Choose the studio's text or the file."}},
		{name: "of another file", as: editor, path: deskChoices, form: with(form, "file", strings.Repeat("0", 64)), status: 409, contains: []string{"has moved on since", "Take the file"}},
		{name: "a draft of another file", as: editor, path: deskChoices + "/draft", form: with(form, "file", "0"), status: 409, contains: []string{"has moved on since"}},
		{name: "keep", as: steward, path: deskChoices, form: form, status: 303, location: deskChoices},
		{as: steward, path: deskChoices, status: 200, contains: []string{"Kept. Partners go on", "Nothing waits", `href="/desk/studio/choices?text=city-weekend.en"`, "Studio's text kept"}},
		{as: editor, path: deskChoices + "?text=city-weekend.en", status: 200, contains: []string{"Person steward kept the studio's text on"}, absent: []string{"Keep the studio"}},
		{as: editor, path: deskStudio, status: 200, absent: []string{"for a choice"}},
	})
	made := s.as(t, editor).post(t, deskChoices+"/draft", form)
	if made.status != 303 || !strings.HasSuffix(made.location, "/edit") {
		t.Fatalf("%d to %s\n%s", made.status, made.location, excerpt(made.body))
	}
	s.run(t, []scenario{
		{as: editor, path: made.location, status: 200, contains: []string{"fifty rooms"}},
		{name: "take", as: editor, path: deskChoices, form: with(form, "take", string(portal.TookFile)), status: 303, location: deskChoices},
		{as: partnerMember, path: "/assets/city-weekend", status: 200, contains: []string{"fifty rooms", "<dd>5</dd>"}},
		{as: admin, path: "/desk/audit", status: 200, contains: []string{"over the text of the studio: version 5."}},
	})
}

func TestStaffSeeAPublishedFileThatChangedUnderItsNumber(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	if err := s.program.RecordAssets(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.restock(t, map[string][]string{"library/one-pagers/city-weekend.md": {"forty rooms", "fifty rooms"}})
	if err := s.program.RecordAssets(t.Context()); err == nil {
		t.Fatal("the duty says nothing")
	}
	s.run(t, []scenario{{as: manager, path: deskHub, status: 200, contains: []string{"1 published file changed under its version number.", "library/one-pagers/city-weekend.md", "write `version: 4`"}}})
}
