package program

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

func casaLumen() portal.JoinInvite {
	return portal.JoinInvite{Company: "Casa Lumen", Contact: "Ana Prado", Email: "ana@casalumen.pt", Note: "We met at the fair."}
}

// peer is the admin of a company that takes part.
func (h *house) peer(t testing.TB, name string) portal.Actor {
	t.Helper()
	partner, _ := h.company(t, name)
	return h.person(t, "admin@"+partner.Domain, partner.ID, portal.PartnerAdmin).Actor(office.Address)
}

// stands is how the inviter sees the one invitation of a company.
func (h *house) stands(t testing.TB, actor portal.Actor, company string) JoinInvitationRow {
	t.Helper()
	list, err := h.JoinInvitations(t.Context(), actor, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range list.Rows {
		if row.Company == company {
			return row
		}
	}
	t.Fatalf("%s is not among %d invitations", company, len(list.Rows))
	return JoinInvitationRow{}
}

func TestInvitedCompanyIsFollowedToTheDecision(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	marta := h.peer(t, "Bluewater")
	if _, err := h.InviteCompany(t.Context(), marta, casaLumen()); err != nil {
		t.Fatal(err)
	}
	letter := only(t, h.mail(t), "invites you to")
	if letter.To != "ana@casalumen.pt" || letter.Name != "Ana Prado" || !strings.Contains(strings.Join(letter.Lines, "\n"), "We met at the fair.") || !strings.Contains(letter.Subject, "of Bluewater") {
		t.Errorf("the letter is %+v", letter)
	}
	if row := h.stands(t, marta, "Casa Lumen"); row.Stands != portal.JoinInvitationSent || row.Link != letter.Link {
		t.Errorf("sent: %s, %s", row.Stands, row.Link)
	}
	token := tokenOf(t, letter)
	if i, err := h.Invited(t.Context(), token); err != nil || i.Company != "Casa Lumen" {
		t.Fatalf("followed: %+v, %v", i, err)
	}
	if row := h.stands(t, marta, "Casa Lumen"); row.Stands != portal.JoinInvitationOpened {
		t.Errorf("followed: %s", row.Stands)
	}
	form := application("Casa Lumen", "casalumen.pt")
	if err := h.Join(t.Context(), Join{Application: form, Invitation: token, Client: office}); err != nil {
		t.Fatal(err)
	}
	if row := h.stands(t, marta, "Casa Lumen"); row.Stands != portal.JoinInvitationOpened {
		t.Errorf("an address that nobody confirmed counts as %s", row.Stands)
	}
	status, err := h.Confirm(t.Context(), tokenOf(t, only(t, h.mail(t), "Confirm")), office)
	if err != nil {
		t.Fatal(err)
	}
	partner, err := h.byStatus(t.Context(), status)
	if err != nil {
		t.Fatal(err)
	}
	if row := h.stands(t, marta, "Casa Lumen"); row.Stands != portal.JoinInvitationApplied || row.Link != "" {
		t.Errorf("confirmed: %s, %q", row.Stands, row.Link)
	}
	if l := only(t, h.mail(t), "has applied"); l.To != "admin@bluewater.com" || !strings.HasSuffix(l.Link, "/company/invitations") {
		t.Errorf("the inviter's letter is %+v", l)
	}
	review, err := h.Review(t.Context(), lena, partner.ID)
	if err != nil || review.Partner.InvitedBy != "Ana Lima of Bluewater" || review.Inviter != marta.Partner {
		t.Errorf("the review: %q of %s, %v", review.Partner.InvitedBy, review.Inviter, err)
	}
	if _, err := h.Invited(t.Context(), token); portal.KindOf(err) != portal.Gone {
		t.Errorf("the used link: %v", err)
	}
	if err := h.Join(t.Context(), Join{Application: application("Other", "other-house.com"), Invitation: token, Client: office}); portal.KindOf(err) != portal.Gone {
		t.Errorf("a second application by the link: %v", err)
	}
	if _, err := h.DeclineApplication(t.Context(), lena, partner.ID, 0, "A secret reason."); err != nil {
		t.Fatal(err)
	}
	for _, l := range h.mail(t) {
		if strings.Contains(l.Subject, "was not taken in") && (l.To != "admin@bluewater.com" || strings.Contains(fmt.Sprint(l.Lines), "secret")) {
			t.Errorf("the inviter reads %+v", l)
		}
	}
	if row := h.stands(t, marta, "Casa Lumen"); row.Stands != portal.JoinInvitationDeclined {
		t.Errorf("declined: %s", row.Stands)
	}
}

func TestConfirmationCutShortStillUsesTheInvitationUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	row, err := h.InviteCompany(t.Context(), lena, casaLumen())
	if err != nil {
		t.Fatal(err)
	}
	token := row.Link[strings.LastIndex(row.Link, "/")+1:]
	if err := h.Join(t.Context(), Join{Application: application("Casa Lumen", "casalumen.pt"), Invitation: token, Client: office}); err != nil {
		t.Fatal(err)
	}
	partner := h.partners(t)[0]
	if _, err := h.store.Partners.Save(t.Context(), partner.VerifyEmail(portal.Actor{Name: "Ana"}, h.Now())); err != nil {
		t.Fatal(err)
	}
	h.wait(time.Minute)
	for range 2 {
		if err := h.RecoverEvents(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if row := h.stands(t, lena, "Casa Lumen"); row.Stands != portal.JoinInvitationApplied || row.Application != partner.ID || len(row.History) != 2 {
		t.Errorf("after the recovery: %s, %s, %d changes", row.Stands, row.Application, len(row.History))
	}
}

func TestInvitersSeeOnlyTheirOwnInvitations(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	finance := h.staff(t, "fred@northwindstays.example", portal.Finance)
	marta, rui := h.peer(t, "Bluewater"), h.peer(t, "Vale Verde")
	row, err := h.InviteCompany(t.Context(), marta, casaLumen())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.InviteCompany(t.Context(), rui, casaLumen()); err != nil {
		t.Errorf("another peer learns that the address is invited: %v", err)
	}
	if list, err := h.JoinInvitations(t.Context(), rui, ""); err != nil || len(list.Rows) != 1 || list.Rows[0].Partner != rui.Partner {
		t.Errorf("a peer sees %+v, %v", list.Rows, err)
	}
	if list, err := h.JoinInvitations(t.Context(), lena, ""); err != nil || len(list.Rows) != 2 {
		t.Errorf("a manager sees %d, %v", len(list.Rows), err)
	}
	if _, err := h.WithdrawJoinInvitation(t.Context(), rui, row.ID); portal.KindOf(err) != portal.NotFound {
		t.Errorf("another peer withdraws: %v", err)
	}
	if _, err := h.ResendJoinInvitation(t.Context(), rui, row.ID); portal.KindOf(err) != portal.NotFound {
		t.Errorf("another peer sends again: %v", err)
	}
	member := h.person(t, "member@bluewater.com", marta.Partner, portal.PartnerMember).Actor("")
	for name, nobody := range map[string]portal.Actor{"finance": finance, "a member": member} {
		if _, err := h.InviteCompany(t.Context(), nobody, casaLumen()); portal.KindOf(err) != portal.Forbidden {
			t.Errorf("%s invites: %v", name, err)
		}
		if _, err := h.JoinInvitations(t.Context(), nobody, ""); portal.KindOf(err) != portal.Forbidden {
			t.Errorf("%s looks: %v", name, err)
		}
	}
	if _, err := h.WithdrawJoinInvitation(t.Context(), lena, row.ID); err != nil {
		t.Errorf("a manager withdraws a peer's: %v", err)
	}
	if got := h.mail(t); len(got) != 1 { // of the other peer's
		t.Errorf("%d letters, want one: the other was withdrawn before it went out", len(got))
	}
}

func TestOnlyStaffHearThatACompanyIsWithUs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	marta := h.peer(t, "Vale Verde")
	if _, _ = h.applied(t, bluewater()); len(h.partners(t)) != 2 {
		t.Fatal("the application is missing")
	}
	known := portal.JoinInvite{Company: "Bluewater", Email: "someone@bluewater-ferries.com"}
	if _, err := h.InviteCompany(t.Context(), lena, known); !strings.Contains(problemAt(err, "email"), "Bluewater Ferries is with us already") {
		t.Errorf("staff, a known company: %v", err)
	}
	if _, err := h.InviteCompany(t.Context(), lena, portal.JoinInvite{Company: "X", Email: "admin@valeverde.com"}); problemAt(err, "email") == "" {
		t.Errorf("staff, a person with an account: %v", err)
	}
	for _, in := range []portal.JoinInvite{known, {Company: "X", Email: "lena@northwindstays.example"}} {
		if _, err := h.InviteCompany(t.Context(), marta, in); err != nil {
			t.Errorf("a peer hears about %s: %v", in.Email, err)
		}
	}
}

func TestInvitationsToApplyAreLimited(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	marta := h.peer(t, "Bluewater")
	second := h.person(t, "second@bluewater.com", marta.Partner, portal.PartnerAdmin).Actor("")
	if _, err := h.InviteCompany(t.Context(), marta, casaLumen()); err != nil {
		t.Fatal(err)
	}
	again := casaLumen()
	again.Email = "Ana+x@casalumen.pt"
	if _, err := h.InviteCompany(t.Context(), second, again); !strings.Contains(problemAt(err, "email"), "invited already") {
		t.Errorf("the same mailbox twice: %v", err)
	}
	crowdErrs := crowd(16, func(i int) error {
		actor := marta
		if i%2 == 0 {
			actor = second
		}
		_, err := h.InviteCompany(t.Context(), actor, portal.JoinInvite{Company: fmt.Sprint("House ", i)})
		return err
	})
	if n := won(t, "invitations of one day", crowdErrs, portal.Limited); n != partnerInvitesADay-1 {
		t.Errorf("%d more were invited in a day, want %d", n, partnerInvitesADay-1)
	}
	_, err := h.InviteCompany(t.Context(), marta, portal.JoinInvite{Company: "One more"})
	if portal.KindOf(err) != portal.Limited || !strings.Contains(err.Error(), "10 companies were invited today") {
		t.Errorf("beyond the day: %v", err)
	}
	h.wait(24 * time.Hour)
	if _, err := h.InviteCompany(t.Context(), marta, portal.JoinInvite{Company: "One more"}); err != nil {
		t.Errorf("the next day: %v", err)
	}
	row := h.stands(t, marta, "Casa Lumen")
	sent := 0
	for range 6 {
		if _, err := h.ResendJoinInvitation(t.Context(), marta, row.ID); err == nil {
			sent++
		} else if portal.KindOf(err) != portal.Limited {
			t.Errorf("sent again: %v", err)
		}
	}
	if sent != 3 {
		t.Errorf("sent again %d times in a minute, want 3", sent)
	}
}

func TestPausedPartnerInvitesNobody(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	marta := h.peer(t, "Bluewater")
	row, err := h.InviteCompany(t.Context(), marta, casaLumen())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.PausePartner(t.Context(), lena, marta.Partner, 0, "Rebranding."); err != nil {
		t.Fatal(err)
	}
	list, err := h.JoinInvitations(t.Context(), marta, "")
	if err != nil || list.Closed == "" || len(list.Rows) != 1 {
		t.Errorf("the page: %+v, %v", list, err)
	}
	if _, err := h.InviteCompany(t.Context(), marta, portal.JoinInvite{Company: "X"}); portal.KindOf(err) != portal.Conflict {
		t.Errorf("a paused partner invites: %v", err)
	}
	if _, err := h.ResendJoinInvitation(t.Context(), marta, row.ID); portal.KindOf(err) != portal.Conflict {
		t.Errorf("a paused partner sends again: %v", err)
	}
	if _, err := h.WithdrawJoinInvitation(t.Context(), marta, row.ID); err != nil {
		t.Errorf("a paused partner withdraws: %v", err)
	}
}

func TestRenewedLinkIsTheSameLink(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	row, err := h.InviteCompany(t.Context(), lena, portal.JoinInvite{Company: "Casa Lumen"})
	if err != nil {
		t.Fatal(err)
	}
	if letters := h.mail(t); len(letters) != 0 {
		t.Errorf("%d letters go out for a link", len(letters))
	}
	token := row.Link[strings.LastIndex(row.Link, "/")+1:]
	h.wait(portal.JoinInvitationLife)
	if _, err := h.Invited(t.Context(), token); portal.KindOf(err) != portal.Gone {
		t.Errorf("an expired link: %v", err)
	}
	if row := h.stands(t, lena, "Casa Lumen"); row.Stands != portal.JoinInvitationExpired || row.Link != "" {
		t.Errorf("expired: %s, %q", row.Stands, row.Link)
	}
	if _, err := h.ResendJoinInvitation(t.Context(), lena, row.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Invited(t.Context(), token); err != nil {
		t.Errorf("the renewed link: %v", err)
	}
	if _, err := h.Invited(t.Context(), token+"x"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a link of nobody's: %v", err)
	}
}
