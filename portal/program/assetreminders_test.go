package program

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

func TestHoldersOfAnOldVersionAreRemindedOnceAWeek(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ines := h.staff(t, "ines@northwindstays.example", portal.Editor)
	lumen, ana := h.company(t, "Casa Lumen")
	_, bea := h.company(t, "Blue Ferries")
	_, cai := h.company(t, "Third House")
	h.download(t, ana, "city-weekend")
	h.download(t, bea, "city-weekend")
	remind := func(among Among) (int, error) { return h.RemindHolders(t.Context(), ines, "city-weekend", among) }
	if n, err := remind(Among{}); n != 0 || portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "nobody to remind") {
		t.Fatalf("with the newest version %d are reminded, %v", n, err)
	}
	h.Restock(restocked(t, cityFiles, "version: 3", "version: 4\nnotes: The prices of 2027."))
	h.told(t, lumen.ID) // by itself
	h.mail(t)
	h.download(t, cai, "city-weekend") // the new one
	if n, err := remind(Among{}); n != 0 || portal.KindOf(err) != portal.Conflict {
		t.Fatalf("in the week of the notice %d are reminded, %v", n, err)
	}
	h.wait(8 * 24 * time.Hour)
	if _, err := h.RemindHolders(t.Context(), ana, "city-weekend", Among{}); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a partner reminds: %v", err)
	}
	if n, err := remind(Among{Tier: portal.Elite}); n != 0 || portal.KindOf(err) != portal.Conflict {
		t.Errorf("of another tier %d are reminded, %v", n, err)
	}
	if n, err := remind(Among{}); n != 2 || err != nil {
		t.Fatalf("%d are reminded, %v", n, err)
	}
	var to []string
	for _, l := range h.mail(t) {
		if words := strings.Join(l.Lines, " "); strings.Contains(l.Subject, "newer version") && strings.Contains(words, "version 3 of “Two nights") && strings.Contains(words, "The prices of 2027.") && l.Stop != "" {
			to = append(to, l.To)
		}
	}
	if slices.Sort(to); len(to) != 2 {
		t.Errorf("letters to %v", to)
	}
	file, err := h.AssetFile(t.Context(), ines, "city-weekend", "", Among{})
	if err != nil {
		t.Fatal(err)
	}
	for _, holder := range file.Having("") {
		if was := holder.Reminded.ByName != ""; was != (holder.Version == 3) {
			t.Errorf("%s, version %d, reminded %v", holder.Partner.Company, holder.Version, was)
		}
	}
	if old, new := file.Having("old"), file.Having("new"); len(old) != 2 || len(new) != 1 {
		t.Errorf("%d have an old one, %d the new", len(old), len(new))
	}
	if n, err := remind(Among{}); n != 0 || portal.KindOf(err) != portal.Conflict {
		t.Errorf("twice in a week: %d, %v", n, err)
	}
	h.wait(8 * 24 * time.Hour)
	if n, err := remind(Among{}); n != 2 || err != nil {
		t.Errorf("a week later %d, %v", n, err)
	}
}

func TestWhoHasNotAnsweredARetirementIsReminded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ines := h.staff(t, "ines@northwindstays.example", portal.Editor)
	_, ana := h.company(t, "Casa Lumen")
	_, bea := h.company(t, "Blue Ferries")
	h.download(t, ana, "six-new-houses")
	h.download(t, bea, "six-new-houses")
	h.Restock(restocked(t, []string{"library/announcements/six-new-houses.md"}, "status: published", "status: retired"))
	if _, err := h.PutAwayAsset(t.Context(), bea, "six-new-houses"); err != nil {
		t.Fatal(err)
	}
	h.mail(t)
	if n, err := h.RemindHolders(t.Context(), ines, "six-new-houses", Among{}); n != 1 || err != nil {
		t.Fatalf("%d are reminded, %v", n, err)
	}
	letters := h.mail(t)
	if i := slices.IndexFunc(letters, func(l Letter) bool { return strings.HasPrefix(l.Subject, "Do you still use") }); i < 0 {
		t.Errorf("letters %+v", letters)
	}
}
