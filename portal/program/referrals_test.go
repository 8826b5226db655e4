package program

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
	"tandem/portal/store"
)

// company stores an active partner of long standing, and returns the actor of one of its members.
func (h *house) company(t testing.TB, name string) (portal.Partner, portal.Actor) {
	t.Helper()
	domain := strings.ToLower(strings.ReplaceAll(name, " ", "")) + ".com"
	manager := portal.System("test")
	partner, err := h.Rules.Apply(portal.PartnerID("p"+h.newID()), portal.Application{
		Company: name, Site: "https://" + domain, Country: "PT", Vertical: h.Rules.Verticals[0].Code, Markets: []string{"PT"},
		Languages: []string{"en"}, Contact: "Ines Park", Email: "ines@" + domain,
	}, portal.Actor{}, h.Now())
	if err != nil {
		t.Fatal(err)
	}
	partner, err = partner.VerifyEmail(manager, h.Now()).Approve("u-lena", "Lena Ortiz", "", manager, h.Now())
	if err == nil {
		partner, err = partner.BeginOnboarding(manager, h.Now(), h.Today())
	}
	if err == nil {
		partner, err = partner.Activate("", manager, h.Now())
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := h.store.Partners.Insert(t.Context(), partner); err != nil {
		t.Fatal(err)
	}
	if partner, err = h.store.Partners.Get(t.Context(), partner.ID); err != nil {
		t.Fatal(err)
	}
	user := h.person(t, "rita@"+domain, partner.ID, portal.PartnerMember)
	return partner, user.Actor("203.0.113.7")
}

func (h *house) manager(t testing.TB) portal.Actor {
	t.Helper()
	return h.person(t, "mara"+strings.ToLower(h.newID())+"@northwindstays.com", "", portal.Manager).Actor("203.0.113.9")
}

func (h *house) lead(company, email string) portal.ReferralInput {
	return portal.ReferralInput{Source: portal.FromForm, Lead: portal.Lead{
		Company: company, Contact: "Ana Reis", Email: email, Country: "PT", Need: "40 rooms in May",
		Product: h.Rules.Products[0].Code, Value: portal.Amount(1200000, "EUR"), Consent: true,
	}}
}

func (h *house) submit(t testing.TB, by portal.Actor, in portal.ReferralInput) portal.Referral {
	t.Helper()
	r, err := h.SubmitReferral(t.Context(), by, in)
	if err != nil {
		t.Fatalf("submit %s: %v", in.Company, err)
	}
	return r
}

func TestTwoPartnersReferOneLeadAtTheSameInstant(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const partners = 8
	actors := make([]portal.Actor, partners)
	for i := range actors {
		_, actors[i] = h.company(t, fmt.Sprintf("Partner %d", i))
	}
	for round := range 6 {
		// Every partner spells the lead in its own way; each pair shares at least one key.
		spellings := []portal.ReferralInput{
			h.lead(fmt.Sprintf("Hotel Miramar %d", round), fmt.Sprintf("ana@miramar%d.pt", round)),
			h.lead(fmt.Sprintf("HOTEL MIRAMAR %d, Lda.", round), fmt.Sprintf("Ana+x@Miramar%d.pt", round)),
			h.lead(fmt.Sprintf("hotel-miramar %d", round), fmt.Sprintf("rui@mail.miramar%d.pt", round)),
		}
		got := make([]portal.Referral, partners)
		var wg sync.WaitGroup
		for i := range partners {
			wg.Go(func() {
				r, err := h.SubmitReferral(t.Context(), actors[i], spellings[i%len(spellings)])
				if err != nil {
					t.Errorf("partner %d: %v", i, err)
				}
				got[i] = r
			})
		}
		wg.Wait()
		won, duplicates := 0, 0
		var winner portal.ReferralID
		for i, r := range got {
			stored, err := h.store.Referrals.Get(t.Context(), r.ID)
			if err != nil {
				t.Fatal(err)
			}
			switch stored.State {
			case portal.ReferralSubmitted:
				won++
				winner = stored.ID
			case portal.ReferralDuplicate:
				duplicates++
			default:
				t.Errorf("partner %d ends %s", i, stored.State)
			}
		}
		if won != 1 || duplicates != partners-1 {
			t.Fatalf("round %d: %d won, %d duplicates", round, won, duplicates)
		}
		for i, r := range got {
			seen, err := h.Referral(t.Context(), actors[i], r.ID)
			if err != nil {
				t.Fatal(err)
			}
			if r.ID == winner {
				continue
			}
			if text := fmt.Sprintf("%+v %+v", seen, seen.Story(false)); strings.Contains(text, string(winner)) || seen.DuplicateOf != "" {
				t.Errorf("partner %d learns who won: %s", i, text)
			}
			if staff, err := h.Referral(t.Context(), portal.System("test"), r.ID); err != nil || staff.DuplicateOf != winner {
				t.Errorf("staff sees a duplicate of %q, want %q (%v)", staff.DuplicateOf, winner, err)
			}
		}
		guards, err := h.store.Guards.HeldBy(t.Context(), string(winner))
		if err != nil || len(guards) != len(got[0].LeadKeys) {
			t.Errorf("the winner holds %d keys, %v", len(guards), err)
		}
	}
}

func TestLeadsThatTouchAcrossAThirdStillHaveOneOwnerEach(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, a := h.company(t, "Alpha")
	_, b := h.company(t, "Beta")
	_, c := h.company(t, "Gamma")
	for round := range 10 {
		// B shares its domain with A and its name with C; A and C share nothing.
		in := []portal.ReferralInput{
			h.lead(fmt.Sprintf("Alone %d", round), fmt.Sprintf("ana@group%d.pt", round)),
			h.lead(fmt.Sprintf("Casa %d", round), fmt.Sprintf("bea@group%d.pt", round)),
			h.lead(fmt.Sprintf("Casa %d", round), fmt.Sprintf("cid%d@gmail.com", round)),
		}
		got := make([]portal.Referral, 3)
		var wg sync.WaitGroup
		for i, actor := range []portal.Actor{a, b, c} {
			wg.Go(func() {
				r, err := h.SubmitReferral(t.Context(), actor, in[i])
				if err != nil {
					t.Error(err)
				}
				got[i] = r
			})
		}
		wg.Wait()
		states := [3]portal.ReferralState{}
		for i := range got {
			r, err := h.store.Referrals.Get(t.Context(), got[i].ID)
			if err != nil {
				t.Fatal(err)
			}
			states[i] = r.State
		}
		submitted, duplicate := portal.ReferralSubmitted, portal.ReferralDuplicate
		bWon := states == [3]portal.ReferralState{duplicate, submitted, duplicate}
		bLost := states[1] == duplicate && (states[0] == submitted || states[2] == submitted)
		if !bWon && !bLost {
			t.Fatalf("round %d: %v", round, states)
		}
	}
}

func TestACrashAfterStoringLeavesNoLeadWithoutOwner(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partnerA, a := h.company(t, "Alpha")
	_, b := h.company(t, "Beta")
	// A's process stops right after the referral is stored, before any key is claimed.
	terms, _ := portal.TermsOn(h.Terms, nil, h.Today())
	lost, err := h.Rules.Refer("01JLOST", partnerA, h.lead("Hotel Miramar", "ana@miramar.pt"), terms, a, h.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.store.Referrals.Insert(t.Context(), lost); err != nil {
		t.Fatal(err)
	}
	if err := h.ExpireReferrals(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r := h.submit(t, b, h.lead("Hotel Miramar", "rui@miramar.pt")); r.State != portal.ReferralDuplicate || r.DuplicateOf != "01JLOST" {
		t.Errorf("after the duty: got %s of %s", r.State, r.DuplicateOf)
	}
	events, err := h.Timeline(t.Context(), "referral:01JLOST")
	if err != nil || len(events) != 1 {
		t.Errorf("the duty published %d events, %v", len(events), err)
	}
	// And one that stops after its first key: who comes next helps it to finish.
	half, err := h.Rules.Refer("01JHALF", partnerA, h.lead("Casa Azul", "ana@casaazul.pt"), terms, a, h.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.store.Referrals.Insert(t.Context(), half); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.Guards.Claim(t.Context(), half.LeadKeys[0], "01JHALF", h.Now()); err != nil {
		t.Fatal(err)
	}
	if r := h.submit(t, b, h.lead("Casa Azul", "ana@casaazul.pt")); r.State != portal.ReferralDuplicate {
		t.Errorf("behind a half-claimed lead: got %s", r.State)
	}
	if guards, err := h.store.Guards.HeldBy(t.Context(), "01JHALF"); err != nil || len(guards) != 3 {
		t.Errorf("it holds %d keys, %v", len(guards), err)
	}
}

func TestOwnRepeatIsNamed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, a := h.company(t, "Alpha")
	first := h.submit(t, a, h.lead("Hotel Miramar", "ana@miramar.pt"))
	_, err := h.SubmitReferral(t.Context(), a, h.lead("Hotel Miramar", "rui@miramar.pt"))
	if portal.KindOf(err) != portal.Invalid || !strings.Contains(err.Error(), first.Number()) {
		t.Errorf("got %v, want the own referral named", err)
	}
}

func TestReferralGoesItsWay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	partner, a := h.company(t, "Alpha")
	manager := h.manager(t)
	r := h.submit(t, a, h.lead("Hotel Miramar", "ana@miramar.pt"))
	h.wait(time.Hour)
	step := func(next portal.Referral, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		r = next
	}
	step(h.AcceptReferral(t.Context(), manager, r.ID))
	step(h.QualifyReferral(t.Context(), manager, r.ID, "Met them."))
	step(h.WinReferral(t.Context(), manager, r.ID, portal.Contract{
		Value: portal.Amount(2400000, "EUR"), Start: h.Today(), TermMonths: 12, Product: h.Rules.Products[0].Code,
	}))
	if r.State != portal.ReferralWon || r.Owner != manager.User || r.Deal().ContractStart != h.Today() {
		t.Errorf("got %s, owner %s, %+v", r.State, r.Owner, r.Contract)
	}
	events, err := h.Timeline(t.Context(), r.Subject())
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, e := range events {
		kinds = append(kinds, e.Kind)
		if e.Partner != partner.ID {
			t.Errorf("%s belongs to %s", e.Kind, e.Partner)
		}
	}
	if diff := cmp.Diff([]string{"referral.submitted", "referral.accepted", "referral.qualified", "referral.won"}, kinds); diff != "" {
		t.Error(diff)
	}
	if _, err := h.AcceptReferral(t.Context(), manager, r.ID); portal.KindOf(err) != portal.Conflict {
		t.Errorf("accepting a won referral: %v", err)
	}
	var subjects []string
	for _, l := range h.mail(t) {
		subjects = append(subjects, l.Subject)
		if l.To != "rita@alpha.com" || !strings.HasSuffix(l.Link, "/referrals/"+string(r.ID)) {
			t.Errorf("a letter to %s with %s", l.To, l.Link)
		}
	}
	if len(subjects) != 3 {
		t.Errorf("letters: %v, want accepted, qualified, signed", subjects)
	}
}

func TestALeadIsFreeAgainOnceClosed(t *testing.T) {
	t.Parallel()
	for name, closing := range map[string]func(*house, portal.Actor, portal.Referral) error{
		"rejected": func(h *house, m portal.Actor, r portal.Referral) error {
			_, err := h.RejectReferral(t.Context(), m, r.ID, "Not a hotel.")
			return err
		},
		"lost": func(h *house, m portal.Actor, r portal.Referral) error {
			if _, err := h.AcceptReferral(t.Context(), m, r.ID); err != nil {
				return err
			}
			_, err := h.LoseReferral(t.Context(), m, r.ID, "Chose another.")
			return err
		},
		"expired by the duty": func(h *house, _ portal.Actor, _ portal.Referral) error {
			h.wait(91 * 24 * time.Hour)
			return h.ExpireReferrals(t.Context())
		},
		"expired, the duty not run": func(h *house, _ portal.Actor, _ portal.Referral) error {
			h.wait(91 * 24 * time.Hour)
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			_, a := h.company(t, "Alpha")
			_, b := h.company(t, "Beta")
			manager := h.manager(t)
			first := h.submit(t, a, h.lead("Hotel Miramar", "ana@miramar.pt"))
			if r := h.submit(t, b, h.lead("Hotel Miramar", "rui@miramar.pt")); r.State != portal.ReferralDuplicate {
				t.Fatalf("while it is held: got %s", r.State)
			}
			if err := closing(h, manager, first); err != nil {
				t.Fatal(err)
			}
			second := h.submit(t, b, h.lead("Hotel Miramar", "rui@miramar.pt"))
			if second.State != portal.ReferralSubmitted {
				t.Errorf("after it is closed: got %s", second.State)
			}
			if _, err := h.ReinstateReferral(t.Context(), manager, first.ID, "They met first."); portal.KindOf(err) != portal.Conflict {
				t.Errorf("reinstated though somebody else holds the lead: %v", err)
			}
			if guards, err := h.store.Guards.HeldBy(t.Context(), string(first.ID)); err != nil || len(guards) != 0 {
				t.Errorf("the closed one still holds %v, %v", guards, err)
			}
			if _, err := h.RejectReferral(t.Context(), manager, second.ID, "Theirs after all."); err != nil {
				t.Fatal(err)
			}
			back, err := h.ReinstateReferral(t.Context(), manager, first.ID, "They met first.")
			if err != nil || back.State != portal.ReferralSubmitted {
				t.Errorf("reinstated: %s, %v", back.State, err)
			}
			if r := h.submit(t, b, h.lead("Hotel Miramar", "rui@miramar.pt")); r.State != portal.ReferralDuplicate {
				t.Errorf("behind the reinstated one: got %s", r.State)
			}
		})
	}
}

func TestReferralsOfOthersAreNotThere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, a := h.company(t, "Alpha")
	_, b := h.company(t, "Beta")
	r := h.submit(t, a, h.lead("Hotel Miramar", "ana@miramar.pt"))
	_, others := h.Referral(t.Context(), b, r.ID)
	_, random := h.Referral(t.Context(), b, "01JRANDOM")
	if portal.KindOf(others) != portal.NotFound || others.Error() != random.Error() {
		t.Errorf("another's: %v; random: %v", others, random)
	}
	page, err := h.Referrals(t.Context(), b, ListReferrals{Partner: a.Partner})
	if err != nil || len(page.Rows) != 0 {
		t.Errorf("asking for another's list: %d rows, %v", len(page.Rows), err)
	}
	for name, try := range map[string]func() error{
		"accept by a partner": func() error { _, err := h.AcceptReferral(t.Context(), a, r.ID); return err },
		"submit by staff": func() error {
			_, err := h.SubmitReferral(t.Context(), h.manager(t), h.lead("X", "x@x.pt"))
			return err
		},
		"read by an editor": func() error {
			_, err := h.Referral(t.Context(), portal.Actor{User: "u", Roles: []portal.Role{portal.Editor}}, r.ID)
			return err
		},
		"list by an editor": func() error {
			_, err := h.Referrals(t.Context(), portal.Actor{User: "u", Roles: []portal.Role{portal.Editor}}, ListReferrals{})
			return err
		},
	} {
		if err := try(); portal.KindOf(err) != portal.Forbidden {
			t.Errorf("%s: got %v, want Forbidden", name, err)
		}
	}
}

