package web

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
)

// Health checks come from a platform that knows the machine's address, not the portal's name.
const (
	healthPath = "/healthz"
	readyPath  = "/readyz"
)

// guard refuses, before any route is looked at, what no route may see.
func (a *App) guard(c *fiber.Ctx) error {
	path := c.Path()
	if path != healthPath && path != readyPath && !a.hosts[strings.ToLower(string(c.Request().Host()))] {
		return fiber.ErrMisdirectedRequest
	}
	if len(c.Request().Header.Peek(fiber.HeaderContentEncoding)) > 0 {
		// Inflating has no limit of its own, and no form of ours is sent compressed.
		return fiber.ErrUnsupportedMediaType
	}
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead:
	case fiber.MethodPost:
		if err := sameOrigin(c); err != nil {
			return err
		}
	default:
		c.Set(fiber.HeaderAllow, "GET, HEAD, POST")
		return fiber.ErrMethodNotAllowed
	}
	return c.Next()
}

// sameOrigin is the logic of net/http's CrossOriginProtection: a request that a
// browser made for another site is refused.
func sameOrigin(c *fiber.Ctx) error {
	refused := portal.Errorf(portal.Forbidden, "This form was sent from another site. Open the page here and send it again.")
	switch c.Get("Sec-Fetch-Site") {
	case "":
	case "same-origin", "none":
		return nil
	default:
		return refused
	}
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" {
		return nil // not a browser; the form token decides
	}
	if u, err := url.Parse(origin); err == nil && u.Host != "" && strings.EqualFold(u.Host, string(c.Request().Host())) {
		return nil
	}
	return refused
}

// allowedHosts are the values of Host that are ours: the base URL's, and on a
// loopback base URL the other names of this machine.
func allowedHosts(base string) map[string]bool {
	hosts := map[string]bool{}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return hosts
	}
	add := func(name, port string) {
		standard := map[string]string{"http": "80", "https": "443"}[u.Scheme]
		if port == "" || port == standard {
			hosts[name], hosts[name+":"+standard] = true, true
			return
		}
		hosts[name+":"+port] = true
	}
	name := strings.ToLower(u.Host)
	if p := u.Port(); p != "" {
		name = strings.TrimSuffix(name, ":"+p)
	}
	add(name, u.Port())
	if addr, err := netip.ParseAddr(u.Hostname()); u.Hostname() == "localhost" || err == nil && addr.IsLoopback() {
		for _, other := range []string{"localhost", "127.0.0.1", "[::1]"} {
			add(other, u.Port())
		}
	}
	return hosts
}
