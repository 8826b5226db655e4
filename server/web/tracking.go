package web

import (
	"github.com/gofiber/fiber/v2"

	"tandem/portal"
	"tandem/portal/program"
)

type followQuery struct {
	Medium string `form:"utm_medium,max=100"`
	Locale string `form:"utm_content,max=100"`
}

// follow sends whoever follows a partner's tracked link on to the company's site.
// What the address says wrong is no reason to stop a customer.
func (a *App) follow(r *request) error {
	var q followQuery
	if err := r.query(&q); err != nil {
		q = followQuery{}
	}
	address, err := a.program.Follow(r.ctx, program.Follow{
		Code: r.Params("code"), Asset: portal.AssetSlug(r.Params("slug")), Medium: q.Medium, Locale: q.Locale, Count: !r.looking(),
	})
	if portal.KindOf(err) == portal.NotFound {
		return r.see("/")
	}
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderLocation, address)
	return r.SendStatus(fiber.StatusSeeOther)
}
