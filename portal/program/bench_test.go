package program

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tandem/portal"
)

// BenchmarkVerify walks a ledger of 20,000 collections and as many entries, of twenty
// partners. What it takes of memory is that of one partner: the same for ten times as many.
func BenchmarkVerify(b *testing.B) {
	till := newTill(b).stock(b)
	till.later = true
	till.longLedger(b, 20, 1000)
	if err := till.RebuildFigures(b.Context()); err != nil {
		b.Fatal(err)
	}
	till.later = false
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var most atomic.Uint64
	watched := make(chan struct{})
	go func() {
		for {
			select {
			case <-watched:
				return
			case <-time.After(10 * time.Millisecond):
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				most.Store(max(most.Load(), now.HeapInuse))
			}
		}
	}()
	for b.Loop() {
		v, err := till.verify(b.Context())
		if err != nil || v.Entries < 20_000 || len(v.Violations)+len(v.Unfinished) > 0 {
			b.Fatalf("%d entries, %v, %v, %v", v.Entries, v.Violations, v.Unfinished, err)
		}
	}
	close(watched)
	b.ReportMetric(float64(most.Load()-min(most.Load(), before.HeapInuse))/(1<<20), "MB/heap")
}

// longLedger gives so many more partners so many collections each, with what they earned.
func (b *till) longLedger(t testing.TB, partners, each int) {
	t.Helper()
	model := b.collect(t, "MODEL", "r-p1", 400000, b.Today()).Collection
	earned, err := b.store.Entries.OfCollection(t.Context(), model.ID)
	if err != nil || len(earned) != 1 {
		t.Fatal(earned, err)
	}
	company, err := b.store.Partners.Get(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	deal, err := b.store.Referrals.Get(t.Context(), "r-p1")
	if err != nil {
		t.Fatal(err)
	}
	for i := range partners {
		company.ID = portal.PartnerID(fmt.Sprintf("long%03d", i))
		deal.ID, deal.Partner = portal.ReferralID("r-"+string(company.ID)), company.ID
		if err := b.store.Partners.Insert(t.Context(), company); err != nil {
			t.Fatal(err)
		}
		if err := b.store.Referrals.Insert(t.Context(), deal); err != nil {
			t.Fatal(err)
		}
		var next atomic.Int64
		var all sync.WaitGroup
		for range 16 { // writes that wait together share a commit
			all.Go(func() {
				for n := next.Add(1); n <= int64(each); n = next.Add(1) {
					cash, entry := model, earned[0]
					cash.ExternalID = fmt.Sprintf("%s-%d", company.ID, n)
					cash.ID, cash.Partner, cash.Referral = portal.CashID("", cash.ExternalID), company.ID, deal.ID
					entry.ID, entry.Partner, entry.Referral, entry.Collection = portal.AccrualID(cash.ID, entry.Rule), company.ID, deal.ID, cash.ID
					if _, err := b.store.Collections.Put(t.Context(), cash); err != nil {
						t.Error(err)
					}
					if _, err := b.store.Entries.Put(t.Context(), entry); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
	}
}
