package portal

import (
	"testing"

	"pgregory.net/rapid"
)

func colour(t *testing.T, text string) Colour {
	t.Helper()
	c, err := ParseColour(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The pairs and their ratios are those of WCAG's own examples and of common contrast checkers.
func TestContrastIsThatOfWCAG(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"#000000", "#ffffff", 2100}, {"#777777", "#ffffff", 447}, {"#767676", "#ffffff", 454}, {"#0000ff", "#ffffff", 859}, {"#ff0000", "#ffffff", 399}, {"#ffffff", "#ffffff", 100}} {
		got := Contrast(colour(t, c.a), colour(t, c.b))
		if got < c.want-1 || got > c.want+1 {
			t.Errorf("%s on %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
	for _, text := range []string{"", "red", "#fff", "#12345g", "1d5fa8", "#1d5fa88"} {
		if _, err := ParseColour(text); KindOf(err) != Invalid {
			t.Errorf("%q is read as a colour", text)
		}
	}
	if got := colour(t, "#1d5fa8").String(); got != "#1d5fa8" {
		t.Errorf("written as %s", got)
	}
}

func TestAnyBrandColourCanBeRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Colour{rapid.Byte().Draw(t, "red"), rapid.Byte().Draw(t, "green"), rapid.Byte().Draw(t, "blue")}
		light, dark := c.Darker(Paper, TextContrast), c.Lighter(Night, TextContrast)
		if got := Contrast(light, Paper); got < TextContrast {
			t.Errorf("%s became %s with %d on paper", c, light, got)
		}
		if got := Contrast(dark, Night); got < TextContrast {
			t.Errorf("%s became %s with %d at night", c, dark, got)
		}
		for _, surface := range []Colour{light, dark} {
			if got := Contrast(surface, surface.On()); got < TextContrast {
				t.Errorf("words on %s have %d", surface, got)
			}
		}
	})
}
