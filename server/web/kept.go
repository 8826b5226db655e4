package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"github.com/gofiber/fiber/v2"

	"tandem/assets"
	"tandem/portal"
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
