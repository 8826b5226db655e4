package demo

import (
	"slices"
	"testing"
	"time"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/portal/store"
	"tandem/portal/store/docs/docstest"
)

func TestTheDemoIsAProgramThatAddsUp(t *testing.T) {
	if testing.Short() {
		t.Skip("short: the demo's history is made in the whole suite")
	}
	library, err := content.Load(Files(content.Files()))
	if err != nil {
		t.Fatal(err)
	}
	library.Program.Payouts.Payer = Payer()
	kept, err := store.Open(t.Context(), docstest.Engine(t))
	if err != nil {
		t.Fatal(err)
	}
	clock := &Clock{}
	p := program.New(program.Options{
		Rules: library.Program, Terms: library.Terms, Library: library, Store: kept, Base: "http://localhost:8080", Clock: clock.Now, Random: Random(), FiguresLater: true,
		Keys: program.Keys{Links: make([]byte, 32), Sealed: make([]byte, 32)},
	})
	before, err := Earlier(content.Files())
	if err != nil {
		t.Fatal(err)
	}
	earlier, err := content.Load(before)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := Make(t.Context(), Options{Program: p, Clock: clock, Until: time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC), Password: Password, Earlier: earlier})
	if err != nil {
		t.Fatal(err)
	}
	heldShows(t, p)
	verified, err := p.Verify(t.Context(), portal.System("test"))
	if err != nil {
		t.Fatal(err)
	}
	if len(verified.Violations) > 0 || len(verified.Unfinished) > 0 || verified.Entries < 100 || verified.Batches < Months/2 {
		t.Errorf("the ledger does not add up, or there is little of it: %+v", verified)
	}
	payoutsShow(t, p)
	roles := map[string]bool{}
	for _, line := range lines {
		roles[line.Role] = true
		if _, err := p.SignIn(t.Context(), program.SignIn{Email: line.Email, Password: Password, Client: client(1)}); err != nil {
			t.Errorf("%s cannot sign in: %v", line.Email, err)
		}
	}
	for _, role := range slices.Concat(portal.PartnerRoles, portal.StaffRoles) {
		if !roles[role.Label()] {
			t.Errorf("nobody to sign in as %s", role.Label())
		}
	}
	shelf, err := p.AssetShelf(t.Context(), portal.System("test"), program.Among{})
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	for _, use := range shelf {
		taken += use.Downloads
	}
	if taken < 50 {
		t.Errorf("%d downloads", taken)
	}
	queue, err := p.Queue(t.Context(), portal.System("test"), program.QueueFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if queue.Breached == 0 || queue.Kinds[portal.QueueReferral] < 5 || queue.Kinds[portal.QueueApplication] < 3 || queue.Kinds[portal.QueueOnboarding] == 0 {
		t.Errorf("the queue shows too little: %+v, %d past their time", queue.Kinds, queue.Breached)
	}
	states := map[portal.PartnerState]int{}
	tiers := map[portal.Tier]int{}
	partners, err := kept.Partners.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	recompute(t, kept, partners, library.Program.Zone, "2026-11-20")
	for _, partner := range partners {
		states[partner.State]++
		tiers[partner.Tier]++
	}
	if len(partners) != len(sheet) {
		t.Errorf("%d partners of %d", len(partners), len(sheet))
	}
	referrals, err := kept.Referrals.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	byState := map[portal.ReferralState]int{}
	fromFile, alike := map[portal.ReferralState]int{}, 0
	for _, r := range referrals {
		byState[r.State]++
		if r.Source == portal.FromCSV {
			fromFile[r.State]++
		}
		like, err := p.MuchLike(t.Context(), portal.Actor{User: "test", Roles: []portal.Role{portal.Manager}}, r)
		if err != nil {
			t.Fatal(err)
		}
		alike += len(like)
	}
	if fromFile[portal.ReferralAccepted] == 0 || fromFile[portal.ReferralQualified] == 0 || fromFile[portal.ReferralDuplicate] == 0 || alike == 0 {
		t.Errorf("from a file %v, and %d customers to compare", fromFile, alike)
	}
	if len(referrals) < 250 {
		t.Errorf("only %d referrals", len(referrals))
	}
	for _, state := range portal.ReferralStates {
		if byState[state] == 0 {
			t.Errorf("no referral is %s", state.Label())
		}
	}
	figures, err := kept.Summaries.Read(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if figures.Submitted() != len(referrals) {
		t.Errorf("the figures count %d referrals of %d", figures.Submitted(), len(referrals))
	}
	for _, state := range portal.PartnerStates {
		if states[state] == 0 {
			t.Errorf("no partner is %s", state.Label())
		}
	}
	for _, tier := range portal.Tiers {
		if tiers[tier] == 0 {
			t.Errorf("no partner is %s", tier.Label())
		}
	}
}

// payoutsShow proves that the desk has something to look at: files of each kind that
// somebody had, a batch whose files are to be chosen, and a change of account that waits.
func payoutsShow(t *testing.T, p *program.Program) {
	t.Helper()
	finance := portal.Actor{User: "test", Roles: []portal.Role{portal.Finance}}
	page, err := p.Batches(t.Context(), finance, "", "")
	if err != nil {
		t.Fatal(err)
	}
	states, formats := map[portal.BatchState]int{}, map[portal.PayFormat]int{}
	for _, batch := range page.Rows {
		states[batch.State]++
		d, err := p.Batch(t.Context(), finance, batch.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range d.Files {
			formats[file.Format] += len(d.Downloads[file.ID])
		}
	}
	if states[portal.BatchApproved] != 1 || states[portal.BatchPaid] < 3 || formats[portal.FormatSEPA] == 0 || formats[portal.FormatPayPal] == 0 || formats[portal.FormatWise] == 0 || formats[portal.FormatNACHA] == 0 || states[portal.BatchExported] != 1 {
		t.Errorf("batches %v, files had %v", states, formats)
	}
	files, err := p.Imports(t.Context(), finance)
	if err != nil || len(files) != 1 {
		t.Errorf("files of collections: %+v, %v", files, err)
	}
	waiting := 0
	found, err := p.Partners(t.Context(), portal.System("test"), program.PartnerQuery{Text: "Bluewater"})
	if err != nil {
		t.Fatal(err)
	}
	for _, partner := range found.Rows {
		if inUse, next := partner.PayToOn(p.Today()); !inUse.IsZero() && !next.IsZero() {
			waiting++
		}
	}
	if waiting != 1 {
		t.Errorf("%d changes of account wait", waiting)
	}
}

// heldShows: the first partner has an old version of one asset and a retired one, another
// has said that it no longer uses it.
func heldShows(t *testing.T, p *program.Program) {
	t.Helper()
	found, err := p.Partners(t.Context(), portal.System("test"), program.PartnerQuery{Text: "Bluewater"})
	if err != nil || len(found.Rows) == 0 {
		t.Fatalf("no Bluewater: %v", err)
	}
	list, _, err := p.MyAssets(t.Context(), portal.Actor{Partner: found.Rows[0].ID, Roles: []portal.Role{portal.PartnerAdmin}})
	if err != nil {
		t.Fatal(err)
	}
	states := map[portal.HeldState]int{}
	for _, h := range list {
		states[h.State]++
	}
	if states[portal.HeldChanged] == 0 || states[portal.HeldRetired] != 1 || states[portal.HeldCurrent] == 0 {
		t.Errorf("Bluewater has %v", states)
	}
	away, err := p.PutAways(t.Context(), portal.System("test"), "summer-water")
	if err != nil || len(away) != 2 {
		t.Errorf("%d partners no longer use the retired asset, %v", len(away), err)
	}
}
