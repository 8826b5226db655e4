package program

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

// TestANoticeIsToldToBothSidesAndEndsThePartnership with its last money paid below the least amount.
func TestANoticeIsToldToBothSidesAndEndsThePartnership(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	partner := h.member(t, lena, "Casa Lumen Hotels", "casa-lumen.pt")
	marta := h.admin(t, partner.ID)
	h.mail(t)
	subjects := func() []string {
		var list []string
		for _, letter := range h.mail(t) {
			list = append(list, letter.To+": "+letter.Subject)
		}
		slices.Sort(list)
		return list
	}
	before := h.payee(partner).Minimum
	given, err := h.GiveOwnNotice(t.Context(), marta, "We close the business.")
	if err != nil {
		t.Fatal(err)
	}
	last := given.Notice.LastDay
	if _, err := h.GiveNotice(t.Context(), lena, partner.ID, "So do we."); portal.KindOf(err) != portal.Conflict {
		t.Errorf("given by both: %v", err)
	}
	if err := h.WithdrawNotice(t.Context(), lena, partner.ID); portal.KindOf(err) != portal.Conflict {
		t.Errorf("taken back by the other side: %v", err)
	}
	if _, err := h.GiveNotice(t.Context(), marta, partner.ID, "x"); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a partner as staff: %v", err)
	}
	if _, err := h.Ending(t.Context(), lena, "nobody"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("of nobody: %v", err)
	}
	if got := subjects(); len(got) != 2 || !strings.Contains(got[0]+got[1], "Your partnership ends on "+last.Long()) || !strings.Contains(got[0]+got[1], "Casa Lumen Hotels leaves on "+last.Long()) {
		t.Errorf("told: %q", got)
	}
	if err := h.EndPartnerships(t.Context()); err != nil {
		t.Fatal(err)
	}
	own, err := h.OwnEnding(t.Context(), marta)
	if err != nil || own.Partner.State == portal.PartnerEnded || own.LastDay != last {
		t.Errorf("before its day: %s, %s, %v", own.Partner.State, own.LastDay, err)
	}
	h.wait(time.Duration(h.Today().DaysUntil(last)+1) * 24 * time.Hour)
	for range 2 {
		if err := h.EndPartnerships(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ended, err := h.Ending(t.Context(), lena, partner.ID)
	if err != nil || ended.Partner.State != portal.PartnerEnded {
		t.Fatalf("after its day: %s, %v", ended.Partner.State, err)
	}
	if got := subjects(); len(got) != 2 || !strings.Contains(got[0]+got[1], "Your partnership has ended") || !strings.Contains(got[0]+got[1], "The partnership with Casa Lumen Hotels has ended") {
		t.Errorf("told: %q", got)
	}
	if before.Minor == 0 || h.payee(ended.Partner).Minimum.Minor != 0 {
		t.Errorf("the least payout was %s and is %s", before, h.payee(ended.Partner).Minimum)
	}
	proof, err := h.Verify(t.Context(), portal.System("test"))
	if err != nil || len(proof.Violations)+len(proof.Unfinished) > 0 {
		t.Errorf("%+v, %v", proof, err)
	}
}
