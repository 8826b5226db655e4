package program

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tandem/portal"
)

// moneyMachine draws what people do with money, step by step, through the program on an
// engine, and keeps beside it a small model that knows the rules from their text alone:
// what each partner has earned, what a batch must pay it, and what it was paid.
type moneyMachine struct {
	*till
	n       int
	cash    []*modelCash
	tiers   map[portal.PartnerID][]portal.TierFrom
	frozen  map[portal.PartnerID]bool
	by      map[portal.PartnerID]int64 // adjustments that two people stand behind
	open    []portal.AdjustmentID      // those that wait
	amounts map[portal.AdjustmentID]modelAdjustment
	batches []*modelBatch
	deals   map[portal.PartnerID][]portal.ReferralID
}

type modelAdjustment struct {
	partner portal.PartnerID
	minor   int64
}

// modelCash is money that came in: what it earned, share by share, and what went back of it.
type modelCash struct {
	id      string
	partner portal.PartnerID
	minor   int64
	on      portal.Date
	shares  []int64 // the first, and the difference of each tier that the day turned out to have
	back    int64
}

type modelBatch struct {
	id    portal.BatchID
	state portal.BatchState
	lines map[portal.PartnerID]int64
	said  map[portal.PartnerID]portal.ResultState
}

// modelRates are those of the till's terms, in percent.
var modelRates = map[portal.Tier]int64{portal.High: 5, portal.Core: 4, portal.Experimental: 3}

// halfEvenOf is a x b / c, rounded half to even. c is positive.
func halfEvenOf(a, b, c int64) int64 {
	product := a * b
	whole, rest := product/c, product%c
	if rest < 0 {
		whole, rest = whole-1, rest+c
	}
	if 2*rest > c || 2*rest == c && whole%2 != 0 {
		whole++
	}
	return whole
}

func (m *moneyMachine) share(c *modelCash) int64 {
	var tier portal.Tier
	for _, t := range m.tiers[c.partner] {
		if t.From <= c.on {
			tier = t.Tier
		}
	}
	return halfEvenOf(c.minor, modelRates[tier], 100)
}

// kept is what is left of what cash earned.
func (c *modelCash) kept() (sum int64) {
	for _, share := range c.shares {
		sum += share - halfEvenOf(share, c.back, c.minor)
	}
	return sum
}

// owed is what a partner has earned: all of it, and what is payable today.
func (m *moneyMachine) owed(partner portal.PartnerID) (earned, payable int64) {
	earned, payable = m.by[partner], m.by[partner]
	for _, c := range m.cash {
		if c.partner != partner {
			continue
		}
		earned += c.kept()
		if c.on.AddDays(60) <= m.Today() {
			payable += c.kept()
		}
	}
	paid, under := m.out(partner)
	return earned, payable - paid - under
}

// out is what a partner was paid, and what is in batches under way.
func (m *moneyMachine) out(partner portal.PartnerID) (paid, under int64) {
	for _, b := range m.batches {
		switch {
		case b.said[partner] == portal.ResultPaid:
			paid += b.lines[partner]
		case b.said[partner] == portal.ResultFailed || b.state == portal.BatchCancelled:
		default:
			under += b.lines[partner]
		}
	}
	return paid, under
}

func (m *moneyMachine) partner(t *rapid.T) portal.PartnerID {
	return rapid.SampledFrom([]portal.PartnerID{"p1", "p2"}).Draw(t, "partner")
}

// must fails unless an error is of the kind that the model expects, "" for none.
func must(t *rapid.T, what string, err error, want portal.Kind) {
	if err == nil && want == "" {
		return
	}
	if err == nil || want == "" || portal.KindOf(err) != want {
		t.Fatalf("%s: %v, expected kind %v", what, err, want)
	}
}

func (m *moneyMachine) next() int { m.n++; return m.n }

func (m *moneyMachine) wait(t *rapid.T) {
	m.at(min(m.Today().AddDays(rapid.IntRange(1, 40).Draw(t, "days")), "2026-12-20"))
}

