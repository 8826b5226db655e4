package portal

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func took(asset string, version int, at, by string) Download {
	return Download{
		Partner: "p1", Asset: AssetSlug(asset), Title: "Two nights", Version: version, Locale: "en", Format: "html",
		By: UserID("u-" + by), ByName: by, At: Instant(at),
	}.Identify()
}

func TestADownloadIsOneWithinItsMinute(t *testing.T) {
	first := took("city-weekend", 3, "2026-03-02T09:15:07.000Z", "Ana")
	for name, c := range map[string]struct {
		other Download
		same  bool
	}{
		"a second press":    {took("city-weekend", 3, "2026-03-02T09:15:59.999Z", "Ana"), true},
		"a minute later":    {took("city-weekend", 3, "2026-03-02T09:16:00.000Z", "Ana"), false},
		"a colleague":       {took("city-weekend", 3, "2026-03-02T09:15:08.000Z", "Rui"), false},
		"the next version":  {took("city-weekend", 4, "2026-03-02T09:15:08.000Z", "Ana"), false},
		"another asset":     {took("rail-weekends", 3, "2026-03-02T09:15:08.000Z", "Ana"), false},
		"a missing instant": {took("city-weekend", 3, "", "Ana"), false},
	} {
		if got := c.other.ID == first.ID; got != c.same {
			t.Errorf("%s: same %v, want %v (%s)", name, got, c.same, c.other.ID)
		}
	}
	e := first.Event()
	if e.ID != first.ID || e.Kind != AssetDownloadedEvent || e.Sentence() != "Downloaded “Two nights”, version 3." {
		t.Errorf("event %s %s %q", e.ID, e.Kind, e.Sentence())
	}
}

func TestHoldingsAreTheSameInAnyOrder(t *testing.T) {
	list := []Download{
		took("rail-weekends", 1, "2026-03-01T08:00:00.000Z", "Ana"),
		took("city-weekend", 2, "2026-03-02T08:00:00.000Z", "Ana"),
		took("city-weekend", 3, "2026-03-05T08:00:00.000Z", "Rui"),
		took("city-weekend", 2, "2026-03-03T08:00:00.000Z", "Ana"),
	}
	want := Holdings{Partner: "p1", Assets: []Holding{
		{Asset: "city-weekend", Title: "Two nights", Version: 3, Times: 3, Versions: map[string]int{"2": 2, "3": 1}, LastAt: "2026-03-05T08:00:00.000Z", LastBy: "Rui", Format: "html", Locale: "en"},
		{Asset: "rail-weekends", Title: "Two nights", Version: 1, Times: 1, Versions: map[string]int{"1": 1}, LastAt: "2026-03-01T08:00:00.000Z", LastBy: "Ana", Format: "html", Locale: "en"},
	}}
	for range list {
		list = append(list[1:], list[0])
		if diff := cmp.Diff(want, Hold("p1", list)); diff != "" {
			t.Fatal(diff)
		}
	}
	if got := Hold("p1", nil).Of("city-weekend"); got.Times != 0 {
		t.Errorf("a partner without downloads holds %+v", got)
	}
}

func TestFreshness(t *testing.T) {
	held := Hold("p1", []Download{took("city-weekend", 2, "2026-03-02T08:00:00.000Z", "Ana")})
	for name, c := range map[string]struct {
		asset     AssetSlug
		version   int
		published Date
		want      Freshness
	}{
		"never taken, published lately":    {"rail-weekends", 1, "2026-03-01", Fresh},
		"never taken, on the last new day": {"rail-weekends", 1, "2026-01-26", Fresh},
		"never taken, published before":    {"rail-weekends", 1, "2026-01-25", Unseen},
		"taken, a newer version":           {"city-weekend", 3, "2026-03-10", Changed},
		"taken, the same version":          {"city-weekend", 2, "2026-03-01", Current},
		"taken, an older one was put back": {"city-weekend", 1, "2026-03-01", Current},
		"taken long ago, a newer, and old": {"city-weekend", 3, "2020-01-01", Changed},
	} {
		if got := held.Of(c.asset).Against(c.version, c.published, "2026-03-12"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestATouchCountsUpToItsCap(t *testing.T) {
	touch := TouchOf("p1", "city-weekend", "2026-03-02")
	if touch.ID != "touch:p1:city-weekend:2026-03-02" {
		t.Errorf("id %s", touch.ID)
	}
	first, ok := touch.Add("email")
	second, _ := first.Add("<script>")
	if !ok || first.Count != 1 || second.Count != 2 || second.Media["email"] != 1 || second.Media[PartnerMedium] != 1 || len(first.Media) != 1 {
		t.Errorf("counted %+v, then %+v", first, second)
	}
	second.Count = maxTouches
	if full, ok := second.Add("email"); ok || full.Count != maxTouches {
		t.Errorf("a full day counts on: %+v", full)
	}
}
