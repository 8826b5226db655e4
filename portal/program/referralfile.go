package program

import (
	"bytes"
	"context"
	"fmt"
	"strconv"

	"tandem/portal"
)

// ReferralsFile is the list of referrals as a file, newest first, up to ten thousand of
// them: a partner's own, or for staff who work with leads everybody's, with the partner
// and the owner beside each.
func (p *Program) ReferralsFile(ctx context.Context, actor portal.Actor, l ListReferrals) (File, error) {
	head := []string{
		"Number", "Customer", "Website", "Contact", "Email", "Phone", "Country", "Product", "Estimate", "Currency", "Expected by", "State", "Since",
		"Submitted", "Submitted by", "Protected until", "Contact at " + p.Rules.Company, "Contract value", "Contract currency", "Contract start", "Term in months", "Came by", "Need",
	}
	if actor.Staff() {
		head = append(head, "Partner", "Answer by", "Duplicate of")
	}
	rows := [][]string{head}
	for l.After = ""; len(rows) <= referralsInFile; {
		page, err := p.Referrals(ctx, actor, l)
		if err != nil {
			return File{}, err
		}
		for _, r := range page.Rows {
			rows = append(rows, p.referralRow(r, actor.Staff()))
		}
		if l.After = page.Next; l.After == "" {
			break
		}
	}
	var out bytes.Buffer
	if err := portal.WriteCSV(&out, rows[:min(len(rows), referralsInFile+1)]); err != nil {
		return File{}, fmt.Errorf("write the referrals: %w", err)
	}
	return File{Name: "referrals-" + string(p.Today()) + ".csv", Type: csvType, Data: out.Bytes()}, nil
}

func (p *Program) referralRow(r portal.Referral, staff bool) []string {
	estimate, currency := "", ""
	if !r.Value.IsZero() {
		estimate, currency = r.Value.Plain(), string(r.Value.Currency)
	}
	value, valueIn, start, term := "", "", "", ""
	if c := r.Contract; c != nil {
		value, valueIn, start, term = c.Value.Plain(), string(c.Value.Currency), string(c.Start), strconv.Itoa(c.TermMonths)
	}
	until := ""
	if r.State.Open() {
		until = string(r.ProtectedUntil)
	}
	row := []string{
		r.Number(), portal.CSVText(r.Company), portal.CSVText(r.Domain), portal.CSVText(r.Contact), portal.CSVText(r.Email), portal.CSVText(r.Phone),
		portal.CountryName(r.Country), portal.CSVText(portal.NameIn(p.Rules.Products, r.Product)), estimate, currency, string(r.CloseBy), r.State.Label(), string(r.StateAt.Day(p.Rules.Zone)),
		string(r.SubmittedOn), portal.CSVText(r.ByName), until, portal.CSVText(r.OwnerName), value, valueIn, start, term, r.Source.Label(), portal.CSVText(r.Need),
	}
	if !staff {
		return row
	}
	answer, of := "", ""
	if r.State == portal.ReferralSubmitted {
		answer = string(r.AnswerBy)
	}
	if r.DuplicateOf != "" {
		of = portal.Referral{ID: r.DuplicateOf}.Number()
	}
	return append(row, portal.CSVText(r.PartnerName), answer, of)
}
