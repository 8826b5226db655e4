package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// MaxReferralRows is how many customers one file may have.
const MaxReferralRows = 2000

// referralColumns are the columns of a file of referrals; our own list, as it is
// downloaded, can be read again.
var referralColumns = []tableColumn{
	{"external_id", []string{"id", "crm_id", "lead_id", "your_number"}},
	{"partner", []string{"partner_code", "code"}},
	{"company", []string{"customer", "customer_company", "account", "account_name", "organisation", "organization"}},
	{"site", []string{"website", "domain", "url", "web"}},
	{"contact", []string{"contact_name", "person", "name", "full_name"}},
	{"email", []string{"e_mail", "mail", "email_address", "contact_email"}},
	{"phone", []string{"telephone", "phone_number", "mobile"}},
	{"country", []string{"country_code"}},
	{"product", []string{"product_line"}},
	{"need", []string{"needs", "notes", "description", "what_they_need"}},
	{"value", []string{"estimate", "estimated_value", "amount"}},
	{"currency", []string{"currency_code", "ccy"}},
	{"close_by", []string{"expected_by", "expected_decision", "close_date", "expected_close"}},
	{"consent", []string{"agreed", "opt_in", "permission"}},
}

// ReferralColumns are the columns that a file is made with, the partner's own code first for staff.
func ReferralColumns(staff bool) []string {
	columns := make([]string, 0, len(referralColumns))
	for _, c := range referralColumns {
		if c.name != "partner" || staff {
			columns = append(columns, c.name)
		}
	}
	return columns
}

// consentWords are the ways to say that a contact agreed.
var consentWords = []string{"yes", "y", "true", "1", "x", "agreed", "sim", "si", "sí", "sì", "oui", "ja", "tak", "ano"}

// ReferralFate is what recording a row would do.
type ReferralFate string

const (
	RowNew     ReferralFate = "new"
	RowLook    ReferralFate = "look"    // new, and like a customer that is known
	RowKnown   ReferralFate = "known"   // sent all the same: it waits as a duplicate
	RowOwn     ReferralFate = "own"     // the partner has the lead already
	RowSent    ReferralFate = "sent"    // of this file, or one with the same ids, before; or a repeat of a line above
	RowProblem ReferralFate = "problem" // stays out until the file is corrected
)

// ReferralFates are all fates, in the order in which they are counted.
var ReferralFates = []ReferralFate{RowNew, RowLook, RowKnown, RowOwn, RowSent, RowProblem}

// Label is the fate as people read it.
func (f ReferralFate) Label() string {
	switch f {
	case RowNew:
		return "New"
	case RowLook:
		return "New, needs a look"
	case RowKnown:
		return "Known to us"
	case RowOwn:
		return "Already yours"
	case RowSent:
		return "Sent already"
	case RowProblem:
		return "Problem"
	}
	return string(f)
}

// Sends reports a fate by which a referral is made.
func (f ReferralFate) Sends() bool { return f == RowNew || f == RowLook || f == RowKnown }

// ReferralFile is a file of referrals as it was read, before anything is looked up.
type ReferralFile struct {
	Head    TableHead
	Rows    []LeadRow
	Ignored []string // columns that mean nothing here
}

// LeadRow is one row of a file: what it says, and what recording it would do.
type LeadRow struct {
	Line    int      // in the file, from 1; the header is line 1 in most
	Cells   []string // as the file has them
	Code    string   // of the partner, in a file of several
	Input   ReferralInput
	Partner Partner
	Lead    Lead     // as it would be kept
	Keys    []string // of the lead
	Fate    ReferralFate
	Column  string   // of the first problem, as the file names it
	Reason  string   // the problem, or a remark
	Own     Referral // the partner's own referral of the same customer, or of one much like it
}

