package web

import (
	"crypto/rand"
	"encoding/base64"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"tandem/portal"
	"tandem/portal/program"
)

// cookies names the portal's cookies. Over https they carry the __Host- prefix: no
// other host or path can set them. Browsers take that prefix with Secure only, which
// not every browser allows on http://localhost, so there, on the loopback address
// alone, the names are plain.
type cookies struct {
	secure bool

	access, refresh, code, guest, flash, device, touch string
}

func newCookies(secure bool) cookies {
	prefix := ""
	if secure {
		prefix = "__Host-"
	}
	return cookies{
		secure: secure, access: prefix + "tandem-access", refresh: prefix + "tandem-refresh",
		code: prefix + "tandem-code", guest: prefix + "tandem-guest", flash: prefix + "tandem-flash", device: prefix + "tandem-device",
		touch: prefix + "tandem-touch",
	}
}

// setCookie sets one cookie of the portal; an empty value removes it.
func (r *request) setCookie(name, value string, life time.Duration) {
	cookie := fasthttp.AcquireCookie()
	defer fasthttp.ReleaseCookie(cookie)
	cookie.SetKey(name)
	cookie.SetValue(value)
	cookie.SetPath("/")
	cookie.SetHTTPOnly(true)
	cookie.SetSecure(r.app.cookies.secure)
	cookie.SetSameSite(fasthttp.CookieSameSiteLaxMode)
	switch {
	case value == "":
		cookie.SetExpire(fasthttp.CookieExpireDelete)
	case life > 0:
		cookie.SetMaxAge(int(life / time.Second))
	}
	r.Response().Header.SetCookie(cookie)
}

func (r *request) dropCookie(name string) {
	if r.Cookies(name) != "" {
		r.setCookie(name, "", 0)
	}
}

// client is where the request came from.
func (r *request) client() program.Client {
	return program.Client{
		Address: r.app.clientAddress(r.Ctx).String(), Agent: r.Get(fiber.HeaderUserAgent), Device: r.Cookies(r.app.cookies.device),
	}
}

// identify finds out who asks: from the access token, or by trading the refresh
// token for new ones. Nobody being signed in is no error.
func (r *request) identify() error {
	client := r.client()
	if user, session, ok := r.app.tokens.read(r.Cookies(r.app.cookies.access)); ok {
		who, err := r.app.program.Authenticate(r.ctx, user, session, client.Address)
		if portal.KindOf(err) == portal.SignedOut {
			r.forget()
			return nil
		}
		if err != nil {
			return err
		}
		r.is(who)
		return nil
	}
	refresh := r.Cookies(r.app.cookies.refresh)
	if refresh == "" {
		return nil
	}
	who, next, err := r.app.program.Refresh(r.ctx, refresh, client)
	if portal.KindOf(err) == portal.SignedOut {
		r.forget()
		return nil
	}
	if err != nil {
		return err
	}
	r.is(who)
	if next == "" {
		return nil // another request of this browser has just been given the new ones
	}
	return r.remember(who.User, who.Session, next)
}

func (r *request) is(who program.Who) {
	r.who, r.actor = who, who.Actor
}

// remember gives the browser the tokens of a session.
func (r *request) remember(user portal.UserID, session, refresh string) error {
	access, err := r.app.tokens.issue(user, session)
	if err != nil {
		return err
	}
	r.setCookie(r.app.cookies.access, access, accessLife)
	r.setCookie(r.app.cookies.refresh, refresh, portal.SessionLife)
	r.dropCookie(r.app.cookies.code)
	r.dropCookie(r.app.cookies.guest)
	return nil
}

// forget takes the tokens away again.
func (r *request) forget() {
	r.dropCookie(r.app.cookies.access)
	r.dropCookie(r.app.cookies.refresh)
	r.dropCookie(r.app.cookies.code)
}

// formToken is what a form shown to this person carries: bound to their session, or
// to a cookie of its own for somebody who is not signed in.
func (r *request) formToken() string {
	if r.who.Session != "" {
		return r.app.forms.of("session " + r.who.Session)
	}
	guest := r.guest
	if guest == "" {
		guest = r.Cookies(r.app.cookies.guest)
	}
	if len(guest) != guestLength {
		raw := make([]byte, 24)
		rand.Read(raw)
		guest = base64.RawURLEncoding.EncodeToString(raw)
		r.setCookie(r.app.cookies.guest, guest, 0)
	}
	r.guest = guest
	return r.app.forms.of("guest " + guest)
}

const guestLength = 32

// checkFormToken refuses a form that this person was not shown.
func (r *request) checkFormToken() error {
	values, _, err := r.formValues()
	if err != nil {
		return err
	}
	holder := "session " + r.who.Session
	if r.who.Session == "" {
		holder = "guest " + r.Cookies(r.app.cookies.guest)
	}
	if list := values[formTokenField]; len(list) != 1 || !r.app.forms.good(holder, list[0]) {
		return portal.Errorf(portal.Forbidden, "This form is out of date, or your browser does not keep cookies. Open the page again and repeat what you did.")
	}
	return nil
}
