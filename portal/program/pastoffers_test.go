package program

import (
	"testing"

	"tandem/portal"
)

// TestADeclinedLeadIsFoundAfterEveryStop stops the process at each write of a refusal; the
// next round of recovery leaves the offer among those that the partner declined.
func TestADeclinedLeadIsFoundAfterEveryStop(t *testing.T) {
	t.Parallel()
	for k := 1; ; k++ {
		h := newHouse(t)
		alpha, a := h.company(t, "Alpha")
		beta, b := h.company(t, "Beta")
		lead, _ := h.share(t, "Vila Serena", "ana@vilaserena.pt", alpha, beta)
		_, first := h.dying(t, k).DeclineLead(t.Context(), a, lead.ID, "No rooms.")
		if err := h.RecoverEvents(t.Context()); err != nil {
			t.Fatal(err)
		}
		want := len(h.shared(t, lead.ID).Past())
		page, err := h.PastLeads(t.Context(), a, portal.OfferDeclined, "")
		if err != nil || len(page.Rows) != want {
			t.Errorf("stopped at write %d: %d declined of %d, %v", k, len(page.Rows), want, err)
		}
		for _, s := range page.Rows {
			if s.Company != "" || len(s.Offers) != 1 {
				t.Errorf("the partner reads %+v", s)
			}
		}
		if page, err := h.PastLeads(t.Context(), b, portal.OfferDeclined, ""); err != nil || len(page.Rows) != 0 {
			t.Errorf("another partner finds %d, %v", len(page.Rows), err)
		}
		if _, err := h.PastLeads(t.Context(), a, portal.OfferOpen, ""); portal.KindOf(err) != portal.NotFound {
			t.Errorf("a list that is none: %v", err)
		}
		if first == nil {
			if want != 1 {
				t.Errorf("%d offers are past", want)
			}
			return
		}
	}
}
