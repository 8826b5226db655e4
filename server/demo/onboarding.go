package demo

import (
	"context"
	"fmt"
	"time"

	"tandem/portal"
)

// onboard plans a partner's first two weeks: all of it, or what a slow one gets done.
func (h *house) onboard(g *guest) error {
	pace := 11 - g.strength // weak partners take longer
	tasks := []struct {
		day int
		do  func(context.Context, *guest) error
	}{
		{0, h.profile},
		{1, h.brand},
		{1, h.terms},
		{2, h.kickoff},
		{4, h.payee},
		{5, h.baseline},
		{6, h.training},
		{7, h.welcome},
		{8, h.invite},
		{10, h.download},
		{12, func(ctx context.Context, g *guest) error { return h.refer(ctx, g) }},
	}
	if g.fate == fresh {
		tasks = tasks[:5]
	}
	if g.fate == stuck {
		tasks = tasks[:3]
	}
	for _, task := range tasks {
		h.in(task.day*(7+pace)/11, func(ctx context.Context) error { return task.do(ctx, g) })
	}
	if g.fate != fresh && g.fate != stuck {
		h.in(16+pace, func(context.Context) error { h.routine(g); return nil })
	}
	return nil
}

func (h *house) profile(ctx context.Context, g *guest) error {
	return h.Program.ChangeProfile(ctx, g.admin, 0, portal.Application{
		Company: g.company, Site: "https://www." + g.domain, Country: g.country, Vertical: g.vertical, Markets: g.markets, Languages: g.languages,
		Audience: g.audience, Contact: g.contact, Phone: fmt.Sprintf("+351 21 555 0%03d", h.between(100, 999)), Note: note(g),
	})
}

func (h *house) brand(ctx context.Context, g *guest) error {
	upload := g.logo
	if h.likely(12) {
		upload = nil // some have no logo at hand
	}
	return h.Program.SetBrand(ctx, g.admin, portal.BrandKit{
		Name: g.company, Primary: g.colour, Site: "https://www." + g.domain, Contact: g.contact, Email: "hello@" + g.domain, Phone: "+351 21 555 0142",
	}, upload)
}

func (h *house) terms(ctx context.Context, g *guest) error {
	inForce, err := h.Program.TermsInForce()
	if err != nil {
		return err
	}
	return h.Program.AcceptTerms(ctx, g.admin, inForce.Version, inForce.SHA256)
}

// newTerms plans the acceptance of the versions that are still to come. Some partners never get to it.
func (h *house) newTerms(g *guest) {
	for _, terms := range h.Program.Terms {
		if terms.NoticeDays == 0 && terms.Effective.Time().After(h.Clock.now) && (g.host || h.likely(85)) {
			h.later(terms.Effective.Time().AddDate(0, 0, h.between(1, 25)), func(ctx context.Context) error {
				if g.ends || g.fate == paused {
					return nil
				}
				return h.terms(ctx, g)
			})
		}
	}
}

func (h *house) kickoff(ctx context.Context, g *guest) error {
	at := h.Clock.now.AddDate(0, 0, h.between(1, 3)).In(h.rules.Zone)
	return h.Program.BookKickoff(ctx, g.admin, portal.At(time.Date(at.Year(), at.Month(), at.Day(), h.between(9, 16), 30*h.between(0, 1), 0, 0, h.rules.Zone)))
}

// payee sets where a partner's money goes: to a bank, or as it is usual in its line or country.
func (h *house) payee(ctx context.Context, g *guest) error {
	account := portal.PayoutAccount{
		Method: portal.BankTransfer, Holder: g.company, IBAN: accounts[g.country], BIC: bics[g.country], Street: fmt.Sprintf("Harbour Street %d", h.between(1, 120)),
		City: "Old Town", Post: fmt.Sprint(h.between(1000, 9999)), Country: g.country,
	}
	switch {
	case g.country == "US":
		account = portal.PayoutAccount{Method: portal.ACH, Holder: g.company, Routing: "021000021", Account: "0123456789", Kind: portal.Checking}
	case g.vertical == "media":
		account = portal.PayoutAccount{Method: portal.PayPal, Holder: g.company, PayPal: "payments@" + g.domain}
	case g.country == "GB":
		account = portal.PayoutAccount{Method: portal.Wise, Holder: g.company, Wise: "accounts@" + g.domain}
	}
	if g.company != "Hanse Kongress" { // which has yet to say where its money goes, so finance reminds it
		if _, err := h.Program.SetPayTo(ctx, g.admin, account); err != nil {
			return err
		}
	}
	tax := portal.TaxInput{Name: g.company, Street: account.Street, City: account.City, Post: account.Post, Country: g.country, Kind: portal.TaxVAT, ID: taxIDs[g.country]}
	if g.country == "US" {
		tax.Kind = portal.TaxEIN
	}
	if tax.Street == "" {
		tax.Street, tax.City = "High Street 4", "Old Town"
	}
	return h.Program.SetTax(ctx, g.admin, tax)
}

// taxIDs are well-formed VAT numbers, as tax offices and companies publish them for examples.
var taxIDs = map[string]string{
	"PT": "PT501964843", "ES": "ESA13585625", "FR": "FR40303265045", "IT": "IT00743110157", "DE": "DE136695976", "NL": "NL004495445B01", "GB": "GB980780684", "IE": "IE6433435F", "US": "12-3456789",
}

func (h *house) baseline(ctx context.Context, g *guest) error {
	return h.Program.SetBaseline(ctx, g.admin, portal.Baseline{Audience: g.audience, MonthlyReach: g.audience / 6, Bookings: int64(g.strength * h.between(2, 9))})
}

func (h *house) training(ctx context.Context, g *guest) error {
	return h.Program.TickTask(ctx, g.admin, "training")
}

func (h *house) welcome(ctx context.Context, g *guest) error {
	by := h.jon
	if g.lena {
		by = h.lena
	}
	return h.Program.TickTaskFor(ctx, by, g.id, "welcome_review")
}
