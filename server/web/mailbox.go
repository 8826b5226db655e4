package web

import (
	"regexp"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
	"tandem/templates"
)

// Letter is one spooled mail, as the demo shows it.
type Letter struct {
	To      string
	Subject string
	At      time.Time
	Text    string
}

var addressInText = regexp.MustCompile(`https?://[^\s<>"]+`)

// ownMachine reports that this is the demo, and that only people at this machine
// can reach it: they may see what nobody else's portal shows.
func (a *App) ownMachine() bool { return a.demo && a.loopback }

// showMailbox lists what would have been mailed. It exists in the demo alone; where
// others can reach the demo, for its admins alone, since a letter can be a way in.
func (a *App) showMailbox(r *request) error {
	if a.mailbox == nil || !a.ownMachine() && !(a.demo && r.actor.Can(portal.Admin)) {
		return fiber.ErrNotFound
	}
	letters, err := a.mailbox()
	if err != nil {
		return err
	}
	view := templates.Mailbox{Page: r.page("Mail of the demo")}
	for _, l := range letters {
		row := templates.MailboxLetter{To: l.To, Subject: l.Subject, At: portal.At(l.At), Text: l.Text}
		for _, address := range addressInText.FindAllString(l.Text, -1) {
			path, ok := strings.CutPrefix(address, a.base)
			switch {
			case ok && strings.HasPrefix(path, stopPath):
				row.Stop = ownPath(path, "")
			case ok && row.Link == "":
				row.Link = ownPath(path, "/signin")
			}
		}
		view.Letters = append(view.Letters, row)
	}
	return r.render(view)
}
