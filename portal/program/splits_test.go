package program

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
	"tandem/portal/store/docs"
	"tandem/portal/store/docs/docstest"
)

// sixtyForty divides the deal r-p1 between p1 and p2, or by other shares in percent.
func sixtyForty(percent ...string) SplitReferral {
	if len(percent) == 0 {
		percent = []string{"60%", "40%"}
	}
	in := SplitReferral{Referral: "r-p1", Reason: "Both brought the hotel."}
	for i, text := range percent {
		in.Shares = append(in.Shares, portal.Share{Partner: portal.PartnerID(fmt.Sprint("p", i+1)), Rate: portal.MustRate(text)})
	}
	return in
}

func (b *till) split(t testing.TB, percent ...string) portal.Referral {
	t.Helper()
	r, err := b.SplitReferral(t.Context(), b.manager, sixtyForty(percent...))
	if err != nil {
		t.Fatalf("split %v: %v", percent, err)
	}
	return r
}

// wonBefore gives the deal r-p1 the history that a split goes on.
func (b *till) wonBefore(t testing.TB) *till {
	t.Helper()
	b.amend(t, "r-p1", func(r *portal.Referral) {
		r.History = []portal.Change{
			{N: 1, Kind: portal.ReferralSubmittedEvent, To: "submitted", At: r.WonAt},
			{N: 2, Kind: portal.ReferralAcceptedEvent, From: "submitted", To: "accepted", At: r.WonAt},
			{N: 3, Kind: portal.ReferralQualifiedEvent, From: "accepted", To: "qualified", At: r.WonAt},
			{N: 4, Kind: portal.ReferralWonEvent, From: "qualified", To: string(portal.ReferralWon), At: r.WonAt, Data: map[string]string{"start": "2026-02-01"}},
		}
	})
	return b
}

func TestASplitMovesWhatWasEarnedAndDividesWhatComes(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t).wonBefore(t).paying(levers())
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.refund(t, "R-1", "INV-1", 100000, "2026-03-20")
	b.split(t)
	// p1: 5% of the 1,800.00 that are left to it, and of the bonus of 200.00 what 1,800.00 is of
	// 4,000.00. p2 is Core, without levers: 4% of 1,200.00.
	if got := b.said(t, "p1"); got != "map[base:9000 referral:9000]" {
		t.Errorf("p1 after the split: %s", got)
	}
	if got := b.said(t, "p2"); got != "map[base:4800]" {
		t.Errorf("p2 after the split: %s", got)
	}
	b.sound(t)

	b.collect(t, "INV-2", "r-p1", 10001, "2026-03-20") // 60.01 and 40.00
	if got := b.said(t, "p1") + b.said(t, "p2"); got != "map[base:9300 referral:9000]map[base:4960]" {
		t.Errorf("after more cash: %s", got)
	}
	b.at("2026-04-01")
	if err := b.SettleQuarter(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := b.said(t, "p1"); got != "map[base:9300 referral:9000]" { // 1,860.01 of the target of 2,000.00
		t.Errorf("p1 has no boost by its part: %s", got)
	}
	for partner, want := range map[portal.PartnerID]int64{"p1": 186001, "p2": 124000} {
		summary, err := b.store.Summaries.Read(t.Context(), partner)
		if err != nil || len(summary.Months) == 0 {
			t.Fatalf("%s: %v, %v", partner, summary, err)
		}
		collected := int64(0)
		for _, month := range summary.Months {
			collected += month.Collected.In("EUR").Minor
		}
		revenue, err := b.revenue(t.Context(), partner, "2026-Q1")
		if collected != want || err != nil || revenue.Year.Minor != want {
			t.Errorf("%s collected %d, and %s by its scorecard, want %d: %v", partner, collected, revenue.Year, want, err)
		}
	}

	// The split ends: all of it counts for p1 again, with the boost that its whole cash earns.
	b.split(t, "100%")
	if got := b.said(t, "p1"); got != "map[base:15500 boost:9300 referral:15000]" {
		t.Errorf("p1 alone again: %s", got)
	}
	if got := b.said(t, "p2"); got != "map[base:0]" {
		t.Errorf("p2 without a share: %s", got)
	}
	b.sound(t)

	// Everything goes back, of a deal that is divided anew.
	b.split(t, "33.3333%", "66.6667%")
	b.refund(t, "R-2", "INV-1", 300000, "2026-04-01")
	b.refund(t, "R-3", "INV-2", 10001, "2026-04-01")
	if got := b.said(t, "p1") + b.said(t, "p2"); got != "map[base:0 boost:0 referral:0]map[base:0]" {
		t.Errorf("after everything went back: %s", got)
	}
	b.sound(t)
}

