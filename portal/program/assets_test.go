package program

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/content"
	"tandem/content/render"
	"tandem/portal"
)

func never(string) bool { return false }

func (h *house) download(t testing.TB, by portal.Actor, slug portal.AssetSlug) Copy {
	t.Helper()
	c, err := h.Download(t.Context(), by, slug, "", content.FormatHTML, never, false)
	if err != nil {
		t.Fatalf("download %s: %v", slug, err)
	}
	return c
}

func slugs(cards []AssetCard) string {
	var list []string
	for _, c := range cards {
		list = append(list, string(c.Slug))
	}
	return " " + strings.Join(list, " ") + " "
}

func TestTheHubShowsWhatTierAndMarketsAllow(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.wait(200 * 24 * time.Hour) // most of the library is published by then
	partner, actor := h.company(t, "Casa Lumen")
	hub, err := h.Hub(t.Context(), actor, content.Query{})
	if err != nil || len(hub.Cards) == 0 || hub.Total != len(hub.Cards) {
		t.Fatalf("%d cards of %d, %v", len(hub.Cards), hub.Total, err)
	}
	if list := slugs(hub.Cards); strings.Contains(list, " open-house ") || !strings.Contains(list, " city-weekend ") {
		t.Errorf("an Experimental partner sees%s", list)
	}
	if _, err := h.Asset(t.Context(), actor, "open-house", ""); portal.KindOf(err) != portal.NotFound {
		t.Errorf("an asset of a higher tier: %v", err)
	}
	if _, err := h.Download(t.Context(), actor, "open-house", "", content.FormatHTML, never, false); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a download of a higher tier: %v", err)
	}
	partner.Tiers = append(partner.Tiers, portal.TierChange{Tier: portal.Elite, From: h.Today(), Why: "test", ByName: "test", At: h.Now()})
	if _, err := h.store.Partners.Save(t.Context(), partner); err != nil {
		t.Fatal(err)
	}
	more, err := h.Hub(t.Context(), actor, content.Query{})
	if err != nil || !strings.Contains(slugs(more.Cards), " open-house ") || len(more.Cards) <= len(hub.Cards) {
		t.Errorf("an Elite partner sees%s, %v", slugs(more.Cards), err)
	}
	spanish, err := h.Hub(t.Context(), actor, content.Query{Locales: []string{"es"}})
	if err != nil || len(spanish.Cards) != 3 || spanish.Cards[0].Locale != "es" {
		t.Errorf("in Spanish%s, %v", slugs(spanish.Cards), err)
	}
}

func TestADownloadIsAFactAndCompletesItsTask(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, actor := h.company(t, "Casa Lumen")
	_, other := h.company(t, "Blue Ferries")
	page, err := h.Asset(t.Context(), actor, "city-weekend", "")
	if err != nil || page.State != portal.Fresh || page.Held.Times != 0 || !page.MayDownload {
		t.Fatalf("before: %+v, %v", page.State, err)
	}
	mine := h.download(t, actor, "city-weekend")
	h.download(t, actor, "city-weekend") // the same minute
	h.wait(time.Minute)
	h.download(t, actor, "city-weekend")
	theirs := h.download(t, other, "city-weekend")
	if mine.Tag == theirs.Tag || strings.Contains(string(theirs.Bytes), "Casa Lumen") || !strings.Contains(string(mine.Bytes), "Casa Lumen") {
		t.Error("a copy is not the partner's own")
	}
	facts, err := h.store.Downloads.AllOf(t.Context(), partner.ID)
	if err != nil || len(facts) != 2 || facts[0].Version != 3 || facts[0].By != actor.User {
		t.Errorf("facts %+v, %v", facts, err)
	}
	events, err := h.Timeline(t.Context(), "asset:city-weekend")
	if err != nil || len(events) != 3 || events[0].Kind != portal.AssetDownloadedEvent {
		t.Errorf("events %+v, %v", events, err)
	}
	done, err := h.store.Partners.Get(t.Context(), partner.ID)
	if err != nil || len(done.Done) == 0 || done.Done[len(done.Done)-1].Task != "first_asset" {
		t.Errorf("tasks done: %+v, %v", done.Done, err)
	}
	if page, err = h.Asset(t.Context(), actor, "city-weekend", ""); err != nil || page.State != portal.Current || page.Held.Times != 2 {
		t.Errorf("after: %s %+v, %v", page.State, page.Held, err)
	}
}

