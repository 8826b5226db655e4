package content

import (
	"sync"
	"testing"
)

// TestALibraryIsReplacedWhole reads while another library takes its place: every reader
// has one or the other, with the rules of the start in both.
func TestALibraryIsReplacedWhole(t *testing.T) {
	t.Parallel()
	first, err := Load(Files())
	if err != nil {
		t.Fatal(err)
	}
	first.Program.Name = "As at the start"
	live := NewLive(first)
	next := *first
	next.Program.Name, next.entries = "As in the file now", first.entries[:1]
	next.indexTexts()
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for range 50 {
				l := live.Current()
				if n := len(l.Assets(Audience{Staff: true})); len(l.entries) == 1 && n > 1 || l.Program.Name != "As at the start" {
					t.Errorf("%d of %d assets under %q", n, len(l.entries), l.Program.Name)
				}
			}
		})
	}
	live.Replace(&next)
	readers.Wait()
	if len(live.Current().entries) != 1 {
		t.Error("the library is the old one")
	}
}
