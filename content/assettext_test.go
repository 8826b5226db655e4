package content

import (
	"slices"
	"strings"
	"testing"

	"tandem/portal"
)

func TestAnAssetsVersionsAreComparedInWords(t *testing.T) {
	l := loaded(t)
	a := asset(t, l, "city-weekend", "en")
	now, err := l.AssetText(a, l.Source(a), casa())
	if err != nil || now[0].Text != a.Title || !now[0].Heading {
		t.Fatalf("%+v, %v", now, err)
	}
	if !slices.ContainsFunc(now, func(p portal.Passage) bool { return strings.Contains(p.Text, casa().Kit.Name) }) {
		t.Error("the partner's name is not filled in")
	}
	earlier := strings.Replace(strings.Replace(l.Source(a), a.Title, "Two nights", 1), "forty rooms", "fifty rooms", 1)
	was, err := l.AssetText(a, earlier, casa())
	if err != nil || was[0].Text != "Two nights" {
		t.Fatalf("%+v, %v", was, err)
	}
	edits := 0
	for _, change := range portal.ChangedText(was, now) {
		if change.Edit != portal.EditNone {
			edits++
		}
	}
	if edits < 1 || edits > 3 {
		t.Errorf("%d passages differ", edits)
	}
	if _, err := l.AssetText(a, "no front matter", casa()); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a broken file: %v", err)
	}
}