// ReadReferrals reads a file of referrals, as [readTable] does. A row with something wrong
// in it is kept, with its line, column and reason. Without a partner chosen each row names its own.
func ReadReferrals(data []byte, several bool) (ReferralFile, error) {
	read, err := readTable(data, referralColumns)
	if err != nil {
		return ReferralFile{}, err
	}
	if len(read.rows) > MaxReferralRows {
		return ReferralFile{}, fileProblem("The file has %d rows, and one may have 2,000. Split it.", len(read.rows))
	}
	needed := []string{"company", "contact", "email", "country", "product", "need", "consent"}
	if several {
		needed = append(needed, "partner")
	}
	if missing := slices.DeleteFunc(needed, read.has); len(missing) > 0 {
		return ReferralFile{}, fileProblem("The file has no column %s. The first line names the columns; the template has them all.", strings.Join(missing, ", "))
	}
	file := ReferralFile{Head: read.head(), Ignored: read.ignored}
	for _, row := range read.rows {
		file.Rows = append(file.Rows, readReferral(read, row))
	}
	return file, nil
}

func readReferral(read tableFile, from tableRow) LeadRow {
	cell := func(name string) string { return read.cell(from, name) }
	row := LeadRow{Line: from.line, Cells: from.cells, Code: cell("partner")}
	row.Input = ReferralInput{
		Source: FromCSV, ExternalID: cell("external_id"), Site: cell("site"),
		Lead: Lead{
			Company: cell("company"), Contact: cell("contact"), Email: cell("email"), Phone: cell("phone"), Need: cell("need"),
			Country: codeIn(countries, cell("country")), Product: cell("product"), CloseBy: Date(read.day(from, "close_by")),
			Consent: slices.Contains(consentWords, strings.ToLower(cell("consent"))),
		},
	}
	if problem := read.uneven(from); problem != "" {
		row.wrong("", problem)
	}
	if len([]rune(row.Input.ExternalID)) > maxLine {
		row.wrong(read.title("external_id"), fmt.Sprintf("Keep it under %d characters.", maxLine))
	}
	if value := cell("value"); value != "" {
		currency, err := ParseCurrency(cell("currency"))
		if err != nil {
			row.wrong(read.title("currency"), err.Error())
		} else if row.Input.Value, err = importAmount(value, currency, read.comma); err != nil {
			row.wrong(read.title("value"), err.Error())
		}
	}
	return row
}

// codeIn is the code of a list that a text gives, as the code or as the name; the text itself for none.
func codeIn(list []Choice, text string) string {
	for _, choice := range list {
		if strings.EqualFold(choice.Code, text) || strings.EqualFold(choice.Name, text) {
			return choice.Code
		}
	}
	return text
}

func (r *LeadRow) wrong(column, reason string) {
	if r.Fate == "" {
		r.Fate, r.Column, r.Reason = RowProblem, column, reason
	}
}

// Check finds the partner of each row and what is wrong with its lead: one is the
// partner of the whole file, or nil where the rows name theirs, by code, among partners.
func (f ReferralFile) Check(p Program, one *Partner, partners map[string]Partner, today Date) []LeadRow {
	rows := slices.Clone(f.Rows)
	for i := range rows {
		row, known := &rows[i], one != nil
		if known {
			row.Partner = *one
		} else if row.Partner, known = partners[strings.ToLower(row.Code)]; !known {
			row.wrong("partner", fmt.Sprintf("No partner has the code %q.", row.Code))
		}
		if known && !row.Partner.State.Working() {
			row.wrong("partner", fmt.Sprintf("%s is %s and cannot refer customers now.", row.Partner.named(), strings.ToLower(row.Partner.State.Label())))
		}
		row.Input.Product = codeIn(p.Products, row.Input.Product)
		lead, err := p.CheckLead(row.Input, today)
		if err != nil {
			row.wrong(rowProblem(err, row.Input))
		}
		row.Lead, row.Keys = lead, p.LeadKeys(lead)
	}
	return rows
}

