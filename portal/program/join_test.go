package program

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

var office = Client{Address: "198.51.100.4", Agent: "Mozilla/5.0 Firefox/140.0"}

// bluewater is an application that is fine as it stands.
func bluewater() portal.Application {
	return portal.Application{
		Company: "Bluewater Ferries", Site: "www.bluewater-ferries.com", Country: "PT", Vertical: "transport",
		Markets: []string{"PT", "ES"}, Languages: []string{"pt", "en"}, Audience: 84000,
		Contact: "Marta Silva", Email: "marta@bluewater-ferries.com", HeardFrom: "A trade fair",
	}
}

func application(company, domain string) portal.Application {
	a := bluewater()
	a.Company, a.Site, a.Email = company, "https://"+domain, "marta@"+domain
	return a
}

func (h *house) join(t testing.TB, a portal.Application) {
	t.Helper()
	if err := h.Join(t.Context(), Join{Application: a, Client: office}); err != nil {
		t.Fatalf("join: %v", err)
	}
}

// applied is a company that has applied and confirmed its address, and the token of
// its status page.
func (h *house) applied(t testing.TB, a portal.Application) (portal.Partner, string) {
	t.Helper()
	h.join(t, a)
	letter := only(t, h.mail(t), "Confirm your application")
	status, err := h.Confirm(t.Context(), tokenOf(t, letter), office)
	if err != nil {
		t.Fatalf("confirm: %v", err)
	}
	partner, err := h.byStatus(t.Context(), status)
	if err != nil {
		t.Fatal(err)
	}
	return partner, status
}

// only is the one letter whose subject holds some words.
func only(t testing.TB, letters []Letter, words string) Letter {
	t.Helper()
	var found []Letter
	var subjects []string
	for _, l := range letters {
		subjects = append(subjects, l.Subject)
		if strings.Contains(l.Subject, words) {
			found = append(found, l)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d letters with %q among %q, want one", len(found), words, subjects)
	}
	return found[0]
}

func (h *house) partners(t testing.TB) []portal.Partner {
	t.Helper()
	all, err := h.store.Partners.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func problemAt(err error, field string) string {
	if problem, ok := err.(*portal.Error); ok && problem.Kind == portal.Invalid {
		return problem.Fields[field]
	}
	return ""
}

func TestApplicationIsSeenOnceItsAddressIsConfirmed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	manager := h.staff(t, "lena@northwindstays.example", portal.Manager)
	h.join(t, bluewater())
	if queue, err := h.Queue(t.Context(), manager, QueueFilter{}); err != nil || queue.Waiting != 0 {
		t.Errorf("the queue holds %d before the address is confirmed, %v", queue.Waiting, err)
	}
	letter := only(t, h.mail(t), "Confirm your application")
	if letter.To != "marta@bluewater-ferries.com" || letter.Action == "" || letter.Name != "Marta Silva" {
		t.Errorf("the letter is %+v", letter)
	}
	token := tokenOf(t, letter)
	found, err := h.CheckConfirmation(t.Context(), token)
	if err != nil || found != (Confirmation{Company: "Bluewater Ferries", Email: "marta@bluewater-ferries.com"}) {
		t.Errorf("the link is %+v, %v", found, err)
	}
	first, err := h.Confirm(t.Context(), token, office)
	if err != nil {
		t.Fatal(err)
	}
	second, err := h.Confirm(t.Context(), token, office)
	if err != nil || first != second {
		t.Errorf("a second time: %v", err)
	}
	queue, err := h.Queue(t.Context(), manager, QueueFilter{})
	if err != nil || len(queue.Items) != 1 || queue.Items[0].Title != "Bluewater Ferries" {
		t.Errorf("the queue is %+v, %v", queue.Items, err)
	}
	status, err := h.Status(t.Context(), first)
	if err != nil || status.State != portal.PartnerApplied || !status.Confirmed || status.AnswerBy != queue.Items[0].Due || len(status.Story) != 2 {
		t.Errorf("the status is %+v, %v", status, err)
	}
	received := only(t, h.mail(t), "We have your application")
	if !strings.HasSuffix(received.Link, first) {
		t.Errorf("the letter leads to %s", received.Link)
	}
	if again := h.mail(t); len(again) != 0 {
		t.Errorf("%d more letters", len(again))
	}
}

func TestJoinTellsEveryProblemAtItsField(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	wrong := portal.Application{Site: "https://shop.gmail.com", Country: "XX", Vertical: "spying", Markets: []string{"US"}, Audience: -1, Email: "marta"}
	err := h.Join(t.Context(), Join{Application: wrong, Client: office})
	for _, field := range []string{"company", "site", "country", "vertical", "markets", "languages", "audience", "contact", "email"} {
		if problemAt(err, field) == "" {
			t.Errorf("nothing about %s in %v", field, err)
		}
	}
	if !strings.Contains(problemAt(err, "site"), "mail") {
		t.Errorf("a mail service's domain: %v", problemAt(err, "site"))
	}
	if len(h.partners(t)) != 0 {
		t.Error("a wrong application was kept")
	}
}

func TestOneOfTwoApplicationsAtTheSameInstantWins(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const rivals = 12
	errs := make([]error, rivals)
	var wait sync.WaitGroup
	for i := range rivals {
		wait.Go(func() {
			a := bluewater()
			a.Email = string(rune('a'+i)) + "@bluewater-ferries.com"
			errs[i] = h.Join(t.Context(), Join{Application: a, Client: office})
		})
	}
	wait.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case problemAt(err, "site") == "":
			t.Errorf("a loser reads %v", err)
		}
	}
	if won != 1 || len(h.partners(t)) != 1 {
		t.Errorf("%d won, %d kept; want one", won, len(h.partners(t)))
	}
}

