package web

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const deskTiers = "/desk/tiers"

type quarterForm struct {
	Quarter portal.Quarter `form:"quarter,max=10"`
}

// quarter is the one that the address names, or the one to review next.
func (r *request) quarter() (portal.Quarter, error) {
	var in quarterForm
	if err := r.query(&in); err != nil || in.Quarter != "" {
		return in.Quarter, err
	}
	return r.app.program.ReviewQuarter(r.ctx)
}

func (a *App) showTierReview(r *request) error {
	quarter, err := r.quarter()
	if err != nil {
		return err
	}
	view, err := r.tierReview(quarter)
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) tierReview(quarter portal.Quarter) (templates.TierReview, error) {
	review, err := r.app.program.TierReview(r.ctx, r.actor, quarter)
	if err != nil {
		return templates.TierReview{}, err
	}
	view := templates.TierReview{
		Page: r.page("Tier review"), Quarter: string(quarter), Label: quarter.Label(), Pick: templates.Filled(map[string]string{"quarter": string(quarter)}),
		CanClose: review.Open && review.Ended && review.ByName == "",
	}
	for i := range 8 {
		q := portal.QuarterOf(r.app.program.Today()).Add(-i)
		view.Quarters = append(view.Quarters, templates.Option{Value: string(q), Label: q.Label()})
	}
	switch {
	case review.ByName != "":
		view.Closed = "by " + review.ByName + " on " + review.At.Day(r.app.program.Rules.Zone).Long()
	case !review.Ended:
		view.Ends = quarter.End().Long()
	}
	for _, figure := range []struct {
		label   string
		outcome portal.TierOutcome
		help    string
	}{
		{"Promoted", portal.TierPromoted, "The scorecard reaches a better tier: it counts at once."},
		{"Warned", portal.TierWarned, "Below the tier for the first quarter: it stays, and the partner is warned."},
		{"Demoted", portal.TierDemoted, "Below the tier for long enough: it goes down to the better of those quarters."},
		{"Not scored", portal.TierNotScored, "Without a full scorecard nothing changes."},
	} {
		view.Figures = append(view.Figures, templates.Figure{Label: figure.label, Value: strconv.Itoa(review.Count(figure.outcome)), Note: "of " + count(len(review.Rows), "active partner"), Help: figure.help})
	}
	for _, row := range review.Rows {
		view.Rows = append(view.Rows, reviewRow(row))
	}
	return view, nil
}

func reviewRow(row program.ReviewRow) templates.ReviewRow {
	out := templates.ReviewRow{
		Company: row.Company, Href: deskTiers + "/" + string(row.Partner) + "?quarter=" + string(row.Quarter), Place: "–", Today: row.Tier.Label(),
		Composite: "–", Fit: "–", Revenue: "–", Earned: "–", Outcome: outcomePill(row.Assignment),
	}
	if row.Override != nil {
		out.Override = row.Override.Until.Long()
	}
	if row.Outcome != portal.TierNotScored {
		out.Place, out.Composite, out.Fit, out.Revenue = strconv.Itoa(row.Place), twoDigits(row.Composite), twoDigits(row.Fit), twoDigits(row.Assignment.Revenue)
		out.Earned = row.Earned.Name()
	}
	return out
}

func outcomePill(a portal.Assignment) templates.Pill {
	pill := templates.Pill{Text: a.Outcome.Label()}
	switch a.Outcome {
	case portal.TierPromoted:
		pill = templates.Pill{Kind: "ok", Text: "Up to " + a.Tier.Name()}
	case portal.TierDemoted:
		pill = templates.Pill{Kind: "bad", Text: "Down to " + a.Tier.Name()}
	case portal.TierWarned:
		pill.Kind = "warn"
	case portal.TierKept, portal.TierNotScored:
	}
	return pill
}

