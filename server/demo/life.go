package demo

import (
	"context"
	"time"

	"tandem/portal"
	"tandem/portal/program"
)

// talks plans what people say to each other about customers of the last days: one referral
// waits for its partner to change something, one was withdrawn, and about one they write.
func (h *house) talks() {
	g := h.guests[0]
	refer := func(company, first, need string) (portal.Referral, error) {
		domain := plain(company) + ".example"
		return h.Program.SubmitReferral(context.Background(), g.admin, portal.ReferralInput{Site: domain, Source: portal.FromForm, Lead: portal.Lead{
			Company: company, Domain: domain, Contact: first + " Serrano", Email: plain(first) + "@" + domain, Country: "PT", Need: need, Product: "group_stays",
			Value: portal.Amount(9_600_00, h.rules.Currency), CloseBy: portal.DateOf(h.Clock.now, h.rules.Zone).AddDays(40), Consent: true,
		}})
	}
	before := func(hours int, do func(context.Context) error) {
		h.at(h.Until.Add(-time.Duration(hours)*time.Hour), do)
	}
	var back, gone, talked portal.Referral
	before(79, func(context.Context) (err error) {
		back, err = refer("Serrano Events", "Clara", "A summer party, rooms for the guests from abroad.")
		return err
	})
	before(74, func(ctx context.Context) error {
		_, err := h.Program.ReturnReferral(ctx, h.lena, back.ID, "How many guests stay the night, and in which month? Without that we cannot say which house has room.", []string{"need", "value"})
		return err
	})
	before(78, func(context.Context) (err error) {
		gone, err = refer("Serrano Yachts", "Hugo", "Crew rooms near the marina for the winter.")
		return err
	})
	before(52, func(ctx context.Context) error {
		_, err := h.Program.WithdrawReferral(ctx, g.admin, gone.ID, "The yard closes for the winter, so nobody travels.")
		return err
	})
	before(77, func(context.Context) (err error) {
		talked, err = refer("Serrano Ceramics", "Ines", "A workshop week for twenty buyers, half board.")
		return err
	})
	before(73, func(ctx context.Context) error {
		_, err := h.Program.AcceptReferral(ctx, h.lena, talked.ID)
		return err
	})
	say := func(by func() portal.Actor, notes bool, text string) func(context.Context) error {
		return func(ctx context.Context) error {
			subject := talked.Subject()
			if notes {
				subject = portal.NotesOn(subject)
			}
			_, err := h.Program.Say(ctx, by(), program.Say{Subject: subject, Text: text})
			return err
		}
	}
	partner, lena := func() portal.Actor { return g.admin }, func() portal.Actor { return h.lena }
	before(54, say(partner, false, "Ines is at the fair until Thursday and reads mail only in the evening. Is the second week of May still free?"))
	before(51, say(lena, false, "It is: eleven doubles from the 9th to the 14th. I hold them until Friday and write to her tonight."))
	before(48, say(partner, false, "She has your offer and likes it. Two of the buyers need a room without stairs."))
	before(47, say(lena, true, "Ground floor: rooms 2 and 4 only. Ask the house before promising a third."))
}
