package demo

import (
	"context"
	"time"

	"tandem/portal"
)

// addenda plans three of them: one that counts since the summer, one that waits for the
// host to accept it, and one that waits for a second person of the staff.
func (h *house) addenda() {
	day := func(ago int) time.Time {
		return h.Until.AddDate(0, 0, -ago).Truncate(24 * time.Hour).Add(10 * time.Hour)
	}
	date := func(t time.Time) portal.Date { return portal.DateOf(t, h.rules.Zone) }
	h.addendum(day(150), 3, portal.Agreement{
		From: date(day(140)), BaseShare: map[portal.Tier]portal.Rate{portal.Elite: portal.MustRate("7%"), portal.High: portal.MustRate("6%"), portal.Core: portal.MustRate("5%"), portal.Experimental: portal.MustRate("4%")},
		TermMonths: 24, Words: "Both of us name one person for the group bookings of the season.",
	}, h.fay, true)
	h.addendum(day(6), 0, portal.Agreement{
		From: date(day(-9)), Until: date(h.Until.AddDate(1, 0, 0)), ProtectDays: 120, NoticeDays: 60,
		Exclusive: portal.Exclusivity{Vertical: "transport", Country: "PT", Until: date(h.Until.AddDate(1, 0, 0))},
		Renewal:   "A customer that books a second year earns half of the base share for that year.",
	}, h.fay, false)
	h.addendum(day(1), 5, portal.Agreement{From: date(day(-30)), Minimum: portal.Amount(2500, h.rules.Currency), CostShare: "We carry the cost of the welcome folder, up to one print run."}, portal.Actor{}, false)
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
