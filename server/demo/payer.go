package demo

import "tandem/portal"

// Recipient is Northwind Stays as it stands on statements.
func Recipient() portal.Recipient {
	return portal.Recipient{Name: "Northwind Stays Lda", Address: []string{"Rua do Cais 12", "1200-001 Lisboa", "Portugal"}, TaxID: "VAT PT510000002"}
}

// Payer is Northwind Stays at its banks. The accounts are well formed and belong to
// nobody: they are examples of the IBAN registry and of documents about ACH.
func Payer() portal.Payer {
	return portal.Payer{
		SEPA: portal.SEPAPayer{
			Name: "Northwind Stays Lda", IBAN: "PT50000201231234567890154", BIC: "CGDIPTPL", Street: "Rua do Cais 12", Post: "1200-001", City: "Lisboa", Country: "PT",
		},
		ACH:    portal.ACHPayer{Routing: "021000021", Bank: "First Harbor Bank", Company: "Northwind Stays", CompanyID: "1123456789", Class: "CCD"},
		PayPal: portal.PayPalPayer{Currencies: []portal.Currency{"EUR", "GBP", "USD"}},
		Wise:   portal.WisePayer{Currency: "EUR"},
	}
}
