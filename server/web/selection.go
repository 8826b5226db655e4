package web

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

// selectionPath is where a partner takes several assets together.
const selectionPath = hubPath + "/selection"

// selectionQuery is which assets are chosen, and in which format they are wanted.
type selectionQuery struct {
	Assets []string       `form:"asset,max=120"`
	Format content.Format `form:"format,max=20"`
}

func (q selectionQuery) chosen() []program.Chosen {
	list := make([]program.Chosen, len(q.Assets))
	for i, text := range q.Assets {
		list[i] = program.ParseChosen(text)
	}
	return list
}

func (a *App) showSelection(r *request) error {
	var q selectionQuery
	if err := r.query(&q); err != nil {
		return err
	}
	return r.selection(q, fiber.StatusOK, "")
}

// selection is the page of what was chosen; wrong is why it cannot be had like that.
func (r *request) selection(q selectionQuery, status int, wrong string) error {
	s, err := r.app.program.SelectAssets(r.ctx, r.actor, q.chosen())
	if err != nil {
		return err
	}
	view := templates.Selection{Page: r.page("Download together"), Most: program.MaxKitAssets, Wrong: wrong}
	view.Primary = nil // the download is what this page is for
	view.Refused = said(s.Refused)
	for _, asset := range s.Assets {
		var formats []string
		for _, f := range asset.Formats {
			formats = append(formats, f.Label())
		}
		view.Assets = append(view.Assets, templates.SelectedAsset{
			Value: program.Chosen{Slug: asset.Slug, Locale: asset.Locale}.String(), Title: asset.Title, Lang: asset.Locale,
			Note: asset.Kind.Label() + " · " + r.language(asset.Locale) + " · version " + strconv.Itoa(asset.Version), Formats: strings.Join(formats, ", "),
		})
	}
	wanted := cmp.Or(q.Format, content.FormatKit)
	for _, f := range append([]content.Format{content.FormatKit}, s.Formats...) {
		choice := templates.Choice{Value: string(f), Label: f.Label(), On: f == wanted, Count: len(s.Assets)}
		if f != content.FormatKit {
			choice.Count = 0
			for _, asset := range s.Assets {
				if slices.Contains(asset.Formats, f) {
					choice.Count++
				}
			}
		}
		view.Formats = append(view.Formats, choice)
	}
	return r.renderStatus(status, view)
}

// downloadSelection sends what was chosen as one ZIP. It answers GET, as a download
// of one asset does; what cannot be had is said on the page of the selection.
func (a *App) downloadSelection(r *request) error {
	var q selectionQuery
	if err := r.query(&q); err != nil {
		return err
	}
	if len(q.Assets) == 0 || r.Get("Sec-Fetch-Site") == "cross-site" {
		return r.see(strings.TrimSuffix(selectionPath+"?"+url.Values{"asset": q.Assets}.Encode(), "?"))
	}
	err := r.bundle(q.chosen(), q.Format)
	if portal.KindOf(err) == portal.Invalid {
		return r.selection(q, status(portal.Invalid), said(err))
	}
	return err
}

// bundle sends assets as one ZIP, made while it is sent.
func (r *request) bundle(chosen []program.Chosen, format content.Format) error {
	tag := ""
	held := func(t string) bool {
		tag = `"` + t + `"`
		return matches(r.Get(fiber.HeaderIfNoneMatch), tag)
	}
	bundle, err := r.app.program.Bundle(r.ctx, r.actor, chosen, format, held, r.looking())
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderETag, tag)
	if bundle.Write == nil {
		return r.SendStatus(fiber.StatusNotModified)
	}
	r.attach(bundle.Name, "application/zip")
	if r.Method() == fiber.MethodHead {
		return nil
	}
	r.stream(bundle.Write)
	return nil
}

// stream sends what write writes, as it comes. An error in between ends the connection
// before its end, so that nobody takes half of a file for the whole.
func (r *request) stream(write func(context.Context, io.Writer) error) {
	ctx, log := context.WithoutCancel(r.ctx), r.app.log
	from, to := io.Pipe()
	go func() {
		err := write(ctx, to)
		if err != nil && !errors.Is(err, io.ErrClosedPipe) { // who left needs nothing
			log.Error("a download broke off", "error", err)
		}
		_ = to.CloseWithError(err) // never fails
	}()
	r.Context().SetBodyStream(struct {
		io.Reader
		io.Closer
	}{bufio.NewReader(from), from}, -1)
}

// said is the sentence of an error that is meant for the person, "" without one.
func said(err error) string {
	if problem, ok := errors.AsType[*portal.Error](err); ok {
		return problem.Message
	}
	return ""
}
