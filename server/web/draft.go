package web

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"tandem/content"
	"tandem/portal"
	"tandem/templates"
)

func (a *App) showDraft(r *request) error {
	view, err := r.draftPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

// draftPage is the page of the text that the address names.
func (r *request) draftPage() (templates.Draft, error) {
	var q lookQuery
	if err := r.query(&q); err != nil {
		return templates.Draft{}, err
	}
	d, err := r.draft()
	if err != nil {
		return templates.Draft{}, err
	}
	p := r.app.program
	trial := p.TryDraft(d)
	partners, err := p.PreviewPartners(r.ctx, r.actor)
	if err != nil {
		return templates.Draft{}, err
	}
	base := draftPath(d)
	view := templates.Draft{
		Page: r.page(d.Title), Base: base, Version: d.Version, Lang: d.Locale, Note: r.draftNote(d), State: draftPill(d), Clock: r.draftClock(d),
		Problems: r.draftProblems(trial, ""),
		Writes:   d.State.Editable(), Talks: d.State.Open(), Discards: d.State.Open() && d.State != portal.DraftApproved,
		Steps: r.newestFirst(d.Story()),
	}
	draftScreens(&view, trial.Asset.Formats, q)
	for _, partner := range partners {
		view.Partners = append(view.Partners, templates.Option{Value: string(partner.ID), Label: partner.Company})
	}
	if d.Import != "" {
		view.Import = textImportPath(d.Import)
	}
	if known := p.Known(d.Slug); known != "" {
		view.Live = deskHub + "/" + string(known)
	}
	if p.Behind(d) {
		view.Behind = "Another text of this asset was published since this one was begun."
	}
	if err := r.draftSheet(&view, d, trial, q); err != nil {
		return view, err
	}
	for _, c := range d.Comments {
		view.Comments = append(view.Comments, templates.DraftRemark{N: c.N, By: c.ByName, When: r.when(c.At), Place: linePlace(c.Line), Text: c.Text, Done: c.Done})
	}
	r.draftSteps(&view, d, trial.Ready())
	return view, nil
}

// draft is the text that the address names.
func (r *request) draft() (portal.Draft, error) {
	id, err := r.id("draft")
	if err != nil {
		return portal.Draft{}, err
	}
	return r.app.program.Draft(r.ctx, r.actor, portal.DraftID(id))
}

// draftSheet puts the text into the page as a partner sees it, and says which files there are.
func (r *request) draftSheet(view *templates.Draft, d portal.Draft, trial content.Trial, q lookQuery) error {
	if !trial.Shows() {
		return nil
	}
	brand, err := r.app.program.PreviewBrand(r.ctx, r.actor, q.As, d.Slug)
	if err != nil {
		return err
	}
	on := content.Format(q.On)
	pictured := slices.Contains(looks(trial.Asset.Formats), on)
	switch {
	case pictured && len(trial.Problems) > 0:
		return nil // a file is made of a text without mistakes
	case pictured:
		if err := r.draftPictures(view, d, on, q.As); err != nil {
			return err
		}
	default:
		body, err := trial.HTML(brand)
		if err != nil {
			return err
		}
		view.Shown, view.Sheet = true, r.previewSheet(trial.Asset, brand, q.As, body)
		if len(trial.Problems) > 0 {
			return nil
		}
	}
	for _, format := range trial.Asset.Formats {
		values := url.Values{"format": {string(format)}, "as": {string(q.As)}}
		view.Files = append(view.Files, templates.Link{Label: format.Label(), Href: draftPath(d) + "/file?" + values.Encode()})
	}
	return nil
}

// draftSteps say who may do what with the text now, and what comes next.
func (r *request) draftSteps(view *templates.Draft, d portal.Draft, ready bool) {
	at := "as soon as it is approved"
	if d.PublishAt != "" {
		at = "on " + r.when(d.PublishAt)
	}
	switch d.State {
	case portal.DraftWriting, portal.DraftChanges:
		view.Submits = ready && view.Behind == ""
	case portal.DraftInReview:
		view.Approves = d.MayApprove(r.actor.User)
		view.ApproveWord, view.ApproveNote = "Approve and publish", "Approved, it is published at once, and partners see it."
		if d.PublishAt > r.app.program.Now() {
			view.ApproveWord, view.ApproveNote = "Approve", "Approved, it is published "+at+"."
		}
		view.Waits = "You wrote on it, so another person reads it by " + r.when(d.Due) + ". It is published " + at + "."
		if view.Approves {
			view.Waits = "Should it be written on instead, take it back."
		}
	case portal.DraftApproved:
		view.Scheduled = true
		view.Waits = "Approved. It is published on " + r.when(d.Due) + " by itself."
	case portal.DraftPublished, portal.DraftDiscarded:
	}
}

func linePlace(line int) string {
	if line == 0 {
		return ""
	}
	return fmt.Sprintf("line %d", line)
}

// previewSheet is a text as it looks in a brand. as is whose brand it is, "" for a sample.
func (r *request) previewSheet(a content.Asset, brand content.CoBrand, as portal.PartnerID, body template.HTML) templates.Sheet {
	sheet := r.sheet(a, brand.Kit, body)
	if sheet.Logo.Src != "" {
		sheet.Logo.Src = deskPartners + "/" + url.PathEscape(string(as)) + "/logo?" + brand.Kit.Logo.Hash[:12]
	}
	return sheet
}

// partnerLogo sends a partner's logo to staff.
func (a *App) partnerLogo(r *request) error {
	bytes, logo, err := a.program.Logo(r.ctx, r.actor, portal.PartnerID(r.Params("partner")))
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderContentType, logo.Type)
	return r.Send(bytes)
}

