package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
)

func TestPastOffersComeByPartnerAndState(t *testing.T) {
	s := open(t)
	rows := []portal.PastOffer{
		{ID: "offer:s1:1", Lead: "s1", Partner: "p1", State: portal.OfferDeclined, At: minute(1)},
		{ID: "offer:s2:1", Lead: "s2", Partner: "p1", State: portal.OfferDeclined, At: minute(2)},
		{ID: "offer:s3:1", Lead: "s3", Partner: "p1", State: portal.OfferLapsed, At: minute(3)},
		{ID: "offer:s1:2", Lead: "s1", Partner: "p2", State: portal.OfferDeclined, At: minute(4)},
	}
	for _, row := range rows {
		if err := s.PastOffers.Insert(t.Context(), row); err != nil {
			t.Fatal(err)
		}
		if err := s.PastOffers.Insert(t.Context(), row); portal.KindOf(err) != portal.Conflict {
			t.Errorf("inserted twice: %v", err)
		}
	}
	first, err := s.PastOffers.Of(t.Context(), "p1", portal.OfferDeclined, 1, "")
	if err != nil || !cmp.Equal(first.Rows, rows[1:2]) || first.Next == "" {
		t.Fatalf("the newest: %+v, %v", first, err)
	}
	if rest, err := s.PastOffers.Of(t.Context(), "p1", portal.OfferDeclined, 1, first.Next); err != nil || !cmp.Equal(rest.Rows, rows[:1]) {
		t.Errorf("the rest: %+v, %v", rest, err)
	}
}
