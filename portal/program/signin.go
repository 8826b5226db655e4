package program

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

// Client is where a request came from, as far as it can be known.
type Client struct {
	Address string
	Agent   string // what the browser says of itself
	Device  string // the mark that the browser keeps from an earlier sign-in, "" for none
}

// SignIn is what a person types to sign in.
type SignIn struct {
	Email    string
	Password string
	Client   Client
}

// SignedIn is a session that was just started. When Code is set, the password was
// right and the second factor is still to come: Code is the token for [Program.GiveCode].
type SignedIn struct {
	User    portal.UserID
	Session string
	Refresh string
	Device  string // the mark for the browser to keep
	Code    string
}

// How often a password or a code may be guessed. The counters are in the store.
var (
	accountTries = portal.TryPolicy{Free: 8, First: 15 * time.Second, Longest: 15 * time.Minute, Forget: 24 * time.Hour}
	addressTries = portal.TryPolicy{Free: 100, First: 5 * time.Second, Longest: 15 * time.Minute, Forget: time.Hour}
	codeTries    = portal.TryPolicy{Free: 5, First: 30 * time.Second, Longest: time.Hour, Forget: 24 * time.Hour}
	mailTries    = portal.TryPolicy{Free: 3, First: 15 * time.Minute, Longest: 6 * time.Hour, Forget: 24 * time.Hour}
)

var errWrongPassword = portal.Errorf(portal.Invalid, "This address and this password do not belong together.")

// SignIn starts a session for the right address and password. Whether the address
// has an account shows neither in the answer nor in the work done. It returns
// Invalid for a wrong pair, Limited after too many tries, Forbidden for a suspended
// account whose password was right.
func (p *Program) SignIn(ctx context.Context, in SignIn) (SignedIn, error) {
	email := strings.ToLower(strings.TrimSpace(in.Email))
	account, address := "sign-in|"+p.keyed("account", email), addressKey("sign-in", in.Client.Address)
	if err := p.try(ctx, address, addressTries); err != nil {
		return SignedIn{}, err
	}
	if err := p.try(ctx, account, accountTries); err != nil {
		return SignedIn{}, err
	}
	user, known, err := p.userByEmail(ctx, email)
	if err != nil {
		return SignedIn{}, err
	}
	stored := p.hashes.dummy
	if known && user.Password != "" {
		stored = user.Password
	}
	right, err := p.hashes.matches(ctx, stored, in.Password)
	if err != nil {
		return SignedIn{}, err
	}
	if !right || !known || user.Password == "" {
		return SignedIn{}, errWrongPassword
	}
	if user.State != portal.UserActive {
		return SignedIn{}, portal.Errorf(portal.Forbidden, "This account is suspended. Write to %s if you think that is a mistake.", p.Rules.Support)
	}
	if err := p.tryGood(ctx, account, accountTries, true); err != nil {
		return SignedIn{}, err
	}
	if err := p.tryGood(ctx, address, addressTries, false); err != nil {
		return SignedIn{}, err
	}
	if user.HasFactor() {
		return SignedIn{User: user.ID, Code: p.token(forCode, string(user.ID), passwordFact(user), p.Now().Add(codeLife))}, nil
	}
	return p.startSession(ctx, user.ID, passwordFact(user), in.Client, false)
}

// startSession signs a person in on a device. It gives up when the account or its
// password changed since they were checked.
func (p *Program) startSession(ctx context.Context, id portal.UserID, fact string, client Client, factor bool) (SignedIn, error) {
	now := p.Now()
	session := portal.Session{
		ID: secret(16), StartedAt: now, SeenAt: now, Device: portal.Device(client.Agent), Address: client.Address, Factor: factor,
	}
	refresh := refreshToken(id, session.ID)
	session.Refresh = refreshHash(refresh)
	mark := client.Device
	if len(mark) != len(secret(deviceBytes)) {
		mark = secret(deviceBytes)
	}
	data := map[string]string{"device": session.Device, "address": client.Address}
	user, err := p.changeUser(ctx, id, func(u portal.User) (portal.User, error) {
		if u.State != portal.UserActive || passwordFact(u) != fact {
			return u, errWrongPassword
		}
		u, fresh := u.SeeDevice(digest("device|"+string(id)+"|"+mark), session.Device, now)
		delete(data, freshDevice)
		if fresh {
			data[freshDevice] = "yes"
		}
		return u.SignIn(session, now), nil
	})
	if err != nil {
		return SignedIn{}, err
	}
	err = p.record(ctx, p.fact("signed-in:"+session.ID, user.Subject(), user.Partner, portal.UserSignedInEvent, user.Actor(client.Address),
		data))
	return SignedIn{User: id, Session: session.ID, Refresh: refresh, Device: mark}, err
}

