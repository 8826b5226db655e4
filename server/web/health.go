package web

import (
	"fmt"

	"github.com/gofiber/fiber/v2"
)

// health says that the process answers.
func (a *App) health(r *request) error {
	r.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	return r.SendString("ok\n")
}

// ready says whether the process can do its work, 503 when the store does not answer,
// and what the last check of the ledger found. A broken ledger is for people to look
// at; taking the portal away would hide it.
func (a *App) ready(r *request) error {
	r.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
	if a.program != nil {
		if err := a.program.Ready(r.ctx); err != nil {
			a.log.Error("not ready", "error", err.Error())
			r.Status(fiber.StatusServiceUnavailable)
			return r.SendString("the store does not answer\n")
		}
	}
	if a.program == nil {
		return r.SendString("ready\n")
	}
	last, err := a.program.LastVerified(r.ctx)
	switch {
	case err != nil:
		return err
	case last.At == "":
		return r.SendString("ready\nledger not checked yet\n")
	}
	return r.SendString(fmt.Sprintf("ready\nledger checked %s: %d entries, %d problems\n", last.At, last.Entries, len(last.Violations)))
}
