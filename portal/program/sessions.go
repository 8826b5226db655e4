package program

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"tandem/portal"
	"tandem/portal/store"
)

// Who is the person behind a request, as of this moment.
type Who struct {
	portal.Actor
	Email     string
	Session   string
	Factor    bool // a second factor was given in this session
	HasFactor bool // signing in asks for one
	Theme     string
	Company   string // the partner's name, "" for staff
	Version   int64  // of the account: another one may have other rights, or another name
}

var errSignedOut = portal.Errorf(portal.SignedOut, "You are signed out. Sign in to go on.")

// Authenticate returns the person of a session. The account is read each time, so a
// suspension, a change of roles or a sign-out elsewhere acts at once.
func (p *Program) Authenticate(ctx context.Context, id portal.UserID, session, address string) (Who, error) {
	user, err := p.store.Users.Get(ctx, id)
	if portal.KindOf(err) == portal.NotFound {
		return Who{}, errSignedOut.Because(err)
	}
	if err != nil {
		return Who{}, err
	}
	return p.who(user, session, address)
}

func (p *Program) who(user portal.User, session, address string) (Who, error) {
	live, ok := user.Session(session, p.Now())
	if !ok || user.State != portal.UserActive {
		return Who{}, errSignedOut
	}
	return Who{
		Actor: user.Actor(address), Email: user.Email, Session: session,
		Factor: live.Factor, HasFactor: user.HasFactor(), Theme: user.Theme, Company: user.Company, Version: user.Version,
	}, nil
}

// refreshGrace is how long a refresh token that was just used still lets the same
// browser's other requests through: two tabs refresh at once, one of them wins, and
// the other is answered without new tokens. It never makes a second pair.
const refreshGrace = 10 * time.Second

// Refresh trades a refresh token for the next one. A token is good once; using one
// again ends the session, since one of the two users stole it. next is "" when
// another request of the same browser has just been given the next token.
func (p *Program) Refresh(ctx context.Context, token string, client Client) (who Who, next string, err error) {
	id, session, ok := readRefresh(token)
	if !ok {
		return Who{}, "", errSignedOut
	}
	user, err := p.store.Users.Get(ctx, id)
	if portal.KindOf(err) == portal.NotFound {
		return Who{}, "", errSignedOut
	}
	if err != nil {
		return Who{}, "", err
	}
	who, err = p.who(user, session, client.Address)
	if err != nil {
		return Who{}, "", err
	}
	live, _ := user.Session(session, p.Now())
	hash, now := refreshHash(token), p.Now()
	mark := p.keyed("client", client.Address+"\x00"+client.Agent)
	use := store.RefreshUse{ID: "use:" + hash, User: id, Session: session, Client: mark, At: now}
	if subtle.ConstantTimeCompare([]byte(hash), []byte(live.Refresh)) == 1 {
		err = p.store.RefreshUses.Insert(ctx, use)
	} else {
		err = portal.Errorf(portal.Conflict, "not the token that is good now")
	}
	if portal.KindOf(err) == portal.Conflict {
		there, err := p.store.RefreshUses.Get(ctx, use.ID)
		if portal.KindOf(err) == portal.NotFound {
			return Who{}, "", errSignedOut // never one of ours
		}
		if err != nil {
			return Who{}, "", err
		}
		switch recent := now < there.At.Add(refreshGrace); {
		case recent && there.Client == mark:
			return who, "", nil
		case !recent && live.Refresh == hash:
			// It was marked as used, and the process ended before it made the next one.
		default:
			return Who{}, "", p.endStolen(ctx, user, session)
		}
	} else if err != nil {
		return Who{}, "", err
	}
	next = refreshToken(id, session)
	user, err = p.changeUser(ctx, id, func(u portal.User) (portal.User, error) {
		now, ok := u.Session(session, p.Now())
		if !ok || now.Refresh != hash {
			return u, errSignedOut
		}
		return u.Refresh(session, refreshHash(next), client.Address, p.Now()), nil
	})
	if err != nil {
		return Who{}, "", err
	}
	who, err = p.who(user, session, client.Address)
	return who, next, err
}

// endStolen ends a session whose refresh token was used twice.
func (p *Program) endStolen(ctx context.Context, user portal.User, session string) error {
	p.log.Warn("a refresh token was used twice; its session is ended")
	if err := p.signOut(ctx, user.ID, session); err != nil && portal.KindOf(err) != portal.NotFound {
		return err
	}
	err := p.record(ctx, p.fact("reuse:"+session, user.Subject(), user.Partner, "user.session_stolen", portal.System("sessions"), nil))
	if err != nil {
		return err
	}
	return errSignedOut
}

// Sessions are the devices a person is signed in on, the one used last first.
func (p *Program) Sessions(ctx context.Context, actor portal.Actor) ([]portal.Session, error) {
	user, err := p.store.Users.Get(ctx, actor.User)
	if err != nil {
		return nil, err
	}
	now := p.Now()
	live := slices.DeleteFunc(slices.Clone(user.Sessions), func(s portal.Session) bool { return !s.Live(now) })
	slices.SortStableFunc(live, func(a, b portal.Session) int { return strings.Compare(string(b.SeenAt), string(a.SeenAt)) })
	for i := range live {
		live[i].Refresh = ""
	}
	return live, nil
}

// SignOut ends one of the person's own sessions; NotFound when it is not theirs.
func (p *Program) SignOut(ctx context.Context, actor portal.Actor, session string) error {
	return p.signOut(ctx, actor.User, session)
}

func (p *Program) signOut(ctx context.Context, id portal.UserID, session string) error {
	_, err := p.changeUser(ctx, id, func(u portal.User) (portal.User, error) {
		next, ok := u.SignOut(session)
		if !ok {
			return u, portal.Errorf(portal.NotFound, "There is no such device.")
		}
		return next, nil
	})
	return err
}

// SignOutOthers ends all of the person's sessions but the one they are using.
func (p *Program) SignOutOthers(ctx context.Context, actor portal.Actor, keep string) error {
	_, err := p.changeUser(ctx, actor.User, func(u portal.User) (portal.User, error) { return u.SignOutOthers(keep), nil })
	return err
}

// A refresh token names its account and session, so that it is found by id, and
// carries 32 random bytes, of which only the hash is kept.
func refreshToken(id portal.UserID, session string) string {
	return string(id) + "." + session + "." + secret(32)
}

func readRefresh(token string) (id portal.UserID, session string, ok bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || len(token) > 200 || parts[0] == "" || parts[1] == "" || len(parts[2]) != 43 {
		return "", "", false
	}
	return portal.UserID(parts[0]), parts[1], true
}

func refreshHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
