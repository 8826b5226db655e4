package program

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"net/url"
	"strings"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"tandem/portal"
)

const (
	codePeriod    = 30 // seconds a code is shown for
	recoveryCodes = 10
)

// FactorSetUp is what a person needs to put their second step on a device.
type FactorSetUp struct {
	Secret string // to type by hand
	URL    string // otpauth://, for the picture to scan
}

// FactorSetUp is the secret a person puts on their device. It is derived, not
// stored, until a first code has proved that the device has it: looking at the page
// changes nothing, and a reload shows the same secret.
func (p *Program) FactorSetUp(ctx context.Context, who Who) (FactorSetUp, error) {
	user, err := p.store.Users.Get(ctx, who.User)
	if err != nil {
		return FactorSetUp{}, err
	}
	if user.HasFactor() {
		return FactorSetUp{}, portal.Errorf(portal.Conflict, "Your second step is set up already.")
	}
	secret := p.nextFactor(user)
	key, err := otp.NewKeyFromURL(fmt.Sprintf("otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=%d",
		url.PathEscape(p.issuer()), url.PathEscape(user.Email), secret, url.QueryEscape(p.issuer()), codePeriod))
	if err != nil {
		return FactorSetUp{}, fmt.Errorf("make a second factor: %w", err)
	}
	return FactorSetUp{Secret: spaced(secret), URL: key.URL()}, nil
}

// nextFactor is the secret of the second factor that the person has not set up yet.
func (p *Program) nextFactor(user portal.User) string {
	mac := hmac.New(sha256.New, p.keys.Sealed)
	fmt.Fprintf(mac, "second factor\x00%s\x00%d", user.ID, user.FactorRound())
	return base32.StdEncoding.EncodeToString(mac.Sum(nil)[:20])
}

// SetFactor turns the second step on with a first code, and returns the recovery
// codes, which are shown this once.
func (p *Program) SetFactor(ctx context.Context, who Who, code string) ([]string, error) {
	if err := p.try(ctx, "code|"+string(who.User), codeTries); err != nil {
		return nil, err
	}
	user, err := p.store.Users.Get(ctx, who.User)
	if err != nil {
		return nil, err
	}
	secret := p.nextFactor(user)
	step, ok, err := p.codeStep(secret, code)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, portal.Problems{"code": "This is not the code of this moment. Check the time on your device."}.Err()
	}
	sealed, err := p.seal("factor", string(user.ID), secret)
	if err != nil {
		return nil, err
	}
	codes, hashes := p.newRecovery(user.ID)
	_, err = p.changeUser(ctx, user.ID, func(u portal.User) (portal.User, error) {
		return u.SetFactor(sealed, step, hashes, who.Session, who.Actor, p.Now())
	})
	if err != nil {
		return nil, err
	}
	return codes, p.tryGood(ctx, "code|"+string(user.ID), codeTries, true)
}

// GiveCode ends a sign-in that was waiting for the second factor: a code of the
// moment or a recovery code. token is [SignedIn.Code].
func (p *Program) GiveCode(ctx context.Context, token, code string, client Client) (SignedIn, error) {
	subject, fact, err := p.open(forCode, token)
	if err != nil {
		return SignedIn{}, portal.Errorf(portal.Gone, "That took too long. Sign in again.").Because(err)
	}
	id := portal.UserID(subject)
	if err := p.try(ctx, addressKey("sign-in", client.Address), addressTries); err != nil {
		return SignedIn{}, err
	}
	if err := p.try(ctx, "code|"+subject, codeTries); err != nil {
		return SignedIn{}, err
	}
	wrong := portal.Problems{"code": "This is not the code of this moment."}.Err()
	_, err = p.changeUser(ctx, id, func(u portal.User) (portal.User, error) {
		if u.State != portal.UserActive || !u.HasFactor() || passwordFact(u) != fact {
			return u, portal.Errorf(portal.Gone, "This account changed meanwhile. Sign in again.")
		}
		secret, err := p.unseal("factor", string(id), u.Factor.Secret)
		if err != nil {
			return u, err
		}
		step, ok, err := p.codeStep(secret, code)
		if err != nil {
			return u, err
		}
		if ok {
			if next, fresh := u.TakeCode(step); fresh {
				return next, nil
			}
			return u, portal.Problems{"code": "This code was used already. Wait for the next one."}.Err()
		}
		if next, ok := u.TakeRecovery(p.recoveryHash(id, code), p.Now()); ok {
			return next, nil
		}
		return u, wrong
	})
	if err != nil {
		return SignedIn{}, err
	}
	if err := p.tryGood(ctx, "code|"+subject, codeTries, true); err != nil {
		return SignedIn{}, err
	}
	if err := p.tryGood(ctx, addressKey("sign-in", client.Address), addressTries, false); err != nil {
		return SignedIn{}, err
	}
	return p.startSession(ctx, id, fact, client, true)
}

