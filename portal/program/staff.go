package program

import (
	"context"
	"slices"

	"tandem/portal"
	"tandem/portal/store"
)

// People are the accounts of the actor's own company: the staff for staff, the
// team for a partner. They come without what signs them in.
func (p *Program) People(ctx context.Context, actor portal.Actor) ([]portal.User, error) {
	if actor.Partner == "" {
		if err := actor.Must(portal.StaffRoles...); err != nil {
			return nil, err
		}
	}
	people, err := p.store.Users.Of(ctx, actor.Partner)
	if err != nil {
		return nil, err
	}
	for i := range people {
		people[i] = bare(people[i])
	}
	return people, nil
}

// Person is one account of the actor's own company; NotFound for anybody else's.
func (p *Program) Person(ctx context.Context, actor portal.Actor, id portal.UserID) (portal.User, error) {
	user, err := p.colleague(ctx, actor, id)
	return bare(user), err
}

// bare leaves out what signs a person in: it is nobody's to see.
func bare(u portal.User) portal.User {
	u.Password, u.Devices = "", nil
	if u.Factor != nil {
		u.Factor = &portal.Factor{ConfirmedAt: u.Factor.ConfirmedAt}
	}
	u.Sessions = slices.Clone(u.Sessions)
	for i := range u.Sessions {
		u.Sessions[i].Refresh = ""
	}
	return u
}

