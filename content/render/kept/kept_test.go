package kept

import (
	"errors"
	"sync"
	"testing"
)

func TestAValueIsMadeOnceAndTheOldestGoesFirst(t *testing.T) {
	made := map[int]int{}
	table := New[int, int](2)
	get := func(key int) {
		t.Helper()
		v, err := table.Get(key, func() (int, error) { made[key]++; return key * key, nil })
		if err != nil || v != key*key {
			t.Errorf("%d is %d, %v", key, v, err)
		}
	}
	for _, key := range []int{1, 2, 1, 2, 3, 2, 3, 1, 4, 1} { // 3 takes the place of 1, 1 that of 2, 4 that of 3
		get(key)
	}
	if made[1] != 2 || made[2] != 1 || made[3] != 1 || made[4] != 1 || len(table.values) != 2 {
		t.Errorf("made %v, %d are kept", made, len(table.values))
	}
}

func TestWhatCannotBeMadeIsNotKept(t *testing.T) {
	table := New[string, int](4)
	wrong := errors.New("no")
	if _, err := table.Get("a", func() (int, error) { return 0, wrong }); !errors.Is(err, wrong) {
		t.Errorf("%v", err)
	}
	if v, err := table.Get("a", func() (int, error) { return 7, nil }); err != nil || v != 7 {
		t.Errorf("%d, %v", v, err)
	}
}

func TestAllWhoAskAtOnceGetTheSame(t *testing.T) {
	table := New[int, *int](8)
	got := make([]*int, 50)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() { got[i], _ = table.Get(1, func() (*int, error) { return new(int), nil }) })
	}
	all.Wait()
	for _, one := range got {
		if one != got[0] {
			t.Fatal("two values of one key")
		}
	}
}

func TestValuesAreWeighed(t *testing.T) {
	made := map[string]int{}
	table := Weighed[string](12, func(v string) int { return len(v) })
	for _, key := range []string{"aaa", "bbb", "ccc", "aaa", "ddd", "e", "aaa", "heavy", "heavy", "ddd"} { // e takes the place of aaa
		if v, err := table.Get(key, func() (string, error) { made[key]++; return key, nil }); err != nil || v != key {
			t.Errorf("%q, %v", v, err)
		}
	}
	if made["aaa"] != 2 || made["bbb"] != 1 || made["heavy"] != 2 || made["ddd"] != 1 || table.weight > 12 {
		t.Errorf("made %v, %d is kept", made, table.weight)
	}
}