func TestWhatWasPaidBeforeASplitIsCarriedForward(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t).wonBefore(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.at("2026-05-12")
	b.paid(t, b.batch(t, "K1"))
	b.split(t)
	b.stands(t, "after the split", "p1", 0, -8000, 0, 20000)
	b.stands(t, "after the split", "p2", 0, 6400, 0, 0)
	b.sound(t)
	earnings, err := b.Earnings(t.Context(), b.finance, "p2", "")
	if err != nil || len(earnings.Lines) != 1 || earnings.Lines[0].Overdue || earnings.Lines[0].Entry.PayBy != "2026-06-11" { // 30 days from the split
		t.Errorf("the new share is late before anybody could pay it: %+v, %v", earnings.Lines, err)
	}
}

func TestASplitTellsEachPartnerItsOwnShareAlone(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t).wonBefore(t)
	b.person(t, "ana@p1.example", "p1", portal.PartnerAdmin)
	b.person(t, "rui@p2.example", "p2", portal.PartnerAdmin)
	b.mail(t)
	b.split(t)
	said := map[string]string{}
	for _, letter := range b.mail(t) {
		said[letter.To] += letter.Subject + " " + strings.Join(letter.Lines, " ")
	}
	for to, want := range map[string][2]string{
		"ana@p1.example": {"Your share is 60% of what we collect", "Partner p2"}, "rui@p2.example": {"40% of what we collect counts for you", "Partner p1"},
	} {
		if !strings.Contains(said[to], want[0]) || strings.Contains(said[to], want[1]) || strings.Contains(said[to], "Both brought") {
			t.Errorf("%s reads %q", to, said[to])
		}
	}
	ana := portal.Actor{User: "ana", Partner: "p1", Roles: []portal.Role{portal.PartnerAdmin}}
	r, err := b.Referral(t.Context(), ana, "r-p1")
	if err != nil || len(r.Splits) != 1 || len(r.Splits[0].Shares) != 1 || r.Splits[0].Reason != "" {
		t.Errorf("the partner reads of the split %+v, %v", r.Splits, err)
	}
	if text := fmt.Sprint(r, r.Story(false)); strings.Contains(text, "p2") || strings.Contains(text, "Both brought") || !strings.Contains(text, "Your share is 60%") {
		t.Errorf("the partner reads %s", text)
	}
	staff, err := b.Referral(t.Context(), b.manager, "r-p1")
	if line := staff.Story(true)[len(staff.History)-1]; err != nil || line.Text != "What is collected is divided: Partner p1 60%, Partner p2 40%." || line.Reason != "Both brought the hotel." {
		t.Errorf("staff read %+v, %v", line, err)
	}
	rui := portal.Actor{User: "rui", Partner: "p2", Roles: []portal.Role{portal.PartnerAdmin}}
	if _, err := b.Referral(t.Context(), rui, "r-p1"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("the other partner opens the referral: %v", err)
	}
	if err := b.RecoverEvents(t.Context()); err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	events, err := b.store.Events.All(t.Context())
	for _, e := range events {
		told[e.Kind+" "+string(e.Partner)]++
	}
	if err != nil || told["referral.split p1"] != 1 || told["referral.shared p2"] != 1 {
		t.Errorf("told %v, %v", told, err)
	}
}

