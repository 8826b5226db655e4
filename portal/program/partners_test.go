package program

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
)

// member is a partner that was let in.
func (h *house) member(t testing.TB, lena portal.Actor, company, domain string) portal.Partner {
	t.Helper()
	partner, _ := h.applied(t, application(company, domain))
	partner, err := h.ApproveApplication(t.Context(), lena, Approve{Partner: partner.ID, Seen: partner.Version, Specialist: lena.User})
	if err != nil {
		t.Fatal(err)
	}
	return partner
}

// admin accepts a partner's invitation and begins its sprint.
func (h *house) admin(t testing.TB, id portal.PartnerID) portal.Actor {
	t.Helper()
	invitation, err := h.store.Invitations.Get(t.Context(), portal.InvitationID(id))
	if err != nil {
		t.Fatal(err)
	}
	token := h.token(forInvitation, string(invitation.ID), "", invitation.ExpiresAt)
	in, err := h.AcceptInvitation(t.Context(), Accept{Token: token, Name: "Marta Silva", Password: goodPassword, Client: office})
	if err != nil {
		t.Fatal(err)
	}
	user, err := h.store.Users.Get(t.Context(), in.User)
	if err != nil {
		t.Fatal(err)
	}
	return user.Actor("")
}

func names(rows []portal.Partner) (names []string) {
	for _, p := range rows {
		names = append(names, p.Company)
	}
	return names
}

