package program

import (
	"fmt"
	"strings"
	"testing"

	"tandem/portal"
	"tandem/portal/store/docs/docstest"
)

// levers are what the till's terms pay High beyond the 5%: 200.00 a deal, 3% of a
// quarter from 2,000.00 on, and at most 650.00 in a year.
func levers() portal.Levers {
	return portal.Levers{
		Boost: map[portal.Tier]portal.Rate{portal.High: portal.MustRate("3%")}, Targets: map[portal.Tier]portal.Money{portal.High: eur(200000)},
		ReferralBonus: map[portal.Tier]portal.Money{portal.High: eur(20000)}, ReferralDays: 90,
		SigningBonus: map[portal.Tier]portal.Money{portal.High: eur(25000)}, SigningDays: 14,
		YearCap: eur(65000),
	}
}

// paying has the till's terms pay some levers from here on.
func (b *till) paying(l portal.Levers) *till {
	b.Terms[0].Levers = l
	return b
}

// said is what the ledger of a partner says by rule, in minor units.
func (b *till) said(t *testing.T, partner portal.PartnerID) string {
	t.Helper()
	entries, err := b.store.Entries.Of(t.Context(), partner)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]int64{}
	for _, e := range entries {
		sums[e.Rule] += e.Amount.Minor
	}
	return fmt.Sprint(sums)
}

func TestLeversFollowCashRefundsAndTheQuarter(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t).paying(levers())
	done := b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	if len(done.Entries) != 2 || done.Entries[1].ID != "bonus:referral:p1:r-p1" || done.Entries[1].Amount != eur(20000) {
		t.Fatalf("the first collection caused %+v", done.Entries)
	}
	again := b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	if len(again.Entries) != 1 {
		t.Errorf("the same cash again caused %+v", again.Entries)
	}
	b.refund(t, "R-1", "INV-1", 100000, "2026-03-20") // a quarter of it
	if got := b.said(t, "p1"); got != "map[base:15000 referral:15000]" {
		t.Errorf("after the refund %s", got)
	}

	// On the way to the target of 2,000.00: 3,000.00 of the quarter is kept.
	way, err := b.Earnings(t.Context(), b.finance, "p1", "")
	if want := (BoostProgress{Quarter: "2026-Q1", Kept: eur(300000), Target: eur(200000), Rate: portal.MustRate("3%"), Tier: portal.High}); err != nil || way.Boost != want {
		t.Errorf("the way to the boost is %+v, %v", way.Boost, err)
	}
	if way, err = b.Earnings(t.Context(), b.finance, "p2", ""); err != nil || way.Boost.Target.Minor != 0 {
		t.Errorf("Core has no boost, but %+v, %v", way.Boost, err)
	}

	// The quarter ends; a second run finds nothing to do.
	b.at("2026-03-31")
	if err := b.SettleQuarter(t.Context()); err != nil || strings.Contains(b.said(t, "p1"), "boost") {
		t.Errorf("the quarter is not over: %s, %v", b.said(t, "p1"), err)
	}
	b.at("2026-04-01")
	for range 2 {
		if err := b.SettleQuarter(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := b.said(t, "p1"); got != "map[base:15000 boost:9000 referral:15000]" { // 3% of 3,000.00
		t.Errorf("after the quarter %s", got)
	}
	b.sound(t)

	// Late cash and a late refund correct the boost of the closed quarter.
	b.at("2026-04-20")
	late := b.collect(t, "INV-2", "r-p1", 100000, "2026-03-30")
	if n := len(late.Entries); late.Entries[n-1].ID != "fix:2:boost:p1:2026-Q1:EUR" || late.Entries[n-1].Amount != eur(3000) {
		t.Errorf("late cash caused %+v", late.Entries)
	}
	b.refund(t, "R-2", "INV-1", 250000, "2026-04-20") // 1,500.00 of the quarter is kept: below the target
	if got := b.said(t, "p1"); got != "map[base:7500 boost:0 referral:2500]" {
		t.Errorf("after the second refund %s", got)
	}
	b.sound(t)

	// Beyond 650.00 in the year the cap takes off what is more.
	b.collect(t, "INV-3", "r-p1", 2000000, "2026-04-20") // 1,000.00
	if got := b.said(t, "p1"); got != "map[base:107500 boost:0 referral:2500 year_cap:-45000]" {
		t.Errorf("beyond the cap %s", got)
	}
	earnings, err := b.Earnings(t.Context(), b.finance, "p1", "")
	if err != nil || earnings.Balances[0].Earned() != eur(65000) {
		t.Errorf("the year earned %v, %v", earnings.Balances, err)
	}
	if other := b.said(t, "p2"); other != "map[]" {
		t.Errorf("the other partner's ledger says %s", other)
	}
	b.sound(t)
}

func TestAFileOfCollectionsSettlesItsPartnersOnce(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t).paying(levers())
	file := "external_id,referral,amount,currency,collected_on\nA-1,r-p1,3000.00,EUR,2026-03-10\nA-2,r-p1,1000.00,EUR,2026-03-11\nA-3,r-p2,500.00,EUR,2026-03-11\n"
	for range 2 {
		done, err := b.ImportCollections(t.Context(), b.finance, []byte(file))
		if err != nil || len(done.Rows) != 3 {
			t.Fatalf("%+v, %v", done, err)
		}
		if got := b.said(t, "p1") + b.said(t, "p2"); got != "map[base:20000 referral:20000]map[base:2000]" {
			t.Errorf("the file caused %s", got)
		}
	}
	b.sound(t)
}

