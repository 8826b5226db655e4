package demo

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

// The demo's money computed once more, apart from the engine: from the facts, by
// the rule book's words, with exact fractions and no code of the portal's rules.
// The numbers are those of the two contracts, typed in from their text.

// contract is what one version of the terms says.
type contract struct {
	version, from             string
	base, boost               map[portal.Tier]int64 // hundredths of a percent
	target, referral, signing map[portal.Tier]int64 // cents
	deals, milestone          map[portal.Tier]int64
	dealCap, yearCap          int64 // cents, 0 for none
}

var contracts = []contract{
	{version: "standard-2025-09", from: "2025-09-01", base: map[portal.Tier]int64{portal.Elite: 550, portal.High: 450, portal.Core: 400, portal.Experimental: 300}},
	{
		version: "standard-2026-07", from: "2026-07-01", base: map[portal.Tier]int64{portal.Elite: 600, portal.High: 500, portal.Core: 400, portal.Experimental: 300},
		boost:    map[portal.Tier]int64{portal.Elite: 400, portal.High: 300, portal.Core: 200, portal.Experimental: 200},
		target:   map[portal.Tier]int64{portal.Elite: 20_000_00, portal.High: 12_000_00, portal.Core: 7_500_00, portal.Experimental: 5_000_00},
		referral: map[portal.Tier]int64{portal.Elite: 250_00, portal.High: 200_00, portal.Core: 150_00, portal.Experimental: 150_00},
		signing:  map[portal.Tier]int64{portal.Elite: 500_00, portal.High: 250_00, portal.Core: 250_00},
		deals:    map[portal.Tier]int64{portal.Elite: 25, portal.High: 10, portal.Core: 5}, milestone: map[portal.Tier]int64{portal.Elite: 2500_00, portal.High: 1000_00, portal.Core: 500_00},
		dealCap: 1500_00, yearCap: 12_000_00,
	},
}

// halfEven rounds a fraction to a whole number, half to the even one.
func halfEven(r *big.Rat) int64 {
	down := new(big.Int).Div(r.Num(), r.Denom()) // towards minus infinity
	rest := new(big.Rat).Sub(r, new(big.Rat).SetInt(down))
	if c := rest.Cmp(big.NewRat(1, 2)); c > 0 || c == 0 && down.Bit(0) == 1 {
		down.Add(down, big.NewInt(1))
	}
	return down.Int64()
}

