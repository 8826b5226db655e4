package portal

import (
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	ines = Actor{User: "u-ines", Name: "Ines Park", Roles: []Role{Editor}}
	ada  = Actor{User: "u-ada", Name: "Ada Lindqvist", Roles: []Role{Admin}}
)

func newDraft(t *testing.T) Draft {
	t.Helper()
	d, err := StartDraft("d1", "city-weekend", "en", DraftHead{Title: "City weekend", Kind: "one_pager"}, "---\ntitle: City weekend\n---\n\nText.\n", "abc", 3, ines, "2026-11-02T10:00:00.000Z")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestATextGoesFromItsWriterToAnotherPersonAndOut(t *testing.T) {
	rules := Program{Zone: time.UTC, Workdays: []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}, OpensAt: 9, ClosesAt: 17}
	d := newDraft(t)
	now := Instant("2026-11-03T15:00:00.000Z") // a Tuesday
	if _, err := d.Approve(ada, now); KindOf(err) != Conflict {
		t.Errorf("a draft that nobody handed in was approved: %v", err)
	}
	in, err := d.Submit(rules, "", "Ready.", ines, now)
	if err != nil || in.State != DraftInReview || in.Due != "2026-11-04T15:00:00.000Z" {
		t.Fatalf("handed in: %v, due %s", err, in.Due)
	}
	if _, err := in.Save("other", DraftHead{}, ines, now); KindOf(err) != Conflict {
		t.Errorf("a text in review was changed: %v", err)
	}
	for who, actor := range map[string]Actor{"its writer": ines, "the program": System("duty")} {
		if _, err := in.Approve(actor, now); KindOf(err) != Conflict {
			t.Errorf("%s approved it: %v", who, err)
		}
		if _, err := in.AskChanges("More.", actor, now); KindOf(err) != Conflict {
			t.Errorf("%s asked for changes: %v", who, err)
		}
	}
	if _, err := in.AskChanges(" ", ada, now); KindOf(err) != Invalid {
		t.Errorf("changes were asked for without words: %v", err)
	}
	back, err := in.AskChanges("Name the price.", ada, now)
	if err != nil || back.State != DraftChanges || back.Due != "" || len(back.Comments) != 1 || back.Comments[0].Text != "Name the price." {
		t.Fatalf("changes: %v %+v", err, back)
	}
	saved, err := back.Save("---\ntitle: City weekends\n---\n\nFrom 148.\n", DraftHead{Title: "City weekends"}, ines, now)
	if err != nil || saved.Title != "City weekends" || saved.State != DraftChanges {
		t.Fatalf("saved: %v %+v", err, saved)
	}
	twice, err := saved.Save("once more", DraftHead{}, ines, now)
	if err != nil || len(twice.History) != len(saved.History) || twice.Title != "city-weekend" {
		t.Errorf("saved again by the same person it is another step: %v", err)
	}
	again, err := saved.Submit(rules, "", "", ines, now)
	if err != nil {
		t.Fatal(err)
	}
	approved, err := again.Approve(ada, now)
	if err != nil || approved.State != DraftApproved || approved.Due != now {
		t.Fatalf("approved: %v %+v", err, approved)
	}
	out, err := approved.Publish(4, System("publish"), now)
	if err != nil || out.State != DraftPublished || out.Published != 4 || out.Due != "" || out.State.Open() {
		t.Fatalf("published: %v %+v", err, out)
	}
	for _, c := range out.History {
		sentence := DraftSentence(c)
		if sentence == c.Kind || strings.Contains(sentence, "%!") || c.By == "" && c.ByName == "" || c.At == "" {
			t.Errorf("a step without words: %+v", c)
		}
		if (Event{Change: c}).Sentence() != sentence || c.Area() != AreaAssets {
			t.Errorf("as an event: %q in %s", (Event{Change: c}).Sentence(), c.Area())
		}
	}
	for what, err := range map[string]error{
		"save":     failure(out.Save("x", DraftHead{}, ines, now)),
		"discard":  failure(out.Discard(ines, now)),
		"comment":  failure(out.Comment("Hm.", 0, ada, now)),
		"back":     failure(out.TakeBack(ines, now)),
		"again":    failure(out.Publish(5, ada, now)),
		"move":     failure(out.Move(now, ada, now)),
		"rebase":   failure(out.Rebase("x", 1, ines, now)),
		"hand in":  failure(out.Submit(rules, "", "", ines, now)),
		"an early": failure(d.Submit(rules, "2026-11-01T10:00:00.000Z", "", ines, now)),
	} {
		if kind := KindOf(err); kind != Conflict && kind != Invalid {
			t.Errorf("%s after it was published: %v", what, err)
		}
	}
}

