package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// Drafts are the texts of the content studio on their way to the partners.
type Drafts struct {
	table[portal.DraftID, portal.Draft, draftDoc]
}

type draftDoc struct {
	portal.Draft
	Updated portal.Instant `json:"updated"`
}

var draftsSchema = docs.Collection{Name: "drafts", Indexes: []docs.Index{
	{Name: "by_time", Fields: []string{"state_at"}},
	{Name: "by_state", Fields: []string{"state", "state_at"}},
	{Name: "by_clock", Fields: []string{"state", "due"}},
	{Name: "by_asset", Fields: []string{"slug", "created_at"}},
	{Name: "by_update", Fields: []string{"updated"}},
	{Name: "by_import", Fields: []string{"import", "slug"}},
}}

func newDrafts(engine docs.Engine) Drafts {
	return Drafts{table[portal.DraftID, portal.Draft, draftDoc]{
		engine: engine, name: draftsSchema.Name,
		id:      func(d portal.Draft) portal.DraftID { return d.ID },
		version: func(d portal.Draft) int64 { return d.Version },
		doc: func(d portal.Draft) draftDoc {
			return draftDoc{Draft: d, Updated: lastChange(d.History)}
		},
		value: func(d draftDoc, id portal.DraftID, version int64) portal.Draft {
			d.ID, d.Draft.Version = id, version
			return d.Draft
		},
	}}
}

// List returns a page of drafts, those whose state is the newest first: all, or of one state.
func (s Drafts) List(ctx context.Context, state portal.DraftState, limit int, after string) (Page[portal.Draft], error) {
	q := docs.Query{Index: "by_time", Descending: true, Limit: limit, After: after}
	if state != "" {
		q.Index, q.Equal = "by_state", []any{string(state)}
	}
	return s.scan(ctx, q)
}

// CountIn is how many drafts are in a state, at most limit.
func (s Drafts) CountIn(ctx context.Context, state portal.DraftState, limit int) (int, error) {
	return s.count(ctx, docs.Query{Index: "by_state", Equal: []any{string(state)}}, limit)
}

// Due returns drafts of a state whose moment came before another, the earliest first.
func (s Drafts) Due(ctx context.Context, state portal.DraftState, before portal.Instant, limit int) ([]portal.Draft, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_clock", Equal: []any{string(state)}, From: "0", To: string(before), Limit: limit})
	return page.Rows, err
}

// OfAsset returns the drafts of an asset, newest first.
func (s Drafts) OfAsset(ctx context.Context, slug portal.AssetSlug, limit int) ([]portal.Draft, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_asset", Equal: []any{string(slug)}, Descending: true, Limit: limit})
	return page.Rows, err
}

// OfImport returns the drafts that an import made, by the address of their asset.
func (s Drafts) OfImport(ctx context.Context, id portal.DraftImportID, limit int) ([]portal.Draft, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_import", Equal: []any{string(id)}, Limit: limit})
	return page.Rows, err
}

// ChangedSince returns a page of the drafts whose newest change is from a moment on.
func (s Drafts) ChangedSince(ctx context.Context, from portal.Instant, after string) (Page[portal.Draft], error) {
	return s.scan(ctx, docs.Query{Index: "by_update", From: string(from), Limit: 50, After: after})
}

// DraftTexts are the facts of what was saved in drafts: each text once.
type DraftTexts struct {
	table[string, portal.DraftText, portal.DraftText]
}

var draftTextsSchema = docs.Collection{Name: "draft_texts", Indexes: []docs.Index{
	{Name: "by_draft", Fields: []string{"draft", "at"}},
}}

func newDraftTexts(engine docs.Engine) DraftTexts {
	return DraftTexts{facts(engine, draftTextsSchema, func(t *portal.DraftText) *string { return &t.ID })}
}

// Of returns the newest texts of a draft, the newest first.
func (s DraftTexts) Of(ctx context.Context, draft portal.DraftID, limit int) ([]portal.DraftText, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_draft", Equal: []any{string(draft)}, Descending: true, Limit: limit})
	return page.Rows, err
}

// DraftAutosaves are what people have typed in drafts and not saved.
type DraftAutosaves struct {
	table[string, portal.DraftAutosave, portal.DraftAutosave]
}

var draftAutosavesSchema = docs.Collection{Name: "draft_autosaves"}

func newDraftAutosaves(engine docs.Engine) DraftAutosaves {
	return DraftAutosaves{documents(engine, draftAutosavesSchema, func(a *portal.DraftAutosave) (*string, *int64) { return &a.ID, &a.Version })}
}

// Keep replaces what a person has typed.
func (s DraftAutosaves) Keep(ctx context.Context, typed portal.DraftAutosave) error {
	return s.change(ctx, typed.ID, func(there portal.DraftAutosave, _ bool) (portal.DraftAutosave, bool, error) {
		typed.Version = there.Version
		return typed, true, nil
	})
}

// Drop forgets what a person has typed; nothing there is success.
func (s DraftAutosaves) Drop(ctx context.Context, id string) error {
	there, err := s.Get(ctx, id)
	if err == nil {
		err = s.remove(ctx, there)
	}
	if kind := portal.KindOf(err); kind == portal.NotFound || kind == portal.Conflict {
		return nil
	}
	return err
}
