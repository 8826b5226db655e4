package web

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/content"
	"tandem/portal"
	"tandem/templates"
)

// draftBody is what the editor's form may have: a text three times, for what the form
// makes of its characters, and the rest.
const draftBody = 3*portal.MaxDraft + 64<<10

// draftForm is the editor as it is sent: a form with the front matter's keys, or one file.
type draftForm struct {
	Version  int64    `form:"version"`
	Stay     bool     `form:"stay"`
	Source   string   `form:"source,raw,max=524288"`
	Body     string   `form:"body,raw,max=524288"`
	Title    string   `form:"title,max=200"`
	Summary  string   `form:"summary,max=400"`
	Kind     string   `form:"kind,max=40"`
	Owner    string   `form:"owner,max=100"`
	Tags     string   `form:"tags,max=400"`
	Related  string   `form:"related,max=600"`
	Cover    string   `form:"cover,max=200"`
	Expires  string   `form:"expires,max=10"`
	Notes    string   `form:"notes,max=400"`
	Public   bool     `form:"public"`
	Tiers    []string `form:"tiers,max=40"`
	Markets  []string `form:"markets,max=20"`
	Products []string `form:"products,max=40"`
	Formats  []string `form:"formats,max=40"`
}

// text is the file that the form means, over what the draft says now.
func (in draftForm) text(before string) string {
	if in.Source != "" {
		return strings.ReplaceAll(in.Source, "\r\n", "\n")
	}
	front, err := content.ReadFront(before)
	if err != nil {
		front = content.NewFront()
	}
	for key, value := range map[string]string{
		"title": in.Title, "summary": in.Summary, "kind": in.Kind, "owner": in.Owner, "cover": in.Cover, "expires": in.Expires, "notes": in.Notes,
		"public": map[bool]string{true: "true"}[in.Public],
	} {
		front = front.Set(key, value)
	}
	for key, items := range map[string][]string{
		"tags": listedBy(in.Tags), "related": listedBy(in.Related), "tiers": in.Tiers, "markets": in.Markets, "products": in.Products, "formats": in.Formats,
	} {
		front = front.SetItems(key, items)
	}
	front.Body = in.Body
	return front.Source()
}

// listedBy are words with commas between them.
func listedBy(text string) []string {
	var items []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.Join(strings.Fields(item), " "); item != "" && !slices.Contains(items, item) {
			items = append(items, item)
		}
	}
	return items
}

// draftValues are a text as the form shows it; ok is false when its front matter cannot be read.
func draftValues(source string) (values map[string][]string, ok bool) {
	front, err := content.ReadFront(source)
	if err != nil {
		return map[string][]string{"source": {source}}, false
	}
	values = map[string][]string{"source": {source}, "body": {front.Body}}
	for _, key := range []string{"title", "summary", "kind", "owner", "cover", "expires", "notes", "public"} {
		values[key] = []string{front.Text(key)}
	}
	if front.Text("public") != "true" {
		delete(values, "public")
	}
	for _, key := range []string{"tags", "related"} {
		values[key] = []string{strings.Join(front.Items(key), ", ")}
	}
	for _, key := range []string{"tiers", "markets", "products", "formats"} {
		values[key] = front.Items(key)
	}
	return values, true
}

type editQuery struct {
	As   string `form:"as,max=10"`
	Text string `form:"text,max=10"`
}

func (a *App) showDraftEdit(r *request) error {
	var q editQuery
	if err := r.query(&q); err != nil {
		return err
	}
	d, err := r.draft()
	if err != nil {
		return err
	}
	if !d.State.Editable() {
		return r.see(draftPath(d))
	}
	typed, err := a.program.Typed(r.ctx, r.actor, d)
	if err != nil {
		return err
	}
	source, version := d.Source, d.Version
	if typed != nil && q.Text == "typed" { // over the version that it was typed over: a change meanwhile is told when it is saved
		source, version, typed = typed.Source, typed.Over, nil
	}
	view := r.draftEditor(d, source, version, q.As == "file")
	if typed != nil {
		view.Typed, view.TypedAt = draftPath(d)+"/edit?text=typed", r.when(typed.At)
	}
	return r.render(view)
}

