package content

import (
	"strings"
	"testing"

	"tandem/portal"
)

func TestCaptionsAreWhatCanBePosted(t *testing.T) {
	l := loaded(t)
	c := casa()
	posts := l.Captions(asset(t, l, "slow-mornings", "en"), c)
	if len(posts) != 3 || posts[0].Label != "Post 1, any day" {
		t.Fatalf("%+v", posts)
	}
	want := "Breakfast until eleven. That is the whole offer.\n\nSmall hotels in 22 cities, chosen with Northwind Stays. Link in bio.\n\n" + c.Link + "?utm_medium=social"
	if posts[0].Text != want {
		t.Errorf("got %q", posts[0].Text)
	}
	page := l.Captions(asset(t, l, "city-weekend", "es"), c)
	if len(page) != 1 || page[0].Label != "" || !strings.HasPrefix(page[0].Text, c.Kit.Name) || strings.Contains(page[0].Text, "{{") || !strings.Contains(page[0].Text, "panadería") {
		t.Errorf("%+v", page)
	}
	for _, slug := range []portal.AssetSlug{"how-you-are-paid", "first-introduction", "winter-co-op"} {
		if got := l.Captions(asset(t, l, slug, "en"), c); got != nil {
			t.Errorf("%s is for the partner alone: %+v", slug, got)
		}
	}
}