// deviceBytes is how much of chance the mark of a browser is made of.
const deviceBytes = 18

// freshDevice is what the event of a sign-in says when it was on a device not seen before.
const freshDevice = "new"

// userByEmail finds an account by its address, with the same two reads when there is none.
func (p *Program) userByEmail(ctx context.Context, email string) (user portal.User, known bool, err error) {
	id := portal.UserID("none")
	guard, err := p.store.Guards.Get(ctx, store.EmailGuard(email))
	switch {
	case err == nil:
		id = portal.UserID(guard.Holder)
	case portal.KindOf(err) != portal.NotFound:
		return portal.User{}, false, err
	}
	user, err = p.store.Users.Get(ctx, id)
	if portal.KindOf(err) == portal.NotFound {
		return portal.User{}, false, nil
	}
	return user, err == nil, err
}

// changeUser loads an account, lets step make its next value and saves it, again
// when somebody came in between.
func (p *Program) changeUser(ctx context.Context, id portal.UserID, step func(portal.User) (portal.User, error)) (portal.User, error) {
	var err error
	for range 10 {
		var user, next portal.User
		if user, err = p.store.Users.Get(ctx, id); err != nil {
			return user, err
		}
		if next, err = step(user); err != nil {
			return user, err
		}
		if next, err = p.store.Users.Save(ctx, next); portal.KindOf(err) != portal.Conflict {
			if err == nil && len(next.History) > len(user.History) {
				err = p.recordLast(ctx, next.Subject(), next.Partner, next.History)
			}
			return next, err
		}
	}
	return portal.User{}, err
}

// try counts one attempt before it is made, and is Limited when it comes too early.
func (p *Program) try(ctx context.Context, key string, policy portal.TryPolicy) error {
	var wait time.Duration
	err := p.store.Limits.Change(ctx, key, func(t portal.Tries) (portal.Tries, bool) {
		var next portal.Tries
		next, wait = t.Take(policy, p.Now())
		return next, wait == 0
	})
	switch {
	case portal.KindOf(err) == portal.Conflict: // more at once than can be counted
		return portal.Errorf(portal.Limited, "Too many tries at once. Wait a moment and try again.").Because(err)
	case err != nil:
		return err
	case wait > 0:
		return portal.Errorf(portal.Limited, "Too many tries. Try again in %s.", waitWords(wait))
	}
	return nil
}

// tryGood notes that an attempt succeeded: all of the count is forgotten, or just this one.
func (p *Program) tryGood(ctx context.Context, key string, policy portal.TryPolicy, all bool) error {
	return p.store.Limits.Change(ctx, key, func(t portal.Tries) (portal.Tries, bool) {
		if t.Count == 0 {
			return t, false
		}
		if all {
			t.Count, t.Until = 0, ""
			return t, true
		}
		return t.GiveBack(policy), true
	})
}

// addressKey counts an IPv6 network as one client: it is what one customer gets.
func addressKey(what, address string) string {
	if addr, err := netip.ParseAddr(address); err == nil && addr.Is6() {
		if prefix, err := addr.Prefix(64); err == nil {
			address = prefix.String()
		}
	}
	return what + "|from|" + address
}

func waitWords(wait time.Duration) string {
	switch {
	case wait <= 90*time.Second:
		return counted(int((wait+time.Second-1)/time.Second), "second", "seconds")
	case wait <= 90*time.Minute:
		return counted(int((wait+time.Minute-1)/time.Minute), "minute", "minutes")
	}
	return counted(int((wait+time.Hour-1)/time.Hour), "hour", "hours")
}

// secret is n random bytes as text. It never comes from a seeded source.
func secret(n int) string { return base64.RawURLEncoding.EncodeToString(random(n)) }

func random(n int) []byte {
	raw := make([]byte, n)
	rand.Read(raw)
	return raw
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
