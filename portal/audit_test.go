package portal

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/govalues/decimal"
	"pgregory.net/rapid"
)

// rubric is the program's default: five criteria, raters more than 2 apart are flagged.
var rubric = Rubric{
	Disagree: 2, TopQuartile: MustRate("25%"),
	Criteria: []Criterion{
		{Key: "market_reach", Name: "Market reach", Weight: MustRate("0.25"), Levels: []Level{{0, "None."}, {3, "Local."}, {7, "Sizeable."}}},
		{Key: "brand_fit", Name: "Brand fit", Weight: MustRate("0.20")},
		{Key: "feasibility", Name: "Activation feasibility", Weight: MustRate("0.15")},
		{Key: "incremental_revenue", Name: "Incremental revenue potential", Weight: MustRate("0.25")},
		{Key: "strategic_importance", Name: "Strategic importance", Weight: MustRate("0.15")},
	},
}

func rating(rater string, scores ...int) Rating {
	r := Rating{Partner: "p-1", Rater: UserID(rater), RaterName: strings.ToUpper(rater), Scores: map[string]int{}}
	for i, c := range rubric.Criteria {
		r.Scores[c.Key] = scores[i]
	}
	return r
}

func TestScoreIsTheWeightedMeanOverRaters(t *testing.T) {
	for _, c := range []struct {
		name    string
		ratings []Rating
		want    string
		flagged []string
	}{
		// 0.25x8 + 0.20x7 + 0.15x6 + 0.25x9 + 0.15x5 = 2 + 1.4 + 0.9 + 2.25 + 0.75
		{"one rater", []Rating{rating("ana", 8, 7, 6, 9, 5)}, "7.30", nil},
		// (7.30 + 5.95) / 2 = 6.625, half-even; two apart is not too far, three is
		{"two raters", []Rating{rating("ana", 8, 7, 6, 9, 5), rating("rui", 6, 8, 6, 6, 3)}, "6.62", []string{"incremental_revenue"}},
		{"three raters", []Rating{rating("ana", 10, 10, 10, 10, 10), rating("rui", 9, 10, 10, 10, 10), rating("eva", 8, 10, 10, 10, 10)}, "9.75", nil},
		// (1 + 0 + 0) x 0.25 / 3 = 0.08333
		{"a third", []Rating{rating("ana", 1, 0, 0, 0, 0), rating("rui", 0, 0, 0, 0, 0), rating("eva", 0, 0, 0, 0, 0)}, "0.08", nil},
		{"all best", []Rating{rating("ana", 10, 10, 10, 10, 10)}, "10.00", nil},
		{"nobody", nil, "", nil},
	} {
		got := rubric.Score(c.ratings)
		var flagged []string
		for _, row := range got.Criteria {
			if row.Disagree {
				flagged = append(flagged, row.Key)
			}
		}
		if got.Text() != c.want || !slices.Equal(flagged, c.flagged) || got.Disagreements() != len(c.flagged) {
			t.Errorf("%s: got %q, flagged %v; want %q, %v", c.name, got.Text(), flagged, c.want, c.flagged)
		}
	}
}

func TestCriterionShowsMeanAndWhoScored(t *testing.T) {
	got := rubric.Score([]Rating{rating("rui", 6, 8, 6, 5, 3), rating("ana", 7, 7, 6, 9, 5)}).Criteria[0]
	want := []RaterScore{{"ana", "ANA", 7}, {"rui", "RUI", 6}}
	if got.Text() != "6.5" || got.Low != 6 || got.High != 7 {
		t.Errorf("got %s from %d to %d", got.Text(), got.Low, got.High)
	}
	if diff := cmp.Diff(want, got.By); diff != "" {
		t.Error(diff)
	}
}

func TestLevelIsTheHighestReached(t *testing.T) {
	for score, want := range map[int]string{0: "None.", 2: "None.", 3: "Local.", 6: "Local.", 7: "Sizeable.", 10: "Sizeable."} {
		if got := rubric.Criteria[0].Level(score); got != want {
			t.Errorf("%d: got %q, want %q", score, got, want)
		}
	}
	if got := (Criterion{}).Level(5); got != "" {
		t.Errorf("no levels: got %q", got)
	}
}

func TestRatingHasEveryCriterion(t *testing.T) {
	scores := rating("ana", 8, 7, 6, 9, 5).Scores
	now := moment("2026-03-03 10:00")
	got, err := rubric.Rate(applied(t), scores, " Strong in ferries. ", manager, now)
	if err != nil || got.ID() != "rate:p-1:u-mara" || got.Note != "Strong in ferries." || got.RaterName != "Mara Silva" {
		t.Fatalf("got %+v, %v", got, err)
	}
	scores["market_reach"] = 11
	if got.Scores["market_reach"] != 8 {
		t.Error("the rating shares its scores with the input")
	}
	delete(scores, "brand_fit")
	if _, err := rubric.Rate(applied(t), scores, "", manager, now); !slices.Equal(fields(err), []string{"brand_fit", "market_reach"}) {
		t.Errorf("got %v", err)
	}
	if _, err := rubric.Rate(active(t), scores, "", manager, now); KindOf(err) != Conflict {
		t.Errorf("an active partner: got %v, want a conflict", err)
	}
}

func decimals(texts ...string) []decimal.Decimal {
	out := make([]decimal.Decimal, len(texts))
	for i, text := range texts {
		out[i] = decimal.MustParse(text)
	}
	return out
}

func TestRankAmongAllScored(t *testing.T) {
	all := decimals("9.1", "8", "8", "7.5", "6", "5", "4", "2")
	for text, want := range map[string]Rank{
		"9.1": {1, 8, 100, true}, "8": {2, 8, 87, true}, "7.5": {4, 8, 62, false}, "2": {8, 8, 12, false},
	} {
		if got := rubric.Rank(decimal.MustParse(text), all); got != want {
			t.Errorf("%s: got %+v, want %+v", text, got, want)
		}
	}
	if got := rubric.Rank(decimal.MustParse("5"), decimals("5")); got != (Rank{1, 1, 100, true}) {
		t.Errorf("alone: got %+v", got)
	}
	if got := rubric.Rank(decimal.Zero, nil); got != (Rank{}) {
		t.Errorf("nobody scored: got %+v", got)
	}
}

func TestScoreKnowsNoOrderAndOnlyGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 7).Draw(t, "raters")
		ratings := make([]Rating, n)
		for i := range ratings {
			scores := rapid.SliceOfN(rapid.IntRange(0, 10), 5, 5).Draw(t, "scores")
			ratings[i] = rating(string(rune('a'+i)), scores...)
		}
		score := rubric.Score(ratings)
		if score.Overall.IsNeg() || score.Overall.Cmp(decimal.Ten) > 0 {
			t.Fatalf("got %s", score.Overall)
		}
		shuffled := rapid.Permutation(ratings).Draw(t, "order")
		if diff := cmp.Diff(score, rubric.Score(shuffled), cmp.Comparer(func(a, b decimal.Decimal) bool { return a.CmpTotal(b) == 0 })); diff != "" {
			t.Fatal(diff)
		}
		i, key := rapid.IntRange(0, n-1).Draw(t, "rater"), rapid.SampledFrom(rubric.Criteria).Draw(t, "criterion").Key
		if ratings[i].Scores[key] < MaxScore {
			ratings[i].Scores[key]++
			if better := rubric.Score(ratings); better.Overall.Cmp(score.Overall) <= 0 {
				t.Fatalf("a point more went from %s to %s", score.Overall, better.Overall)
			}
		}
	})
}