func (a *App) closeTierReview(r *request) error {
	var in quarterForm
	err := r.form(&in)
	if err == nil {
		err = a.program.CloseQuarter(r.ctx, r.actor, in.Quarter)
	}
	if err != nil {
		view, pageErr := r.tierReview(in.Quarter)
		if pageErr != nil {
			return pageErr
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	r.flash("ok", "The review of "+in.Quarter.Label()+" is closed. Tiers count from today.", "")
	return r.see(deskTiers + "?quarter=" + url.QueryEscape(string(in.Quarter)))
}

func (a *App) showScorecard(r *request) error {
	quarter, err := r.quarter()
	if err != nil {
		return err
	}
	view, err := r.scorecard(quarter)
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) scorecard(quarter portal.Quarter) (templates.Scorecard, error) {
	id := portal.PartnerID(r.Params("partner"))
	card, err := r.app.program.Scorecard(r.ctx, r.actor, id, quarter)
	if err != nil {
		return templates.Scorecard{}, err
	}
	page, err := r.app.program.Tier(r.ctx, r.actor, id)
	if err != nil {
		return templates.Scorecard{}, err
	}
	view := templates.Scorecard{
		Page: r.page(page.Partner.Company), Partner: page.Partner.Company, PartnerAt: "/desk/partners/" + string(id), Base: deskTiers + "/" + string(id),
		Quarter: string(quarter), Label: quarter.Label(), Closed: card.Result != nil, Today: page.Tier.Label(), Gap: r.tierGap(page), Steps: r.tierSteps(page.Partner),
		Form: templates.Form{Values: map[string][]string{"note": {card.Note}}},
	}
	if card.Result != nil {
		view.Result = card.Result.Why
	} else if page.Last != nil {
		view.Result = page.Last.Why
	}
	if page.Scored {
		view.Figures = tierFigures(page)
	}
	if o := page.Override; o != nil {
		view.Override = fmt.Sprintf("%s until %s, set by %s: %s Beneath it: %s.", o.Tier.Label(), o.Until.Long(), o.ByName, sentence(o.Reason), page.Beneath.Label())
	}
	for _, tier := range portal.Tiers {
		view.Tiers = append(view.Tiers, templates.Option{Value: string(tier), Label: tier.Label()})
	}
	for _, row := range page.Rows {
		if value, ok := card.Values[row.Key]; ok && !row.Computed {
			view.Form.Values[row.Key], view.Form.Values["why_"+row.Key] = []string{value.Text()}, []string{value.Why}
		}
		if !row.Computed {
			view.Rows = append(view.Rows, templates.ScoreField{Key: row.Key, Name: row.Name, Weight: row.Weight.Percent(), Source: row.Source, Who: r.whoSet(card.Values[row.Key])})
		} else if row.Has {
			view.Computed = append(view.Computed, r.tierRows([]program.TierRow{row})...)
		}
	}
	return view, nil
}

// scorecardAgain answers a form of the scorecard's page that did not pass.
func (r *request) scorecardAgain(failed error, quarter portal.Quarter, put func(*templates.Scorecard, templates.Form)) error {
	if portal.KindOf(failed) == "" {
		return failed
	}
	return pageAgain(r, failed, func() (templates.Scorecard, error) { return r.scorecard(quarter) }, put)
}

func (a *App) saveScorecard(r *request) error {
	quarter, in, err := r.scorecardForm()
	if err == nil {
		_, err = a.program.SetScorecard(r.ctx, r.actor, portal.PartnerID(r.Params("partner")), quarter, in)
	}
	if err != nil {
		return r.scorecardAgain(err, quarter, func(v *templates.Scorecard, f templates.Form) { v.Form = f })
	}
	r.flash("ok", "The scorecard is saved.", "")
	return r.see(r.scorecardPath(quarter))
}

func (r *request) scorecardPath(quarter portal.Quarter) string {
	return deskTiers + "/" + url.PathEscape(r.Params("partner")) + "?quarter=" + url.QueryEscape(string(quarter))
}

// scorecardForm reads the form whose inputs are the program's parameters.
func (r *request) scorecardForm() (portal.Quarter, portal.SetInput, error) {
	in := portal.SetInput{Values: map[string]string{}, Why: map[string]string{}}
	values, files, err := r.formValues()
	if err != nil || len(files) > 0 {
		return "", in, fiber.ErrBadRequest
	}
	places := map[string]func(string){"note": func(v string) { in.Note = v }, formTokenField: func(string) {}}
	quarter := portal.Quarter("")
	places["quarter"] = func(v string) { quarter = portal.Quarter(v) }
	for _, p := range r.app.program.Rules.Scorecard.Parameters {
		if !p.Computed {
			places[p.Key] = func(v string) { in.Values[p.Key] = v }
			places["why_"+p.Key] = func(v string) { in.Why[p.Key] = v }
		}
	}
	for key, list := range values {
		place, ok := places[key]
		if !ok || len(list) != 1 || len(list[0]) > 10_000 {
			return "", in, fiber.ErrBadRequest
		}
		place(list[0])
	}
	return quarter, in, nil
}

type overrideForm struct {
	Quarter portal.Quarter `form:"quarter,max=10"`
	Tier    portal.Tier    `form:"tier,max=40"`
	Until   portal.Date    `form:"until,max=20"`
	Reason  string         `form:"reason,max=3000"`
}

func (a *App) overrideTier(r *request) error {
	var in overrideForm
	err := r.form(&in)
	if err == nil {
		err = a.program.OverrideTier(r.ctx, r.actor, portal.PartnerID(r.Params("partner")), in.Tier, in.Until, in.Reason)
	}
	if err != nil {
		return r.scorecardAgain(err, in.Quarter, func(v *templates.Scorecard, f templates.Form) { v.Set = f })
	}
	r.flash("ok", "The tier is "+in.Tier.Label()+" until "+in.Until.Long()+".", "")
	return r.see(r.scorecardPath(in.Quarter))
}

type liftForm struct {
	Quarter portal.Quarter `form:"quarter,max=10"`
	Reason  string         `form:"reason,max=3000"`
}

func (a *App) liftTierOverride(r *request) error {
	var in liftForm
	err := r.form(&in)
	if err == nil {
		err = a.program.LiftTierOverride(r.ctx, r.actor, portal.PartnerID(r.Params("partner")), in.Reason)
	}
	if err != nil {
		return r.scorecardAgain(err, in.Quarter, func(v *templates.Scorecard, f templates.Form) { v.Lift = f })
	}
	r.flash("ok", "The scorecard's tier counts again.", "")
	return r.see(r.scorecardPath(in.Quarter))
}
