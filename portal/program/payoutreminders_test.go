package program

import (
	"strings"
	"testing"
	"time"

	"tandem/portal"
)

func TestAPartnerIsRemindedOfWhatKeepsItFromBeingPaid(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t)
	b.collect(t, "INV-1", "r-p1", 400000, "2026-03-12")
	b.collect(t, "INV-2", "r-p2", 400000, "2026-03-12")
	b.at("2026-05-20")
	ana := b.person(t, "ana@p1.example", "p1", portal.PartnerAdmin)
	if err := b.store.Partners.Insert(t.Context(), portal.Partner{ID: "p3", State: portal.PartnerActive, Application: portal.Application{Company: "Partner p3"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.RemindPayee(t.Context(), b.finance, "p3"); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "Nothing is payable to Partner p3 now.") {
		t.Errorf("a partner without money: %v", err)
	}
	if _, err := b.RemindPayee(t.Context(), b.finance, "p1"); portal.KindOf(err) != portal.Conflict || !strings.Contains(err.Error(), "Nothing keeps it from being paid.") {
		t.Errorf("a partner that is ready: %v", err)
	}
	partner, err := b.store.Partners.Get(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	partner.TermsOn = nil
	if _, err := b.store.Partners.Save(t.Context(), partner); err != nil {
		t.Fatal(err)
	}
	b.mail(t)
	if _, err := b.RemindPayee(t.Context(), b.manager, "p1"); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("by a manager: %v", err)
	}
	if _, err := b.RemindPayee(t.Context(), b.finance, "p9"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("nobody: %v", err)
	}
	if _, err := b.RemindPayee(t.Context(), b.finance, "p1"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.RemindPayee(t.Context(), b.second, "p1"); portal.KindOf(err) != portal.Conflict {
		t.Errorf("twice on a day: %v", err)
	}
	preview, err := b.PreviewBatch(t.Context(), b.finance, PrepareBatch{Currency: "EUR"})
	if err != nil || len(preview.LeftOut) != 1 || preview.LeftOut[0].Partner != "p1" || preview.Reminded["p1"].ByName != b.finance.Name {
		t.Errorf("the batch says %+v, %v", preview, err)
	}
	b.wait(time.Hour)
	letters := 0
	for _, l := range b.mail(t) {
		if l.Subject == "Your payout waits for you" && l.To == ana.Email {
			letters++
			if text := strings.Join(l.Lines, " "); !strings.Contains(text, "The terms are not accepted yet.") || !strings.HasSuffix(l.Link, "/company/terms") {
				t.Errorf("the letter says %q and leads to %s", text, l.Link)
			}
		}
	}
	if letters != 1 {
		t.Errorf("%d letters", letters)
	}
	b.wait(24 * time.Hour)
	if _, err := b.RemindPayee(t.Context(), b.finance, "p1"); err != nil {
		t.Errorf("the day after: %v", err)
	}
	events, err := b.store.Events.Of(t.Context(), "partner:p1")
	said := 0
	for _, e := range events {
		if e.Kind == portal.PartnerPayRemindedEvent {
			said++
			if e.Area() != portal.AreaMoney || portal.PartnerSentence(e.Change) != "Reminded of what keeps it from being paid: the terms are not accepted yet." {
				t.Errorf("%s: %q", e.Area(), portal.PartnerSentence(e.Change))
			}
		}
	}
	if err != nil || said != 2 {
		t.Errorf("%d events, %v", said, err)
	}
}
