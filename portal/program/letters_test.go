package program

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"tandem/portal"
)

// TestEveryLetterReadsAsALetter writes one letter of each kind from an event that
// carries a word for everything it may say.
func TestEveryLetterReadsAsALetter(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lena := h.staff(t, "lena@northwindstays.example", portal.Manager)
	partner := h.member(t, lena, "Casa Lumen Hotels", "casa-lumen.pt")
	h.wait(1000)
	asked, err := h.InviteCompany(t.Context(), lena, portal.JoinInvite{Company: "Vila Serena", Contact: "Ana Prado", Email: "ana@vilaserena.pt", Note: "We met at the fair."})
	if err == nil {
		_, err = h.store.Partners.Save(t.Context(), partner.CameBy(asked.JoinInvitation))
	}
	if err != nil {
		t.Fatal(err)
	}
	host, rita := h.company(t, "Bluewater Ferries")
	referral := h.submit(t, rita, h.lead("Hotel Aurora", "ana@hotel-aurora.com"))
	subjects := map[string]string{
		"partner": "partner:" + string(partner.ID), "join": "partner:" + string(partner.ID), "kickoff": "partner:" + string(partner.ID), "invitation": "invitation:" + string(partner.ID),
		"user": "user:" + string(rita.User), "referral": referral.Subject(), "batch": "batch:K1", "payout": "payout:P1", "adjustment": "adjustment:A1",
		"join_invitation": asked.Subject(), "inquiry": h.inquiry(t, host, "nuno@vale.pt").Subject(), "terms": "partner:" + string(partner.ID),
		"addendum":  "partner:" + string(partner.ID),
		"asset":     "partner:" + string(partner.ID),
		"statement": "statement:SB-2026-000001", "thread": referral.Subject(),
		"draft": func() string {
			d, err := h.StartDraft(t.Context(), h.staff(t, "ines@northwindstays.example", portal.Editor), StartDraft{Asset: "city-weekend"})
			if err != nil {
				t.Fatal(err)
			}
			return d.Subject()
		}(),
		"lead": func() string { s, _ := h.share(t, "Vila Alba", "ana@vila-alba.com", host); return s.Subject() }(),
	}
	data := map[string]string{
		"number": "SB-2026-000001", "month": "2026-03", "earned": "€200.00", "closing": "€0.00",
		"amount": "€200.00", "total": "€200.00", "payouts": "2", "on": "2026-05-11", "reference": "RF18", "batch": "K1", "payout": "P1", "until": "2026-06-30", "used_from": "2026-06-30",
		"value": "€12,000.00", "start": "2026-04-01", "at": string(h.Now()), "addendum": "A-1", "title": "Partner terms, January 2027", "version": "standard-2027-01", "effective": "2027-01-01", "due": "2027-01-01", "label": "Bank transfer to 9015 4", "specialist_name": "Lena Ortiz", "fact": "f", "device": "Firefox on Linux", "address": "203.0.113.7", "partner": "Casa Lumen",
		"changed": "Version 3 of “Two nights” is out; your company has version 2.", "retired": "“Winter”", "count": "2",
		"last_day": "2026-06-30", "side": "partner", "obstacle": "details", "why": "There are no payout details yet.",
		"share": "60%", "publish_at": string(h.Now().Add(time.Hour)), "day": "2026-06-30", "had": "2", "file": "offer.pdf", "customer": "Hotel Aurora",
	}
	for _, kind := range letterKinds() {
		noun, _, _ := strings.Cut(kind.event, ".")
		subject, known := subjects[noun]
		if !known {
			t.Fatalf("%s: say here what %s is about", kind.name, kind.event)
		}
		e := portal.Event{ID: subject + "#9", Subject: subject, Partner: host.ID, Change: portal.Change{
			N: 9, Kind: kind.event, By: lena.User, ByName: "Lena Ortiz", At: h.Now(), Reason: "The scores changed.",
			From: string(portal.Core), To: string(portal.High), Data: data,
		}}
		if noun == "user" || noun == "referral" { // of a thing whose letters go to one person: it must find them, or say that nobody waits
			if _, err := kind.to(t.Context(), h.Program, e); err != nil {
				t.Errorf("%s: to whom? %v", kind.name, err)
			}
		}
		letter, err := kind.compose(t.Context(), h.Program, e, portal.Message{User: rita.User, To: "rita@bluewaterferries.com"})
		if err != nil {
			t.Errorf("%s: %v", kind.name, err)
			continue
		}
		for _, problem := range unlike(letter) {
			t.Errorf("%s: %s\n%+v", kind.name, problem, letter)
		}
	}
}

