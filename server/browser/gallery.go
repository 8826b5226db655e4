package browser

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"

	"tandem/assets"
	"tandem/portal"
	"tandem/templates"
)

// Gallery serves the pages that show every component, with the files and the
// headers that the portal serves: it is for looking and for the gates.
func Gallery(brand portal.Colour) (http.Handler, error) {
	index, err := assets.New()
	if err != nil {
		return nil, err
	}
	pages, err := templates.New(index.URL)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for _, view := range templates.Galleries(brand) {
		var page bytes.Buffer
		zip := brotli.NewWriter(&page)
		if err := errors.Join(pages.Render(zip, view), zip.Close()); err != nil {
			return nil, err
		}
		mux.HandleFunc("GET /"+view.Name(), func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'")
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Cache-Control", "no-store")
			w.Header().Set("Content-Encoding", "br")
			_, _ = w.Write(page.Bytes())
		})
	}
	file := func(pattern string, find func(*http.Request) (assets.File, bool)) {
		mux.HandleFunc("GET "+pattern, func(w http.ResponseWriter, r *http.Request) {
			f, found := find(r)
			if !found {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", f.Type)
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			if f.Brotli != nil {
				w.Header().Set("Content-Encoding", "br")
				f.Body = f.Brotli
			}
			_, _ = w.Write(f.Body)
		})
	}
	file(assets.Prefix+"{name}", func(r *http.Request) (assets.File, bool) { return index.Get(r.PathValue("name")) })
	file(assets.Prefix+"brand.css", func(*http.Request) (assets.File, bool) {
		common, _ := index.Get(strings.TrimPrefix(index.URL("app.css"), assets.Prefix))
		return assets.File{Type: common.Type, Body: slices.Concat(common.Body, templates.BrandCSS(brand))}.Compress(), true
	})
	return mux, nil
}
