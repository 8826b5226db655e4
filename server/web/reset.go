package web

import (
	"net/url"
	"time"

	"tandem/templates"
)

const codeCookieLife = 5 * time.Minute

// withNext adds where to go afterwards to a path.
func withNext(path, next string) string {
	if next = ownPath(next, ""); next == "" {
		return path
	}
	return path + "?next=" + url.QueryEscape(next)
}

func (a *App) showResetAsk(r *request) error {
	return r.render(templates.ResetAsk{Page: r.formPage("Choose a new password")})
}

type resetAskForm struct {
	Email string `form:"email,max=254"`
}

func (a *App) resetAsk(r *request) error {
	var in resetAskForm
	err := r.form(&in)
	if err == nil {
		err = a.program.AskReset(r.ctx, in.Email, r.client())
	}
	if err != nil {
		return r.again(err, func(f templates.Form) templates.View {
			return templates.ResetAsk{Page: r.formPage("Choose a new password"), Form: f}
		})
	}
	return r.see("/reset/sent")
}

func (a *App) showResetSent(r *request) error {
	return r.render(templates.Notice{
		Page: r.page("Look at your mail"), Heading: "Look at your mail",
		Lines: []string{
			"If there is an account with that address, a link for a new password is on its way there. It works for one hour.",
			"Nothing there? Look in the spam folder, and check the address.",
		},
		Action: "Back to sign in", Href: "/signin",
	})
}

func (a *App) showResetChoose(r *request) error {
	user, err := a.program.CheckReset(r.ctx, r.Params("token"))
	if err != nil {
		return err
	}
	return r.render(templates.ResetChoose{Page: r.formPage("Choose a new password"), Email: user.Email, Token: r.Params("token")})
}

type resetChooseForm struct {
	Username string `form:"username,max=254"` // for the browser's password store, not read
	Password string `form:"password,max=1000,raw"`
}

func (a *App) resetChoose(r *request) error {
	var in resetChooseForm
	token := r.Params("token")
	err := r.form(&in)
	if err == nil {
		err = a.program.Reset(r.ctx, token, in.Password)
	}
	if err != nil {
		return r.again(err, func(f templates.Form) templates.View {
			return templates.ResetChoose{Page: r.formPage("Choose a new password"), Form: f, Email: in.Username, Token: token}
		})
	}
	r.forget()
	r.flash("ok", "Your new password is saved. Sign in with it.", "")
	return r.see("/signin")
}
