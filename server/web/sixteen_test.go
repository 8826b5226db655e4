package web

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"tandem/portal"
)

// sixteen is how many people of the desk work on the same things at once.
const sixteen = 16

// crowded is sixteen people who may do everything with money and with referrals.
type crowded struct {
	*site
	people []*client
}

// at lets everybody do something at the same moment, and counts the answers by status.
// Whoever comes too late is told so: nothing but 303, 409 and 422 is an answer.
func (d *crowded) at(t *testing.T, what string, do func(i int, c *client) answer) (won int) {
	t.Helper()
	answers := make([]answer, len(d.people))
	start := make(chan struct{})
	var all sync.WaitGroup
	for i, c := range d.people {
		all.Go(func() {
			<-start
			answers[i] = do(i, c)
		})
	}
	close(start)
	all.Wait()
	for i, a := range answers {
		switch a.status {
		case 303:
			won++
		case 409, 422:
		default:
			t.Errorf("%s: person %d is answered with %d\n%s", what, i, a.status, excerpt(a.body))
		}
	}
	return won
}

// sound verifies the ledger.
func (d *crowded) sound(t *testing.T, when string) {
	t.Helper()
	v, err := d.program.Verify(t.Context(), portal.System("test"))
	if err != nil || len(v.Violations) > 0 || len(v.Unfinished) > 0 {
		t.Errorf("%s: %v, %v, unfinished %v", when, err, v.Violations, v.Unfinished)
	}
}

