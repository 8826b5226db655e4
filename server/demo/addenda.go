package demo

import (
	"context"
	"time"

	"tandem/portal"
	"tandem/portal/program"
)

// addenda plans four of them: one that counts since the summer, one that two people of the
// staff ended before its day, one that waits for the host to accept it, and one that waits
// for a second person of the staff.
func (h *house) addenda() {
	day := func(ago int) time.Time {
		return h.Until.AddDate(0, 0, -ago).Truncate(24 * time.Hour).Add(10 * time.Hour)
	}
	date := func(t time.Time) portal.Date { return portal.DateOf(t, h.rules.Zone) }
	h.addendum(day(150), 3, portal.Agreement{
		From: date(day(140)), BaseShare: map[portal.Tier]portal.Rate{portal.Elite: portal.MustRate("7%"), portal.High: portal.MustRate("6%"), portal.Core: portal.MustRate("5%"), portal.Experimental: portal.MustRate("4%")},
		AddendumLevers: portal.AddendumLevers{
			RenewalShare: portal.MustRate("2%"), RenewalMonths: 12, OnboardingCost: portal.Amount(90000, h.rules.Currency), OnboardingShare: portal.MustRate("50%"),
		},
		TermMonths: 24, Words: "Both of us name one person for the group bookings of the season.",
	}, h.fay, true)
	h.addendum(day(130), endedEarly, portal.Agreement{
		From: date(day(120)), Until: date(h.Until.AddDate(1, 0, 0)), ProtectDays: 120, NoticeDays: 30, Words: "More for the leads of your spring and autumn fairs, and longer protection.",
		BaseShare: map[portal.Tier]portal.Rate{portal.Elite: portal.MustRate("6.5%"), portal.High: portal.MustRate("5.5%"), portal.Core: portal.MustRate("5%"), portal.Experimental: portal.MustRate("4.5%")},
	}, h.fay, true)
	h.at(day(48), func(ctx context.Context) error {
		return h.Program.ProposeAddendumEnd(ctx, h.lena, h.guests[endedEarly].id, 1, "The fairs it was made for were called off for this year and the next.")
	})
	h.at(day(47), func(ctx context.Context) error {
		return h.Program.ApproveAddendumEnd(ctx, h.fay, h.guests[endedEarly].id, 1)
	})
	h.addendum(day(6), 0, portal.Agreement{
		From: date(day(-9)), Until: date(h.Until.AddDate(1, 0, 0)), ProtectDays: 120, NoticeDays: 60,
		Exclusive:      portal.Exclusivity{Vertical: "transport", Country: "PT", Until: date(h.Until.AddDate(1, 0, 0))},
		AddendumLevers: portal.AddendumLevers{RenewalShare: portal.MustRate("2.5%"), RenewalMonths: 12},
	}, h.fay, false)
	h.addendum(day(1), 5, portal.Agreement{From: date(day(-30)), Minimum: portal.Amount(2500, h.rules.Currency), AddendumLevers: portal.AddendumLevers{
		OnboardingCost: portal.Amount(64000, h.rules.Currency), OnboardingShare: portal.MustRate("50%"),
	}, Words: "The cost is that of the welcome folder, one print run."}, portal.Actor{}, false)
	h.at(day(12), func(ctx context.Context) error { return h.comeAgain(ctx, h.guests[3]) })
}

// endedEarly is whose addendum ended before its day.
const endedEarly = 8

// comeAgain records what the first customer of a partner pays after the first year of its contract.
func (h *house) comeAgain(ctx context.Context, g *guest) error {
	id, ok := h.won[g.id]
	if !ok {
		return nil
	}
	_, err := h.Program.RecordCollection(ctx, h.fay, program.RecordCollection{Referral: id, CollectionInput: portal.CollectionInput{
		ExternalID: "INV-AGAIN-1", Amount: portal.Amount(285000, h.rules.Currency), CollectedOn: portal.DateOf(h.Clock.now, h.rules.Zone),
	}})
	return err
}

// addendum plans that Lena proposes an addendum, that somebody approves it a day later, and
// that the partner accepts it two days after that.
func (h *house) addendum(at time.Time, guest int, in portal.Agreement, approves portal.Actor, accepted bool) {
	g := h.guests[guest]
	h.at(at, func(ctx context.Context) error {
		made, err := h.Program.ProposeAddendum(ctx, h.lena, g.id, in)
		if err != nil || approves.User == "" {
			return err
		}
		h.at(at.AddDate(0, 0, 1), func(ctx context.Context) error {
			if err := h.Program.ApproveAddendum(ctx, approves, g.id, made.Number); err != nil || !accepted {
				return err
			}
			h.at(at.AddDate(0, 0, 3), func(ctx context.Context) error {
				return h.Program.AcceptAddendum(ctx, g.admin, made.Number, made.SHA256)
			})
			return nil
		})
		return nil
	})
}
