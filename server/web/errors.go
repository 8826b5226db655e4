package web

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
	"tandem/templates"
)

// status maps what a person can do about an error to its status. This is the one place.
func status(kind portal.Kind) int {
	switch kind {
	case portal.Invalid:
		return fiber.StatusUnprocessableEntity
	case portal.SignedOut:
		return fiber.StatusUnauthorized
	case portal.Forbidden:
		return fiber.StatusForbidden
	case portal.NotFound:
		return fiber.StatusNotFound
	case portal.Conflict:
		return fiber.StatusConflict
	case portal.Gone:
		return fiber.StatusGone
	case portal.Limited:
		return fiber.StatusTooManyRequests
	case portal.Unavailable:
		return fiber.StatusServiceUnavailable
	}
	return fiber.StatusInternalServerError
}

// words are what a person reads about a status that no portal.Error explains.
func words(code int) (title, message string) {
	switch code {
	case fiber.StatusNotFound:
		return "Page not found", "There is no page at this address. It may have moved, or it may belong to somebody else."
	case fiber.StatusMethodNotAllowed:
		return "Not possible here", "This address does not take that kind of request."
	case fiber.StatusRequestEntityTooLarge:
		return "Too large", "What you sent is larger than this form takes. Send a smaller file or less text."
	case fiber.StatusUnsupportedMediaType:
		return "Not readable", "The request is written in a form that this address does not read."
	case fiber.StatusMisdirectedRequest:
		return "Wrong address", "This server does not answer under that name."
	case fiber.StatusRequestTimeout:
		return "Too slow", "The request took too long to arrive. Try again."
	case fiber.StatusRequestHeaderFieldsTooLarge:
		return "Too large", "The request's address or headers are too long."
	case fiber.StatusUnauthorized:
		return "Sign in", "Sign in to go on."
	case fiber.StatusForbidden:
		return "Not allowed", "Your account does not have the right to do this."
	case fiber.StatusConflict:
		return "Changed meanwhile", "This changed while you were working on it."
	case fiber.StatusGone:
		return "No longer here", "This has ended."
	case fiber.StatusTooManyRequests:
		return "Too many tries", "Wait a little and try again."
	case fiber.StatusServiceUnavailable:
		return "Not available right now", "Try again in a moment."
	case fiber.StatusBadRequest, fiber.StatusUnprocessableEntity:
		return "Not understood", "The request cannot be read. Open the page again and repeat what you did."
	}
	return "Something went wrong", "This is our fault, not yours. It has been noted; try again in a moment."
}

// fail answers with the page of an error. What a person reads never holds more than
// a portal.Error's own sentence; the cause goes to the log under the request's id.
func (a *App) fail(c *fiber.Ctx, err error) error {
	code := fiber.StatusInternalServerError
	message := ""
	if problem, ok := errors.AsType[*portal.Error](err); ok {
		code, message = status(problem.Kind), problem.Message
	} else if framework, ok := errors.AsType[*fiber.Error](err); ok {
		code = framework.Code
	}
	title, standard := words(code)
	if message == "" {
		message = standard
	}
	id := string(c.Response().Header.Peek(requestIDHeader))
	if id == "" { // the request was never whole: nothing has begun
		a.begin(c.Context())
		id = string(c.Response().Header.Peek(requestIDHeader))
	}
	if code >= 500 {
		a.log.Error("failed", "id", id, "status", code, "error", err.Error())
	}
	c.Status(code)
	c.Set(fiber.HeaderCacheControl, noStore)
	r, _ := c.Context().UserValue(requestKey{}).(*request)
	if r == nil || r.app.program == nil {
		r = &request{Ctx: c, app: a}
	}
	if code == fiber.StatusUnauthorized && c.Method() == fiber.MethodGet {
		return r.askSignIn()
	}
	view := templates.ErrorPage{Status: code, Heading: title, Message: message, Request: id}
	if errors.Is(err, errNeedsFactor) && c.Method() == fiber.MethodGet {
		return r.see("/account/second-step?next=" + url.QueryEscape(c.OriginalURL()))
	}
	if errors.Is(err, errNeedsFactor) {
		view.Action, view.Href = "Set up the second step", "/account/second-step"
	}
	if code == fiber.StatusUnauthorized {
		view.Action, view.Href = "Sign in", "/signin"
	}
	return r.renderError(view)
}

// renderError shows an error page, and plain words where even that cannot be made.
func (r *request) renderError(view templates.ErrorPage) error {
	if r.app.settled != nil {
		return r.renderStatus(view.Status, templates.Plain{Page: r.page(view.Heading), Heading: view.Heading, Message: view.Message})
	}
	if r.app.program != nil {
		view.Page = r.page(view.Heading)
		if err := r.renderStatus(view.Status, view); err == nil {
			return nil
		}
	}
	r.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	return r.SendString(view.Heading + ". " + view.Message + " Request " + view.Request + "\n")
}

// askSignIn answers somebody who is not signed in with the sign-in form, and
// remembers where they wanted to go.
func (r *request) askSignIn() error {
	if r.Get("HX-Request") != "" {
		r.Set("HX-Redirect", "/signin")
		return nil
	}
	return r.renderStatus(fiber.StatusUnauthorized, r.signInPage(templates.Form{}, r.OriginalURL()))
}
