package portal

import "testing"

func TestSearchSetsSpellingAside(t *testing.T) {
	for _, c := range []struct {
		text string
		in   []string
		want bool
	}{
		{"lumiere", []string{"Lumière Foto"}, true},
		{"FOTO  lumi", []string{"Lumière Foto"}, true},
		{"bergstrom", []string{"Bergström Choir"}, true},
		{"choir miramar", []string{"Bergström Choir", "miramar.pt"}, true},
		{"choir casa", []string{"Bergström Choir", "miramar.pt"}, false},
		{"r-8f3kq2", []string{"R-8F3KQ2"}, true},
		{"", []string{"anything"}, true},
		{"photo", nil, false},
		{"fotomiramar", []string{"Foto", "miramar"}, false}, // one word does not run over two texts
	} {
		if got := Found(FindWords(c.text), c.in...); got != c.want {
			t.Errorf("%q in %q: %t", c.text, c.in, got)
		}
	}
	if got := FindWords("a b c d e f g h"); len(got) != maxFindWords {
		t.Errorf("%d words are looked for", len(got))
	}
}

func TestWhatBeginsWithTheSearchComesFirst(t *testing.T) {
	for name, want := range map[string]int{"Casa Lumen": 2, "Câsa": 2, "Quinta Casa": 1, "Picasa": 0} {
		if got := FindRank(FindWords("cas"), name); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
	if FindRank(nil, "Casa") != 0 {
		t.Error("no search ranks")
	}
}
