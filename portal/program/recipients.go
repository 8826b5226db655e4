package program

import (
	"context"
	"slices"

	"tandem/portal"
)

// toPartnerAdmins addresses the admins of the partner that an event is about.
func toPartnerAdmins(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	if e.Partner == "" {
		return nil, nil
	}
	return p.recipients(ctx, e.Partner, portal.PartnerAdmin, "")
}

// toOtherFinance addresses everybody in finance but the one who did it.
func toOtherFinance(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	return p.recipients(ctx, "", portal.Finance, e.By)
}

// toPerson addresses one person, while the account works.
func (p *Program) toPerson(ctx context.Context, id portal.UserID) ([]recipient, error) {
	user, err := p.store.Users.Get(ctx, id)
	if err != nil || user.State != portal.UserActive {
		return nil, ignoreMissing(err)
	}
	return []recipient{{user: user.ID, to: user.Email}}, nil
}

// recipients are the people of a partner, or of the staff for "", who have a role themselves.
func (p *Program) recipients(ctx context.Context, partner portal.PartnerID, role portal.Role, but portal.UserID) ([]recipient, error) {
	users, err := p.store.Users.Of(ctx, partner)
	if err != nil {
		return nil, err
	}
	var to []recipient
	for _, user := range users {
		if user.ID != but && slices.Contains(user.Roles, role) && user.VerifiedAt != "" && user.State == portal.UserActive {
			to = append(to, recipient{user: user.ID, to: user.Email})
		}
	}
	return to, nil
}

// nameOf is the name of the person a message goes to, "" for an address without an account.
func (p *Program) nameOf(ctx context.Context, m portal.Message) string {
	if m.User == "" {
		return ""
	}
	user, err := p.store.Users.Get(ctx, m.User)
	if err != nil {
		return ""
	}
	return user.Name
}