// draftFile sends a text as a file: a PDF to look at, anything else to keep.
func (a *App) draftFile(r *request) error {
	var q lookQuery
	if err := r.query(&q); err != nil {
		return err
	}
	d, err := r.draft()
	if err != nil {
		return err
	}
	made, err := a.program.DraftFile(r.ctx, r.actor, d, q.Format, q.As)
	if err != nil {
		return err
	}
	r.attach(made.Name, made.Type)
	if q.Format == content.FormatPDF || q.Format == content.FormatPDFLetter {
		r.Set(fiber.HeaderContentDisposition, strings.Replace(string(r.Response().Header.Peek(fiber.HeaderContentDisposition)), "attachment", "inline", 1))
	}
	return r.Send(made.Bytes)
}

// draftDone answers a step of a text: back to it with a word, or the page again with the form that failed.
func (r *request) draftDone(d portal.Draft, err error, said string, put func(*templates.Draft, templates.Form)) error {
	if err != nil {
		return pageAgain(r, err, r.draftPage, func(v *templates.Draft, f templates.Form) {
			v.Form = f
			put(v, f)
		})
	}
	r.flash("ok", said, "")
	return r.see(draftPath(d))
}

func putSubmit(v *templates.Draft, f templates.Form)  { v.Submit = f }
func putAsk(v *templates.Draft, f templates.Form)     { v.Ask = f }
func putComment(v *templates.Draft, f templates.Form) { v.Comment = f }
func putNothing(*templates.Draft, templates.Form)     {}

// draftStep takes the named text one step on that needs no words.
func (r *request) draftStep(step func(id portal.DraftID) (portal.Draft, error), said string) error {
	id, err := r.id("draft")
	if err == nil {
		err = r.form(&struct{}{})
	}
	var d portal.Draft
	if err == nil {
		d, err = step(portal.DraftID(id))
	}
	return r.draftDone(d, err, said, putNothing)
}

// momentForm is a day and a time in the program's zone.
type momentForm struct {
	Version int64       `form:"version"`
	Note    string      `form:"note,max=3000"`
	On      portal.Date `form:"publish_on,max=10"`
	Time    string      `form:"publish_time,max=8"`
}

