package program

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"tandem/portal"
	"tandem/portal/store"
)

// Account is the person's own account, without what signs them in.
func (p *Program) Account(ctx context.Context, actor portal.Actor) (portal.User, error) {
	user, err := p.store.Users.Get(ctx, actor.User)
	return bare(user), err
}

// Rename changes the person's own name.
func (p *Program) Rename(ctx context.Context, actor portal.Actor, name string) error {
	_, err := p.changeUser(ctx, actor.User, func(u portal.User) (portal.User, error) { return u.Rename(name, actor, p.Now()) })
	return err
}

// SetTheme keeps the person's choice of light or dark; "" follows the device.
func (p *Program) SetTheme(ctx context.Context, actor portal.Actor, theme string) error {
	if theme != "" && theme != "light" && theme != "dark" {
		return portal.Problems{"theme": "Choose light, dark, or the same as your device."}.Err()
	}
	_, err := p.changeUser(ctx, actor.User, func(u portal.User) (portal.User, error) {
		u.Theme = theme
		return u, nil
	})
	return err
}

// AskEmail sends a link to a new address; the account keeps the old one until it is followed.
func (p *Program) AskEmail(ctx context.Context, who Who, email, password string) error {
	if _, err := p.confirm(ctx, who, password); err != nil {
		return err
	}
	if err := p.try(ctx, "email|"+string(who.User), mailTries); err != nil {
		return err
	}
	_, err := p.changeUser(ctx, who.User, func(u portal.User) (portal.User, error) { return u.AskEmail(email, who.Actor, p.Now()) })
	return err
}

// TakeEmail makes the new address the account's own, by the link that was sent to
// it. Doing it twice is doing it once.
func (p *Program) TakeEmail(ctx context.Context, token string) error {
	subject, fact, err := p.open(forEmail, token)
	if err != nil {
		return err
	}
	user, err := p.store.Users.Get(ctx, portal.UserID(subject))
	if err != nil {
		return err
	}
	if emailFact(user.Email) == fact && user.NewEmail == "" {
		return p.keepOneEmail(ctx, user)
	}
	if emailFact(user.NewEmail) != fact {
		return portal.Errorf(portal.Gone, "This link is out of date. Sign in and look at your account page.")
	}
	holder, err := p.store.Guards.Claim(ctx, store.EmailGuard(user.NewEmail), subject, p.Now())
	if err != nil {
		return err
	}
	if holder != subject {
		return portal.Errorf(portal.Conflict, "There is another account with this address.")
	}
	user, err = p.changeUser(ctx, user.ID, func(u portal.User) (portal.User, error) {
		if emailFact(u.NewEmail) != fact {
			return u, portal.Errorf(portal.Gone, "This link is out of date. Sign in and look at your account page.")
		}
		return u.TakeEmail(p.Now())
	})
	if err != nil {
		return err
	}
	return p.keepOneEmail(ctx, user)
}

// keepOneEmail gives up the addresses an account no longer uses.
func (p *Program) keepOneEmail(ctx context.Context, user portal.User) error {
	held, err := p.store.Guards.HeldBy(ctx, string(user.ID))
	if err != nil {
		return err
	}
	for _, guard := range held {
		if strings.HasPrefix(guard.ID, store.EmailGuard("")) && guard.ID != store.EmailGuard(user.Email) {
			if err := p.store.Guards.Release(ctx, guard.ID, string(user.ID)); err != nil {
				return err
			}
		}
	}
	return nil
}

// emailFact stands for an address in a link without showing it.
func emailFact(email string) string { return digest(email) }

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:12])
}
