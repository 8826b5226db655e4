package portal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// yearOfMoney is a small legal ledger: two collections, one refund, a batch that
// was paid, and a batch whose line failed and was released.
func yearOfMoney() Ledger {
	a, b := cash("INV-1", 400000, "2026-03-12"), cash("INV-2", 200000, "2026-03-13")
	l := Ledger{Collections: []Collection{a, b}, Entries: []Entry{accrue(a), accrue(b)}}
	payees := map[PartnerID]Payee{"p1": ready("p1")}
	l, first := prepared(l, draft("2026-05-12"), payees)
	first = exported(first)
	l.Results = append(l.Results, must(NewResult(l.Payouts[0], first, nil, ResultInput{State: ResultFailed, On: "2026-05-20", Reason: "Account closed"}, finance, testNow, testToday)))
	for _, c := range l.Claims {
		l.Releases = append(l.Releases, c.Release("Account closed", testNow))
	}
	first, _ = first.Settle(l.Results, finance, testNow)

	r := refund("R1", a, nil, 100000, "2026-06-01")
	l.Collections = append(l.Collections, r)
	l.Entries = append(l.Entries, ClawBackAll(l.Entries, []Collection{r}, testNow)...)
	second := must(NewBatch("b2", "EUR", testToday, preparer, testNow, testToday))
	l, second = prepared(l, second, payees)
	second = exported(second)
	l.Results = append(l.Results, must(NewResult(l.Payouts[1], second, nil, ResultInput{State: ResultPaid, On: testToday}, finance, testNow, testToday)))
	second, _ = second.Settle(l.Results, finance, testNow)
	l.Batches = []Batch{first, second}
	for _, p := range l.Payouts {
		l.Files = append(l.Files, PaymentFile{
			ID: PaymentFileIDOf(p.Batch, FormatSEPA, 1, 1), Batch: p.Batch, Format: FormatSEPA, Attempt: 1, Part: 1, Parts: 1,
			Lines: []PaymentLine{{Payout: p.ID, Method: BankTransfer, Amount: p.Total}}, Total: p.Total,
		})
	}
	return l
}

// Verify proves the invariants over a whole ledger the way a walk through a store
// does: each partner on its own, then each batch on its own. Every case below shows
// that nothing is lost by that.
func Verify(l Ledger, zone *time.Location) []Violation {
	batches := map[BatchID]Batch{}
	parts := map[BatchID]*Ledger{}
	part := func(id BatchID) *Ledger {
		if parts[id] == nil {
			parts[id] = &Ledger{}
		}
		return parts[id]
	}
	for _, b := range l.Batches {
		batches[b.ID] = b
		part(b.ID).Batches = []Batch{b}
	}
	for _, p := range l.Payouts {
		part(p.Batch).Payouts = append(part(p.Batch).Payouts, p)
	}
	for _, f := range l.Files {
		part(f.Batch).Files = append(part(f.Batch).Files, f)
	}
	var found []Violation
	for _, theirs := range l.ByPartner() {
		found = append(found, VerifyPartner(*theirs, batches, zone).Violations...)
	}
	for _, of := range parts {
		found = append(found, VerifyBatch(*of).Violations...)
	}
	return found
}

func TestVerifyFindsNothingInALegalLedger(t *testing.T) {
	if found := Verify(yearOfMoney(), time.UTC); len(found) != 0 {
		t.Errorf("found %v", found)
	}
	if found := Verify(Ledger{}, time.UTC); len(found) != 0 {
		t.Errorf("in nothing found %v", found)
	}
}

