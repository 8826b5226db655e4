package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/assets"
)

const forever = "public, max-age=31536000, immutable"

// static sends a file of the portal's own. Its name holds its hash, so a browser
// may keep it for ever.
func (a *App) static(r *request) error {
	file, ok := a.staticFile(r.Params("name"))
	if !ok {
		return fiber.ErrNotFound
	}
	r.Set(fiber.HeaderCacheControl, forever)
	r.Set(fiber.HeaderContentType, file.Type)
	if file.Gzip != nil || file.Brotli != nil {
		r.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	}
	return r.sendFile(file)
}

// staticFile finds a file of the portal's own by the name it is served under.
func (a *App) staticFile(name string) (assets.File, bool) {
	if name == a.brand.file.Name && name != "" {
		return a.brand.file, true
	}
	if file, ok := a.hubFile(name); ok {
		return file, true
	}
	return a.assets.Get(name)
}

// sendFile answers 304 to a browser that has the file, and otherwise sends the
// smallest form of it that the browser reads. Each form has its own strong ETag.
func (r *request) sendFile(file assets.File) error {
	body, tag := file.Body, file.ETag
	accepted := r.Get(fiber.HeaderAcceptEncoding)
	switch {
	case file.Brotli != nil && accepts(accepted, "br"):
		body, tag = file.Brotli, etagOf(tag, "br")
		r.Set(fiber.HeaderContentEncoding, "br")
	case file.Gzip != nil && accepts(accepted, "gzip"):
		body, tag = file.Gzip, etagOf(tag, "gz")
		r.Set(fiber.HeaderContentEncoding, "gzip")
	}
	r.Set(fiber.HeaderETag, tag)
	if matches(r.Get(fiber.HeaderIfNoneMatch), tag) {
		r.Response().Header.Del(fiber.HeaderContentEncoding)
		r.Response().Header.Del(fiber.HeaderContentType)
		return r.SendStatus(fiber.StatusNotModified)
	}
	return r.Send(body)
}

// etagOf is the tag of one encoded form.
func etagOf(tag, form string) string { return strings.TrimSuffix(tag, `"`) + "-" + form + `"` }

// matches compares an If-None-Match header with a strong tag.
func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
		if part == tag || part == "*" {
			return true
		}
	}
	return false
}

// accepts reports whether an Accept-Encoding header takes a coding; one with q=0 is refused.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, q, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			q = strings.ReplaceAll(q, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}
