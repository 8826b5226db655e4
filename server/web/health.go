package web

import "github.com/gofiber/fiber/v2"

// health says that the process answers.
func (a *App) health(r *request) error {
	r.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	return r.SendString("ok\n")
}

// ready says whether the process can do its work: 503 when the store does not answer.
func (a *App) ready(r *request) error {
	r.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	if a.program != nil {
		if err := a.program.Ready(r.ctx); err != nil {
			a.log.Error("not ready", "error", err.Error())
			r.Status(fiber.StatusServiceUnavailable)
			return r.SendString("the store does not answer\n")
		}
	}
	return r.SendString("ready\n")
}
