package portal

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// Earner is everything that decides what one partner earns beyond its base share:
// all its cash and what the rules ask about the days of it.
type Earner struct {
	Partner     PartnerID
	Vertical    string
	Tiers       []TierFrom
	Terms       []Terms // every version
	Accepted    []AcceptedOn
	Addenda     []Addendum
	Stopped     func(Date) string // why it does not earn on a day, "" when it does; nil for always
	Deals       map[ReferralID]Deal
	Collections []Collection // its views of them, refunds too, in any order
	Onboarding  [2]Date      // its first day and the day it was complete, "" when it is not
	Since       Date         // the first day of its first contract year
	Zone        *time.Location
}

// Facts is what the base share of a collection asks.
func (e Earner) Facts(c Collection) AccrualFacts {
	facts := AccrualFacts{Deal: e.Deals[c.Referral], Tiers: e.Tiers, Terms: e.Terms, Accepted: e.Accepted, Vertical: e.Vertical, Addenda: e.Addenda}
	if e.Stopped != nil {
		facts.Stopped = e.Stopped(c.CollectedOn)
	}
	return facts
}

// earning is cash that earns a base share, with what is left of it after refunds.
type earning struct {
	*Collection // which others read too: nobody writes to it
	kept        Money
	terms       *Terms
	tier        Tier
}

// Earned is an earner with the cash of it that earns, for whoever asks several things
// of the same facts.
type Earned struct {
	Earner
	base     []earning // that earns the base share, in the order of its days, whatever order it was recorded in
	renewals []earning // that earns a renewal incentive instead
}

// Earned finds out which cash earns.
func (e Earner) Earned() Earned {
	return Earned{Earner: e, base: e.earningBy(AccrualFacts.earning), renewals: e.earningBy(AccrualFacts.renewing)}
}

// earningBy are the collections that earn by a rule, which says why one does not.
func (e Earner) earningBy(rule func(AccrualFacts, Collection) (Terms, Tier, string)) []earning {
	refunded := map[CollectionID]int64{}
	for _, c := range e.Collections {
		if c.IsRefund() {
			refunded[c.RefundOf] -= c.Amount.Minor
		}
	}
	earned := make([]earning, 0, len(e.Collections))
	versions := map[string]*Terms{} // each once: its name says what is in it
	for i := range e.Collections {
		c := &e.Collections[i]
		if c.IsRefund() {
			continue
		}
		terms, tier, why := rule(e.Facts(*c), *c)
		if why != "" {
			continue
		}
		agreed := versions[terms.Version]
		if agreed == nil {
			agreed = new(Terms)
			*agreed = terms
			versions[terms.Version] = agreed
		}
		earned = append(earned, earning{Collection: c, kept: Amount(c.Amount.Minor-refunded[c.ID], c.Amount.Currency), terms: agreed, tier: tier})
	}
	slices.SortFunc(earned, byDay)
	return earned
}

func byDay(a, b earning) int {
	return cmp.Or(cmp.Compare(a.CollectedOn, b.CollectedOn), cmp.Compare(a.ID, b.ID))
}

// firsts are the first collections of each deal of which something is kept, in the order of their days.
func firsts(earned []earning) []earning {
	seen := map[ReferralID]bool{}
	var first []earning
	for _, c := range earned {
		if c.kept.Minor > 0 && !seen[c.Referral] {
			seen[c.Referral] = true
			first = append(first, c)
		}
	}
	return first
}

// entry is the entry of a rule that one collection earns.
func (c earning) entry(id EntryID, kind EntryKind, rule string, basis Basis) Entry {
	return c.draft(id, kind, rule, basis).come(c.terms.Currency)
}

// draft is the entry before its basis comes to an amount.
func (c earning) draft(id EntryID, kind EntryKind, rule string, basis Basis) Entry {
	return Entry{
		ID: id, Partner: c.Partner, Referral: c.Referral, Collection: c.ID, Customer: c.Customer,
		Kind: kind, Rule: rule, Base: c.Amount, Part: c.part(), Terms: c.terms.Version, Tier: c.tier,
		CollectedOn: c.CollectedOn, HoldDays: c.terms.HoldDays,
		PayableOn: c.CollectedOn.AddDays(c.terms.HoldDays), PayBy: c.CollectedOn.AddDays(c.terms.PayByDays),
		Causes: []string{string(c.ID)}, Basis: &basis,
	}
}

