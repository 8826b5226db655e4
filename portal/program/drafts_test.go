package program

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/content"
	"tandem/portal"
)

// newsroom is a house with two editors.
func newsroom(t *testing.T) (h *house, ines, otto portal.Actor) {
	t.Helper()
	h = newHouse(t)
	return h, h.staff(t, "ines@northwindstays.example", portal.Editor), h.staff(t, "otto@northwindstays.example", portal.Editor)
}

// begin starts a draft of the city weekend with another price in it.
func (h *house) begin(t *testing.T, by portal.Actor) portal.Draft {
	t.Helper()
	d, err := h.StartDraft(t.Context(), by, StartDraft{Asset: "city-weekend"})
	if err == nil {
		d, err = h.SaveDraft(t.Context(), by, d.ID, d.Version, strings.Replace(d.Source, "€148", "€158", 1))
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (h *house) handIn(t *testing.T, by portal.Actor, d portal.Draft, at portal.Instant) portal.Draft {
	t.Helper()
	d, err := h.SubmitDraft(t.Context(), by, d.ID, d.Version, at, "")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var staffEyes = content.Audience{Staff: true}

func TestATextIsWrittenReviewedAndPublished(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	before, err := h.library().Asset("city-weekend", "en", staffEyes)
	if err != nil {
		t.Fatal(err)
	}
	_, rita := h.company(t, "Bluewater Ferries")
	if _, err := h.Download(t.Context(), rita, "city-weekend", "en", content.FormatMarkdown, func(string) bool { return false }, false); err != nil {
		t.Fatal(err)
	}
	d := h.handIn(t, ines, h.begin(t, ines), "")
	if queue, err := h.Queue(t.Context(), otto, QueueFilter{}); err != nil || len(queue.Items) != 1 || queue.Items[0].Kind != portal.QueueDraft || queue.Items[0].Due == "" {
		t.Fatalf("the queue of another editor: %v %+v", err, queue.Items)
	}
	h.wait(72 * time.Hour)
	if queue, err := h.Queue(t.Context(), otto, QueueFilter{}); err != nil || queue.Breached != 1 {
		t.Errorf("three days later %d are past their time: %v", queue.Breached, err)
	}
	for who, actor := range map[string]portal.Actor{"its writer": ines, "a manager": h.staff(t, "lena@northwindstays.example", portal.Manager), "a partner": rita} {
		if _, err := h.ApproveDraft(t.Context(), actor, d.ID, d.Version); err == nil {
			t.Errorf("%s approved it", who)
		}
	}
	if _, err := h.ApproveDraft(t.Context(), otto, d.ID, d.Version-1); portal.KindOf(err) != portal.Conflict {
		t.Errorf("a version that is not the newest was approved: %v", err)
	}
	d, err = h.ApproveDraft(t.Context(), otto, d.ID, d.Version)
	if err != nil || d.State != portal.DraftPublished || d.Published != before.Version+1 {
		t.Fatalf("approved: %v %+v", err, d)
	}
	now, err := h.library().Asset("city-weekend", "en", staffEyes)
	if err != nil || now.Version != before.Version+1 || now.Published != h.Today() || now.Status != content.Published {
		t.Fatalf("served: %v %+v", err, now)
	}
	hub, err := h.Hub(t.Context(), rita, content.Query{Text: "city weekend"})
	if err != nil || len(hub.Cards) == 0 || hub.Cards[0].State != portal.Changed || hub.Cards[0].Version != now.Version {
		t.Errorf("the partner's hub: %v %+v", err, hub.Cards)
	}
	page, err := h.Asset(t.Context(), rita, "city-weekend", "en")
	if err != nil || !strings.Contains(string(page.Preview), "€158") {
		t.Errorf("the partner's page: %v", err)
	}
	if es, err := h.library().Asset("city-weekend", "es", staffEyes); err != nil || es.Locale != "es" || es.Version != before.Version {
		t.Errorf("its translation: %v %+v", err, es)
	}
	texts, err := h.DraftTexts(t.Context(), ines, d)
	if err != nil || !slices.ContainsFunc(texts, func(v DraftVersion) bool { return v.Name == "Version 3" && strings.Contains(v.Source, "€148") }) ||
		!slices.ContainsFunc(texts, func(v DraftVersion) bool { return v.Name == "Version 4" && v.Note == "what partners have now" }) {
		t.Errorf("texts: %v %+v", err, texts)
	}
	if timeline, err := h.Timeline(t.Context(), d.Subject()); err != nil || len(timeline) != len(d.History) || timeline[len(timeline)-1].Kind != portal.DraftPublishedEvent {
		t.Errorf("facts: %v, %d of %d", err, len(timeline), len(d.History))
	}
	again := New(Options{Rules: h.Rules, Terms: h.Terms, Library: h.shelf.files, Store: h.store, Clock: h.clock, Keys: h.keys}) // another process, or the next start
	if err := again.RefreshAssets(t.Context()); err != nil {
		t.Fatal(err)
	}
	if there, err := again.Library().Asset("city-weekend", "en", staffEyes); err != nil || there.SHA256 != now.SHA256 {
		t.Errorf("after a start: %v %+v", err, there)
	}
}

func TestOfTwoWhoSaveAtOnceNobodyLosesAWord(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	d := h.begin(t, ines)
	hers, his := strings.Replace(d.Source, "bakery", "market", 1), strings.Replace(d.Source, "forty rooms", "fifty rooms", 1)
	if _, err := h.SaveDraft(t.Context(), ines, d.ID, d.Version, hers); err != nil {
		t.Fatal(err)
	}
	_, err := h.SaveDraft(t.Context(), otto, d.ID, d.Version, his)
	if portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "Ines Ortiz") {
		t.Fatalf("the second of two was not told: %v", err)
	}
	now, err := h.Draft(t.Context(), ines, d.ID)
	if err != nil || !strings.Contains(now.Source, "market") {
		t.Fatalf("the first text is gone: %v", err)
	}
	texts, err := h.DraftTexts(t.Context(), otto, now)
	if err != nil || !slices.ContainsFunc(texts, func(v DraftVersion) bool { return strings.Contains(v.Source, "fifty rooms") && v.By == otto.User }) {
		t.Errorf("the second text is nowhere: %v", err)
	}
	if now, err = h.SaveDraft(t.Context(), otto, d.ID, now.Version, his); err != nil || now.SavedBy != otto.User {
		t.Fatalf("over what he has seen: %v", err)
	}
	if texts, _ = h.DraftTexts(t.Context(), otto, now); !slices.ContainsFunc(texts, func(v DraftVersion) bool { return strings.Contains(v.Source, "market") }) {
		t.Error("her text is nowhere")
	}
	first := texts[len(texts)-1]
	for _, v := range texts {
		if strings.Contains(v.Source, "market") {
			first = v
		}
	}
	if now, err = h.RestoreText(t.Context(), ines, d.ID, first.ID); err != nil || !strings.Contains(now.Source, "market") {
		t.Errorf("restored: %v", err)
	}
	if _, err := h.RestoreText(t.Context(), ines, d.ID, "nothing"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a text that is not there: %v", err)
	}
}

func TestWhatIsTypedIsKeptForWhoTypedIt(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	d := h.begin(t, ines)
	typed := strings.Replace(d.Source, "bakery", "harbour", 1)
	if err := h.AutosaveDraft(t.Context(), ines, d.ID, d.Version, typed); err != nil {
		t.Fatal(err)
	}
	mine, err := h.Typed(t.Context(), ines, d)
	if err != nil || mine == nil || !strings.Contains(mine.Source, "harbour") || mine.Over != d.Version {
		t.Fatalf("typed: %v %+v", err, mine)
	}
	if his, err := h.Typed(t.Context(), otto, d); err != nil || his != nil {
		t.Errorf("somebody else's: %v %+v", err, his)
	}
	if d, err = h.SaveDraft(t.Context(), ines, d.ID, d.Version, typed); err != nil {
		t.Fatal(err)
	}
	if left, err := h.Typed(t.Context(), ines, d); err != nil || left != nil {
		t.Errorf("after it was saved: %v %+v", err, left)
	}
	d = h.handIn(t, ines, d, "")
	if err := h.AutosaveDraft(t.Context(), ines, d.ID, d.Version, typed); portal.KindOf(err) != portal.Conflict {
		t.Errorf("typed while it is in review: %v", err)
	}
	if err := h.DropAutosave(t.Context(), ines, d.ID); err != nil {
		t.Errorf("nothing to drop: %v", err)
	}
}

func TestAWrongTextIsNotHandedIn(t *testing.T) {
	t.Parallel()
	h, ines, _ := newsroom(t)
	d := h.begin(t, ines)
	d, err := h.SaveDraft(t.Context(), ines, d.ID, d.Version, strings.Replace(d.Source, "rooftops.svg", "roof.svg", 2))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.SubmitDraft(t.Context(), ines, d.ID, d.Version, "", ""); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "there is no picture") {
		t.Errorf("handed in: %v", err)
	}
	if _, err := h.StartDraft(t.Context(), ines, StartDraft{Kind: content.Email, Title: "City weekend", Summary: "S."}); portal.KindOf(err) != portal.Invalid {
		t.Errorf("a second asset at one address: %v", err)
	}
}

func TestAScheduledTextIsPublishedAtItsMoment(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	d, err := h.StartDraft(t.Context(), ines, StartDraft{Kind: content.Announcement, Title: "Late check-out", Summary: "For January."})
	if err != nil {
		t.Fatal(err)
	}
	d = h.handIn(t, ines, d, h.Now().Add(48*time.Hour))
	if d, err = h.ApproveDraft(t.Context(), otto, d.ID, d.Version); err != nil || d.State != portal.DraftApproved {
		t.Fatalf("approved: %v %s", err, d.State)
	}
	for range 2 {
		if err := h.PublishDue(t.Context()); err != nil || h.Known("late-check-out") != "" {
			t.Fatalf("before its moment: %v", err)
		}
	}
	h.wait(49 * time.Hour)
	for range 2 { // the second time there is nothing left to do
		if err := h.PublishDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if d, err = h.Draft(t.Context(), ines, d.ID); err != nil || d.State != portal.DraftPublished || h.Known("late-check-out") == "" {
		t.Fatalf("after its moment: %v %s", err, d.State)
	}
	if _, err := h.PublishDraft(t.Context(), ines, d.ID); portal.KindOf(err) != portal.Conflict {
		t.Errorf("published twice: %v", err)
	}
}

func TestACrashBetweenTheVersionAndTheDraftIsFinished(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	d := h.handIn(t, ines, h.begin(t, ines), h.Now().Add(time.Hour))
	d, err := h.ApproveDraft(t.Context(), otto, d.ID, d.Version)
	if err != nil {
		t.Fatal(err)
	}
	h.wait(2 * time.Hour)
	front, err := content.ReadFront(d.Source)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.publishText(t.Context(), d, 4, front.AsPublished(4, h.Today()).Source(), ines); err != nil {
		t.Fatal(err)
	}
	if err := h.PublishDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d, err = h.Draft(t.Context(), ines, d.ID); err != nil || d.State != portal.DraftPublished || d.Published != 4 {
		t.Errorf("finished: %v %s %d", err, d.State, d.Published)
	}
	if asset, err := h.library().Asset("city-weekend", "en", staffEyes); err != nil || asset.Version != 4 {
		t.Errorf("served: %v, version %d", err, asset.Version)
	}
}

func TestASecondTextOverTheSameVersionIsToldFirst(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	first, second := h.begin(t, ines), h.begin(t, ines)
	late := h.begin(t, ines)
	late, err := h.SaveDraft(t.Context(), ines, late.ID, late.Version, strings.Replace(late.Source, "€158", "€168", 1))
	if err != nil {
		t.Fatal(err)
	}
	late = h.handIn(t, ines, late, h.Now().Add(time.Hour))
	late, err = h.ApproveDraft(t.Context(), otto, late.ID, late.Version)
	if err != nil {
		t.Fatal(err)
	}
	first = h.handIn(t, ines, first, "")
	if _, err := h.ApproveDraft(t.Context(), otto, first.ID, first.Version); err != nil {
		t.Fatal(err)
	}
	if _, err := h.SubmitDraft(t.Context(), ines, second.ID, second.Version, "", ""); portal.KindOf(err) != portal.Conflict || !h.Behind(second) {
		t.Fatalf("a text over an older version was handed in: %v", err)
	}
	h.wait(2 * time.Hour)
	if err := h.PublishDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if late, err = h.Draft(t.Context(), ines, late.ID); err != nil || late.State != portal.DraftChanges {
		t.Errorf("a scheduled text over an older version: %v %s", err, late.State)
	}
	if second, err = h.RebaseDraft(t.Context(), ines, second.ID); err != nil || h.Behind(second) || !strings.Contains(second.Source, "version: 5") {
		t.Fatalf("taken over: %v", err)
	}
	second = h.handIn(t, ines, second, "")
	if second, err = h.ApproveDraft(t.Context(), otto, second.ID, second.Version); err != nil || second.Published != 5 {
		t.Errorf("published after that: %v %d", err, second.Published)
	}
}

func TestARetiredAssetLeavesTheLibraryInEveryLanguage(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	_, rita := h.company(t, "Bluewater Ferries")
	d, err := h.StartDraft(t.Context(), ines, StartDraft{Asset: "autumn-newsletter", Retire: true, Instead: "first-introduction"})
	if err != nil || !d.Retires {
		t.Fatalf("begun: %v %+v", err, d)
	}
	if trial := h.TryDraft(d); !trial.Ready() {
		t.Logf("links to it: %v", trial.Others)
	}
	if d, err = h.SubmitDraft(t.Context(), ines, d.ID, d.Version, "", ""); err == nil {
		d, err = h.ApproveDraft(t.Context(), otto, d.ID, d.Version)
	}
	if err != nil || d.State != portal.DraftPublished {
		t.Fatalf("retired: %v", err)
	}
	for _, locale := range []string{"en", "es"} {
		if _, err := h.Asset(t.Context(), rita, "autumn-newsletter", locale); portal.KindOf(err) != portal.NotFound {
			t.Errorf("a partner still sees it in %s: %v", locale, err)
		}
	}
	old, err := h.library().Asset("autumn-newsletter", "en", staffEyes)
	if err != nil || old.Status != content.Retired || old.Related[0] != "first-introduction" {
		t.Errorf("staff see %v %+v", err, old)
	}
}

func TestOnlyEditorsWriteTexts(t *testing.T) {
	t.Parallel()
	h, ines, _ := newsroom(t)
	d := h.begin(t, ines)
	_, rita := h.company(t, "Bluewater Ferries")
	for who, actor := range map[string]portal.Actor{"a manager": h.staff(t, "lena@northwindstays.example", portal.Manager), "a partner": rita} {
		_, list := h.Drafts(t.Context(), actor, "", "")
		_, start := h.StartDraft(t.Context(), actor, StartDraft{Asset: "city-weekend"})
		_, read := h.Draft(t.Context(), actor, d.ID)
		_, look := h.PreviewBrand(t.Context(), actor, "", "city-weekend")
		for what, err := range map[string]error{"list": list, "start": start, "read": read, "look": look} {
			if portal.KindOf(err) != portal.Forbidden {
				t.Errorf("%s, %s: %v", who, what, err)
			}
		}
	}
	list, err := h.Drafts(t.Context(), ines, portal.DraftWriting, "")
	if err != nil || len(list.Rows) != 1 || list.Counts[portal.DraftWriting] != 1 {
		t.Errorf("the list: %v %+v", err, list)
	}
	if d, err = h.DiscardDraft(t.Context(), ines, d.ID); err != nil || d.State != portal.DraftDiscarded {
		t.Errorf("discarded: %v", err)
	}
	if d, err = h.RestoreText(t.Context(), ines, d.ID, portal.DraftTextID(d.ID, d.Source)); err != nil || d.State != portal.DraftWriting || !strings.Contains(d.Source, "€158") {
		t.Errorf("begun anew from it: %v", err)
	}
}
