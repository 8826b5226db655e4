package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tandem/portal"
	"tandem/portal/program"
)

var browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

func client(n int) program.Client {
	return program.Client{Address: fmt.Sprintf("203.0.113.%d", n%250+1), Agent: browser}
}

var heard = []string{"A trade fair", "A colleague", "Your newsletter", "A partner of yours", "A search"}

// apply sends a partner's application and plans what becomes of it.
func (h *house) apply(ctx context.Context, g *guest) error {
	number := h.between(1, 240)
	invitation, err := h.introduce(ctx, g)
	if err != nil {
		return err
	}
	from := heard[h.chance.IntN(len(heard))]
	if invitation != "" {
		from = ""
	}
	err = h.Program.Join(ctx, program.Join{
		Application: portal.Application{
			Company: g.company, Site: "https://www." + g.domain, Country: g.country, Vertical: g.vertical, Markets: g.markets,
			Languages: g.languages, Audience: g.audience, Contact: g.contact, Email: g.email(), HeardFrom: from,
			Note: note(g),
		},
		Invitation: invitation, Client: client(number),
	})
	if err != nil || g.fate == silent {
		return err
	}
	h.at(h.Clock.now.Add(time.Duration(h.between(4, 50))*time.Minute), func(ctx context.Context) error {
		token, err := h.link(ctx, g.email(), "/join/verify")
		if err != nil {
			return err
		}
		if _, err := h.Program.Confirm(ctx, token, client(number)); err != nil {
			return err
		}
		return h.find(ctx, g)
	})
	return nil
}

func note(g *guest) string {
	switch {
	case g.strength >= 8:
		return "Our customers ask us where to stay every week. We would rather send them to you than to a booking site."
	case g.strength >= 5:
		return "We have a loyal audience and would like to offer them a place with character."
	}
	return ""
}

// find learns the partner's id and plans its review.
func (h *house) find(ctx context.Context, g *guest) error {
	page, err := h.Program.Partners(ctx, h.lena, program.PartnerQuery{Text: g.company})
	if err != nil {
		return err
	}
	for _, partner := range page.Rows {
		if partner.Company == g.company {
			g.id = partner.ID
		}
	}
	if g.id == "" {
		return fmt.Errorf("%s has applied and is not found", g.company)
	}
	if g.fate == applied {
		return nil
	}
	h.in(1, func(ctx context.Context) error { return h.rate(ctx, h.lena, g, 0) })
	return nil
}

// rate scores an application; a second manager looks at every second one.
func (h *house) rate(ctx context.Context, by portal.Actor, g *guest, shift int) error {
	scores := map[string]int{}
	for _, criterion := range h.rules.Audit.Criteria {
		scores[criterion.Key] = min(10, max(1, g.strength+h.between(-1, 1)+shift))
	}
	words := "Good fit, worth a conversation."
	if g.strength < 4 {
		words = "Little overlap with our guests."
	}
	if err := h.Program.RateApplication(ctx, by, g.id, scores, words); err != nil {
		return err
	}
	if by.User == h.lena.User && h.likely(55) {
		h.in(0, func(ctx context.Context) error { return h.rate(ctx, h.jon, g, h.between(-2, 1)) })
	}
	if by.User != h.lena.User {
		return nil
	}
	switch g.fate {
	case review, asked:
		if g.fate == asked || g.company == corrected {
			h.in(1, func(ctx context.Context) error { return h.ask(ctx, g) })
		}
	case declined:
		h.in(2, func(ctx context.Context) error {
			_, err := h.Program.DeclineApplication(ctx, h.lena, g.id, 0, "Your offer and our houses speak to different guests. We wish you well and are glad to look again when that changes.")
			return err
		})
	default:
		h.in(h.between(1, 3), func(ctx context.Context) error { return h.approve(ctx, g) })
	}
	return nil
}

// corrected is the company that sets some of its application right when it is asked.
const corrected = "Trenino Verde"

// ask puts a question to an applicant.
func (h *house) ask(ctx context.Context, g *guest) error {
	_, err := h.Program.AskApplicant(ctx, h.lena, g.id, 0, "Which of your routes take bookings from abroad, and how do guests reach you?")
	if err != nil || g.company != corrected {
		return err
	}
	h.in(1, func(ctx context.Context) error {
		token, err := h.link(ctx, g.email(), "/join/status")
		if err != nil {
			return err
		}
		status, err := h.Program.Status(ctx, token)
		if err != nil {
			return err
		}
		told := status.Told
		told.Site, told.Audience, told.Phone = "https://"+g.domain+"/viaggi", told.Audience*2, "+39 030 000 000"
		return h.Program.Reply(ctx, token, "All of them do, by our own site. The figure was of one valley; both are in it now.", told, client(7))
	})
	return nil
}

func (h *house) approve(ctx context.Context, g *guest) error {
	specialist := h.jon
	if g.lena {
		specialist = h.lena
	}
	_, err := h.Program.ApproveApplication(ctx, h.lena, program.Approve{Partner: g.id, Specialist: specialist.User, Note: "Welcome. We look forward to working with you."})
	if err != nil || g.fate == let {
		return err
	}
	h.in(1, func(ctx context.Context) error { return h.arrive(ctx, g) })
	return nil
}

// arrive makes the account of the partner's admin, and plans the onboarding.
func (h *house) arrive(ctx context.Context, g *guest) error {
	token, err := h.link(ctx, g.email(), "/invitation")
	if err != nil {
		return err
	}
	in, err := h.Program.AcceptInvitation(ctx, program.Accept{Token: token, Name: g.contact, Password: h.Password, Client: client(h.between(1, 240))})
	if err != nil {
		return err
	}
	who, err := h.Program.Authenticate(ctx, in.User, in.Session, "203.0.113.7")
	if err != nil {
		return err
	}
	g.admin = who.Actor
	if err := h.Program.SignOut(ctx, g.admin, in.Session); err != nil { // the sessions of the history are over
		return err
	}
	h.newTerms(g)
	return h.onboard(g)
}

// accounts are well-formed account numbers of each country that belong to nobody:
// their bank codes and numbers are the examples of the IBAN registry.
var accounts = map[string]string{
	"PT": "PT50000201231234567890154", "ES": "ES9121000418450200051332", "FR": "FR1420041010050500013M02606", "IT": "IT60X0542811101000000123456",
	"DE": "DE89370400440532013000", "NL": "NL91ABNA0417164300", "GB": "GB29NWBK60161331926819", "IE": "IE29AIBK93115212345678",
}

// bics are the banks of accounts beyond the European Economic Area.
var bics = map[string]string{"GB": "NWBKGB2L"}

// invite asks a colleague in; the ones that the sheet names come.
func (h *house) invite(ctx context.Context, g *guest) error {
	name, email := g.colleague, g.colleagueEmail()
	if g.colleague == "" {
		name, email = "Office", "office@"+g.domain
	}
	_, err := h.Program.InviteColleague(ctx, g.admin, program.Invite{Email: email, Name: name, Roles: []portal.Role{portal.PartnerMember}})
	if err != nil || g.colleague == "" {
		return err
	}
	h.in(1, func(ctx context.Context) error {
		token, err := h.link(ctx, email, "/invitation")
		if err != nil {
			return err
		}
		in, err := h.Program.AcceptInvitation(ctx, program.Accept{Token: token, Name: name, Password: h.Password, Client: client(h.between(1, 240))})
		if err != nil {
			return err
		}
		who, err := h.Program.Authenticate(ctx, in.User, in.Session, "203.0.113.8")
		return errors.Join(err, h.Program.SignOut(ctx, who.Actor, in.Session))
	})
	return nil
}