func TestACopyThatIsHeldOrLookedAtIsNoDownload(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, actor := h.company(t, "Casa Lumen")
	looked, err := h.Download(t.Context(), actor, "city-weekend", "", content.FormatMarkdown, never, true)
	if err != nil || len(looked.Bytes) == 0 {
		t.Fatal(err)
	}
	again, err := h.Download(t.Context(), actor, "city-weekend", "", content.FormatMarkdown, func(tag string) bool { return tag == looked.Tag }, false)
	if err != nil || again.Bytes != nil || again.Tag != looked.Tag {
		t.Errorf("a copy that is held: %d bytes, %v", len(again.Bytes), err)
	}
	if facts, _ := h.store.Downloads.AllOf(t.Context(), partner.ID); len(facts) != 0 {
		t.Errorf("recorded %+v", facts)
	}
	if _, err := h.Download(t.Context(), actor, "city-weekend", "", "docx", never, false); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a format that is not offered: %v", err)
	}
}

func TestAPausedPartnerReadsAndTakesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, actor := h.company(t, "Casa Lumen")
	paused, err := partner.Pause("Season over", portal.System("test"), h.Now())
	if err == nil {
		_, err = h.store.Partners.Save(t.Context(), paused)
	}
	if err != nil {
		t.Fatal(err)
	}
	page, err := h.Asset(t.Context(), actor, "city-weekend", "")
	if err != nil || page.MayDownload {
		t.Errorf("may download %v, %v", page.MayDownload, err)
	}
	if _, err := h.Download(t.Context(), actor, "city-weekend", "", content.FormatHTML, never, false); portal.KindOf(err) != portal.Conflict {
		t.Errorf("a paused partner's download: %v", err)
	}
}

func TestADownloadLostInACrashIsFoundAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, actor := h.company(t, "Casa Lumen")
	fact := portal.Download{Partner: partner.ID, Asset: "city-weekend", Title: "Two nights", Version: 2, Locale: "en", Format: "html", By: actor.User, ByName: actor.Name, At: h.Now()}.Identify()
	if _, err := h.store.Downloads.Put(t.Context(), fact); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := h.RecoverEvents(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	page, err := h.Asset(t.Context(), actor, "city-weekend", "")
	if err != nil || page.State != portal.Changed || page.Held.Version != 2 {
		t.Errorf("%s %+v, %v", page.State, page.Held, err)
	}
	home, err := h.Home(t.Context(), actor)
	if err != nil || len(home.Assets) == 0 || home.Assets[0].Slug != "city-weekend" || len(home.Assets) > homeAssets {
		t.Errorf("home shows%s, %v", slugs(home.Assets), err)
	}
}

