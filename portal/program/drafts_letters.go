package program

import (
	"context"
	"slices"
	"strings"

	"tandem/portal"
)

// draftLetters are the mails about texts of the studio: to who has to decide, and to who wrote.
func draftLetters() []letterKind {
	return []letterKind{
		{"draft-submitted", portal.DraftSubmittedEvent, toReviewers, composeSubmitted},
		{"draft-commented", portal.DraftCommentedEvent, toTalkers, composeDraft},
		{"draft-changes", portal.DraftChangesEvent, toWriter, composeDraft},
		{"draft-approved", portal.DraftApprovedEvent, toWriter, composeDraft},
		{"draft-failed", portal.DraftFailedEvent, toWriter, composeDraft},
		{"draft-published", portal.DraftPublishedEvent, toWriter, composeDraft},
	}
}

func (p *Program) draftOf(ctx context.Context, e portal.Event) (portal.Draft, error) {
	return p.store.Drafts.Get(ctx, portal.DraftID(strings.TrimPrefix(e.Subject, "draft:")))
}

// toReviewers addresses the editors who did not write the text; the admins where there are none.
func toReviewers(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	d, err := p.draftOf(ctx, e)
	if err != nil {
		return nil, ignoreMissing(err)
	}
	for _, role := range []portal.Role{portal.Editor, portal.Admin} {
		to, err := p.recipients(ctx, "", role, e.By)
		if err != nil {
			return nil, err
		}
		to = slices.DeleteFunc(to, func(r recipient) bool { return !d.MayApprove(r.user) })
		if len(to) > 0 {
			return to, nil
		}
	}
	return nil, nil
}

// toWriter addresses who wrote the text, unless they did it themselves. An approval that
// publishes at once is told by the publication.
func toWriter(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	d, err := p.draftOf(ctx, e)
	if err != nil || d.Author == e.By || e.Kind == portal.DraftApprovedEvent && e.Data["publish_at"] <= string(e.At) {
		return nil, ignoreMissing(err)
	}
	return p.toPerson(ctx, d.Author)
}

// toTalkers addresses who wrote the text and who commented on it, but the one who just did.
func toTalkers(ctx context.Context, p *Program, e portal.Event) ([]recipient, error) {
	d, err := p.draftOf(ctx, e)
	if err != nil {
		return nil, ignoreMissing(err)
	}
	who := []portal.UserID{d.Author}
	for _, c := range d.Comments {
		if !slices.Contains(who, c.By) {
			who = append(who, c.By)
		}
	}
	var to []recipient
	for _, id := range who {
		if id == e.By {
			continue
		}
		one, err := p.toPerson(ctx, id)
		if err != nil {
			return nil, err
		}
		to = append(to, one...)
	}
	return to, nil
}

func composeSubmitted(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	title := e.Data["title"]
	letter := Letter{
		Name: p.nameOf(ctx, m), Subject: "To review: " + title,
		Lines:  []string{e.ByName + " has written “" + title + "” and asks for your review. An answer is due by " + p.moment(portal.Instant(e.Data["due"])) + "."},
		Action: "Read it", Link: p.draftURL(e), Why: "You get this because you may approve what partners read.",
	}
	if e.Reason != "" {
		letter.Lines = append(letter.Lines, "They say: "+e.Reason)
	}
	return letter, nil
}

func (p *Program) draftURL(e portal.Event) string {
	return p.url("/desk/studio/" + strings.TrimPrefix(e.Subject, "draft:"))
}

func composeDraft(ctx context.Context, p *Program, e portal.Event, m portal.Message) (Letter, error) {
	title := "“" + e.Data["title"] + "”"
	letter := Letter{Name: p.nameOf(ctx, m), Action: "Open it", Link: p.draftURL(e), Why: "You get this because you work on this text."}
	switch e.Kind {
	case portal.DraftCommentedEvent:
		letter.Subject, letter.Lines = "A comment on "+title, []string{e.ByName + " writes about " + title + ":", e.Reason}
	case portal.DraftChangesEvent:
		letter.Subject, letter.Lines = "Please change "+title, []string{e.ByName + " has read " + title + " and asks for changes:", e.Reason}
	case portal.DraftApprovedEvent:
		letter.Subject = "Approved: " + title
		letter.Lines = []string{e.ByName + " has approved " + title + ". It is published on " + p.moment(portal.Instant(e.Data["publish_at"])) + "."}
	case portal.DraftFailedEvent:
		letter.Subject, letter.Lines = "Not published: "+title, []string{"Your text " + title + " was approved and could not be published, so it is back with you.", e.Reason}
	case portal.DraftPublishedEvent:
		letter.Subject = "Published: " + title
		letter.Lines = []string{"Your text " + title + " is published as version " + e.Data["version"] + ". Partners see it from now on."}
	}
	return letter, nil
}
