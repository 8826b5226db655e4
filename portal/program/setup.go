package program

import (
	"context"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/store"
)

const (
	setUpLife = 24 * time.Hour

	// identitySetting names what the set-up page was told about the company.
	identitySetting = "identity"
	setUpGuard      = "set-up"
)

// SetUp is what the first person fills in: who runs the program, and their own account.
type SetUp struct {
	Token    string
	Name     string // of the program
	Company  string
	Tagline  string
	Site     string
	Support  string
	Colour   string
	Currency string
	Logo     []byte // as uploaded, nil for none

	AdminName  string
	AdminEmail string
	Password   string
}

// NeedsSetUp reports whether nobody has an account yet.
func (p *Program) NeedsSetUp(ctx context.Context) (bool, error) {
	someone, err := p.store.Users.Any(ctx)
	return !someone, err
}

// SetUpLink is the link at which the program is set up, for the operator's log. It is
// good for a day, and until the first account exists.
func (p *Program) SetUpLink() string {
	return p.url("/setup/" + p.token(forSetUp, "program", "", p.Now().Add(setUpLife)))
}

// CheckSetUp is nil while a set-up link can be used.
func (p *Program) CheckSetUp(ctx context.Context, token string) error {
	if _, _, err := p.open(forSetUp, token); err != nil {
		return err
	}
	needed, err := p.NeedsSetUp(ctx)
	if err == nil && !needed {
		return portal.Errorf(portal.Gone, "This portal is set up already. Sign in.")
	}
	return err
}

// SetUp keeps the company's identity and makes the first admin. The identity counts
// once the program is put together again. Of two people with the link, one wins.
func (p *Program) SetUp(ctx context.Context, in SetUp) error {
	if err := p.CheckSetUp(ctx, in.Token); err != nil {
		return err
	}
	identity, problems := in.identity()
	admin, err := portal.NewUser("first", in.AdminEmail, in.AdminName, "", []portal.Role{portal.Admin}, portal.System("set-up"), p.Now())
	if wrong, ok := err.(*portal.Error); ok {
		for field, problem := range map[string]string{"admin_email": wrong.Fields["email"], "admin_name": wrong.Fields["name"]} {
			if problem != "" {
				problems.Add(field, "%s", problem)
			}
		}
	}
	checkPassword(in.Password, problems, in.AdminEmail, in.AdminName, in.Name, in.Company)
	if err := problems.Err(); err != nil {
		return err
	}
	holder, err := p.store.Guards.Claim(ctx, setUpGuard, admin.Email, p.Now())
	if err != nil {
		return err
	}
	if holder != admin.Email {
		return portal.Errorf(portal.Gone, "Somebody else is setting this portal up. Ask them for an account.")
	}
	hash, err := p.hashes.hash(ctx, in.Password)
	if err != nil {
		return err
	}
	if err := p.store.Settings.Write(ctx, identitySetting, identity); err != nil {
		return err
	}
	admin.VerifiedAt, admin.Password, admin.PasswordAt = p.Now(), hash, p.Now()
	_, err = p.createUser(ctx, admin)
	return err
}

// identity is what the form says about the company, with what is wrong with it.
func (in SetUp) identity() (content.Identity, portal.Problems) {
	problems := portal.Problems{}
	id := content.Identity{Name: in.Name, Company: in.Company, Tagline: in.Tagline, Site: in.Site, Support: in.Support, Colour: in.Colour}
	for _, text := range []struct {
		field, value, missing string
		most                  int
	}{
		{"name", id.Name, "Write the name of the program, such as Acme Partners.", 60},
		{"company", id.Company, "Write the name of the company.", 60},
		{"tagline", id.Tagline, "Say in a sentence what partners get.", 160},
	} {
		switch {
		case strings.TrimSpace(text.value) == "":
			problems.Add(text.field, "%s", text.missing)
		case utf8.RuneCountInString(text.value) > text.most:
			problems.Add(text.field, "Use at most %d characters.", text.most)
		}
	}
	if site, err := url.Parse(id.Site); err != nil || site.Scheme != "https" || site.Host == "" {
		problems.Add("site", "Write the company's address, such as https://www.example.com.")
	}
	if _, err := portal.NormalEmail(id.Support); err != nil {
		problems.Add("support", "Write the address that partners write to.")
	}
	if _, err := portal.ParseColour(id.Colour); err != nil {
		problems.Add("colour", "Choose a colour.")
	}
	currency, err := portal.ParseCurrency(in.Currency)
	if err != nil {
		problems.Add("currency", "Choose a currency.")
	}
	id.Currency = currency
	if len(in.Logo) > 0 {
		logo, _, err := content.ReadLogo(in.Logo)
		if wrong, ok := err.(*portal.Error); ok {
			problems.Add("logo", "%s", wrong.Fields["logo"])
		}
		id.Logo = logo
	}
	return id, problems
}

// ReadIdentity is what a store's program was set up as; ok is false when it was not.
func ReadIdentity(ctx context.Context, s *store.Store) (id content.Identity, ok bool, err error) {
	err = s.Settings.Read(ctx, identitySetting, &id)
	return id, id.Name != "", err
}
