package portal

import "testing"

func TestViewsAreCountedByAssetAndMonthAndBounded(t *testing.T) {
	v := ViewsOf("p1", "2026-03-02")
	if v.ID != "views:p1:2026-03" || v.ID == ViewsOf("p1", "2026-04-01").ID {
		t.Errorf("named %s", v.ID)
	}
	first, _ := v.Add("a")
	second, ok := first.Add("a")
	third, _ := second.Add("b")
	if !ok || v.Counts["a"] != 0 || first.Counts["a"] != 1 || third.Counts["a"] != 2 || third.Counts["b"] != 1 {
		t.Errorf("%v, %v, %v", v, first, third)
	}
	third.Counts["a"] = maxViews
	if full, ok := third.Add("a"); ok || full.Counts["a"] != maxViews {
		t.Error("a flood is counted on")
	}
	if next, ok := third.Add("b"); !ok || next.Counts["b"] != 2 {
		t.Error("a flood of one asset stops the count of another")
	}
}
