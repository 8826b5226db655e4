package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"tandem/portal"
)

// Customers' names are a family or a place and what they are.
var (
	families = []string{
		"Lindqvist", "Okonjo", "Bergström", "Almeida", "Castellani", "Dupont", "Hartmann", "Kowalski", "Moreau", "Novak", "Pereira", "Rossi",
		"Schäfer", "Tavares", "Unger", "Vasquez", "Whitlock", "Yilmaz", "Zanetti", "Ashworth", "Brennan", "Calder", "Donnelly", "Escobar",
		"Fairbairn", "Gallagher", "Holloway", "Ivanov", "Jansen", "Keller", "Lombardi", "Mercier", "Nakamura", "Olsen", "Petrov", "Quintana",
		"Rademaker", "Sandoval", "Thornton", "Urquiza", "Verhoeven", "Wagner", "Ximenes", "Young", "Ziegler", "Abbott", "Bauer", "Carvalho",
	}
	trades = []struct{ name, need, product string }{
		{"Engineering", "A two-day off-site for the leadership team, meeting room and dinners included.", "business_stays"},
		{"Architects", "A studio retreat with rooms for everybody and a large table to work at.", "business_stays"},
		{"Weddings", "A wedding weekend: the whole house for family and friends, breakfast on Sunday.", "group_stays"},
		{"Family Office", "Two weeks in a house by the sea for three generations.", "holiday_homes"},
		{"Software", "Rooms for visiting colleagues every month, close to the office.", "business_stays"},
		{"Vineyards", "Guest rooms for the harvest dinners, six nights.", "boutique_hotels"},
		{"Choir", "A rehearsal week with a hall nearby and half board.", "group_stays"},
		{"Cycling Club", "Four nights along the route, with a place for forty bicycles.", "group_stays"},
		{"Clinic", "Quiet rooms for patients' families, by the week.", "boutique_hotels"},
		{"Productions", "A film crew of eighteen for three weeks, laundry included.", "holiday_homes"},
		{"Logistics", "Overnight stays for drivers and trainers through the year.", "business_stays"},
		{"Foundation", "The annual meeting of the board, with one dinner outside.", "boutique_hotels"},
	}
	people = []string{"Anna", "Ben", "Carla", "David", "Eva", "Filip", "Greta", "Hanna", "Ivo", "Julia", "Karim", "Laura", "Mats", "Nora", "Oscar", "Petra", "Quentin", "Rosa", "Stefan", "Teresa"}
)

// lead invents a customer that nobody has brought yet.
func (h *house) lead(g *guest) portal.Lead {
	for {
		family, trade := families[h.chance.IntN(len(families))], trades[h.chance.IntN(len(trades))]
		company := family + " " + trade.name
		if h.used[company] {
			continue
		}
		h.used[company] = true
		domain := plain(company) + ".example"
		first := people[h.chance.IntN(len(people))]
		value := int64(h.between(14, 60)+g.strength*h.between(1, 9)) * 100 * 100
		return portal.Lead{
			Company: company, Domain: domain, Contact: first + " " + family, Email: plain(first) + "@" + domain, Country: g.markets[h.chance.IntN(len(g.markets))],
			Need: trade.need, Product: trade.product, Value: portal.Amount(value, h.rules.Currency), CloseBy: portal.DateOf(h.Clock.now, h.rules.Zone).AddDays(h.between(25, 80)), Consent: true,
		}
	}
}

// routine plans a partner's referrals for as long as it takes part.
func (h *house) routine(g *guest) {
	if g.fate == paused || g.fate == ended {
		h.in(h.between(110, 190), func(ctx context.Context) error { return h.leave(ctx, g) })
	}
	var again func(context.Context) error
	again = func(ctx context.Context) error {
		if g.ends {
			return nil
		}
		if err := h.refer(ctx, g); err != nil {
			return err
		}
		h.in(h.pause(g), again)
		return nil
	}
	h.in(h.between(2, 12), again)
	h.in(h.between(3, 20), func(ctx context.Context) error { return h.browse(ctx, g) })
}

// pause is how many days a partner takes to its next referral: strong ones a month, weak ones two or three.
func (h *house) pause(g *guest) int { return h.between(10, 18) + (11-g.strength)*h.between(3, 6) }

func (h *house) leave(ctx context.Context, g *guest) error {
	g.ends = true
	if g.fate == paused {
		_, err := h.Program.PausePartner(ctx, h.jon, g.id, 0, "The business is being sold. We talk again when the new owners have settled in.")
		return err
	}
	_, err := h.Program.EndPartner(ctx, h.lena, g.id, 0, "The company closed its travel business at the end of the season.")
	return err
}

