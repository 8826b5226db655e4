package program

import (
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/portal"
)

// scores gives the rubric's criteria these scores, in order.
func (h *house) scores(list ...int) map[string]int {
	scores := map[string]int{}
	for i, c := range h.Rules.Audit.Criteria {
		scores[c.Key] = list[i]
	}
	return scores
}

func (h *house) rate(t testing.TB, rater portal.Actor, id portal.PartnerID, list ...int) {
	t.Helper()
	if err := h.RateApplication(t.Context(), rater, id, h.scores(list...), ""); err != nil {
		t.Fatalf("rate: %v", err)
	}
}

func TestApplicationIsScoredByTheMeanOfItsRaters(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	tom := h.staff(t, "tom@northwindstays.example", portal.Manager)
	partner, _ := h.applied(t, bluewater())
	h.rate(t, lena, partner.ID, 8, 7, 6, 9, 5) // 2 + 1.4 + 0.9 + 2.25 + 0.75 = 7.30
	h.rate(t, tom, partner.ID, 9, 9, 9, 9, 9)
	h.rate(t, tom, partner.ID, 6, 8, 6, 6, 3) // 1.5 + 1.6 + 0.9 + 1.5 + 0.45 = 5.95, in place of 9
	review, err := h.Review(t.Context(), lena, partner.ID)
	if err != nil {
		t.Fatal(err)
	}
	if review.Score.Text() != "6.62" || review.Score.Raters != 2 || review.Score.Disagreements() != 1 || !review.Score.Criteria[3].Disagree {
		t.Errorf("score %s of %d raters, %d disagreements", review.Score.Text(), review.Score.Raters, review.Score.Disagreements())
	}
	if review.Mine.Scores["market_reach"] != 8 || review.Partner.State != portal.PartnerInReview {
		t.Errorf("mine is %+v, state %s", review.Mine, review.Partner.State)
	}
	if review.Rank != (portal.Rank{Place: 1, Of: 1, Percentile: 100, Top: true}) {
		t.Errorf("rank %+v", review.Rank)
	}
	if len(review.Warnings) != 1 || !strings.Contains(review.Warnings[0], "differ by more than 2 on 1 criterion") {
		t.Errorf("warnings %q", review.Warnings)
	}
	h.wait(time.Hour)
	other, _ := h.applied(t, application("Harbour Tours", "harbour-tours.com"))
	h.rate(t, lena, other.ID, 9, 9, 9, 9, 9)
	if review, err = h.Review(t.Context(), lena, partner.ID); err != nil || review.Rank != (portal.Rank{Place: 2, Of: 2, Percentile: 50}) {
		t.Errorf("among two: %+v, %v", review.Rank, err)
	}
}

func TestQuestionGoesToTheApplicantAndTheAnswerBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	partner, status := h.applied(t, bluewater())
	h.mail(t)
	asked, err := h.AskApplicant(t.Context(), lena, partner.ID, partner.Version, "How many of your guests stay overnight?")
	if err != nil || asked.State != portal.PartnerChangesAsked {
		t.Fatalf("%s, %v", asked.State, err)
	}
	letter := only(t, h.mail(t), "A question")
	if letter.To != partner.Email || !strings.Contains(strings.Join(letter.Lines, "\n"), "stay overnight?") || !strings.HasSuffix(letter.Link, status) {
		t.Errorf("the letter is %+v", letter)
	}
	if s, err := h.Status(t.Context(), status); err != nil || s.Question != "How many of your guests stay overnight?" || s.AnswerBy != "" {
		t.Errorf("the status is %+v, %v", s, err)
	}
	if queue, err := h.Queue(t.Context(), lena, QueueFilter{Kind: portal.QueueApplication}); err != nil || len(queue.Items) != 0 {
		t.Errorf("the queue holds %+v while the applicant is asked, %v", queue.Items, err)
	}
	if err := h.Reply(t.Context(), status, " ", bluewater(), office); problemAt(err, "answer") == "" {
		t.Errorf("an empty answer: %v", err)
	}
	h.wait(72 * time.Hour)
	if err := h.Reply(t.Context(), status, "About a third.", bluewater(), office); err != nil {
		t.Fatal(err)
	}
	answered := only(t, h.mail(t), "answered your question")
	if answered.To != "lena@northwindstays.example" || !strings.Contains(strings.Join(answered.Lines, "\n"), "About a third.") {
		t.Errorf("the letter is %+v", answered)
	}
	if err := h.Reply(t.Context(), status, "Once more", bluewater(), office); portal.KindOf(err) != portal.Conflict {
		t.Errorf("answering twice: %v", err)
	}
	review, err := h.Review(t.Context(), lena, partner.ID)
	if err != nil || review.AnswerBy <= h.Now() {
		t.Errorf("the clock starts again with the answer: %s, %v", review.AnswerBy, err)
	}
}