func failure[T any](_ T, err error) error { return err }

func TestWhoeverWroteOnATextCannotApproveIt(t *testing.T) {
	d := newDraft(t)
	d, err := d.Save("mine", DraftHead{}, ada, "2026-11-03T10:00:00.000Z")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.Writers(), []UserID{"u-ines", "u-ada"}) || d.MayApprove("u-ada") || d.MayApprove("") || !d.MayApprove("u-tomas") {
		t.Errorf("writers are %v", d.Writers())
	}
}

func TestAScheduledTextWaitsForItsMoment(t *testing.T) {
	d := newDraft(t)
	now, at := Instant("2026-11-03T10:00:00.000Z"), Instant("2026-11-20T09:00:00.000Z")
	d, err := d.Submit(Program{}, at, "", ines, now)
	if err == nil {
		d, err = d.Approve(ada, now)
	}
	if err != nil || d.Due != at {
		t.Fatalf("approved for %s: %v", d.Due, err)
	}
	if d, err = d.Move(now.Add(time.Hour), ines, now); err != nil || d.Due != now.Add(time.Hour) {
		t.Errorf("moved to %s: %v", d.Due, err)
	}
	if back, err := d.TakeBack(ines, now); err != nil || back.State != DraftWriting || back.Due != "" {
		t.Errorf("taken back: %v %+v", err, back)
	}
	if failed := d.Fail("Something changed.", System("publish"), now); failed.State != DraftChanges || failed.History[len(failed.History)-1].Reason == "" {
		t.Errorf("failed: %+v", failed)
	}
}

func TestCommentsAreKeptAndSettled(t *testing.T) {
	d := newDraft(t)
	d, err := d.Comment("Which city?", 2, ada, "2026-11-03T10:00:00.000Z")
	if err == nil {
		d, err = d.Comment("Far below.", 99, ada, "2026-11-03T10:00:00.000Z")
	}
	if err != nil || len(d.Comments) != 2 || d.Comments[0].Line != 2 || d.Comments[1].Line != 0 {
		t.Fatalf("comments: %v %+v", err, d.Comments)
	}
	if d, err = d.Settle(1, ines); err != nil || d.Comments[0].Done != "Ines Park" || d.Comments[1].Done != "" {
		t.Errorf("settled: %v %+v", err, d.Comments)
	}
	if _, err := d.Settle(3, ines); KindOf(err) != NotFound {
		t.Errorf("a comment that is not there: %v", err)
	}
}

func TestATitleSuggestsAnAddress(t *testing.T) {
	for title, want := range map[string]AssetSlug{
		"Two nights in the city, done properly": "two-nights-in-the-city-done-properly",
		"Días de cosecha en el Río":             "dias-de-cosecha-en-el-rio",
		"  — ":                                  "", "东京": "", "Ærø & Fünen 2027": "aero-funen-2027",
	} {
		if got := NewSlug(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
	for _, slug := range []AssetSlug{"", "A", "a b", "a--b", "-a", AssetSlug(strings.Repeat("a", 81))} {
		if _, err := StartDraft("d", slug, "en", DraftHead{}, "", "", 0, ines, "2026-11-02T10:00:00.000Z"); KindOf(err) != Invalid {
			t.Errorf("%q was taken: %v", slug, err)
		}
	}
}
