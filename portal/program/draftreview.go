package program

import (
	"context"
	"fmt"

	"tandem/content"
	"tandem/portal"
)

// TryDraft is a draft laid over the library: what is wrong with it, and how it looks.
func (p *Program) TryDraft(d portal.Draft) content.Trial {
	return p.library().Try(d.Slug, d.Locale, []byte(d.Source))
}

// wrongWith is Conflict with the first of what keeps a text from being published.
func wrongWith(trial content.Trial) error {
	problems := append(append(content.Problems{}, trial.Problems...), trial.Others...)
	if len(problems) == 0 {
		return nil
	}
	first := problems[0]
	sentence := counted(len(problems), "thing keeps", "things keep") + " this text from being published."
	if first.Line > 0 {
		sentence += fmt.Sprintf(" The first, on line %d of %s: %s.", first.Line, first.File, first.Message)
	} else {
		sentence += " The first: " + first.File + " " + first.Message + "."
	}
	return portal.Errorf(portal.Conflict, "%s", sentence)
}

// SubmitDraft hands a text in for review. at is when it shall be published, "" as soon as
// it is approved. Conflict while something is wrong with it. Needs an editor.
func (p *Program) SubmitDraft(ctx context.Context, actor portal.Actor, id portal.DraftID, seen int64, at portal.Instant, note string) (portal.Draft, error) {
	return p.changeDraft(ctx, actor, id, seen, func(d portal.Draft) (portal.Draft, error) {
		if err := wrongWith(p.TryDraft(d)); err != nil {
			return d, err
		}
		if err := p.stillTheBase(d); err != nil {
			return d, err
		}
		return d.Submit(p.Rules, at, note, actor, p.Now())
	})
}

// stillTheBase is Conflict when the asset has another text by now than the one that the
// draft was begun from.
func (p *Program) stillTheBase(d portal.Draft) error {
	_, sum, err := p.library().Original(d.Slug, d.Locale)
	if portal.KindOf(err) == portal.NotFound {
		sum, err = "", nil
	}
	if err != nil || sum == d.Base {
		return err
	}
	return portal.Errorf(portal.Conflict, "Another text of this asset was published since this one was begun. Compare the two, and say that you have taken over what matters.")
}

// Behind reports whether another text of the asset was published since the draft was begun.
func (p *Program) Behind(d portal.Draft) bool { return d.State.Open() && p.stillTheBase(d) != nil }

// AskDraftChanges gives a text back with what to change. Needs an editor who did not write it.
func (p *Program) AskDraftChanges(ctx context.Context, actor portal.Actor, id portal.DraftID, seen int64, what string) (portal.Draft, error) {
	return p.changeDraft(ctx, actor, id, seen, func(d portal.Draft) (portal.Draft, error) { return d.AskChanges(what, actor, p.Now()) })
}

// CommentDraft says something about a text, or about one line of its file. Needs an editor.
func (p *Program) CommentDraft(ctx context.Context, actor portal.Actor, id portal.DraftID, text string, line int) (portal.Draft, error) {
	return p.changeDraft(ctx, actor, id, 0, func(d portal.Draft) (portal.Draft, error) { return d.Comment(text, line, actor, p.Now()) })
}

// SettleComment marks a comment as done. Needs an editor.
func (p *Program) SettleComment(ctx context.Context, actor portal.Actor, id portal.DraftID, n int) (portal.Draft, error) {
	return p.changeDraft(ctx, actor, id, 0, func(d portal.Draft) (portal.Draft, error) { return d.Settle(n, actor) })
}

// TakeDraftBack makes a text one to write on again. Needs an editor.
func (p *Program) TakeDraftBack(ctx context.Context, actor portal.Actor, id portal.DraftID) (portal.Draft, error) {
	return p.changeDraft(ctx, actor, id, 0, func(d portal.Draft) (portal.Draft, error) { return d.TakeBack(actor, p.Now()) })
}

// DiscardDraft ends a text without publishing it. Needs an editor.
func (p *Program) DiscardDraft(ctx context.Context, actor portal.Actor, id portal.DraftID) (portal.Draft, error) {
	return p.changeDraft(ctx, actor, id, 0, func(d portal.Draft) (portal.Draft, error) { return d.Discard(actor, p.Now()) })
}

// RebaseDraft says that the writer has seen what was published meanwhile: the draft takes
// its place from now on. Needs an editor.
func (p *Program) RebaseDraft(ctx context.Context, actor portal.Actor, id portal.DraftID) (portal.Draft, error) {
	return p.changeDraft(ctx, actor, id, 0, func(d portal.Draft) (portal.Draft, error) {
		version, sum := 0, ""
		if asset, err := p.library().Asset(d.Slug, d.Locale, content.Audience{Staff: true, Today: p.Today()}); err == nil && asset.Locale == d.Locale {
			version, sum = asset.Version, asset.SHA256
		}
		next, err := d.Rebase(sum, version, actor, p.Now())
		if err != nil {
			return d, err
		}
		next.Source = p.asPublished(next, d.Source)
		return next, nil
	})
}

// waitingDrafts wait for their second person.
func (p *Program) waitingDrafts(ctx context.Context) ([]portal.QueueItem, error) {
	page, err := p.store.Drafts.List(ctx, portal.DraftInReview, queueLimit, "")
	if err != nil {
		return nil, err
	}
	items := make([]portal.QueueItem, 0, len(page.Rows))
	for _, d := range page.Rows {
		items = append(items, draftItem(d))
	}
	return items, nil
}

func draftItem(d portal.Draft) portal.QueueItem {
	what := "New text"
	switch {
	case d.Retires:
		what = "Retirement"
	case d.Base != "":
		what = "New version"
	}
	item := portal.QueueItem{
		Kind: portal.QueueDraft, ID: string(d.ID), Title: d.Title,
		Detail: what + ", " + content.Kind(d.Kind).Label() + " in " + d.Locale, Since: d.StateAt,
		Hint: "Written by " + d.AuthorName + "; another person approves it",
	}
	if d.State == portal.DraftInReview {
		item.Due = d.Due
	}
	return item
}

func (p *Program) draftCase(ctx context.Context, actor portal.Actor, id portal.DraftID) (Case, error) {
	d, err := p.Draft(ctx, actor, id)
	if err != nil {
		return Case{}, err
	}
	trial := p.TryDraft(d)
	checks := []portal.Check{{OK: true, Text: "Nothing is wrong with the text."}}
	if err := wrongWith(trial); err != nil {
		checks[0] = portal.Check{Text: err.Error()}
	}
	another := portal.Check{OK: true, Text: d.AuthorName + " wrote it, and you are another person."}
	if !d.MayApprove(actor.User) {
		another = portal.Check{Text: "You wrote on it, so another person approves it."}
	}
	return Case{
		Item: draftItem(d), Version: d.Version, Draft: &d,
		Waits: d.State == portal.DraftInReview && d.MayApprove(actor.User), Checks: append(checks, another),
	}, nil
}
