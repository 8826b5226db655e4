package web

import (
	"github.com/gofiber/fiber/v2"

	"tandem/portal"
	"tandem/portal/program"
)

type followQuery struct {
	Medium string `form:"utm_medium,max=100"`
	Locale string `form:"utm_content,max=100"`
	To     string `form:"to,max=20"` // "form" for the partner's form here
}

// follow sends whoever follows a partner's tracked link on to the company's site.
// What the address says wrong is no reason to stop a customer.
func (a *App) follow(r *request) error {
	var q followQuery
	if err := r.query(&q); err != nil {
		q = followQuery{}
	}
	to, err := a.program.Follow(r.ctx, program.Follow{
		Code: r.Params("code"), Asset: portal.AssetSlug(r.Params("slug")), Medium: q.Medium, Locale: q.Locale, Count: !r.looking(),
		Form: q.To == "form", Before: r.touch(),
	})
	if portal.KindOf(err) == portal.NotFound {
		return r.see("/")
	}
	if err != nil {
		return err
	}
	if to.Touch != "" && !r.private() {
		r.setCookie(r.app.cookies.touch, to.Touch, to.Last)
	}
	r.Set(fiber.HeaderLocation, to.Address)
	return r.SendStatus(fiber.StatusSeeOther)
}

// private reports a browser that asks not to be remembered: by Global Privacy Control,
// or by Do Not Track.
func (r *request) private() bool { return r.Get("Sec-GPC") == "1" || r.Get("DNT") == "1" }

// touch is what the browser remembers of tracked links, "" for nothing.
func (r *request) touch() string {
	if r.private() {
		return ""
	}
	return r.Cookies(r.app.cookies.touch)
}
