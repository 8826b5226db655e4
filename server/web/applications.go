package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const deskApplications = "/desk/applications"

func (a *App) showApplication(r *request) error {
	review, err := r.review()
	if err != nil {
		return err
	}
	return r.render(r.applicationPage(review))
}

func (r *request) review() (program.Review, error) {
	return r.app.program.Review(r.ctx, r.actor, portal.PartnerID(r.Params("partner")))
}

func (r *request) applicationPage(review program.Review) templates.Application {
	rules, p := r.app.program.Rules, review.Partner
	view := templates.Application{
		Page: r.page(p.Company), Base: deskApplications + "/" + string(p.ID), Company: p.Company,
		Lead:  fmt.Sprintf("%s in %s, applied on %s", portal.NameIn(rules.Verticals, p.Vertical), portal.CountryName(p.Country), p.AppliedAt.Day(rules.Zone).Long()),
		State: partnerPill(p.State), Version: p.Version, Facts: append(correctedFacts(rules, p), invitedFact(p, review.Inviter)...), Said: p.Note, Warnings: review.Warnings,
		Scores: p.State.Open(), Rated: review.Mine.Rater != "", Decides: p.State.Open(), Steps: r.newestFirst(p.Story()),
	}
	if before := p.BeforeCorrections().Note; before != p.Note {
		view.SaidBefore = before
	}
	if p.State.Member() {
		view.PartnerAt = deskPartners + "/" + string(p.ID)
	}
	if review.AnswerBy != "" {
		left := rules.TimeLeft(r.app.program.Now(), review.AnswerBy)
		view.Clock = &templates.Pill{Kind: urgencyKind(left.Urgency()), Text: "Answer: " + left.String()}
	}
	if p.State == portal.PartnerChangesAsked {
		view.Asked = p.ReasonOf(portal.PartnerAskedEvent)
	} else {
		view.Answer = p.ReasonOf(portal.PartnerRepliedEvent)
	}
	for _, user := range review.Staff {
		view.Staff = append(view.Staff, templates.Option{Value: string(user.ID), Label: user.Name})
	}
	if len(review.Staff) == 1 {
		view.Approve = templates.Filled(map[string]string{"specialist": string(review.Staff[0].ID)})
	}
	view.Score = r.scoreBoard(review)
	mine := map[string]string{"note": review.Mine.Note}
	for key, score := range review.Mine.Scores {
		mine[key] = strconv.Itoa(score)
	}
	return withRating(view, rules.Audit, templates.Filled(mine))
}

// told is everything that a company says about itself, a fact a line; nothing is left out.
func told(rules portal.Program, a portal.Application) []templates.Fact {
	names := func(list []portal.Choice, codes []string) string {
		var out []string
		for _, code := range codes {
			out = append(out, portal.NameIn(list, code))
		}
		return strings.Join(out, ", ")
	}
	return []templates.Fact{
		{Label: "Company", Text: a.Company},
		{Label: "Country", Text: portal.CountryName(a.Country)},
		{Label: "Line of business", Text: portal.NameIn(rules.Verticals, a.Vertical)},
		{Label: "Website", Text: strings.TrimPrefix(a.Site, "https://"), Href: a.Site},
		{Label: "People reached", Text: grouped(a.Audience)},
		{Label: "Markets", Text: names(rules.Markets, a.Markets)},
		{Label: "Languages", Text: names(rules.Languages, a.Languages)},
		{Label: "Contact", Text: a.Contact},
		{Label: "Email", Text: a.Email, Href: "mailto:" + a.Email},
		{Label: "Phone", Text: a.Phone},
		{Label: "Heard of us from", Text: a.HeardFrom},
	}
}

// headFacts are how many of them a page says in its head already.
const headFacts = 3

func applicationFacts(rules portal.Program, a portal.Application) []templates.Fact {
	return slices.DeleteFunc(told(rules, a)[headFacts:], func(f templates.Fact) bool { return f.Text == "" })
}