// RenewRecovery makes new recovery codes; the old ones no longer count.
func (p *Program) RenewRecovery(ctx context.Context, who Who, password string) ([]string, error) {
	user, err := p.confirm(ctx, who, password)
	if err != nil {
		return nil, err
	}
	codes, hashes := p.newRecovery(user.ID)
	_, err = p.changeUser(ctx, user.ID, func(u portal.User) (portal.User, error) { return u.RenewRecovery(hashes, who.Actor, p.Now()) })
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// RemoveFactor turns the person's own second step off.
func (p *Program) RemoveFactor(ctx context.Context, who Who, password string) error {
	user, err := p.confirm(ctx, who, password)
	if err != nil {
		return err
	}
	_, err = p.changeUser(ctx, user.ID, func(u portal.User) (portal.User, error) { return u.DropFactor(who.Session, who.Actor, p.Now()) })
	return err
}

// RecoveryLeft is how many recovery codes a person has not used.
func (p *Program) RecoveryLeft(ctx context.Context, who Who) (int, error) {
	user, err := p.store.Users.Get(ctx, who.User)
	if err != nil || user.Factor == nil {
		return 0, err
	}
	return len(user.Factor.Recovery), nil
}

// codeStep finds the time step whose code was given: this one, or one beside it for
// a clock that is a little off.
func (p *Program) codeStep(secret, code string) (step int64, ok bool, err error) {
	code = strings.Join(strings.Fields(code), "")
	if len(code) != 6 {
		return 0, false, nil
	}
	now := p.clock().Unix() / codePeriod
	for _, candidate := range []int64{now, now - 1, now + 1} {
		want, err := hotp.GenerateCodeCustom(secret, uint64(candidate), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return 0, false, fmt.Errorf("second factor: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = candidate, true
		}
	}
	return step, ok, nil
}

func (p *Program) newRecovery(id portal.UserID) (codes, hashes []string) {
	for range recoveryCodes {
		code := strings.ToLower(recoveryAlphabet.EncodeToString(random(10)))
		codes = append(codes, code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:])
		hashes = append(hashes, p.recoveryHash(id, code))
	}
	return codes, hashes
}

func (p *Program) recoveryHash(id portal.UserID, code string) string {
	code = strings.ToLower(strings.NewReplacer("-", "", " ", "").Replace(code))
	return p.keyed("recovery", string(id)+"\x00"+code)
}

func (p *Program) issuer() string {
	if p.Rules.Name == "" {
		return "Partner portal"
	}
	return p.Rules.Name
}

// recoveryAlphabet has no letters or digits that look alike.
var recoveryAlphabet = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// spaced sets a long secret in groups of four, as people read it.
func spaced(text string) string {
	var b strings.Builder
	for i, r := range text {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// CodeNow is the code that a secret shows at this moment, for a demo that people try
// without a device. It is never asked for outside a demo.
func (p *Program) CodeNow(set FactorSetUp) (string, error) {
	return totp.GenerateCode(strings.ReplaceAll(set.Secret, " ", ""), p.clock())
}

// CodeFor is the code that a sign-in is waiting for, for the same purpose: a demo on
// one's own machine, where nobody has the device.
func (p *Program) CodeFor(ctx context.Context, token string) (string, error) {
	subject, _, err := p.open(forCode, token)
	if err != nil {
		return "", err
	}
	user, err := p.store.Users.Get(ctx, portal.UserID(subject))
	if err != nil || user.Factor == nil {
		return "", err
	}
	secret, err := p.unseal("factor", string(user.ID), user.Factor.Secret)
	if err != nil {
		return "", err
	}
	return totp.GenerateCode(secret, p.clock())
}
