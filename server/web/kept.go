package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"github.com/gofiber/fiber/v2"

	"tandem/assets"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// keptPages are the pages that every visitor sees alike until the day is over: made
// and compressed once, when the first one asks.
type keptPages struct {
	mu    sync.RWMutex
	day   portal.Date
	pages map[string]assets.File // by path
}

func (k *keptPages) find(path string, day portal.Date) (assets.File, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	page, ok := k.pages[path]
	return page, ok && k.day == day
}

func (k *keptPages) keep(path string, day portal.Date, page assets.File) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.day != day || k.pages == nil {
		k.day, k.pages = day, map[string]assets.File{}
	}
	k.pages[path] = page
}

// renderKept answers with a page that is made of the program's rules, its texts and
// the day alone. What a visitor sees is made once; somebody who is signed in, or just
// did something, gets a page of their own. The address says all: one with a query is made anew.
func (r *request) renderKept(view func() (templates.View, error)) error {
	if r.who.Session != "" || r.Cookies(r.app.cookies.flash) != "" || len(r.Context().URI().QueryString()) > 0 {
		made, err := view()
		if err != nil {
			return err
		}
		return r.render(made)
	}
	path, day := r.Path(), r.app.program.Today()
	page, ok := r.app.kept.find(path, day)
	if !ok {
		made, err := view()
		if err != nil {
			return err
		}
		var out bytes.Buffer
		if err := r.app.pages.Render(&out, made); err != nil {
			return err
		}
		sum := sha256.Sum256(out.Bytes())
		page = assets.File{Type: fiber.MIMETextHTMLCharsetUTF8, ETag: `"` + hex.EncodeToString(sum[:10]) + `"`, Body: out.Bytes()}.Compress()
		r.app.kept.keep(path, day, page)
	}
	r.Set(fiber.HeaderCacheControl, "private, no-cache") // a browser asks each time: signed in, it gets another page
	r.Set(fiber.HeaderContentType, page.Type)
	r.Set(fiber.HeaderVary, "Accept-Encoding, Cookie")
	return r.sendFile(page)
}

// lastPages are the pages that people saw last, compressed, with what they were made
// of. A page is sent again where it would be made again: the same person, whose
// account has not changed, at the same address, in the same minute, and a store that
// answers what it answered. Nothing of it is guessed, so nothing old is ever seen.
type lastPages struct {
	mu    sync.Mutex
	pages map[string]lastPage // by session and address
	bytes int
}

type lastPage struct {
	account int64
	minute  int64
	reads   *program.Reads
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
	key, minute := r.who.Session+" "+address, r.app.program.Now().Time().Unix()/60
	if page, ok := r.app.last.find(key); ok && page.account == r.who.Version && page.minute == minute && r.app.program.Same(r.ctx, page.reads) {
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
	r.app.last.keep(key, lastPage{account: r.who.Version, minute: minute, reads: reads, packed: packed})
	return r.sendPacked(packed)
}

// sendPacked answers with a compressed page.
func (r *request) sendPacked(packed []byte) error {
	r.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	r.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	r.Set(fiber.HeaderContentEncoding, "gzip")
	return r.Send(packed)
}
