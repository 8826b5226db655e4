package templates

// SortHead is the head of a column that a list can be sorted by.
type SortHead struct {
	Label string
	Href  string // the list in this column's order, or in the opposite one when it is in it; "" when it cannot be
	Sort  string // "ascending" or "descending" when the list is in this column's order

	Numbers bool // the column is one of numbers
}

// ReferralSorts are the columns by which a list of referrals can be sorted.
type ReferralSorts struct {
	Customer, Submitted, Until SortHead
}
