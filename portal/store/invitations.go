package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Invitations are accounts that somebody may make.
type Invitations struct {
	table[portal.InvitationID, portal.Invitation, invitationDoc]
}

type invitationDoc struct {
	portal.Invitation
	Updated portal.Instant `json:"updated"`
}

var invitationsSchema = docs.Collection{Name: "invitations", Indexes: []docs.Index{
	{Name: "by_partner", Fields: []string{"partner", "state", "created_at"}},
	{Name: "by_update", Fields: []string{"updated"}},
}}

func newInvitations(engine docs.Engine) Invitations {
	return Invitations{table[portal.InvitationID, portal.Invitation, invitationDoc]{
		engine: engine, name: invitationsSchema.Name,
		id:      func(i portal.Invitation) portal.InvitationID { return i.ID },
		version: func(i portal.Invitation) int64 { return i.Version },
		doc: func(i portal.Invitation) invitationDoc {
			return invitationDoc{Invitation: i, Updated: lastChange(i.History)}
		},
		value: func(d invitationDoc, id portal.InvitationID, version int64) portal.Invitation {
			d.ID, d.Version = id, version
			return d.Invitation
		},
	}}
}

// Open returns the invitations of one partner, or of the staff for "", that
// nobody has accepted, oldest first.
func (s Invitations) Open(ctx context.Context, partner portal.PartnerID) ([]portal.Invitation, error) {
	return s.all(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner), string(portal.InvitationOpen)}})
}

// ChangedSince returns a page of the invitations whose newest change is from a moment on.
func (s Invitations) ChangedSince(ctx context.Context, from portal.Instant, after string) (Page[portal.Invitation], error) {
	return s.scan(ctx, docs.Query{Index: "by_update", From: string(from), Limit: 500, After: after})
}
