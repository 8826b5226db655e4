package web

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/klauspost/compress/gzip"

	"tandem/portal"
	"tandem/templates"
)

// page is what every page knows about this request: the program, who is signed in,
// where they can go, and the token of their forms.
func (r *request) page(title string) templates.Page {
	page := r.app.plainPage(title)
	page.Flash, page.Theme, page.Path = r.takeFlash(), r.who.Theme, r.Path()
	if r.who.Session == "" {
		return page
	}
	page.User = templates.User{Name: r.who.Name, Company: r.who.Company, Staff: r.who.Partner == "", Role: roleLabels(r.who.Roles)}
	page.Nav, page.Primary, page.SearchHref = r.nav(), r.primary(), r.searchHref()
	page.CSRF = r.formToken()
	return page
}

// formPage is a page with a form that somebody who is not signed in may send.
func (r *request) formPage(title string) templates.Page {
	page := r.page(title)
	page.CSRF = r.formToken()
	return page
}

// plainPage is what every page knows whoever looks at it.
func (a *App) plainPage(title string) templates.Page {
	rules := a.program.Rules
	return templates.Page{
		Title:   title,
		Program: templates.Brand{Name: rules.Name, Company: rules.Company, Support: rules.Support, CSS: a.brand.address, Icon: a.brand.icon},
		Now:     a.program.Now(), Zone: rules.Zone, Demo: a.demo,
	}
}

func roleLabels(roles []portal.Role) string {
	var names []string
	for _, role := range roles {
		names = append(names, role.Label())
	}
	return strings.Join(names, ", ")
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render answers with a page. Nothing is sent unless all of it could be made.
func (r *request) render(view templates.View) error { return r.renderStatus(fiber.StatusOK, view) }

func (r *request) renderStatus(status int, view templates.View) error {
	out := buffers.Get().(*bytes.Buffer)
	out.Reset()
	defer buffers.Put(out)
	if err := r.app.pages.Render(out, view); err != nil {
		return err
	}
	r.Status(status)
	r.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	r.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if out.Len() < compressFrom || !accepts(r.Get(fiber.HeaderAcceptEncoding), "gzip") {
		return r.Send(bytes.Clone(out.Bytes()))
	}
	packed, err := compressed(out.Bytes())
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderContentEncoding, "gzip")
	return r.Send(packed)
}

// compressFrom is the size from which a page is compressed: below it nothing is won.
const compressFrom = 1400

var packers = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant
	}
	return w
}}

// compressed is a page made smaller for the way, as fast as it goes.
func compressed(page []byte) ([]byte, error) {
	packer := packers.Get().(*gzip.Writer)
	defer packers.Put(packer)
	out := bytes.NewBuffer(make([]byte, 0, len(page)/3))
	packer.Reset(out)
	if _, err := packer.Write(page); err != nil {
		return nil, fmt.Errorf("compress a page: %w", err)
	}
	if err := packer.Close(); err != nil {
		return nil, fmt.Errorf("compress a page: %w", err)
	}
	return out.Bytes(), nil
}

// again answers a form that did not pass with the form as it was sent, and what is
// wrong at its fields. An error that says nothing about the form is returned as it is.
func (r *request) again(err error, show func(templates.Form) templates.View) error {
	problem, ok := errors.AsType[*portal.Error](err)
	if !ok {
		return err
	}
	switch problem.Kind {
	case portal.Invalid, portal.Conflict, portal.Limited, portal.Unavailable:
	default:
		return err
	}
	values, _, valuesErr := r.formValues()
	if valuesErr != nil {
		return valuesErr
	}
	kept := maps.Clone(values)
	delete(kept, formTokenField)
	return r.renderStatus(status(problem.Kind), show(templates.Failed(kept, problem)))
}

// pageAgain is again for a page that shows more than the form: the page is read anew,
// and put places the form where it belongs on it.
func pageAgain[V templates.View](r *request, failed error, read func() (V, error), put func(*V, templates.Form)) error {
	view, err := read()
	if err != nil {
		return err
	}
	return r.again(failed, func(f templates.Form) templates.View {
		put(&view, f)
		return view
	})
}

// flashLife is how long a message waits for the page that shows it.
const flashLife = time.Minute

// flash says what happened on the next page this person sees, once. undo is the
// path that takes it back, "" for none.
func (r *request) flash(kind, text, undo string) {
	r.setCookie(r.app.cookies.flash, r.app.forms.sign("flash", kind+"\x00"+text+"\x00"+undo), flashLife)
}

func (r *request) takeFlash() *templates.Flash {
	cookie := r.Cookies(r.app.cookies.flash)
	if cookie == "" {
		return nil
	}
	r.setCookie(r.app.cookies.flash, "", 0)
	text, ok := r.app.forms.signed("flash", cookie)
	parts := strings.Split(text, "\x00")
	if !ok || len(parts) != 3 {
		return nil
	}
	return &templates.Flash{Kind: parts[0], Text: parts[1], Undo: parts[2]}
}
