package web

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"tandem/portal"
)

func TestAPartnerSeesWhatItsLinksBring(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.linked(t)
	guest := s.browser()
	for _, path := range []string{"/r/alpha", "/r/alpha/city-weekend?utm_medium=email", "/r/alpha/city-weekend?utm_medium=email"} {
		if a := guest.get(t, path); a.status != 303 {
			t.Fatalf("%s: %d", path, a.status)
		}
	}
	r := portal.Referral{
		ID: "rl", Partner: partnerA, PartnerName: "Alpha", State: portal.ReferralWon, Lead: portal.Lead{Company: "Quinta do Vale"}, Source: portal.FromLink,
		SubmittedAt: s.program.Now(), SubmittedOn: s.program.Today(), LastTouch: &portal.TouchMark{Partner: partnerA, Asset: "city-weekend", Medium: "email"},
	}
	if err := s.store.Referrals.Insert(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	s.run(t, []scenario{
		{as: partnerMember, path: "/links", status: 200, contains: []string{"https://partners.example.com/r/alpha", "Quinta do Vale", "50.0%", "<td class=\"num\" data-label=\"Followed\">2</td>", "Plain link"}, absent: []string{"Another name"}},
		{as: partnerMember, path: "/links?asset=city-weekend&medium=social&to=form", status: 200, contains: []string{"https://partners.example.com/r/alpha/city-weekend?to=form&utm_medium=social", "/links/qr.svg?asset=city-weekend&medium=social&to=form"}},
		{as: partnerMember, path: "/links?asset=no-such&medium=%3Cb%3E", status: 200, contains: []string{`value="https://partners.example.com/r/alpha"`}},
		{as: partnerMember, path: "/links/touches.csv", status: 200, contains: []string{"2026-03-02,city-weekend,Email,2"}},
		{as: manager, path: "/desk/links", status: 200, contains: []string{"alpha", "/desk/links/pa"}},
		{as: manager, path: "/desk/links/pa", status: 200, contains: []string{"Links of Alpha", "Another name"}},
		{as: manager, path: "/desk/links/nobody", status: 404},
		{as: manager, path: "/desk/links/nobody/qr.svg", status: 404},
		{as: manager, path: "/desk/links/pa/touches.csv", status: 200, contains: []string{"city-weekend"}},
	})
	drawn := s.as(t, partnerMember).get(t, "/links/qr.svg?to=form")
	if drawn.status != 200 || drawn.header.Get("Content-Type") != "image/svg+xml" || !strings.HasPrefix(drawn.body, "<svg") || !strings.Contains(drawn.header.Get("Content-Disposition"), "alpha.svg") {
		t.Errorf("the code as SVG: %d %v", drawn.status, drawn.header)
	}
	picture := s.as(t, manager).get(t, "/desk/links/pa/qr.png")
	if img, err := png.Decode(bytes.NewReader([]byte(picture.body))); err != nil || img.Bounds().Dx() < 400 {
		t.Errorf("the code as PNG: %v", err)
	}
}

func TestARenamedLinkStillLeadsToItsPartner(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.linked(t)
	if _, err := s.store.Guards.Claim(t.Context(), "code|alpha", string(partnerA), s.program.Now()); err != nil { // as the approval does
		t.Fatal(err)
	}
	s.company(t, partnerB, "Beta")
	if _, err := s.store.Guards.Claim(t.Context(), "code|beta", string(partnerB), s.program.Now()); err != nil {
		t.Fatal(err)
	}
	const rename = "/desk/links/pa/rename"
	code := func(code string) map[string][]string { return map[string][]string{"code": {code}} }
	s.run(t, []scenario{
		{as: manager, path: rename, form: code("beta"), status: 422, contains: []string{"Another partner has this code, or had it once."}},
		{as: manager, path: rename, form: code("al pha"), status: 422, contains: []string{"Write 3 to 32 letters", `value="al pha"`}},
		{as: manager, path: rename, form: code("alpha"), status: 422, contains: []string{"This is the code already."}},
		{as: manager, path: "/desk/links/nobody/rename", form: code("gamma"), status: 404},
		{as: manager, path: rename, form: code("Alpha-Tours"), status: 303, location: "/desk/links/pa"},
		{path: "/r/alpha-tours?to=form", status: 303, location: "/refer/alpha-tours"},
		{path: "/r/alpha?to=form", status: 303, location: "/refer/alpha-tours"},
		{path: "/refer/alpha", status: 200, contains: []string{"Alpha introduces you"}},
		{as: manager, path: "/desk/links/pa", status: 200, contains: []string{"alpha-tours"}},
		{as: manager, path: rename, form: code("alpha"), status: 303, location: "/desk/links/pa"}, // back to the first
		{path: "/r/alpha-tours?to=form", status: 303, location: "/refer/alpha"},
	})
	touches, err := s.store.Touches.All(t.Context())
	if err != nil || len(touches) != 1 || touches[0].Count != 3 || touches[0].Partner != partnerA {
		t.Errorf("counted as %+v, %v", touches, err)
	}
}