// rowProblem is the first field of an error, and what is wrong with it and with the others,
// in words for a table.
func rowProblem(err error, in ReferralInput) (column, problem string) {
	wrong, ok := errors.AsType[*Error](err)
	if !ok || len(wrong.Fields) == 0 {
		return problemOf(err)
	}
	var all []string
	for _, field := range slices.Sorted(maps.Keys(wrong.Fields)) {
		said := wrong.Fields[field]
		switch {
		case field == "country" && in.Country != "":
			said = fmt.Sprintf("%q is no country; write its code, as PT, or its English name.", in.Country)
		case field == "product" && in.Product != "":
			said = fmt.Sprintf("%q is no product; write its code, as the template has it, or its name.", in.Product)
		case field == "consent":
			said = "The contact has to agree before you pass on the details: yes or no."
		}
		if column == "" {
			column = field
		} else {
			said = "Also " + field + ": " + said
		}
		all = append(all, said)
	}
	return column, strings.Join(all, " ")
}

// RowGuard is the guard that a row claims when it is recorded, so that the same file
// twice adds nothing: of its external id, or else of what its lead is known by.
func (r LeadRow) RowGuard() string {
	what := append([]string{"lead"}, r.Keys...)
	if r.Input.ExternalID != "" {
		what = []string{"id", r.Input.ExternalID}
	}
	sum := sha256.Sum256([]byte(strings.Join(what, "\x00")))
	return "referralrow:" + string(r.Partner.ID) + ":" + hex.EncodeToString(sum[:])
}

// ReferralFacts are what a file's rows are held against.
type ReferralFacts struct {
	Sent    map[string]Referral // what was recorded of a file before, by [LeadRow.RowGuard]
	Holders map[string]Referral // who holds a lead, by its keys
	Like    map[int][]Referral  // customers much like a row's, by the row's place; nil when nobody asks
}

// Match says of each row without a problem what recording it would do. It changes
// nothing but the rows.
func (p Program) Match(rows []LeadRow, facts ReferralFacts, today Date) {
	above := map[string]LeadRow{}
	for i := range rows {
		row := &rows[i]
		if row.Fate == RowProblem {
			continue
		}
		if sent, there := facts.Sent[row.RowGuard()]; there {
			row.Fate, row.Own, row.Reason = RowSent, sent, "As "+sent.Number()+"."
			continue
		}
		var holders []Referral
		var before *LeadRow
		for _, key := range slices.Concat(row.Keys, []string{row.RowGuard()}) {
			if r, held := facts.Holders[key]; held {
				holders = append(holders, r)
			}
			if b, there := above[key]; there && before == nil {
				before = &b
			}
		}
		standing, because := p.Stand(row.Lead, row.Partner.ID, holders, facts.Like[i], today)
		if because.Partner == row.Partner.ID {
			row.Own = because
		}
		switch {
		case standing == LeadOwn:
			row.Fate, row.Reason = RowOwn, fmt.Sprintf("Referred on %s, as %s.", because.SubmittedOn.Long(), because.Number())
			continue
		case before != nil && before.Partner.ID == row.Partner.ID:
			row.Fate, row.Reason = RowSent, fmt.Sprintf("Line %d is the same customer.", before.Line)
			continue
		case standing == LeadKnown:
			row.Fate = RowKnown
		case before != nil:
			row.Fate, row.Reason = RowKnown, fmt.Sprintf("Line %d refers the same customer for %s.", before.Line, before.Partner.Company)
		case standing == LeadLook:
			row.Fate = RowLook
			if row.Own.ID != "" {
				row.Reason = "Much like " + row.Own.Company + ", " + row.Own.Number() + "."
			}
		default:
			row.Fate = RowNew
		}
		for _, key := range slices.Concat(row.Keys, []string{row.RowGuard()}) {
			if _, there := above[key]; !there {
				above[key] = *row
			}
		}
	}
}
