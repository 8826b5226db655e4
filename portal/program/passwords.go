package program

import (
	"context"
	"strings"
	"unicode/utf8"

	"tandem/portal"
)

const (
	minPassword = 12
	maxPassword = 256 // characters; beyond it somebody pasted something else
)

// checkPassword notes what is wrong with a new password. Length is what counts;
// there are no rules about kinds of characters. own are words that this person's
// guesser would try first.
func checkPassword(password string, problems portal.Problems, own ...string) {
	n := utf8.RuneCountInString(password)
	switch {
	case n < minPassword:
		problems.Add("password", "Use at least %d characters. A few words in a row are easy to remember.", minPassword)
	case n > maxPassword:
		problems.Add("password", "Use at most %d characters.", maxPassword)
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		problems.Add("password", "This holds characters that cannot be typed again.")
	case isCommon(strings.ToLower(password)):
		problems.Add("password", "This is one of the commonest passwords, and among the first that somebody would try. Choose another: %s", betterPassword)
	case guessBits(password, nil) < enoughBits:
		problems.Add("password", "This is made of common passwords, dates or rows of keys, which are tried first. Choose another: %s", betterPassword)
	case guessBits(password, ownWords(own)) < enoughBits:
		problems.Add("password", "This is made of your name, your address or the name of a company, which are tried first. Choose another: %s", betterPassword)
	}
}

const betterPassword = "a few words that have nothing to do with each other are easy to remember."

// AskReset sends a link for a new password to an address, if it has an account.
// The answer and the work are the same when it has none.
func (p *Program) AskReset(ctx context.Context, email string, client Client) error {
	normal, err := portal.NormalEmail(email)
	if err != nil {
		return portal.Problems{"email": "Write the email address of your account."}.Err()
	}
	if err := p.try(ctx, addressKey("reset", client.Address), addressTries); err != nil {
		return err
	}
	if err := p.try(ctx, "reset|"+p.keyed("account", normal), mailTries); err != nil {
		return err
	}
	user, known, err := p.userByEmail(ctx, normal)
	if err != nil {
		return err
	}
	if !known || user.State != portal.UserActive {
		return p.record(ctx, p.fact("reset:"+p.newID(), "nobody", "", "user.reset_unknown", portal.System("reset"), nil))
	}
	return p.record(ctx, p.fact("reset:"+p.newID(), user.Subject(), user.Partner, "user.reset_asked", user.Actor(client.Address),
		map[string]string{"fact": passwordFact(user)}))
}

// ResetLink makes a link for a new password, for an operator who hands it over.
func (p *Program) ResetLink(ctx context.Context, email string) (string, error) {
	normal, err := portal.NormalEmail(email)
	if err != nil {
		return "", err
	}
	user, known, err := p.userByEmail(ctx, normal)
	if err != nil {
		return "", err
	}
	if !known {
		return "", portal.Errorf(portal.NotFound, "There is no account with the address %s.", normal)
	}
	return p.url("/reset/" + p.token(forReset, string(user.ID), passwordFact(user), p.Now().Add(resetLife))), nil
}

// CheckReset says whether a reset link is still good, and whose it is.
func (p *Program) CheckReset(ctx context.Context, token string) (portal.User, error) {
	subject, fact, err := p.open(forReset, token)
	if err != nil {
		return portal.User{}, err
	}
	user, err := p.store.Users.Get(ctx, portal.UserID(subject))
	if err != nil {
		return portal.User{}, err
	}
	if passwordFact(user) != fact || user.State != portal.UserActive {
		return portal.User{}, portal.Errorf(portal.Gone, "This link has done its work already. Sign in, or ask for a new link.")
	}
	return user, nil
}

// Reset sets a new password by a mailed link, which also proves the address. Every session ends.
func (p *Program) Reset(ctx context.Context, token, password string) error {
	user, err := p.CheckReset(ctx, token)
	if err != nil {
		return err
	}
	hash, err := p.newPassword(ctx, password, user)
	if err != nil {
		return err
	}
	before := user.Password
	_, err = p.changeUser(ctx, user.ID, func(u portal.User) (portal.User, error) {
		if u.Password != before || u.State != portal.UserActive {
			return u, portal.Errorf(portal.Gone, "This link has done its work already. Sign in, or ask for a new link.")
		}
		if u.VerifiedAt == "" {
			u.VerifiedAt = p.Now()
		}
		return u.SetPassword(hash, "", u.Actor(""), p.Now()), nil
	})
	if err != nil {
		return err
	}
	return p.tryGood(ctx, "sign-in|"+p.keyed("account", user.Email), accountTries, true)
}

// newPassword checks and hashes a password that a person chose.
func (p *Program) newPassword(ctx context.Context, password string, user portal.User) (string, error) {
	problems := portal.Problems{}
	checkPassword(password, problems, user.Email, user.Name, p.Rules.Name, p.Rules.Company)
	if err := problems.Err(); err != nil {
		return "", err
	}
	return p.hashes.hash(ctx, password)
}

// ChangePassword replaces the password of a person who is signed in and knows the
// old one. Their other sessions end.
func (p *Program) ChangePassword(ctx context.Context, who Who, current, password string) error {
	user, err := p.confirm(ctx, who, current)
	if err != nil {
		return err
	}
	hash, err := p.newPassword(ctx, password, user)
	if err != nil {
		return err
	}
	before := user.Password
	_, err = p.changeUser(ctx, user.ID, func(u portal.User) (portal.User, error) {
		if u.Password != before {
			return u, portal.Errorf(portal.Conflict, "The password was changed meanwhile. Sign in again.")
		}
		return u.SetPassword(hash, who.Session, who.Actor, p.Now()), nil
	})
	return err
}

// confirm asks a signed-in person for their password once more before something
// that would lock them out. Wrong ones count like a wrong sign-in.
func (p *Program) confirm(ctx context.Context, who Who, password string) (portal.User, error) {
	user, err := p.store.Users.Get(ctx, who.User)
	if err != nil {
		return user, err
	}
	account := "sign-in|" + p.keyed("account", user.Email)
	if err := p.try(ctx, account, accountTries); err != nil {
		return user, err
	}
	right, err := p.hashes.matches(ctx, user.Password, password)
	if err != nil {
		return user, err
	}
	if !right {
		return user, portal.Problems{"current": "This is not your password."}.Err()
	}
	return user, p.tryGood(ctx, account, accountTries, true)
}

// passwordFact stands for the present password in a link: once the password
// changes, the link has done its work. It is a hash of a salted hash.
func passwordFact(u portal.User) string { return digest("password|" + u.Password) }
