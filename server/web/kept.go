package web

import (
	"bytes"
	"sync"

	"github.com/gofiber/fiber/v2"

	"tandem/content"
	"tandem/portal/program"
	"tandem/templates"
)

// lastPages are the pages that people saw last, compressed, with what they were made
// of. A page is sent again where it would be made again: the same person, whose
// account has not changed, at the same address, in the same minute, of the same library,
// and a store that answers what it answered. Nothing of it is guessed, so nothing old is ever seen.
type lastPages struct {
	mu    sync.Mutex
	pages map[string]lastPage // by session and address
	bytes int
}

type lastPage struct {
	account int64
	minute  int64
	reads   *program.Reads
	library *content.Library
	packed  []byte
}

// lastPagesBytes bounds what is kept of pages.
const lastPagesBytes = 8 << 20

func (l *lastPages) find(key string) (lastPage, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	page, ok := l.pages[key]
	return page, ok
}

func (l *lastPages) keep(key string, page lastPage) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.bytes += len(page.packed) - len(l.pages[key].packed); l.bytes > lastPagesBytes || l.pages == nil {
		l.pages, l.bytes = map[string]lastPage{}, len(page.packed)
	}
	l.pages[key] = page
}

// renderLast answers with a page that depends on the person, the address, the minute
// and what view reads of the store with the request's context, and on nothing else.
func (r *request) renderLast(view func() (templates.View, error)) error {
	address := r.OriginalURL()
	if r.who.Session == "" || len(address) > 200 || r.Cookies(r.app.cookies.flash) != "" || !accepts(r.Get(fiber.HeaderAcceptEncoding), "gzip") {
		made, err := view()
		if err != nil {
			return err
		}
		return r.render(made)
	}
	key, minute, library := r.who.Session+" "+address, r.app.program.Now().Time().Unix()/60, r.app.library()
	if page, ok := r.app.last.find(key); ok && page.account == r.who.Version && page.minute == minute && page.library == library && r.app.program.Same(r.ctx, page.reads) {
		return r.sendPacked(page.packed)
	}
	plain := r.ctx
	var reads *program.Reads
	r.ctx, reads = r.app.program.Watch(plain)
	made, err := view()
	r.ctx = plain
	if err != nil {
		return err
	}
	out := buffers.Get().(*bytes.Buffer)
	out.Reset()
	defer buffers.Put(out)
	if err := r.app.pages.Render(out, made); err != nil {
		return err
	}
	packed, err := compressed(out.Bytes())
	if err != nil {
		return err
	}
	r.app.last.keep(key, lastPage{account: r.who.Version, minute: minute, library: library, reads: reads, packed: packed})
	return r.sendPacked(packed)
}

// sendPacked answers with a compressed page.
func (r *request) sendPacked(packed []byte) error {
	r.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	r.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	r.Set(fiber.HeaderContentEncoding, "gzip")
	return r.Send(packed)
}