func TestApprovalMakesTheFirstAdminsWayIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	partner, status := h.applied(t, bluewater())
	h.mail(t)
	if _, err := h.ApproveApplication(t.Context(), lena, Approve{Partner: partner.ID, Seen: partner.Version, Specialist: "u-nobody"}); problemAt(err, "specialist") == "" {
		t.Errorf("a specialist who is none: %v", err)
	}
	approved, err := h.ApproveApplication(t.Context(), lena, Approve{Partner: partner.ID, Seen: partner.Version, Specialist: lena.User, Note: "Glad to have you."})
	if err != nil || approved.State != portal.PartnerApproved || approved.SpecialistName != "Lena Ortiz" || approved.Code != "bluewater-ferries" {
		t.Fatalf("%+v, %v", approved, err)
	}
	letter := only(t, h.mail(t), "Welcome")
	if letter.To != partner.Email || !strings.Contains(strings.Join(letter.Lines, "\n"), "Lena Ortiz adds: Glad to have you.") {
		t.Errorf("the letter is %+v", letter)
	}
	s, err := h.Status(t.Context(), status)
	if err != nil || s.Welcome != letter.Link || s.State != portal.PartnerApproved {
		t.Errorf("the status is %+v, %v", s, err)
	}
	in, err := h.AcceptInvitation(t.Context(), Accept{Token: tokenOf(t, letter), Name: "Marta Silva", Password: goodPassword, Client: office})
	if err != nil {
		t.Fatal(err)
	}
	user, err := h.store.Users.Get(t.Context(), in.User)
	if err != nil || user.Partner != partner.ID || !user.Actor("").Can(portal.PartnerAdmin) || user.VerifiedAt == "" {
		t.Errorf("the account is %+v, %v", user, err)
	}
	if s, err = h.Status(t.Context(), status); err != nil || s.Welcome != "" || s.Expired {
		t.Errorf("after the account is made: %+v, %v", s, err)
	}
	second, _ := h.applied(t, application("Bluewater Ferries", "bluewater.es"))
	if second, err = h.ApproveApplication(t.Context(), lena, Approve{Partner: second.ID, Seen: second.Version, Specialist: lena.User}); err != nil || second.Code != "bluewater-ferries-2" {
		t.Errorf("the code of a namesake is %q, %v", second.Code, err)
	}
}

func TestExpiredWelcomeIsSentAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	partner, status := h.applied(t, bluewater())
	if _, err := h.ApproveApplication(t.Context(), lena, Approve{Partner: partner.ID, Seen: partner.Version, Specialist: lena.User}); err != nil {
		t.Fatal(err)
	}
	h.mail(t)
	h.wait(portal.InvitationLife)
	if s, err := h.Status(t.Context(), status); err != nil || s.Welcome != "" || !s.Expired {
		t.Errorf("after 14 days: %+v, %v", s, err)
	}
	if err := h.AskWelcome(t.Context(), status); err != nil {
		t.Fatal(err)
	}
	letter := only(t, h.mail(t), "invites you")
	if _, err := h.CheckInvitation(t.Context(), tokenOf(t, letter)); err != nil || letter.To != partner.Email {
		t.Errorf("the new link of %s: %v", letter.To, err)
	}
}

func TestDeclinedCompanyMayApplyAgainAfterItsTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	partner, status := h.applied(t, bluewater())
	h.mail(t)
	if _, err := h.DeclineApplication(t.Context(), lena, partner.ID, partner.Version, ""); problemAt(err, "reason") == "" {
		t.Errorf("no reason: %v", err)
	}
	if _, err := h.DeclineApplication(t.Context(), lena, partner.ID, partner.Version, "Your guests do not stay overnight."); err != nil {
		t.Fatal(err)
	}
	letter := only(t, h.mail(t), "About your application")
	text := strings.Join(letter.Lines, "\n")
	if !strings.Contains(text, "do not stay overnight") || !strings.Contains(text, "31 May 2026") {
		t.Errorf("the letter says %s", text)
	}
	s, err := h.Status(t.Context(), status)
	if err != nil || s.Reason != "Your guests do not stay overnight." || s.ReapplyOn != "2026-05-31" || s.MayApply {
		t.Errorf("the status is %+v, %v", s, err)
	}
	h.wait(89 * 24 * time.Hour)
	if err := h.Join(t.Context(), Join{Application: bluewater(), Client: office}); problemAt(err, "site") == "" {
		t.Errorf("too early: %v", err)
	}
	h.mail(t)
	h.wait(24 * time.Hour)
	again, _ := h.applied(t, bluewater())
	review, err := h.Review(t.Context(), lena, again.ID)
	if err != nil || review.Before == nil || review.Before.ID != partner.ID || !strings.Contains(strings.Join(review.Warnings, " "), "declined on 2 March 2026") {
		t.Errorf("the second application: %+v, %v", review.Warnings, err)
	}
}

