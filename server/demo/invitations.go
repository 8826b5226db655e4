package demo

import (
	"context"
	"path"
	"time"

	"tandem/portal"
)

// introduced are partners of the sheet that applied by an invitation: of the host, or of Lena.
var introduced = map[string]bool{"Tramontana Yachts": true, "Trenino Verde": true, "Camino Companions": false}

// introduce is the token by which a company applies, "" when it comes unasked.
func (h *house) introduce(ctx context.Context, g *guest) (token string, err error) {
	host, ok := introduced[g.company]
	if !ok {
		return "", nil
	}
	by := h.lena
	if host {
		by = h.guests[0].admin
	}
	row, err := h.Program.InviteCompany(ctx, by, portal.JoinInvite{Company: g.company, Contact: g.contact, Email: g.email(), Note: "You would enjoy working with these people."})
	return path.Base(row.Link), err
}

// invitations plans those that nobody has answered when the demo is looked at.
func (h *house) invitations() {
	for _, i := range []struct {
		days   int // ago
		host   bool
		opened bool
		portal.JoinInvite
	}{
		{41, true, true, portal.JoinInvite{Company: "Atlantic Kite School", Contact: "Vera Lopes", Email: "vera@atlantic-kite-school.example", Note: "Your guests ask where to stay, and ours ask where to kite."}},
		{9, false, true, portal.JoinInvite{Company: "Vila Serena Retreats", Contact: "Henrique Melo", Email: "henrique@vila-serena-retreats.example"}},
		{3, false, false, portal.JoinInvite{Company: "Old Town Food Walks"}},
		{1, true, false, portal.JoinInvite{Company: "Sintra Day Tours", Contact: "Leonor Pinto", Email: "leonor@sintra-day-tours.example", Note: "We have worked with them for a year. The statements add up, and the people answer."}},
	} {
		h.at(h.Until.Add(-time.Duration(i.days)*24*time.Hour-2*time.Hour), func(ctx context.Context) error {
			by := h.lena
			if i.host {
				by = h.guests[0].admin
			}
			row, err := h.Program.InviteCompany(ctx, by, i.JoinInvite)
			if err != nil || !i.opened {
				return err
			}
			h.in(1, func(ctx context.Context) error {
				_, err := h.Program.Invited(ctx, path.Base(row.Link))
				return err
			})
			return nil
		})
	}
}
