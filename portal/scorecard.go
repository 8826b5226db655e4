package portal

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/govalues/decimal"
)

// Scorecard is one partner's parameters of one quarter. It is open for managers
// until the quarter's review closes it with its result.
type Scorecard struct {
	Version int64            `json:"-"`
	Partner PartnerID        `json:"partner"`
	Quarter Quarter          `json:"quarter"`
	Values  map[string]Value `json:"values"` // by the parameter's key
	Note    string           `json:"note,omitempty"`
	Result  *Assignment      `json:"result,omitempty"` // of the review, nil while it is open
	History []Change         `json:"history"`
}

// Value is one parameter's value, with who set it and when: a person, or the program for a computed one.
type Value struct {
	Score  decimal.Decimal `json:"score"` // 0 to 10, at most one digit after the point
	By     UserID          `json:"by,omitempty"`
	ByName string          `json:"by_name"`
	At     Instant         `json:"at"`
	Why    string          `json:"why,omitempty"` // the evidence, in a sentence
}

// Text is the value as people read it: "7.5".
func (v Value) Text() string { return fixed(v.Score, 1) }

// ScorecardChangedEvent is a manager's change of a scorecard.
const ScorecardChangedEvent = "scorecard.changed"

// ScorecardID is the one id of a partner's scorecard of a quarter.
func ScorecardID(partner PartnerID, quarter Quarter) string {
	return "score:" + string(partner) + ":" + string(quarter)
}

// ID is the scorecard's id.
func (s Scorecard) ID() string { return ScorecardID(s.Partner, s.Quarter) }

// Subject is the scorecard's name in events.
func (s Scorecard) Subject() string {
	return "scorecard:" + string(s.Partner) + ":" + string(s.Quarter)
}

// NewScorecard starts a quarter's scorecard from the one before: what a manager
// set there holds until it is changed, with who set it and when.
func (s ScorecardPolicy) NewScorecard(partner PartnerID, quarter Quarter, before *Scorecard) Scorecard {
	card := Scorecard{Partner: partner, Quarter: quarter, Values: map[string]Value{}}
	if before == nil {
		return card
	}
	for _, p := range s.Parameters {
		if v, ok := before.Values[p.Key]; ok && !p.Computed {
			card.Values[p.Key] = v
		}
	}
	return card
}

// SetInput is what a manager enters: a value and its evidence for each parameter.
type SetInput struct {
	Values map[string]string // "7", "7.5"; "" leaves a value as it is
	Why    map[string]string
	Note   string
}

// Set enters values. Computed parameters cannot be set. What does not change
// keeps who set it and when. The problems carry the parameters' keys, why_<key> and note.
func (s ScorecardPolicy) Set(card Scorecard, in SetInput, by Actor, now Instant) (Scorecard, error) {
	if card.Result != nil {
		return card, Errorf(Conflict, "The scorecard of %s is closed by its review.", card.Quarter.Label())
	}
	problems := Problems{}
	values := maps.Clone(card.Values)
	if values == nil {
		values = map[string]Value{}
	}
	data := map[string]string{}
	for _, p := range s.Parameters {
		text := strings.TrimSpace(in.Values[p.Key])
		if p.Computed || text == "" {
			continue
		}
		score, err := parseScore(text)
		if err != nil {
			problems.Add(p.Key, "Write a value from 0 to %d with at most one digit after the point.", MaxScore)
			continue
		}
		why := checkLine(problems, "why_"+p.Key, in.Why[p.Key], "")
		if was, ok := values[p.Key]; ok && was.Score.Equal(score) && was.Why == why {
			continue
		}
		values[p.Key] = Value{Score: score, By: by.User, ByName: by.Name, At: now, Why: why}
		data[p.Key] = fixed(score, 1)
	}
	note := checkNote(problems, "note", in.Note, "")
	if err := problems.Err(); err != nil {
		return card, err
	}
	if len(data) == 0 && note == card.Note {
		return card, nil
	}
	card.Values, card.Note = values, note
	card.History = changed(card.History, ScorecardChangedEvent, "", "", by, now, "", data)
	return card, nil
}

// Compute enters the value of a computed parameter.
func (s ScorecardPolicy) Compute(card Scorecard, key string, score decimal.Decimal, why string, now Instant) Scorecard {
	card.Values = maps.Clone(card.Values)
	if card.Values == nil {
		card.Values = map[string]Value{}
	}
	card.Values[key] = Value{Score: score, ByName: "Computed", At: now, Why: why}
	return card
}

