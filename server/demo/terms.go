package demo

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"tandem/content"
	"tandem/portal"
)

//go:embed program library
var announced embed.FS

// Files are a program's files with the version of the terms that the demo has announced,
// and the assets that it has retired.
func Files(base fs.FS) fs.FS { return content.Both(base, announced) }

// askForTerms plans what a version with a notice period brings: partners are asked on
// its first day, some accept in the weeks after it, some wait for a reminder, some never do.
func (h *house) askForTerms() {
	for _, terms := range h.Program.Terms {
		from, notice := terms.AskFrom()
		if !notice {
			continue
		}
		begin := from.Time().Add(9*time.Hour + 10*time.Minute)
		for _, day := range []int{0, terms.NoticeDays - 14, terms.NoticeDays - 3} {
			h.at(begin.AddDate(0, 0, day), h.Program.AskForTerms)
		}
		for n := range h.guests {
			if n%3 == 2 {
				continue
			}
			h.at(begin.AddDate(0, 0, 2+n%13).Add(time.Duration(7*n)*time.Minute), func(ctx context.Context) error { return h.acceptAsked(ctx, h.guests[n], terms) })
		}
	}
}

// acceptAsked accepts a version for a partner that was asked for it; the host of the demo leaves
// that to whoever tries it.
func (h *house) acceptAsked(ctx context.Context, g *guest, terms portal.Terms) error {
	if g.host || g.id == "" || g.admin.Partner == "" {
		return nil
	}
	agreement, err := h.Program.Agreement(ctx, g.admin)
	if err != nil || agreement.Due == "" || agreement.InForce.Version != terms.Version {
		return err
	}
	return h.Program.AcceptTerms(ctx, g.admin, terms.Version, terms.SHA256)
}