// come fills in what the basis comes to.
func (e Entry) come(currency Currency) Entry {
	e.Amount = Amount(0, currency)
	e.Basis.N, e.Basis.Was, e.Basis.Due = 1, Amount(0, currency), e.Basis.come(e)
	e.Amount = e.Basis.Due
	return e
}

// Due is every bonus and every boost of a closed quarter that the facts of now
// give, one entry for each as if it were booked whole; a boost whose target is not
// met is among them with nothing. [Settle] makes the ledger follow it, and
// [Earned.Capped] takes off what goes beyond the caps.
func (e Earned) Due(today Date) []Entry {
	first := firsts(e.base)
	due := e.referralBonuses(first)
	due = append(due, e.signingBonus(first)...)
	due = append(due, e.milestones(first)...)
	due = append(due, e.onboardingShare(e.base)...)
	due = append(due, e.renewalIncentives(e.renewals)...)
	return append(due, e.boosts(e.base, today)...)
}

// Computed is everything the facts of now earn, the base share and what refunds
// take back of it included, as a ledger would hold it that was told everything at once.
func (e Earner) Computed(today Date, now Instant) []Entry {
	refunds := map[CollectionID][]Collection{}
	for _, c := range e.Collections {
		if c.IsRefund() {
			refunds[c.RefundOf] = append(refunds[c.RefundOf], c)
		}
	}
	var entries []Entry
	for _, c := range e.Collections {
		if entry, why := Accrue(c, e.Facts(c), now); why == "" {
			entries = append(entries, entry)
			entries = append(entries, ClawBackAll([]Entry{entry}, refunds[c.ID], now)...)
		}
	}
	earned := e.Earned()
	entries = append(entries, Settle(earned.Due(today), nil, today, now)...)
	return append(entries, Settle(earned.Capped(entries), nil, today, now)...)
}

// referralBonuses are paid for deals that were won soon enough after their referral.
func (e Earner) referralBonuses(first []earning) []Entry {
	var due []Entry
	for _, c := range first {
		deal := e.Deals[c.Referral]
		fixed, ok := c.terms.ReferralBonus[c.tier]
		if !ok || fixed.Minor <= 0 || deal.WonAt == "" || deal.SubmittedOn == "" {
			continue
		}
		wonOn := deal.WonAt.Day(e.Zone)
		if deal.SubmittedOn.DaysUntil(wonOn) > c.terms.ReferralDays {
			continue
		}
		due = append(due, c.entry(EntryID("bonus:referral:"+string(e.Partner)+":"+string(c.Referral)), Bonus, RuleReferral,
			Basis{Fixed: fixed, Kept: c.kept, From: deal.SubmittedOn, To: wonOn, Limit: c.terms.ReferralDays}))
	}
	return due
}

// signingBonus is paid with the first deal of a partner that was onboarded in time.
func (e Earner) signingBonus(first []earning) []Entry {
	from, to := e.Onboarding[0], e.Onboarding[1]
	if len(first) == 0 || from == "" || to == "" {
		return nil
	}
	c := first[0]
	fixed, ok := c.terms.SigningBonus[c.tier]
	if !ok || fixed.Minor <= 0 || from.DaysUntil(to) >= c.terms.SigningDays { // the first day is day 1
		return nil
	}
	return []Entry{c.entry(EntryID("bonus:signing:"+string(e.Partner)), Bonus, RuleSigning,
		Basis{Fixed: fixed, Kept: c.kept, From: from, To: to, Limit: c.terms.SigningDays})}
}

// milestones are paid with the deal that makes up the number, by the tier of its
// day, once in a contract year for each number of deals.
func (e Earner) milestones(first []earning) []Entry {
	if e.Since == "" {
		return nil
	}
	var due []Entry
	count, paid := map[Date]int{}, map[EntryID]bool{}
	for _, c := range first {
		year := contractYear(e.Since, c.CollectedOn)
		count[year]++
		m, ok := c.terms.Milestones[c.tier]
		if !ok || m.Deals <= 0 || m.Amount.Minor <= 0 || count[year] < m.Deals {
			continue
		}
		id := EntryID("bonus:milestone:" + string(e.Partner) + ":" + string(year) + ":" + strconv.Itoa(m.Deals))
		if paid[id] {
			continue
		}
		paid[id] = true
		due = append(due, c.entry(id, Bonus, RuleMilestone, Basis{Fixed: m.Amount, Kept: c.Amount, From: year, Limit: m.Deals}))
	}
	return due
}

