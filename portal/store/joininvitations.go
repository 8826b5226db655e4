package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// JoinInvitations are companies that somebody asked to apply.
type JoinInvitations struct {
	table[portal.JoinInvitationID, portal.JoinInvitation, joinInvitationDoc]
}

type joinInvitationDoc struct {
	portal.JoinInvitation
	Mailbox string         `json:"mailbox"`
	Updated portal.Instant `json:"updated"`
}

var joinInvitationsSchema = docs.Collection{Name: "join_invitations", Indexes: []docs.Index{
	{Name: "by_time", Fields: []string{"created_at"}},
	{Name: "by_partner", Fields: []string{"partner", "created_at"}},
	{Name: "by_mailbox", Fields: []string{"partner", "mailbox"}},
	{Name: "by_update", Fields: []string{"updated"}},
}}

func newJoinInvitations(engine docs.Engine) JoinInvitations {
	return JoinInvitations{table[portal.JoinInvitationID, portal.JoinInvitation, joinInvitationDoc]{
		engine: engine, name: joinInvitationsSchema.Name,
		id:      func(i portal.JoinInvitation) portal.JoinInvitationID { return i.ID },
		version: func(i portal.JoinInvitation) int64 { return i.Version },
		doc: func(i portal.JoinInvitation) joinInvitationDoc {
			return joinInvitationDoc{JoinInvitation: i, Mailbox: portal.Mailbox(i.Email), Updated: lastChange(i.History)}
		},
		value: func(d joinInvitationDoc, id portal.JoinInvitationID, version int64) portal.JoinInvitation {
			d.ID, d.Version = id, version
			return d.JoinInvitation
		},
	}}
}

// Latest returns a page of everybody's invitations, newest first.
func (s JoinInvitations) Latest(ctx context.Context, limit int, after string) (Page[portal.JoinInvitation], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", Descending: true, Limit: limit, After: after})
}

// Of returns a page of what one partner's people sent, newest first.
func (s JoinInvitations) Of(ctx context.Context, partner portal.PartnerID, limit int, after string) (Page[portal.JoinInvitation], error) {
	return s.scan(ctx, docs.Query{Index: "by_partner", Equal: []any{string(partner)}, Descending: true, Limit: limit, After: after})
}

// To returns what one partner's people, or the staff for "", sent to an address.
func (s JoinInvitations) To(ctx context.Context, partner portal.PartnerID, email string) ([]portal.JoinInvitation, error) {
	return s.all(ctx, docs.Query{Index: "by_mailbox", Equal: []any{string(partner), portal.Mailbox(email)}})
}

// ChangedSince returns a page of the invitations whose newest change is from a moment on.
func (s JoinInvitations) ChangedSince(ctx context.Context, from portal.Instant, after string) (Page[portal.JoinInvitation], error) {
	return s.scan(ctx, docs.Query{Index: "by_update", From: string(from), Limit: 500, After: after})
}