func TestVerifyNamesWhatWasTamperedWith(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Ledger)
		rule   string
		words  string
	}{
		"an entry one cent higher":      {func(l *Ledger) { l.Entries[0].Amount.Minor++ }, "I4", "acc:cash:billing:INV-1:base: says €200.01, but 5% of €4,000.00 is €200.00"},
		"a rate edited in place":        {func(l *Ledger) { l.Entries[1].Rate = MustRate("6%") }, "I4", "6% of €2,000.00 is €120.00"},
		"a collection edited in place":  {func(l *Ledger) { l.Collections[0].Amount.Minor = 500000 }, "I4", "cash:billing:INV-1 is €5,000.00"},
		"an entry in another currency":  {func(l *Ledger) { l.Entries[1].Amount.Currency = "USD" }, "I1", "is in USD, but comes from EUR"},
		"a hold made shorter":           {func(l *Ledger) { l.Entries[0].PayableOn = "2026-03-13" }, "I4", "not 60 days after 2026-03-12"},
		"an entry without cash":         {func(l *Ledger) { l.Collections = l.Collections[1:] }, "I3", "there is no collection cash:billing:INV-1"},
		"an entry twice":                {func(l *Ledger) { e := l.Entries[0]; e.ID += "2"; l.Entries = append(l.Entries, e) }, "I3", "earned by the rule base already"},
		"another partner's entry":       {func(l *Ledger) { l.Entries[0].Partner = "p2" }, "I3", "there is no collection cash:billing:INV-1 of p2 behind it"},
		"an entry of no known kind":     {func(l *Ledger) { l.Entries[2].Kind = "gift" }, "I1", `unknown kind "gift"`},
		"a clawback made smaller":       {func(l *Ledger) { l.Entries[2].Amount.Minor++ }, "I4", "takes back €49.99 from 2026-06-01; by the rule it is €50.00"},
		"a clawback twice":              {func(l *Ledger) { e := l.Entries[2]; e.ID += "2"; l.Entries = append(l.Entries, e) }, "I8", "there is no refund behind it"},
		"a clawback of nothing":         {func(l *Ledger) { l.Entries[2].Of = "acc:x" }, "I8", "acc:x, which earned nothing"},
		"a refund above its collection": {func(l *Ledger) { l.Collections[2].Amount.Minor = -400001 }, "I8", "€4,000.01 was refunded of €4,000.00"},
		"a refund lost":                 {func(l *Ledger) { l.Collections[2].RefundNo = 2 }, "I8", "is refund 2 after €0.00, but 0 came before it"},
		"a refund of nothing":           {func(l *Ledger) { l.Collections[2].RefundOf = "cash:x:y" }, "I8", "refunds cash:x:y, which is not recorded"},
		"a claim twice":                 {func(l *Ledger) { c := l.Claims[2]; c.ID, c.N = ClaimID(c.Entry, 2), 2; l.Claims = append(l.Claims, c) }, "I5", "is claim 2, but the entry was released 1 times"},
		"a claim deleted":               {func(l *Ledger) { l.Claims = l.Claims[:2] }, "I6", "which it never claimed"},
		"a release deleted":             {func(l *Ledger) { l.Releases = l.Releases[1:] }, "I5", "is in a payout already by"},
		"a release of no claim": {func(l *Ledger) {
			r := l.Releases[0]
			r.N, r.ID = 5, ReleaseID(r.Entry, 5)
			l.Releases = append(l.Releases, r)
		}, "I5", "releases claim 5"},
		"a file that pays more":     {func(l *Ledger) { l.Files[0].Lines[0].Amount.Minor++; l.Files[0].Total.Minor++ }, "I6", "file:b1:sepa:1:1: pays €300.01 for"},
		"a file with another total": {func(l *Ledger) { l.Files[1].Total.Minor++ }, "I6", "says €250.01, but its lines are €250.00"},
		"a file of another batch":   {func(l *Ledger) { l.Files[0].Batch = "b2" }, "I6", "for freeze:b1:p1:EUR"},
		"a file before the export":  {func(l *Ledger) { l.Files[0].Batch = "b9" }, "I6", "of a batch that is not exported"},
		"a payout in two files": {func(l *Ledger) {
			f := l.Files[1]
			f.ID, f.Format = "file:b2:csv:1:1", FormatCSV
			l.Files = append(l.Files, f)
		}, "I7", "file:b2:csv:1:1: pays freeze:b2:p1:EUR, as file:b2:sepa:1:1 does"},
		"a release after it was paid":    {func(l *Ledger) { l.Releases = append(l.Releases, l.Claims[2].Release("oops", testNow)) }, "I7", "was paid, but"},
		"a claim before its day":         {func(l *Ledger) { l.Batches[0].Cutoff = "2026-05-10" }, "I10", "payable only on 2026-05-11"},
		"a claim made before its day":    {func(l *Ledger) { l.Claims[0].At = "2026-05-10T23:59:59.999Z" }, "I10", "claimed on 2026-05-10"},
		"a total one cent higher":        {func(l *Ledger) { l.Payouts[1].Total.Minor++ }, "I6", "says €250.01, but its entries are €250.00"},
		"an entry taken out of a payout": {func(l *Ledger) { l.Payouts[1].Entries = l.Payouts[1].Entries[1:] }, "I6", "the hash differs"},
		"a hash changed":                 {func(l *Ledger) { l.Payouts[1].SHA256 = strings.Repeat("0", 64) }, "I6", "the hash differs"},
		"a payout to another partner":    {func(l *Ledger) { l.Payouts[1].Partner = "p2" }, "I6", "the id does not say whose it is"},
		"a payout lost":                  {func(l *Ledger) { l.Payouts = l.Payouts[:1] }, "I6", "which does not exist though its batch is complete"},
		"paid twice": {func(l *Ledger) {
			r := l.Results[1]
			r.Seq, r.ID = 2, "pay:b2:p1:EUR:2"
			l.Results = append(l.Results, r)
		}, "I7", "was paid 2 times"},
		"a result one cent lower":      {func(l *Ledger) { l.Results[1].Amount.Minor-- }, "I7", "says €249.99 to p1"},
		"a result lost":                {func(l *Ledger) { l.Results[1].Seq = 2 }, "I9", "is result 2, but comes as number 1"},
		"a result of nothing":          {func(l *Ledger) { l.Results[1].Payout = "freeze:x" }, "I7", "freeze:x: has a result, but is not recorded"},
		"a result before the export":   {func(l *Ledger) { b := &l.Batches[1]; b.State, b.History = BatchApproved, b.History[:3] }, "I9", "its batch is approved"},
		"a state without its change":   {func(l *Ledger) { l.Batches[1].State = BatchFailed }, "I9", `is failed, but its history ends in "paid"`},
		"a change taken out":           {func(l *Ledger) { b := &l.Batches[1]; b.History = slices.Delete(slices.Clone(b.History), 2, 3) }, "I9", "change 4 goes from"},
		"approved by who prepared it":  {func(l *Ledger) { l.Batches[1].ApprovedBy = "u-prepares" }, "I9", `prepared by "u-prepares" and approved by "u-prepares"`},
		"a batch lost":                 {func(l *Ledger) { l.Batches = l.Batches[:1] }, "I6", "belongs to the batch b2"},
		"an entry lost":                {func(l *Ledger) { l.Entries = l.Entries[1:] }, "I6", "which is not in the ledger"},
		"a payout and its claims lost": {func(l *Ledger) { l.Payouts[1].Entries = nil }, "I2", "earned €250.00, but"},
	} {
		l := yearOfMoney()
		c.change(&l)
		found := Verify(l, time.UTC)
		if !slices.ContainsFunc(found, func(v Violation) bool { return v.Rule == c.rule && strings.Contains(v.Sentence, c.words) }) {
			t.Errorf("%s: no %s with %q in %v", name, c.rule, c.words, found)
		}
	}
}