func TestPartnersAreFilteredAndPaged(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	h.member(t, lena, "Casa Lumen Hotels", "casa-lumen.pt")
	h.applied(t, application("Bluewater Ferries", "bluewater-ferries.com"))
	h.mail(t)
	h.join(t, application("Never Confirmed", "never.com"))
	for _, c := range []struct {
		name string
		q    PartnerQuery
		want []string
	}{
		{"all", PartnerQuery{}, []string{"Bluewater Ferries", "Casa Lumen Hotels"}},
		{"approved", PartnerQuery{State: portal.PartnerApproved}, []string{"Casa Lumen Hotels"}},
		{"applied hides the unconfirmed", PartnerQuery{State: portal.PartnerApplied}, []string{"Bluewater Ferries"}},
		{"by words in the name", PartnerQuery{Text: "LUMEN"}, []string{"Casa Lumen Hotels"}},
		{"by domain", PartnerQuery{Text: "bluewater-f"}, []string{"Bluewater Ferries"}},
		{"both", PartnerQuery{Text: "lumen", State: portal.PartnerApplied}, nil},
		{"elite", PartnerQuery{Tier: portal.Elite}, nil},
	} {
		page, err := h.Partners(t.Context(), lena, c.q)
		if diff := cmp.Diff(c.want, names(page.Rows)); diff != "" || err != nil || page.Next != "" {
			t.Errorf("%s: %s %v", c.name, diff, err)
		}
	}
	for i := range partnersPage + 3 {
		p, err := h.Rules.Apply(portal.PartnerID(fmt.Sprint("p", i)), application(fmt.Sprintf("Partner %03d", i), fmt.Sprintf("p%d.com", i)), portal.System("test"), h.Now())
		if err == nil {
			err = h.store.Partners.Insert(t.Context(), p.VerifyEmail(portal.System("test"), h.Now()))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var all []string
	for after, pages := "", 0; ; pages++ {
		page, err := h.Partners(t.Context(), lena, PartnerQuery{Text: "partner", After: after})
		if err != nil || pages > 2 || len(page.Rows) > partnersPage {
			t.Fatalf("page %d of %d rows, %v", pages, len(page.Rows), err)
		}
		all = append(all, names(page.Rows)...)
		if after = page.Next; after == "" {
			break
		}
	}
	if len(all) != partnersPage+3 || all[0] != "Partner 000" || all[len(all)-1] != "Partner 052" {
		t.Errorf("%d in all, from %s to %s", len(all), all[0], all[len(all)-1])
	}
}

func TestPartnersFileHasWhatTheListShowsAndNoFormula(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	h.member(t, lena, "=HYPERLINK(\"x\")", "formula.com")
	h.member(t, lena, "Casa Lumen Hotels", "casa-lumen.pt")
	file, err := h.PartnersCSV(t.Context(), lena, PartnerQuery{State: portal.PartnerApproved})
	if err != nil || file.Name != "partners-2026-03-02.csv" {
		t.Fatal(file.Name, err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(file.Data))).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][0] != "'=HYPERLINK(\"x\")" {
		t.Fatalf("%q, %v", rows, err)
	}
	want := []string{"Casa Lumen Hotels", "Approved", "2026-03-02", "", "Lena Ortiz", "Portugal", "Transport", "PT ES", "https://casa-lumen.pt", "Marta Silva", "marta@casa-lumen.pt", "2026-03-02", ""}
	if diff := cmp.Diff(want, rows[2]); diff != "" {
		t.Error(diff)
	}
}

func TestPartnerIsPausedResumedEndedWithReasons(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	partner := h.member(t, lena, "Casa Lumen Hotels", "casa-lumen.pt")
	admin := h.admin(t, partner.ID)
	h.mail(t)
	overview, err := h.PartnerOverview(t.Context(), lena, partner.ID)
	if err != nil || overview.Partner.State != portal.PartnerOnboarding || len(overview.People) != 1 || overview.People[0].Password != "" || len(overview.Staff) != 1 {
		t.Fatalf("%+v, %v", overview, err)
	}
	seen := overview.Partner.Version
	if _, err := h.PausePartner(t.Context(), lena, partner.ID, seen, " "); problemAt(err, "reason") == "" {
		t.Errorf("no reason: %v", err)
	}
	if partner, err = h.PausePartner(t.Context(), lena, partner.ID, seen, "Renovation."); err != nil || partner.State != portal.PartnerPaused {
		t.Fatalf("%s, %v", partner.State, err)
	}
	if letter := only(t, h.mail(t), "paused"); letter.To != admin.Name && letter.To != "marta@casa-lumen.pt" || !strings.Contains(strings.Join(letter.Lines, " "), "Renovation.") {
		t.Errorf("%+v", letter)
	}
	if _, err := h.EndPartner(t.Context(), lena, partner.ID, seen, "An old page."); portal.KindOf(err) != portal.Conflict {
		t.Errorf("an old version: %v", err)
	}
	if partner, err = h.ResumePartner(t.Context(), lena, partner.ID, partner.Version, ""); err != nil || partner.State != portal.PartnerOnboarding {
		t.Fatalf("%s, %v", partner.State, err)
	}
	tom := h.staff(t, "tom@northwindstays.example", portal.Manager)
	finance := h.staff(t, "fin@northwindstays.example", portal.Finance)
	if _, err := h.AssignSpecialist(t.Context(), lena, partner.ID, partner.Version, finance.User); problemAt(err, "specialist") == "" {
		t.Errorf("finance as specialist: %v", err)
	}
	same, err := h.AssignSpecialist(t.Context(), lena, partner.ID, partner.Version, lena.User)
	if err != nil || same.Version != partner.Version {
		t.Errorf("the same again: %d, %v", same.Version, err)
	}
	if partner, err = h.AssignSpecialist(t.Context(), lena, partner.ID, partner.Version, tom.User); err != nil || partner.SpecialistName != "Tom Ortiz" {
		t.Fatalf("%+v, %v", partner, err)
	}
	only(t, h.mail(t), "Tom Ortiz looks after you now")
	if _, err := h.EndPartner(t.Context(), finance, partner.ID, partner.Version, "No."); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("finance ends: %v", err)
	}
	if _, err := h.PartnerOverview(t.Context(), admin, partner.ID); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a partner reads the desk: %v", err)
	}
	if _, err := h.Partners(t.Context(), admin, PartnerQuery{}); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a partner lists partners: %v", err)
	}
	if partner, err = h.EndPartner(t.Context(), lena, partner.ID, partner.Version, "The company closed."); err != nil || partner.State != portal.PartnerEnded {
		t.Fatalf("%s, %v", partner.State, err)
	}
	letters := h.mail(t)
	only(t, letters, "Your partnership has ended")
	only(t, letters, "The partnership with Casa Lumen Hotels has ended") // to Tom Ortiz, who looked after it
	if err := h.Join(t.Context(), Join{Application: application("Casa Lumen Hotels", "casa-lumen.pt"), Client: office}); problemAt(err, "site") == "" {
		t.Errorf("a former partner applies: %v", err)
	}
	if overview, err = h.PartnerOverview(t.Context(), lena, partner.ID); err != nil || len(overview.Partner.Story()) < 8 {
		t.Errorf("%d lines, %v", len(overview.Partner.Story()), err)
	}
}
