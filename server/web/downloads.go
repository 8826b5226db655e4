package web

import (
	"mime"
	"net/url"
	"regexp"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
)

// downloadAsset sends a co-branded copy and records it. It answers GET, so that a
// plain link does: a repeat within a minute is the same download, and neither a
// look ahead nor a link on another site takes anything.
func (a *App) downloadAsset(r *request) error {
	var q assetQuery
	if err := r.query(&q); err != nil {
		return err
	}
	slug := portal.AssetSlug(r.Params("slug"))
	if r.Get("Sec-Fetch-Site") == "cross-site" {
		return r.see(hubPath + "/" + url.PathEscape(string(slug)))
	}
	if q.Format == content.FormatKit {
		return r.bundle([]program.Chosen{{Slug: slug, Locale: q.Locale}}, q.Format)
	}
	tag := ""
	held := func(t string) bool {
		tag = `"` + t + `"`
		return matches(r.Get(fiber.HeaderIfNoneMatch), tag)
	}
	made, err := a.program.Download(r.ctx, r.actor, slug, q.Locale, q.Format, held, r.looking())
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderETag, tag)
	if made.Bytes == nil {
		return r.SendStatus(fiber.StatusNotModified)
	}
	r.attach(made.Name, made.Type)
	return r.Send(made.Bytes)
}

// looking reports a request that nobody made on purpose yet.
func (r *request) looking() bool {
	return r.Method() == fiber.MethodHead || strings.Contains(r.Get("Sec-Purpose")+r.Get("Purpose"), "prefetch")
}

// plainName is a file's name that needs no escaping, as all of ours are.
var plainName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// attach makes the answer a file to keep, never to show.
func (r *request) attach(name, kind string) {
	as := `attachment; filename="` + name + `"`
	if !plainName.MatchString(name) {
		as = mime.FormatMediaType("attachment", map[string]string{"filename": name})
	}
	r.Set(fiber.HeaderContentType, kind)
	r.Set(fiber.HeaderContentDisposition, as)
}