func TestSplitsThatAreRefused(t *testing.T) {
	t.Parallel()
	share := func(partner portal.PartnerID, rate string) portal.Share {
		return portal.Share{Partner: partner, Rate: portal.MustRate(rate)}
	}
	tests := map[string]struct {
		with  func(*till, *SplitReferral)
		kind  portal.Kind
		field string
		says  string
	}{
		"not 100%":     {func(_ *till, in *SplitReferral) { in.Shares[1] = share("p2", "39.99%") }, portal.Invalid, "shares", "The shares add up to 99.99%"},
		"more":         {func(_ *till, in *SplitReferral) { in.Shares[1] = share("p2", "41%") }, portal.Invalid, "shares", "The shares add up to 101%"},
		"nothing":      {func(_ *till, in *SplitReferral) { in.Shares[1] = share("p2", "0%") }, portal.Invalid, "share_2", "above 0%"},
		"nobody":       {func(_ *till, in *SplitReferral) { in.Shares = nil }, portal.Invalid, "shares", "Say who has which share."},
		"one twice":    {func(_ *till, in *SplitReferral) { in.Shares[1] = share("p1", "40%") }, portal.Invalid, "partner_2", "there already"},
		"a stranger":   {func(_ *till, in *SplitReferral) { in.Shares[1] = share("p9", "40%") }, portal.Invalid, "partner_2", "no such partner"},
		"unsaid":       {func(_ *till, in *SplitReferral) { in.Shares[1].Partner = "" }, portal.Invalid, "partner_2", "Choose a partner."},
		"no reason":    {func(_ *till, in *SplitReferral) { in.Reason = " " }, portal.Invalid, "reason", "Say why"},
		"alone anyway": {func(_ *till, in *SplitReferral) { in.Shares = []portal.Share{share("p1", "100%")} }, portal.Conflict, "", "divided like this already"},
		"no referral":  {func(_ *till, in *SplitReferral) { in.Referral = "r-p9" }, portal.NotFound, "", ""},
		"changed":      {func(_ *till, in *SplitReferral) { in.Seen = 99 }, portal.Conflict, "", "changed meanwhile"},
		"ended": {func(b *till, _ *SplitReferral) {
			b.change(t, "p2", func(p *portal.Partner) { p.State = portal.PartnerEnded })
		}, portal.Invalid, "partner_2", "is ended and cannot get a share now."},
		"lost": {func(b *till, _ *SplitReferral) {
			b.amend(t, "r-p1", func(r *portal.Referral) { r.State = portal.ReferralLost })
		}, portal.Conflict, "", "This referral is lost."},
		"open": {func(b *till, _ *SplitReferral) {
			b.amend(t, "r-p1", func(r *portal.Referral) { r.State = portal.ReferralQualified })
		}, portal.Conflict, "", "This referral is qualified."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newTill(t).stock(t).wonBefore(t)
			b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
			in := sixtyForty()
			tt.with(b, &in)
			_, err := b.SplitReferral(t.Context(), b.manager, in)
			problem, _ := errors.AsType[*portal.Error](err)
			if portal.KindOf(err) != tt.kind || tt.field != "" && (problem == nil || problem.Fields[tt.field] == "") || !strings.Contains(fmt.Sprint(err, problem.Fields), tt.says) {
				t.Errorf("got %v", err)
			}
			if got := b.said(t, "p1") + b.said(t, "p2"); got != "map[base:20000]map[]" {
				t.Errorf("the ledger moved: %s", got)
			}
		})
	}
	b := newTill(t).stock(t).wonBefore(t)
	for _, actor := range []portal.Actor{b.finance, {User: "u", Partner: "p1", Roles: []portal.Role{portal.PartnerAdmin}}} {
		if _, err := b.SplitReferral(t.Context(), actor, sixtyForty()); portal.KindOf(err) != portal.Forbidden {
			t.Errorf("%s splits: %v", actor.User, err)
		}
	}
	if _, err := b.SplitReferral(t.Context(), b.manager, sixtyForty()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SplitReferral(t.Context(), b.manager, sixtyForty()); portal.KindOf(err) != portal.Conflict {
		t.Errorf("the same split again: %v", err)
	}
	// A partner that has left keeps the share it has when the others' change.
	b.change(t, "p2", func(p *portal.Partner) { p.State = portal.PartnerEnded })
	if _, err := b.SplitReferral(t.Context(), b.manager, sixtyForty("70%", "30%")); err != nil {
		t.Errorf("changing the share of a partner that left: %v", err)
	}
}

