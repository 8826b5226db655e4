package portal

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestAlikeIsWhatPeopleShouldCompare(t *testing.T) {
	miramar := Lead{Company: "Hotel Miramar, Lda.", Domain: "miramar.pt", Country: "PT"}
	for _, c := range []struct {
		name  string
		other Lead
		want  bool
	}{
		{"the same name in another country", Lead{Company: "HOTEL MIRAMAR", Country: "ES"}, true},
		{"a blank in the name", Lead{Company: "Hotel Mira Mar", Country: "PT"}, true},
		{"a letter more", Lead{Company: "Hotel Mirramar", Country: "PT"}, true},
		{"a letter less", Lead{Company: "Hotel Mirmar", Country: "PT"}, true},
		{"another letter", Lead{Company: "Hotel Miranar", Country: "pt"}, true},
		{"two letters swapped", Lead{Company: "Hotel Mirmaar", Country: "PT"}, true},
		{"a letter away in another country", Lead{Company: "Hotel Miranar", Country: "ES"}, false},
		{"two letters away", Lead{Company: "Hotel Minanar", Country: "PT"}, false},
		{"the same domain under another suffix", Lead{Company: "Grupo Atlantico", Domain: "miramar.co.uk", Country: "GB"}, true},
		{"another customer", Lead{Company: "Casa Azul", Domain: "casaazul.pt", Country: "PT"}, false},
		{"nothing typed yet", Lead{Country: "PT"}, false},
	} {
		if got := rules.Alike(miramar, c.other); got != c.want {
			t.Errorf("%s: alike %t, want %t", c.name, got, c.want)
		}
		if got := rules.Alike(c.other, miramar); got != c.want {
			t.Errorf("%s, the other way round: alike %t, want %t", c.name, got, c.want)
		}
	}
	for _, pair := range [][2]Lead{
		{{Company: "BBC", Country: "GB"}, {Company: "BBV", Country: "GB"}},                                     // too short to say
		{{Company: "One", Domain: "gmail.com"}, {Company: "Two", Domain: "gmail.com"}},                         // a mail service
		{{Company: "One", Domain: "abc.pt", Country: "PT"}, {Company: "Two", Domain: "abc.es", Country: "ES"}}, // a label of three letters
	} {
		if rules.Alike(pair[0], pair[1]) {
			t.Errorf("%v and %v are alike", pair[0], pair[1])
		}
	}
}

// TestALetterAwaySharesAHalf is why two indexes are enough to find every customer one
// letter away: where a letter is added, lost or another, one half stays.
func TestALetterAwaySharesAHalf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := []rune(rapid.StringMatching(`[a-dxé]{5,14}`).Draw(t, "name"))
		at, letter := rapid.IntRange(0, len(name)-1).Draw(t, "at"), rapid.RuneFrom([]rune("abq")).Draw(t, "letter")
		other := slices.Clone(name)
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			other[at] = letter
		case 1:
			other = slices.Insert(other, at, letter)
		case 2:
			other = slices.Delete(other, at, at+1)
		}
		a, b := Lead{Company: string(name), Country: "PT"}, Lead{Company: string(other), Country: "PT"}
		if len(plainName(b.Company)) < shortestAlike || len(plainName(a.Company)) < shortestAlike || !rules.Alike(a, b) {
			t.Skip("too short once a legal form fell away")
		}
		heads, tails := LikenessesOf(a)
		there := LikenessOf(b)
		if !slices.Contains(heads, there.Head) && !slices.Contains(tails, there.Tail) && there.Name != LikenessOf(a).Name {
			t.Fatalf("%q is not found from %q: %v, %v; it is %+v", b.Company, a.Company, heads, tails, there)
		}
	})
}