// win brings a customer all the way: submitted, accepted, qualified, won.
func (m *moneyMachine) win(t *rapid.T) {
	partner, n := m.partner(t), m.next()
	actor := portal.Actor{User: "u", Partner: partner, Roles: []portal.Role{portal.PartnerMember}}
	domain := fmt.Sprintf("customer%d.pt", n)
	r, err := m.SubmitReferral(t.Context(), actor, portal.ReferralInput{Source: portal.FromForm, Site: domain, Lead: portal.Lead{
		Company: fmt.Sprint("Customer ", n), Contact: "Ana Reis", Email: "ana@" + domain, Country: "PT", Need: "40 rooms in May", Product: "stays", Consent: true, Value: eur(100000),
	}})
	must(t, "submit", err, "")
	_, err = m.AcceptReferral(t.Context(), m.manager, r.ID)
	must(t, "accept", err, "")
	_, err = m.QualifyReferral(t.Context(), m.manager, r.ID, "The dates fit.")
	must(t, "qualify", err, "")
	_, err = m.WinReferral(t.Context(), m.manager, r.ID, portal.Contract{Value: eur(100000), Start: m.Today(), TermMonths: 12, Product: "stays"})
	must(t, "win", err, "")
	m.deals[partner] = append(m.deals[partner], r.ID)
}

func (m *moneyMachine) collectSome(t *rapid.T) {
	partner := m.partner(t)
	deal := rapid.SampledFrom(m.deals[partner]).Draw(t, "deal")
	on := m.Today()
	if deal == portal.ReferralID("r-"+partner) { // its contract is old enough for cash that comes late to our books
		on = max(on.AddDays(-rapid.IntRange(0, 80).Draw(t, "late")), "2026-02-01")
	}
	c := &modelCash{id: fmt.Sprint("INV-", m.next()), partner: partner, minor: rapid.Int64Range(100, 900_000).Draw(t, "minor"), on: on}
	in := RecordCollection{Referral: deal, CollectionInput: portal.CollectionInput{ExternalID: c.id, Amount: eur(c.minor), CollectedOn: on}}
	for range rapid.IntRange(1, 2).Draw(t, "times") { // somebody presses twice
		_, err := m.RecordCollection(t.Context(), m.finance, in)
		must(t, "collect", err, "")
	}
	c.shares = []int64{m.share(c)}
	m.cash = append(m.cash, c)
}

func (m *moneyMachine) refundSome(t *rapid.T) {
	if len(m.cash) == 0 {
		t.Skip("no cash")
	}
	c := rapid.SampledFrom(m.cash).Draw(t, "of")
	minor, want := c.minor-c.back, portal.Kind("")
	switch rapid.IntRange(0, 3).Draw(t, "how") {
	case 0: // all of it
	case 1:
		minor, want = minor+1, portal.Invalid
	default:
		minor = rapid.Int64Range(1, max(1, minor)).Draw(t, "minor")
	}
	if c.back == c.minor {
		want = portal.Invalid
	}
	in := RecordRefund{Of: portal.CashID("", c.id), CollectionInput: portal.CollectionInput{ExternalID: fmt.Sprint("R-", m.next()), Amount: eur(max(1, minor)), CollectedOn: m.Today()}}
	_, err := m.RecordRefund(t.Context(), m.finance, in)
	must(t, "refund", err, want)
	if err == nil {
		_, err = m.RecordRefund(t.Context(), m.finance, in)
		must(t, "the same refund again", err, "")
		c.back += minor
	}
}

func (m *moneyMachine) changeTier(t *rapid.T) {
	partner := m.partner(t)
	tiers := m.tiers[partner]
	tier := rapid.SampledFrom([]portal.Tier{portal.High, portal.Core, portal.Experimental}).Draw(t, "tier")
	if tiers[len(tiers)-1].Tier == tier {
		t.Skip("the tier it has")
	}
	must(t, "override the tier", m.OverrideTier(t.Context(), m.manager, partner, tier, "2026-12-31", "They run our fair."), "")
	m.tiers[partner] = append(tiers, portal.TierFrom{From: m.Today(), Tier: tier})
	for _, c := range m.cash { // cash of this very day earns by the tier of this day
		if c.partner != partner || c.on < m.Today() {
			continue
		}
		booked := int64(0)
		for _, share := range c.shares {
			booked += share
		}
		if due := m.share(c); due != booked {
			c.shares = append(c.shares, due-booked)
		}
	}
}