// moment is what the form says; "" without a day. Invalid at publish_on and publish_time.
func (in momentForm) moment(zone *time.Location) (portal.Instant, error) {
	if in.On == "" && in.Time == "" {
		return "", nil
	}
	if _, err := portal.ParseDate(string(in.On)); err != nil {
		return "", portal.Problems{"publish_on": "Write the day as 2026-03-31."}.Err()
	}
	if in.Time == "" {
		in.Time = "09:00"
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", string(in.On)+" "+in.Time[:min(len(in.Time), 5)], zone)
	if err != nil {
		return "", portal.Problems{"publish_time": "Write the time as 09:30."}.Err()
	}
	return portal.At(at), nil
}

func (a *App) submitDraft(r *request) error {
	var in momentForm
	id, err := r.id("draft")
	if err == nil {
		err = r.form(&in)
	}
	var at portal.Instant
	if err == nil {
		at, err = in.moment(a.program.Rules.Zone)
	}
	var d portal.Draft
	if err == nil {
		d, err = a.program.SubmitDraft(r.ctx, r.actor, portal.DraftID(id), in.Version, at, in.Note)
	}
	return r.draftDone(d, err, "Handed in. Those who may approve it are told by mail.", putSubmit)
}

func (a *App) moveDraft(r *request) error {
	var in momentForm
	id, err := r.id("draft")
	if err == nil {
		err = r.form(&in)
	}
	var at portal.Instant
	if err == nil {
		at, err = in.moment(a.program.Rules.Zone)
	}
	var d portal.Draft
	if err == nil {
		d, err = a.program.MoveDraft(r.ctx, r.actor, portal.DraftID(id), at)
	}
	return r.draftDone(d, err, "The moment is changed.", putSubmit)
}

// reviewForm is a decision on the version that was read.
type reviewForm struct {
	Version int64  `form:"version"`
	Note    string `form:"note,max=3000"`
}

func (a *App) approveDraft(r *request) error {
	var in reviewForm
	id, err := r.id("draft")
	if err == nil {
		err = r.form(&in)
	}
	var d portal.Draft
	if err == nil {
		d, err = a.program.ApproveDraft(r.ctx, r.actor, portal.DraftID(id), in.Version)
	}
	said := "Approved and published. Partners see it from now on."
	if d.State == portal.DraftApproved {
		said = "Approved. It is published on " + r.when(d.Due) + "."
	}
	return r.draftDone(d, err, said, putNothing)
}

func (a *App) askDraftChanges(r *request) error {
	var in reviewForm
	id, err := r.id("draft")
	if err == nil {
		err = r.form(&in)
	}
	var d portal.Draft
	if err == nil {
		d, err = a.program.AskDraftChanges(r.ctx, r.actor, portal.DraftID(id), in.Version, in.Note)
	}
	return r.draftDone(d, err, "Back with "+d.AuthorName+", who gets your words by mail.", putAsk)
}

func (a *App) commentDraft(r *request) error {
	var in struct {
		Comment string `form:"comment,max=3000"`
		Line    int    `form:"line"`
	}
	id, err := r.id("draft")
	if err == nil {
		err = r.form(&in)
	}
	var d portal.Draft
	if err == nil {
		d, err = a.program.CommentDraft(r.ctx, r.actor, portal.DraftID(id), in.Comment, in.Line)
	}
	return r.draftDone(d, err, "Your comment is there.", putComment)
}

func (a *App) settleComment(r *request) error {
	n, err := r.ParamsInt("comment")
	if err != nil {
		return fiber.ErrNotFound
	}
	return r.draftStep(func(id portal.DraftID) (portal.Draft, error) { return a.program.SettleComment(r.ctx, r.actor, id, n) }, "Settled.")
}

func (a *App) takeDraftBack(r *request) error {
	return r.draftStep(func(id portal.DraftID) (portal.Draft, error) { return a.program.TakeDraftBack(r.ctx, r.actor, id) }, "Yours to write on again.")
}

func (a *App) discardDraft(r *request) error {
	return r.draftStep(func(id portal.DraftID) (portal.Draft, error) { return a.program.DiscardDraft(r.ctx, r.actor, id) }, "Discarded. The text stays readable here.")
}

func (a *App) rebaseDraft(r *request) error {
	return r.draftStep(func(id portal.DraftID) (portal.Draft, error) { return a.program.RebaseDraft(r.ctx, r.actor, id) }, "Noted. This text follows the one that is published now.")
}

func (a *App) publishDraft(r *request) error {
	return r.draftStep(func(id portal.DraftID) (portal.Draft, error) { return a.program.PublishDraft(r.ctx, r.actor, id) }, "Published. Partners see it from now on.")
}

// draftProblems are what keeps a text from being published, each with the control where it
// is mended: edit is the editor's mode, "form" or "file", "" outside of it.
func (r *request) draftProblems(trial content.Trial, edit string) []templates.DraftProblem {
	var list []templates.DraftProblem
	for _, p := range trial.Problems {
		row := templates.DraftProblem{Text: p.Message}
		if p.Line > 0 {
			row.Place = fmt.Sprintf("Line %d", p.Line)
		}
		key, line := trial.Where(p)
		switch {
		case edit == "file":
			row.Href, row.Line = "#f-source", p.Line
		case edit == "form" && slices.Contains(draftKeys, key):
			row.Href, row.Place = "#f-"+key, sentenceCase(key)
		case edit == "form" && line > 0:
			row.Href, row.Line = "#f-body", line
		}
		list = append(list, row)
	}
	for _, p := range trial.Others {
		list = append(list, templates.DraftProblem{Place: p.File, Text: p.Message})
	}
	return list
}

// draftKeys are the keys of the front matter that the editor has a control for.
var draftKeys = []string{"title", "summary", "kind", "owner", "tags", "related", "cover", "expires", "notes", "tiers", "markets", "products", "formats"}
