package program

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"tandem/portal"
)

// ReferralImport is a file of referrals, row by row: what recording it would do, or did.
type ReferralImport struct {
	Rows    []portal.LeadRow
	Count   map[portal.ReferralFate]int
	Ignored []string // columns of the file that were not used
	Header  []string
	Made    int // referrals that this run recorded
	Left    int // rows that can be recorded and are not yet
}

// ImportReferrals is a file of referrals, and whose they are.
type ImportReferrals struct {
	File    []byte
	Partner portal.PartnerID // staff only: whose customers they are; "" takes the column partner
}

// leadRowsAnHour is how many rows of files a partner's people may have looked at within an
// hour: a full file a few times over, while it is put right.
const leadRowsAnHour = 4 * portal.MaxReferralRows

// referralImporters are the staff who take in a partner's customers for it.
var referralImporters = []portal.Role{portal.Manager, portal.Steward}

// PreviewReferrals reads a file of referrals and says for each row what recording it would
// do. It changes nothing. A partner's person has the own company's customers; staff those
// of a partner. Limited when a partner's people have too many rows looked at.
func (p *Program) PreviewReferrals(ctx context.Context, actor portal.Actor, in ImportReferrals) (ReferralImport, error) {
	return p.readReferrals(ctx, actor, in, true)
}

// RecordReferrals records the rows of a file that have no problem, each as if it had been
// typed in, at most so many of them: Left says how many remain, and the same call goes on
// with them. It may be repeated with the same file at any time: what is recorded is found.
func (p *Program) RecordReferrals(ctx context.Context, actor portal.Actor, in ImportReferrals, most int) (ReferralImport, error) {
	read, err := p.readReferrals(ctx, actor, in, false)
	if err != nil {
		return read, err
	}
	for i := range read.Rows {
		row := &read.Rows[i]
		if !row.Fate.Sends() {
			continue
		}
		if read.Made == most {
			break
		}
		r, err := p.recordRow(ctx, actor, *row)
		switch portal.KindOf(err) {
		case "":
			if err != nil {
				return read, err
			}
			row.Fate, row.Own = portal.RowSent, r
			read.Made++
		case portal.Invalid, portal.Conflict: // somebody referred it between preview and now
			row.Fate, row.Column, row.Reason = portal.RowProblem, "", err.Error()
		default:
			return read, err
		}
	}
	read.tally()
	return read, nil
}

func (i *ReferralImport) tally() {
	i.Count, i.Left = map[portal.ReferralFate]int{}, 0
	for _, row := range i.Rows {
		i.Count[row.Fate]++
		if row.Fate.Sends() {
			i.Left++
		}
	}
}

// recordRow makes the referral of a row under the id that its guard names, so that a run
// that was cut off, or another at the same time, makes no second one.
func (p *Program) recordRow(ctx context.Context, actor portal.Actor, row portal.LeadRow) (portal.Referral, error) {
	guard := row.RowGuard()
	holder, err := p.store.Guards.Claim(ctx, guard, p.newID(), p.Now())
	if err != nil {
		return portal.Referral{}, err
	}
	id := portal.ReferralID(holder)
	if there, err := p.store.Referrals.Get(ctx, id); portal.KindOf(err) != portal.NotFound {
		return there, err
	}
	r, err := p.submitReferral(ctx, id, row.Partner, actor, row.Input)
	if kind := portal.KindOf(err); kind == portal.Invalid || kind == portal.Conflict {
		if there, missing := p.store.Referrals.Get(ctx, id); missing == nil {
			return there, nil // another run made it at this moment
		}
		return r, joinRelease(err, p.store.Guards.Release(ctx, guard, holder))
	}
	return r, err
}

// readReferrals reads a file and matches it. In a preview the rows are counted, and what is
// new is compared with customers much like it.
func (p *Program) readReferrals(ctx context.Context, actor portal.Actor, in ImportReferrals, preview bool) (ReferralImport, error) {
	if actor.Staff() {
		if err := actor.Must(referralImporters...); err != nil {
			return ReferralImport{}, err
		}
	} else {
		if err := actor.Must(portal.PartnerMember); err != nil {
			return ReferralImport{}, err
		}
		in.Partner = actor.Partner
	}
	file, err := portal.ReadReferrals(in.File, in.Partner == "")
	if err != nil {
		return ReferralImport{}, err
	}
	if preview && !actor.Staff() {
		if err := p.countLeads(ctx, actor.Partner, len(file.Rows), leadRowsAnHour, "rows"); err != nil {
			return ReferralImport{}, err
		}
	}
	one, partners, err := p.partnersOfFile(ctx, file, in.Partner)
	if err != nil {
		return ReferralImport{}, err
	}
	rows := file.Check(p.Rules, one, partners, p.Today())
	facts, err := p.referralFacts(ctx, rows)
	if err != nil {
		return ReferralImport{}, err
	}
	p.Rules.Match(rows, facts, p.Today())
	if preview {
		if facts.Like, err = p.likeRows(ctx, rows); err != nil {
			return ReferralImport{}, err
		}
		for i := range rows {
			if rows[i].Fate != portal.RowProblem {
				rows[i].Fate, rows[i].Reason, rows[i].Own = "", "", portal.Referral{}
			}
		}
		p.Rules.Match(rows, facts, p.Today())
	}
	read := ReferralImport{Rows: rows, Ignored: file.Ignored, Header: file.Header}
	read.tally()
	return read, nil
}

