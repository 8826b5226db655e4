package web

import (
	"net/url"
	"strings"
	"testing"

	"tandem/portal"
)

// TestARunShowsWhereItStands follows one run of payouts by its steps, with a stop in
// the middle of its preparation and a payout that is held back.
func TestARunShowsWhereItStands(t *testing.T) {
	t.Parallel()
	s := books(t)
	fay := s.as(t, financeRole)
	for ref, number := range map[string]string{"ra": "INV-1", "rb": "INV-2"} {
		expect(t, fay.post(t, deskCollections+"/new", cash(ref, number, "10000", "2026-03-02")), 303)
	}
	s.wait(61 * days)
	fay, abe := s.newcomer(t, "fay", "", portal.Finance), s.newcomer(t, "abe", "", portal.Finance)
	expect(t, abe.post(t, "/desk/partners/pb/earnings/freeze", url.Values{"reason": {"Two referrals look alike."}}), 303)
	page := fay.get(t, deskPayouts+"/new")
	expect(t, page, 200, `<li aria-current="step"><span>Choose`, "Payouts rest while we check something", `href="/desk/partners/pb/earnings#hold"`, "Release the payouts")

	stopped, err := portal.NewBatch("01STOPPED", "EUR", s.program.Today(), portal.Actor{User: "gone", Name: "Gil"}, s.program.Now(), s.program.Today())
	if err == nil {
		err = s.store.Batches.Insert(t.Context(), stopped)
	}
	if err != nil {
		t.Fatal(err)
	}
	at := batchHref("01STOPPED")
	expect(t, fay.get(t, at), 200, "It is still being put together.", "Finish the preparation", `<li aria-current="step"><span>Prepare`)
	expect(t, fay.post(t, at+"/check", nil), 409, "still being prepared")
	expect(t, s.newcomer(t, "max", "", portal.Manager).post(t, at+"/finish", nil), 403)
	expect(t, fay.post(t, at+"/finish", nil), 303)
	expect(t, fay.get(t, at), 200, "is prepared and checked", `<li aria-current="step"><span>Approve`, "By another person than Gil", "Check of the ledger", "1 partner of this batch with 1 entry, 1 claim and 1 payout was recomputed from its facts; nothing is wrong", "Left out")
	expect(t, abe.post(t, at+"/check", nil), 303)
	expect(t, abe.get(t, at), 200, "Checked: nothing is wrong.", "abe")

	expect(t, abe.post(t, at+"/approve", nil), 303)
	approved := abe.get(t, at)
	expect(t, approved, 200, `<li aria-current="step"><span>Send to the bank`, "the whole ledger with 2 entries")
	if strings.Contains(approved.body, "Check again") {
		t.Error("an approved batch can be checked again")
	}
	expect(t, abe.post(t, at+"/check", nil), 409, "is approved, so it is not checked any more")
	today := string(s.program.Today())
	expect(t, fay.post(t, at+"/export", url.Values{"format_bank": {"csv"}, "pay_on": {today}}), 303)
	expect(t, fay.get(t, at), 200, `<li aria-current="step"><span>Answers<span class="sub">0 of 1`)
	expect(t, fay.post(t, at+"/paid", url.Values{"paid_on": {today}, "paid_reference": {"SEPA-7"}}), 303)
	done := fay.get(t, at)
	expect(t, done, 200, `<li class="done"><span>Statements<span class="sub">1 partner paid and told`)
	if strings.Contains(done.body, `aria-current="step"`) {
		t.Error("a run that is over waits at a step")
	}
}

// TestAPartnerThatIsNotReadyIsReminded asks a partner that is left out, from the page that chooses whom a batch pays.
func TestAPartnerThatIsNotReadyIsReminded(t *testing.T) {
	t.Parallel()
	s := books(t)
	fay := s.as(t, financeRole)
	for ref, number := range map[string]string{"ra": "INV-1", "rb": "INV-2"} {
		expect(t, fay.post(t, deskCollections+"/new", cash(ref, number, "10000", "2026-03-02")), 303)
	}
	partner, err := s.store.Partners.Get(t.Context(), partnerB)
	if err == nil {
		partner.TermsOn = nil
		_, err = s.store.Partners.Save(t.Context(), partner)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.wait(61 * days)
	fay = s.newcomer(t, "fay", "", portal.Finance)
	page := deskPayouts + "/new"
	expect(t, fay.get(t, page), 200, "The terms are not accepted yet.", "Remind the partner")
	form := url.Values{"partner": {"pb"}, "currency": {"EUR"}, "cutoff": {string(s.program.Today())}}
	expect(t, s.newcomer(t, "max", "", portal.Manager).post(t, deskPayouts+"/remind", form), 403)
	done := fay.post(t, deskPayouts+"/remind", form)
	expect(t, done, 303)
	shown := fay.get(t, done.location)
	expect(t, shown, 200, "is reminded by mail.", "Reminded on ", "by Person fay")
	if strings.Contains(shown.text(), "Remind the partner") {
		t.Error("it can be reminded again on the same day")
	}
	expect(t, fay.post(t, deskPayouts+"/remind", form), 409, "today already")
	form.Set("partner", "pa")
	expect(t, fay.post(t, deskPayouts+"/remind", form), 409, "Nothing keeps it from being paid.")
}
