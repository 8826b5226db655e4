package web

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
)

// requestTimeout bounds what one request may ask of the store.
const requestTimeout = 20 * time.Second

// request is one request as handlers see it: who asks, and the ways to answer.
type request struct {
	*fiber.Ctx
	app   *App
	ctx   context.Context
	actor portal.Actor // the zero Actor when nobody is signed in
}

// handler answers a request or returns why not.
type handler func(a *App, r *request) error

// see answers a form with the page to look at next: a path of ours, never an address from a request.
func (r *request) see(path string) error {
	r.Set(fiber.HeaderLocation, path)
	return r.SendStatus(fiber.StatusSeeOther)
}
