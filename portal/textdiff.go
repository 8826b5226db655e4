package portal

import "strings"

// Passage is a heading, a paragraph, an item or a row of a table of a text.
type Passage struct {
	Heading bool
	Text    string
}

// Edit is what became of a stretch of words or of a passage.
type Edit string

const (
	EditNone    Edit = ""
	EditAdded   Edit = "added"
	EditRemoved Edit = "removed"
	EditChanged Edit = "changed" // of a passage: some of its words
)

// Stretch is words that were kept, added or removed together.
type Stretch struct {
	Edit Edit
	Text string
}

// PassageChange is a passage of two texts side by side.
type PassageChange struct {
	Heading bool
	Edit    Edit
	Words   []Stretch
}

// ChangedText compares two texts passage by passage, and those that correspond word
// by word. Reading what is not removed gives the new text, reading what is not added
// the old one.
func ChangedText(before, after []Passage) []PassageChange {
	var changes []PassageChange
	whole := func(p Passage, edit Edit) {
		changes = append(changes, PassageChange{Heading: p.Heading, Edit: edit, Words: []Stretch{{Edit: edit, Text: p.Text}}})
	}
	i, j := 0, 0
	for _, pair := range corresponding(before, after) {
		for ; i < pair[0]; i++ {
			whole(before[i], EditRemoved)
		}
		for ; j < pair[1]; j++ {
			whole(after[j], EditAdded)
		}
		if before[i].Text == after[j].Text {
			whole(after[j], EditNone)
		} else {
			changes = append(changes, PassageChange{Heading: after[j].Heading, Edit: EditChanged, Words: changedWords(before[i].Text, after[j].Text)})
		}
		i, j = i+1, j+1
	}
	for ; i < len(before); i++ {
		whole(before[i], EditRemoved)
	}
	for ; j < len(after); j++ {
		whole(after[j], EditAdded)
	}
	return changes
}

// alike is from how many thousandths of common words on two passages are one that was changed.
const alike = 500

// corresponding pairs the passages of two texts in their order so that their likeness is greatest.
func corresponding(before, after []Passage) [][2]int {
	bags := func(list []Passage) []map[string]int {
		all := make([]map[string]int, len(list))
		for i, p := range list {
			all[i] = map[string]int{}
			for _, word := range strings.Fields(p.Text) {
				all[i][word]++
			}
		}
		return all
	}
	was, is := bags(before), bags(after)
	like := func(i, j int) int {
		switch {
		case before[i].Heading != after[j].Heading:
			return 0
		case before[i].Text == after[j].Text:
			return 2000
		}
		return likeness(was[i], is[j])
	}
	return pairs(len(before), len(after), func(i, j int) int {
		if worth := like(i, j); worth >= alike {
			return worth
		}
		return 0
	})
}

// likeness is twice the words in common of all words, in thousandths.
func likeness(a, b map[string]int) int {
	common, all := 0, 0
	for word, n := range a {
		common += min(n, b[word])
		all += n
	}
	for _, n := range b {
		all += n
	}
	if all == 0 {
		return 0
	}
	return 2000 * common / all
}

// changedWords compares two passages word by word.
func changedWords(before, after string) []Stretch {
	was, is := strings.Fields(before), strings.Fields(after)
	var words []Stretch
	add := func(edit Edit, word string) {
		if n := len(words); n > 0 && words[n-1].Edit == edit {
			words[n-1].Text += " " + word
			return
		}
		words = append(words, Stretch{Edit: edit, Text: word})
	}
	i, j := 0, 0
	rest := func(toOld, toNew int) {
		for ; i < toOld; i++ {
			add(EditRemoved, was[i])
		}
		for ; j < toNew; j++ {
			add(EditAdded, is[j])
		}
	}
	same := func(i, j int) int {
		if was[i] == is[j] {
			return 1
		}
		return 0
	}
	for _, pair := range pairs(len(was), len(is), same) {
		rest(pair[0], pair[1])
		add(EditNone, is[j])
		i, j = i+1, j+1
	}
	rest(len(was), len(is))
	return words
}

// pairs chooses pairs (i, j), both rising, whose worth together is greatest; a pair
// worth nothing is never chosen. n*m steps and as many numbers.
func pairs(n, m int, worth func(i, j int) int) [][2]int {
	best := make([][]int, n+1) // of i.. and j..
	for i := range best {
		best[i] = make([]int, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if w := worth(i, j); w > 0 {
				best[i][j] = max(best[i][j], w+best[i+1][j+1])
			}
		}
	}
	var chosen [][2]int
	for i, j := 0, 0; i < n && j < m; {
		w := worth(i, j)
		switch {
		case w > 0 && best[i][j] == w+best[i+1][j+1]:
			chosen = append(chosen, [2]int{i, j})
			i, j = i+1, j+1
		case best[i][j] == best[i+1][j]:
			i++
		default:
			j++
		}
	}
	return chosen
}
