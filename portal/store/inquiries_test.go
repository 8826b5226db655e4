package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
)

func TestAnInquiryIsKeptAsItIsAndSweptAfterItsTime(t *testing.T) {
	s := open(t)
	i := portal.Inquiry{
		ID: "i1", Partner: "p1", PartnerName: "Casa Lumen", Lead: portal.Lead{Company: "Quinta do Vale", Email: "nuno@vale.pt", Consent: true},
		First: portal.TouchMark{Partner: "p2", Code: "atlas", Medium: "social", Day: "2026-03-01"}, Last: portal.TouchMark{Partner: "p1", Code: "casa-lumen", Medium: "email", Day: "2026-03-02"},
		Referral: "r1", AskedAt: minute(0), ExpiresAt: minute(5),
	}
	later := i
	later.ID, later.ExpiresAt = "i2", minute(9)
	for _, one := range []portal.Inquiry{i, later} {
		if err := s.Inquiries.Insert(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	there, err := s.Inquiries.Get(t.Context(), "i1")
	if err != nil || there.Version != 1 {
		t.Fatalf("version %d, %v", there.Version, err)
	}
	i.Version = 1
	if diff := cmp.Diff(i, there); diff != "" {
		t.Errorf("changed by the way through the store:\n%s", diff)
	}
	if n, err := s.Inquiries.Sweep(t.Context(), minute(6), 10); err != nil || n != 1 {
		t.Errorf("swept %d, %v", n, err)
	}
	if _, err := s.Inquiries.Get(t.Context(), "i1"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("the expired one: %v", err)
	}
	if err := s.Inquiries.Remove(t.Context(), there); err != nil {
		t.Errorf("removed twice: %v", err)
	}
	if n, err := s.Inquiries.Number(t.Context()); err != nil || n != 1 {
		t.Errorf("%d left, %v", n, err)
	}
}
