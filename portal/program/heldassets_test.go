package program

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tandem/content"
	"tandem/portal"
)

// restocked is the library with words replaced in the files of some assets.
func restocked(t testing.TB, files []string, oldnew ...string) *content.Library {
	t.Helper()
	over := fstest.MapFS{}
	for _, name := range files {
		data, err := fs.ReadFile(content.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		over[name] = &fstest.MapFile{Data: []byte(strings.NewReplacer(oldnew...).Replace(string(data)))}
	}
	l, err := content.Load(content.Both(content.Files(), over))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var cityFiles = []string{"library/one-pagers/city-weekend.md", "library/one-pagers/city-weekend.es.md"}

func (h *house) told(t testing.TB, partner portal.PartnerID) []portal.AssetNotice {
	t.Helper()
	if err := h.TellOfAssets(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := h.store.AssetNotices.AllOf(t.Context(), partner)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestANewVersionIsToldOnceAndComparedWithTheOneTaken(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, actor := h.company(t, "Casa Lumen")
	other, _ := h.company(t, "Blue Ferries")
	h.download(t, actor, "city-weekend")
	if told := h.told(t, partner.ID); len(told) != 0 {
		t.Fatalf("told of nothing: %+v", told)
	}
	h.Restock(restocked(t, cityFiles, "version: 3", "version: 4\nnotes: The prices of 2027.", "forty rooms", "fifty rooms"))
	told := h.told(t, partner.ID)
	if len(told) != 1 || len(told[0].Changed) != 1 || told[0].Changed[0].Version != 4 || told[0].Changed[0].Had != 3 || told[0].Changed[0].Notes != "The prices of 2027." {
		t.Fatalf("told %+v", told)
	}
	h.wait(48 * time.Hour)
	if again := h.told(t, partner.ID); len(again) != 1 {
		t.Errorf("told again: %+v", again)
	}
	if none := h.told(t, other.ID); len(none) != 0 {
		t.Errorf("who took nothing is told %+v", none)
	}
	var letters []Letter
	for _, l := range h.mail(t) {
		if strings.Contains(l.Subject, "has changed") {
			letters = append(letters, l)
		}
	}
	if len(letters) != 1 || !strings.Contains(strings.Join(letters[0].Lines, " "), "Version 4 of “Two nights in the city, done properly” is out; your company has version 3. The prices of 2027.") || letters[0].Stop == "" {
		t.Errorf("letters %+v", letters)
	}
	page, err := h.Asset(t.Context(), actor, "city-weekend", "")
	if err != nil || page.Since.Version != 3 || len(page.Since.Versions) != 1 || page.Since.Versions[0].Notes == "" {
		t.Fatalf("since %+v, %v", page.Since, err)
	}
	var words []string
	for _, passage := range page.Since.Text {
		for _, w := range passage.Words {
			if w.Edit != portal.EditNone {
				words = append(words, string(w.Edit)+" "+w.Text)
			}
		}
	}
	if got := strings.Join(words, ", "); got != "removed forty, added fifty" {
		t.Errorf("the words that changed: %s", got)
	}
	list, may, err := h.MyAssets(t.Context(), actor)
	if err != nil || !may || len(list) != 1 || list[0].State != portal.HeldChanged || list[0].Version != 3 {
		t.Errorf("my assets %+v, %v", list, err)
	}
	h.download(t, actor, "city-weekend")
	if list, _, _ = h.MyAssets(t.Context(), actor); list[0].State != portal.HeldCurrent {
		t.Errorf("after taking it: %s", list[0].State)
	}
	file, err := h.MyDownloadsCSV(t.Context(), actor)
	if text := string(file.Data); err != nil || !strings.Contains(text, ",4,en,html,Current,4") || !strings.Contains(text, ",3,en,html,Changed since,4") {
		t.Errorf("%s, %v", text, err)
	}
}

func TestARetirementWaitsForAnAnswerAndRemindsOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, actor := h.company(t, "Casa Lumen")
	quiet, mute := h.company(t, "Blue Ferries")
	h.download(t, actor, "six-new-houses")
	h.download(t, mute, "six-new-houses")
	if _, err := h.PutAwayAsset(t.Context(), actor, "six-new-houses"); portal.KindOf(err) != portal.Conflict {
		t.Errorf("one that is not retired: %v", err)
	}
	if _, err := h.PutAwayAsset(t.Context(), actor, "slow-mornings"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("one that was never taken: %v", err)
	}
	h.Restock(restocked(t, []string{"library/announcements/six-new-houses.md"}, "status: published", "status: retired"))
	if told := h.told(t, partner.ID); len(told) != 1 || len(told[0].Retired) != 1 {
		t.Fatalf("told %+v", told)
	}
	home, err := h.Home(t.Context(), actor)
	if err != nil || len(home.Retired) != 1 {
		t.Errorf("home: %+v, %v", home.Retired, err)
	}
	put, err := h.PutAwayAsset(t.Context(), actor, "six-new-houses")
	if err != nil || put.PutAway.ByName != actor.Name || put.Waits() {
		t.Errorf("put away %+v, %v", put, err)
	}
	h.wait(time.Hour)
	if again, err := h.PutAwayAsset(t.Context(), actor, "six-new-houses"); err != nil || again.PutAway.At != put.PutAway.At {
		t.Errorf("put away again %+v, %v", again.PutAway, err)
	}
	if home, _ = h.Home(t.Context(), actor); len(home.Retired) != 0 {
		t.Errorf("home still asks: %+v", home.Retired)
	}
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	who, err := h.PutAways(t.Context(), lena, "six-new-houses")
	if _, answered := who[partner.ID]; err != nil || len(who) != 1 || !answered {
		t.Errorf("staff see %+v, %v", who, err)
	}
	if _, err := h.PutAways(t.Context(), actor, "six-new-houses"); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a partner asks who: %v", err)
	}
	h.wait(13 * 24 * time.Hour)
	if told := h.told(t, quiet.ID); len(told) != 1 {
		t.Errorf("reminded too early: %+v", told)
	}
	h.wait(2 * 24 * time.Hour)
	if told := h.told(t, quiet.ID); len(told) != 2 || len(told[1].Reminded) != 1 {
		t.Errorf("not reminded: %+v", told)
	}
	h.wait(30 * 24 * time.Hour)
	if told := h.told(t, quiet.ID); len(told) != 2 {
		t.Errorf("reminded twice: %+v", told)
	}
	if told := h.told(t, partner.ID); len(told) != 1 {
		t.Errorf("who has answered is reminded: %+v", told)
	}
}

func TestAPublishedVersionIsNeverAnotherFile(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if err := h.RecordAssets(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.Restock(restocked(t, cityFiles[:1], "forty rooms", "fifty rooms"))
	if err := h.RecordAssets(t.Context()); err == nil || !strings.Contains(err.Error(), "city-weekend") || !strings.Contains(err.Error(), "version 3") {
		t.Errorf("an edited version: %v", err)
	}
	edited := h.EditedAssets()
	if len(edited) != 1 || edited[0].Version != 3 || !strings.HasPrefix(edited[0].String(), "library/one-pagers/city-weekend.md: ") || !strings.Contains(edited[0].String(), "write `version: 4`") {
		t.Errorf("staff see %+v", edited)
	}
	kept, err := h.store.AssetVersions.Of(t.Context(), "city-weekend", "en")
	if err != nil || len(kept) != 1 || !strings.Contains(kept[0].Source, "forty rooms") {
		t.Errorf("kept %d, %v", len(kept), err)
	}
	h.Restock(restocked(t, cityFiles[:1], "version: 3", "version: 4", "forty rooms", "fifty rooms"))
	if err := h.ReloadAssets(t.Context()); err != nil || len(h.EditedAssets()) != 0 {
		t.Errorf("with the next number: %v, %+v", err, h.EditedAssets())
	}
}
