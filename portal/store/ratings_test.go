package store_test

import (
	"fmt"
	"sync"
	"testing"

	"tandem/portal"
)

func TestRaterHasOneRatingOfAPartner(t *testing.T) {
	s := open(t)
	rating := func(partner portal.PartnerID, rater portal.UserID, score int) portal.Rating {
		return portal.Rating{
			Partner: partner, Rater: rater, RaterName: string(rater), Scores: map[string]int{"market_reach": score},
			At: portal.Instant(fmt.Sprintf("2026-03-0%dT10:00:00.000Z", score)),
		}
	}
	for _, step := range []struct {
		rating portal.Rating
		fresh  bool
	}{
		{rating("p1", "lena", 3), true}, {rating("p1", "ines", 4), true}, {rating("p2", "lena", 5), true}, {rating("p1", "lena", 7), false},
	} {
		if fresh, err := s.Ratings.Write(t.Context(), step.rating); err != nil || fresh != step.fresh {
			t.Errorf("%s: fresh %t, %v", step.rating.ID(), fresh, err)
		}
	}
	got, err := s.Ratings.Of(t.Context(), "p1")
	if err != nil || len(got) != 2 || got[0].Rater != "ines" || got[1].Scores["market_reach"] != 7 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestRatingsOfOneRaterAtOnceLeaveOne(t *testing.T) {
	s := open(t)
	var wait sync.WaitGroup
	fresh := make([]bool, 12)
	for i := range fresh {
		wait.Go(func() {
			var err error
			fresh[i], err = s.Ratings.Write(t.Context(), portal.Rating{Partner: "p1", Rater: "lena", Scores: map[string]int{"brand_fit": i % 10}})
			if err != nil && portal.KindOf(err) != portal.Conflict {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	first := 0
	for _, f := range fresh {
		if f {
			first++
		}
	}
	if got, err := s.Ratings.Of(t.Context(), "p1"); err != nil || len(got) != 1 || first != 1 {
		t.Errorf("%d kept, %d were first, %v", len(got), first, err)
	}
}
