package demo

import "context"

// giveNotice has a small partner end its partnership with notice.
func (h *house) giveNotice(ctx context.Context) error {
	for _, g := range h.guests {
		if g.company == "Lake House Letters" && g.admin.User != "" {
			_, err := h.Program.GiveOwnNotice(ctx, g.admin, "We stop the travel letter at the end of the year. Thank you for the good time.")
			return err
		}
	}
	return nil
}
