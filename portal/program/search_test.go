package program

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/content"
	"tandem/portal"
)

// titles are what was found, by kind.
func titles(f Found) string {
	var list []string
	for _, p := range f.Partners {
		list = append(list, "partner "+p.Company)
	}
	for _, r := range f.Referrals {
		list = append(list, "referral "+r.Company)
	}
	for _, b := range f.Batches {
		list = append(list, "batch "+b.Number())
	}
	for _, p := range f.Payouts {
		list = append(list, "payout "+p.Reference)
	}
	for _, a := range f.Assets {
		list = append(list, "asset "+string(a.Slug))
	}
	return strings.Join(list, ", ")
}

func TestSearchFindsWhatTheRoleMaySee(t *testing.T) {
	t.Parallel()
	h, lena, _, r, _ := desk(t)
	_, beta := h.company(t, "Quinta Açor")
	h.wait(time.Minute)
	h.submit(t, beta, h.lead("Clínica Sol", "ana@sol.pt"))
	fay := h.staff(t, "fay@northwindstays.example", portal.Finance)
	emil := h.staff(t, "emil@northwindstays.example", portal.Editor)
	batch := portal.Batch{
		ID: "01J00000000000000000BATCH1", State: portal.BatchDraft, Currency: "EUR", Total: portal.Amount(100, "EUR"), At: h.Now(),
		Lines: []portal.BatchLine{{Payout: "po1", Name: "Alpha", Total: portal.Amount(60, "EUR")}, {Payout: "po2", Name: "Beta", Total: portal.Amount(40, "EUR")}},
	}
	if err := h.store.Batches.Insert(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	slug := h.library().Assets(content.Audience{Staff: true, Today: h.Today()})[0]
	for _, c := range []struct {
		who        portal.Actor
		text, want string
	}{
		{lena, "acor", "partner Quinta Açor"},
		{lena, "ALPHA.com", "partner Alpha"},
		{lena, "ines@alpha", "partner Alpha"},
		{lena, "miramar", "referral Hotel Miramar"},
		{lena, "clinica", "referral Clínica Sol"},
		{lena, r.Number(), "referral Hotel Miramar"},
		{lena, "b-batch1", "payout B-BATCH1-001, payout B-BATCH1-002"},
		{lena, "BATCH1-002", "payout B-BATCH1-002"},
		{fay, "b-batch1", "batch B-BATCH1, payout B-BATCH1-001, payout B-BATCH1-002"},
		{fay, "miramar", "referral Hotel Miramar"},
		{emil, "miramar", ""},
		{emil, "alpha", "partner Alpha"},
		{beta, "clinica", "referral Clínica Sol"},
		{beta, "miramar", ""}, // another partner's
		{beta, "alpha", ""},
		{lena, "a", ""},
		{lena, " ", ""},
		{lena, "no such thing", ""},
	} {
		got, err := h.Search(t.Context(), c.who, c.text)
		if text := titles(Found{Partners: got.Partners, Referrals: got.Referrals, Batches: got.Batches, Payouts: got.Payouts}); err != nil || text != c.want {
			t.Errorf("%s finds %q: %s, want %s, %v", c.who.Name, c.text, text, c.want, err)
		}
		if got.Empty() != (titles(got) == "") {
			t.Errorf("%q is empty: %t", c.text, got.Empty())
		}
	}
	if got, err := h.Search(t.Context(), emil, slug.Title); err != nil || len(got.Assets) == 0 || got.Assets[0].Slug != slug.Slug {
		t.Errorf("an asset by its title: %s, %v", titles(got), err)
	}
	if _, err := h.Search(t.Context(), portal.Actor{}, "alpha"); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a visitor: %v", err)
	}
}

func TestSearchPutsWhatBeginsSoFirstAndShowsAHandful(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	for i := range findShown + 2 {
		h.company(t, fmt.Sprintf("Alma Casa %d", i))
	}
	h.company(t, "Casa Lumen")
	got, err := h.Search(t.Context(), lena, "casa")
	if err != nil || len(got.Partners) != findShown || !got.More || got.Partners[0].Company != "Casa Lumen" {
		t.Errorf("%s, more: %t, %v", titles(got), got.More, err)
	}
}

// TestAnOldReferralIsFoundByHowItBegins looks past the newest that a search goes through.
func TestAnOldReferralIsFoundByHowItBegins(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range findReferrals + 5 {
		n := fmt.Sprintf("%05d", i)
		r := portal.Referral{ID: portal.ReferralID("01J00000000000000000R" + n), Partner: "p", Lead: portal.Lead{Company: "Müller " + n, Domain: "m" + n + ".de"}, SubmittedAt: h.Now().Add(time.Duration(i) * time.Second)}
		if err := h.store.Referrals.Insert(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	for _, text := range []string{"muller 00000", "m00000", "r-r00000"} {
		if got, err := h.Search(t.Context(), lena, text); err != nil || titles(got) != "referral Müller 00000" {
			t.Errorf("%s finds %s, %v", text, titles(got), err)
		}
	}
}
