package web

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// proxies are who may say where a request came from.
type proxies struct {
	trusted []netip.Prefix
	header  string
}

func (p proxies) trusts(addr netip.Addr) bool {
	return slices.ContainsFunc(p.trusted, func(net netip.Prefix) bool { return net.Contains(addr) })
}

// client is the address of whoever sent the request: the connection's, or, behind
// trusted proxies, the rightmost hop that is not one of them. What a client
// itself wrote stands further left and is never believed.
func (p proxies) client(peer netip.Addr, headers []string) netip.Addr {
	addr := peer.Unmap()
	if !p.trusts(addr) {
		return addr
	}
	hops := strings.Split(strings.Join(headers, ","), ",")
	for _, hop := range slices.Backward(hops) {
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			return addr
		}
		if addr = next.Unmap().WithZone(""); !p.trusts(addr) {
			return addr
		}
	}
	return addr
}

// clientAddress is the address a request is counted and recorded under.
func (a *App) clientAddress(c *fiber.Ctx) netip.Addr {
	peer, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	if len(a.proxies.trusted) == 0 {
		return peer.Unmap()
	}
	name := a.proxies.header
	if name == "" {
		name = fiber.HeaderXForwardedFor
	}
	var headers []string
	for _, value := range c.Request().Header.PeekAll(name) {
		headers = append(headers, string(value))
	}
	return a.proxies.client(peer, headers)
}
