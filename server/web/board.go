package web

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const deskBoard = deskReferrals + "/board"

// boardQuery is what a board shows; it is the list's filter but for the state.
type boardQuery struct {
	Text    string            `form:"q,max=100"`
	Partner portal.PartnerID  `form:"partner,max=100"`
	Owner   portal.QueueOwner `form:"owner,max=20"`
	Product string            `form:"product,max=100"`
	Show    string            `form:"show,max=40"` // columns, as portal.BoardStates has them
}

func (q boardQuery) list() listQuery {
	return listQuery{Text: q.Text, Partner: q.Partner, Owner: q.Owner, Product: q.Product}
}

// shown is the filter as an address carries it.
func (q boardQuery) shown() url.Values {
	shown := q.list().shown()
	if q.Show != "" {
		shown.Set("show", q.Show)
	}
	return shown
}

// at is a path with the board's filter.
func (q boardQuery) at(path string) string {
	return withQuery(path, q.shown())
}

// form is the page where a move of a referral says what it needs.
func (q boardQuery) form(referral string, to portal.ReferralState) string {
	shown := q.shown()
	shown.Set("to", string(to))
	return withQuery(referral+"/move", shown)
}

func withQuery(path string, shown url.Values) string {
	if len(shown) == 0 {
		return path
	}
	return path + "?" + shown.Encode()
}

// boardAt is the board of what a list shows.
func boardAt(q listQuery) string {
	return boardQuery{Text: q.Text, Partner: q.Partner, Owner: q.Owner, Product: q.Product}.at(deskBoard)
}

func (a *App) showBoard(r *request) error {
	var in boardQuery
	if err := r.query(&in); err != nil {
		return err
	}
	columns, err := a.program.Board(r.ctx, r.actor, in.list().list(), in.Show)
	if err != nil {
		return err
	}
	view := templates.ReferralBoard{
		Page: r.page("Board"), Products: templates.Choices(a.program.Rules.Products), Partner: string(in.Partner), List: withQuery(deskReferrals, in.list().shown()),
		Filter:   templates.Filled(map[string]string{"q": in.Text, "owner": string(in.Owner), "product": in.Product, "show": in.Show}),
		Filtered: len(in.shown()) > 0, Moves: r.actor.Can(portal.Manager),
	}
	for _, c := range columns {
		column := templates.BoardColumn{State: string(c.State), Title: c.State.Label(), Count: strconv.Itoa(c.Count)}
		if c.Newest {
			column.Count += "+"
		}
		for _, m := range c.Totals {
			column.Totals = append(column.Totals, m.String())
		}
		if c.Newest || c.Count > len(c.Rows) {
			one := in.list()
			one.State = c.State
			column.All = withQuery(deskReferrals, one.shown())
		}
		for _, referral := range c.Rows {
			view.Of = referral.PartnerName
			column.Cards = append(column.Cards, r.boardCard(referral, in, view.Moves))
		}
		view.Columns = append(view.Columns, column)
	}
	return r.render(view)
}

// endsSoon is how many days before its protection ends a card says so.
const endsSoon = 14

func (r *request) boardCard(referral portal.Referral, in boardQuery, moves bool) templates.BoardCard {
	today := r.app.program.Today()
	at := deskReferrals + "/" + string(referral.ID)
	card := templates.BoardCard{
		ID: string(referral.ID), Href: at, Company: referral.Company, Partner: referral.PartnerName, Owner: referral.OwnerName,
		Age: ageWords(referral.StateAt.Day(r.app.program.Rules.Zone).DaysUntil(today)), Clock: r.clockPill(referral),
	}
	if worth := referral.Worth(); !worth.IsZero() {
		card.Value = worth.String()
	}
	if left := today.DaysUntil(referral.ProtectedUntil); referral.State.Open() && referral.ProtectedUntil != "" && left < endsSoon {
		card.Ends = &templates.Pill{Kind: "warn", Text: "Protection: " + count(max(0, left+1), "day") + " left"}
	}
	if !moves {
		return card
	}
	card.To = in.at(at + "/move")
	for _, m := range referral.State.Moves() {
		move := templates.BoardMove{To: string(m.To), Label: m.To.Label()}
		if m.Facts {
			move.Form = in.form(at, m.To)
		}
		card.Moves = append(card.Moves, move)
	}
	return card
}

func ageWords(days int) string {
	switch {
	case days <= 0:
		return "since today"
	case days == 1:
		return "since yesterday"
	}
	return fmt.Sprintf("for %d days", days)
}