// recomputed is what one partner has earned by rule on a day, in cents.
func recomputed(partner portal.Partner, deals map[portal.ReferralID]portal.Referral, cash []portal.Collection, zone *time.Location, today string) map[string]int64 {
	day := func(i portal.Instant) string { return i.Time().In(zone).Format(time.DateOnly) }
	agreedOn := func(on string) *contract {
		var best *contract
		for i, c := range contracts {
			for _, accepted := range partner.TermsOn {
				if accepted.Version == c.version && string(accepted.On) <= on && c.from <= on {
					best = &contracts[i]
				}
			}
		}
		if best == nil { // nothing agreed yet: what is in force counts
			for i, c := range contracts {
				if c.from <= on {
					best = &contracts[i]
				}
			}
		}
		return best
	}
	exact := func(r portal.Rate) *big.Rat {
		rate, ok := new(big.Rat).SetString(r.String())
		if !ok {
			panic(r)
		}
		return rate
	}
	// besideOn is what counts beside the terms on a day: the last addendum to begin by then, if it still runs.
	besideOn := func(on string) portal.Agreement {
		begun, beside := "", portal.Agreement{}
		for _, a := range partner.Addenda {
			from := string(a.From)
			if from < string(a.AcceptedOn) {
				from = string(a.AcceptedOn)
			}
			if a.State != portal.AddendumAccepted || from > on || from < begun {
				continue
			}
			begun, beside = from, portal.Agreement{}
			last := string(a.Until)
			if early := string(a.Ending.LastDay); early != "" && (last == "" || early < last) {
				last = early
			}
			if last == "" || on <= last {
				beside = a.Agreement
			}
		}
		return beside
	}
	rateOn := func(on string, tier portal.Tier, terms *contract) *big.Rat {
		if own, ok := besideOn(on).BaseShare[tier]; ok {
			return exact(own)
		}
		return big.NewRat(terms.base[tier], 10_000)
	}
	tierOn := func(on string) portal.Tier {
		tier := portal.Experimental
		for _, change := range partner.TierHistory() {
			if string(change.From) <= on {
				tier = change.Tier
			}
		}
		return tier
	}
	type earned struct {
		portal.Collection
		on            string
		kept          int64
		tier          portal.Tier
		terms         *contract
		share, gotten int64
		renewed       bool
	}
	whole := map[portal.CollectionID]int64{} // a deal has one bonus, divided as its cash is
	back := map[portal.CollectionID]int64{}
	for _, c := range cash {
		if whole[c.ID] = c.Amount.Minor; c.RefundOf != "" {
			back[c.RefundOf] -= c.Amount.Minor
		}
	}
	cash = divided(partner.ID, deals, cash)
	refunded := map[portal.CollectionID]int64{}
	for _, c := range cash {
		if c.Amount.Minor < 0 {
			refunded[c.RefundOf] -= c.Amount.Minor
		}
	}
	var list []*earned
	for _, c := range cash {
		r, on := deals[c.Referral], string(c.CollectedOn)
		if c.Amount.Minor < 0 || r.Contract == nil || on < string(r.Contract.Start) {
			continue
		}
		renewed, beside := on >= r.Contract.Start.Time().AddDate(1, 0, 0).Format(time.DateOnly), besideOn(on)
		if renewed && on >= r.Contract.Start.Time().AddDate(1, beside.RenewalMonths, 0).Format(time.DateOnly) {
			continue
		}
		if partner.Stopped(c.CollectedOn, zone) != "" {
			continue
		}
		e := &earned{Collection: c, on: on, kept: c.Amount.Minor - refunded[c.ID], tier: tierOn(on), terms: agreedOn(on), renewed: renewed}
		if renewed {
			due := halfEven(new(big.Rat).Mul(exact(beside.RenewalShare), big.NewRat(c.Amount.Minor, 1)))
			e.gotten = halfEven(big.NewRat(due*e.kept, c.Amount.Minor))
			list = append(list, e)
			continue
		}
		rate := rateOn(on, e.tier, e.terms)
		e.share = halfEven(rate.Mul(rate, new(big.Rat).SetInt64(c.Amount.Minor)))
		e.gotten = e.share - halfEven(big.NewRat(e.share*back[c.ID], whole[c.ID]))
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b *earned) int {
		if a.on != b.on {
			return map[bool]int{true: -1, false: 1}[a.on < b.on]
		}
		return map[bool]int{true: -1, false: 1}[a.ID < b.ID]
	})

	sums := map[string]int64{}
	ofDeal, ofYear := map[portal.ReferralID]int64{}, map[string]int64{}
	book := func(rule, on string, deal portal.ReferralID, cents int64) {
		sums[rule] += cents
		ofYear[on[:4]] += cents
		if deal != "" {
			ofDeal[deal] += cents
		}
	}
	quarter := func(on string) string { return fmt.Sprintf("%s-%d", on[:4], (int(on[5]-'0')*10+int(on[6]-'0')-1)/3) }
	first, years, given := map[portal.ReferralID]bool{}, map[string]int64{}, map[string]bool{}
	firstTerms, yearTerms := map[portal.ReferralID]*contract{}, map[string]*contract{}
	quarters := map[string][]*earned{}
	carried := partner.OnboardedAt == ""
	for _, e := range list {
		if firstTerms[e.Referral] == nil {
			firstTerms[e.Referral] = e.terms
		}
		if yearTerms[e.on[:4]] == nil {
			yearTerms[e.on[:4]] = e.terms
		}
		if e.renewed {
			book("renewal", e.on, e.Referral, e.gotten)
			continue
		}
		if e.Amount.Currency == "EUR" {
			book("base", e.on, e.Referral, e.gotten)
			quarters[quarter(e.on)] = append(quarters[quarter(e.on)], e)
		} else { // targets and caps are in euros, and count nothing else
			sums["base"] += e.gotten
		}
		if beside := besideOn(e.on); !carried && e.kept > 0 && !beside.OnboardingShare.IsZero() {
			carried = true
			due := halfEven(new(big.Rat).Mul(exact(beside.OnboardingShare), big.NewRat(beside.OnboardingCost.Minor, 1)))
			book("onboarding", e.on, "", halfEven(big.NewRat(due*e.kept, e.Amount.Minor)))
		}
		if first[e.Referral] || e.kept == 0 {
			continue
		}
		signs := len(first) == 0
		first[e.Referral] = true
		r := deals[e.Referral]
		won, _ := time.Parse(time.DateOnly, day(r.WonAt))
		if won.Sub(r.SubmittedOn.Time()) <= 90*24*time.Hour {
			book("referral", e.on, e.Referral, halfEven(big.NewRat(e.terms.referral[e.tier]*e.kept, whole[e.ID])))
		}
		if signs && partner.OnboardedAt != "" {
			begun, _ := time.Parse(time.DateOnly, day(partner.OnboardingStartedAt))
			done, _ := time.Parse(time.DateOnly, day(partner.OnboardedAt))
			if done.Sub(begun) < 14*24*time.Hour {
				book("signing", e.on, "", halfEven(big.NewRat(e.terms.signing[e.tier]*e.kept, e.Amount.Minor)))
			}
		}
		start := partner.TermsOn[0].On.Time()
		for start.AddDate(1, 0, 0).Format(time.DateOnly) <= e.on {
			start = start.AddDate(1, 0, 0)
		}
		year := start.Format(time.DateOnly)
		years[year]++
		if want := e.terms.deals[e.tier]; want > 0 && years[year] >= want && !given[fmt.Sprint(year, want)] {
			given[fmt.Sprint(year, want)] = true
			book("milestone", e.on, "", e.terms.milestone[e.tier])
		}
	}
	for _, of := range quarters {
		month := of[0].CollectedOn.Time()
		end := time.Date(month.Year(), (month.Month()-1)/3*3+4, 0, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		terms := agreedOn(end)
		var kept int64
		share := new(big.Rat)
		for _, e := range of {
			kept += e.kept
			share.Add(share, big.NewRat(e.kept*e.terms.boost[e.tier], 10_000))
		}
		if target := terms.target[tierOn(end)]; end < today && target > 0 && kept >= target {
			book("boost", end, "", halfEven(share))
		}
	}
	for deal, terms := range firstTerms {
		if over := ofDeal[deal] - terms.dealCap; terms.dealCap > 0 && over > 0 {
			sums["deal_cap"] -= over
			for _, e := range list { // all of a deal's money is within one calendar year here, or the test says so below
				if e.Referral == deal {
					ofYear[e.on[:4]] -= over
					break
				}
			}
		}
	}
	for year, terms := range yearTerms {
		if over := ofYear[year] - terms.yearCap; terms.yearCap > 0 && over > 0 {
			sums["year_cap"] -= over
		}
	}
	for rule, sum := range sums {
		if sum == 0 {
			delete(sums, rule)
		}
	}
	return sums
}

