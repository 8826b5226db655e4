package program

import (
	"bytes"
	"context"
	"fmt"

	"tandem/portal"
)

// ReferralTemplate is a file to fill in: the columns, and one row to show how.
func (p *Program) ReferralTemplate(ctx context.Context, actor portal.Actor) (File, error) {
	if err := actor.Must(importersOf(actor)...); err != nil {
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
	var rows []portal.RowToCorrect
	for _, row := range read.Rows {
		if row.Fate == portal.RowProblem {
			rows = append(rows, portal.RowToCorrect{Line: row.Line, Cells: row.Cells, Column: row.Column, Reason: row.Reason})
		}
	}
	return fileToCorrect("referrals-to-correct.csv", read.Head, rows)
}

func fileToCorrect(name string, head portal.TableHead, rows []portal.RowToCorrect) (File, error) {
	data, err := head.ToCorrect(rows)
	if err != nil {
		return File{}, fmt.Errorf("write %s: %w", name, err)
	}
	return File{Name: name, Type: csvType, Data: data}, nil
}

func csvFile(name string, rows [][]string) (File, error) {
	var out bytes.Buffer
	if err := portal.WriteCSV(&out, rows); err != nil {
		return File{}, fmt.Errorf("write %s: %w", name, err)
	}
	return File{Name: name, Type: csvType, Data: out.Bytes()}, nil
}
