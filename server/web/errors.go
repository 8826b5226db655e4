package web

import (
	"errors"
	"html"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
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
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	c.Set(fiber.HeaderCacheControl, noStore)
	return c.SendString("<!doctype html><html lang=\"en\"><title>" + html.EscapeString(title) + "</title><h1>" +
		html.EscapeString(title) + "</h1><p>" + html.EscapeString(message) + "</p><p>Request " + id + "</p></html>")
}
