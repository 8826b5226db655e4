package program

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

// announce lets the newest version, which is to come, apply in so many days.
func (l *lumen) announce(days, notice int) portal.Terms {
	l.Terms = slices.Clone(l.Terms)
	next := &l.Terms[len(l.Terms)-1]
	next.NoticeDays, next.Effective = notice, l.Today().AddDays(days)
	return *next
}

// termsMail is the subjects of the mails of the terms since the last time.
func (l *lumen) termsMail(t *testing.T) string {
	t.Helper()
	var list []string
	for _, letter := range l.mail(t) {
		if strings.Contains(letter.Subject, "terms") || strings.Contains(letter.Subject, "partnership") {
			list = append(list, letter.Subject)
		}
	}
	return strings.Join(list, "; ")
}

func TestAPartnerIsAskedRemindedPausedAndGoesOn(t *testing.T) {
	t.Parallel()
	l := newLumen(t)
	l.Rules.PauseUnaccepted = true
	now, err := l.TermsInForce()
	if err == nil {
		err = l.AcceptTerms(t.Context(), l.marta, now.Version, now.SHA256)
	}
	if err != nil {
		t.Fatal(err)
	}
	l.mail(t)
	next := l.announce(60, 30)
	day := func(days int) string {
		t.Helper()
		l.wait(time.Duration(days) * 24 * time.Hour)
		for range 2 {
			if err := l.AskForTerms(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		return l.termsMail(t)
	}
	due := next.Effective.Long()
	if said := day(29); said != "" {
		t.Errorf("before the notice: %s", said)
	}
	if err := l.AcceptTerms(t.Context(), l.marta, next.Version, next.SHA256); portal.KindOf(err) != portal.Conflict {
		t.Errorf("accepted before anybody asked: %v", err)
	}
	if said := day(1); said != "New partner terms, to be accepted by "+due {
		t.Errorf("asked: %s", said)
	}
	a, err := l.Agreement(t.Context(), l.marta)
	if err != nil || !a.Outstanding || a.InForce.Version != next.Version || a.Due != next.Effective {
		t.Errorf("the agreement is %+v, %v", a, err)
	}
	if said := day(16); said != "The new partner terms wait until "+due {
		t.Errorf("14 days before: %s", said)
	}
	if n, err := l.RemindOfTerms(t.Context(), l.lena, next.Version); n != 0 || portal.KindOf(err) != portal.Conflict {
		t.Errorf("reminded again on the same day: %d, %v", n, err)
	}
	l.wait(24 * time.Hour)
	if _, err := l.RemindOfTerms(t.Context(), l.marta, next.Version); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a partner reminds: %v", err)
	}
	if n, err := l.RemindOfTerms(t.Context(), l.lena, next.Version); n != 1 || err != nil {
		t.Errorf("reminded by hand: %d, %v", n, err)
	}
	if said := l.termsMail(t); said != "The new partner terms wait until "+due {
		t.Errorf("by hand: %s", said)
	}
	if said := day(13); said != "The new partner terms wait until "+due || l.now(t).State == portal.PartnerPaused {
		t.Errorf("on the day: %s", said)
	}
	if said := day(1); said != "Your partnership is paused" || l.now(t).State != portal.PartnerPaused {
		t.Errorf("the day after: %s, %s", said, l.now(t).State)
	}
	if said := day(30); said != "" {
		t.Errorf("much later: %s", said)
	}
	if err := l.AcceptTerms(t.Context(), l.marta, next.Version, next.SHA256); err != nil {
		t.Fatal(err)
	}
	if said := l.termsMail(t); l.now(t).State == portal.PartnerPaused || !strings.Contains(said, "partnership") {
		t.Errorf("accepted: %s, %s", said, l.now(t).State)
	}
}

// TestTermsAcceptedAheadCountFromTheirDayOn and not before.
func TestTermsAcceptedAheadCountFromTheirDayOn(t *testing.T) {
	t.Parallel()
	l := newLumen(t)
	now, err := l.TermsInForce()
	if err == nil {
		err = l.AcceptTerms(t.Context(), l.marta, now.Version, now.SHA256)
	}
	if err != nil {
		t.Fatal(err)
	}
	next := l.announce(20, 30)
	if err := l.AskForTerms(t.Context()); err != nil {
		t.Fatal(err)
	}
	if ask := l.now(t).TermsAsk; ask.Due != l.Today().AddDays(30) {
		t.Errorf("announced late, it is due on %s", ask.Due)
	}
	if err := l.AcceptTerms(t.Context(), l.marta, next.Version, next.SHA256); err != nil {
		t.Fatal(err)
	}
	partner := l.now(t)
	for day, want := range map[portal.Date]string{next.Effective.AddDays(-1): now.Version, next.Effective: next.Version} {
		if got, ok := portal.TermsOn(l.Terms, partner.AcceptedTerms(), day); !ok || got.Version != want {
			t.Errorf("on %s %s counts, want %s", day, got.Version, want)
		}
	}
	if a, err := l.Agreement(t.Context(), l.marta); err != nil || a.Outstanding {
		t.Errorf("still outstanding: %+v, %v", a.InForce.Version, err)
	}
	home, err := l.Home(t.Context(), l.marta)
	if err != nil || strings.Contains(home.Next.Title, "terms") {
		t.Errorf("the next step is %+v, %v", home.Next, err)
	}
}

// TestAFileThatSomebodyAcceptedStaysAsItWas: one that was changed or taken away is named.
func TestAFileThatSomebodyAcceptedStaysAsItWas(t *testing.T) {
	t.Parallel()
	l := newLumen(t)
	now, err := l.TermsInForce()
	if err != nil {
		t.Fatal(err)
	}
	l.Terms = slices.Clone(l.Terms)
	at := slices.IndexFunc(l.Terms, func(v portal.Terms) bool { return v.Version == now.Version })
	l.Terms[at].SHA256 = "before anybody accepted it"
	if err := l.CheckTerms(t.Context()); err != nil {
		t.Errorf("nobody has accepted it: %v", err)
	}
	l.Terms[at].SHA256 = now.SHA256
	if err := l.AcceptTerms(t.Context(), l.marta, now.Version, now.SHA256); err != nil {
		t.Fatal(err)
	}
	if err := l.CheckTerms(t.Context()); err != nil {
		t.Errorf("the file is as it was: %v", err)
	}
	l.Terms[at].SHA256 = strings.Repeat("0", 64)
	err = l.CheckTerms(t.Context())
	for _, want := range []string{"program/terms/" + now.Version + ".md was changed", now.SHA256, strings.Repeat("0", 64), l.marta.Name, "put that file back"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in: %v", want, err)
		}
	}
	l.Terms = slices.Delete(l.Terms, at, at+1)
	if err := l.CheckTerms(t.Context()); err == nil || !strings.Contains(err.Error(), "is not there") {
		t.Errorf("without the file: %v", err)
	}
}
