package web

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

func (a *App) showTier(r *request) error {
	page, err := a.program.Tier(r.ctx, r.actor, "")
	if err != nil {
		return err
	}
	view := templates.Tier{
		Page: r.page("Your tier"), Label: page.Tier.Label(), Banner: r.tierBanner(page), Ladder: r.ladder(page),
		Gap: r.tierGap(page), Steps: r.tierSteps(page.Partner),
	}
	if len(page.Card.Values) > 0 {
		view.Quarter, view.Rows = page.Quarter.Label(), r.tierRows(page.Rows)
	}
	if page.Scored {
		view.Figures = tierFigures(page)
	}
	return r.render(view)
}

// tierBanner is what is special about a tier right now, "" for nothing.
func (r *request) tierBanner(page program.TierPage) string {
	switch {
	case page.Override != nil:
		return fmt.Sprintf("%s set this tier by hand until %s: %s Without it you would be in %s.", page.Override.ByName, page.Override.Until.Long(), sentence(page.Override.Reason), page.Beneath.Label())
	case page.Last != nil && page.Last.Outcome == portal.TierWarned:
		return page.Last.Why
	}
	return ""
}

// sentence is a text that ends like one.
func sentence(text string) string {
	if text == "" || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

// tierRows are the parameters that have a value.
func (r *request) tierRows(rows []program.TierRow) []templates.TierRow {
	var out []templates.TierRow
	for _, row := range rows {
		if !row.Has {
			continue
		}
		out = append(out, templates.TierRow{
			Bar:    templates.Bar{Label: row.Name, Text: row.Value.Text(), Value: tenths(row.Value.Score), Max: 10 * portal.MaxScore},
			Weight: row.Weight.Percent(), Axis: axisName(row.Axis), Who: r.whoSet(row.Value), Why: row.Value.Why,
		})
	}
	return out
}

// tenths is a score in tenths of a point, for a bar.
func tenths(d decimal.Decimal) int {
	whole, tenth, ok := d.Int64(1)
	if !ok {
		return 0
	}
	return int(10*whole + tenth)
}

func (r *request) whoSet(v portal.Value) string {
	if v.At == "" {
		return ""
	}
	return v.ByName + ", " + v.At.Day(r.app.program.Rules.Zone).Long()
}

func axisName(axis portal.Axis) string {
	switch axis {
	case portal.StrategicFit:
		return "Strategic fit"
	case portal.RevenuePotential:
		return "Revenue potential"
	}
	return string(axis)
}

func tierFigures(page program.TierPage) []templates.Figure {
	return []templates.Figure{
		{Label: "Composite", Value: twoDigits(page.Composite), Note: "of 10", Help: "Each parameter times its weight, added up."},
		{Label: "Strategic fit", Value: twoDigits(page.Fit), Note: "of 10", Help: "The weighted mean of the parameters on this axis."},
		{Label: "Revenue potential", Value: twoDigits(page.Revenue), Note: "of 10", Help: "The weighted mean of the parameters on this axis."},
	}
}

func twoDigits(d decimal.Decimal) string { return d.Round(2).Pad(2).String() }

// ladder is what each tier needs and pays under the partner's own terms.
func (r *request) ladder(page program.TierPage) []templates.TierStep {
	policy := r.app.program.Rules.Scorecard
	needs := map[portal.Tier]string{
		portal.Elite:        fmt.Sprintf("The best %s of active partners by composite, with both axes at %d or more.", policy.EliteShare.Percent(), policy.EliteAxis),
		portal.High:         fmt.Sprintf("Both axes at %d or more.", policy.HighAxis),
		portal.Core:         fmt.Sprintf("A composite of %d or more.", policy.CoreScore),
		portal.Experimental: fmt.Sprintf("Every partner in its first %d days, and below Core.", policy.NewDays),
	}
	terms, ok := page.Partner.Agreed(r.app.program.Terms, r.app.program.Today())
	var steps []templates.TierStep
	for _, tier := range portal.Tiers {
		step := templates.TierStep{Label: tier.Label(), Needs: needs[tier], Current: tier == page.Tier, Share: "–"}
		if share, there := terms.BaseShare[tier]; ok && there {
			step.Share = share.Percent()
		}
		steps = append(steps, step)
	}
	return steps
}

// tierGap is what would lift a partner, nil at the top and without a scorecard.
func (r *request) tierGap(page program.TierPage) *templates.TierGap {
	if !page.HasGap {
		return nil
	}
	gap := page.Gap
	policy := r.app.program.Rules.Scorecard
	view := &templates.TierGap{}
	switch {
	case gap.Keep:
		view.Lead = fmt.Sprintf("The scorecard is below %s now. This would keep it:", gap.To.Label())
	case len(gap.Steps) == 0 && !gap.NeedsTop:
		view.Lead = fmt.Sprintf("The scorecard reaches %s already. The tier changes with the next review.", gap.To.Label())
	case len(gap.Steps) == 0:
		view.Lead = fmt.Sprintf("Both axes are high enough for %s.", gap.To.Label())
	default:
		view.Lead = fmt.Sprintf("The fewest points that reach %s:", gap.To.Label())
	}
	for _, step := range gap.Steps {
		view.Steps = append(view.Steps, templates.TierLift{Name: step.Name, Text: step.Text(), How: step.Lift})
	}
	for _, step := range gap.Others {
		view.Others = append(view.Others, templates.TierLift{Name: step.Name, Text: step.Text(), How: step.Lift})
	}
	var notes []string
	if gap.NeedsTop {
		notes = append(notes, fmt.Sprintf("The composite also has to be among the best %s of active partners.", policy.EliteShare.Percent()))
	}
	if gap.NewUntil != "" {
		notes = append(notes, fmt.Sprintf("Every partner is in %s for its first %d days; that ends on %s.", portal.Experimental.Label(), policy.NewDays, gap.NewUntil.Long()))
	}
	view.Note = strings.Join(notes, " ")
	return view
}

// tierCard is a partner's tier in short for its home, nil before the first scorecard.
func (r *request) tierCard(page program.TierPage) *templates.TierCard {
	if !page.Scored {
		return nil
	}
	card := &templates.TierCard{Label: page.Tier.Label(), Score: twoDigits(page.Composite) + " of 10"}
	for _, row := range r.tierRows(page.Rows) {
		row.Bar.Note = "× " + row.Weight
		card.Bars = append(card.Bars, row.Bar)
	}
	if gap := r.tierGap(page); gap != nil {
		card.Gap = gap.Lead
		if len(gap.Steps) > 0 {
			step := gap.Steps[0]
			card.Gap += " " + step.Name + " " + step.Text
			if more := len(gap.Steps) - 1; more > 0 {
				card.Gap += fmt.Sprintf(", and %d more", more)
			}
			card.Gap += "."
		}
	}
	return card
}

// tierSteps is how a partner's tier came about, newest first.
func (r *request) tierSteps(partner portal.Partner) []templates.Step {
	var lines []portal.Line
	for _, line := range slices.Backward(partner.Story()) {
		if strings.HasPrefix(line.Kind, "partner.tier_") {
			lines = append(lines, line)
		}
	}
	return r.steps(lines)
}