// amend puts a referral into another shape, as no rule would.
func (b *till) amend(t testing.TB, id portal.ReferralID, as func(*portal.Referral)) {
	t.Helper()
	r, err := b.store.Referrals.Get(t.Context(), id)
	if err == nil {
		as(&r)
		_, err = b.store.Referrals.Save(t.Context(), r)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// change puts a partner into another shape, as no rule would.
func (b *till) change(t testing.TB, id portal.PartnerID, as func(*portal.Partner)) {
	t.Helper()
	p, err := b.store.Partners.Get(t.Context(), id)
	if err == nil {
		as(&p)
		_, err = b.store.Partners.Save(t.Context(), p)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestTwoManagersWhoSplitAtOnce lets the second decide on what the first has changed.
func TestTwoManagersWhoSplitAtOnce(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t).wonBefore(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	seen, err := b.store.Referrals.Get(t.Context(), "r-p1")
	if err != nil {
		t.Fatal(err)
	}
	first, second := sixtyForty(), sixtyForty("50%", "50%")
	first.Seen, second.Seen = seen.Version, seen.Version
	if _, err := b.SplitReferral(t.Context(), b.manager, first); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SplitReferral(t.Context(), b.manager, second); portal.KindOf(err) != portal.Conflict {
		t.Errorf("the second decided on what was not there any more: %v", err)
	}
	if got := b.said(t, "p1") + b.said(t, "p2"); got != "map[base:12000]map[base:6400]" {
		t.Errorf("the ledger says %s", got)
	}
	b.sound(t)
}

// TestASplitIsFinishedWhateverStopsIt kills the process at each write of a story with
// splits, and lets the check, or the same story again, finish it.
func TestASplitIsFinishedWhateverStopsIt(t *testing.T) {
	t.Parallel()
	story := func(ctx context.Context, b *till) error {
		for id, minor := range map[string]int64{"INV-1": 400001} {
			if _, err := b.RecordCollection(ctx, b.finance, RecordCollection{Referral: "r-p1", CollectionInput: portal.CollectionInput{ExternalID: id, Amount: eur(minor), CollectedOn: "2026-03-12"}}); err != nil {
				return err
			}
		}
		for _, shares := range [][]string{{"60%", "40%"}, {"25%", "75%"}} {
			r, err := b.store.Referrals.Get(ctx, "r-p1")
			if err != nil {
				return err
			}
			if len(r.Splits) > 1 || len(r.Splits) == 1 && shares[0] == "60%" {
				continue // it was decided before the crash
			}
			if _, err := b.SplitReferral(ctx, b.manager, sixtyForty(shares...)); err != nil {
				return err
			}
		}
		_, err := b.RecordRefund(ctx, b.finance, RecordRefund{Of: portal.CashID("", "INV-1"), CollectionInput: portal.CollectionInput{ExternalID: "R-1", Amount: eur(33333), CollectedOn: "2026-04-02"}})
		return err
	}
	open := func(t *testing.T, engine *troubled) *till {
		b := openTill(t, engine).paying(levers())
		b.at("2026-04-02")
		return b
	}
	counter := &troubled{Engine: docstest.Engine(t)}
	openTill(t, counter.Engine).stock(t).wonBefore(t)
	calm := open(t, counter)
	if err := story(t.Context(), calm); err != nil {
		t.Fatal(err)
	}
	writes := counter.n
	calm.sound(t)
	want := [2]string{calm.said(t, "p1"), calm.said(t, "p2")}
	if writes < 20 {
		t.Fatalf("the story takes only %d writes", writes)
	}
	stops(t, writes, 29, func(t *testing.T, k int, engines func() docs.Engine) {
		trouble := &troubled{Engine: engines(), k: k, dies: true}
		openTill(t, trouble.Engine).stock(t).wonBefore(t)
		if err := story(t.Context(), open(t, trouble)); !errors.Is(err, errCrash) {
			t.Errorf("killed before write %d: the story says %v", k, err)
		}
		b := open(t, &troubled{Engine: trouble.Engine})
		b.wait(2 * time.Minute)
		v, err := b.Verify(t.Context(), b.finance)
		if err != nil || len(v.Violations) > 0 {
			t.Fatalf("killed before write %d: after the restart %v, %v", k, v.Violations, err)
		}
		if _, left, err := b.ResumeMoney(t.Context()); err != nil || left != nil {
			t.Fatal(left, err)
		}
		if err := b.RecoverEvents(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.sound(t)
		if err := story(t.Context(), b); err != nil {
			t.Fatalf("killed before write %d: told again %v", k, err)
		}
		b.sound(t)
		if diff := cmp.Diff(want, [2]string{b.said(t, "p1"), b.said(t, "p2")}); diff != "" {
			t.Errorf("killed before write %d: told again the ledger is another:\n%s", k, diff)
		}
	})
}

// TestVerifyFindsASplitThatWasTampered changes one fact of a split deal at a time.
func TestVerifyFindsASplitThatWasTampered(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t).wonBefore(t)
	b.collect(t, "INV-1", "r-p1", 400001, "2026-03-12")
	b.split(t)
	b.sound(t)
	for name, spoil := range map[string]func(*portal.Referral){
		"the shares are more than the whole": func(r *portal.Referral) { r.Splits[0].Shares[1].Rate = portal.MustRate("50%") },
		"one share is gone":                  func(r *portal.Referral) { r.Splits[0].Shares = r.Splits[0].Shares[:1] },
		"the split never was":                func(r *portal.Referral) { r.Splits = nil },
	} {
		t.Run(name, func(t *testing.T) {
			before, err := b.store.Referrals.Get(t.Context(), "r-p1")
			if err != nil {
				t.Fatal(err)
			}
			kept := slices.Clone(before.Splits)
			kept[0].Shares = slices.Clone(kept[0].Shares)
			b.amend(t, "r-p1", spoil)
			v, err := b.Verify(t.Context(), b.finance)
			if err != nil || len(v.Violations) == 0 {
				t.Errorf("nothing was found, %v", err)
			}
			b.amend(t, "r-p1", func(r *portal.Referral) { r.Splits = kept })
			b.sound(t)
		})
	}
}
