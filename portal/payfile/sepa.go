package payfile

import (
	"bytes"
	"encoding/xml"
	"fmt"

	"tandem/portal"
)

// sepaMost is the most that one SEPA transfer moves: 999,999,999.99 EUR.
const sepaMost = 99_999_999_999

// The elements of pain.001.001.09 that a SEPA credit transfer uses (the EPC's
// implementation guidelines for customer to bank), in the order of the schema.
type painDocument struct {
	XMLName xml.Name `xml:"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09 Document"`
	Header  struct {
		Message    string    `xml:"MsgId"`
		Created    string    `xml:"CreDtTm"`
		Count      int       `xml:"NbOfTxs"`
		Sum        string    `xml:"CtrlSum"`
		Initiating painParty `xml:"InitgPty"`
	} `xml:"CstmrCdtTrfInitn>GrpHdr"`
	Payment painPayment `xml:"CstmrCdtTrfInitn>PmtInf"`
}

type painPayment struct {
	ID        string         `xml:"PmtInfId"`
	Method    string         `xml:"PmtMtd"`
	Count     int            `xml:"NbOfTxs"`
	Sum       string         `xml:"CtrlSum"`
	Level     string         `xml:"PmtTpInf>SvcLvl>Cd"`
	On        string         `xml:"ReqdExctnDt>Dt"`
	Debtor    painParty      `xml:"Dbtr"`
	Account   string         `xml:"DbtrAcct>Id>IBAN"`
	Bank      painBank       `xml:"DbtrAgt"`
	Charges   string         `xml:"ChrgBr"`
	Transfers []painTransfer `xml:"CdtTrfTxInf"`
}

type painParty struct {
	Name    string       `xml:"Nm"`
	Address *painAddress `xml:"PstlAdr,omitempty"`
}

// painAddress is structured: SEPA refuses address lines from November 2026.
type painAddress struct {
	Street  string `xml:"StrtNm,omitempty"`
	Post    string `xml:"PstCd,omitempty"`
	City    string `xml:"TwnNm"`
	Country string `xml:"Ctry"`
}

// painBank names a bank by its BIC, or says that none was given.
type painBank struct {
	BIC   string     `xml:"FinInstnId>BICFI,omitempty"`
	Other *painOther `xml:"FinInstnId>Othr,omitempty"`
}

type painOther struct {
	ID string `xml:"Id"`
}

type painTransfer struct {
	EndToEnd  string        `xml:"PmtId>EndToEndId"`
	Amount    painAmount    `xml:"Amt>InstdAmt"`
	Bank      painBank      `xml:"CdtrAgt"`
	Creditor  painParty     `xml:"Cdtr"`
	Account   string        `xml:"CdtrAcct>Id>IBAN"`
	Reference painReference `xml:"RmtInf>Strd>CdtrRefInf"`
}

type painAmount struct {
	Currency string `xml:"Ccy,attr"`
	Value    string `xml:",chardata"`
}

type painReference struct {
	Code   string `xml:"Tp>CdOrPrtry>Cd"`
	Issuer string `xml:"Tp>Issr"`
	Ref    string `xml:"Ref"`
}

// sepa is a pain.001.001.09 with one payment of all transfers. The reference is
// there twice: as the id that comes back with the bank's answer, and for the payee
// as a creditor reference of ISO 11649.
func sepa(o Order, refused *refusals) []File {
	payer := o.Payer.SEPA
	const own = "Your own account"
	sum := total(o.Lines, o.Currency).Plain()
	var doc painDocument
	doc.Header.Message, doc.Header.Created, doc.Header.Count, doc.Header.Sum = o.Message, o.At.UTC().Format("2006-01-02T15:04:05Z"), len(o.Lines), sum
	doc.Header.Initiating.Name = refused.latin(own, "name", payer.Name, 70, false)
	doc.Payment = painPayment{
		ID: o.Message, Method: "TRF", Count: len(o.Lines), Sum: sum, Level: "SEPA", On: string(o.PayOn),
		Debtor:  painParty{doc.Header.Initiating.Name, refused.address(own, payer.Street, payer.Post, payer.City, payer.Country)},
		Account: payer.IBAN, Bank: bankOf(payer.BIC), Charges: "SLEV",
	}
	refused.must(own, "IBAN", portal.IBANProblem(payer.IBAN))
	for _, line := range o.Lines {
		a := line.Account
		refused.must(line.Payee, "IBAN", portal.IBANProblem(a.IBAN))
		if !portal.InSEPA(a.IBAN) {
			refused.add(line.Payee, "IBAN", "a SEPA transfer does not reach its country")
		}
		switch {
		case a.BIC != "" && !portal.ValidBIC(a.BIC):
			refused.add(line.Payee, "BIC", "it is none")
		case a.BIC == "" && portal.NeedsBIC(a.IBAN):
			refused.add(line.Payee, "BIC", "it is missing, and the bank is outside the European Economic Area")
		}
		if line.Amount.Minor > sepaMost {
			refused.add(line.Payee, "amount", fmt.Sprintf("%s is more than one SEPA transfer may be", line.Amount))
		}
		doc.Payment.Transfers = append(doc.Payment.Transfers, painTransfer{
			EndToEnd: line.Reference, Amount: painAmount{string(line.Amount.Currency), line.Amount.Plain()}, Bank: bankOf(a.BIC),
			Creditor:  painParty{refused.latin(line.Payee, "name on the account", a.Holder, 70, false), refused.address(line.Payee, a.Street, a.Post, a.City, a.Country)},
			Account:   a.IBAN,
			Reference: painReference{"SCOR", "ISO", portal.CreditorReference(line.Reference)},
		})
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	body, err := xml.MarshalIndent(doc, "", "\t")
	if err != nil { // strings and numbers: there is nothing that cannot be written
		panic(err)
	}
	out.Write(append(body, '\n'))
	return []File{{Name: o.named(0, 1, "sepa", ".xml"), Type: "application/xml", Data: out.Bytes(), Lines: o.Lines}}
}

func bankOf(bic string) painBank {
	if bic == "" {
		return painBank{Other: &painOther{"NOTPROVIDED"}}
	}
	return painBank{BIC: bic}
}

func (r *refusals) address(payee, street, post, city, country string) *painAddress {
	if !portal.ValidCountry(country) {
		r.add(payee, "country", "it is missing")
	}
	return &painAddress{
		Street: r.latin(payee, "street", street, 70, true), Post: r.latin(payee, "postal code", post, 16, true),
		City: r.latin(payee, "city", city, 35, false), Country: country,
	}
}