func TestTwoManagersAnswerOneReferral(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, a := h.company(t, "Alpha")
	managers := []portal.Actor{h.manager(t), h.manager(t), h.manager(t), h.manager(t)}
	for round := range 5 {
		r := h.submit(t, a, h.lead(fmt.Sprint("Hotel ", round), fmt.Sprintf("ana@hotel%d.pt", round)))
		var mu sync.Mutex
		var wg sync.WaitGroup
		won := 0
		for i, m := range managers {
			wg.Go(func() {
				var err error
				if i%2 == 0 {
					_, err = h.AcceptReferral(t.Context(), m, r.ID)
				} else {
					_, err = h.RejectReferral(t.Context(), m, r.ID, "No.")
				}
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else if portal.KindOf(err) != portal.Conflict {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		stored, err := h.store.Referrals.Get(t.Context(), r.ID)
		if err != nil || won != 1 || len(stored.History) != 2 {
			t.Errorf("round %d: %d answers, %d changes, %v", round, won, len(stored.History), err)
		}
	}
}

func TestReferralListIsPaged(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, a := h.company(t, "Alpha")
	for i := range referralsPerPage + 3 {
		h.wait(time.Minute)
		h.submit(t, a, h.lead(fmt.Sprint("Hotel ", i), fmt.Sprintf("ana@hotel%d.pt", i)))
	}
	first, err := h.Referrals(t.Context(), a, ListReferrals{})
	if err != nil || len(first.Rows) != referralsPerPage || first.Next == "" || first.Rows[0].Company != fmt.Sprint("Hotel ", referralsPerPage+2) {
		t.Fatalf("got %d rows, next %q, %v", len(first.Rows), first.Next, err)
	}
	second, err := h.Referrals(t.Context(), a, ListReferrals{After: first.Next})
	if err != nil || len(second.Rows) != 3 || second.Next != "" {
		t.Errorf("got %d rows, next %q, %v", len(second.Rows), second.Next, err)
	}
	if _, err := h.Referrals(t.Context(), a, ListReferrals{State: "winning"}); portal.KindOf(err) != portal.NotFound {
		t.Errorf("an unknown state: %v", err)
	}
	if page, err := h.store.Referrals.List(t.Context(), store.ListReferrals{State: portal.ReferralSubmitted, Limit: 5}); err != nil || len(page.Rows) != 5 {
		t.Errorf("by state: %d, %v", len(page.Rows), err)
	}
}

// TestAFileOfReferralsHoldsWhatItsReaderMaySee reads it back.
func TestAFileOfReferralsHoldsWhatItsReaderMaySee(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, a := h.company(t, "Alpha")
	_, b := h.company(t, "Beta")
	manager := h.manager(t)
	first := h.submit(t, a, h.lead("Hotel Miramar", "ana@miramar.pt"))
	h.wait(time.Minute)
	h.submit(t, b, h.lead("Hotel Miramar", "rui@miramar.pt"))
	for i := range referralsPerPage {
		h.wait(time.Minute)
		h.submit(t, a, h.lead(fmt.Sprintf("Casa %d", i), fmt.Sprintf("ana@casa%d.pt", i)))
	}
	read := func(who portal.Actor, l ListReferrals) (head []string, rows [][]string) {
		t.Helper()
		file, err := h.ReferralsFile(t.Context(), who, l)
		if err != nil {
			t.Fatal(err)
		}
		all, err := csv.NewReader(bytes.NewReader(file.Data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return all[0], all[1:]
	}
	at := func(head, row []string, column string) string { return row[slices.Index(head, column)] }
	head, rows := read(manager, ListReferrals{})
	last := rows[len(rows)-2]
	if len(rows) != referralsPerPage+2 || at(head, last, "Partner") != "Beta" || at(head, last, "Duplicate of") != first.Number() || at(head, last, "Answer by") != "" {
		t.Errorf("%d rows, the duplicate is %q", len(rows), last)
	}
	if got := rows[len(rows)-1]; at(head, got, "Number") != first.Number() || at(head, got, "Estimate") != "12000.00" || at(head, got, "Protected until") != "2026-05-31" || at(head, got, "Answer by") != string(first.AnswerBy) {
		t.Errorf("the first is %q", got)
	}
	head, rows = read(b, ListReferrals{Partner: first.Partner})
	if len(rows) != 1 || slices.Contains(head, "Partner") || slices.Contains(head, "Duplicate of") || strings.Contains(strings.Join(rows[0], " "), first.Number()) {
		t.Errorf("a partner reads %q %q", head, rows)
	}
	if _, rows = read(manager, ListReferrals{Text: "CASA7."}); len(rows) != 1 {
		t.Errorf("narrowed to %d", len(rows))
	}
	if _, err := h.ReferralsFile(t.Context(), h.staff(t, "emil@northwindstays.example", portal.Editor), ListReferrals{}); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("an editor takes it: %v", err)
	}
}