func parseScore(text string) (decimal.Decimal, error) {
	score, err := decimal.Parse(strings.Replace(text, ",", ".", 1))
	if err != nil {
		return score, err
	}
	if score.IsNeg() || score.Cmp(decimal.Ten) > 0 || score.Trim(0).Scale() > 1 {
		return score, Errorf(Invalid, "%q is not a score.", text)
	}
	return score.Trim(0), nil
}

// Scored reports whether every parameter that a manager sets has a value.
func (s ScorecardPolicy) Scored(card Scorecard) bool {
	return !slices.ContainsFunc(s.Parameters, func(p Parameter) bool {
		_, ok := card.Values[p.Key]
		return !ok && !p.Computed
	})
}

// Scores are the bare values of a scorecard, 0 where there is none.
func (s ScorecardPolicy) Scores(card Scorecard) Scores {
	scores := Scores{}
	for _, p := range s.Parameters {
		scores[p.Key] = card.Values[p.Key].Score
	}
	return scores
}

// Scores are values by the parameter's key, 0 to 10.
type Scores map[string]decimal.Decimal

// Composite is sum(weight x value) over all parameters.
func (s ScorecardPolicy) Composite(scores Scores) decimal.Decimal {
	sum, _ := s.weigh(scores, "")
	return sum
}

// AxisValue is the weighted mean of an axis' parameters; 0 for an axis without any.
func (s ScorecardPolicy) AxisValue(axis Axis, scores Scores) decimal.Decimal {
	sum, weight := s.weigh(scores, axis)
	if weight.IsZero() {
		return decimal.Zero
	}
	return exact(sum.Quo(weight))
}

// weigh is sum(weight x value) and sum(weight) of an axis, of all parameters for "".
func (s ScorecardPolicy) weigh(scores Scores, axis Axis) (sum, weight decimal.Decimal) {
	for _, p := range s.Parameters {
		if axis == "" || p.Axis == axis {
			sum = exact(sum.Add(exact(p.Weight.Mul(scores[p.Key]))))
			weight = exact(weight.Add(p.Weight.Decimal))
		}
	}
	return sum, weight
}

// reaches reports whether the axis' value is at least least, without a division.
func (s ScorecardPolicy) reaches(axis Axis, scores Scores, least int) bool {
	sum, weight := s.weigh(scores, axis)
	return sum.Cmp(exact(weight.Mul(whole(least)))) >= 0
}

// Revenue is what one partner collected, in the program's currency: the last
// four quarters, and the four before them.
type Revenue struct {
	Partner PartnerID
	Year    Money
	Before  Money
}

// Growth is the year less the one before.
func (r Revenue) Growth() Money { return r.Year.Sub(r.Before) }

// Performance is the computed parameter for each partner: how it stands among all
// the partners given, by collected revenue and by its growth, each 0 for the last
// and 10 for the first, and the mean of both. A partner that collected nothing
// has 0. The order of the input does not matter.
func Performance(all []Revenue) map[PartnerID]decimal.Decimal {
	years, growths := make([]int64, 0, len(all)), make([]int64, 0, len(all))
	for _, r := range all {
		years, growths = append(years, r.Year.Minor), append(growths, r.Growth().Minor)
	}
	slices.Sort(years)
	slices.Sort(growths)
	out := make(map[PartnerID]decimal.Decimal, len(all))
	for _, r := range all {
		score := decimal.Zero
		switch below := lower(years, r.Year.Minor) + lower(growths, r.Growth().Minor); {
		case r.Year.Minor <= 0:
		case len(all) == 1:
			score = decimal.Ten
		default:
			score = exact(exact(whole(below).Mul(decimal.MustNew(MaxScore, 0))).Quo(whole(2 * (len(all) - 1))))
		}
		out[r.Partner] = score.Round(1)
	}
	return out
}

// lower counts the values below one in a sorted list.
func lower(sorted []int64, value int64) int {
	n, _ := slices.BinarySearchFunc(sorted, value, cmp.Compare[int64])
	return n
}

// Label is the quarter as people read it: "Q3 2026".
func (q Quarter) Label() string {
	year, quarter, ok := strings.Cut(string(q), "-")
	if !ok {
		return string(q)
	}
	return quarter + " " + year
}
