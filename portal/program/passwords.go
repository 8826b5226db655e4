package program

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"tandem/portal"
)

const (
	minPassword = 12
	maxPassword = 256 // characters; beyond it somebody pasted something else
)

// commonWords are what guessed passwords are made of once digits and signs are taken away.
var commonWords = map[string]bool{
	"": true, "a": true, "abc": true, "abcd": true, "abcdef": true, "abcdefgh": true, "admin": true, "administrator": true, "asdf": true,
	"asdfgh": true, "asdfghjkl": true, "baseball": true, "batman": true, "changeme": true, "correcthorsebatterystaple": true,
	"default": true, "dragon": true, "football": true, "freedom": true, "hello": true, "helloworld": true, "iloveyou": true,
	"letmein": true, "login": true, "master": true, "monkey": true, "mustang": true, "mynameis": true, "mypassword": true, "ninja": true,
	"pass": true, "passpass": true, "passphrase": true, "password": true, "passwordpassword": true, "passwort": true, "princess": true,
	"qazwsx": true, "qazwsxedc": true, "qwerty": true, "qwertyuiop": true, "qwertyqwerty": true, "qwertz": true, "root": true, "secret": true,
	"shadow": true, "starwars": true, "summer": true, "sunshine": true, "superman": true, "test": true, "testtest": true, "thisismypassword": true,
	"trustno": true, "user": true, "welcome": true, "whatever": true, "winter": true, "zaqxsw": true, "zxcvbnm": true, "zxcvbn": true,
}

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
	case guessable(password, own):
		problems.Add("password", "This is among the first that somebody would try. Choose another.")
	}
}

func guessable(password string, own []string) bool {
	seen := map[rune]bool{}
	for _, r := range password {
		seen[r] = true
	}
	if len(seen) < 5 {
		return true
	}
	lower := strings.ToLower(password)
	rest := lower
	for _, word := range own {
		for part := range strings.FieldsFuncSeq(strings.ToLower(word), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if utf8.RuneCountInString(part) >= 3 {
				rest = strings.ReplaceAll(rest, part, "")
			}
		}
	}
	return common(lower) || common(rest) || len(rest) < len(lower) && utf8.RuneCountInString(rest) < minPassword/2
}

// common reports whether what is left of a text without digits and signs, or with
// digits read as the letters they stand for, is a common word.
func common(text string) bool {
	spelled := strings.NewReplacer("0", "o", "@", "a", "$", "s", "1", "i", "3", "e", "4", "a", "5", "s").Replace(text)
	return commonWords[letters(text)] || commonWords[letters(spelled)]
}

func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text)
}

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
