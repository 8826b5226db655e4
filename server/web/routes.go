package web

import (
	"context"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
)

// route is one line of the table: what is asked, who may, who answers.
type route struct {
	method string
	path   string
	access access
	handle handler
	upload int // bytes of body the route takes when they are more than usual
}

// routes is every route there is. A route that is not here does not exist: the
// tests compare this table with what the router knows.
var routes = []route{
	{get, healthPath, open, (*App).health, 0},
	{get, readyPath, open, (*App).ready, 0},
}

// mount tells the router every route of the table.
func (a *App) mount() uploadLimits {
	uploads := uploadLimits{}
	seen := map[string]bool{}
	for _, r := range routes {
		name := r.method + " " + r.path
		if seen[name] || r.method != get && r.method != post {
			panic(fmt.Sprintf("web: route %s is there twice or has another method", name))
		}
		seen[name] = true
		a.fiber.Add(r.method, r.path, a.enter(r))
		if r.method == get {
			a.fiber.Add(fiber.MethodHead, r.path, a.enter(r))
		}
		if r.upload > 0 {
			uploads[prefixOf(r.path)] = r.upload
		}
	}
	a.fiber.Use(func(*fiber.Ctx) error { return fiber.ErrNotFound })
	return uploads
}

// enter is what stands before every handler: who asks, whether they may, and
// whether a form is one that they were shown.
func (a *App) enter(r route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Context().SetUserValue(patternKey{}, r.path)
		ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
		defer cancel()
		req := &request{Ctx: c, app: a, ctx: ctx, route: &r}
		c.Context().SetUserValue(requestKey{}, req)
		if r.access.session {
			if err := req.identify(); err != nil {
				return err
			}
		}
		if err := r.access.check(req.who); err != nil {
			return err
		}
		if r.method == post {
			if err := req.checkFormToken(); err != nil {
				return err
			}
		}
		return r.handle(a, req)
	}
}

// requestKey is where a request is found again when it fails.
type requestKey struct{}

// uploadLimits are the body limits of routes that take files, by the fixed start of their paths.
type uploadLimits map[string]int

func prefixOf(path string) string {
	prefix, _, _ := strings.Cut(path, ":")
	return prefix
}

// limit is what the body of a request may have: 0 leaves the usual.
func (u uploadLimits) limit(header *fasthttp.RequestHeader) int {
	if !header.IsPost() {
		return 0
	}
	path, _, _ := strings.Cut(string(header.RequestURI()), "?")
	most := 0
	for prefix, limit := range u {
		if strings.HasPrefix(path, prefix) {
			most = max(most, limit)
		}
	}
	return most
}

// Patterns are the paths of the table that answer a method, for tests that go
// through every route there is.
func Patterns(method string) []string {
	var list []string
	for _, r := range routes {
		if r.method == method {
			list = append(list, r.path)
		}
	}
	return list
}