func TestATrackedLinkCountsAndLeadsOn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, actor := h.company(t, "Casa Lumen")
	partner.Code = "casa-lumen"
	partner, err := h.store.Partners.Save(t.Context(), partner)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		follow Follow
		want   string
	}{
		{"an asset", Follow{Code: "casa-lumen", Asset: "city-weekend", Medium: "email", Locale: "es", Count: true}, "utm_campaign=city-weekend&utm_content=es&utm_medium=email&utm_source=casa-lumen"},
		{"the plain link", Follow{Code: "casa-lumen", Count: true}, "?utm_medium=partner&utm_source=casa-lumen"},
		{"an asset that is not there", Follow{Code: "casa-lumen", Asset: "no-such-thing", Medium: "<b>", Locale: "xx", Count: true}, "?utm_medium=partner&utm_source=casa-lumen"},
		{"a look ahead", Follow{Code: "casa-lumen", Asset: "city-weekend"}, "utm_campaign=city-weekend&utm_medium=partner"},
	} {
		got, err := h.Follow(t.Context(), c.follow)
		if err != nil || !strings.HasPrefix(got.Address, h.Rules.Site) || !strings.Contains(got.Address, c.want) {
			t.Errorf("%s leads to %s, want %s; %v", c.name, got.Address, c.want, err)
		}
	}
	if _, err := h.Follow(t.Context(), Follow{Code: "nobody", Count: true}); portal.KindOf(err) != portal.NotFound {
		t.Errorf("an unknown name: %v", err)
	}
	touches, err := h.store.Touches.All(t.Context())
	if err != nil || len(touches) != 2 || touches[0].Count != 2 || touches[1].Count != 1 || touches[1].Media["email"] != 1 {
		t.Errorf("touches %+v, %v", touches, err)
	}
	page, err := h.Asset(t.Context(), actor, "city-weekend", "")
	if err != nil || page.Touches != 1 || page.Link != "https://partners.example.com/r/casa-lumen/city-weekend" || !strings.Contains(string(page.QR), "<svg") {
		t.Errorf("%d touches, %s, %v", page.Touches, page.Link, err)
	}
	ended, err := partner.End("Closed", portal.System("test"), h.Now())
	if err == nil {
		_, err = h.store.Partners.Save(t.Context(), ended)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got, err := h.Follow(t.Context(), Follow{Code: "casa-lumen", Asset: "city-weekend", Count: true}); err != nil || got.Address != h.Rules.Site || got.Touch != "" {
		t.Errorf("an old link leads to %+v, %v", got, err)
	}
}

