package web

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strings"
	"testing"

	"tandem/portal"
)

// files are the names in a ZIP that came as an answer.
func (a answer) files(t *testing.T) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader([]byte(a.body)), int64(len(a.body)))
	if err != nil {
		t.Fatalf("%d bytes are no ZIP: %v", len(a.body), err)
	}
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}

func TestEverythingOfAnAssetInOneFile(t *testing.T) {
	s := hubSite(t)
	s.run(t, []scenario{
		{as: partnerMember, path: "/assets/city-weekend", status: 200, contains: []string{"Everything (ZIP)", "download?format=kit&locale=en"}},
		{as: partnerMember, path: "/assets/city-weekend/download?format=kit&locale=es", status: 200, check: func(t *testing.T, s *site, a answer) {
			if got := a.header.Get("Content-Disposition"); got != `attachment; filename="city-weekend-es-casa-lumen.zip"` {
				t.Errorf("Content-Disposition %s", got)
			}
			for _, want := range []string{"README.txt", "city-weekend-es-casa-lumen.pdf", "city-weekend-es-casa-lumen.eml", "pictures/", "manifest.json"} {
				if !strings.Contains(a.files(t), want) {
					t.Errorf("no %s among %s", want, a.files(t))
				}
			}
			if list := s.taken(t, partnerA); len(list) != 1 || list[0].Format != "kit" || list[0].Locale != "es" || list[0].Version != 3 {
				t.Errorf("recorded %+v", list)
			}
		}},
		{as: partnerMember, method: http.MethodHead, path: "/assets/brand-guidelines/download?format=kit", status: 200},
		{as: partnerMember, path: "/assets/open-house/download?format=kit", status: 404, absent: []string{"open house"}},
	})
	if got := len(s.taken(t, partnerA)); got != 1 {
		t.Errorf("%d downloads, want 1: a HEAD takes nothing", got)
	}
	a, b := s.as(t, partnerAdmin), s.as(t, otherPartner)
	first := a.get(t, "/assets/city-weekend/download?format=kit")
	tag := first.header.Get("ETag")
	a.header, b.header = map[string]string{"If-None-Match": tag}, map[string]string{"If-None-Match": tag}
	if again := a.get(t, "/assets/city-weekend/download?format=kit"); tag == "" || again.status != 304 || again.body != "" {
		t.Errorf("the same again: %d, tag %q", again.status, tag)
	}
	if other := b.get(t, "/assets/city-weekend/download?format=kit"); other.status != 200 || strings.Contains(other.files(t), "casa-lumen") {
		t.Errorf("with another's tag: %d", other.status)
	}
}

func TestASelectionComesAsOneFile(t *testing.T) {
	s := hubSite(t)
	two := "/assets/selection.zip?asset=city-weekend.es&asset=brand-guidelines"
	s.run(t, []scenario{
		{as: partnerMember, path: "/assets", status: 200, contains: []string{`name="asset" value="city-weekend.en" form="chosen"`, "Download together"}},
		{as: partnerMember, path: "/assets/selection", status: 200, contains: []string{"Nothing chosen yet"}},
		{
			as: partnerMember, path: "/assets/selection?asset=city-weekend.es&asset=brand-guidelines&asset=open-house&asset=no-such-thing&asset=city-weekend.es", status: 200,
			contains: []string{"2 assets chosen", `value="city-weekend.es" checked`, "1 of 2", `value="kit" checked`}, absent: []string{"open house", "no-such-thing"},
		},
		{as: partnerMember, path: two + "&format=email", status: 422, contains: []string{"Not offered as Email (.eml): “", "2 assets chosen", `value="email" checked`}},
		{as: partnerMember, path: two, status: 422, contains: []string{"Choose a format."}},
		{as: partnerMember, path: "/assets/selection.zip?format=pdf", status: 303, location: "/assets/selection"},
		{as: partnerMember, path: "/assets/selection.zip?format=pdf&asset=nothing&asset=no-such-thing", status: 422, contains: []string{"Choose at least one asset.", "Nothing chosen yet"}},
		{as: partnerMember, path: "/assets/selection.zip?format=docx&asset=city-weekend", status: 422, contains: []string{"Choose a format."}},
		{as: partnerMember, path: two + "&format=pdf", status: 200, check: func(t *testing.T, s *site, a answer) {
			if got := a.header.Get("Content-Disposition"); got != `attachment; filename="assets-casa-lumen.zip"` {
				t.Errorf("Content-Disposition %s", got)
			}
			if got := a.files(t); got != "README.txt city-weekend-es-casa-lumen.pdf brand-guidelines-casa-lumen.pdf manifest.json" {
				t.Errorf("the files are %s", got)
			}
			if list := s.taken(t, partnerA); len(list) != 2 || list[0].Format != "pdf" || list[1].Format != "pdf" {
				t.Errorf("recorded %+v", list)
			}
		}},
		{as: partnerMember, path: two + "&format=kit", status: 200, check: func(t *testing.T, _ *site, a answer) {
			if got := a.files(t); !strings.Contains(got, "city-weekend.es/city-weekend-es-casa-lumen.html") || !strings.Contains(got, "brand-guidelines.en/brand-guidelines-casa-lumen.md") {
				t.Errorf("the files are %s", got)
			}
		}},
		{as: manager, path: "/assets/selection", status: 403},
		{path: two + "&format=pdf", status: 401},
	})
	taken := len(s.taken(t, partnerA))
	c := s.as(t, partnerMember)
	c.header = map[string]string{"Sec-Fetch-Site": "cross-site"}
	if a := c.get(t, two+"&format=html"); a.status != 303 || a.location != "/assets/selection?asset=city-weekend.es&asset=brand-guidelines" {
		t.Errorf("from another site: %d to %s", a.status, a.location)
	}
	if got := len(s.taken(t, partnerA)); got != taken {
		t.Errorf("%d downloads, want %d: another site takes nothing", got, taken)
	}
}

func TestAPausedPartnerIsToldThatNothingCanBeTaken(t *testing.T) {
	s := hubSite(t)
	p, err := s.store.Partners.Get(t.Context(), partnerA)
	if err != nil {
		t.Fatal(err)
	}
	p, err = p.Pause("A question is open.", portal.System("test"), s.program.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.Partners.Save(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	s.run(t, []scenario{
		{as: partnerMember, path: "/assets/selection?asset=city-weekend", status: 200, contains: []string{"cannot be downloaded right now"}, absent: []string{"Download the ZIP"}},
		{as: partnerMember, path: "/assets/selection.zip?asset=city-weekend&format=pdf", status: 409},
	})
}
