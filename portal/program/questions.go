package program

import (
	"context"
	"net/url"

	"tandem/portal"
	"tandem/portal/store"
)

// QuestionDetail is a question about a line with what was said, for its page. A line
// that nobody asked about yet has the zero Question.
type QuestionDetail struct {
	Question portal.Question
	Entry    portal.Entry
	Partner  portal.Partner
	Remarks  []portal.Remark // oldest first
}

// entryThread is the thread of a line of the ledger: the partner's admins ask, finance answers.
func (p *Program) entryThread(ctx context.Context, id portal.EntryID) (threadPlace, error) {
	entry, err := p.store.Entries.Get(ctx, id)
	if err != nil {
		return threadPlace{}, err
	}
	path := "/questions/" + url.PathEscape(string(id))
	return threadPlace{
		partner: entry.Partner, asks: portal.PartnerAdmin, readers: []portal.Role{portal.Finance}, title: portal.LineName(entry) + ", " + entry.Amount.String(),
		own: "/earnings" + path, desk: "/desk" + path,
		partners: func(ctx context.Context) ([]recipient, error) {
			return p.recipients(ctx, entry.Partner, portal.PartnerAdmin, "")
		},
		staff: func(ctx context.Context) ([]recipient, error) { return p.recipients(ctx, "", portal.Finance, "") },
	}, nil
}

// Question returns a line of the ledger with what was asked and answered about it: the
// partner's own to its admins, any to finance. Anybody else's is NotFound.
func (p *Program) Question(ctx context.Context, actor portal.Actor, id portal.EntryID) (QuestionDetail, error) {
	var d QuestionDetail
	remarks, err := p.Thread(ctx, actor, portal.EntrySubject(id))
	if err != nil {
		return d, err
	}
	d.Remarks = remarks
	if d.Entry, err = p.store.Entries.Get(ctx, id); err != nil {
		return d, err
	}
	if d.Partner, err = p.store.Partners.Get(ctx, d.Entry.Partner); err != nil {
		return d, err
	}
	d.Question, err = p.store.Questions.Get(ctx, id)
	return d, ignoreMissing(err)
}

// SayAbout writes in the thread of a line: a partner admin asks, or asks on, which opens
// the question; finance answers. after is the newest remark that the writer saw. Invalid at text.
func (p *Program) SayAbout(ctx context.Context, actor portal.Actor, id portal.EntryID, text, after string) (portal.Remark, error) {
	return p.Say(ctx, actor, Say{Subject: portal.EntrySubject(id), Text: text, After: after})
}

// followQuestion lets the question about a line follow from what was said of it.
func (p *Program) followQuestion(ctx context.Context, e portal.Event) error {
	id, ok := portal.EntryOf(e.Subject)
	if !ok || e.Kind != portal.ThreadSaidEvent {
		return nil
	}
	entry, err := p.store.Entries.Get(ctx, id)
	if err != nil {
		return ignoreMissing(err)
	}
	partner, err := p.store.Partners.Get(ctx, entry.Partner)
	if err != nil {
		return ignoreMissing(err)
	}
	return p.store.Questions.Change(ctx, id, func(there portal.Question, exists bool) (portal.Question, bool, error) {
		if !exists {
			there = portal.Ask(entry, partner)
		}
		next, changed := there.Follow(e, p.Rules.AddWorkdays(e.At, p.Rules.Referral.AnswerWorkdays))
		return next, changed, nil
	})
}

// CloseQuestion ends a question: a partner admin its own at any time, finance once it
// has answered. Saying something more opens it again.
func (p *Program) CloseQuestion(ctx context.Context, actor portal.Actor, id portal.EntryID) (portal.Question, error) {
	if _, err := p.mayRead(ctx, actor, portal.EntrySubject(id)); err != nil {
		return portal.Question{}, err
	}
	there, err := p.store.Questions.Get(ctx, id)
	if err != nil {
		return there, err
	}
	next, err := there.Close(actor, p.Now())
	if err != nil {
		return there, err
	}
	if next, err = p.store.Questions.Save(ctx, next); err != nil {
		return there, err
	}
	return next, p.recordLast(ctx, next.Subject(), next.Partner, next.History)
}

// Questions lists questions: of one state those that wait longest first, or all, newest
// first. Needs finance.
func (p *Program) Questions(ctx context.Context, actor portal.Actor, state portal.QuestionState, after string) (store.Page[portal.Question], error) {
	if err := actor.Must(portal.Finance); err != nil {
		return store.Page[portal.Question]{}, err
	}
	return p.store.Questions.List(ctx, state, 25, after)
}

// questionsOn are the questions about some lines, for whoever may read them.
func (p *Program) questionsOn(ctx context.Context, actor portal.Actor, entries []portal.Entry) (map[portal.EntryID]portal.Question, error) {
	if !actor.Can(portal.PartnerAdmin, portal.Finance) {
		return nil, nil
	}
	ids := make([]portal.EntryID, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	found, err := p.store.Questions.GetMany(ctx, ids)
	questions := map[portal.EntryID]portal.Question{}
	for _, q := range found {
		questions[q.ID] = q
	}
	return questions, err
}
