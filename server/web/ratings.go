package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// withRating is the page with the scores of a form: the kept ones, or those that did not pass.
func withRating(view templates.Application, rubric portal.Rubric, form templates.Form) templates.Application {
	view.Rating, view.Criteria = form, nil
	for _, c := range rubric.Criteria {
		field := templates.CriterionField{Key: c.Key, Label: c.Name, Weight: c.Weight.Percent(), Measure: c.Measure, Problem: form.Problems[c.Key]}
		if list := form.Values[c.Key]; len(list) > 0 {
			field.Value = list[0]
		}
		for n := range portal.MaxScore + 1 {
			field.Scale = append(field.Scale, n)
		}
		score, err := strconv.Atoi(field.Value)
		for i, level := range c.Levels {
			last := portal.MaxScore
			if i+1 < len(c.Levels) {
				last = c.Levels[i+1].From - 1
			}
			line := templates.LevelLine{Range: strconv.Itoa(level.From), Width: last - level.From + 1, Text: level.Text, Mine: err == nil && level.From <= score && score <= last}
			if last > level.From {
				line.Range += "–" + strconv.Itoa(last)
			}
			field.Levels = append(field.Levels, line)
		}
		view.Criteria = append(view.Criteria, field)
	}
	return view
}

func (r *request) scoreBoard(review program.Review) *templates.ScoreBoard {
	if review.Score.Raters == 0 {
		return nil
	}
	board := templates.ScoreBoard{
		Text: review.Score.Text(), Raters: review.Score.Raters, Place: review.Rank.Place, Of: review.Rank.Of,
		Percentile: review.Rank.Percentile, Top: review.Rank.Top,
	}
	for _, c := range review.Score.Criteria {
		var by []string
		for _, s := range c.By {
			by = append(by, fmt.Sprintf("%s %d", s.Name, s.Score))
		}
		board.Rows = append(board.Rows, templates.ScoreRow{
			Bar: templates.Bar{Label: c.Name, Text: c.Text(), Value: tenths(c.Mean), Max: 10 * portal.MaxScore}, By: strings.Join(by, ", "), Disagree: c.Disagree,
		})
	}
	for _, rating := range review.Ratings {
		if rating.Note != "" {
			board.Notes = append(board.Notes, templates.RaterNote{By: rating.RaterName, When: r.when(rating.At), Text: rating.Note})
		}
	}
	return &board
}

// scores reads the rating form: its fields are the criteria of the program.
func (r *request) scores() (scores map[string]int, note string, err error) {
	values, _, err := r.formValues()
	if err != nil {
		return nil, "", err
	}
	scores = map[string]int{}
	for key, list := range values {
		switch {
		case key == formTokenField:
		case len(list) != 1:
			return nil, "", fiber.ErrBadRequest
		case key == "note":
			note = list[0]
		case slices.ContainsFunc(r.app.program.Rules.Audit.Criteria, func(c portal.Criterion) bool { return c.Key == key }):
			if n, err := strconv.Atoi(list[0]); err == nil {
				scores[key] = n
			}
		default:
			return nil, "", fiber.ErrBadRequest
		}
	}
	return scores, note, nil
}

func (a *App) rateApplication(r *request) error {
	scores, note, err := r.scores()
	if err != nil {
		return err
	}
	id := r.Params("partner")
	if err := a.program.RateApplication(r.ctx, r.actor, portal.PartnerID(id), scores, note); err != nil {
		return r.applicationAgain(err, func(v *templates.Application, f templates.Form) { *v = withRating(*v, a.program.Rules.Audit, f) })
	}
	r.flash("ok", "Your scores are saved.", "")
	return r.see(deskApplications + "/" + id)
}