// TestAFileOfManyDealsEarnsEachItsBonus imports the first cash of thirty deals at once.
func TestAFileOfManyDealsEarnsEachItsBonus(t *testing.T) {
	t.Parallel()
	l := levers()
	l.YearCap = portal.Money{}
	b := newTill(t).stock(t).paying(l)
	file := "external_id,referral,amount,currency,collected_on\n"
	for i := range 30 {
		b.deal(t, portal.ReferralID(fmt.Sprintf("r-%d", i)), "p1", fmt.Sprintf("d%d.example", i))
		file += fmt.Sprintf("A-%d,r-%d,100.00,EUR,2026-03-10\n", i, i)
	}
	if _, err := b.ImportCollections(t.Context(), b.finance, []byte(file)); err != nil {
		t.Fatal(err)
	}
	if got := b.said(t, "p1"); got != "map[base:15000 referral:600000]" { // 30 x 5.00, 30 x 200.00
		t.Errorf("the file caused %s", got)
	}
	b.sound(t)
}

func TestASigningBonusComesWithTheLastTaskToo(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t).paying(levers())
	b.Rules.Onboarding = portal.OnboardingPlan{Days: 14, Tasks: []portal.TaskPlan{{Key: "training", Lane: "success", Day: 10}}}
	partner, err := b.store.Partners.Get(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	partner.OnboardingStartedAt = "2026-03-10T09:00:00.000Z"
	if _, err := b.store.Partners.Save(t.Context(), partner); err != nil {
		t.Fatal(err)
	}
	b.collect(t, "INV-1", "r-p1", 100000, "2026-03-12")
	if got := b.said(t, "p1"); got != "map[base:5000 referral:20000]" {
		t.Errorf("before the last task %s", got)
	}
	by := portal.Actor{User: "u", Name: "Uma", Partner: "p1", Roles: []portal.Role{portal.PartnerMember}}
	for range 2 {
		if err := b.TickTask(t.Context(), by, "training"); err != nil && portal.KindOf(err) != portal.Conflict {
			t.Fatal(err)
		}
	}
	if got := b.said(t, "p1"); got != "map[base:5000 referral:20000 signing:25000]" { // 20 March is day 11
		t.Errorf("after the last task %s", got)
	}
	b.sound(t)
}

