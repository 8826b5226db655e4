package web

import (
	"strings"
	"time"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

type signInForm struct {
	Email    string `form:"email,max=254"`
	Password string `form:"password,max=1000,raw"`
	Next     string `form:"next,max=500"`
}

func (a *App) showSignIn(r *request) error {
	if r.who.Session != "" {
		return r.see(a.home(r.actor))
	}
	return r.render(r.signInPage(templates.Form{}, r.Query("next")))
}

func (r *request) signInPage(form templates.Form, next string) templates.SignIn {
	rules := r.app.program.Rules
	page := r.publicPage("Sign in", "Sign in to "+rules.Name+", the partner portal of "+rules.Company+".")
	page.CSRF = r.formToken()
	return templates.SignIn{Page: page, Form: form, Next: ownPath(next, ""), Accounts: r.app.accounts}
}

func (a *App) signIn(r *request) error {
	var in signInForm
	err := r.form(&in)
	var signed program.SignedIn
	if err == nil {
		signed, err = a.program.SignIn(r.ctx, program.SignIn{Email: in.Email, Password: in.Password, Client: r.client()})
	}
	if err != nil {
		return r.again(err, func(f templates.Form) templates.View { return r.signInPage(f, in.Next) })
	}
	if signed.Code != "" {
		r.setCookie(a.cookies.code, signed.Code, codeCookieLife)
		return r.see(withNext("/signin/code", in.Next))
	}
	return r.entered(signed, in.Next)
}

// deviceCookieLife is how long a browser is known after its last sign-in: as long as browsers keep a cookie.
const deviceCookieLife = 400 * 24 * time.Hour

// entered gives a person who has just signed in their tokens and sends them on.
func (r *request) entered(signed program.SignedIn, next string) error {
	if err := r.remember(signed.User, signed.Session, signed.Refresh); err != nil {
		return err
	}
	r.setCookie(r.app.cookies.device, signed.Device, deviceCookieLife)
	who, err := r.app.program.Authenticate(r.ctx, signed.User, signed.Session, r.client().Address)
	if err != nil {
		return err
	}
	return r.see(ownPath(next, r.app.home(who.Actor)))
}

type codeForm struct {
	Code string `form:"code,max=40"`
	Next string `form:"next,max=500"`
}

func (a *App) showSignInCode(r *request) error {
	if r.Cookies(a.cookies.code) == "" {
		return r.see("/signin")
	}
	view, err := r.signInCodePage(templates.Form{}, r.Query("next"))
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) signInCodePage(form templates.Form, next string) (templates.SignInCode, error) {
	view := templates.SignInCode{Page: r.formPage("The second step"), Form: form, Next: ownPath(next, "")}
	if !r.app.ownMachine() {
		return view, nil
	}
	code, err := r.app.program.CodeFor(r.ctx, r.Cookies(r.app.cookies.code))
	view.DemoCode = code
	return view, err
}

func (a *App) signInCode(r *request) error {
	var in codeForm
	err := r.form(&in)
	var signed program.SignedIn
	if err == nil {
		signed, err = a.program.GiveCode(r.ctx, r.Cookies(a.cookies.code), in.Code, r.client())
	}
	if portal.KindOf(err) == portal.Gone {
		r.dropCookie(a.cookies.code)
		return err
	}
	if err != nil {
		view, viewErr := r.signInCodePage(templates.Form{}, in.Next)
		if viewErr != nil {
			return viewErr
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	return r.entered(signed, in.Next)
}

func (a *App) signOut(r *request) error {
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	err := a.program.SignOut(r.ctx, r.actor, r.who.Session)
	if err != nil && portal.KindOf(err) != portal.NotFound {
		return err
	}
	r.forget()
	r.Set("Clear-Site-Data", `"cache"`)
	return r.see("/signin")
}

// ownPath is a path of this portal that a request may lead to, or the standard one:
// never another site, never something that acts.
func ownPath(next, standard string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t\x00") ||
		strings.HasPrefix(next, "/signin") || strings.HasPrefix(next, "/signout") {
		return standard
	}
	return next
}
