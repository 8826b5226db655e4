package web

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
	"time"

	"github.com/valyala/fasthttp"
)

// policy allows this origin's own files and nothing else: no inline script or
// style, no frames, no other site.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"

func securityHeaders(base string) [][2]string {
	list := [][2]string{
		{"Content-Security-Policy", policy},
		{"X-Content-Type-Options", "nosniff"},
		{"X-Frame-Options", "DENY"},
		{"Referrer-Policy", "same-origin"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
	}
	if strings.HasPrefix(base, "https://") {
		list = append(list, [2]string{"Strict-Transport-Security", "max-age=63072000"})
	}
	return list
}

// begin gives a response what every one has, whatever happens next.
func (a *App) begin(ctx *fasthttp.RequestCtx) {
	for _, header := range a.fixed {
		ctx.Response.Header.Set(header[0], header[1])
	}
	ctx.Response.Header.Set("Cache-Control", noStore)
	ctx.Response.Header.Set(requestIDHeader, newRequestID())
}

const (
	noStore         = "private, no-store"
	requestIDHeader = "X-Request-Id"
)

var requestIDs = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// newRequestID names a request in the log and on an error page. It is always our
// own: one that a client sends could carry anything into the log.
func newRequestID() string {
	var raw [10]byte
	rand.Read(raw[:])
	return requestIDs.EncodeToString(raw[:])
}

// logRequest writes the request's one line: the route's pattern, never the path or
// the query, which can hold tokens and names.
func (a *App) logRequest(ctx *fasthttp.RequestCtx, started time.Time) {
	pattern, _ := ctx.UserValue(patternKey{}).(string)
	status := ctx.Response.StatusCode()
	if a.observe != nil {
		a.observe(pattern, method(ctx), status, time.Since(started))
	}
	if pattern == healthPath && status < 400 {
		return
	}
	a.log.Info("request",
		"id", string(ctx.Response.Header.Peek(requestIDHeader)),
		"method", method(ctx), "route", pattern, "status", status,
		"ms", time.Since(started).Milliseconds(), "bytes", len(ctx.Response.Body()))
}

// patternKey is where a request keeps the pattern of the route that answers it.
type patternKey struct{}

// method is the request's method when it is a known one: an unknown one is free text.
func method(ctx *fasthttp.RequestCtx) string {
	switch m := string(ctx.Method()); m {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return m
	}
	return "other"
}