// divided is a partner's part of some cash, in cents: of a deal that is split each its
// share rounded down, and the cents that are left to those whose fraction is largest, of equal
// ones to the first. A refund goes off in proportion to what each has left.
func divided(partner portal.PartnerID, deals map[portal.ReferralID]portal.Referral, cash []portal.Collection) []portal.Collection {
	parts := func(cents int64, weights []*big.Rat) []int64 {
		sum := new(big.Rat)
		for _, w := range weights {
			sum.Add(sum, w)
		}
		out, fractions, left := make([]int64, len(weights)), make([]*big.Rat, len(weights)), cents
		for i, w := range weights {
			due := new(big.Rat).Mul(new(big.Rat).Quo(w, sum), new(big.Rat).SetInt64(cents))
			out[i] = new(big.Int).Div(due.Num(), due.Denom()).Int64()
			fractions[i] = due.Sub(due, new(big.Rat).SetInt64(out[i]))
			left -= out[i]
		}
		for ; left > 0; left-- {
			best := 0
			for i := range fractions {
				if fractions[i].Cmp(fractions[best]) > 0 {
					best = i
				}
			}
			out[best]++
			fractions[best] = big.NewRat(-1, 1)
		}
		return out
	}
	var mine []portal.Collection
	has := map[portal.CollectionID][]int64{}
	slices.SortStableFunc(cash, func(a, b portal.Collection) int { return a.RefundNo - b.RefundNo })
	for _, c := range cash {
		splits := deals[c.Referral].Splits
		if len(splits) == 0 {
			if c.Partner == partner {
				mine = append(mine, c)
			}
			continue
		}
		shares := splits[len(splits)-1].Shares
		var weights []*big.Rat
		for i, s := range shares {
			rate, ok := new(big.Rat).SetString(s.Rate.String())
			if !ok {
				panic(s.Rate)
			}
			if c.RefundOf != "" {
				rate = new(big.Rat).SetInt64(has[c.RefundOf][i])
			}
			weights = append(weights, rate)
		}
		sign := int64(1)
		if c.RefundOf != "" {
			sign = -1
		}
		part := parts(sign*c.Amount.Minor, weights)
		if c.RefundOf == "" {
			has[c.ID] = part
		} else {
			for i := range part {
				has[c.RefundOf][i] -= part[i]
			}
		}
		for i, s := range shares {
			if s.Partner == partner && part[i] > 0 {
				c.Amount.Minor = sign * part[i]
				mine = append(mine, c)
			}
		}
	}
	return mine
}

