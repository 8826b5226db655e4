package portal

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/govalues/decimal"
)

// MaxScore is the best score of a criterion and of a scorecard's parameter; the worst is 0.
const MaxScore = 10

// Rating is what one rater thinks of one application. A rater has one rating per
// partner and may change it until the application is decided.
type Rating struct {
	Version   int64          `json:"-"`
	Partner   PartnerID      `json:"partner"`
	Rater     UserID         `json:"rater"`
	RaterName string         `json:"rater_name"`
	Scores    map[string]int `json:"scores"` // 0 to 10 by criterion
	Note      string         `json:"note,omitempty"`
	At        Instant        `json:"at"`
}

// ID is the one id of a rater's rating of a partner.
func (r Rating) ID() string { return "rate:" + string(r.Partner) + ":" + string(r.Rater) }

// Rate makes a rating of an application that is not decided yet. The problems
// carry the criteria's keys, and note.
func (b Rubric) Rate(p Partner, scores map[string]int, note string, by Actor, now Instant) (Rating, error) {
	if !p.State.Open() || p.EmailVerifiedAt == "" {
		return Rating{}, Errorf(Conflict, "%s is not in review, so it cannot be scored.", p.named())
	}
	problems := Problems{}
	kept := make(map[string]int, len(b.Criteria))
	for _, c := range b.Criteria {
		score, ok := scores[c.Key]
		if !ok || score < 0 || score > MaxScore {
			problems.Add(c.Key, "Score %s from 0 to %d.", c.Name, MaxScore)
		}
		kept[c.Key] = score
	}
	note = checkNote(problems, "note", note, "")
	if err := problems.Err(); err != nil {
		return Rating{}, err
	}
	return Rating{Partner: p.ID, Rater: by.User, RaterName: by.Name, Scores: kept, Note: note, At: now}, nil
}

// Score is what all raters together think of an application.
type Score struct {
	Overall  decimal.Decimal // sum of weight x mean, 0 to 10
	Raters   int
	Criteria []CriterionScore // in the rubric's order
}

// CriterionScore is one criterion over all raters.
type CriterionScore struct {
	Criterion
	Mean     decimal.Decimal
	Low      int
	High     int
	Disagree bool // two raters differ by more than the rubric allows
	By       []RaterScore
}

// RaterScore is one rater's score of a criterion.
type RaterScore struct {
	Rater UserID
	Name  string
	Score int
}

// Score folds ratings of one partner, in any order: the mean over raters of
// sum(weight x score). Without ratings Raters is 0 and nothing else means anything.
func (b Rubric) Score(ratings []Rating) Score {
	ratings = slices.SortedFunc(slices.Values(ratings), func(x, y Rating) int {
		return cmp.Or(cmp.Compare(x.RaterName, y.RaterName), cmp.Compare(x.Rater, y.Rater))
	})
	score := Score{Raters: len(ratings)}
	if len(ratings) == 0 {
		return score
	}
	raters := whole(len(ratings))
	sum := decimal.Zero
	for _, c := range b.Criteria {
		row := CriterionScore{Criterion: c, Low: MaxScore}
		total := 0
		for _, r := range ratings {
			s := r.Scores[c.Key]
			total += s
			row.Low, row.High = min(row.Low, s), max(row.High, s)
			row.By = append(row.By, RaterScore{Rater: r.Rater, Name: r.RaterName, Score: s})
		}
		row.Mean = exact(whole(total).Quo(raters))
		row.Disagree = row.High-row.Low > b.Disagree
		sum = exact(sum.Add(exact(c.Weight.Mul(whole(total)))))
		score.Criteria = append(score.Criteria, row)
	}
	score.Overall = exact(sum.Quo(raters)) // divided once, so that no order of raters matters
	return score
}

// Text is the score as people read it, with two digits: "7.35"; "" without ratings.
func (s Score) Text() string {
	if s.Raters == 0 {
		return ""
	}
	return fixed(s.Overall, 2)
}

// Disagreements is how many criteria are flagged.
func (s Score) Disagreements() int {
	n := 0
	for _, c := range s.Criteria {
		if c.Disagree {
			n++
		}
	}
	return n
}

// Text is the mean as people read it, with one digit: "7.3".
func (c CriterionScore) Text() string { return fixed(c.Mean, 1) }

// Level is the rubric's words for a score: those of the highest level that it reaches.
func (c Criterion) Level(score int) string {
	best := Level{From: -1}
	for _, level := range c.Levels {
		if level.From <= score && level.From > best.From {
			best = level
		}
	}
	return best.Text
}

// Rank is a score among all scored partners.
type Rank struct {
	Place      int  // 1 for the best; equal scores share a place
	Of         int  // how many are scored
	Percentile int  // how many in a hundred score at most the same, rounded down
	Top        bool // in the top share that gets an activation plan
}

// Rank places a score among the scores of all partners, its own included.
func (b Rubric) Rank(score decimal.Decimal, all []decimal.Decimal) Rank {
	higher, atMost := 0, 0
	for _, other := range all {
		if other.Cmp(score) > 0 {
			higher++
		} else {
			atMost++
		}
	}
	if len(all) == 0 {
		return Rank{}
	}
	share := exact(b.TopQuartile.Mul(whole(len(all))))
	return Rank{Place: higher + 1, Of: len(all), Percentile: atMost * 100 / len(all), Top: whole(higher).Cmp(share) < 0}
}

// whole is an integer as a decimal.
func whole(n int) decimal.Decimal { return decimal.MustNew(int64(n), 0) }

// exact unwraps a decimal operation that cannot fail within the bounds of scores and weights.
func exact(d decimal.Decimal, err error) decimal.Decimal {
	if err != nil {
		panic(fmt.Sprintf("portal: scores out of bounds: %v", err))
	}
	return d
}

// fixed is a decimal with so many digits after the point, rounded half-even.
func fixed(d decimal.Decimal, digits int) string { return d.Round(digits).Pad(digits).String() }
