package program

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/store/docs/docstest"
)

// numbers are the issued statements in the order of their numbers.
func (b *till) numbers(t *testing.T) []portal.Issued {
	t.Helper()
	var list []portal.Issued
	for s, err := range b.store.Statements.Numbered(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

// earned puts money into three months, for both partners.
func (b *till) earned(t *testing.T) {
	t.Helper()
	for n, on := range []portal.Date{"2026-03-20", "2026-04-20", "2026-05-20"} {
		b.at(on)
		for _, partner := range []string{"p1", "p2"} {
			b.collect(t, fmt.Sprint("INV-", partner, n), portal.ReferralID("r-"+partner), 400000, on)
		}
	}
}

func TestStatementsAreIssuedOncePerMonthUnderNumbersWithoutGaps(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.earned(t)
	b.at("2026-06-01")
	for range 2 {
		if err := b.IssueStatements(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := b.numbers(t); len(got) != 4 {
		t.Fatalf("a day after May %d are issued, want those of March and April", len(got))
	}
	b.at("2026-06-02")
	if err := b.IssueStatements(t.Context()); err != nil {
		t.Fatal(err)
	}
	list := b.numbers(t)
	var said []string
	for _, s := range list {
		said = append(said, fmt.Sprint(s.ID, " ", s.Partner, " ", s.Month, " ", s.Closing))
	}
	want := "SB-2026-000001 p1 2026-03 €200.00, SB-2026-000002 p1 2026-04 €400.00, SB-2026-000003 p2 2026-03 €160.00, SB-2026-000004 p2 2026-04 €320.00, " +
		"SB-2026-000005 p1 2026-05 €600.00, SB-2026-000006 p2 2026-05 €480.00"
	if got := strings.Join(said, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	b.sound(t)

	own := portal.Actor{User: "u", Partner: "p1", Roles: []portal.Role{portal.PartnerMember}}
	if _, mine, err := b.Statements(t.Context(), own, ""); err != nil || len(mine) != 3 || mine[0].Month != "2026-05" {
		t.Errorf("its own: %+v, %v", mine, err)
	}
	if _, _, err := b.Statements(t.Context(), own, "p2"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("another's list: %v", err)
	}
	if _, _, err := b.IssuedStatement(t.Context(), own, "SB-2026-000003"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("another's statement: %v", err)
	}
	if s, _, err := b.IssuedStatement(t.Context(), own, "SB-2026-000005"); err != nil || s.Opening != eur(40000) || s.Earned != eur(20000) {
		t.Errorf("its statement: %+v, %v", s, err)
	}
	if _, err := b.AllStatements(t.Context(), own, ""); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("everybody's: %v", err)
	}
	file, err := b.StatementsFile(t.Context(), b.finance, "")
	if sum, rows := (&walk{till: b}).sum(t, file, "earned"); err != nil || rows != 6 || sum != 20000*3+16000*3 {
		t.Errorf("everybody's file: %d in %d rows, %v", sum, rows, err)
	}
	if _, err := b.PaidInYear(t.Context(), own, 2026); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("asked by a partner: %v", err)
	}
}

// TestOneNumberIsNeverGivenTwice lets many processes issue the same statements at once.
func TestOneNumberIsNeverGivenTwice(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.earned(t)
	b.at("2026-06-10")
	var wg sync.WaitGroup
	failed := make(chan error, 8)
	for range 8 {
		wg.Go(func() { failed <- b.IssueStatements(t.Context()) })
	}
	wg.Wait()
	close(failed)
	for err := range failed {
		if err != nil && portal.KindOf(err) != portal.Conflict {
			t.Error(err)
		}
	}
	if err := b.IssueStatements(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, of := b.numbers(t), map[string]portal.StatementID{}
	for n, s := range list {
		key := fmt.Sprint(s.Partner, s.Month, s.Currency)
		if s.ID != portal.StatementNumber(2026, n+1) || of[key] != "" {
			t.Errorf("number %d is %s of %s, which %s is too", n+1, s.ID, key, of[key])
		}
		of[key] = s.ID
	}
	if len(list) != 6 {
		t.Errorf("%d statements, want 6", len(list))
	}
	b.sound(t)
}

// TestAStopWhileIssuingLeavesNoGap kills the process before and after each write.
func TestAStopWhileIssuingLeavesNoGap(t *testing.T) {
	t.Parallel()
	engines := docstest.Engines(t)
	story := func(trouble *troubled) (*till, error) {
		trouble.Engine = engines()
		b := openTill(t, trouble.Engine).stock(t)
		b.earned(t)
		b.at("2026-06-10")
		now := b.now.Load()
		sick := openTill(t, trouble)
		sick.now.Store(now)
		trouble.n = 0
		err := sick.IssueStatements(t.Context())
		well := openTill(t, trouble.Engine)
		well.now.Store(now)
		return well, err
	}
	counter := &troubled{}
	if _, err := story(counter); err != nil {
		t.Fatal(err)
	}
	if counter.n < 12 {
		t.Fatalf("issuing takes %d writes", counter.n)
	}
	for k := 1; k <= counter.n; k++ {
		for _, keeps := range []bool{false, true} {
			b, err := story(&troubled{k: k, dies: true, keeps: keeps})
			if !errors.Is(err, errCrash) {
				t.Errorf("write %d: %v", k, err)
			}
			b.sound(t)
			later := b.now.Load().Add(time.Hour)
			b.now.Store(&later)
			if err = b.IssueStatements(t.Context()); err == nil {
				err = b.RecoverEvents(t.Context())
			}
			if err != nil {
				t.Fatalf("after write %d: %v", k, err)
			}
			list := b.numbers(t)
			for n, s := range list {
				if _, err := b.store.Events.Get(t.Context(), s.Subject()); err != nil || s.ID != portal.StatementNumber(2026, n+1) {
					t.Errorf("after write %d: number %d is %s, its event %v", k, n+1, s.ID, err)
				}
			}
			if len(list) != 6 {
				t.Errorf("after write %d: %d statements", k, len(list))
			}
			b.sound(t)
		}
	}
}

// TestAMissingNumberIsFound takes a statement away behind the program's back.
func TestAMissingNumberIsFound(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.earned(t)
	b.at("2026-06-10")
	if err := b.IssueStatements(t.Context()); err != nil {
		t.Fatal(err)
	}
	there, err := b.store.Engine().Get(t.Context(), "statements", "SB-2026-000004")
	if err == nil {
		err = b.store.Engine().Delete(t.Context(), "statements", there.ID, there.Version)
	}
	if err != nil {
		t.Fatal(err)
	}
	v, err := b.Verify(t.Context(), b.finance)
	if err != nil || len(v.Violations) == 0 || v.Statements != 5 {
		t.Fatalf("found %+v, %v", v.Violations, err)
	}
	missing := portal.Violation{Rule: "I14", Subject: "SB-2026-000004", Sentence: "SB-2026-000004: is missing; SB-2026-000005 comes after 3 in 2026."}
	if !slices.Contains(v.Violations, missing) || v.Checked["I14"] == 0 {
		t.Errorf("found %+v", v.Violations)
	}
}

// TestTaxDetailsAreSealedAndStandOnStatements gives a number, reads it as each of those
// who may and may not, and is paid only with it where the rules ask for one.
func TestTaxDetailsAreSealedAndStandOnStatements(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	company := portal.Recipient{Name: "Northwind Stays Lda", Address: []string{"Rua do Cais 12", "1200-001 Lisboa"}, TaxID: "VAT PT510000002"}
	b.Rules.Tax = portal.TaxPolicy{Recipient: company, Rules: []portal.TaxRule{{From: "2026-01-01", Countries: []string{"PT"}, ID: portal.TaxVAT, Required: true, Note: "By the reverse charge."}}}
	for _, id := range []portal.PartnerID{"p1", "p2"} {
		partner, err := b.store.Partners.Get(t.Context(), id)
		if partner.Country = "PT"; err == nil {
			_, err = b.store.Partners.Save(t.Context(), partner)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.collect(t, "INV-2", "r-p2", 400000, "2026-03-12")
	admin := portal.Actor{User: "u", Name: "Ana", Partner: "p1", Roles: []portal.Role{portal.PartnerAdmin}}
	member := portal.Actor{User: "m", Partner: "p1", Roles: []portal.Role{portal.PartnerMember}}
	in := portal.TaxInput{Name: "Partner One Lda", Street: "Rua 1", Post: "4000", City: "Porto", Country: "PT", Kind: portal.TaxVAT, ID: "PT 501 964 843"}
	if err := b.SetTax(t.Context(), member, in); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("given by a member: %v", err)
	}
	wrong := in
	wrong.ID = "PT501964844"
	if err := b.SetTax(t.Context(), admin, wrong); problemAt(err, "id") == "" {
		t.Errorf("a mistyped number: %v", err)
	}
	b.at("2026-05-20")
	preview, err := b.PreviewBatch(t.Context(), b.finance, PrepareBatch{Currency: "EUR"})
	if err != nil || len(preview.Candidates) != 0 || len(preview.LeftOut) != 2 || preview.LeftOut[0].Obstacle != portal.ObstacleTax {
		t.Fatalf("without it: %+v, %v", preview, err)
	}
	if err := b.SetTax(t.Context(), admin, in); err != nil {
		t.Fatal(err)
	}
	in.ID, in.Street = "", "Rua 2" // the number that is there stays
	if err := b.SetTax(t.Context(), admin, in); err != nil {
		t.Fatal(err)
	}
	if preview, err = b.PreviewBatch(t.Context(), b.finance, PrepareBatch{Currency: "EUR"}); err != nil || len(preview.Candidates) != 1 {
		t.Errorf("with it: %+v, %v", preview, err)
	}
	if err := b.IssueStatements(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who  portal.Actor
		want string
	}{{admin, "PT501964843"}, {b.finance, "PT501964843"}, {member, ""}, {b.manager, ""}} {
		s, tax, err := b.IssuedStatement(t.Context(), c.who, "SB-2026-000001")
		if err != nil || tax != c.want || s.Supplier.Name != "Partner One Lda" || s.Supplier.Address[0] != "Rua 2" || s.Supplier.Notes[0] != "By the reverse charge." || s.Recipient == nil || s.Recipient.TaxID != company.TaxID {
			t.Errorf("%s reads %q on %+v, %v", c.who.User, tax, s.Supplier, err)
		}
	}
	partner, err := b.store.Partners.Get(t.Context(), "p1")
	if err != nil || partner.Tax.Label != "PT •••• 4843" || strings.Contains(asJSON(t, partner), "501964843") {
		t.Errorf("the number is kept open: %+v, %v", partner.Tax, err)
	}
	if sealed, err := b.CheckSealed(t.Context()); err != nil || sealed.Closed != 0 {
		t.Errorf("sealed fields: %+v, %v", sealed, err)
	}
}