func TestDecisionsAreForManagersAndForWhatTheySaw(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	finance := h.staff(t, "fin@northwindstays.example", portal.Finance)
	outsider := h.person(t, "eve@other.com", "p-other", portal.PartnerAdmin).Actor("")
	h.join(t, application("Unconfirmed", "unconfirmed.com"))
	unconfirmed := h.partners(t)[0].ID
	h.mail(t)
	partner, _ := h.applied(t, bluewater())
	for _, actor := range []portal.Actor{finance, outsider, {}} {
		_, review := h.Review(t.Context(), actor, partner.ID)
		_, ask := h.AskApplicant(t.Context(), actor, partner.ID, partner.Version, "Why?")
		_, approve := h.ApproveApplication(t.Context(), actor, Approve{Partner: partner.ID, Seen: partner.Version, Specialist: lena.User})
		_, decline := h.DeclineApplication(t.Context(), actor, partner.ID, partner.Version, "No.")
		rate := h.RateApplication(t.Context(), actor, partner.ID, h.scores(1, 1, 1, 1, 1), "")
		for name, err := range map[string]error{"review": review, "ask": ask, "approve": approve, "decline": decline, "rate": rate} {
			if portal.KindOf(err) != portal.Forbidden {
				t.Errorf("%s by %v: %v", name, actor.Roles, err)
			}
		}
	}
	for _, id := range []portal.PartnerID{unconfirmed, "nowhere"} {
		_, review := h.Review(t.Context(), lena, id)
		_, decline := h.DeclineApplication(t.Context(), lena, id, 1, "No.")
		if portal.KindOf(review) != portal.NotFound || portal.KindOf(decline) != portal.NotFound {
			t.Errorf("%s: %v, %v", id, review, decline)
		}
	}
	if _, err := h.DeclineApplication(t.Context(), lena, partner.ID, partner.Version-1, "No."); portal.KindOf(err) != portal.Conflict {
		t.Errorf("an old version: %v", err)
	}
	if _, err := h.DeclineApplication(t.Context(), lena, partner.ID, partner.Version, "No."); err != nil {
		t.Fatal(err)
	}
	if err := h.RateApplication(t.Context(), lena, partner.ID, h.scores(1, 1, 1, 1, 1), ""); portal.KindOf(err) != portal.Conflict {
		t.Errorf("scoring what is decided: %v", err)
	}
	if now, err := h.store.Partners.Get(t.Context(), partner.ID); err != nil || len(now.History) != 3 {
		t.Errorf("the history is %+v, %v", now.History, err)
	}
}

// TestSixteenManagersDecideOnce: whoever comes first decides, the others are told.
func TestSixteenManagersDecideOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	partner, _ := h.applied(t, bluewater())
	const managers = 16
	errs := make([]error, managers)
	var wait sync.WaitGroup
	for i := range managers {
		wait.Go(func() {
			if i%2 == 0 {
				_, errs[i] = h.ApproveApplication(t.Context(), lena, Approve{Partner: partner.ID, Seen: partner.Version, Specialist: lena.User})
				return
			}
			_, errs[i] = h.DeclineApplication(t.Context(), lena, partner.ID, partner.Version, "Not now.")
		})
	}
	wait.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if portal.KindOf(err) != portal.Conflict {
			t.Errorf("a loser reads %v", err)
		}
	}
	now, err := h.store.Partners.Get(t.Context(), partner.ID)
	if err != nil || won != 1 || len(now.History) != 3 {
		t.Errorf("%d won, history %+v, %v", won, now.History, err)
	}
}

// TestApprovalCutShortStillInvites: the process stops after the approval was saved
// and before anything that follows from it.
func TestApprovalCutShortStillInvites(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	partner, status := h.applied(t, bluewater())
	h.mail(t)
	approved, err := partner.Approve(lena.User, lena.Name, "", lena, h.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.Partners.Save(t.Context(), approved); err != nil {
		t.Fatal(err)
	}
	if letters := h.mail(t); len(letters) != 0 {
		t.Fatalf("%d letters of an event that is lost", len(letters))
	}
	if err := h.RecoverEvents(t.Context()); err != nil {
		t.Fatal(err)
	}
	letter := only(t, h.mail(t), "Welcome")
	if _, err := h.CheckInvitation(t.Context(), tokenOf(t, letter)); err != nil {
		t.Errorf("the link of the letter: %v", err)
	}
	if s, err := h.Status(t.Context(), status); err != nil || s.Welcome != letter.Link {
		t.Errorf("the status page leads to %q, %v", s.Welcome, err)
	}
	if again := h.mail(t); len(again) != 0 {
		t.Errorf("%d letters twice", len(again))
	}
}