func TestTwoWhoSettleAtOnceBookEachBonusOnce(t *testing.T) {
	t.Parallel()
	b := openTill(t, docstest.Engine(t)).stock(t).paying(levers())
	for i := range 4 {
		b.deal(t, portal.ReferralID(fmt.Sprintf("r-%d", i)), "p1", fmt.Sprintf("d%d.example", i))
	}
	errs := crowd(16, func(i int) error {
		_, err := b.RecordCollection(t.Context(), b.finance, RecordCollection{
			Referral: portal.ReferralID(fmt.Sprintf("r-%d", i%4)), CollectionInput: portal.CollectionInput{ExternalID: fmt.Sprint("C-", i), Amount: eur(10000), CollectedOn: "2026-03-15"},
		})
		return err
	})
	for _, err := range errs {
		if err != nil && portal.KindOf(err) != portal.Conflict {
			t.Error(err)
		}
	}
	if _, left, err := b.ResumeMoney(t.Context()); err != nil || left != nil { // who was told to try again left the rest to the program
		t.Fatal(left, err)
	}
	// 16 x 100.00 at 5%, four deals at 200.00, at most 650.00 in the year.
	if got := b.said(t, "p1"); got != "map[base:8000 referral:80000 year_cap:-23000]" {
		t.Errorf("sixteen at once caused %s", got)
	}
	b.sound(t)
}

// TestCashOfThePromotionsDayHasTheNewRate records cash before, on and after the
// day of a promotion, and refunds what was corrected.
func TestCashOfThePromotionsDayHasTheNewRate(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-0", "r-p2", 100000, "2026-03-19")
	b.collect(t, "INV-1", "r-p2", 100000, "2026-03-20")
	if err := b.OverrideTier(t.Context(), b.manager, "p2", portal.High, "2026-09-30", "They run our fair."); err != nil {
		t.Fatal(err)
	}
	b.collect(t, "INV-2", "r-p2", 100000, "2026-03-20")
	entries, err := b.store.Entries.OfCollection(t.Context(), portal.CashID("", "INV-1"))
	if err != nil || len(entries) != 2 {
		t.Fatalf("the cash of the day caused %+v, %v", entries, err)
	}
	fix := portal.Shares(entries)[1]
	if fix.ID != "fix:2:acc:cash:billing:INV-1:base" || fix.Amount != eur(1000) || fix.PayableOn != "2026-05-19" ||
		fix.Sentence() != "The rate of 20 March 2026 turned out to be 5% (Tier 2 High, terms 2026-01): of €1,000.00 from Hotel r-p2 = €50.00; €40.00 was booked before, so this corrects it by €10.00; payable from 19 May 2026." {
		t.Errorf("got %s: %s", fix.ID, fix.Sentence())
	}
	if got := b.said(t, "p2"); got != "map[base:14000]" { // 40.00 + 50.00 + 50.00
		t.Errorf("the ledger says %s", got)
	}
	b.sound(t)
	b.refund(t, "R-1", "INV-1", 100000, "2026-03-20")
	if got := b.said(t, "p2"); got != "map[base:9000]" {
		t.Errorf("after the refund the ledger says %s", got)
	}
	b.sound(t)

	// A crash between the change and its correction is found, named and finished.
	partner, err := b.store.Partners.Get(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	b.collect(t, "INV-3", "r-p1", 100000, "2026-03-20")
	partner.Tiers = append(partner.Tiers, portal.TierChange{Tier: portal.Core, From: "2026-03-20"})
	if _, err := b.store.Partners.Save(t.Context(), partner); err != nil {
		t.Fatal(err)
	}
	v, err := b.Verify(t.Context(), b.finance)
	if err != nil || len(v.Violations) > 0 || len(v.Unfinished) != 1 || !strings.Contains(v.Unfinished[0], "fix:2:acc:cash:billing:INV-3:base is missing") {
		t.Errorf("the check says %+v, %v", v, err)
	}
	if _, left, err := b.ResumeMoney(t.Context()); err != nil || left != nil {
		t.Fatal(left, err)
	}
	if got := b.said(t, "p1"); got != "map[base:4000]" {
		t.Errorf("after the crash the ledger says %s", got)
	}
	b.sound(t)
}
