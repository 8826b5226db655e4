// Package kept holds what is dear to make and made again and again from the same: codes,
// pictures, style sheets. It knows nothing of what it holds.
package kept

import "sync"

// Table holds values by key, as many as a limit allows; the one put in first goes first.
// A value is shared by everybody who asks, so it is read only. Safe for many goroutines.
type Table[K comparable, V any] struct {
	limit int
	weigh func(V) int

	mu     sync.Mutex
	values map[K]V
	order  []K
	weight int
}

// New is a table of up to limit values.
func New[K comparable, V any](limit int) *Table[K, V] {
	return Weighed[K](limit, func(V) int { return 1 })
}

// Weighed is a table whose values weigh up to limit together, as weigh says. One that
// weighs more than a quarter of it is made each time.
func Weighed[K comparable, V any](limit int, weigh func(V) int) *Table[K, V] {
	return &Table[K, V]{limit: limit, weigh: weigh, values: map[K]V{}}
}

// Get is the value of a key, made when it is not there. Two who ask at once may both make
// it, and get the same one. What could not be made is not kept.
func (t *Table[K, V]) Get(key K, make func() (V, error)) (V, error) {
	t.mu.Lock()
	v, ok := t.values[key]
	t.mu.Unlock()
	if ok {
		return v, nil
	}
	made, err := make()
	if err != nil {
		return made, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if v, ok := t.values[key]; ok {
		return v, nil
	}
	weight := t.weigh(made)
	if weight > max(1, t.limit/4) {
		return made, nil
	}
	for t.weight += weight; t.weight > t.limit; t.order = t.order[1:] {
		t.weight -= t.weigh(t.values[t.order[0]])
		delete(t.values, t.order[0])
	}
	t.order = append(t.order, key)
	t.values[key] = made
	return made, nil
}