// TestKnownAddressesAnswerTheSame: whoever holds an account reads about it in the
// mail; the form does not tell anybody else.
func TestKnownAddressesAnswerTheSame(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person(t, "marta@bluewater-ferries.com", "p-other", portal.PartnerMember)
	h.join(t, bluewater())
	letter := only(t, h.mail(t), "You have an account")
	if letter.To != "marta@bluewater-ferries.com" || letter.Link != "https://partners.example.com/signin" {
		t.Errorf("the letter is %+v", letter)
	}
	// The trick of asking twice answers the same too.
	a := bluewater()
	a.Email = "other@bluewater-ferries.com"
	if err := h.Join(t.Context(), Join{Application: a, Client: office}); problemAt(err, "site") == "" {
		t.Errorf("a second application of the company: %v", err)
	}
}

func TestKnownCompanyIsWrittenToAtTheAddressWeKnow(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, status := h.applied(t, bluewater())
	h.mail(t)
	again := bluewater()
	again.Email = "Marta+again@Bluewater-Ferries.com"
	mine := h.Join(t.Context(), Join{Application: again, Client: office})
	stranger := bluewater()
	stranger.Email = "eve@elsewhere.com"
	theirs := h.Join(t.Context(), Join{Application: stranger, Client: office})
	if problemAt(mine, "site") == "" || problemAt(mine, "site") != problemAt(theirs, "site") {
		t.Errorf("the applicant reads %v, a stranger %v", mine, theirs)
	}
	letter := only(t, h.mail(t), "Your application")
	if letter.To != "marta@bluewater-ferries.com" || !strings.HasSuffix(letter.Link, status) {
		t.Errorf("the letter is %+v", letter)
	}
}

