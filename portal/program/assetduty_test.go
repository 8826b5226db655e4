package program

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

// dutyLetters are the new mails about the library whose subjects begin so, after the duty has run: whom they are to.
func (h *house) dutyLetters(t *testing.T, subject string) (to []string) {
	t.Helper()
	if err := h.TellEditors(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, l := range h.mail(t) {
		if strings.HasPrefix(l.Subject, subject) {
			to = append(to, l.To)
		}
	}
	slices.Sort(to)
	return to
}

func TestEditorsAreToldOnceThatAnAssetEnds(t *testing.T) {
	t.Parallel()
	h, ines, _ := newsroom(t)
	last := h.Today().AddDays(20)
	h.Restock(cityFile(t, "owner: Content team", "owner: Content team\nexpires: "+string(last)))
	if got := h.dutyLetters(t, "Ends on"); len(got) != 0 {
		t.Fatalf("told twenty days before: %v", got)
	}
	h.wait(6 * 24 * time.Hour)
	if got := h.dutyLetters(t, "Ends on "+last.Long()); len(got) != 2 || !strings.HasPrefix(got[0], "ines@") || !strings.HasPrefix(got[1], "otto@") {
		t.Fatalf("told %v", got)
	}
	if got := h.dutyLetters(t, "Ends on"); len(got) != 0 {
		t.Errorf("told again: %v", got)
	}
	events, err := h.store.Events.Of(t.Context(), "asset:city-weekend")
	if err != nil || len(events) != 1 || !strings.Contains(events[0].Sentence(), last.Long()) {
		t.Fatalf("%+v %v", events, err)
	}
	letter, err := composeAssetEnding(t.Context(), h.Program, events[0], portal.Message{User: ines.User})
	if err != nil || !strings.Contains(letter.Subject, last.Long()) || !strings.HasSuffix(letter.Link, "/desk/assets/city-weekend") {
		t.Errorf("%+v %v", letter, err)
	}
	h.wait(30 * 24 * time.Hour)
	if got := h.dutyLetters(t, "Ends on"); len(got) != 0 {
		t.Errorf("told of what is over: %v", got)
	}
}

func TestEditorsAreToldOnceThatTwoTextsMovedOn(t *testing.T) {
	t.Parallel()
	h, ines, otto := newsroom(t)
	h.publishes(t, ines, otto)
	if got := h.dutyLetters(t, "Studio or file"); len(got) != 0 {
		t.Fatalf("told of nothing: %v", got)
	}
	h.Restock(cityFile(t, "version: 3", "version: 5\nnotes: More rooms.", "forty rooms", "fifty rooms"))
	first, again := h.dutyLetters(t, "Studio or file"), h.dutyLetters(t, "Studio or file")
	if len(first) != 2 || len(again) != 0 {
		t.Fatalf("told %v and then %v", first, again)
	}
	h.Restock(cityFile(t, "version: 3", "version: 6\nnotes: Still more rooms.", "forty rooms", "sixty rooms"))
	if later := h.dutyLetters(t, "Studio or file"); len(later) != 2 {
		t.Errorf("another file is told to %v", later)
	}
}