// machine draws legal operations on a ledger, as people and crashes may order them.
type machine struct {
	l     Ledger
	today Date
}

func (m *machine) collect(t *rapid.T) {
	partner := PartnerID(rapid.SampledFrom([]string{"p1", "p2"}).Draw(t, "partner"))
	facts := highFacts()
	facts.Deal.Partner, facts.Deal.Referral = partner, ReferralID("r-"+partner)
	in := CollectionInput{
		ExternalID: fmt.Sprint("C", len(m.l.Collections)), CollectedOn: m.today.AddDays(-rapid.IntRange(0, 30).Draw(t, "days")),
		Amount: Amount(rapid.Int64Range(1, 500_000).Draw(t, "minor"), rapid.SampledFrom([]Currency{"EUR", "USD"}).Draw(t, "currency")),
	}
	c := must(NewCollection(in, facts.Deal, finance, testNow, m.today))
	m.l.Collections = append(m.l.Collections, c)
	if e, why := Accrue(c, facts, testNow); why == "" {
		m.l.Entries = append(m.l.Entries, e)
	}
}

func (m *machine) refund(t *rapid.T) {
	var whole []Collection
	for _, c := range m.l.Collections {
		if refunded, _ := RefundedSoFar(c, m.l.Collections); !c.IsRefund() && refunded.Minor < c.Amount.Minor {
			whole = append(whole, c)
		}
	}
	if len(whole) == 0 {
		t.Skip("nothing to refund")
	}
	of := rapid.SampledFrom(whole).Draw(t, "of")
	refunded, _ := RefundedSoFar(of, m.l.Collections)
	in := CollectionInput{
		ExternalID: fmt.Sprint("R", len(m.l.Collections)), CollectedOn: m.today,
		Amount: Amount(rapid.Int64Range(1, of.Amount.Minor-refunded.Minor).Draw(t, "minor"), of.Amount.Currency),
	}
	r := must(NewRefund(in, of, m.l.Collections, finance, testNow, m.today))
	m.l.Collections = append(m.l.Collections, r)
	m.l.Entries = append(m.l.Entries, ClawBackAll(m.l.Entries, []Collection{r}, testNow)...)
}

