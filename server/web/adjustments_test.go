package web

import (
	"net/url"
	"regexp"
	"testing"
	"time"

	"tandem/portal"
)

// TestAnAdjustmentTakesTwoPeople proposes, fails to approve alone, declines, withdraws, approves, and reads it as the partner.
func TestAnAdjustmentTakesTwoPeople(t *testing.T) {
	t.Parallel()
	s := books(t)
	second := s.newcomer(t, "second", "", portal.Finance)
	key := regexp.MustCompile(`name="key" value="([0-9A-Za-z]+)"`)
	propose := func(amount, reason string) url.Values {
		found := key.FindStringSubmatch(s.as(t, financeRole).get(t, deskAdjustments+"/new").body)
		if found == nil {
			t.Fatal("the form has no key")
		}
		return url.Values{"key": {found[1]}, "partner": {string(partnerA)}, "amount": {amount}, "currency": {"EUR"}, "reason": {reason}}
	}
	good := propose("250.00", "Goodwill for the double booking in May.")
	page := deskAdjustments + "/" + good.Get("key")
	other := propose("-40", "A voucher was counted twice.")
	s.run(t, []scenario{
		{as: financeRole, path: deskAdjustments, status: 200, contains: []string{"No adjustments yet"}},
		{as: financeRole, path: deskAdjustments + "/new?partner=" + string(partnerA), status: 200, contains: []string{`<option value="` + string(partnerA) + `" selected>`}},
		{name: "what is wrong is said at its field and kept", as: financeRole, path: deskAdjustments + "/new", form: propose("2x", "Short"), status: 422, contains: []string{"Write the amount as 1234.50", `value="2x"`, "Say in a sentence"}},
		{name: "everything that is wrong is said at once", as: financeRole, path: deskAdjustments + "/new", form: url.Values{"key": {good.Get("key")}, "partner": {""}, "amount": {""}, "currency": {"JPY"}, "reason": {""}}, status: 422, contains: []string{"3 fields need your attention.", "Choose the partner", "Write the amount as 123450", "Say in a sentence"}},
		{as: financeRole, path: deskAdjustments + "/new", form: propose("0", "Short"), status: 422, contains: []string{"Enter an amount other than zero", "Say in a sentence"}},
		{as: financeRole, path: deskAdjustments + "/new", form: url.Values{"key": {"!"}, "partner": {"p"}, "amount": {"1"}, "currency": {"EUR"}, "reason": {"A long enough reason."}}, status: 422, contains: []string{"The form is damaged"}},
		{as: financeRole, path: deskAdjustments + "/new", form: good, status: 303, location: page},
		{name: "the same form twice is one", as: financeRole, path: deskAdjustments + "/new", form: good, status: 303, location: page},
		{as: financeRole, path: page, status: 200, contains: []string{"€250.00", "Goodwill", "Withdraw"}, absent: []string{"Approve €250.00"}},
		{name: "who proposed it may not approve it", as: financeRole, path: page + "/approve", form: url.Values{}, status: 409, contains: []string{"another person has to approve it"}},
		{as: partnerAdmin, path: "/earnings", status: 200, absent: []string{"Goodwill"}},
		{as: manager, path: deskAdjustments, status: 403},
	})
	s.wait(time.Minute)
	if got := second.post(t, page+"/withdraw", url.Values{}); got.status != 409 {
		t.Errorf("withdrawn by another: %d", got.status)
	}
	if got := second.post(t, page+"/decline", url.Values{}); got.status != 422 {
		t.Errorf("declined without a reason: %d", got.status)
	}
	if got := second.post(t, page+"/approve", url.Values{}); got.status != 303 {
		t.Errorf("approved: %d %s", got.status, got.body)
	}
	if got := second.post(t, page+"/approve", url.Values{}); got.status != 409 {
		t.Errorf("approved twice: %d", got.status)
	}
	s.run(t, []scenario{
		{as: partnerAdmin, path: "/earnings", status: 200, contains: []string{"Adjustment", "Goodwill for the double booking in May.", "approved by two people", "€250.00"}},
		{as: financeRole, path: deskAdjustments + "/new", form: other, status: 303, location: deskAdjustments + "/" + other.Get("key")},
		{as: financeRole, path: deskAdjustments + "/" + other.Get("key") + "/withdraw", form: url.Values{}, status: 303},
		{as: financeRole, path: deskAdjustments + "?state=withdrawn", status: 200, contains: []string{"−€40.00"}, absent: []string{"€250.00"}},
		{as: financeRole, path: deskAdjustments + "?state=declined", status: 200, contains: []string{"No adjustment is declined"}},
	})
	found := false
	for _, l := range s.letters(t) {
		found = found || l.Subject == "An adjustment waits for approval" && l.To == "second@example.com"
	}
	if !found {
		t.Error("the second person was not asked")
	}
}

// TestPayoutsAreHeldBackAndReleased reads what finance and the partner see of it.
func TestPayoutsAreHeldBackAndReleased(t *testing.T) {
	t.Parallel()
	s := books(t)
	s.as(t, financeRole).post(t, deskCollections+"/new", cash("ra", "INV-1", "5000.00", "2026-03-02"))
	page := partnerEarnings(partnerA)
	s.run(t, []scenario{
		{as: financeRole, path: page, status: 200, contains: []string{"Hold the payouts back", "/desk/adjustments/new?partner="}},
		{as: manager, path: page, status: 200, absent: []string{"Hold the payouts back"}},
		{as: manager, path: page + "/freeze", form: url.Values{"reason": {"No."}}, status: 403},
		{as: financeRole, path: page + "/freeze", form: url.Values{"reason": {""}}, status: 422, contains: []string{"Say what is suspected"}},
		{as: financeRole, path: page + "/freeze", form: url.Values{"reason": {"Three referrals share one bank account."}}, status: 303, location: page},
		{as: manager, path: page, status: 200, contains: []string{"The payouts are held back.", "share one bank account"}},
		{as: partnerAdmin, path: "/earnings", status: 200, absent: []string{"share one bank account", "Hold the payouts"}},
		{as: financeRole, path: page + "/release", form: url.Values{"reason": {"One owner of three houses."}}, status: 303, location: page},
		{as: financeRole, path: page, status: 200, contains: []string{"Hold the payouts back"}, absent: []string{"The payouts are held back.</strong>"}},
		{as: financeRole, path: partnerEarnings("nobody") + "/freeze", form: url.Values{"reason": {"Nobody."}}, status: 404},
	})
}
