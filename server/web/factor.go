package web

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"image/png"

	"github.com/pquerna/otp"

	"tandem/templates"
)

func (a *App) showFactor(r *request) error {
	view, err := r.factorPage(ownPath(r.Query("next"), ""))
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) factorPage(next string) (templates.Factor, error) {
	view := templates.Factor{Page: r.page("The second step"), On: r.who.HasFactor, Next: next, Needed: next != ""}
	if view.On {
		left, err := r.app.program.RecoveryLeft(r.ctx, r.who)
		view.Left = left
		return view, err
	}
	setUp, err := r.app.program.FactorSetUp(r.ctx, r.who)
	if err != nil {
		return view, err
	}
	view.Secret, view.URL = setUp.Secret, setUp.URL
	if view.QR, err = picture(setUp.URL); err != nil {
		return view, err
	}
	if r.app.ownMachine() {
		view.DemoCode, err = r.app.program.CodeNow(setUp)
	}
	return view, err
}

// picture is what the authenticator app scans.
func picture(address string) (template.URL, error) {
	key, err := otp.NewKeyFromURL(address)
	if err != nil {
		return "", fmt.Errorf("second factor: %w", err)
	}
	image, err := key.Image(200, 200)
	if err != nil {
		return "", fmt.Errorf("second factor: %w", err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, image); err != nil {
		return "", fmt.Errorf("second factor: %w", err)
	}
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(out.Bytes())), nil
}

func (a *App) confirmFactor(r *request) error {
	var in codeForm
	err := r.form(&in)
	var codes []string
	if err == nil {
		codes, err = a.program.SetFactor(r.ctx, r.who, in.Code)
	}
	next := ownPath(in.Next, "")
	if err != nil {
		view, viewErr := r.factorPage(next)
		if viewErr != nil {
			return viewErr
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	return r.showRecovery(codes, next)
}

// showRecovery answers a form with the codes themselves: they are kept nowhere, so
// there is no page to go to.
func (r *request) showRecovery(codes []string, next string) error {
	if next == "" {
		next = "/account/second-step"
	}
	return r.render(templates.Factor{Page: r.page("Your recovery codes"), On: true, Recovery: codes, Next: next})
}

type confirmForm struct {
	Current string `form:"current,max=1000,raw"`
}

func (a *App) renewRecovery(r *request) error {
	var in confirmForm
	err := r.form(&in)
	var codes []string
	if err == nil {
		codes, err = a.program.RenewRecovery(r.ctx, r.who, in.Current)
	}
	if err != nil {
		return r.factorAgain(err)
	}
	return r.showRecovery(codes, "")
}

func (a *App) removeFactor(r *request) error {
	var in confirmForm
	err := r.form(&in)
	if err == nil {
		err = a.program.RemoveFactor(r.ctx, r.who, in.Current)
	}
	if err != nil {
		return r.factorAgain(err)
	}
	r.flash("ok", "The second step is off.", "")
	return r.see("/account")
}

func (r *request) factorAgain(failed error) error {
	return pageAgain(r, failed, func() (templates.Factor, error) { return r.factorPage("") }, func(v *templates.Factor, f templates.Form) { v.Form = f })
}
