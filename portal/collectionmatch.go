package portal

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// ImportFacts is what matching a file needs to know, of everything the file names.
type ImportFacts struct {
	Deals    map[ReferralID]Deal
	ByDomain map[string][]Deal             // won deals by their customer's domain
	Recorded map[CollectionID]Collection   // collections and refunds
	Refunds  map[CollectionID][]Collection // by the collection they refund
}

// IDs are the ids that matching needs: of the collections and refunds that rows
// are, and of the collections that refunds name.
func (f ImportFile) IDs() []CollectionID {
	seen := map[CollectionID]bool{"": true}
	var ids []CollectionID
	for _, row := range f.Rows {
		for _, id := range []CollectionID{row.ID(), row.RefundedID()} {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// Match says for each row what recording it would do, or what is wrong with it.
// It records nothing. Cash counts before refunds, so a refund may name a
// collection of the same file, on a line above or below.
func (f ImportFile) Match(facts ImportFacts, by Actor, now Instant, today Date) []ImportRow {
	m := &matching{
		facts: facts, by: by, now: now, today: today,
		lines: map[CollectionID]int{}, file: map[CollectionID]Collection{}, refunds: map[CollectionID][]Collection{},
	}
	rows := make([]ImportRow, len(f.Rows))
	for _, refunds := range []bool{false, true} {
		for i, row := range f.Rows {
			if (row.RefundOf != "") == refunds {
				rows[i] = m.row(row)
			}
		}
	}
	return rows
}

type matching struct {
	facts   ImportFacts
	by      Actor
	now     Instant
	today   Date
	lines   map[CollectionID]int // where the file has an id first
	file    map[CollectionID]Collection
	refunds map[CollectionID][]Collection // those of the file
}

func (m *matching) row(row ImportRow) ImportRow {
	if row.State == ImportProblem {
		return row
	}
	if row.RefundOf != "" {
		return m.refund(row)
	}
	deal, column, reason := m.deal(row)
	if reason != "" {
		return row.problem(column, reason)
	}
	made, err := NewCollection(row.Input, deal, m.by, m.now, m.today)
	if err != nil {
		return row.failed(err)
	}
	return m.once(row, made, ImportNew)
}

// once lets an id count once: a repeat of what is recorded, or of a line above,
// is nothing to do, and the same id with other content a problem.
func (m *matching) once(row ImportRow, made Collection, state ImportState) ImportRow {
	if recorded, there := m.facts.Recorded[made.ID]; there {
		if err := made.Repeats(recorded); err != nil {
			return row.problem("external_id", err.Error())
		}
		row.State, row.Collection = ImportKnown, recorded
		row.Reason = fmt.Sprintf("Recorded by %s.", recorded.ByName)
		return row
	}
	if above, there := m.file[made.ID]; there {
		if err := made.Repeats(above); err != nil {
			return row.problem("external_id", fmt.Sprintf("Line %d has the same id with something else.", m.lines[made.ID]))
		}
		row.State, row.Collection = ImportKnown, above
		row.Reason = fmt.Sprintf("The same as line %d.", m.lines[made.ID])
		return row
	}
	m.file[made.ID], m.lines[made.ID] = made, row.Line
	if made.IsRefund() {
		m.refunds[made.RefundOf] = append(m.refunds[made.RefundOf], made)
	}
	row.State, row.Collection = state, made
	return row
}

func (m *matching) refund(row ImportRow) ImportRow {
	of, there := m.facts.Recorded[row.RefundedID()]
	if !there {
		of, there = m.file[row.RefundedID()]
	}
	if !there {
		return row.problem("refund_of", fmt.Sprintf("No collection %s from %s is recorded or in this file.", row.RefundOf, normalSource(row.Input.Source)))
	}
	if row.Referral != "" && row.Referral != of.Referral {
		return row.problem("referral", fmt.Sprintf("The collection %s belongs to another referral.", row.RefundOf))
	}
	_, recorded := m.facts.Recorded[row.ID()]
	if _, above := m.file[row.ID()]; recorded || above { // not counted a second time against what is left
		return m.once(row, Collection{
			ID: row.ID(), Source: normalSource(row.Input.Source), ExternalID: row.Input.ExternalID,
			Referral: of.Referral, Amount: row.Input.Amount.Neg(), CollectedOn: row.Input.CollectedOn, RefundOf: of.ID,
		}, ImportRefund)
	}
	earlier := append(append([]Collection(nil), m.facts.Refunds[of.ID]...), m.refunds[of.ID]...)
	made, err := NewRefund(row.Input, of, earlier, m.by, m.now, m.today)
	if err != nil {
		return row.failed(err)
	}
	return m.once(row, made, ImportRefund)
}

// deal finds whose money a row is, by the referral it names or else by the customer's domain.
func (m *matching) deal(row ImportRow) (deal Deal, column, reason string) {
	if row.Referral != "" {
		deal, there := m.facts.Deals[row.Referral]
		if !there {
			return Deal{}, "referral", fmt.Sprintf("No open or won referral has the id %s.", row.Referral)
		}
		return deal, "", ""
	}
	switch deals := m.facts.ByDomain[row.Domain]; len(deals) {
	case 1:
		return deals[0], "", ""
	case 0:
		return Deal{}, "customer_domain", fmt.Sprintf("No won referral has a customer with the domain %s.", row.Domain)
	default:
		return Deal{}, "customer_domain", fmt.Sprintf("%d won referrals have a customer with the domain %s; name the referral.", len(deals), row.Domain)
	}
}

func (r ImportRow) problem(column, reason string) ImportRow {
	r.State, r.Column, r.Reason = ImportProblem, column, reason
	return r
}

// failed names the first of a rule's problems, in the order of the columns.
func (r ImportRow) failed(err error) ImportRow {
	if problem, ok := errors.AsType[*Error](err); ok {
		for _, column := range importColumns {
			if reason, there := problem.Fields[column.name]; there {
				return r.problem(column.name, reason)
			}
		}
	}
	return r.problem("", err.Error())
}

// ImportSummary counts what recording the rows would do.
type ImportSummary struct {
	New, Refunds, Known, Problems int
	Amounts                       []Money // new cash less refunds, one per currency
}

// SummarizeImport counts matched rows.
func SummarizeImport(rows []ImportRow) ImportSummary {
	var s ImportSummary
	sums := map[Currency]Money{}
	for _, row := range rows {
		switch row.State {
		case ImportNew:
			s.New++
		case ImportRefund:
			s.Refunds++
		case ImportKnown:
			s.Known++
			continue
		case ImportProblem:
			s.Problems++
			continue
		}
		currency := row.Collection.Amount.Currency
		sums[currency] = sums[currency].Add(row.Collection.Amount)
	}
	for _, currency := range slices.Sorted(maps.Keys(sums)) {
		s.Amounts = append(s.Amounts, sums[currency])
	}
	return s
}
