package program

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"time"

	"tandem/content"
	"tandem/portal"
)

// feedLife is how long the private address of a feed works, unless it is closed before.
const feedLife = 10 * 365 * 24 * time.Hour

// feedReads is how often one address may be read within an hour: readers ask a few times.
const feedReads = 120

// FeedAddress is a person's private address for feeds.
type FeedAddress struct {
	Token string // the end of the address, "" while there is none
	At    portal.Instant
}

// FeedAddress is the actor's private address for feeds, when it has one. Needs a partner.
func (p *Program) FeedAddress(ctx context.Context, actor portal.Actor) (FeedAddress, error) {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return FeedAddress{}, err
	}
	user, err := p.store.Users.Get(ctx, actor.User)
	if err != nil || user.Feed == "" {
		return FeedAddress{}, err
	}
	return FeedAddress{Token: p.token(forFeed, string(user.ID), user.Feed, user.FeedAt.Add(feedLife)), At: user.FeedAt}, nil
}

// MakeFeed gives the actor a new private address; the one before stops working. Needs a partner.
func (p *Program) MakeFeed(ctx context.Context, actor portal.Actor) error {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return err
	}
	key := rand.Text()
	_, err := p.changeUser(ctx, actor.User, func(u portal.User) (portal.User, error) { return u.MakeFeed(key, actor, p.Now()), nil })
	return err
}

// CloseFeed ends the actor's private address. Needs a partner.
func (p *Program) CloseFeed(ctx context.Context, actor portal.Actor) error {
	if err := actor.Must(portal.PartnerMember); err != nil {
		return err
	}
	_, err := p.changeUser(ctx, actor.User, func(u portal.User) (portal.User, error) { return u.CloseFeed(actor, p.Now()), nil })
	return err
}

// ReadFeed is what the owner of a private address would find in the hub. NotFound for an
// address that is closed, replaced, of nobody, or of somebody who may not see the hub any
// more; Limited when it is read too often.
func (p *Program) ReadFeed(ctx context.Context, token string, q content.Query) (Hub, error) {
	unknown := portal.Errorf(portal.NotFound, "There is no such feed. Its address may have been replaced or switched off.")
	id, key, err := p.open(forFeed, token)
	if err != nil {
		return Hub{}, unknown.Because(err)
	}
	user, err := p.store.Users.Get(ctx, portal.UserID(id))
	switch {
	case portal.KindOf(err) == portal.NotFound:
		return Hub{}, unknown
	case err != nil:
		return Hub{}, err
	case user.State != portal.UserActive || subtle.ConstantTimeCompare([]byte(user.Feed), []byte(key)) != 1:
		return Hub{}, unknown
	}
	if err := p.countFeed(ctx, user.ID); err != nil {
		return Hub{}, err
	}
	hub, err := p.Hub(ctx, user.Actor(""), q)
	if portal.KindOf(err) == portal.Forbidden {
		return Hub{}, unknown.Because(err)
	}
	return hub, err
}

// countFeed counts the readings of an address within the hour of the clock.
func (p *Program) countFeed(ctx context.Context, user portal.UserID) error {
	hour := p.Now().Time().UTC().Truncate(time.Hour)
	over := false
	err := p.store.Limits.Change(ctx, "feed|"+string(user)+"|"+hour.Format("2006-01-02T15"), func(t portal.Tries) (portal.Tries, bool) {
		if over = t.Count >= feedReads; over {
			return t, false
		}
		t.Count, t.At = t.Count+1, p.Now()
		return t, true
	})
	if err == nil && over {
		return portal.Errorf(portal.Limited, "This feed was read %d times in this hour. Set your reader to ask less often.", feedReads)
	}
	return err
}