// partnersOfFile are the partner of a whole file, or else those whose codes its rows have.
func (p *Program) partnersOfFile(ctx context.Context, file portal.ReferralFile, id portal.PartnerID) (*portal.Partner, map[string]portal.Partner, error) {
	if id != "" {
		one, err := p.store.Partners.Get(ctx, id)
		if err == nil && !one.State.Member() { // staff pick from those that were let in
			err = portal.Errorf(portal.NotFound, "There is nothing here.")
		}
		if portal.KindOf(err) == portal.NotFound {
			err = portal.Problems{"partner": "Choose a partner."}.Err()
		}
		return &one, nil, err
	}
	partners := map[string]portal.Partner{}
	asked := map[string]bool{}
	for _, row := range file.Rows {
		code := strings.ToLower(row.Code)
		if code == "" || asked[code] {
			continue
		}
		asked[code] = true
		partner, err := p.store.Partners.ByCode(ctx, code)
		switch portal.KindOf(err) {
		case portal.NotFound:
		case "":
			if err != nil {
				return nil, nil, err
			}
			partners[code] = partner
		default:
			return nil, nil, err
		}
	}
	return nil, partners, nil
}

// referralFacts looks up who holds the leads of a file, and what of it is recorded.
func (p *Program) referralFacts(ctx context.Context, rows []portal.LeadRow) (portal.ReferralFacts, error) {
	var keys []string
	for _, row := range rows {
		if row.Fate != portal.RowProblem {
			keys = append(keys, row.RowGuard())
			keys = append(keys, row.Keys...)
		}
	}
	slices.Sort(keys)
	holders, err := p.leadHolders(ctx, slices.Compact(keys))
	return portal.ReferralFacts{Sent: holders, Holders: holders}, err
}

// likeRows finds, for each row that would be new, customers much like it: several at a time.
func (p *Program) likeRows(ctx context.Context, rows []portal.LeadRow) (map[int][]portal.Referral, error) {
	const atOnce = 4
	var (
		wait   sync.WaitGroup
		mu     sync.Mutex
		failed error
		free   = make(chan struct{}, atOnce)
		like   = map[int][]portal.Referral{}
	)
	for i, row := range rows {
		if row.Fate != portal.RowNew {
			continue
		}
		free <- struct{}{}
		wait.Go(func() {
			defer func() { <-free }()
			found, err := p.store.Referrals.Like(ctx, row.Lead)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = err
			} else if len(found) > 0 {
				like[i] = found
			}
		})
	}
	wait.Wait()
	return like, failed
}

// ReferralTemplate is a file to fill in: the columns, and one row to show how.
func (p *Program) ReferralTemplate(ctx context.Context, actor portal.Actor) (File, error) {
	roles := []portal.Role{portal.PartnerMember}
	if actor.Staff() {
		roles = referralImporters
	}
	if err := actor.Must(roles...); err != nil {
		return File{}, err
	}
	code := ""
	if !actor.Staff() {
		partner, err := p.store.Partners.Get(ctx, actor.Partner)
		if err != nil {
			return File{}, err
		}
		code = partner.Code
	}
	shown := map[string]string{
		"external_id": "CRM-1042", "partner": code, "company": "Example Hotels Ltd", "site": "example.com", "contact": "Ana Reis", "email": "ana@example.com",
		"phone": "+351 210 000 000", "country": "PT", "product": p.Rules.Products[0].Code, "need": "40 rooms for a conference in May", "value": "12000.00",
		"currency": string(p.Rules.Currency), "close_by": string(p.Today().AddDays(60)), "consent": "yes",
	}
	columns := portal.ReferralColumns(actor.Staff())
	row := make([]string, len(columns))
	for i, name := range columns {
		row[i] = portal.CSVText(shown[name])
	}
	return csvFile("referrals-template.csv", [][]string{columns, row})
}

// ReferralProblems are the rows of a file that have a problem, as they were, with the line
// and the reason beside them: to be put right and sent again.
func (p *Program) ReferralProblems(ctx context.Context, actor portal.Actor, in ImportReferrals) (File, error) {
	read, err := p.readReferrals(ctx, actor, in, false)
	if err != nil {
		return File{}, err
	}
	safe := func(cells []string) []string {
		out := make([]string, len(cells))
		for i, cell := range cells {
			out[i] = portal.CSVText(strings.TrimSpace(cell))
		}
		return out
	}
	rows := [][]string{append(safe(read.Header), "line", "column", "problem")}
	for _, row := range read.Rows {
		if row.Fate != portal.RowProblem {
			continue
		}
		cells := safe(row.Cells)
		for len(cells) < len(read.Header) {
			cells = append(cells, "")
		}
		rows = append(rows, append(cells[:len(read.Header)], strconv.Itoa(row.Line), portal.CSVText(row.Column), portal.CSVText(row.Reason)))
	}
	return csvFile("referrals-to-correct.csv", rows)
}

func csvFile(name string, rows [][]string) (File, error) {
	var out bytes.Buffer
	if err := portal.WriteCSV(&out, rows); err != nil {
		return File{}, fmt.Errorf("write %s: %w", name, err)
	}
	return File{Name: name, Type: csvType, Data: out.Bytes()}, nil
}
