package web

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

func (a *App) showJoin(r *request) error { return r.render(r.joinPage(templates.Form{})) }

func (r *request) joinPage(form templates.Form) templates.JoinPage {
	rules := r.app.program.Rules
	page := r.publicPage("Apply to join", "Apply to "+rules.Name+": five minutes, and an answer from a person.")
	page.CSRF = r.formToken()
	return templates.JoinPage{
		Page: page, Post: "/join", Form: form, Countries: templates.Choices(portal.Countries()), Verticals: templates.Choices(rules.Verticals),
		Markets: templates.Choices(rules.Markets), Languages: templates.Choices(rules.Languages), Answer: rules.Referral.AnswerWorkdays,
	}
}

// joinForm takes more than the rules allow, so that they can say so at every field at once.
type joinForm struct {
	Company   string   `form:"company,max=4000"`
	Site      string   `form:"site,max=4000"`
	Country   string   `form:"country,max=4000"`
	Vertical  string   `form:"vertical,max=4000"`
	Markets   []string `form:"markets"`
	Languages []string `form:"languages"`
	Audience  string   `form:"audience,max=4000"`
	Contact   string   `form:"contact,max=4000"`
	Email     string   `form:"email,max=4000"`
	Phone     string   `form:"phone,max=4000"`
	HeardFrom string   `form:"heard_from,max=4000"`
	Note      string   `form:"note,max=20000"`
	Trap      string   `form:"company_fax,max=4000"`
}

func (a *App) join(r *request) error {
	if err := a.apply(r, ""); err != nil {
		return r.again(err, func(f templates.Form) templates.View { return r.joinPage(f) })
	}
	return r.see("/join/sent")
}

// apply sends the form of the request, by the link of an invitation when there is one.
func (a *App) apply(r *request, invitation string) error {
	var in joinForm
	if err := r.form(&in); err != nil {
		return err
	}
	return a.program.Join(r.ctx, program.Join{
		Application: portal.Application{
			Company: in.Company, Site: in.Site, Country: in.Country, Vertical: in.Vertical, Markets: in.Markets, Languages: in.Languages,
			Audience: readCount(in.Audience), Contact: in.Contact, Email: in.Email, Phone: in.Phone, HeardFrom: in.HeardFrom, Note: in.Note,
		},
		Invitation: invitation, Trap: in.Trap, Client: r.client(),
	})
}

