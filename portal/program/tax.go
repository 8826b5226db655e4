package program

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"tandem/portal"
)

// taxPurpose binds a sealed tax id to its field and its partner.
const taxPurpose = "tax_id"

// SetTax keeps who the actor's company is to a tax office: they stand on its
// statements from the next one on. The number is sealed. Needs a partner admin.
func (p *Program) SetTax(ctx context.Context, actor portal.Actor, in portal.TaxInput) error {
	if err := actor.Must(portal.PartnerAdmin); err != nil {
		return err
	}
	checked, err := in.Check()
	if err != nil {
		return err
	}
	sealed := ""
	if checked.ID != "" {
		if sealed, err = p.seal(taxPurpose, string(actor.Partner), checked.ID); err != nil {
			return err
		}
	}
	_, err = p.changePartner(ctx, actor.Partner, 0, func(partner portal.Partner) (portal.Partner, error) {
		kept, number := checked, sealed
		if kept.ID == "" && partner.Tax.Country == kept.Country { // left empty, the number that is there stays
			kept.Kind, number = partner.Tax.Kind, partner.Tax.Sealed
		}
		next, err := partner.SetTax(kept, number, actor, p.Now())
		if err == nil && kept.ID == "" && number != "" {
			next.Tax.Label = partner.Tax.Label
		}
		return next, err
	})
	return err
}

// supplier is a partner as the statements of today name it.
func (p *Program) supplier(partner portal.Partner) portal.Supplier {
	return partner.Supplier(p.Rules.Tax, p.Today())
}

// openTaxID decrypts the tax id of a partner.
func (p *Program) openTaxID(partner portal.PartnerID, sealed string) (string, error) {
	id, err := p.unseal(taxPurpose, string(partner), sealed)
	if err != nil {
		return "", fmt.Errorf("tax id of %s: %w", partner, err)
	}
	return id, nil
}

// PaidInYear is a table of what each partner was paid in a calendar year, with the form
// on which its country wants it reported. Numbers of tax offices are not in it. Needs
// finance or a manager; a year before 2000 or after this one is Invalid.
func (p *Program) PaidInYear(ctx context.Context, actor portal.Actor, year int) (File, error) {
	if err := actor.Must(portal.Finance, portal.Manager); err != nil {
		return File{}, err
	}
	if this := p.Today().Time().Year(); year < 2000 || year > this {
		return File{}, portal.Errorf(portal.Invalid, "Choose a year from 2000 to %d.", this)
	}
	results := map[portal.PartnerID][]portal.Result{}
	for r, err := range p.store.Results.Each(ctx) {
		if err != nil {
			return File{}, err
		}
		results[r.Partner] = append(results[r.Partner], r)
	}
	var ids []portal.PartnerID
	for id := range results {
		ids = append(ids, id)
	}
	partners, err := p.store.Partners.GetMany(ctx, ids)
	if err != nil {
		return File{}, err
	}
	slices.SortFunc(partners, func(a, b portal.Partner) int {
		return cmp.Or(cmp.Compare(a.Company, b.Company), cmp.Compare(a.ID, b.ID))
	})
	rows := [][]string{{"year", "partner", "legal_name", "country", "tax_id", "currency", "paid", "payments", "report", "threshold", "threshold_currency", "reported"}}
	for _, partner := range partners {
		for _, sum := range portal.PaidIn(year, partner, results[partner.ID], p.Rules.Tax) {
			rows = append(rows, paidRow(sum))
		}
	}
	var out bytes.Buffer
	err = portal.WriteCSV(&out, rows)
	return File{Name: fmt.Sprintf("paid-in-%d.csv", year), Type: csvType, Data: out.Bytes()}, err
}

func paidRow(sum portal.PaidInYear) []string {
	given, threshold, reported := "missing", "", "no"
	if sum.Partner.Tax.Kind != "" {
		given = "given"
	}
	if sum.Rule.Threshold.Minor > 0 {
		threshold = sum.Rule.Threshold.Plain()
	}
	if sum.Reported() {
		reported = "yes"
	}
	return []string{
		strconv.Itoa(sum.Year), portal.CSVText(sum.Partner.Company), portal.CSVText(sum.Partner.Tax.Name), sum.Partner.TaxCountry(), given,
		string(sum.Paid.Currency), sum.Paid.Plain(), strconv.Itoa(sum.Payments), portal.CSVText(sum.Rule.Report), threshold, string(sum.Rule.Threshold.Currency), reported,
	}
}