type moveForm struct {
	To         portal.ReferralState `form:"to,max=40"`
	Facts      string               `form:"facts,max=10"` // the form with the facts was filled in
	Reason     string               `form:"reason,max=3000"`
	Value      string               `form:"value"`
	Currency   portal.Currency      `form:"currency"`
	Start      portal.Date          `form:"start"`
	TermMonths int                  `form:"term_months"`
	Product    string               `form:"product"`
}

// moveQuery is the board a move came from, and where it leads.
type moveQuery struct {
	boardQuery
	To portal.ReferralState
}

func (a *App) showMove(r *request) error {
	q, err := r.moveQuery()
	if err != nil {
		return err
	}
	view, err := r.movePage(q)
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) moveQuery() (moveQuery, error) {
	var in struct {
		Text    string               `form:"q,max=100"`
		Partner portal.PartnerID     `form:"partner,max=100"`
		Owner   portal.QueueOwner    `form:"owner,max=20"`
		Product string               `form:"product,max=100"`
		Show    string               `form:"show,max=40"`
		To      portal.ReferralState `form:"to,max=40"`
	}
	err := r.query(&in)
	return moveQuery{boardQuery{Text: in.Text, Partner: in.Partner, Owner: in.Owner, Product: in.Product, Show: in.Show}, in.To}, err
}

func (r *request) movePage(q moveQuery) (templates.ReferralMove, error) {
	referral, err := r.app.program.Referral(r.ctx, r.actor, portal.ReferralID(r.Params("referral")))
	if err != nil {
		return templates.ReferralMove{}, err
	}
	if !q.To.Valid() {
		return templates.ReferralMove{}, portal.Errorf(portal.NotFound, "There is no such step.")
	}
	_, offered := referral.State.Move(q.To)
	at := deskReferrals + "/" + string(referral.ID)
	view := templates.ReferralMove{
		Page: r.page("Move " + referral.Company), Company: referral.Company, Number: referral.Number(), Partner: referral.PartnerName, Href: at,
		Back: q.at(deskBoard), Action: q.at(at + "/move"), To: string(q.To), ToLabel: q.To.Label(), State: referralPill(referral.State), Offered: offered,
		Deals: q.To == portal.ReferralWon,
	}
	if d := r.decisions(referral); d != nil {
		view.Decide = *d
	}
	switch q.To {
	case portal.ReferralLost:
		view.Why = "Why it was lost"
	case portal.ReferralRejected:
		view.Why = "Why we cannot take it"
	case portal.ReferralReturned:
		view.Why = "What the partner shall change"
	case portal.ReferralSubmitted:
		view.Why = "Why it counts after all"
	default:
		view.Why = "What you learned"
	}
	return view, nil
}

// moveReferral takes a step and goes back to the board, to the card that was moved. A step
// that needs a contract or a reason goes to its form first.
func (a *App) moveReferral(r *request) error {
	q, err := r.moveQuery()
	if err != nil {
		return err
	}
	var in moveForm
	id := portal.ReferralID(r.Params("referral"))
	if err = r.form(&in); err == nil {
		q.To = in.To
		var before portal.Referral
		if before, err = a.program.Referral(r.ctx, r.actor, id); err != nil {
			return err
		}
		if move, offered := before.State.Move(in.To); offered && move.Facts && in.Facts == "" {
			return r.see(q.form(deskReferrals+"/"+string(id), in.To))
		}
		var moved portal.Referral
		contract := portal.ContractInput{Value: in.Value, Currency: in.Currency, Start: in.Start, TermMonths: in.TermMonths, Product: in.Product}.Contract()
		if moved, err = a.program.MoveReferral(r.ctx, r.actor, id, program.MoveReferral{To: in.To, Reason: in.Reason, Contract: contract}); err == nil {
			undo := ""
			if in.To == portal.ReferralAccepted || in.To == portal.ReferralRejected {
				undo = undoPath(portal.QueueItem{Kind: portal.QueueReferral, ID: string(id)})
			}
			r.flash("ok", moved.Company+" is "+moved.State.Label()+" now.", undo)
			return r.see(q.at(deskBoard) + "#card-" + string(id))
		}
	}
	if problem, ok := errors.AsType[*portal.Error](err); !ok || problem.Kind == portal.NotFound || problem.Kind == portal.Forbidden {
		return err
	}
	view, pageErr := r.movePage(q)
	if pageErr != nil {
		return pageErr
	}
	return r.again(err, func(f templates.Form) templates.View {
		if view.Deals {
			view.Deal = f
		} else {
			view.Reason = f
		}
		return view
	})
}
