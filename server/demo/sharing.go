package demo

import (
	"context"
	"strings"
	"time"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
)

// inquirers fill in the form behind a link of the host in the last weeks; the last two
// have not confirmed it yet, or only just.
var inquirers = []struct {
	hours    int // before the end of the history
	company  string
	contact  string
	medium   string
	product  string
	need     string
	confirms bool
}{
	{26 * 24, "Serra Cycling Federation", "Rita Prado", "social", "group_stays", "Forty riders and their bicycles, four nights along the coast in April.", true},
	{17 * 24, "Atelier Mondego", "Simão Cruz", "qr", "business_stays", "A studio retreat for fourteen, with one large table.", true},
	{9 * 24, "Palmela Jazz Days", "Vera Lobo", "email", "boutique_hotels", "Rooms for the musicians over the festival weekend, late breakfast.", true},
	{29, "Instituto Arrábida", "Nélia Faro", "content", "group_stays", "A summer school for thirty students in July.", true},
	{5, "Clube Náutico do Sado", "Artur Gil", "email", "group_stays", "A regatta dinner with rooms for twenty-four.", false},
}

// sharing plans what comes through links, and the customers that the company hands to partners.
func (h *house) sharing() {
	for _, who := range inquirers {
		h.at(h.Until.Add(-time.Duration(who.hours)*time.Hour), func(ctx context.Context) error {
			host := h.guests[0]
			partner, err := h.Program.Company(ctx, host.admin)
			if err != nil {
				return err
			}
			hub, err := h.Program.Hub(ctx, host.admin, content.Query{})
			if err != nil {
				return err
			}
			asset := hub.Cards[who.hours%len(hub.Cards)].Slug
			var to program.Followed
			for range 2 + who.hours%5 { // some look and go on
				if to, err = h.Program.Follow(ctx, program.Follow{Code: partner.Code, Asset: asset, Medium: who.medium, Form: true, Count: true}); err != nil {
					return err
				}
			}
			form, err := h.Program.InquiryForm(ctx, partner.Code)
			if err != nil {
				return err
			}
			h.Clock.now = h.Clock.now.Add(3 * time.Minute)
			email := plain(strings.Fields(who.contact)[0]) + "@" + plain(who.company) + ".example"
			err = h.Program.Inquire(ctx, program.Inquire{
				Code: partner.Code, Asset: asset, Medium: who.medium, Touch: to.Touch, Stamp: form.Stamp, Client: program.Client{Address: "198.51.100.24"},
				Input: portal.ReferralInput{Lead: portal.Lead{Company: who.company, Contact: who.contact, Email: email, Country: "PT", Product: who.product, Need: who.need, Consent: true}},
			})
			if err != nil || !who.confirms {
				return err
			}
			token, err := h.link(ctx, email, "/introduction")
			if err != nil {
				return err
			}
			id, err := h.Program.ConfirmInquiry(ctx, token)
			if err != nil || who.hours < 48 {
				return err
			}
			h.at(h.Clock.now.Add(22*time.Hour), func(ctx context.Context) error {
				_, err := h.Program.AcceptReferral(ctx, h.lena, id)
				return err
			})
			return nil
		})
	}
	h.at(h.Until.Add(-20*24*time.Hour), func(ctx context.Context) error {
		lead, err := h.share(ctx, "Fábrica do Norte", "A design firm of 60 people", "Their yearly off-site: two days, meeting room, one dinner outside.", 9, 0)
		if err != nil {
			return err
		}
		h.at(h.Clock.now.Add(21*time.Hour), func(ctx context.Context) error {
			_, err := h.Program.AcceptLead(ctx, h.guests[9].admin, lead.ID)
			return err
		})
		return nil
	})
	h.at(h.Until.Add(-9*24*time.Hour), func(ctx context.Context) error { // nobody answers, then nobody has rooms
		lead, err := h.share(ctx, "Tejo Choral Society", "A choir of 45 voices", "A rehearsal week with a hall nearby, half board.", 14, 22)
		if err != nil {
			return err
		}
		h.at(h.Clock.now.Add(5*24*time.Hour), func(ctx context.Context) error {
			if err := h.Program.MoveSharedLeads(ctx); err != nil {
				return err
			}
			h.at(h.Clock.now.Add(3*time.Hour), func(ctx context.Context) error {
				_, err := h.Program.DeclineLead(ctx, h.guests[22].admin, lead.ID, "We have no hall near our houses.")
				return err
			})
			return nil
		})
		return nil
	})
	h.at(h.Until.Add(-31*24*time.Hour), func(ctx context.Context) error { // the host has no room, and another takes it
		lead, err := h.share(ctx, "Coimbra Chamber Winds", "An ensemble of 12 players", "Rooms for a recording week, quiet, near a church.", 0, 9)
		if err != nil {
			return err
		}
		h.at(h.Clock.now.Add(4*time.Hour), func(ctx context.Context) error {
			_, err := h.Program.DeclineLead(ctx, h.guests[0].admin, lead.ID, "Our crossings are full that week.")
			return err
		})
		h.at(h.Clock.now.Add(9*time.Hour), func(ctx context.Context) error {
			_, err := h.Program.AcceptLead(ctx, h.guests[9].admin, lead.ID)
			return err
		})
		return nil
	})
	h.at(h.Until.Add(-26*time.Hour), func(ctx context.Context) error {
		lead, err := h.share(ctx, "Minho Mountain Rescue", "An association of 30 volunteers", "A training weekend in the hills, simple rooms.", 4, 0, 11)
		if err != nil {
			return err
		}
		h.at(h.Clock.now.Add(time.Hour), func(ctx context.Context) error { // so it is the host's turn
			_, err := h.Program.DeclineLead(ctx, h.guests[4].admin, lead.ID, "Our season is full until June.")
			return err
		})
		return nil
	})
}

// share offers a customer of the company's to some of the guests.
func (h *house) share(ctx context.Context, company, size, need string, to ...int) (portal.SharedLead, error) {
	in := program.ShareLead{
		Size: size,
		Input: portal.ReferralInput{Site: plain(company) + ".example", Lead: portal.Lead{
			Company: company, Contact: "Olga Brito", Email: "olga@" + plain(company) + ".example", Country: "PT", Need: need, Product: "group_stays",
			Value: portal.Amount(2_150_000, h.rules.Currency), Consent: true,
		}},
	}
	for _, i := range to {
		in.Partners = append(in.Partners, h.guests[i].id)
	}
	return h.Program.ShareLead(ctx, h.lena, in)
}