func (m *moneyMachine) holdBack(t *rapid.T) {
	partner := m.partner(t)
	if m.frozen[partner] {
		must(t, "release", m.ReleaseMoney(t.Context(), m.second, partner, "Settled."), "")
	} else {
		must(t, "hold back", m.FreezeMoney(t.Context(), m.finance, partner, "A complaint of a guest."), "")
	}
	m.frozen[partner] = !m.frozen[partner]
}

func (m *moneyMachine) adjust(t *rapid.T) {
	if len(m.open) > 0 && rapid.Bool().Draw(t, "approve") {
		id := m.open[0]
		_, err := m.ApproveAdjustment(t.Context(), m.finance, id)
		must(t, "approve one's own adjustment", err, portal.Conflict)
		_, err = m.ApproveAdjustment(t.Context(), m.second, id)
		must(t, "approve", err, "")
		_, err = m.ApproveAdjustment(t.Context(), m.second, id)
		must(t, "approve again", err, portal.Conflict)
		m.by[m.amounts[id].partner] += m.amounts[id].minor
		m.open = m.open[1:]
		return
	}
	partner, minor := m.partner(t), rapid.Int64Range(-20_000, 20_000).Draw(t, "minor")
	if minor == 0 {
		t.Skip("nothing")
	}
	a, err := m.ProposeAdjustment(t.Context(), m.finance, ProposeAdjustment{Key: fmt.Sprint("A", m.next()), Partner: partner, Amount: eur(minor), Reason: "A voucher that nobody counted."})
	must(t, "propose", err, "")
	m.open, m.amounts[a.ID] = append(m.open, a.ID), modelAdjustment{partner, minor}
}

// prepareSome prepares a batch and holds what it pays to what the model says it must.
func (m *moneyMachine) prepareSome(t *rapid.T) {
	want := map[portal.PartnerID]int64{}
	for _, partner := range []portal.PartnerID{"p1", "p2"} {
		if _, payable := m.owed(partner); !m.frozen[partner] && payable >= 5000 {
			want[partner] = payable
		}
	}
	id := fmt.Sprint("K", m.next())
	batch, err := m.PrepareBatch(t.Context(), m.finance, PrepareBatch{Key: id, Currency: "EUR"})
	if len(want) == 0 {
		must(t, "a batch for nobody", err, portal.Conflict)
		return
	}
	must(t, "prepare", err, "")
	got := map[portal.PartnerID]int64{}
	for _, line := range batch.Lines {
		got[line.Partner] = line.Total.Minor
	}
	if !maps.Equal(got, want) {
		t.Fatalf("the batch pays %v, by the rules it is %v", got, want)
	}
	m.batches = append(m.batches, &modelBatch{id: batch.ID, state: portal.BatchDraft, lines: got, said: map[portal.PartnerID]portal.ResultState{}})
}

// moveBatch takes a batch one step on, or tries what must not be.
func (m *moneyMachine) moveBatch(t *rapid.T) {
	if len(m.batches) == 0 {
		t.Skip("no batch")
	}
	b := rapid.SampledFrom(m.batches).Draw(t, "batch")
	held := slices.ContainsFunc(slices.Collect(maps.Keys(b.lines)), func(p portal.PartnerID) bool { return m.frozen[p] })
	wants := func(ok bool) portal.Kind {
		if ok {
			return ""
		}
		return portal.Conflict
	}
	switch step := rapid.SampledFrom([]string{"own", "approve", "export", "cancel"}).Draw(t, "step"); step {
	case "own":
		_, err := m.ApproveBatch(t.Context(), m.finance, b.id)
		must(t, "approve what one prepared", err, portal.Conflict)
	case "approve":
		_, err := m.ApproveBatch(t.Context(), m.second, b.id)
		must(t, "approve", err, wants(b.state == portal.BatchDraft && !held))
		if err == nil {
			b.state = portal.BatchApproved
		}
	case "export":
		_, err := m.ExportBatch(t.Context(), m.finance, ExportBatch{Batch: b.id})
		if err != nil || b.state == portal.BatchApproved {
			must(t, "export", err, wants(b.state == portal.BatchApproved && !held))
		}
		if err == nil && b.state == portal.BatchApproved {
			b.state = portal.BatchExported
		}
	case "cancel":
		_, err := m.CancelBatch(t.Context(), m.second, b.id, "Not now.")
		must(t, "cancel", err, wants(b.state == portal.BatchDraft || b.state == portal.BatchApproved))
		if err == nil {
			b.state = portal.BatchCancelled
		}
	}
}