// draftEditor is the editor with a text in it.
func (r *request) draftEditor(d portal.Draft, source string, version int64, whole bool) templates.DraftEdit {
	p := r.app.program
	values, ok := draftValues(source)
	rules := p.Rules
	view := templates.DraftEdit{
		Page: r.page("Write"), Base: draftPath(d), Heading: d.Title, Note: r.draftNote(d), Version: version, Form: templates.Form{Values: values},
		Whole: whole || !ok, Kinds: labelled(content.Kinds), Tiers: labelled(portal.Tiers), Markets: templates.Choices(rules.Markets),
		Products: templates.Choices(rules.Products), Formats: labelled(content.Formats), Blocks: blocks,
	}
	if ok {
		view.Parts = draftPath(d) + "/edit"
	}
	front, err := content.ReadFront(d.Source)
	view.FirstLine = 1
	if view.BodyHint = "Tables, footnotes, merge fields and blocks as listed beside it."; err == nil {
		if !view.Whole {
			view.FirstLine = front.Line
		}
		view.BodyHint += " Its first line is line " + strconv.Itoa(front.Line) + " of the file."
	}
	mode := "form"
	if view.Whole {
		mode = "file"
	}
	view.Problems = r.draftProblems(p.TryDraft(d), mode)
	for _, picture := range p.Pictures() {
		view.Covers = append(view.Covers, templates.Option{Value: picture.Name, Label: picture.Name})
		view.Pictures = append(view.Pictures, picture.Markdown())
	}
	for _, field := range content.Fields {
		group, _, _ := strings.Cut(field.Name, ".")
		if n := len(view.Fields); n == 0 || view.Fields[n-1].Name != sentenceCase(group) {
			view.Fields = append(view.Fields, templates.FieldGroup{Name: sentenceCase(group)})
		}
		last := &view.Fields[len(view.Fields)-1]
		last.Fields = append(last.Fields, templates.FieldHelp{Name: "{{ " + field.Name + " }}", Help: sentenceCase(field.Help)})
	}
	return view
}

// blocks are the blocks of a text, each as it is written.
var blocks = []templates.Snippet{
	{Name: "Callout", Text: ":::callout tip\nA word of advice.\n:::"},
	{Name: "Call to action", Text: ":::cta\n[See dates and prices]({{ partner.link }})\n:::"},
	{Name: "QR code", Text: ":::qr\n[Scan for dates and prices]({{ partner.link }})\n:::"},
	{Name: "Figures in a row", Text: ":::stats\n- **31** hotels in 22 cities\n- **9.2** out of 10\n:::"},
	{Name: "Logos in a row", Text: ":::logos\n- ![Name of the company](logo.svg)\n- {{ partner.name }}\n:::"},
	{Name: "Columns", Text: ":::columns\nThe first column.\n\n***\n\nThe second column.\n:::"},
	{Name: "Table of contents", Text: ":::toc\n:::"},
	{Name: "New page", Text: ":::newpage\n:::"},
	{Name: "Picture", Text: "![What it shows](rooftops.svg \"What stands below it\")"},
}

func (a *App) saveDraft(r *request) error {
	var in draftForm
	d, err := r.draft()
	if err != nil {
		return err
	}
	if err = r.form(&in); err == nil {
		var saved portal.Draft
		if saved, err = a.program.SaveDraft(r.ctx, r.actor, d.ID, in.Version, in.text(d.Source)); err == nil {
			r.flash("ok", "Saved.", "")
			if in.Stay {
				as := ""
				if in.Source != "" {
					as = "?as=file"
				}
				return r.see(draftPath(saved) + "/edit" + as)
			}
			return r.see(draftPath(saved))
		}
	}
	lost := portal.KindOf(err) == portal.Conflict && d.State.Editable()
	if there, readErr := r.draft(); readErr == nil { // as it is by now
		d = there
	}
	return r.again(err, func(f templates.Form) templates.View {
		view := r.draftEditor(d, d.Source, in.Version, in.Source != "")
		view.Form = f
		if lost {
			view.Version = d.Version // saved again, it is over theirs, which they have seen
			mine := in.text(d.Source)
			diff, _, ok := changedLines(mine, d.Source)
			if !ok {
				diff = nil
			}
			view.Theirs = &templates.DraftTheirs{By: d.SavedName, Text: d.Source, Diff: turned(diff)}
			view.Form.Values["version"] = []string{strconv.FormatInt(d.Version, 10)}
		}
		return view
	})
}

// turned is a comparison seen from the other side.
func turned(diff []portal.PassageChange) []portal.PassageChange {
	for i := range diff {
		for j := range diff[i].Words {
			switch w := &diff[i].Words[j]; w.Edit {
			case portal.EditAdded:
				w.Edit = portal.EditRemoved
			case portal.EditRemoved:
				w.Edit = portal.EditAdded
			case portal.EditNone, portal.EditChanged:
			}
		}
	}
	return diff
}

// autosaveDraft keeps what is typed, and says nothing: the page has it from the status.
func (a *App) autosaveDraft(r *request) error {
	var in draftForm
	d, err := r.draft()
	if err == nil {
		err = r.form(&in)
	}
	if err == nil {
		err = a.program.AutosaveDraft(r.ctx, r.actor, d.ID, in.Version, in.text(d.Source))
	}
	if err != nil {
		if problem, ok := errors.AsType[*portal.Error](err); ok {
			return r.SendStatus(status(problem.Kind))
		}
		return err
	}
	return r.SendStatus(fiber.StatusNoContent)
}

func (a *App) dropAutosave(r *request) error {
	d, err := r.draft()
	if err == nil {
		err = r.form(&struct{}{})
	}
	if err == nil {
		err = a.program.DropAutosave(r.ctx, r.actor, d.ID)
	}
	if err != nil {
		return err
	}
	r.flash("ok", "What you had typed is thrown away.", "")
	return r.see(draftPath(d) + "/edit")
}
