package demo

import (
	"context"
	"errors"
	"strings"
	"time"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
)

// studio plans what the editors write: one text that is out, one that came back and waits
// for its review again, one with a moment, and one that has only begun.
func (h *house) studio() {
	before := func(d time.Duration, act func(context.Context) error) { h.at(h.Until.Add(-d), act) }
	const day = 24 * time.Hour
	before(24*day, h.hangs)
	before(9*day, h.brings)
	before(23*day, func(ctx context.Context) error { // published after a look
		d, err := h.rewrites(ctx, "family-house", "notes: The breakfast hours of winter.")
		if err != nil {
			return err
		}
		if d, err = h.Program.SubmitDraft(ctx, h.ines, d.ID, d.Version, "", "Only the hours have changed."); err != nil {
			return err
		}
		h.at(h.Clock.now.Add(5*time.Hour), func(ctx context.Context) error {
			_, err := h.Program.ApproveDraft(ctx, h.tomas, d.ID, d.Version)
			return err
		})
		return nil
	})
	before(3*day+2*time.Hour, func(ctx context.Context) error { // comes back, and waits again
		d, err := h.rewrites(ctx, "city-weekend", "notes: New prices for the weekends of spring.", "€148", "€158", "€132", "€139", "31 October 2026", "31 May 2027")
		if err != nil {
			return err
		}
		if d, err = h.Program.SubmitDraft(ctx, h.ines, d.ID, d.Version, "", "The prices of spring are agreed with the houses."); err != nil {
			return err
		}
		h.at(h.Clock.now.Add(20*time.Hour), func(ctx context.Context) error {
			if _, err := h.Program.CommentDraft(ctx, h.tomas, d.ID, "Lyon goes up too, to €149. The list of last week has it.", 0); err != nil {
				return err
			}
			back, err := h.Program.Draft(ctx, h.tomas, d.ID)
			if err != nil {
				return err
			}
			_, err = h.Program.AskDraftChanges(ctx, h.tomas, d.ID, back.Version, "Please take in the price of Lyon, then it can go out.")
			return err
		})
		h.at(h.Until.Add(-3*time.Hour), func(ctx context.Context) error {
			back, err := h.Program.Draft(ctx, h.ines, d.ID)
			if err != nil {
				return err
			}
			if back, err = h.Program.SaveDraft(ctx, h.ines, d.ID, back.Version, strings.Replace(back.Source, "€141", "€149", 1)); err != nil {
				return err
			}
			if back, err = h.Program.SettleComment(ctx, h.ines, d.ID, 1); err != nil {
				return err
			}
			_, err = h.Program.SubmitDraft(ctx, h.ines, d.ID, back.Version, "", "Lyon is in.")
			return err
		})
		return nil
	})
	before(2*day, func(ctx context.Context) error { // has a moment
		d, err := h.writes(ctx, program.StartDraft{
			Kind: content.Announcement, Title: "Late check-out on Sundays, all winter", Summary: "For newsletters and calls in January and February.",
		}, "From 8 January to 28 February every guest of {{ partner.name }} keeps the room until four on Sundays, in all our city hotels, at no charge.\n\n"+
			"## What you can say\n\n- Arrive on Friday, leave on Sunday after lunch\n- No request is needed: the house knows\n- Breakfast until noon on Sundays\n\n"+
			":::cta\n[See free weekends]({{ partner.link }})\n:::\n")
		if err != nil {
			return err
		}
		at := portal.At(h.Until.AddDate(0, 0, 12).Truncate(24 * time.Hour).Add(9 * time.Hour))
		if d, err = h.Program.SubmitDraft(ctx, h.ines, d.ID, d.Version, at, ""); err != nil {
			return err
		}
		h.at(h.Clock.now.Add(6*time.Hour), func(ctx context.Context) error {
			_, err := h.Program.ApproveDraft(ctx, h.tomas, d.ID, d.Version)
			return err
		})
		return nil
	})
	before(5*time.Hour, func(ctx context.Context) error { // is being written
		_, err := h.writes(ctx, program.StartDraft{
			Kind: content.CaseStudy, Title: "A choir of forty-five in four houses", Summary: "How a rehearsal week was split between houses, for groups that fit in none.",
		}, "Coro da Ribeira, an amateur choir from Porto, rehearses for a week each autumn: forty-five singers, a conductor and an upright piano. No house of ours has forty-six beds.\n\n"+
			"## What they asked for\n\nFive nights in October, everybody within ten minutes on foot, and one room that may be loud until ten.\n\n"+
			"## What was done\n\n{{ partner.name }} held four houses around one square in Lisbon for them. They rehearsed in the largest, ate together in its kitchen and slept in all four. "+
			"One contract, one deposit, one person to call.\n\n![A long kitchen table laid for supper]("+rehearsal+" \"The kitchen of the largest house, an hour before supper\")\n\n"+
			"## What came of it\n\n:::stats\n- **46** guests\n- **5** nights\n- **4** houses\n:::\n\n"+
			":::cta\n[Ask for the same]({{ partner.link }})\n:::\n")
		return err
	})
}

// writes begins a new text and saves it with its words.
func (h *house) writes(ctx context.Context, about program.StartDraft, body string) (portal.Draft, error) {
	d, err := h.Program.StartDraft(ctx, h.ines, about)
	if err != nil {
		return d, err
	}
	front, err := content.ReadFront(d.Source)
	if err != nil {
		return d, err
	}
	front.Body = body
	return h.Program.SaveDraft(ctx, h.ines, d.ID, d.Version, front.Source())
}

// rewrites starts the next version of an asset and saves it with words replaced; the first
// is a line of its front matter.
func (h *house) rewrites(ctx context.Context, slug portal.AssetSlug, line string, words ...string) (portal.Draft, error) {
	d, err := h.Program.StartDraft(ctx, h.ines, program.StartDraft{Asset: slug})
	if err != nil {
		return d, err
	}
	text := strings.NewReplacer(words...).Replace(strings.Replace(d.Source, "\nowner:", "\n"+line+"\nowner:", 1))
	if text == d.Source {
		return d, errors.New("the demo rewrites words that are not there: " + string(slug))
	}
	return h.Program.SaveDraft(ctx, h.ines, d.ID, d.Version, text)
}
