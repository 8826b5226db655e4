package program

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"tandem/portal"
	"tandem/portal/store"
)

// auditPage is how many events a page of the audit log shows; auditScan is how many are
// looked at for one page when a filter finds few; auditFile is the most that a file holds.
const (
	auditPage = 50
	auditScan = 1000
	auditFile = 10000
)

// ByRule stands for nobody in a filter by person: what the program did itself.
const ByRule portal.UserID = "rule"

// AuditQuery says which events the audit log shows: the zero query is all.
type AuditQuery struct {
	Person  portal.UserID    // "" for anybody, [ByRule] for the program
	Area    portal.EventArea // "" for all
	Partner string           // an id, or words of its name, domain or code
	From    portal.Date      // the first day
	To      portal.Date      // the last day
	After   string
}

// Audited is one event with the names of what it is about.
type Audited struct {
	portal.Event
	What string // the name of its subject, "" when the subject has none
	Whom string // the partner's name, "" when it concerns no partner
}

// AuditLog is a page of what happened in the whole program, newest first.
type AuditLog struct {
	Rows     []Audited
	Next     string
	People   []portal.User    // to filter by: the staff, and those of the partner
	Partners []portal.Partner // that the words of the filter mean; nil without words
}

// Audit is what happened in the whole program, newest first. A page may be short, even
// empty, and still have a next one, when what is asked for is rare. Needs an admin.
func (p *Program) Audit(ctx context.Context, actor portal.Actor, q AuditQuery) (AuditLog, error) {
	if err := actor.Must(portal.Admin); err != nil {
		return AuditLog{}, err
	}
	log, err := p.auditUpTo(ctx, actor, q, auditPage)
	if err != nil {
		return log, err
	}
	if log.People, err = p.store.Users.Of(ctx, ""); err != nil {
		return log, err
	}
	if len(log.Partners) == 1 {
		theirs, err := p.store.Users.Of(ctx, log.Partners[0].ID)
		if err != nil {
			return log, err
		}
		log.People = append(log.People, theirs...)
	}
	if q.Person != "" && q.Person != ByRule && !hasUser(log.People, q.Person) {
		user, err := p.store.Users.Get(ctx, q.Person)
		if ignoreMissing(err) != nil {
			return log, err
		}
		if err == nil {
			log.People = append(log.People, user)
		}
	}
	for i := range log.People {
		log.People[i] = bare(log.People[i])
	}
	return log, nil
}

func hasUser(people []portal.User, id portal.UserID) bool {
	for _, user := range people {
		if user.ID == id {
			return true
		}
	}
	return false
}

func (p *Program) auditUpTo(ctx context.Context, actor portal.Actor, q AuditQuery, limit int) (AuditLog, error) {
	var log AuditLog
	search := store.EventQuery{}
	if strings.TrimSpace(q.Partner) != "" {
		var err error
		if log.Partners, err = p.partnersMeant(ctx, actor, strings.TrimSpace(q.Partner)); err != nil || len(log.Partners) == 0 {
			return log, err
		}
		if len(log.Partners) == 1 {
			search.Partner = log.Partners[0].ID
		}
	}
	switch q.Person {
	case "":
	case ByRule:
		nobody := portal.UserID("")
		search.Person = &nobody
	default:
		search.Person = &q.Person
	}
	if q.From != "" {
		search.From = portal.At(q.From.In(p.Rules.Zone))
	}
	if q.To != "" {
		search.To = portal.At(q.To.AddDays(1).In(p.Rules.Zone))
	}
	search.After, search.Limit = q.After, limit
	if q.Area != "" || len(log.Partners) > 1 || search.Partner != "" && search.Person != nil { // what no index finds
		search.Limit = auditScan
	}
	page, err := p.store.Events.Find(ctx, search, limit, func(e portal.Event) bool { return q.wants(e, search.Person, log.Partners) })
	if err != nil {
		return log, fmt.Errorf("audit log: %w", err)
	}
	for _, event := range page.Rows {
		log.Rows = append(log.Rows, Audited{Event: event})
	}
	log.Next = page.Next
	return log, p.nameSubjects(ctx, log.Rows)
}

// wants reports whether an event is one that the query asks for, beyond what the index knows.
func (q AuditQuery) wants(e portal.Event, person *portal.UserID, partners []portal.Partner) bool {
	if q.Area != "" && e.Area() != q.Area || person != nil && e.By != *person {
		return false
	}
	for _, partner := range partners {
		if e.Partner == partner.ID {
			return true
		}
	}
	return len(partners) == 0
}