// answerSome records what the bank said of one payout.
func (m *moneyMachine) answerSome(t *rapid.T) {
	if len(m.batches) == 0 {
		t.Skip("no batch")
	}
	b := rapid.SampledFrom(m.batches).Draw(t, "batch")
	if b.state != portal.BatchExported {
		t.Skip("not with the bank")
	}
	partner := rapid.SampledFrom(slices.Sorted(maps.Keys(b.lines))).Draw(t, "payout")
	state := rapid.SampledFrom([]portal.ResultState{portal.ResultPaid, portal.ResultFailed}).Draw(t, "state")
	if b.said[partner] == portal.ResultFailed && state == portal.ResultPaid {
		t.Skip("it failed for good")
	}
	_, err := m.RecordAnswer(t.Context(), m.finance, Answer{
		Payout: portal.PayoutIDOf(b.id, partner, "EUR"), ResultInput: portal.ResultInput{State: state, On: m.Today(), Reference: "SEPA-1", Reason: "Account closed"},
	})
	if b.said[partner] == state { // the same answer again
		if err != nil && portal.KindOf(err) != portal.Conflict && portal.KindOf(err) != portal.Invalid {
			t.Fatalf("the same answer again: %v", err)
		}
		return
	}
	must(t, "answer", err, "")
	b.said[partner] = state
}

// check holds the program to the model.
func (m *moneyMachine) check(t *rapid.T) {
	for _, partner := range []portal.PartnerID{"p1", "p2"} {
		ledger, err := m.ledgerOf(t.Context(), partner)
		if err != nil {
			t.Fatal(err)
		}
		got := portal.BalanceIn(portal.Balances(ledger.Positions(m.Today())), "EUR")
		earned, payable := m.owed(partner)
		paid, under := m.out(partner)
		if got.Earned().Minor != earned || got.Paid.Minor != paid || got.InPayout.Minor != under || got.Payable.Minor != payable {
			t.Fatalf("%s on %s: the ledger says %+v; by the rules %d are earned, %d payable, %d in payouts, %d paid", partner, m.Today(), got, earned, payable, under, paid)
		}
	}
	if m.n%4 != 0 {
		return
	}
	v, err := m.verify(t.Context())
	if err != nil || len(v.Violations)+len(v.Unfinished) > 0 {
		t.Fatalf("verify: %v, %v, %v", v.Violations, v.Unfinished, err)
	}
}

// TestAnyStepsAgreeWithTheRules runs the machine. What fails is shrunk to the fewest
// steps that show it.
func TestAnyStepsAgreeWithTheRules(t *testing.T) {
	t.Parallel()
	checks := "15" // a short run makes a fifth of them
	set := flag.Lookup("rapid.checks")
	before := set.Value.String()
	if before == set.DefValue {
		if err := set.Value.Set(checks); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = set.Value.Set(before) }()
	}
	rapid.Check(t, func(r *rapid.T) {
		m := &moneyMachine{
			till: newTill(t).stock(t), tiers: map[portal.PartnerID][]portal.TierFrom{}, frozen: map[portal.PartnerID]bool{}, by: map[portal.PartnerID]int64{},
			amounts: map[portal.AdjustmentID]modelAdjustment{}, deals: map[portal.PartnerID][]portal.ReferralID{"p1": {"r-p1"}, "p2": {"r-p2"}},
		}
		m.at("2026-03-24") // their payout details may be used from now on
		m.Rules.Products = []portal.Choice{{Code: "stays", Name: "Stays"}}
		m.tiers["p1"] = []portal.TierFrom{{From: "2026-01-03", Tier: portal.High}}
		m.tiers["p2"] = []portal.TierFrom{{From: "2026-01-03", Tier: portal.Core}}
		r.Repeat(map[string]func(*rapid.T){
			"": m.check, "wait": m.wait, "win": m.win, "collect": m.collectSome, "collect more": m.collectSome, "refund": m.refundSome, "change the tier": m.changeTier,
			"hold back or release": m.holdBack, "adjust": m.adjust, "prepare": m.prepareSome, "move a batch": m.moveBatch, "move a batch on": m.moveBatch, "answer": m.answerSome,
		})
	})
}