// colleague loads an account that the actor may manage.
func (p *Program) colleague(ctx context.Context, actor portal.Actor, id portal.UserID) (portal.User, error) {
	if err := invites(actor); err != nil {
		return portal.User{}, err
	}
	user, err := p.store.Users.Get(ctx, id)
	if err != nil {
		return portal.User{}, err
	}
	if user.Partner != actor.Partner {
		return portal.User{}, portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	return user, nil
}

// SetRoles changes a colleague's roles: an admin's right among staff, a partner
// admin's in their own company. It acts at the colleague's next request.
func (p *Program) SetRoles(ctx context.Context, actor portal.Actor, id portal.UserID, version int64, roles []portal.Role) error {
	user, err := p.colleague(ctx, actor, id)
	if err != nil {
		return err
	}
	next, err := user.SetRoles(roles, actor, p.Now())
	if err != nil {
		return err
	}
	return p.savePerson(ctx, user, next, version)
}

// Suspend ends a colleague's sessions and lets them sign in no more.
func (p *Program) Suspend(ctx context.Context, actor portal.Actor, id portal.UserID, version int64, reason string) error {
	user, err := p.colleague(ctx, actor, id)
	if err != nil {
		return err
	}
	next, err := user.Suspend(reason, actor, p.Now())
	if err != nil {
		return err
	}
	return p.savePerson(ctx, user, next, version)
}

// Restore lets a suspended colleague sign in again.
func (p *Program) Restore(ctx context.Context, actor portal.Actor, id portal.UserID, version int64) error {
	user, err := p.colleague(ctx, actor, id)
	if err != nil {
		return err
	}
	next, err := user.Restore(actor, p.Now())
	if err != nil {
		return err
	}
	return p.savePerson(ctx, user, next, version)
}

// DropFactor removes the second factor of a colleague who lost the device.
func (p *Program) DropFactor(ctx context.Context, actor portal.Actor, id portal.UserID, version int64) error {
	user, err := p.colleague(ctx, actor, id)
	if err != nil {
		return err
	}
	if id == actor.User {
		return portal.Errorf(portal.Conflict, "Remove your own second step on your account page.")
	}
	next, err := user.DropFactor("", actor, p.Now())
	if err != nil {
		return err
	}
	return p.savePerson(ctx, user, next, version)
}

// savePerson saves what an admin changed, if the account is still as they saw it
// and the company keeps somebody who can manage it. A sign-in in between is no
// change that an admin could have seen, so only the history is compared.
func (p *Program) savePerson(ctx context.Context, user, next portal.User, seen int64) error {
	if int64(len(user.History)) != seen {
		return portal.Errorf(portal.Conflict, "This account was changed meanwhile. Look at it again and repeat what you did.")
	}
	if len(next.History) == len(user.History) {
		return nil
	}
	top := portal.Admin
	if user.Partner != "" {
		top = portal.PartnerAdmin
	}
	if manages(user, top) && !manages(next, top) {
		if err := p.leaveKeeper(ctx, user, top); err != nil {
			return err
		}
	}
	next, err := p.store.Users.Save(ctx, next)
	if err != nil {
		return err
	}
	return p.recordLast(ctx, next.Subject(), next.Partner, next.History)
}

// leaveKeeper makes sure that a company keeps somebody who manages it when a person,
// who was read before, is about to be saved without that right. One of those who manage
// is the company's keeper, by a guard; here it becomes somebody else if it has to, and
// is saved as it is. That is what makes it hold for several people at the same instant:
// whoever was about to take the keeper's right has read the keeper before, so that
// save is a conflict; and the guard decides who of two leaves first. Conflict when nobody is left.
func (p *Program) leaveKeeper(ctx context.Context, leaving portal.User, top portal.Role) error {
	id := store.KeeperGuard(leaving.Partner)
	for range 20 {
		keeper, err := p.keeper(ctx, id, leaving, top)
		if err != nil && portal.KindOf(err) != portal.Conflict {
			return err
		}
		if err == nil {
			if keeper.ID == "" {
				return portal.Errorf(portal.Conflict, "This is the last %s. Give somebody else that role first.", top.Label())
			}
			_, err = p.store.Users.Save(ctx, keeper)
		}
		if portal.KindOf(err) != portal.Conflict || ctx.Err() != nil {
			return err
		}
	}
	return portal.Errorf(portal.Conflict, "The rights of several people change right now. Look again in a moment.")
}

// keeper is the company's keeper, who is not the person leaving: the one it has, or
// another that the guard is passed to. The zero User when there is nobody else;
// Conflict when somebody else passes it at the same moment.
func (p *Program) keeper(ctx context.Context, id string, leaving portal.User, top portal.Role) (portal.User, error) {
	guard, err := p.store.Guards.Get(ctx, id)
	missing := portal.KindOf(err) == portal.NotFound
	if err != nil && !missing {
		return portal.User{}, err
	}
	if !missing && guard.Holder != string(leaving.ID) {
		there, err := p.store.Users.Get(ctx, portal.UserID(guard.Holder))
		if err == nil && manages(there, top) || err != nil && portal.KindOf(err) != portal.NotFound {
			return there, err
		}
	}
	people, err := p.store.Users.Of(ctx, leaving.Partner)
	if err != nil {
		return portal.User{}, err
	}
	i := slices.IndexFunc(people, func(u portal.User) bool { return u.ID != leaving.ID && manages(u, top) })
	if i < 0 {
		return portal.User{}, nil
	}
	if missing {
		err = p.store.Guards.Insert(ctx, store.Guard{ID: id, Holder: string(people[i].ID), At: p.Now()})
	} else {
		err = p.store.Guards.Pass(ctx, id, guard.Holder, string(people[i].ID), p.Now())
	}
	if err != nil {
		return portal.User{}, err
	}
	there, err := p.store.Users.Get(ctx, people[i].ID)
	if err == nil && !manages(there, top) {
		err = portal.Errorf(portal.Conflict, "The rights of this person have just changed.")
	}
	return there, err
}

func manages(u portal.User, role portal.Role) bool {
	return u.State == portal.UserActive && slices.Contains(u.Roles, role)
}

// CreateAdmin makes a staff account with the admin role for an operator at the
// console, and returns the link at which its password is chosen.
func (p *Program) CreateAdmin(ctx context.Context, email, name string) (link string, err error) {
	user, err := portal.NewUser(portal.UserID("u"+p.newID()), email, name, "", []portal.Role{portal.Admin}, portal.System("console"), p.Now())
	if err != nil {
		return "", err
	}
	if _, err := p.createUser(ctx, user); err != nil {
		return "", err
	}
	return p.ResetLink(ctx, user.Email)
}

// NewPerson is an account made without an invitation: by a demo, by a test, by an import.
type NewPerson struct {
	Email    string
	Name     string
	Partner  portal.PartnerID
	Roles    []portal.Role
	Password string // from HashPassword; "" lets nobody sign in until it is reset
}

// AddPerson makes an account with its address taken as proven. Only the program
// itself may: people come by invitation.
func (p *Program) AddPerson(ctx context.Context, actor portal.Actor, in NewPerson) (portal.User, error) {
	if !actor.System {
		return portal.User{}, portal.Errorf(portal.Forbidden, "People come by invitation.")
	}
	user, err := portal.NewUser(portal.UserID("u"+p.newID()), in.Email, in.Name, in.Partner, in.Roles, actor, p.Now())
	if err != nil {
		return portal.User{}, err
	}
	user.VerifiedAt, user.Password, user.PasswordAt = p.Now(), in.Password, p.Now()
	user, err = p.createUser(ctx, user)
	return bare(user), err
}

// HashPassword is the stored form of a password. Several people of a demo may share one.
func (p *Program) HashPassword(ctx context.Context, password string) (string, error) {
	return p.hashes.hash(ctx, password)
}
