package web

import (
	"net/url"
	"testing"
	"time"

	"tandem/portal"
)

func TestEachMethodAsksForItsOwnFields(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.letIn(t, partnerA, "Bluewater Ferries", "bluewater-ferries.com")
	ach := url.Values{"method": {"ach"}, "holder": {"Bluewater Inc"}, "routing": {"021000022"}, "account": {"0123 456789"}, "kind": {"checking"}}
	s.run(t, []scenario{
		{name: "the first method there is", as: partnerAdmin, path: payToPath, status: 200, contains: []string{"Nothing yet", `name="iban"`, "Add them", "3 days after"}, absent: []string{`name="routing"`, `name="paypal"`}},
		{as: partnerAdmin, path: payToPath + "?method=ach", status: 200, contains: []string{`name="routing"`, `name="account"`, "At most 22 characters"}, absent: []string{`name="iban"`}},
		{as: partnerAdmin, path: payToPath + "?method=paypal", status: 200, contains: []string{`name="paypal"`}, absent: []string{`name="street"`}},
		{as: partnerAdmin, path: payToPath + "?method=wise", status: 200, contains: []string{`name="wise"`}},
		{name: "a method that is none", as: partnerAdmin, path: payToPath + "?method=cash", status: 200, contains: []string{`name="iban"`}},
		{name: "a member sees no form", as: partnerMember, path: payToPath, status: 200, contains: []string{"by the admins of your company"}, absent: []string{`name="iban"`}},
		{name: "a slip", as: partnerAdmin, path: payToPath, form: ach, status: 422, contains: []string{"This routing number has a slip in it", `value="021000022"`, `name="account"`}, absent: []string{`name="iban"`}},
		{name: "an unknown method", as: partnerAdmin, path: payToPath, form: url.Values{"method": {"cash"}, "holder": {"x"}}, status: 422, contains: []string{"Choose how you want to be paid."}},
		{name: "nothing to withdraw", as: partnerAdmin, path: payToPath + "/withdraw", form: url.Values{}, status: 409, contains: []string{"No new payout details wait"}},
		{name: "a member may not withdraw", as: partnerMember, path: payToPath + "/withdraw", form: url.Values{}, status: 403},
	})
}

func TestAChangeOfPayoutDetailsWaitsAndCanBeWithdrawn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.letIn(t, partnerA, "Bluewater Ferries", "bluewater-ferries.com")
	rita := s.as(t, partnerAdmin)
	expect(t, rita.post(t, payToPath, url.Values{"method": {"ach"}, "holder": {"Bluewater Inc"}, "routing": {"021000021"}, "account": {"0123 456789"}, "kind": {"checking"}}), 303)
	expect(t, rita.get(t, payToPath), 200, "are used from 5 March 2026", "US •••• 6789")
	s.wait(4 * days)
	rita = s.newcomer(t, "rita", partnerA, portal.PartnerAdmin)
	expect(t, rita.get(t, payToPath), 200, "In use now", "US •••• 6789", "Replace them", `name="routing"`)
	expect(t, rita.post(t, payToPath, url.Values{"method": {"paypal"}, "holder": {"Bluewater"}, "paypal": {"pay@bluewater-ferries.com"}}), 303)
	expect(t, rita.get(t, payToPath), 200, "Used from 9 March 2026", "p•••@bluewater-ferries.com", "Until then payouts go to US •••• 6789.")
	expect(t, rita.post(t, payToPath+"/withdraw", nil), 303)
	page := rita.get(t, payToPath)
	expect(t, page, 200, "are withdrawn", "US •••• 6789")
	if inUse, waiting := s.partner(t, partnerA).PayToOn("2026-04-01"); inUse.Label != "US •••• 6789" || !waiting.IsZero() {
		t.Errorf("in use %+v, waits %+v", inUse, waiting)
	}
	s.wait(time.Hour)
	if err := s.program.DeriveMessages(t.Context()); err != nil {
		t.Fatal(err)
	}
	due, err := s.store.Messages.Due(t.Context(), s.program.Now(), 50)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	for _, m := range due {
		told[m.Kind]++
	}
	if told["payout-details"] < 2 || told["payout-details-kept"] < 1 {
		t.Errorf("told %v", told)
	}
}
