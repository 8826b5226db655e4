package portal

import (
	"testing"

	"pgregory.net/rapid"
)

func TestLightnessIsThatOfOklab(t *testing.T) {
	// The reference values are those of the CSS Color 4 conversion of the same colours.
	for text, want := range map[string]int{"#000000": 0, "#ffffff": 1000, "#ff0000": 628, "#00ff00": 866, "#0000ff": 452, "#808080": 600} {
		if got := colour(t, text).Lightness(); got != want {
			t.Errorf("%s has the lightness %d, want %d", text, got, want)
		}
	}
}

func TestAToneKeepsItsHue(t *testing.T) {
	petrol := colour(t, "#0b4f6c")
	light := petrol.Toned(720)
	if light[2] <= light[1] || light[1] <= light[0] || int(light[2])-int(light[0]) < 60 {
		t.Errorf("%s in light is %s, which is no petrol", petrol, light)
	}
	rapid.Check(t, func(t *rapid.T) {
		c := Colour{rapid.Byte().Draw(t, "red"), rapid.Byte().Draw(t, "green"), rapid.Byte().Draw(t, "blue")}
		l := rapid.IntRange(200, 1000).Draw(t, "lightness")
		if got := c.Toned(l).Lightness(); got < l-12 || got > l+12 {
			t.Errorf("%s at %d is %s at %d", c, l, c.Toned(l), got)
		}
	})
}
