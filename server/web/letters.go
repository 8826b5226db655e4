package web

import (
	"tandem/portal"
	"tandem/templates"
)

const stopPath = "/account/letters/stop/"

func (a *App) showLetters(r *request) error {
	view, err := r.lettersPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) lettersPage() (templates.Letters, error) {
	choices, err := r.app.program.LetterChoices(r.ctx, r.actor)
	if err != nil {
		return templates.Letters{}, err
	}
	view := templates.Letters{Page: r.page("Mail you get"), Email: r.who.Email, Form: templates.Form{Values: map[string][]string{}}}
	for _, choice := range choices {
		view.Topics = append(view.Topics, templates.Option{Value: string(choice.Topic), Label: choice.Title, Hint: choice.Text})
		if choice.On {
			view.Form.Values["topics"] = append(view.Form.Values["topics"], string(choice.Topic))
		}
	}
	return view, nil
}

type lettersForm struct {
	Topics []portal.Topic `form:"topics"`
}

func (a *App) chooseLetters(r *request) error {
	var in lettersForm
	err := r.form(&in)
	if err == nil {
		err = a.program.ChooseLetters(r.ctx, r.actor, in.Topics)
	}
	if err != nil {
		view, loading := r.lettersPage()
		if loading != nil {
			return loading
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	r.flash("ok", "Saved. It counts from the next mail on.", "")
	return r.see("/account/letters")
}

func (a *App) showStop(r *request) error {
	about, err := a.program.CheckStop(r.Params("token"))
	if err != nil {
		return err
	}
	return r.render(templates.ConfirmPage{
		Page: r.formPage("Stop these mails"), Heading: "Stop these mails",
		Message: "They are about: " + about + ". What concerns the safety of your account, or what you are owed, goes on.",
		Post:    stopPath + r.Params("token"), Action: "Stop them",
	})
}

func (a *App) stopLetters(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	about, err := a.program.CheckStop(r.Params("token"))
	if err != nil {
		return err
	}
	if err := a.program.StopLetters(r.ctx, r.Params("token")); err != nil {
		return err
	}
	return r.render(templates.Notice{
		Page: r.page("These mails are stopped"), Heading: "These mails are stopped",
		Lines:  []string{"You no longer get mails about: " + about + ".", "You can turn them on again on your account page."},
		Action: "Choose which mails you get", Href: "/account/letters",
	})
}