// TestSixteenManagersAtOnce lets sixteen people, each at a browser, do the same and
// overlapping things to the same referral, collections, adjustment and batches. Each is
// answered, one wins where one can, and nothing is there twice.
func TestSixteenManagersAtOnce(t *testing.T) {
	t.Parallel()
	s := books(t)
	lead := s.refer(t, partnerMember, "Hotel Rio", "ana@hotelrio.com")
	s.wait(61 * days)
	d := &crowded{site: s}
	for i := range sixteen {
		c := s.browser()
		c.signIn(t, s.person(t, fmt.Sprintf("desk%d@example.com", i), "", portal.Finance, portal.Manager), true)
		d.people = append(d.people, c)
	}
	today := string(s.program.Today())

	d.at(t, "a referral", func(i int, c *client) answer {
		if i%2 == 0 {
			return c.post(t, deskReferrals+"/"+lead+"/accept", url.Values{})
		}
		return c.post(t, deskReferrals+"/"+lead+"/reject", url.Values{"reason": {"We have no house in that area, and none planned."}})
	})
	events, err := s.program.Timeline(t.Context(), "referral:"+lead)
	decided := slices.DeleteFunc(events, func(e portal.Event) bool {
		return e.Kind != portal.ReferralAcceptedEvent && e.Kind != portal.ReferralRejectedEvent
	})
	if err != nil || len(decided) != 1 {
		t.Errorf("the referral was decided %d times, %v", len(decided), err)
	}

	// The same invoice by all, with another amount by every fourth; the same file by every other.
	file := "external_id;customer_domain;amount;currency;collected_on;refund_of\r\nINV-1;miramar.pt;4000;EUR;2026-03-02;\r\nINV-2;azul.pt;5000;EUR;2026-03-02;\r\nRF-0;;100;EUR;2026-03-02;INV-1\r\n"
	d.at(t, "an invoice and a file", func(i int, c *client) answer {
		switch {
		case i%4 == 3:
			return c.post(t, deskCollections+"/new", cash("ra", "INV-1", "4001", "2026-03-02"))
		case i%2 == 0:
			return c.post(t, deskCollections+"/new", cash("ra", "INV-1", "4000", "2026-03-02"))
		}
		page := c.upload(t, deskCollections+"/import", "file", file)
		if page.status != 200 || !strings.Contains(page.body, `name="seal"`) {
			page.status = max(page.status, 409) // nothing in it can be recorded any more
			return page
		}
		return c.post(t, deskCollections+"/import", url.Values{"content": {hidden(t, page.text(), "content")}, "seal": {hidden(t, page.text(), "seal")}})
	})
	if n, err := s.store.Collections.Number(t.Context()); err != nil || n > 3 {
		t.Errorf("%d collections and refunds of three, %v", n, err)
	}
	d.sound(t, "after invoices and files")

	first, err := s.store.Collections.Get(t.Context(), "cash:billing:INV-1")
	if err != nil {
		t.Fatal(err)
	}
	d.at(t, "refunds", func(i int, c *client) answer {
		return c.post(t, deskCollections+"/cash:billing:INV-1/refund", url.Values{"amount": {"250"}, "external_id": {fmt.Sprint("RF-", i/2+1)}, "collected_on": {"2026-03-10"}})
	})
	refunds, err := s.store.Collections.RefundsOf(t.Context(), first.ID)
	back := int64(0)
	for _, r := range refunds {
		back -= r.Amount.Minor
	}
	if err != nil || len(refunds) > 9 || back > first.Amount.Minor {
		t.Errorf("%d refunds come to %d of %s, %v", len(refunds), back, first.Amount, err)
	}

	key := regexp.MustCompile(`name="key" value="([0-9A-Za-z]+)"`).FindStringSubmatch(d.people[0].get(t, deskAdjustments+"/new").body)[1]
	if won := d.at(t, "one form of an adjustment", func(_ int, c *client) answer {
		return c.post(t, deskAdjustments+"/new", url.Values{"key": {key}, "partner": {string(partnerB)}, "amount": {"300.00"}, "currency": {"EUR"}, "reason": {"Goodwill for the double booking in May."}})
	}); won == 0 {
		t.Error("nobody proposed the adjustment")
	}
	if won := d.at(t, "its approval", func(i int, c *client) answer {
		if i%8 == 7 {
			return c.post(t, deskAdjustments+"/"+key+"/decline", url.Values{"why": {"It was paid by the house itself."}})
		}
		return c.post(t, deskAdjustments+"/"+key+"/approve", url.Values{})
	}); won != 1 {
		t.Errorf("%d people decided the adjustment", won)
	}
	d.sound(t, "after refunds and an adjustment")

	keys := []string{"KA", "KB"}
	d.at(t, "two batches of the same entries", func(i int, c *client) answer {
		return c.post(t, deskPayouts+"/new", url.Values{"key": {keys[i%2]}, "currency": {"EUR"}, "cutoff": {today}})
	})
	d.sound(t, "after batches")
	approvals := map[string]int{}
	var mu sync.Mutex
	d.at(t, "their approval", func(i int, c *client) answer {
		step, form := "approve", url.Values{}
		if i == 15 {
			step, form = "cancel", url.Values{"cancel_reason": {"Not now."}}
		}
		a := c.post(t, deskPayouts+"/"+keys[i%2]+"/"+step, form)
		if a.status == 404 { // the other batch found nothing left, and is not there
			a.status = 409
		}
		if a.status == 303 && step == "approve" {
			mu.Lock()
			defer mu.Unlock()
			approvals[keys[i%2]]++
		}
		return a
	})
	for key, n := range approvals {
		if n != 1 {
			t.Errorf("%d people approved %s", n, key)
		}
	}
	for _, what := range []string{"export", "paid"} {
		d.at(t, what, func(i int, c *client) answer {
			form := url.Values{"format_bank": {"csv"}, "pay_on": {today}}
			if what == "paid" {
				form = url.Values{"paid_on": {today}, "paid_reference": {"SEPA-1"}}
			}
			a := c.post(t, deskPayouts+"/"+keys[i%2]+"/"+what, form)
			if a.status == 404 {
				a.status = 409
			}
			return a
		})
	}
	d.sound(t, "after answers of the bank")

	// Two batches at the same moment may take the entries of a partner from each other and
	// pay it nothing. Then nothing is lost: what one calls off is paid with the next.
	one, other := d.people[0], d.people[1]
	for _, key := range keys {
		one.post(t, deskPayouts+"/"+key+"/cancel", url.Values{"cancel_reason": {"Not now."}})
	}
	if one.post(t, deskPayouts+"/new", url.Values{"key": {"KC"}, "currency": {"EUR"}, "cutoff": {today}}).status == 303 {
		expect(t, other.post(t, deskPayouts+"/KC/approve", url.Values{}), 303)
		expect(t, one.post(t, deskPayouts+"/KC/export", url.Values{"format_bank": {"csv"}, "pay_on": {today}}), 303)
		expect(t, one.post(t, deskPayouts+"/KC/paid", url.Values{"paid_on": {today}, "paid_reference": {"SEPA-2"}}), 303)
	}
	d.sound(t, "in the end")
	d.nothingTwice(t)
}

// nothingTwice counts, by itself, what may be there once.
func (d *crowded) nothingTwice(t *testing.T) {
	t.Helper()
	entries, err := d.store.Entries.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	earned := map[portal.PartnerID]int64{}
	accruals := map[portal.CollectionID]int{}
	for _, e := range entries {
		earned[e.Partner] += e.Amount.Minor
		if e.Kind == portal.Accrual {
			if accruals[e.Collection]++; accruals[e.Collection] > 1 {
				t.Errorf("%s accrued %d times", e.Collection, accruals[e.Collection])
			}
		}
	}
	results, err := d.store.Results.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	paid := map[portal.PartnerID]int64{}
	for _, r := range results {
		paid[r.Partner] += r.Amount.Minor
	}
	for partner, sum := range paid {
		if sum > earned[partner] {
			t.Errorf("%s earned %d and was paid %d", partner, earned[partner], sum)
		}
	}
	if len(accruals) < 1 || len(paid) < 1 {
		t.Errorf("little happened: %d collections earned, %d partners were paid", len(accruals), len(paid))
	}
}