func TestMachinesAreCountedAndTrapped(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if err := h.Join(t.Context(), Join{Application: bluewater(), Trap: "https://buy.example", Client: office}); err != nil || len(h.partners(t)) != 0 {
		t.Errorf("the trap: %v, %d kept", err, len(h.partners(t)))
	}
	limited := 0
	for i := range joinTries.Free + 5 {
		domain := string(rune('a'+i)) + "-tours.com"
		err := h.Join(t.Context(), Join{Application: application("Tours", domain), Client: office})
		if portal.KindOf(err) == portal.Limited {
			limited++
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if limited != 5 {
		t.Errorf("%d of a flood were refused, want 5", limited)
	}
	elsewhere := Client{Address: "192.0.2.9"}
	for i := range mailTries.Free + 1 {
		a := application("Tours", string(rune('a'+i))+"-trips.com")
		a.Email = "victim@harbour.com"
		err := h.Join(t.Context(), Join{Application: a, Client: elsewhere})
		if want := i >= mailTries.Free; (portal.KindOf(err) == portal.Limited) != want {
			t.Errorf("mail %d to one address: %v", i+1, err)
		}
	}
}

func TestExpiredConfirmationIsSentAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.join(t, bluewater())
	old := tokenOf(t, only(t, h.mail(t), "Confirm"))
	h.wait(confirmLife)
	if _, err := h.Confirm(t.Context(), old, office); portal.KindOf(err) != portal.Gone {
		t.Errorf("an expired link: %v", err)
	}
	if c, err := h.CheckConfirmation(t.Context(), old); portal.KindOf(err) != portal.Gone || !c.Late || c.Company != "" {
		t.Errorf("the page of an expired link: %+v, %v", c, err)
	}
	if err := h.AskConfirmation(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	letter := only(t, h.mail(t), "Confirm")
	h.wait(confirmLife - time.Second)
	// The new link holds the domain for its own term.
	a := bluewater()
	a.Email = "eve@bluewater-ferries.com"
	if err := h.Join(t.Context(), Join{Application: a, Client: office}); problemAt(err, "site") == "" {
		t.Errorf("a rival while the new link is good: %v", err)
	}
	if _, err := h.Confirm(t.Context(), tokenOf(t, letter), office); err != nil {
		t.Errorf("the new link: %v", err)
	}
	for _, token := range []string{"", "abc", old + "x", strings.Replace(old, ".", "x.", 1)} {
		if err := h.AskConfirmation(t.Context(), token); portal.KindOf(err) != portal.NotFound {
			t.Errorf("a made-up link %q: %v", token, err)
		}
		if _, err := h.Status(t.Context(), token); portal.KindOf(err) != portal.NotFound {
			t.Errorf("a made-up status link %q: %v", token, err)
		}
	}
	if _, err := h.Status(t.Context(), tokenOf(t, letter)); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a link of another purpose: %v", err)
	}
}

// TestUnconfirmedApplicationBlocksNobodyForLong: whoever applies for a company that is
// not theirs keeps it out for three days, and no longer.
func TestUnconfirmedApplicationBlocksNobodyForLong(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	squatter := bluewater()
	squatter.Email = "eve@elsewhere.com"
	h.join(t, squatter)
	stolen := tokenOf(t, only(t, h.mail(t), "Confirm"))
	h.wait(confirmLife)
	partner, _ := h.applied(t, bluewater())
	if partner.Before == "" {
		t.Error("the application does not say which one it follows")
	}
	if c, err := h.CheckConfirmation(t.Context(), stolen); portal.KindOf(err) != portal.Gone || c.Late {
		t.Errorf("the page of the squatter's link: %+v, %v", c, err)
	}
	if err := h.AskConfirmation(t.Context(), stolen); portal.KindOf(err) != portal.Gone {
		t.Errorf("the squatter asks again: %v", err)
	}
	before, err := h.store.Partners.Get(t.Context(), partner.Before)
	if err != nil || before.History[len(before.History)-1].Kind != portal.PartnerReapplicationEvent {
		t.Errorf("the squatter's application says %+v, %v", before.History, err)
	}
}

// TestClaimLeftBehindByACrashIsTakenOver: a domain whose application was never
// stored is free again after a minute.
func TestClaimLeftBehindByACrashIsTakenOver(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if _, err := h.claimDomain(t.Context(), portal.Partner{ID: "lost", Application: portal.Application{Domain: "bluewater-ferries.com"}}); err != nil {
		t.Fatal(err)
	}
	if err := h.Join(t.Context(), Join{Application: bluewater(), Client: office}); problemAt(err, "site") == "" {
		t.Errorf("at once: %v", err)
	}
	h.wait(claimGrace)
	h.join(t, bluewater())
}

// staff is a signed-in member of the staff.
func (h *house) staff(t testing.TB, email string, roles ...portal.Role) portal.Actor {
	t.Helper()
	name, _, _ := strings.Cut(email, "@")
	user := h.person(t, email, "", roles...)
	user, err := h.changeUser(t.Context(), user.ID, func(u portal.User) (portal.User, error) {
		u.Name = strings.ToUpper(name[:1]) + name[1:] + " Ortiz"
		return u, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return user.Actor(office.Address)
}

// asked is an application with a question open.
func (h *house) asked(t testing.TB, lena portal.Actor, a portal.Application) (portal.Partner, string) {
	t.Helper()
	partner, status := h.applied(t, a)
	partner, err := h.AskApplicant(t.Context(), lena, partner.ID, partner.Version, "Which of your names is right?")
	if err != nil {
		t.Fatal(err)
	}
	return partner, status
}

func TestCorrectedDomainIsTakenAndTheOldOneGivenUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	partner, status := h.asked(t, lena, bluewater())
	h.applied(t, application("Other Lines", "other-lines.com"))
	taken := bluewater()
	taken.Site = "other-lines.com"
	if err := h.Reply(t.Context(), status, "We moved.", taken, office); !strings.Contains(problemAt(err, "site"), "with us already") {
		t.Errorf("the domain of another application: %v", err)
	}
	moved := bluewater()
	moved.Site = "bluewater-lines.com"
	if err := h.RateApplication(t.Context(), lena, partner.ID, h.scores(5, 5, 5, 5, 5), ""); err != nil {
		t.Fatal(err)
	}
	h.wait(time.Hour)
	h.mail(t)
	if err := h.Reply(t.Context(), status, "We moved.", moved, office); err != nil {
		t.Fatal(err)
	}
	if l := only(t, h.mail(t), "answered your question"); !strings.Contains(strings.Join(l.Lines, " "), "they corrected the website") {
		t.Errorf("the letter says %q", l.Lines)
	}
	review, err := h.Review(t.Context(), lena, partner.ID)
	if err != nil || review.Partner.Domain != "bluewater-lines.com" || !strings.Contains(strings.Join(review.Warnings, " "), "corrected the website on 2 March 2026, after it was scored") {
		t.Errorf("the review: %s, %q, %v", review.Partner.Domain, review.Warnings, err)
	}
	if err := h.Join(t.Context(), Join{Application: application("Newcomer", "bluewater-lines.com"), Client: office}); problemAt(err, "site") == "" {
		t.Errorf("the new domain is free for others: %v", err)
	}
	h.join(t, application("Newcomer", "bluewater-ferries.com"))
}

func TestDomainLeftBehindByACrashIsFree(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	partner, _ := h.asked(t, lena, bluewater())
	if holder, err := h.store.Guards.Claim(t.Context(), store.DomainGuard("half-way.com"), string(partner.ID), h.Now()); err != nil || holder != string(partner.ID) {
		t.Fatal(holder, err)
	}
	if err := h.Join(t.Context(), Join{Application: application("Half Way", "half-way.com"), Client: office}); problemAt(err, "site") == "" {
		t.Errorf("in the middle of a move: %v", err)
	}
	h.wait(2 * claimGrace)
	h.join(t, application("Half Way", "half-way.com"))
}

func TestTwoApplicantsWhoMoveToOneDomain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	const rivals = 6
	statuses := make([]string, rivals)
	for i := range rivals {
		_, statuses[i] = h.asked(t, lena, application(fmt.Sprint("House ", i), fmt.Sprintf("house-%d.com", i)))
	}
	n := won(t, "moves", crowd(rivals, func(i int) error {
		in := application(fmt.Sprint("House ", i), "one-house.com")
		return h.Reply(t.Context(), statuses[i], "We moved.", in, office)
	}), portal.Invalid)
	if n != 1 {
		t.Errorf("%d moved to one domain", n)
	}
}