// recompute compares the whole ledger of a made demo with the facts computed anew.
func recompute(t *testing.T, kept *store.Store, partners []portal.Partner, zone *time.Location, today string) {
	t.Helper()
	referrals, err := kept.Referrals.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	deals := map[portal.ReferralID]portal.Referral{}
	for _, r := range referrals {
		deals[r.ID] = r
	}
	adjustments, err := kept.Adjustments.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	byHand := map[portal.PartnerID]int64{}
	for _, a := range adjustments {
		if a.State == portal.AdjustmentApproved {
			byHand[a.Partner] += a.Amount.Minor
		}
	}
	rules := map[string]bool{}
	cash, err := kept.Collections.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	theirs := func(partner portal.PartnerID) []portal.Collection {
		return slices.DeleteFunc(slices.Clone(cash), func(c portal.Collection) bool {
			return c.Partner != partner && !slices.ContainsFunc(deals[c.Referral].Splits, func(s portal.Split) bool {
				return slices.ContainsFunc(s.Shares, func(share portal.Share) bool { return share.Partner == partner })
			})
		})
	}
	for _, partner := range partners {
		entries, err := kept.Entries.Of(t.Context(), partner.ID)
		if err != nil {
			t.Fatal(err)
		}
		booked := map[string]int64{}
		for _, a := range partner.Addenda {
			rules["addendum ended early"] = rules["addendum ended early"] || a.Ending.LastDay != "" && string(a.Ending.LastDay) < today
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Terms, " with addendum A-1") && e.Amount.Minor > 0 {
				rules["addendum"] = true
			}
			if booked[e.Rule] += e.Amount.Minor; booked[e.Rule] == 0 {
				delete(booked, e.Rule)
			}
		}
		want := recomputed(partner, deals, theirs(partner.ID), zone, today)
		if byHand[partner.ID] != 0 {
			want["adjustment"] = byHand[partner.ID]
		}
		if fmt.Sprint(booked) != fmt.Sprint(want) {
			t.Errorf("%s: the ledger says %v, the facts %v", partner.Company, booked, want)
		}
		for rule := range want {
			rules[rule] = true
		}
	}
	if !slices.ContainsFunc(referrals, func(r portal.Referral) bool { return len(r.Splits) > 0 }) {
		t.Error("no deal of the demo is split")
	}
	for _, rule := range []string{"base", "boost", "referral", "milestone", "adjustment", "addendum", "addendum ended early", "renewal", "onboarding"} {
		if !rules[rule] {
			t.Errorf("nobody in the demo earned by the rule, or has one: %s", rule)
		}
	}
}
