package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Invitations are accounts that somebody may make.
type Invitations struct {
	table[portal.InvitationID, portal.Invitation, portal.Invitation]
}

var invitationsSchema = docs.Collection{Name: "invitations", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "state", "created_at"}},
}}

func newInvitations(engine docs.Engine) Invitations {
	return Invitations{table[portal.InvitationID, portal.Invitation, portal.Invitation]{
		engine: engine, name: invitationsSchema.Name,
		id:      func(i portal.Invitation) portal.InvitationID { return i.ID },
		version: func(i portal.Invitation) int64 { return i.Version },
		doc:     func(i portal.Invitation) portal.Invitation { return i },
		value: func(i portal.Invitation, id portal.InvitationID, version int64) portal.Invitation {
			i.ID, i.Version = id, version
			return i
		},
	}}
}

// Open returns the invitations of one partner, or of the staff for "", that
// nobody has accepted, oldest first.
func (s Invitations) Open(ctx context.Context, partner portal.PartnerID) ([]portal.Invitation, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner), string(portal.InvitationOpen)}})
}
