package payfile

import (
	"fmt"
	"strings"

	"tandem/portal"
)

const (
	nachaBlock = 10            // records of a block
	nachaMost  = 9_999_999_999 // cents of one entry: ten digits
)

// nacha is an ACH file of one batch of credits: records of 94 characters, filled
// up to whole blocks of ten with lines of 9.
func nacha(o Order, refused *refusals) []File {
	payer, on := o.Payer.ACH, o.PayOn.Time()
	const own = "Your own account"
	refused.must(own, "routing number", portal.RoutingProblem(payer.Routing))
	if len(payer.CompanyID) != 10 {
		refused.add(own, "company id", fmt.Sprintf("it has %d characters and must have 10", len(payer.CompanyID)))
	}
	if len(payer.Routing) != 9 || len(payer.CompanyID) != 10 {
		return nil
	}
	if o.Attempt > 26 { // the modifier is one letter
		refused.add(own, "file", "it was made 26 times, and no more fit on one day")
		return nil
	}
	bank, company := payer.Routing[:8], refused.latin(own, "company", payer.Company, 16, false)
	records := []string{
		"101 " + payer.Routing + left(payer.CompanyID, 10) + o.At.Format("0601021504") + string(rune('A'+o.Attempt-1)) + "094101" +
			left(refused.latin(own, "bank", payer.Bank, 23, false), 23) + left(company, 23) + left("", 8),
		"5220" + left(company, 16) + left("", 20) + payer.CompanyID + payer.Class + left("PAYOUT", 10) + left("", 6) + on.Format("060102") + "   1" + bank + "0000001",
	}
	hash := int64(0)
	for i, line := range o.Lines {
		a := line.Account
		refused.must(line.Payee, "routing number", portal.RoutingProblem(a.Routing))
		name := refused.latin(line.Payee, "name on the account", a.Holder, 22, false)
		account := refused.latin(line.Payee, "account number", a.Account, 17, false)
		reference := refused.latin(line.Payee, "reference", line.Reference, 15, false)
		if line.Amount.Minor > nachaMost {
			refused.add(line.Payee, "amount", fmt.Sprintf("%s is more than one entry holds", line.Amount))
		}
		code := "22"
		if a.Kind == portal.Savings {
			code = "32"
		}
		if len(a.Routing) == 9 {
			hash += number(a.Routing[:8])
		}
		records = append(records, "6"+code+left(a.Routing, 9)+left(account, 17)+right(line.Amount.Minor, 10)+left(reference, 15)+left(name, 22)+"  0"+bank+right(int64(i+1), 7))
	}
	credits := total(o.Lines, o.Currency).Minor
	count := int64(len(o.Lines))
	if credits > 999_999_999_999 {
		refused.add(own, "total", "it has more than the twelve digits that the file holds")
	}
	hash %= 10_000_000_000
	records = append(records, "8220"+right(count, 6)+right(hash, 10)+right(0, 12)+right(credits, 12)+payer.CompanyID+left("", 19)+left("", 6)+bank+"0000001")
	blocks := (len(records) + 1 + nachaBlock - 1) / nachaBlock
	records = append(records, "9000001"+right(int64(blocks), 6)+right(count, 8)+right(hash, 10)+right(0, 12)+right(credits, 12)+left("", 39))
	for len(records) < blocks*nachaBlock {
		records = append(records, strings.Repeat("9", 94))
	}
	return []File{{Name: o.named(0, 1, "ach", ".txt"), Type: "text/plain; charset=us-ascii", Data: []byte(strings.Join(records, "\n") + "\n"), Lines: o.Lines}}
}

// left is a text with blanks after it up to a width.
func left(text string, width int) string { return fmt.Sprintf("%-*s", width, text) }

// right is a number with zeros before it up to a width.
func right(n int64, width int) string { return fmt.Sprintf("%0*d", width, n) }

// number reads digits that were checked.
func number(digits string) (n int64) {
	for _, r := range digits {
		n = n*10 + int64(r-'0')
	}
	return n
}