// correctedFacts are those of an application under review: what the applicant set right
// stands beside what it was.
func correctedFacts(rules portal.Program, p portal.Partner) []templates.Fact {
	var facts []templates.Fact
	before := told(rules, p.BeforeCorrections())
	for i, fact := range told(rules, p.Application) {
		corrected := fact.Text != before[i].Text
		if corrected {
			fact.Was, fact.Text = cmp.Or(before[i].Text, "nothing"), cmp.Or(fact.Text, "Nothing any more")
		}
		if corrected || i >= headFacts && fact.Text != "" {
			facts = append(facts, fact)
		}
	}
	return facts
}

// invitedFact is who invited a partner, with the way to the partner that did; nothing for who came unasked.
func invitedFact(p portal.Partner, inviter portal.PartnerID) []templates.Fact {
	if p.InvitedBy == "" {
		return nil
	}
	fact := templates.Fact{Label: "Invited by", Text: p.InvitedBy}
	if inviter != "" {
		fact.Href = deskPartners + "/" + string(inviter)
	}
	return []templates.Fact{fact}
}

// grouped is a count with its thousands apart: "84,000".
func grouped(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// newestFirst is a story as the timeline shows it, the last line at the top.
func (r *request) newestFirst(story []portal.Line) []templates.Step {
	steps := r.steps(story)
	slices.Reverse(steps)
	return steps
}

// applicationAgain shows the application with one of its forms as it was sent.
func (r *request) applicationAgain(failed error, put func(*templates.Application, templates.Form)) error {
	return pageAgain(r, failed, func() (view templates.Application, err error) {
		review, err := r.review()
		if err == nil {
			view = r.applicationPage(review)
		}
		return view, err
	}, put)
}

type questionForm struct {
	Version  int64  `form:"version"`
	Question string `form:"question,max=20000"`
}

func (a *App) askApplicant(r *request) error {
	var in questionForm
	err := r.form(&in)
	id := portal.PartnerID(r.Params("partner"))
	if err == nil {
		_, err = a.program.AskApplicant(r.ctx, r.actor, id, seen(in.Version), in.Question)
	}
	if err != nil {
		return r.applicationAgain(err, func(v *templates.Application, f templates.Form) { v.Ask = f })
	}
	r.flash("ok", "The question is on its way. You get a mail with the answer.", undoPath(portal.QueueItem{Kind: portal.QueueApplication, ID: string(id)}))
	return r.see(deskApplications + "/" + string(id))
}

type approveForm struct {
	Version    int64         `form:"version"`
	Specialist portal.UserID `form:"specialist,max=100"`
	Welcome    string        `form:"welcome,max=2000"`
}

func (a *App) approveApplication(r *request) error {
	var in approveForm
	err := r.form(&in)
	id := portal.PartnerID(r.Params("partner"))
	if err == nil {
		_, err = a.program.ApproveApplication(r.ctx, r.actor, program.Approve{Partner: id, Seen: seen(in.Version), Specialist: in.Specialist, Note: in.Welcome})
	}
	if err != nil {
		return r.applicationAgain(err, func(v *templates.Application, f templates.Form) { v.Approve = f })
	}
	r.flash("ok", "Approved. The applicant gets the way in by mail.", "")
	return r.see(deskPartners + "/" + string(id))
}

type declineForm struct {
	Version int64  `form:"version"`
	Reason  string `form:"reason,max=20000"`
}

func (a *App) declineApplication(r *request) error {
	var in declineForm
	err := r.form(&in)
	id := portal.PartnerID(r.Params("partner"))
	if err == nil {
		_, err = a.program.DeclineApplication(r.ctx, r.actor, id, seen(in.Version), in.Reason)
	}
	if err != nil {
		return r.applicationAgain(err, func(v *templates.Application, f templates.Form) { v.Decline = f })
	}
	r.flash("ok", "Declined. The applicant reads your reason.", undoPath(portal.QueueItem{Kind: portal.QueueApplication, ID: string(id)}))
	return r.see(deskApplications + "/" + string(id))
}

// seen is the version a form was made from. A form without one was never ours:
// it counts as a version that has passed.
func seen(version int64) int64 {
	if version < 1 {
		return -1
	}
	return version
}
