package program

import (
	"strings"
	"testing"

	"tandem/content"
	"tandem/portal"
)

// publishes takes a draft of the city weekend with another price from ines through otto.
func (h *house) publishes(t *testing.T, ines, otto portal.Actor) content.Asset {
	t.Helper()
	d := h.handIn(t, ines, h.begin(t, ines), "")
	if _, err := h.ApproveDraft(t.Context(), otto, d.ID, d.Version); err != nil {
		t.Fatal(err)
	}
	return h.city(t)
}

func (h *house) city(t *testing.T) content.Asset {
	t.Helper()
	a, err := h.Library().Asset("city-weekend", "en", staffEyes)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// waiting is the one conflict that waits.
func (h *house) waiting(t *testing.T, actor portal.Actor) AssetConflict {
	t.Helper()
	list, err := h.AssetConflicts(actor)
	if err != nil || len(list) != 1 || !list[0].Open || h.ChoicesWaiting() != 1 {
		t.Fatalf("conflicts: %v %+v", err, list)
	}
	return list[0]
}

// again is the house after a start, with files.
func (h *house) again(t *testing.T, files *content.Library) *Program {
	t.Helper()
	p := New(Options{Rules: h.Rules, Terms: h.Terms, Library: files, Store: h.store, Clock: h.clock, Keys: h.keys})
	if err := p.ReloadAssets(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p
}

func cityFile(t *testing.T, oldnew ...string) *content.Library {
	t.Helper()
	return restocked(t, cityFiles[:1], oldnew...)
}

func chose(c AssetConflict, take portal.AssetOrigin) ChooseAsset {
	return ChooseAsset{ID: c.ID(), Studio: c.Studio.SHA256, File: c.File.SHA256, Take: take}
}

func TestAFileAndATextOfTheStudioThatBothMovedOnWaitForAChoice(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	sam := h.staff(t, "sam@northwindstays.example", portal.Steward)
	published := h.publishes(t, ines, otto)
	if h.ChoicesWaiting() != 0 {
		t.Fatal("a file that nobody touched waits")
	}
	files := cityFile(t, "version: 3", "version: 5\nnotes: More rooms.", "forty rooms", "fifty rooms")
	h.Restock(files)
	c := h.waiting(t, sam)
	if c.Studio.Version != 4 || c.Studio.ByName != ines.Name || c.File.Version != 5 || !strings.HasSuffix(c.FileName, "city-weekend.md") || !strings.Contains(c.FileSource, "fifty rooms") {
		t.Errorf("the conflict: %+v", c)
	}
	if now := h.city(t); now.SHA256 != published.SHA256 {
		t.Errorf("until somebody chooses version %d is served", now.Version)
	}
	for _, p := range []*Program{h.again(t, files), h.again(t, cityFile(t, "forty rooms", "fifty rooms")), h.again(t, cityFile(t, "version: 3", "version: 4", "forty rooms", "fifty rooms"))} {
		if p.ChoicesWaiting() != 1 {
			t.Error("nothing waits after a start, or with the number of the studio's text or of its base")
		}
	}
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	if _, err := h.AssetConflicts(lena); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a manager looks: %v", err)
	}
	if _, err := h.ChooseAsset(t.Context(), lena, chose(c, portal.TookFile)); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a manager chooses: %v", err)
	}
	if _, err := h.ChooseAsset(t.Context(), sam, chose(c, "both")); portal.KindOf(err) != portal.Invalid {
		t.Errorf("both: %v", err)
	}
	if _, err := h.StartFromFile(t.Context(), sam, chose(c, "")); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a steward writes: %v", err)
	}
	if d, err := h.StartFromFile(t.Context(), ines, chose(c, "")); err != nil || d.Base != c.Studio.SHA256 || !strings.Contains(d.Source, "fifty rooms") || !strings.Contains(d.Source, "version: 5") {
		t.Errorf("a draft from the file: %v %+v", err, d)
	}

	kept, err := h.ChooseAsset(t.Context(), sam, chose(c, portal.TookStudio))
	if err != nil || kept.ByName != sam.Name || kept.As != 4 || h.ChoicesWaiting() != 0 || h.city(t).SHA256 != published.SHA256 {
		t.Fatalf("kept: %v %+v, %d wait", err, kept, h.ChoicesWaiting())
	}
	if _, err := h.ChooseAsset(t.Context(), ines, chose(c, portal.TookStudio)); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), sam.Name) {
		t.Errorf("kept again: %v", err)
	}
	timeline, err := h.Timeline(t.Context(), "asset:city-weekend")
	if err != nil || len(timeline) != 1 || timeline[0].Kind != portal.AssetChosenEvent || timeline[0].ByName != sam.Name {
		t.Errorf("the audit log: %v %+v", err, timeline)
	}
	cut := kept
	cut.Slug = "sea-view"
	if _, err := h.store.AssetChoices.PutOnce(t.Context(), cut.Identify()); err != nil { // as a crash leaves it
		t.Fatal(err)
	}
	if err := h.RecoverEvents(t.Context()); err != nil {
		t.Fatal(err)
	}
	if timeline, err = h.Timeline(t.Context(), "asset:sea-view"); err != nil || len(timeline) != 1 {
		t.Errorf("after a crash: %v %+v", err, timeline)
	}
	p := h.again(t, files)
	if a, err := p.Library().Asset("city-weekend", "en", staffEyes); err != nil || p.ChoicesWaiting() != 0 || a.SHA256 != published.SHA256 {
		t.Errorf("after a start version %d is served, %d wait, %v", a.Version, p.ChoicesWaiting(), err)
	}

	h.Restock(cityFile(t, "version: 3", "version: 6\nnotes: Even more rooms.", "forty rooms", "sixty rooms"))
	later := h.waiting(t, ines)
	if _, err := h.ChooseAsset(t.Context(), ines, chose(c, portal.TookFile)); portal.KindOf(err) != portal.Conflict {
		t.Errorf("of a file that has moved on: %v", err)
	}
	if made, err := h.ChooseAsset(t.Context(), ines, chose(later, portal.TookFile)); err != nil || made.As != 6 {
		t.Fatalf("the file: %v %+v", err, made)
	}
	if now := h.city(t); now.Version != 6 || now.SHA256 != later.File.SHA256 || h.ChoicesWaiting() != 0 {
		t.Errorf("version %d is served, %d wait", now.Version, h.ChoicesWaiting())
	}
	h.Restock(cityFile(t, "version: 3", "version: 7\nnotes: All the rooms.", "forty rooms", "seventy rooms"))
	if now := h.city(t); now.Version != 7 || h.ChoicesWaiting() != 0 {
		t.Errorf("a file that went on from the chosen one: version %d, %d wait", now.Version, h.ChoicesWaiting())
	}
}