// refer submits a customer: mostly a new one, now and then one that somebody else brought before.
func (h *house) refer(ctx context.Context, g *guest) error {
	r, err := h.submit(ctx, g)
	if err != nil || r.State != portal.ReferralSubmitted || h.Until.Sub(h.Clock.now) < 30*time.Hour {
		return err
	}
	by := h.jon
	if g.lena {
		by = h.lena
	}
	wait := time.Duration(h.between(2, 11)) * time.Hour
	if h.likely(7) {
		wait = time.Duration(h.between(60, 110)) * time.Hour // a busy week: past the clock
	}
	h.later(h.Clock.now.Add(wait), func(ctx context.Context) error { return h.answer(ctx, by, g, r.ID) })
	return nil
}

// leaveOpen plans referrals of the last days that nobody has answered yet, some of
// them past their time.
func (h *house) leaveOpen() {
	for i, hours := range []int{8 * 24, 5*24 + 3, 47, 30, 25, 21, 6, 3, 1} {
		h.at(h.Until.Add(-time.Duration(hours)*time.Hour), func(ctx context.Context) error {
			_, err := h.submit(ctx, h.guests[(i*5)%25])
			return err
		})
	}
}

func (h *house) submit(ctx context.Context, g *guest) (portal.Referral, error) {
	lead := h.lead(g)
	if len(h.leads) > 20 && h.likely(5) {
		known := h.leads[h.chance.IntN(len(h.leads))]
		lead.Company, lead.Domain, lead.Email, lead.Contact = known.Company, known.Domain, known.Email, known.Contact
	}
	in := portal.ReferralInput{Lead: lead, Site: lead.Domain, Source: portal.FromForm}
	if h.likely(25) {
		in.Source, in.UTM = portal.FromLink, portal.UTM{Source: plain(g.company), Medium: "partner", Campaign: "newsletter"}
	}
	r, err := h.Program.SubmitReferral(ctx, g.admin, in)
	if portal.KindOf(err) == portal.Invalid {
		return portal.Referral{}, nil // a lead of their own, referred before: they are told so and let it be
	}
	if r.State == portal.ReferralSubmitted {
		h.leads = append(h.leads, lead)
	}
	return r, err
}

func (h *house) answer(ctx context.Context, by portal.Actor, g *guest, id portal.ReferralID) error {
	if h.likely(7) {
		_, err := h.Program.RejectReferral(ctx, by, id, "We have no house in that area, and none planned.")
		return err
	}
	if _, err := h.Program.AcceptReferral(ctx, by, id); err != nil {
		return err
	}
	if h.likely(8) {
		return nil // nothing more comes of it, and the protection runs out
	}
	h.in(h.between(3, 14), func(ctx context.Context) error {
		if h.likely(14) {
			return h.lose(ctx, by, id)
		}
		if _, err := h.Program.QualifyReferral(ctx, by, id, "The dates fit and the budget is real."); err != nil {
			return err
		}
		h.in(h.between(8, 45), func(ctx context.Context) error {
			if !h.likely(46 + 4*g.strength) {
				return h.lose(ctx, by, id)
			}
			return h.win(ctx, by, id)
		})
		return nil
	})
	return nil
}

var lost = []string{"They chose a place closer to the airport.", "The dates were taken, and they could not move.", "The budget was cut for this year.", "They went with a house they knew from before."}

func (h *house) lose(ctx context.Context, by portal.Actor, id portal.ReferralID) error {
	_, err := h.Program.LoseReferral(ctx, by, id, lost[h.chance.IntN(len(lost))])
	return err
}

// win signs a contract and plans when its money comes in.
func (h *house) win(ctx context.Context, by portal.Actor, id portal.ReferralID) error {
	r, err := h.Program.Referral(ctx, by, id)
	if err != nil {
		return err
	}
	value := portal.Amount(r.Value.Minor*int64(h.between(80, 125))/100/5000*5000, r.Value.Currency)
	today := portal.DateOf(h.Clock.now, h.rules.Zone)
	if r, err = h.Program.WinReferral(ctx, by, id, portal.Contract{Value: value, Start: today, TermMonths: 12, Product: r.Product}); err != nil {
		return err
	}
	if _, ok := h.won[r.Partner]; !ok {
		h.won[r.Partner] = id
	}
	parts := 2
	if r.Product == "business_stays" {
		parts = h.between(3, 8) // invoiced month by month
	} else if h.likely(30) {
		parts = 1
	}
	for i := range parts {
		share := value.Minor / int64(parts)
		if i == 0 {
			share += value.Minor - share*int64(parts)
		}
		h.in(h.between(5, 16)+i*30, func(ctx context.Context) error {
			return h.collect(ctx, id, fmt.Sprintf("INV-%s-%d", strings.TrimPrefix(r.Number(), "R-"), i+1), portal.Amount(share, value.Currency))
		})
	}
	return nil
}
