package web

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
	"tandem/portal/program"
)

// requestTimeout bounds what one request may ask of the store.
const requestTimeout = 20 * time.Second

// request is one request as handlers see it: who asks, and the ways to answer.
type request struct {
	*fiber.Ctx
	app   *App
	ctx   context.Context
	route *route
	who   program.Who  // the zero Who when nobody is signed in
	actor portal.Actor // who.Actor: what calls of the program take
	guest string       // the guest cookie given with this answer
}

// handler answers a request or returns why not.
type handler func(a *App, r *request) error

// see answers a form with the page to look at next: a path of ours, never an address from a request.
func (r *request) see(path string) error {
	r.Set(fiber.HeaderLocation, path)
	return r.SendStatus(fiber.StatusSeeOther)
}
