package portal

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shown writes a comparison as [-removed-] and {+added+}, a line each.
func shown(changes []PassageChange) string {
	var lines []string
	for _, c := range changes {
		var words []string
		for _, s := range c.Words {
			switch s.Edit {
			case EditAdded:
				words = append(words, "{+"+s.Text+"+}")
			case EditRemoved:
				words = append(words, "[-"+s.Text+"-]")
			default:
				words = append(words, s.Text)
			}
		}
		line := strings.Join(words, " ")
		if c.Heading {
			line = "# " + line
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// text is a heading for each line that begins with #, a paragraph for each other.
func text(lines ...string) []Passage {
	var list []Passage
	for _, line := range lines {
		heading, isHeading := strings.CutPrefix(line, "# ")
		list = append(list, Passage{Heading: isHeading, Text: heading})
	}
	return list
}

func TestTextsAreComparedByPassageAndWord(t *testing.T) {
	for name, c := range map[string]struct {
		before, after []Passage
		want          string
	}{
		"nothing":           {nil, nil, ""},
		"the same":          {text("# One", "You earn a share."), text("# One", "You earn a share."), "# One\nYou earn a share."},
		"words":             {text("Protected for 20 days once per stage."), text("Protected for 30 days once per stage."), "Protected for [-20-] {+30+} days once per stage."},
		"words at the end":  {text("It runs for a year."), text("It runs for a year. Then it ends."), "It runs for a year. {+Then it ends.+}"},
		"a new passage":     {text("# Pay", "We pay."), text("# Pay", "A boost comes on top of it all.", "We pay."), "# Pay\n{+A boost comes on top of it all.+}\nWe pay."},
		"one that is gone":  {text("First of them.", "Second of them goes.", "Third."), text("First of them.", "Third."), "First of them.\n[-Second of them goes.-]\nThird."},
		"another passage":   {text("Refunds take back a share."), text("Courts of Lisbon decide everything."), "[-Refunds take back a share.-]\n{+Courts of Lisbon decide everything.+}"},
		"no heading is one": {text("# What you earn"), text("What you earn"), "# [-What you earn-]\n{+What you earn+}"},
		"all of it new":     {nil, text("One.", "Two."), "{+One.+}\n{+Two.+}"},
		"a word that moved": {text("a b c d e"), text("b c d e a"), "[-a-] b c d e {+a+}"},
	} {
		if got := shown(ChangedText(c.before, c.after)); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

// TestNothingIsLostBetweenTwoTexts reads both texts back out of their comparison.
func TestNothingIsLostBetweenTwoTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		passage := rapid.Custom(func(t *rapid.T) Passage {
			words := rapid.SliceOfN(rapid.SampledFrom([]string{"we", "pay", "you", "30", "days", "after"}), 1, 12).Draw(t, "words")
			return Passage{Heading: rapid.Bool().Draw(t, "heading"), Text: strings.Join(words, " ")}
		})
		before := rapid.SliceOfN(passage, 0, 8).Draw(t, "before")
		after := rapid.SliceOfN(passage, 0, 8).Draw(t, "after")
		changes := ChangedText(before, after)
		for side, want := range map[Edit][]Passage{EditRemoved: after, EditAdded: before} {
			var got []Passage
			for _, c := range changes {
				if c.Edit == side {
					continue
				}
				var words []string
				for _, s := range c.Words {
					if s.Edit != side {
						words = append(words, s.Text)
					}
				}
				got = append(got, Passage{Heading: c.Heading, Text: strings.Join(words, " ")})
			}
			if len(got) != len(want) {
				t.Fatalf("without what is %s: %d passages, want %d\n%s", side, len(got), len(want), shown(changes))
			}
			for i := range want {
				if got[i] != want[i] {
					t.Fatalf("without what is %s: %q, want %q", side, got[i].Text, want[i].Text)
				}
			}
		}
	})
}
