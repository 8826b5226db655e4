package web

import (
	"fmt"
	"strconv"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

type bulkQuery struct {
	Do    portal.Verdict `form:"do,max=20"`
	Items []string       `form:"item,max=240"`
}

func (a *App) showBulk(r *request) error {
	var in bulkQuery
	if err := r.query(&in); err != nil {
		return err
	}
	if in.Do == "" {
		in.Do = portal.VerdictAccept
	}
	if !in.Do.Valid() || in.Do == portal.VerdictAsk {
		return portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	view, err := r.bulkPage(in.Do, decisions(in.Items, in.Do, "", ""))
	if err != nil {
		return err
	}
	return r.render(view)
}

// decisions are one verdict about the items that a list names: "referral:01J..." or,
// with the version that was looked at, "referral:01J...@3".
func decisions(items []string, do portal.Verdict, note string, owner portal.UserID) []program.Decision {
	list := make([]program.Decision, 0, len(items))
	for _, item := range items {
		ref, version, versioned := strings.Cut(item, "@")
		kind, id, _ := strings.Cut(ref, ":")
		d := program.Decision{Kind: portal.QueueKind(kind), ID: id, Do: do, Note: note, Owner: owner}
		if n, err := strconv.ParseInt(version, 10, 64); versioned && err == nil {
			d.Seen = seen(n)
		} else if versioned {
			d.Seen = -1
		}
		list = append(list, d)
	}
	return list
}

// bulkPage is what the decisions would do.
func (r *request) bulkPage(do portal.Verdict, list []program.Decision) (templates.QueueBulk, error) {
	q, err := r.queueFilter()
	if err != nil {
		return templates.QueueBulk{}, err
	}
	outcomes, err := r.app.program.ForeseeAll(r.ctx, r.actor, list)
	if err != nil {
		return templates.QueueBulk{}, err
	}
	staff, err := r.app.program.Specialists(r.ctx, r.actor)
	if err != nil {
		return templates.QueueBulk{}, err
	}
	view := templates.QueueBulk{
		Back: q.path(deskQueue), Action: q.path(deskQueue + "/bulk"), Do: string(do), Danger: do == portal.VerdictDecline,
		Form: templates.Filled(map[string]string{"owner": string(r.actor.User)}),
	}
	kinds := map[portal.QueueKind]bool{}
	for _, o := range outcomes {
		row := templates.BulkRow{
			Ref: fmt.Sprintf("%s@%d", o.Item.Ref(), o.Version), Title: o.Item.Title, Detail: o.Item.Detail, Href: q.item(o.Item), Then: o.Then,
		}
		if o.Refused != nil {
			row.Refused = o.Refused.Error()
		} else {
			view.Will++
			kinds[o.Item.Kind] = true
		}
		view.Rows = append(view.Rows, row)
	}
	for _, user := range staff {
		view.Staff = append(view.Staff, templates.Option{Value: string(user.ID), Label: user.Name})
	}
	bulkFields(&view, do, kinds)
	view.Page = r.page(fmt.Sprintf("%s %s", view.Verb, count(len(view.Rows), "item")))
	view.Lead = fmt.Sprintf("%d would go through, %d would be refused. Nothing has happened yet.", view.Will, len(view.Rows)-view.Will)
	return view, nil
}

// bulkFields are the words of the verdict and what has to be chosen or written for it.
func bulkFields(view *templates.QueueBulk, do portal.Verdict, kinds map[portal.QueueKind]bool) {
	view.Verb = do.On(portal.QueueReferral)
	if len(kinds) == 1 {
		for kind := range kinds {
			view.Verb = do.On(kind)
		}
	}
	switch {
	case do == portal.VerdictAssign:
		view.OwnerIs = "Who looks after them"
	case do == portal.VerdictDecline:
		view.NoteIs, view.NoteDo, view.Writes = "Why", "Each partner and applicant reads this.", true
	case kinds[portal.QueueOnboarding]:
		view.NoteIs, view.NoteDo, view.Writes = "Why before the onboarding is complete", "Stands in each partner's history.", true
	}
	if do == portal.VerdictAccept && kinds[portal.QueueApplication] {
		view.OwnerIs = "Specialist of the approved"
	}
}

type bulkForm struct {
	Do    portal.Verdict `form:"do,max=20"`
	Items []string       `form:"item,max=240"`
	Note  string         `form:"note,max=20000"`
	Owner portal.UserID  `form:"owner,max=100"`
}

func (a *App) decideBulk(r *request) error {
	var in bulkForm
	if err := r.form(&in); err != nil {
		return err
	}
	if !in.Do.Valid() || in.Do == portal.VerdictAsk || len(in.Items) == 0 {
		return portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	q, err := r.queueFilter()
	if err != nil {
		return err
	}
	list := decisions(in.Items, in.Do, in.Note, in.Owner)
	outcomes, err := a.program.DecideAll(r.ctx, r.actor, list)
	if err != nil {
		view, pageErr := r.bulkPage(in.Do, list)
		if pageErr != nil {
			return pageErr
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	r.tellBulk(outcomes)
	return r.see(q.path(deskQueue))
}

// tellBulk says what came of several decisions, with the way back where there is one.
func (r *request) tellBulk(outcomes []program.Outcome) {
	var done, refused []string
	var back []portal.QueueItem
	for _, o := range outcomes {
		switch {
		case o.Refused != nil:
			refused = append(refused, o.Item.Title+": "+o.Refused.Error())
		default:
			done = append(done, strings.TrimSuffix(o.Did, "."))
			if o.Undo {
				back = append(back, o.Item)
			}
		}
	}
	kind, undo := "ok", ""
	text := strings.Join(firstOf(done, 3), ", ") + "."
	if len(done) > 3 {
		text = fmt.Sprintf("%s, and %d more.", strings.Join(firstOf(done, 3), ", "), len(done)-3)
	}
	if len(done) == 0 {
		text = "Nothing was changed."
	}
	if len(refused) > 0 {
		kind = "warn"
		text += " Refused: " + strings.Join(firstOf(refused, 3), " ")
		if len(refused) > 3 {
			text += fmt.Sprintf(" And %d more.", len(refused)-3)
		}
	}
	if len(back) > 0 {
		undo = undoPath(back...)
	}
	r.flash(kind, text, undo)
}

func firstOf(list []string, n int) []string { return list[:min(n, len(list))] }