func (m *machine) prepare(t *rapid.T) {
	id := BatchID(fmt.Sprint("b", len(m.l.Batches)))
	currency := rapid.SampledFrom([]Currency{"EUR", "USD"}).Draw(t, "currency")
	b := must(NewBatch(id, currency, m.today, preparer, testNow, m.today))
	m.l, b = prepared(m.l, b, map[PartnerID]Payee{"p1": ready("p1"), "p2": ready("p2")})
	m.l.Batches = append(m.l.Batches, b)
}

func (m *machine) answer(t *rapid.T) {
	if len(m.l.Payouts) == 0 {
		t.Skip("no payout")
	}
	p := rapid.SampledFrom(m.l.Payouts).Draw(t, "payout")
	i := slices.IndexFunc(m.l.Batches, func(b Batch) bool { return b.ID == p.Batch })
	b := m.l.Batches[i]
	if b.State == BatchDraft {
		if rapid.Bool().Draw(t, "cancel") {
			m.l.Batches[i] = must(b.Cancel("Not now", approver, testNow))
			m.release(func(c Claim) bool { return c.Batch == b.ID })
			return
		}
		b = exported(b)
	}
	in := ResultInput{State: rapid.SampledFrom([]ResultState{ResultPaid, ResultFailed}).Draw(t, "state"), On: m.today, Reason: "Account closed"}
	r, err := NewResult(p, b, m.l.Results, in, finance, testNow, m.today)
	if err == nil && !slices.Contains(m.l.Results, r) {
		m.l.Results = append(m.l.Results, r)
		if r.State == ResultFailed {
			m.release(func(c Claim) bool { return c.Payout == p.ID })
		}
	}
	m.l.Batches[i], _ = b.Settle(m.l.Results, finance, testNow)
}

func (m *machine) release(which func(Claim) bool) {
	for _, p := range m.l.Positions(m.today) {
		if p.Claim.ID != "" && which(p.Claim) {
			m.l.Releases = append(m.l.Releases, p.Claim.Release("Account closed", testNow))
		}
	}
}

func (m *machine) wait(t *rapid.T) {
	m.today = min(m.today.AddDays(rapid.IntRange(1, 40).Draw(t, "wait")), testToday)
}

func (m *machine) check(t *rapid.T) {
	if found := Verify(m.l, time.UTC); len(found) != 0 {
		t.Fatalf("broken: %v", found)
	}
	earned := map[Currency]int64{}
	for _, e := range m.l.Entries {
		earned[e.Amount.Currency] += e.Amount.Minor
	}
	paid := map[Currency]int64{}
	latest := LatestResults(m.l.Results)
	for _, p := range m.l.Payouts {
		if latest[p.ID].State == ResultPaid {
			paid[p.Currency] += p.Total.Minor
		}
	}
	for _, b := range Balances(m.l.Positions(m.today)) {
		if b.Earned().Minor != earned[b.Currency] || b.Paid.Minor != paid[b.Currency] {
			t.Fatalf("%+v, but the entries are %d and what was paid is %d", b, earned[b.Currency], paid[b.Currency])
		}
	}
}

func TestAnyLegalOrderOfOperationsKeepsTheInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &machine{today: "2026-03-01"}
		t.Repeat(map[string]func(*rapid.T){
			"collect": m.collect, "refund": m.refund, "prepare": m.prepare, "answer": m.answer, "wait": m.wait, "": m.check,
		})
	})
}

func TestOrderOfArrivalDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var cashes []Collection
		var refunds []Collection
		for i := range rapid.IntRange(1, 6).Draw(t, "collections") {
			c := cash("C"+string(rune('A'+i)), rapid.Int64Range(1, 500_000).Draw(t, "minor"), "2026-03-12")
			cashes = append(cashes, c)
			for _, r := range parts(t, c, false) {
				r.ID = RefundID("billing", c.ExternalID+r.ExternalID)
				refunds = append(refunds, r)
			}
		}
		fold := func(cashes, refunds []Collection) (entries []Entry) {
			for _, c := range cashes {
				if e, why := Accrue(c, highFacts(), testNow); why == "" {
					entries = append(entries, e)
				}
			}
			for _, r := range refunds {
				entries = append(entries, ClawBackAll(entries, []Collection{r}, testNow)...)
			}
			slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(string(a.ID), string(b.ID)) })
			return entries
		}
		one := fold(cashes, refunds)
		other := fold(rapid.Permutation(cashes).Draw(t, "cash"), rapid.Permutation(refunds).Draw(t, "refunds"))
		for i := range one {
			if len(one) != len(other) || one[i].ID != other[i].ID || one[i].Amount != other[i].Amount {
				t.Fatalf("in another order the ledger is another: %v and %v", one, other)
			}
		}
	})
}