// contractYear is the first day of the contract year that holds a day.
func contractYear(since, day Date) Date {
	year := since
	for n := 1; ; n++ {
		next := since.AddMonths(12 * n)
		if next > day {
			return year
		}
		year = next
	}
}

// boosts are paid for closed quarters whose kept collections meet the target. The
// target is that of the tier and terms on the quarter's last day, the rate that of
// each collection's own day. Cash in another currency than the target has no boost.
func (e Earner) boosts(earned []earning, today Date) []Entry {
	byQuarter := map[Quarter][]earning{}
	for _, c := range earned {
		byQuarter[QuarterOf(c.CollectedOn)] = append(byQuarter[QuarterOf(c.CollectedOn)], c)
	}
	for _, c := range e.Collections { // a portion that became nothing takes its boost with it
		if quarter := QuarterOf(c.CollectedOn); c.Part != nil && byQuarter[quarter] == nil {
			byQuarter[quarter] = []earning{}
		}
	}
	var due []Entry
	for quarter, cash := range byQuarter {
		end := quarter.End()
		terms, ok := AgreedTerms(e.Terms, e.Accepted, e.Vertical, e.Addenda, end)
		tier, hasTier := TierOn(e.Tiers, end)
		target := terms.Targets[tier]
		if end >= today || !ok || !hasTier || target.Minor <= 0 {
			continue
		}
		basis := Basis{Quarter: quarter, Target: target, Counted: Amount(0, target.Currency)}
		for _, c := range cash {
			if c.kept.Minor <= 0 || c.kept.Currency != target.Currency {
				continue
			}
			basis.Counted = basis.Counted.Add(c.kept)
			if rate := c.terms.Boost[c.tier]; rate.IsPos() {
				basis.Portions = addPortion(basis.Portions, Portion{Terms: c.terms.Version, Tier: c.tier, Rate: rate, Base: c.kept})
			}
		}
		entry := Entry{
			ID: BoostID(e.Partner, quarter, target.Currency), Partner: e.Partner, Kind: Boost, Rule: RuleBoost, Base: basis.Counted,
			Terms: terms.Version, Tier: tier, CollectedOn: end, HoldDays: terms.HoldDays,
			PayableOn: end.AddDays(terms.HoldDays), PayBy: end.AddDays(terms.PayByDays), Causes: []string{string(quarter)}, Basis: &basis,
		}
		due = append(due, entry.come(target.Currency))
	}
	slices.SortFunc(due, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	return due
}

// BoostID is the id of a partner's boost for a quarter in a currency.
func BoostID(partner PartnerID, quarter Quarter, currency Currency) EntryID {
	return EntryID("boost:" + string(partner) + ":" + string(quarter) + ":" + string(currency))
}

// addPortion adds to the portion of the same terms, tier and rate.
func addPortion(portions []Portion, p Portion) []Portion {
	for i, q := range portions {
		if q.Terms == p.Terms && q.Tier == p.Tier && q.Rate.Cmp(p.Rate.Decimal) == 0 {
			portions[i].Base = q.Base.Add(p.Base)
			return portions
		}
	}
	return append(portions, p)
}

// QuarterKept is what is kept of the collections of a quarter that earn a share.
type QuarterKept struct {
	Quarter Quarter `json:"quarter"`
	Kept    Sums    `json:"kept"`
}

// LastQuarter is the newest quarter with cash that earns, for what a target is compared with.
func (e Earned) LastQuarter() QuarterKept {
	var last QuarterKept
	for _, c := range e.base {
		if quarter := QuarterOf(c.CollectedOn); quarter != last.Quarter {
			last = QuarterKept{Quarter: quarter}
		}
		last.Kept = last.Kept.Plus(c.kept)
	}
	return last
}