var blank = regexp.MustCompile(`  |%!|<nil>|\bof \.|: \.| ,`)

// unlike is what is wrong with a letter: it greets somebody, says something in
// sentences, leads into the portal and ends with the reason why it was sent.
func unlike(l Letter) (problems []string) {
	problem := func(text string) { problems = append(problems, text) }
	if l.Name == "" {
		problem("nobody is greeted")
	}
	if l.Subject == "" || !begins(l.Subject) || strings.HasSuffix(l.Subject, ".") {
		problem("the subject is no heading")
	}
	for _, line := range append([]string{l.Why}, l.Lines...) {
		if !begins(line) || !strings.ContainsAny(line[len(line)-1:], ".:?!") || blank.MatchString(line) {
			problem("no sentence: " + line)
		}
	}
	if len(l.Lines) == 0 {
		problem("nothing is said")
	}
	if l.Action == "" || !strings.HasPrefix(l.Link, "https://partners.example.com/") {
		problem("there is nowhere to go")
	}
	return problems
}

func begins(text string) bool {
	for _, r := range text {
		return unicode.IsUpper(r) || unicode.IsDigit(r)
	}
	return false
}

// TestALetterThatIsNotTakenIsTriedAgainMoreAndMoreRarely, and given up in the end; the
// others do not wait for it.
func TestALetterThatIsNotTakenIsTriedAgainMoreAndMoreRarely(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person(t, "ana@x.com", "", portal.Manager)
	h.person(t, "ben@x.com", "", portal.Manager)
	for _, email := range []string{"ana@x.com", "ben@x.com"} {
		if err := h.AskReset(t.Context(), email, laptop); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.DeriveMessages(t.Context()); err != nil {
		t.Fatal(err)
	}
	var ids []string
	tries, taken := 0, 0
	deliver := func() int {
		t.Helper()
		sent, err := h.Deliver(t.Context(), func(_ context.Context, l Letter) error {
			if l.To == "ana@x.com" {
				tries++
				ids = append(ids, l.ID)
				return errors.New("452 try later")
			}
			taken++
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return sent
	}
	if sent := deliver(); sent != 1 || tries != 1 || taken != 1 {
		t.Errorf("at first %d sent, %d tried", sent, tries)
	}
	for wait, n := time.Minute, 2; n <= maxAttempts; wait, n = 2*wait, n+1 {
		h.wait(wait - time.Second)
		if deliver(); tries != n-1 {
			t.Errorf("tried again %s after the try %d", wait-time.Second, n-1)
		}
		h.wait(time.Second)
		if deliver(); tries != n {
			t.Errorf("not tried again %s after the try %d", wait, n-1)
		}
	}
	h.wait(30 * 24 * time.Hour)
	if deliver(); tries != maxAttempts || taken != 1 {
		t.Errorf("%d tries in all, %d of the letter that was taken at once", tries, taken)
	}
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("a try has the id %s, the first had %s: a mailbox would show both", id, ids[0])
		}
	}
	messages, err := h.store.Messages.All(t.Context())
	if err != nil || len(messages) != 2 {
		t.Fatalf("%d messages, %v", len(messages), err)
	}
	for _, m := range messages {
		want := portal.MessageSent
		if m.To == "ana@x.com" {
			want = portal.MessageFailed
		}
		if m.State != want || (want == portal.MessageFailed) != (m.Problem == "452 try later") {
			t.Errorf("%s is %s: %q", m.To, m.State, m.Problem)
		}
	}
}

// TestAStopInTheMiddleOfTheMailLosesNoLetter: what was not handed over is not noted as tried.
func TestAStopInTheMiddleOfTheMailLosesNoLetter(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, email := range []string{"ana@x.com", "ben@x.com", "cara@x.com"} {
		h.person(t, email, "", portal.Manager)
		if err := h.AskReset(t.Context(), email, laptop); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.DeriveMessages(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	got := map[string]int{}
	if _, err := h.Deliver(ctx, func(ctx context.Context, l Letter) error {
		if len(got) == 1 {
			stop()
			return ctx.Err()
		}
		got[l.To]++
		return nil
	}); err == nil {
		t.Error("stopped without a word")
	}
	for _, l := range h.mail(t) {
		got[l.To]++
	}
	for _, email := range []string{"ana@x.com", "ben@x.com", "cara@x.com"} {
		if got[email] != 1 {
			t.Errorf("%s has %d letters: %v", email, got[email], got)
		}
	}
}