// partnersMeant are the partners that an id or some words mean: one when the words are
// its whole name.
func (p *Program) partnersMeant(ctx context.Context, actor portal.Actor, words string) ([]portal.Partner, error) {
	partner, err := p.store.Partners.Get(ctx, portal.PartnerID(words))
	if err == nil {
		return []portal.Partner{partner}, nil
	}
	if portal.KindOf(err) != portal.NotFound {
		return nil, err
	}
	page, err := p.Partners(ctx, actor, PartnerQuery{Text: words})
	for _, partner := range page.Rows {
		if strings.EqualFold(partner.Company, words) {
			return []portal.Partner{partner}, nil
		}
	}
	return page.Rows, err
}

// nameSubjects fills in what events are about: one read for each kind of thing.
func (p *Program) nameSubjects(ctx context.Context, rows []Audited) error {
	partners, referrals, users, invitations := named[portal.PartnerID]{}, named[portal.ReferralID]{}, named[portal.UserID]{}, named[portal.InvitationID]{}
	for _, row := range rows {
		partners.want(row.Partner)
		switch noun, id, _ := strings.Cut(row.Subject, ":"); noun {
		case "partner":
			partners.want(portal.PartnerID(id))
		case "referral":
			referrals.want(portal.ReferralID(id))
		case "user":
			users.want(portal.UserID(id))
		case "invitation":
			invitations.want(portal.InvitationID(id))
		}
	}
	if err := fill(ctx, partners, p.store.Partners.GetMany, func(x portal.Partner) (portal.PartnerID, string) {
		if x.EmailVerifiedAt == "" { // an application that nobody confirmed does not exist for staff
			return x.ID, ""
		}
		return x.ID, x.Company
	}); err != nil {
		return err
	}
	if err := fill(ctx, referrals, p.store.Referrals.GetMany, func(x portal.Referral) (portal.ReferralID, string) { return x.ID, x.Company }); err != nil {
		return err
	}
	if err := fill(ctx, users, p.store.Users.GetMany, func(x portal.User) (portal.UserID, string) { return x.ID, x.Name }); err != nil {
		return err
	}
	if err := fill(ctx, invitations, p.store.Invitations.GetMany, func(x portal.Invitation) (portal.InvitationID, string) { return x.ID, x.Email }); err != nil {
		return err
	}
	for i, row := range rows {
		rows[i].Whom = partners[row.Partner]
		switch noun, id, _ := strings.Cut(row.Subject, ":"); noun {
		case "partner":
			rows[i].What = partners[portal.PartnerID(id)]
		case "referral":
			rows[i].What = referrals[portal.ReferralID(id)]
		case "user":
			rows[i].What = users[portal.UserID(id)]
		case "invitation":
			rows[i].What = invitations[portal.InvitationID(id)]
		case "batch":
			rows[i].What = "Batch " + portal.Batch{ID: portal.BatchID(id)}.Number()
		case "payout":
			rows[i].What = "Payout"
		case "scorecard":
			rows[i].What = rows[i].Whom
		}
	}
	return nil
}

// named are names by id; an id that is wanted has "" until it is filled in.
type named[I ~string] map[I]string

func (n named[I]) want(id I) {
	if id != "" {
		n[id] = ""
	}
}

// fill reads the things that are wanted and notes their names.
func fill[I ~string, T any](ctx context.Context, n named[I], many func(context.Context, []I) ([]T, error), name func(T) (I, string)) error {
	ids := make([]I, 0, len(n))
	for id := range n {
		ids = append(ids, id)
	}
	things, err := many(ctx, ids)
	for _, thing := range things {
		id, text := name(thing)
		n[id] = text
	}
	return err
}

// AuditFile is the log as a file, up to its ten thousand newest lines. Needs an admin.
func (p *Program) AuditFile(ctx context.Context, actor portal.Actor, q AuditQuery) (File, error) {
	if err := actor.Must(portal.Admin); err != nil {
		return File{}, err
	}
	rows := [][]string{{"At", "Person", "Area", "What happened", "Reason", "About", "Partner", "From address", "Before", "After", "Event"}}
	q.After = ""
	for len(rows) <= auditFile {
		log, err := p.auditUpTo(ctx, actor, q, 500)
		if err != nil {
			return File{}, err
		}
		for _, row := range log.Rows {
			rows = append(rows, []string{
				string(row.At), portal.CSVText(row.ByName), row.Area().Label(), portal.CSVText(row.Sentence()), portal.CSVText(row.Reason), portal.CSVText(row.What),
				portal.CSVText(row.Whom), portal.CSVText(row.Address), row.From, row.To, portal.CSVText(row.ID),
			})
		}
		if q.After = log.Next; q.After == "" {
			break
		}
	}
	var out bytes.Buffer
	err := portal.WriteCSV(&out, rows[:min(len(rows), auditFile+1)])
	return File{Name: "audit-log-" + string(p.Today()) + ".csv", Type: csvType, Data: out.Bytes()}, err
}
