package program

import (
	"slices"
	"strings"
	"testing"

	"tandem/portal"
)

func TestLettersWithATopicAreLettersThatExist(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, kind := range letterKinds() {
		names[kind.name] = true
	}
	for name, topic := range letterTopics {
		if !names[name] || !topic.Valid() {
			t.Errorf("%s of %q: there is no such letter or topic", name, topic)
		}
	}
	for _, always := range []string{
		"invitation", "reset", "confirm-email", "email-asked", "password-set", "factor-removed", "new-device", "session-stolen",
		"payout-details", "payout-failed", "payout-reminder", "paused", "resumed", "ended", "tier-changed", "tier-warned", "confirm-application", "application-declined",
	} {
		if !names[always] || letterTopics[always] != "" {
			t.Errorf("%s concerns safety or what somebody is owed, and can be turned off", always)
		}
	}
}

func TestWhoTurnsATopicOffGetsNoSuchLetters(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	marta := h.peer(t, "Bluewater")
	apply := func(company, domain string) {
		t.Helper()
		row, err := h.InviteCompany(t.Context(), marta, portal.JoinInvite{Company: company})
		if err == nil {
			err = h.Join(t.Context(), Join{Application: application(company, domain), Invitation: row.Link[strings.LastIndex(row.Link, "/")+1:], Client: office})
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Confirm(t.Context(), tokenOf(t, only(t, h.mail(t), "Confirm")), office); err != nil {
			t.Fatal(err)
		}
	}
	told := func(letters []Letter) []Letter {
		return slices.DeleteFunc(letters, func(l Letter) bool { return !strings.Contains(l.Subject, "has applied") })
	}
	apply("Casa Lumen", "casalumen.pt")
	letter := only(t, told(h.mail(t)), "Casa Lumen has applied")
	if letter.About != "Companies you invited" || !strings.HasPrefix(letter.Stop, "https://partners.example.com/account/letters/stop/") {
		t.Errorf("the letter is %+v", letter)
	}
	token := letter.Stop[strings.LastIndex(letter.Stop, "/")+1:]
	for range 2 {
		if err := h.StopLetters(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	if about, err := h.CheckStop(token); err != nil || about != letter.About {
		t.Errorf("the link is about %q, %v", about, err)
	}
	if err := h.StopLetters(t.Context(), token+"x"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a link of nobody's: %v", err)
	}
	apply("Vila Serena", "vilaserena.pt")
	if letters := told(h.mail(t)); len(letters) != 0 {
		t.Errorf("a letter that was turned off: %q", letters[0].Subject)
	}
	choices, err := h.LetterChoices(t.Context(), marta)
	if err != nil || len(choices) != 6 || choices[5].On || !choices[0].On {
		t.Errorf("the choices are %+v, %v", choices, err)
	}
	if err := h.ChooseLetters(t.Context(), marta, []portal.Topic{portal.TopicInvited, portal.TopicReferrals}); err != nil {
		t.Fatal(err)
	}
	apply("Hotel Miramar", "miramar.pt")
	only(t, told(h.mail(t)), "Hotel Miramar has applied")
	if err := h.ChooseLetters(t.Context(), marta, []portal.Topic{portal.TopicBatches}); portal.KindOf(err) != portal.Invalid {
		t.Errorf("a topic of others: %v", err)
	}
	if _, err := h.PausePartner(t.Context(), lena, marta.Partner, 0, "Rebranding."); err != nil {
		t.Fatal(err)
	}
	if l := only(t, h.mail(t), "paused"); l.Stop != "" || l.About != "" {
		t.Errorf("a letter that is always sent can be stopped: %+v", l)
	}
}

func TestChoiceOfAnotherRoleStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	user := h.person(t, "ana@x.com", "", portal.Manager, portal.Finance)
	actor := user.Actor("")
	if err := h.ChooseLetters(t.Context(), actor, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := h.changeUser(t.Context(), user.ID, func(u portal.User) (portal.User, error) {
		return u.SetRoles([]portal.Role{portal.Manager}, actor, h.Now())
	}); err != nil {
		t.Fatal(err)
	}
	if err := h.ChooseLetters(t.Context(), actor, []portal.Topic{portal.TopicAnswers, portal.TopicAssigned}); err != nil {
		t.Fatal(err)
	}
	got, err := h.Account(t.Context(), actor)
	if err != nil || !slices.Equal(got.Muted, []portal.Topic{portal.TopicMessages, portal.TopicInvited, portal.TopicPartners, portal.TopicBatches}) {
		t.Errorf("off: %v, %v", got.Muted, err)
	}
}
