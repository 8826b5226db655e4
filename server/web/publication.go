package web

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	slash "path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"

	"tandem/assets"
	"tandem/content"
	"tandem/content/export"
	"tandem/portal"
	"tandem/templates"
)

// publication is the public hub as files: the pages that anybody can read and all that
// they are made of. It is made whole, of one library on one day, and only read then.
type publication struct {
	library *content.Library
	day     portal.Date
	at      string               // where it is served, an address without a slash at the end
	files   map[string]published // by path
	pages   map[string]publicView
}

// published is one file of a publication.
type published struct {
	assets.File
	kept   bool // its name changes with its bytes, so it may be kept for ever
	missed bool // the page of what is not there
	save   bool // a file to keep, not to look at

	// make makes what takes a while and is seldom asked for; nil where the bytes are there.
	make func(context.Context) ([]byte, error)
}

// bytes are the file's, made now when they are not there yet.
func (f published) bytes(ctx context.Context) ([]byte, error) {
	if f.make == nil {
		return f.Body, nil
	}
	return f.make(ctx)
}

// newPage begins a page of a publication, or of somebody who is signed in.
type newPage func(title, description string) templates.Page

// publicView is a public page, whoever looks at it.
type publicView func(newPage) (templates.View, error)

// keptPublication is the newest publication.
type keptPublication struct {
	mu  sync.Mutex
	now *publication
}

// published is the publication of the library there is now, today: what a visitor gets.
func (a *App) published() (*publication, error) {
	library, day := a.library(), a.program.Today()
	a.hub.mu.Lock()
	defer a.hub.mu.Unlock()
	if p := a.hub.now; p != nil && p.library == library && p.day == day {
		return p, nil
	}
	p, err := a.publish(library, day, a.base, a.hub.now)
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	a.hub.now = p
	return p, nil
}

// publish makes a publication to be served at an address. What is as it was in the one
// before is taken from there, since most of the work is to compress it.
func (a *App) publish(library *content.Library, day portal.Date, at string, before *publication) (*publication, error) {
	p := &publication{library: library, day: day, at: at, files: map[string]published{}, pages: map[string]publicView{}}
	listed, err := a.publicPages(p)
	if err != nil {
		return nil, err
	}
	for _, page := range listed {
		p.pages[page.path] = page.view
	}
	add := func(path string, file published) {
		if before != nil {
			if same, ok := before.files[path]; ok && bytes.Equal(same.Body, file.Body) {
				file.File = same.File
			}
		}
		if file.ETag == "" {
			sum := sha256.Sum256(file.Body)
			file.ETag = `"` + hex.EncodeToString(sum[:10]) + `"`
			file.File = file.Pack()
		}
		p.files[path] = file
	}
	var out bytes.Buffer
	for _, page := range listed {
		view, err := page.view(func(title, description string) templates.Page { return a.visitorsPage(p, page, title, description) })
		if err != nil {
			return nil, fmt.Errorf("%s: %w", page.path, err)
		}
		out.Reset()
		if err := a.pages.Render(&out, view); err != nil {
			return nil, fmt.Errorf("%s: %w", page.path, err)
		}
		body, err := a.localise(p, out.Bytes(), page.locale)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", page.path, err)
		}
		add(page.path, published{File: assets.File{Type: fiber.MIMETextHTMLCharsetUTF8, Body: body}, missed: page.missed})
	}
	add(robotsPath, published{File: assets.File{Type: fiber.MIMETextPlainCharsetUTF8, Body: a.robotsText(p)}})
	sitemap, err := a.sitemapFile(p, listed)
	if err != nil {
		return nil, err
	}
	add(sitemapPath, published{File: assets.File{Type: "application/xml; charset=utf-8", Body: sitemap}})
	feed, err := a.feedFile(p)
	if err != nil {
		return nil, err
	}
	add(feedPath, published{File: assets.File{Type: "application/atom+xml; charset=utf-8", Body: feed}})
	return p, nil
}

// prefix is the path under which the publication is served, "" at the root of a host.
func (p *publication) prefix() string {
	_, rest, _ := strings.Cut(p.at, "://")
	_, folder, found := strings.Cut(rest, "/")
	if !found {
		return ""
	}
	return "/" + folder
}

// own are the addresses of ours in a page: all come out of the templates and out of
// goldmark, which write quotation marks in text as entities.
var own = regexp.MustCompile(` (?:href|src|action)="(/[^"/][^"]*|/)"`)

// localise makes every address of a page right for where the page is served. What is
// part of the publication is found there, an asset at its public page; everything else,
// a form, the way in, is at the portal.
func (a *App) localise(p *publication, page []byte, locale string) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(len(page) + len(page)/16)
	prefix, last := p.prefix(), 0
	for _, found := range own.FindAllSubmatchIndex(page, -1) {
		address := string(page[found[2]:found[3]])
		target, rest := address, ""
		if i := strings.IndexAny(address, "?#&"); i >= 0 {
			target, rest = address[:i], address[i:]
		}
		if slug, isAsset := strings.CutPrefix(target, hubPath+"/"); isAsset && p.pages[resourcePath+"/"+slug] != nil {
			target = resourcePath + "/" + slug
			if translated := target + "/" + locale; p.pages[translated] != nil {
				target = translated
			}
		}
		here := p.pages[target] != nil || target == feedPath
		if !here {
			var err error
			if here, err = a.include(p, target); err != nil {
				return nil, err
			}
		}
		out.Write(page[last:found[2]])
		if here {
			out.WriteString(prefix + target + rest)
		} else {
			out.WriteString(a.base + address)
		}
		last = found[3]
	}
	out.Write(page[last:])
	return out.Bytes(), nil
}