func TestAFileWithTheNumberOfTheStudioIsTakenAsTheNextVersion(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	h.publishes(t, ines, otto)
	files := cityFile(t, "version: 3", "version: 4\nnotes: More rooms.", "forty rooms", "fifty rooms")
	h.Restock(files)
	c := h.waiting(t, otto)
	if _, err := h.ChooseAsset(t.Context(), otto, chose(c, portal.TookStudio)); err != nil {
		t.Fatal(err)
	}
	list, err := h.AssetConflicts(otto)
	if err != nil || len(list) != 1 || list[0].Open {
		t.Fatalf("what was kept can be looked at: %v %+v", err, list)
	}
	made, err := h.ChooseAsset(t.Context(), otto, chose(c, portal.TookFile)) // on second thoughts
	if err != nil || made.As != 5 || made.N != 2 {
		t.Fatalf("taken: %v %+v", err, made)
	}
	now := h.city(t)
	if source := h.Library().Source(now); now.Version != 5 || now.Published != h.Today() || !strings.Contains(source, "fifty rooms") || now.SHA256 != made.Text {
		t.Errorf("served: %+v", now)
	}
	versions, err := h.store.AssetVersions.Of(t.Context(), "city-weekend", "en")
	if err != nil || len(versions) != 3 || versions[2].ByName != otto.Name || versions[2].Base != c.File.SHA256 {
		t.Errorf("versions: %v %+v", err, versions)
	}
	if p := h.again(t, files); p.ChoicesWaiting() != 0 {
		t.Error("it waits again after a start")
	}
	h.Restock(cityFile(t, "version: 3", "version: 6\nnotes: All the rooms.", "forty rooms", "sixty rooms"))
	if now := h.city(t); now.Version != 6 || h.ChoicesWaiting() != 0 {
		t.Errorf("the file alone went on: version %d, %d wait", now.Version, h.ChoicesWaiting())
	}
}

func TestAFileThatTookOverTheStudiosTextGoesOn(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	h.publishes(t, ines, otto)
	text := h.Library().Source(h.city(t))
	original, _, err := h.shelf.files.Original("city-weekend", "en")
	if err != nil {
		t.Fatal(err)
	}
	if same := h.again(t, cityFile(t, original, text)); same.ChoicesWaiting() != 0 {
		t.Errorf("%d wait for a file with the studio's words", same.ChoicesWaiting())
	}
	if noted, err := h.store.AssetChoices.All(t.Context()); err != nil || len(noted) != 1 || noted[0].Took != portal.TookSame || noted[0].StudioVersion != 4 {
		t.Errorf("noted: %v %+v", err, noted)
	}
	next := h.again(t, cityFile(t, original, strings.NewReplacer("version: 4", "version: 5\nnotes: More rooms.", "forty rooms", "fifty rooms").Replace(text)))
	a, err := next.Library().Asset("city-weekend", "en", staffEyes)
	if err != nil || a.Version != 5 || next.ChoicesWaiting() != 0 {
		t.Errorf("served: version %d, %d wait, %v", a.Version, next.ChoicesWaiting(), err)
	}
}
