package web

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const deskQueue = "/desk/queue"

// queueShown is how many items the list has at once.
const queueShown = 60

// queueQuery is the filter of the list, in its address and in those of its items.
type queueQuery struct {
	Kind  portal.QueueKind  `form:"kind,max=20"`
	Owner portal.QueueOwner `form:"owner,max=20"`
}

// queueFilter reads the filter; what is no kind or owner is no filter.
func (r *request) queueFilter() (queueQuery, error) {
	var q queueQuery
	err := r.query(&q)
	if !q.Kind.Valid() {
		q.Kind = ""
	}
	if q.Owner != portal.QueueOfMine && q.Owner != portal.QueueOfNobody {
		q.Owner = portal.QueueOfAll
	}
	return q, err
}

// path is an address of the queue with the filter.
func (q queueQuery) path(path string) string {
	values := url.Values{}
	if q.Kind != "" {
		values.Set("kind", string(q.Kind))
	}
	if q.Owner != "" {
		values.Set("owner", string(q.Owner))
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// item is the address of an item with the filter of its list; the list for the zero item.
func (q queueQuery) item(item portal.QueueItem) string {
	if item.ID == "" {
		return q.path(deskQueue)
	}
	return q.path(deskQueue + "/" + string(item.Kind) + "/" + url.PathEscape(item.ID))
}

func (a *App) showQueue(r *request) error {
	view, err := r.queuePage("", "")
	if err != nil {
		return err
	}
	return r.render(view)
}

func (a *App) showQueueItem(r *request) error {
	kind, id, err := r.queueItem()
	if err != nil {
		return err
	}
	view, err := r.queuePage(kind, id)
	if err != nil {
		return err
	}
	return r.render(view)
}

// queueItem is the item that the address names.
func (r *request) queueItem() (portal.QueueKind, string, error) {
	id, err := r.id("item")
	return portal.QueueKind(r.Params("kind")), id, err
}

// queuePage is the list with an item beside it: the one asked for, else the first.
func (r *request) queuePage(kind portal.QueueKind, id string) (templates.QueuePage, error) {
	q, err := r.queueFilter()
	if err != nil {
		return templates.QueuePage{}, err
	}
	queue, err := r.app.program.Queue(r.ctx, r.actor, program.QueueFilter(q))
	if err != nil {
		return templates.QueuePage{}, err
	}
	view := templates.QueuePage{
		Page: r.page("Review queue"), Lead: fmt.Sprintf("%d waiting, %d past their time", queue.Waiting, queue.Breached),
		Kind: string(q.Kind), Owner: string(q.Owner), Back: q.path(deskQueue), Open: id != "", Bulk: r.actor.Can(portal.Manager),
		More: max(0, len(queue.Items)-queueShown),
	}
	r.queueTabs(&view, q, queue)
	if id == "" && len(queue.Items) > 0 {
		kind, id = queue.Items[0].Kind, queue.Items[0].ID
	}
	for i, item := range queue.Items {
		if i < queueShown || item.Is(kind, id) {
			row := r.queueRow(item, q)
			row.Current = item.Is(kind, id)
			view.Rows = append(view.Rows, row)
		}
	}
	if id == "" {
		return view, nil
	}
	c, err := r.app.program.Case(r.ctx, r.actor, kind, id)
	if err != nil {
		return view, err
	}
	view.Panel = r.queuePanel(c, q)
	return view, nil
}

// queueTabs are the kinds and owners to choose from, each with what it would show.
func (r *request) queueTabs(view *templates.QueuePage, q queueQuery, queue program.Queue) {
	all := 0
	for _, n := range queue.Kinds {
		all += n
	}
	tab := func(label string, at queueQuery, n int) templates.Tab {
		return templates.Tab{Label: label, Href: at.path(deskQueue), Count: n, Current: at == q}
	}
	view.Kinds = append(view.Kinds, tab("All", queueQuery{Owner: q.Owner}, all))
	for _, kind := range portal.QueueKinds {
		if n := queue.Kinds[kind]; n > 0 || q.Kind == kind {
			view.Kinds = append(view.Kinds, tab(kind.Label(), queueQuery{Kind: kind, Owner: q.Owner}, n))
		}
	}
	if queue.Waiting == 0 {
		return
	}
	for _, owner := range portal.QueueOwners {
		view.Owners = append(view.Owners, tab(owner.Label(), queueQuery{Kind: q.Kind, Owner: owner}, queue.Owners[owner]))
	}
}

func (r *request) queueRow(item portal.QueueItem, q queueQuery) templates.QueueRow {
	row := templates.QueueRow{Title: item.Title, Detail: item.Detail, Hint: item.Hint, Href: q.item(item), Left: r.timeLeft(item.Due)}
	if !item.Kind.OnItsPage() && r.actor.Can(portal.Manager) { // others are decided on a page of their own
		row.Ref = item.Ref()
	}
	return row
}

// timeLeft is a deadline as a pill.
func (r *request) timeLeft(due portal.Instant) templates.Pill {
	left := r.app.program.Rules.TimeLeft(r.app.program.Now(), due)
	return templates.Pill{Kind: urgencyKind(left.Urgency()), Text: left.String()}
}

type verdictForm struct {
	Do      portal.Verdict `form:"do,max=20"`
	Version int64          `form:"version"`
	Note    string         `form:"note,max=20000"`
	Owner   portal.UserID  `form:"owner,max=100"`
}

func (a *App) decideItem(r *request) error {
	var in verdictForm
	kind, id, err := r.queueItem()
	if err != nil {
		return err
	}
	q, err := r.queueFilter()
	if err != nil {
		return err
	}
	queue, err := a.program.Queue(r.ctx, r.actor, program.QueueFilter(q))
	if err != nil {
		return err
	}
	err = r.form(&in)
	var decided program.Decided
	if err == nil {
		decided, err = a.program.Decide(r.ctx, r.actor, program.Decision{Kind: kind, ID: id, Do: in.Do, Seen: seen(in.Version), Note: in.Note, Owner: in.Owner})
	}
	if err != nil {
		view, pageErr := r.queuePage(kind, id)
		if pageErr != nil {
			return pageErr
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Panel.Form = f
			return view
		})
	}
	undo := ""
	if decided.Undo {
		undo = undoPath(decided.Item)
	}
	r.flash("ok", decided.Did+" "+decided.Then, undo)
	if in.Do == portal.VerdictAssign {
		return r.see(q.item(decided.Item))
	}
	return r.see(q.item(queue.Next(kind, id)))
}

// undoPath takes decisions back: the form of the message that says they were made.
func undoPath(items ...portal.QueueItem) string {
	values := url.Values{}
	for _, item := range items {
		values.Add("item", item.Ref())
	}
	return deskQueue + "/undo?" + values.Encode()
}

type itemsQuery struct {
	Items []string `form:"item,max=240"`
}

func (a *App) undoDecision(r *request) error {
	var in itemsQuery
	if err := r.form(&struct{}{}); err != nil {
		return err
	}
	if err := r.query(&in); err != nil {
		return err
	}
	var back []portal.QueueItem
	var refused error
	for _, ref := range in.Items {
		kind, id, _ := strings.Cut(ref, ":")
		item, err := a.program.Undo(r.ctx, r.actor, portal.QueueKind(kind), id)
		switch portal.KindOf(err) {
		case "":
			if err != nil {
				return err
			}
			back = append(back, item)
		case portal.Conflict, portal.NotFound:
			refused = cmp.Or(refused, err)
		case portal.Invalid, portal.SignedOut, portal.Forbidden, portal.Gone, portal.Limited, portal.Unavailable:
			return err
		}
	}
	switch {
	case len(back) == 0 && refused == nil:
		return portal.Errorf(portal.NotFound, "There is nothing here.")
	case len(back) == 0:
		r.flash("warn", refused.Error(), "")
		return r.see(deskQueue)
	case refused != nil:
		r.flash("warn", fmt.Sprintf("%s taken back. Not the rest: %s", count(len(back), "decision"), refused.Error()), "")
	case len(back) == 1:
		r.flash("ok", "Taken back. It waits again as before.", "")
		return r.see(queueQuery{}.item(back[0]))
	default:
		r.flash("ok", strconv.Itoa(len(back))+" decisions taken back. They wait again as before.", "")
	}
	return r.see(deskQueue)
}