var inSheet = regexp.MustCompile(`url\(([^):]+)\)`)

// include makes a file of the portal part of the publication, with the files that it
// names itself; false when there is no file at a path.
func (a *App) include(p *publication, target string) (bool, error) {
	if _, done := p.files[target]; done {
		return true, nil
	}
	var file assets.File
	name, isStatic := strings.CutPrefix(target, assets.Prefix)
	switch {
	case isStatic:
		found, ok := a.staticFile(name)
		if !ok {
			return false, fmt.Errorf("there is no file %s", target)
		}
		file = found
	case strings.HasPrefix(target, content.ImagePrefix):
		image, err := p.library.ImageAt(target)
		if err != nil {
			return false, fmt.Errorf("%s: %w", target, err)
		}
		file = a.pictureFile(image)
	default:
		return false, nil
	}
	p.files[target] = published{File: file, kept: true}
	if slash.Ext(target) == ".css" {
		for _, named := range inSheet.FindAllSubmatch(file.Body, -1) {
			if _, err := a.include(p, slash.Join(slash.Dir(target), string(named[1]))); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// visitorsPage is what a page shows of who asks when that is anybody.
func (a *App) visitorsPage(p *publication, page publicPage, title, description string) templates.Page {
	out := a.plainPage(title)
	out.Path, out.Description = page.path, description
	if page.missed {
		out.Description = ""
		return out
	}
	out.Canonical, out.Picture = p.at+page.path, p.at+a.picture(p, page.asset)
	out.Feed, out.Article = p.at+feedPath, page.asset.Slug != ""
	for _, locale := range page.asset.Locales {
		if target := resourceAt(page.asset.Slug, locale, page.asset.Locales[0]); len(page.asset.Locales) > 1 && p.pages[target] != nil {
			out.Alternates = append(out.Alternates, templates.Alternate{Lang: locale, Href: p.at + target})
		}
	}
	return out
}

// showPublic answers with a page of the publication. What a visitor gets is made already;
// somebody who is signed in, or just did something, gets a page of their own.
func (a *App) showPublic(r *request) error {
	p, err := a.published()
	if err != nil {
		return err
	}
	view, ok := p.pages[r.Path()]
	if !ok {
		return fiber.ErrNotFound
	}
	if r.who.Session != "" || r.Cookies(a.cookies.flash) != "" {
		made, err := view(r.publicPage)
		if err != nil {
			return err
		}
		return r.render(made)
	}
	r.Set(fiber.HeaderCacheControl, "private, no-cache") // a browser asks each time: signed in, it gets another page
	r.Set(fiber.HeaderVary, "Accept-Encoding, Cookie")
	return r.sendPublished(p.files[r.Path()])
}

// sendPublic answers with a file of the publication, alike for everybody.
func (a *App) sendPublic(r *request) error {
	p, err := a.published()
	if err != nil {
		return err
	}
	file, ok := p.files[r.Path()]
	if !ok {
		return fiber.ErrNotFound
	}
	r.Set(fiber.HeaderCacheControl, "public, max-age=300")
	if file.kept {
		r.Set(fiber.HeaderCacheControl, forever)
	}
	if file.Gzip != nil || file.Brotli != nil {
		r.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	}
	if file.missed {
		r.Status(fiber.StatusNotFound)
	}
	return r.sendPublished(file)
}

func (r *request) sendPublished(file published) error {
	r.Set(fiber.HeaderContentType, file.Type)
	if file.save {
		r.attach(slash.Base(file.Name), file.Type)
	}
	if file.make != nil && !matches(r.Get(fiber.HeaderIfNoneMatch), file.ETag) {
		made, err := file.make(r.ctx)
		if err != nil {
			return err
		}
		file.Body = made
	}
	return r.sendFile(file.File)
}

// PublicFiles are the public hub as files of a folder that is served at an address, which
// has no slash at its end; "" is the portal's own. What the server sends compressed has
// its compressed forms beside it.
func (a *App) PublicFiles(at string) ([]export.File, error) {
	p, err := a.publish(a.library(), a.program.Today(), cmp.Or(at, a.base), nil)
	if err != nil {
		return nil, err
	}
	var files []export.File
	for _, address := range slices.Sorted(maps.Keys(p.files)) {
		file := p.files[address]
		name := strings.TrimPrefix(address, "/")
		if _, page := p.pages[address]; page && !file.missed {
			name = export.PageName(address)
		}
		files = append(files, export.File{Name: name, Final: file.kept, Bytes: file.bytes})
		for _, form := range []struct {
			ending string
			body   []byte
		}{{".br", file.Brotli}, {".gz", file.Gzip}} {
			if form.body != nil {
				files = append(files, export.File{Name: name + form.ending, Final: file.kept, Bytes: func(context.Context) ([]byte, error) { return form.body, nil }})
			}
		}
	}
	return files, nil
}
