package web

import (
	"net/url"
	"slices"
	"strings"

	"tandem/portal"
	"tandem/templates"
)

const (
	ownQuestions  = ownEarnings + "/questions"
	deskQuestions = "/desk/questions"
)

// questionHref is where the question about a line is asked, read and answered.
func (r *request) questionHref(id portal.EntryID) string {
	if r.actor.Staff() {
		return deskQuestions + "/" + url.PathEscape(string(id))
	}
	return ownQuestions + "/" + url.PathEscape(string(id))
}

func questionPill(s portal.QuestionState) templates.Pill {
	var kind string
	switch s {
	case portal.QuestionOpen:
		kind = "warn"
	case portal.QuestionAnswered:
		kind = "info"
	case portal.QuestionClosed:
	}
	return templates.Pill{Kind: kind, Text: s.Label()}
}

// questionClock is the time that finance has left to answer, nil while it need not.
func (r *request) questionClock(q portal.Question) *templates.Pill {
	if q.State != portal.QuestionOpen || q.AnswerBy == "" {
		return nil
	}
	left := r.app.program.Rules.TimeLeft(r.app.program.Now(), q.AnswerBy)
	return &templates.Pill{Kind: urgencyKind(left.Urgency()), Text: "Answer: " + left.String()}
}

type questionsQuery struct {
	State string `form:"state,max=20"`
	After string `form:"after"`
}

// listQuestions shows finance what waits for it, longest first; "all" is every question.
func (a *App) listQuestions(r *request) error {
	var in questionsQuery
	if err := r.query(&in); err != nil {
		return err
	}
	state := portal.QuestionState(in.State)
	if !slices.Contains(portal.QuestionStates, state) {
		state = ""
	}
	page, err := a.program.Questions(r.ctx, r.actor, state, in.After)
	if err != nil {
		return err
	}
	view := templates.Questions{Page: r.page("Questions about money"), State: strings.ToLower(state.Label()), Tabs: stateTabs(deskQuestions, portal.QuestionStates, state)}
	for _, q := range page.Rows {
		view.Rows = append(view.Rows, templates.QuestionRow{
			Line: q.Line, Href: r.questionHref(q.ID), Partner: q.Name, State: questionPill(q.State), Clock: r.questionClock(q), At: q.At, Amount: q.Amount.String(),
		})
	}
	view.Pager = pager(deskQuestions, url.Values{"state": {string(state)}}, in.After, page.Next)
	return r.render(view)
}

func (a *App) showQuestion(r *request) error {
	view, err := r.questionPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

// questionPage is one line with what was asked and answered about it.
func (r *request) questionPage() (templates.Question, error) {
	id, err := r.id("entry")
	if err != nil {
		return templates.Question{}, err
	}
	d, err := r.app.program.Question(r.ctx, r.actor, portal.EntryID(id))
	if err != nil {
		return templates.Question{}, err
	}
	q, e := d.Question, d.Entry
	view := templates.Question{
		Page: r.page("Question about " + portal.LineName(e)), Staff: r.actor.Staff(), Action: r.questionHref(e.ID), Clock: r.questionClock(q), Partner: d.Partner.Company,
		On: e.Day(), Kind: e.Kind.Label(), Sentence: e.Sentence(), Amount: e.Amount.String(), Back: templates.Button{Label: "Earnings", Href: ownEarnings},
		Closes: q.State == portal.QuestionAnswered || q.State == portal.QuestionOpen && !r.actor.Staff(), Closed: q.State == portal.QuestionClosed,
	}
	if q.State != "" {
		state := questionPill(q.State)
		view.State = &state
	}
	if view.Staff {
		view.Back, view.Earnings = templates.Button{Label: "Questions", Href: deskQuestions + "?state=open"}, partnerEarnings(e.Partner)
		view.Adjust = deskAdjustments + "/new?" + url.Values{"partner": {string(e.Partner)}, "question": {string(e.ID)}}.Encode()
	}
	after := ""
	for _, remark := range d.Remarks {
		said := " of " + d.Partner.Company
		if remark.Side == portal.StaffSide {
			said = " of " + r.app.program.Rules.Company
		}
		view.Said = append(view.Said, templates.Step{Text: remark.ByName + said, Quote: remark.Text, At: remark.At, When: r.when(remark.At)})
		after = remark.ID
	}
	view.Form = templates.Filled(map[string]string{"after": after})
	return view, nil
}

type sayForm struct {
	Text  string `form:"text,max=4000"`
	After string `form:"after,max=60"`
}

func (a *App) sayAbout(r *request) error {
	id, err := r.id("entry")
	if err != nil {
		return err
	}
	var in sayForm
	if err = r.form(&in); err == nil {
		_, err = a.program.SayAbout(r.ctx, r.actor, portal.EntryID(id), in.Text, in.After)
	}
	if err != nil {
		return pageAgain(r, err, r.questionPage, func(view *templates.Question, f templates.Form) { view.Form = f })
	}
	said := "Sent. Finance answers here, and you get a mail."
	if r.actor.Staff() {
		said = "Sent. The partner's admins get a mail."
	}
	r.flash("ok", said, "")
	return r.see(r.questionHref(portal.EntryID(id)))
}

func (a *App) closeQuestion(r *request) error {
	id, err := r.id("entry")
	if err == nil {
		err = r.form(&struct{}{})
	}
	if err != nil {
		return err
	}
	if _, err = a.program.CloseQuestion(r.ctx, r.actor, portal.EntryID(id)); err != nil {
		return pageAgain(r, err, r.questionPage, func(view *templates.Question, f templates.Form) { view.Problem = f })
	}
	r.flash("ok", "The question is closed. Writing here again opens it.", "")
	return r.see(r.questionHref(portal.EntryID(id)))
}
