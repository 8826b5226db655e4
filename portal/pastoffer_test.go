package portal

import "testing"

func TestARoundOfPartnersInASentence(t *testing.T) {
	for _, c := range []struct {
		state  SharedLeadState
		offers []Offer
		want   string
		past   int
	}{
		{SharedOffered, []Offer{{Name: "A", State: OfferOpen, At: "1"}}, "", 0},
		{SharedOffered, []Offer{{Name: "A", State: OfferOpen, At: "1"}, {Name: "B", State: OfferWaiting}, {Name: "C", State: OfferWaiting}}, "Then B, C.", 0},
		{SharedOffered, []Offer{{Name: "A", State: OfferDeclined, At: "1"}, {Name: "B", State: OfferOpen, At: "2"}, {Name: "C", State: OfferWaiting}}, "A declined. Then C.", 1},
		{SharedReturned, []Offer{{Name: "A", State: OfferLapsed, At: "1"}, {Name: "B", State: OfferSkipped}, {Name: "C", State: OfferDeclined, At: "2"}}, "A did not answer, B was passed over, C declined.", 2},
		{SharedAccepted, []Offer{{Name: "A", State: OfferLapsed, At: "1"}, {Name: "B", State: OfferAccepted, At: "2"}, {Name: "C", State: OfferWaiting}}, "A did not answer.", 1},
		{SharedWithdrawn, []Offer{{Name: "A", State: OfferStopped, At: "1"}, {Name: "B", State: OfferStopped}}, "", 1}, // B was never told of it
	} {
		lead := SharedLead{ID: "s1", State: c.state, Offers: c.offers}
		if got := lead.Round(); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.state, c.offers, got, c.want)
		}
		past := lead.Past()
		if len(past) != c.past {
			t.Errorf("%s: %d past offers, want %d", c.state, len(past), c.past)
		}
		for _, p := range past {
			if p.Lead != "s1" || p.ID == "" {
				t.Errorf("got %+v", p)
			}
		}
	}
	if lead := (SharedLead{ID: "s1", Offers: []Offer{{State: OfferAccepted}, {Partner: "p2", State: OfferLapsed, At: "1", EndedAt: "2"}}}); lead.Past()[0] != (PastOffer{ID: "offer:s1:2", Lead: "s1", Partner: "p2", State: OfferLapsed, At: "2"}) {
		t.Errorf("got %+v", lead.Past())
	}
}