func TestStaffSeeWhoHasWhichVersion(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, actor := h.company(t, "Casa Lumen")
	partner, _ := h.company(t, "Blue Ferries")
	partner.Company = "=Blue Ferries"
	partner, err := h.store.Partners.Save(t.Context(), partner)
	if err != nil {
		t.Fatal(err)
	}
	old := portal.Download{Partner: partner.ID, Asset: "city-weekend", Title: "Two nights", Version: 1, Locale: "en", Format: "html", By: "u1", ByName: "Rui", At: h.Now().Add(-time.Hour)}.Identify()
	if _, err := h.store.Downloads.Put(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	if err := h.record(t.Context(), old.Event()); err != nil {
		t.Fatal(err)
	}
	h.download(t, actor, "city-weekend")
	staff := h.manager(t)
	shelf, err := h.AssetShelf(t.Context(), staff, Among{})
	if err != nil || len(shelf) < 16 {
		t.Fatalf("%d assets, %v", len(shelf), err)
	}
	for _, u := range shelf {
		if u.Slug == "city-weekend" {
			if u.Downloads != 2 || u.Newest != 1 || u.Partners != 2 || u.UpToDate != 1 || u.LastOf != "Casa Lumen" || u.Unused() {
				t.Errorf("use %+v", u)
			}
		} else if u.Downloads != 0 {
			t.Errorf("%s has %d downloads", u.Slug, u.Downloads)
		}
	}
	file, err := h.AssetFile(t.Context(), staff, "city-weekend", "", Among{})
	if err != nil || len(file.Holders) != 2 || file.Holders[0].Version != 1 || file.Holders[0].Partner.Company != "=Blue Ferries" || file.Preview == "" {
		t.Errorf("holders %+v, %v", file.Holders, err)
	}
	for range 3 {
		if err := h.CountView(t.Context(), actor, "city-weekend"); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.CountView(t.Context(), staff, "city-weekend"); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("staff are counted as readers: %v", err)
	}
	if file, err = h.AssetFile(t.Context(), staff, "city-weekend", "", Among{}); err != nil || file.Views != 3 || len(file.Taken) != 2 || file.Taken[0].Version != 3 || file.Taken[1].Total != 1 || len(file.Tiers) == 0 {
		t.Errorf("%d views, taken %+v, tiers %+v, %v", file.Views, file.Taken, file.Tiers, err)
	}
	mine, err := h.Company(t.Context(), actor)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		among     Among
		downloads int
		views     int64
	}{
		{Among{}, 2, 3},
		{Among{Market: mine.Markets[0], Tier: mine.TierOn(h.Today())}, 1, 3},
		{Among{Tier: portal.Elite}, 0, 0},
		{Among{Market: "XX"}, 0, 0},
	} {
		shelf, err := h.AssetShelf(t.Context(), staff, c.among)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(shelf, func(u AssetUse) bool { return u.Slug == "city-weekend" })
		if u := shelf[i]; c.among.Market != "PT" && (u.Downloads != c.downloads || u.Views != c.views) {
			t.Errorf("among %+v: %d downloads, %d views", c.among, u.Downloads, u.Views)
		}
		one, err := h.AssetFile(t.Context(), staff, "city-weekend", "", c.among)
		if err != nil || one.Downloads != shelf[i].Downloads || one.Views != shelf[i].Views || one.Partners != shelf[i].Partners {
			t.Errorf("among %+v the asset's page says %d downloads and %d views, the list %d and %d, %v", c.among, one.Downloads, one.Views, shelf[i].Downloads, shelf[i].Views, err)
		}
	}
	holders, err := h.HoldersCSV(t.Context(), staff, "city-weekend", "", Among{})
	if err != nil || strings.Count(string(holders.Data), "\r\n") != 3 || !strings.Contains(string(holders.Data), ",'=Blue Ferries,") {
		t.Errorf("%s %v", holders.Data, err)
	}
	all, err := h.ShelfCSV(t.Context(), staff, ShelfNamed(""), Among{})
	if err != nil || !strings.Contains(string(all.Data), "city-weekend,") || strings.Count(string(all.Data), "\r\n") != len(shelf)+1 {
		t.Errorf("%s %v", all.Data, err)
	}
	csv, err := h.DownloadsCSV(t.Context(), staff, "city-weekend")
	if err != nil || strings.Count(string(csv.Data), "\r\n") != 3 || !strings.Contains(string(csv.Data), ",'=Blue Ferries,") {
		t.Errorf("%s %v", csv.Data, err)
	}
	for _, refused := range []func() error{
		func() error { _, err := h.AssetShelf(t.Context(), actor, Among{}); return err },
		func() error { _, err := h.AssetFile(t.Context(), actor, "city-weekend", "", Among{}); return err },
		func() error { _, err := h.DownloadsCSV(t.Context(), actor, ""); return err },
		func() error { _, err := h.ShelfCSV(t.Context(), actor, ShelfNamed(""), Among{}); return err },
		func() error { _, err := h.HoldersCSV(t.Context(), actor, "city-weekend", "", Among{}); return err },
	} {
		if err := refused(); portal.KindOf(err) != portal.Forbidden {
			t.Errorf("a partner at the desk: %v", err)
		}
	}
}

func TestADownloadThatTakesTooLongIsSaidAndNotRecorded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, actor := h.company(t, "Casa Lumen")
	var err error
	if h.renderings, err = render.New(render.Options{Limit: time.Nanosecond}); err != nil {
		t.Fatal(err)
	}
	_, err = h.Download(t.Context(), actor, "city-weekend", "", content.FormatPDF, never, false)
	if portal.KindOf(err) != portal.Unavailable || !errors.Is(err, render.ErrTooLong) {
		t.Errorf("got %v", err)
	}
	if list, err := h.store.Downloads.AllOf(t.Context(), actor.Partner); err != nil || len(list) != 0 {
		t.Errorf("%d downloads were recorded, %v", len(list), err)
	}
}
