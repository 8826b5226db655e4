package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tandem/content"
	"tandem/portal"
)

// firm puts an active partner into the store under an id of the cast.
func (s *site) firm(t testing.TB, id portal.PartnerID, name, colour string, tier portal.Tier) portal.Partner {
	t.Helper()
	domain := strings.ToLower(strings.ReplaceAll(name, " ", "")) + ".com"
	by := portal.System("test")
	now := s.program.Now()
	p, err := s.program.Rules.Apply(id, portal.Application{
		Company: name, Site: "https://" + domain, Country: "PT", Vertical: s.program.Rules.Verticals[0].Code, Markets: []string{"PT"},
		Languages: []string{"en"}, Contact: "Ines Park", Email: "ines@" + domain,
	}, portal.Actor{}, now)
	if err != nil {
		t.Fatal(err)
	}
	p, err = p.VerifyEmail(by, now).Approve("u-lena", "Lena Ortiz", "", by, now)
	if err == nil {
		p, err = p.BeginOnboarding(by, now, s.program.Today())
	}
	if err == nil {
		p, err = p.Activate("", by, now)
	}
	if err != nil {
		t.Fatal(err)
	}
	p.Code = strings.ToLower(strings.ReplaceAll(name, " ", "-"))
	p.Brand = p.DefaultBrand()
	p.Brand.Primary = colour
	if tier != "" {
		p.Tiers = append(p.Tiers, portal.TierChange{Tier: tier, From: s.program.Today(), Why: "test", ByName: "test", At: now})
	}
	if err := s.store.Partners.Insert(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return p
}

func hubSite(t *testing.T) *site {
	s := newSite(t)
	s.firm(t, partnerA, "Casa Lumen", "#1d5fa8", "")
	s.firm(t, partnerB, "Blue Ferries", "#b3261e", portal.Elite)
	return s
}

func TestTheHub(t *testing.T) {
	t.Parallel()
	hubSite(t).run(t, []scenario{
		{as: partnerMember, path: "/assets", status: 200, contains: []string{"Two nights in the city, done properly", "assets for you", "English and Spanish", "New", `name="kind" value="one_pager"`}, absent: []string{"an open house with your customers"}},
		{as: otherPartner, path: "/assets", status: 200, contains: []string{"an open house with your customers", "Elite, High and Core only"}},
		{as: partnerMember, path: "/assets?q=city", status: 200, contains: []string{"Two nights in the <mark>city</mark>", "“city”", "Clear all"}, absent: []string{"Your first week"}},
		{as: partnerMember, path: "/assets?q=ctiy", status: 200, contains: []string{"<mark>city</mark>", "No asset has “ctiy”. These have “city”."}},
		{as: partnerMember, path: "/assets?q=brekfats", status: 200, contains: []string{"Nothing fits", "Did you mean “breakfast”?", `href="/assets?q=breakfast"`}},
		{as: partnerMember, path: "/assets?q=city&kind=email", status: 200, contains: []string{"Nothing fits", "“city” in everything: ", `href="/assets?q=city"`}},
		{as: partnerMember, path: "/assets?q=saucepan+logo", status: 200, contains: []string{"Nothing fits", "Only “logo”: "}},
		{as: partnerMember, path: "/assets", status: 200, contains: []string{"Your first week", `href="/assets?in=first-week"`, "-1d5fa8.css", `<span class="asset-mine" lang="en">Casa Lumen</span>`}},
		{as: partnerMember, path: "/assets", status: 200, check: func(t *testing.T, s *site, a answer) {
			sheet := regexp.MustCompile(`/assets/static/partner\.[0-9a-f]{10}-1d5fa8\.css`).FindString(a.body)
			css := s.as(t, partnerMember).get(t, sheet)
			if css.status != 200 || !strings.Contains(css.body, ".asset-mine") || !strings.Contains(css.body, "--own:#1d5fa8") || !strings.Contains(css.body, ".btn") || !strings.Contains(css.header.Get("Cache-Control"), "immutable") {
				t.Errorf("%q: %d %v", sheet, css.status, css.header)
			}
			if other := s.as(t, partnerMember).get(t, strings.Replace(sheet, "1d5fa8", "1D5FA8", 1)); other.status != 404 {
				t.Errorf("another name: %d", other.status)
			}
		}},
		{as: partnerMember, path: "/assets?in=first-week", status: 200, contains: []string{"<h1 lang=\"en\">Your first week</h1>", `name="in" value="first-week"`, "Two nights in the city"}, absent: []string{"Harvest"}},
		{as: partnerMember, path: "/assets?in=no-such", status: 200, contains: []string{"Nothing fits"}, absent: []string{`name="in"`}},
		{as: partnerMember, path: "/assets?after=-5", status: 200, contains: []string{"Two nights in the city"}},
		{as: partnerMember, path: "/assets?after=999999", status: 200, contains: []string{"Two nights in the city"}},
		{as: partnerMember, path: "/assets?q=%3Cscript%3Ezz%3C%2Fscript%3E", status: 200, contains: []string{"Nothing fits"}, check: func(t *testing.T, _ *site, a answer) {
			if strings.Contains(a.body, "<script>zz") {
				t.Error("the search box runs scripts")
			}
		}},
		{as: partnerMember, path: "/assets?kind=one_pager&language=es", status: 200, contains: []string{`href="/assets/city-weekend?locale=es"`, `href="/assets?kind=one_pager"`, `href="/assets?language=es"`}, absent: []string{"Two nights in the city"}},
		{as: partnerMember, path: "/assets?kind=no_such_kind", status: 200, contains: []string{"Nothing fits"}},
		{as: manager, path: "/assets", status: 403},
		{path: "/assets", status: 401},
	})
}

func TestAnAssetForAPartner(t *testing.T) {
	t.Parallel()
	hubSite(t).run(t, []scenario{
		{as: partnerMember, path: "/assets/city-weekend", status: 200, contains: []string{
			"Casa Lumen", "https://partners.example.com/r/casa-lumen/city-weekend", "<svg", "/assets/city-weekend/download?format=html&locale=en", "Version", "Content team",
			"Keep the words", "Goes well with", `-1d5fa8.css">`, `data-copy="#link"`, "brand kit is not complete", "Not followed yet",
		}, absent: []string{"Blue Ferries", "There is no"}},
		{as: partnerMember, path: "/assets/rail-weekends", status: 200, contains: []string{"To post", "r/casa-lumen/rail-weekends?utm_medium=social", `data-copy="#post0"`, `href="/links/qr.png?asset=rail-weekends"`}},
		{as: partnerMember, path: "/links/qr.png?asset=rail-weekends", status: 200},
		{as: partnerMember, path: "/assets/city-weekend?locale=es", status: 200, contains: []string{`lang="es"`, "download?format=html&locale=es"}},
		{as: partnerMember, path: "/assets/city-weekend?locale=fr", status: 200, contains: []string{"There is no French version of this asset yet. You see it in English."}},
		{as: partnerMember, path: "/assets/city-weekend?locale=%3Cb%3E", status: 200, absent: []string{"There is no"}},
		{as: partnerMember, path: "/assets/open-house", status: 404, absent: []string{"open house"}},
		{as: otherPartner, path: "/assets/open-house", status: 200, contains: []string{"Blue Ferries"}},
		{as: partnerMember, path: "/assets/no-such-thing", status: 404},
		{as: partnerMember, path: "/assets/open-house/download?format=html", status: 404},
		{as: partnerMember, path: "/assets/city-weekend/download", status: 404},
		{as: partnerMember, path: "/library/colours/1d5fa8.css", status: 200, contains: []string{".own{--brand:"}},
		{as: partnerMember, path: "/library/colours/1D5FA8.css", status: 404},
		{as: partnerMember, path: "/library/colours/red;}.css", status: 404},
	})
}

func (s *site) taken(t testing.TB, partner portal.PartnerID) []portal.Download {
	t.Helper()
	list, err := s.store.Downloads.AllOf(t.Context(), partner)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestADownloadIsThePartnersOwnFile(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	s.run(t, []scenario{
		{as: partnerMember, path: "/assets/city-weekend/download?format=html&locale=es", status: 200, contains: []string{"Casa Lumen", "https://partners.example.com/r/casa-lumen/city-weekend"}, check: func(t *testing.T, s *site, a answer) {
			if got := a.header.Get("Content-Disposition"); got != `attachment; filename="city-weekend-es-casa-lumen.html"` {
				t.Errorf("Content-Disposition %s", got)
			}
			if got := a.header.Get("Cache-Control"); got != "private, no-store" {
				t.Errorf("Cache-Control %s", got)
			}
			if list := s.taken(t, partnerA); len(list) != 1 || list[0].Locale != "es" || list[0].Version != 3 || list[0].Format != "html" {
				t.Errorf("recorded %+v", list)
			}
		}},
		{as: partnerMember, path: "/assets/city-weekend/download?format=markdown", status: 200, contains: []string{"Casa Lumen"}},
		{as: partnerMember, path: "/assets/city-weekend/download?format=pdf", status: 200, contains: []string{"%PDF-1.7", "/MediaBox [0 0 595.276 841.89]"}, check: func(t *testing.T, _ *site, a answer) {
			if kind, name := a.header.Get("Content-Type"), a.header.Get("Content-Disposition"); kind != "application/pdf" || name != `attachment; filename="city-weekend-casa-lumen.pdf"` {
				t.Errorf("%s, %s", kind, name)
			}
		}},
		{as: partnerMember, path: "/assets/city-weekend/download?format=pdf_letter", status: 200, contains: []string{"/MediaBox [0 0 612 792]"}},
		{as: partnerMember, path: "/assets/city-weekend/download?format=card", status: 200, contains: []string{"\x89PNG\r\n"}, check: func(t *testing.T, _ *site, a answer) {
			if kind, name := a.header.Get("Content-Type"), a.header.Get("Content-Disposition"); kind != "image/png" || name != `attachment; filename="city-weekend-casa-lumen-card.png"` {
				t.Errorf("%s, %s", kind, name)
			}
		}},
		{as: partnerMember, path: "/assets/brand-guidelines/download?format=card", status: 404},
		{as: partnerMember, path: "/assets/city-weekend/download?format=docx", status: 404},
		{as: partnerMember, path: "/assets/city-weekend/download?format=email", status: 200, contains: []string{"Subject: ", "X-Unsent: 1\r\n", "multipart/alternative"}, check: func(t *testing.T, _ *site, a answer) {
			if kind, name := a.header.Get("Content-Type"), a.header.Get("Content-Disposition"); kind != "message/rfc822" || name != `attachment; filename="city-weekend-casa-lumen.eml"` {
				t.Errorf("%s, %s", kind, name)
			}
		}},
		{as: partnerMember, path: "/assets/brand-guidelines/download?format=email", status: 404},
		{as: partnerMember, path: "/assets/brand-guidelines", status: 200, absent: []string{"As an email"}},
		{as: partnerMember, path: "/assets/city-weekend", status: 200, contains: []string{"As an email", `value="Two nights in the city, done properly"`, "See free weekends:\nhttps://partners.example.com/r/casa-lumen/city-weekend?utm_campaign"}},
		{as: partnerMember, path: "/assets/city-weekend", status: 200, contains: []string{"Pages (PDF, A4)", "Pages (PDF, US Letter)", "Card (PNG, 1200 × 630)", "Square card (PNG, 1080 × 1080)"}},
		{as: partnerMember, method: http.MethodHead, path: "/assets/brand-guidelines/download?format=html", status: 200},
		{as: partnerMember, path: "/assets", status: 200, contains: []string{"You have it"}},
		{as: partnerMember, path: "/assets/city-weekend", status: 200, contains: []string{"version 3, last by Person partner.member"}},
	})
	if got := len(s.taken(t, partnerA)); got != 6 {
		t.Errorf("%d downloads, want 6: a HEAD takes nothing", got)
	}
	c := s.as(t, partnerMember)
	c.header = map[string]string{"Sec-Fetch-Site": "cross-site"}
	if a := c.get(t, "/assets/brand-guidelines/download?format=html"); a.status != 303 || a.location != "/assets/brand-guidelines" {
		t.Errorf("from another site: %d to %s", a.status, a.location)
	}
	c.header = map[string]string{"Sec-Purpose": "prefetch"}
	if a := c.get(t, "/assets/brand-guidelines/download?format=html"); a.status != 200 {
		t.Errorf("a prefetch: %d", a.status)
	}
	if got := len(s.taken(t, partnerA)); got != 6 {
		t.Errorf("%d downloads, want 6: neither another site nor a prefetch takes anything", got)
	}
}

// TestNobodyGetsAnothersCopy asks as one partner, then as the other with the first
// one's tag: the answer is never the first one's bytes, nor 304.
func TestNobodyGetsAnothersCopy(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	for _, path := range []string{"/assets/city-weekend/download?format=html", "/assets/city-weekend/download?format=markdown", "/assets/city-weekend/download?format=pdf", "/assets/brand-guidelines/download?format=markdown"} {
		a, b := s.as(t, partnerAdmin), s.as(t, otherPartner)
		a.header, b.header = nil, nil
		first := a.get(t, path)
		tag := first.header.Get("ETag")
		b.header = map[string]string{"If-None-Match": tag}
		second := b.get(t, path)
		if second.status != 200 || second.header.Get("ETag") == tag || strings.Contains(second.body, "Casa Lumen") || strings.Contains(second.body, "casa-lumen") {
			t.Errorf("%s: B asks with A's tag and gets %d, %s", path, second.status, second.header.Get("ETag"))
		}
		a.header = map[string]string{"If-None-Match": tag}
		before := len(s.taken(t, partnerA))
		if again := a.get(t, path); again.status != 304 || again.body != "" || again.header.Get("ETag") != tag {
			t.Errorf("%s: A asks again and gets %d", path, again.status)
		}
		if len(s.taken(t, partnerA)) != before {
			t.Errorf("%s: a copy that A has was recorded again", path)
		}
		media := "text/"
		if strings.HasSuffix(path, "pdf") {
			media = "application/pdf"
		}
		for name, kind := range map[string]string{"Vary": "", "Content-Type": media} {
			if got := second.header.Get(name); kind != "" && !strings.HasPrefix(got, kind) {
				t.Errorf("%s: %s %s", path, name, got)
			}
		}
	}
}

func TestTrackedLinksLeadOn(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	home := s.program.Rules.Site
	s.run(t, []scenario{
		{path: "/r/casa-lumen/city-weekend?utm_medium=email&utm_content=es&utm_source=somebody-else&utm_campaign=x", status: 303, check: func(t *testing.T, s *site, a answer) {
			u, err := url.Parse(a.location)
			if err != nil || !strings.HasPrefix(a.location, home) {
				t.Fatalf("leads to %s", a.location)
			}
			if got := u.Query().Encode(); got != "utm_campaign=city-weekend&utm_content=es&utm_medium=email&utm_source=casa-lumen" {
				t.Errorf("carries %s", got)
			}
		}},
		{path: "/r/casa-lumen", status: 303, location: home + "?utm_medium=partner&utm_source=casa-lumen"},
		{path: "/r/casa-lumen/no-such-thing?utm_medium=%00", status: 303},
		{method: http.MethodHead, path: "/r/casa-lumen/city-weekend", status: 303},
		{path: "/r/nobody/city-weekend", status: 303, location: "/"},
		{path: "/r/" + strings.Repeat("x", 3000), status: 303, location: "/"},
		{as: partnerMember, path: "/assets/city-weekend", status: 200, contains: []string{"Followed once in 30 days"}},
	})
	touches, err := s.store.Touches.All(t.Context())
	if err != nil || len(touches) != 2 || touches[0].Count+touches[1].Count != 3 {
		t.Errorf("touches %+v, %v", touches, err)
	}
}

// TestTheDeskSeesWhatIsWrongWithTheFiles breaks the files and mends them: the library that
// was there is served meanwhile, and only staff read of the mistakes.
func TestTheDeskSeesWhatIsWrongWithTheFiles(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	s.load = func() (*content.Library, error) {
		return nil, content.Problems{{File: "library/winter.md", Line: 3, Message: "\"kind\" is missing"}, {File: "library/<b>.md", Line: 7, Column: 2, Message: "the link has no words"}}
	}
	if err := s.program.ReloadAssets(t.Context()); err == nil {
		t.Error("mistakes are not told")
	}
	s.run(t, []scenario{
		{as: editor, path: "/desk/assets", status: 200, contains: []string{"has 2 mistakes", "library/winter.md:3: \"kind\" is missing", "library/<b>.md:7:2: the link has no words", "Two nights in the city"}},
		{as: partnerMember, path: "/assets", status: 200, contains: []string{"Two nights in the city"}, absent: []string{"mistake"}},
	})
	s.load = nil
	if err := s.program.ReloadAssets(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.run(t, []scenario{{as: editor, path: "/desk/assets", status: 200, absent: []string{"mistake"}}})
}

// TestATranslationThatIsBehindSaysSo has a newer text in English than in Spanish.
func TestATranslationThatIsBehindSaysSo(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	const newer, behind = "a newer text exists in English", "Spanish is one version behind"
	rows := func(want int) func(*testing.T, *site, answer) {
		return func(t *testing.T, _ *site, a answer) {
			if got := strings.Count(a.text(), behind); got != want {
				t.Errorf("%d assets have a translation that is behind, want %d", got, want)
			}
		}
	}
	s.run(t, []scenario{
		{as: partnerMember, path: "/assets/city-weekend?locale=es", status: 200, absent: []string{newer}},
		{as: editor, path: "/desk/assets/city-weekend", status: 200, absent: []string{behind}},
		{as: editor, path: "/desk/assets", status: 200, check: rows(1)}, // the first introduction
	})
	s.restock(t, map[string][]string{"library/one-pagers/city-weekend.md": {"version: 3", "version: 4"}})
	s.run(t, []scenario{
		{as: partnerMember, path: "/assets/city-weekend?locale=es", status: 200, contains: []string{newer, `href="/assets/city-weekend?locale=en"`}},
		{as: partnerMember, path: "/assets/city-weekend?locale=en", status: 200, absent: []string{newer}},
		{as: editor, path: "/desk/assets", status: 200, check: rows(2)},
		{as: editor, path: "/desk/assets/city-weekend", status: 200, contains: []string{behind}},
	})
}

func TestTheDeskSeesWhatEndsSoon(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	s.run(t, []scenario{
		{as: editor, path: "/desk/assets", status: 200, absent: []string{"Ending within"}},
		{as: editor, path: "/desk/assets?view=ending", status: 200, contains: []string{"None here"}},
	})
	s.restock(t, map[string][]string{"library/one-pagers/city-weekend.md": {"version: 3", "version: 4\nexpires: 2026-04-30"}})
	s.run(t, []scenario{
		{as: editor, path: "/desk/assets", status: 200, contains: []string{"Ending within 90 days"}},
		{as: editor, path: "/desk/assets?view=ending", status: 200, contains: []string{"Two nights in the city", "Last day 30 April 2026"}, absent: []string{"/desk/assets/family-house"}},
	})
}

func TestTheDeskSeesWhoHasWhat(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	s.as(t, partnerMember).get(t, "/assets/city-weekend/download?format=html")
	s.run(t, []scenario{
		{as: editor, path: "/desk/assets", status: 200, contains: []string{"Two nights in the city", "1 of version 3", "Person partner.member, Casa Lumen", "Never taken"}},
		{as: editor, path: "/desk/assets?view=unused", status: 200, contains: []string{"Never"}, absent: []string{"Two nights in the city"}},
		{as: manager, path: "/desk/assets?view=draft", status: 200, contains: []string{"None here"}},
		{as: manager, path: "/desk/assets/city-weekend", status: 200, contains: []string{"Casa Lumen", "Up to date", "/desk/partners/pa", "Northwind Stays"}},
		{as: partnerMember, path: "/assets/city-weekend", status: 200},
		{as: partnerMember, path: "/assets/city-weekend", method: "HEAD", status: 200},
		{as: manager, path: "/desk/assets/city-weekend", status: 200, contains: []string{`data-label="Views">1<`, "By tier", "By market", "Web page (HTML) 1", "Tier 4 Experimental"}},
		{as: manager, path: "/desk/assets/city-weekend?has=old", status: 200, contains: []string{"No partner fits"}},
		{as: manager, path: "/desk/assets/city-weekend?has=new", status: 200, contains: []string{"/desk/partners/pa"}},
		{as: manager, path: "/desk/assets/city-weekend?tier=elite", status: 200, contains: []string{"No partner fits"}, absent: []string{"/desk/partners/pa"}},
		{as: manager, path: "/desk/assets/city-weekend/holders.csv", status: 200, contains: []string{"partner,company,tier,markets,has_version", "pa,Casa Lumen,"}},
		{as: manager, path: "/desk/assets/city-weekend/holders.csv?tier=elite", status: 200, absent: []string{"Casa Lumen"}},
		{as: manager, path: "/desk/assets/city-weekend/holders.csv?has=old", status: 200, absent: []string{"Casa Lumen"}},
		{as: manager, path: "/desk/assets/city-weekend?has=new&tier=core", status: 200, contains: []string{"holders.csv?has=new&tier=core"}, absent: []string{"Remind by mail"}},
		{as: manager, path: "/desk/assets/city-weekend/remind", form: url.Values{}, status: 409, contains: []string{"nobody to remind", "Casa Lumen"}},
		{as: manager, path: "/desk/assets/nothing/remind", form: url.Values{}, status: 404},
		{as: financeRole, path: "/desk/assets/city-weekend/remind", form: url.Values{}, status: 403},
		{as: manager, path: "/desk/assets/nothing/holders.csv", status: 404},
		{as: partnerAdmin, path: "/desk/assets/city-weekend/holders.csv", status: 403},
		{as: manager, path: "/desk/assets.csv", status: 200, contains: []string{"asset,title,kind,state,version,views_12_months", "city-weekend,"}},
		{as: manager, path: "/desk/assets.csv?view=unused", status: 200, absent: []string{"city-weekend,"}},
		{as: partnerAdmin, path: "/desk/assets.csv", status: 403},
		{
			as: manager, path: "/desk/assets?sort=views&market=XX", status: 200, contains: []string{"count the chosen partners alone", `aria-sort="descending"`, "sort=-views"},
			absent: []string{"Person partner.member"},
		},
		{as: manager, path: "/desk/assets/open-house", status: 200, contains: []string{"Nobody has taken it yet"}},
		{as: manager, path: "/desk/assets/no-such-thing", status: 404},
		{as: financeRole, path: "/desk/assets/downloads.csv?asset=city-weekend", status: 200, contains: []string{"at,partner,person,asset", "Casa Lumen,Person partner.member,city-weekend"}, check: func(t *testing.T, _ *site, a answer) {
			if got := a.header.Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="downloads-city-weekend-2026-`) {
				t.Errorf("Content-Disposition %s", got)
			}
		}},
		{as: manager, path: "/desk/assets/downloads.csv?asset=no-such-thing", status: 404},
		{as: partnerAdmin, path: "/desk/assets", status: 403},
		{as: partnerMember, path: "/home", status: 200, contains: []string{"Assets for you", "Open the hub"}},
	})
}

func TestPicturesOfTheLibraryAreServedByTheirHash(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	body := ""
	for _, a := range s.library().Assets(content.Audience{Staff: true}) {
		if cover := s.library().Cover(a); cover.Path != "" {
			address, _, _ := strings.Cut(cover.Path, "#")
			image, err := s.library().ImageAt(address)
			if err != nil {
				t.Fatal(err)
			}
			got := s.browser().get(t, address)
			if got.status != 200 || got.header.Get("Content-Type") != image.Type || !strings.Contains(got.header.Get("Cache-Control"), "immutable") || got.body != string(image.Bytes) {
				t.Errorf("%s: %d %s", address, got.status, got.header.Get("Content-Type"))
			}
			reader := s.browser()
			reader.header = map[string]string{"Accept-Encoding": "gzip, br"}
			packed := reader.get(t, address)
			if image.Type == "image/svg+xml" && (packed.header.Get("Content-Encoding") != "br" || len(packed.body) > len(got.body)/2) {
				t.Errorf("%s: a drawing is sent in %d bytes of %d", address, len(packed.body), len(got.body))
			}
			reader.header["If-None-Match"] = packed.header.Get("ETag")
			if again := reader.get(t, address); again.status != 304 || again.body != "" {
				t.Errorf("%s: the same again: %d", address, again.status)
			}
			body = address
		}
	}
	for _, wrong := range []string{strings.Replace(body, "/images/", "/images/0", 1), "/library/images/0000000000000000/rooftops.svg", "/library/images/..%2f..%2fprogram/logo.svg"} {
		if got := s.browser().get(t, wrong); got.status != 404 {
			t.Errorf("%s: %d", wrong, got.status)
		}
	}
}

// TestContentLinksToPagesThatExist holds the list that assets are checked against
// to the routes there are.
func TestContentLinksToPagesThatExist(t *testing.T) {
	t.Parallel()
	patterns := Patterns(get)
	for _, page := range content.Pages {
		found := false
		for _, pattern := range patterns {
			found = found || pattern == page
		}
		if !found {
			t.Errorf("content may link to %s, and there is no such page", page)
		}
	}
}

func TestNobodyIsRemindedOfWhatIsOver(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	s.as(t, partnerMember).get(t, "/assets/city-weekend/download?format=html")
	s.restock(t, map[string][]string{"library/one-pagers/city-weekend.md": {"version: 3\npublished: 2026-03-02", "version: 4\npublished: 2026-02-01\nexpires: 2026-03-01"}})
	s.run(t, []scenario{
		{as: manager, path: "/desk/assets/city-weekend", status: 200, contains: []string{"Expired", "Now version 4"}, absent: []string{"Remind by mail"}},
		{as: manager, path: "/desk/assets/city-weekend/remind", form: url.Values{}, status: 409, contains: []string{"nobody to remind", "may take the new one"}},
	})
}

func TestHoldersOfAnOldVersionAreReminded(t *testing.T) {
	t.Parallel()
	s := hubSite(t)
	s.as(t, partnerMember).get(t, "/assets/city-weekend/download?format=html")
	s.restock(t, map[string][]string{"library/one-pagers/city-weekend.md": {"version: 3", "version: 4\nnotes: The prices of 2027."}})
	s.run(t, []scenario{
		{as: financeRole, path: "/desk/assets/city-weekend", status: 200, contains: []string{"Now version 4"}, absent: []string{"Remind by mail"}},
		{as: manager, path: "/desk/assets/city-weekend?has=old", status: 200, contains: []string{"Remind by mail", "One of them has an old copy.", `name="has" value="old"`}},
		{as: manager, path: "/desk/assets/city-weekend/remind", form: url.Values{"has": {"old"}}, status: 303, location: "/desk/assets/city-weekend?has=old"},
		{as: manager, path: "/desk/assets/city-weekend", status: 200, contains: []string{"Reminded on 2", "Person manager"}, absent: []string{"Remind by mail"}},
		{as: admin, path: "/desk/audit", status: 200, contains: []string{"version 4 of “Two nights in the city, done properly” takes the place of its version 3"}},
	})
}