// readCount reads a whole number as people write it, "25,000" or "25 000"; -1 for
// anything else, which no rule takes.
func readCount(text string) int64 {
	digits := strings.NewReplacer(",", "", ".", "", " ", "", "\u00a0", "", "\u202f", "", "'", "").Replace(text)
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func (a *App) showJoinSent(r *request) error {
	return r.render(templates.Notice{
		Page: r.page("Look at your mail"), Heading: "Look at your mail",
		Lines: []string{
			"We have sent you a link. Follow it to confirm your address; then our team reads your application. It works for three days.",
			"Nothing there? Look in the spam folder, or write to " + a.program.Rules.Support + ".",
		},
	})
}

func (a *App) showConfirm(r *request) error {
	token := r.Params("token")
	found, err := a.program.CheckConfirmation(r.ctx, token)
	switch {
	case portal.KindOf(err) == portal.Gone:
		return r.expiredConfirmation(found, err, token)
	case err != nil:
		return err
	case found.Status != "":
		return r.see("/join/status/" + found.Status)
	}
	return r.render(templates.ConfirmPage{
		Page: r.formPage("Confirm your address"), Heading: "Confirm your address",
		Message: found.Email + " is your address, and you applied for " + found.Company + ". Confirm it, and our team reads the application.",
		Post:    "/join/verify/" + token, Action: "Confirm and send the application",
	})
}

// expiredConfirmation says that a link is over, with the way to a new one where there is one.
func (r *request) expiredConfirmation(found program.Confirmation, gone error, token string) error {
	view := templates.JoinExpired{Page: r.formPage("This link no longer works"), Message: gone.Error()}
	if found.Late {
		view.Again = "/join/verify/" + token + "/again"
	}
	return r.renderStatus(fiber.StatusGone, view)
}

func (a *App) confirmApplication(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	status, err := a.program.Confirm(r.ctx, r.Params("token"), r.client())
	if portal.KindOf(err) == portal.Gone {
		return a.showConfirm(r)
	}
	if err != nil {
		return err
	}
	r.flash("ok", "Your address is confirmed.", "")
	return r.see("/join/status/" + status)
}

func (a *App) confirmAgain(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	err := a.program.AskConfirmation(r.ctx, r.Params("token"))
	if portal.KindOf(err) == portal.Gone {
		return r.expiredConfirmation(program.Confirmation{}, err, "")
	}
	if err != nil {
		return err
	}
	return r.see("/join/sent")
}

func (a *App) showStatus(r *request) error {
	view, err := r.statusPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) statusPage() (templates.JoinStatus, error) {
	token := r.Params("token")
	s, err := r.app.program.Status(r.ctx, token)
	if err != nil {
		return templates.JoinStatus{}, err
	}
	view := templates.JoinStatus{
		Page: r.formPage("Your application"), Company: s.Company, Contact: s.Contact, Email: s.Email, State: applicantPill(s),
		Kind: statusKind(s), AnswerBy: s.AnswerBy, Question: s.Question, Reason: s.Reason, ReapplyOn: s.ReapplyOn, MayApply: s.MayApply,
		Welcome: strings.TrimPrefix(s.Welcome, r.app.base), Expired: s.Expired, Specialist: s.Specialist, Post: "/join/status/" + token,
		Steps: r.newestFirst(s.Story), Way: applicationPath(s),
	}
	if view.Kind == "asked" {
		rules := r.app.program.Rules
		view.Form, view.Countries, view.Verticals = toldForm(s.Told), countryOptions(), templates.Choices(rules.Verticals)
		view.Markets, view.Languages = templates.Choices(rules.Markets), templates.Choices(rules.Languages)
	}
	return view, nil
}

// statusKind is what the page has to say first.
func statusKind(s program.JoinStatus) string {
	switch {
	case s.State == portal.PartnerChangesAsked:
		return "asked"
	case s.State.Open() && !s.Confirmed:
		return "confirm"
	case s.State.Open():
		return "waiting"
	case s.State == portal.PartnerDeclined:
		return "declined"
	case s.State == portal.PartnerEnded:
		return "ended"
	case s.Welcome != "" || s.Expired:
		return "approved"
	}
	return "joined"
}

// applicantPill is the state in the applicant's words.
func applicantPill(s program.JoinStatus) templates.Pill {
	switch statusKind(s) {
	case "confirm":
		return templates.Pill{Kind: "warn", Text: "Not confirmed"}
	case "asked":
		return templates.Pill{Kind: "warn", Text: "Your answer is asked for"}
	case "waiting":
		return templates.Pill{Kind: "info", Text: cmp.Or(map[portal.PartnerState]string{portal.PartnerApplied: "Received"}[s.State], s.State.Label())}
	case "approved":
		return templates.Pill{Kind: "ok", Text: "Approved"}
	}
	return partnerPill(s.State)
}

// applicationPath is how far the application is, in four steps.
func applicationPath(s program.JoinStatus) []templates.PathStep {
	review := s.State == portal.PartnerInReview || s.State == portal.PartnerChangesAsked
	decided := !s.State.Open()
	last := templates.PathStep{Label: "Decision", Done: decided}
	switch {
	case s.State == portal.PartnerDeclined:
		last = templates.PathStep{Label: "Declined", Bad: true}
	case decided:
		last.Label = "Approved"
	}
	return []templates.PathStep{
		{Label: "Applied", Done: true},
		{Label: "Address confirmed", Done: s.Confirmed, Now: !s.Confirmed},
		{Label: "In review", Done: decided, Now: s.Confirmed && !decided && (review || s.State == portal.PartnerApplied)},
		last,
	}
}

type replyForm struct {
	Answer    string   `form:"answer,max=20000"`
	Company   string   `form:"company,max=4000"`
	Site      string   `form:"site,max=4000"`
	Country   string   `form:"country,max=4000"`
	Vertical  string   `form:"vertical,max=4000"`
	Markets   []string `form:"markets"`
	Languages []string `form:"languages"`
	Audience  string   `form:"audience,max=4000"`
	Contact   string   `form:"contact,max=4000"`
	Phone     string   `form:"phone,max=4000"`
	Note      string   `form:"note,max=20000"`
}

func (a *App) reply(r *request) error {
	var in replyForm
	err := r.form(&in)
	if err == nil {
		err = a.program.Reply(r.ctx, r.Params("token"), in.Answer, portal.Application{
			Company: in.Company, Site: in.Site, Country: in.Country, Vertical: in.Vertical, Markets: in.Markets, Languages: in.Languages,
			Audience: readCount(in.Audience), Contact: in.Contact, Phone: in.Phone, Note: in.Note,
		}, r.client())
	}
	if err != nil {
		view, loading := r.statusPage()
		if loading != nil {
			return loading
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	r.flash("ok", "Your answer is with us.", "")
	return r.see("/join/status/" + r.Params("token"))
}

func (a *App) welcomeAgain(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	if err := a.program.AskWelcome(r.ctx, r.Params("token")); err != nil {
		return err
	}
	r.flash("ok", "A new link is on its way to you.", "")
	return r.see("/join/status/" + r.Params("token"))
}
