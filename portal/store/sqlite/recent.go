package sqlite

import (
	"sync"

	"tandem/portal/store/docs"
)

// recentBytes bounds what is kept of documents that were read by their ids.
const recentBytes = 8 << 20

// recent keeps documents that were read by their ids, as they are in the file. The
// folder's lock makes this process the only one that writes it, and a write is
// forgotten here before it is answered: what is kept is never older than the last
// answered write. Bodies are shared: nobody changes one. The nil recent keeps nothing.
type recent struct {
	mu     sync.Mutex
	writes uint64 // raised by each write: what was read before it may be old
	kept   map[place]docs.Document
	bytes  int
}

// place is where a document is. One without a version is known not to be there.
type place struct{ collection, id string }

func newRecent() *recent { return &recent{kept: map[place]docs.Document{}} }

// find returns what is kept, and otherwise the number of writes so far, for keep.
func (r *recent) find(at place) (d docs.Document, found bool, writes uint64) {
	if r == nil {
		return d, false, 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	d, found = r.kept[at]
	return d, found, r.writes
}

// keep keeps what was read after so many writes, unless there was another one meanwhile.
func (r *recent) keep(at place, d docs.Document, writes uint64) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	size := weight(at, d)
	if r.writes != writes || size > recentBytes/8 {
		return
	}
	if old, ok := r.kept[at]; ok {
		r.bytes -= weight(at, old)
	}
	if r.bytes += size; r.bytes > recentBytes {
		r.kept, r.bytes = map[place]docs.Document{}, size
	}
	r.kept[at] = d
}

// weight is about what a document takes here.
func weight(at place, d docs.Document) int {
	return len(at.collection) + 2*len(at.id) + len(d.Body) + 128
}

// forget drops what was written; everything when the place is not known.
func (r *recent) forget(places ...place) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writes++
	for _, at := range places {
		if at == (place{}) {
			r.kept, r.bytes = map[place]docs.Document{}, 0
			return
		}
		if old, ok := r.kept[at]; ok {
			r.bytes -= weight(at, old)
			delete(r.kept, at)
		}
	}
}
