package portal

import (
	"errors"
	"strings"
	"testing"
)

func TestATouchSurvivesACookieAndNothingElseIsOne(t *testing.T) {
	m := TouchMark{Partner: "p1", Name: "Casa Lumen", Code: "casa-lumen", Asset: "city-weekend", Medium: "email", Day: "2026-03-02"}
	if got := m.Text(); got != "casa-lumen,city-weekend,email,2026-03-02" {
		t.Errorf("as text %q: a cookie holds code, asset, medium and day alone", got)
	}
	back, ok := ReadTouchMark(m.Text())
	if want := (TouchMark{Code: m.Code, Asset: m.Asset, Medium: m.Medium, Day: m.Day}); !ok || back != want {
		t.Errorf("read back %+v, %v", back, ok)
	}
	if back, ok := ReadTouchMark("casa-lumen,,billboard,2026-03-02"); !ok || back.Medium != PartnerMedium {
		t.Errorf("a medium that is none: %+v, %v", back, ok)
	}
	for _, text := range []string{"", "casa-lumen", ",,email,2026-03-02", "casa-lumen,x,email,yesterday", "a,b,c,2026-03-02,e"} {
		if _, ok := ReadTouchMark(text); ok {
			t.Errorf("%q is taken for a touch", text)
		}
	}
}

func TestAnInquirySpeaksToTheCustomer(t *testing.T) {
	p, partner := rules, Partner{ID: "p1", Application: Application{Company: "Casa Lumen"}, Code: "casa-lumen", State: PartnerActive}
	last := TouchMark{Partner: "p1", Name: "Casa Lumen", Code: "casa-lumen", Medium: "email", Day: "2026-03-02"}
	_, err := p.Inquire("i1", "r1", partner, ReferralInput{}, TouchMark{}, last, "2026-03-02T10:00:00.000Z")
	wrong, ok := errors.AsType[*Error](err)
	if !ok || wrong.Kind != Invalid {
		t.Fatalf("an empty form: %v", err)
	}
	for _, field := range []string{"company", "contact", "email", "need", "consent", "country", "product"} {
		text := wrong.Fields[field]
		if text == "" || strings.Contains(text, "customer") || strings.Contains(text, "person's") || strings.Contains(text, "pass on") {
			t.Errorf("%s: %q", field, text)
		}
	}
	in := ReferralInput{Lead: Lead{Company: "Hotel Aurora", Contact: "Win at lucky.com", Email: "ana@aurora.pt", Country: "PT", Need: "Rooms", Product: p.Products[0].Code, Consent: true}}
	if _, err := p.Inquire("i1", "r1", partner, in, TouchMark{}, last, "2026-03-02T10:00:00.000Z"); KindOf(err) != Invalid || !strings.Contains(err.Error(), "links") {
		t.Errorf("a name with an address in it, which a mail from us would greet: %v", err)
	}
	in.Contact = "Ana Reis"
	i, err := p.Inquire("i1", "r1", partner, in, TouchMark{}, last, "2026-03-02T10:00:00.000Z")
	if err != nil || i.First != last || i.Last != last || i.Referral != "r1" || i.ExpiresAt != "2026-03-05T10:00:00.000Z" {
		t.Errorf("%+v, %v", i, err)
	}
	if got := i.Input(); got.Source != FromLink || got.UTM != (UTM{Source: "casa-lumen", Medium: "email"}) || got.Company != "Hotel Aurora" {
		t.Errorf("submitted as %+v", got)
	}
	done := i.Confirm("2026-03-03T10:00:00.000Z")
	if done.Lead != (Lead{}) || done.Confirm("2026-03-04T10:00:00.000Z").ConfirmedAt != "2026-03-03T10:00:00.000Z" {
		t.Errorf("once confirmed it still holds %+v", done.Lead)
	}
}

func TestAPartnerSeesNoOtherPartnersTouch(t *testing.T) {
	own, other := TouchMark{Partner: "p1", Code: "a"}, TouchMark{Partner: "p2", Code: "b"}
	r := Referral{Partner: "p1", DuplicateOf: "r2", FirstTouch: &other, LastTouch: &own}
	if got := r.ForPartner(); got.DuplicateOf != "" || got.FirstTouch != nil || got.LastTouch == nil {
		t.Errorf("shown %+v", got)
	}
	r.FirstTouch = &own
	if got := r.ForPartner(); got.FirstTouch == nil {
		t.Error("the own first touch is kept from the partner")
	}
}
