package payfile

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tandem/portal"
)

// node is an element of any XML: the reader of these tests knows nothing of the
// structs that wrote it.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []node     `xml:",any"`
}

func readXML(t *testing.T, data []byte) node {
	t.Helper()
	var root node
	if err := xml.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	return root
}

// all are the elements at a path below the node.
func (n node) all(path string) []node {
	found := []node{n}
	for name := range strings.SplitSeq(path, "/") {
		var next []node
		for _, parent := range found {
			for _, child := range parent.Children {
				if child.XMLName.Local == name {
					next = append(next, child)
				}
			}
		}
		found = next
	}
	return found
}

// text is the text of the only element at a path, "" for none.
func (n node) text(t *testing.T, path string) string {
	t.Helper()
	found := n.all(path)
	if len(found) > 1 {
		t.Errorf("%d elements at %s", len(found), path)
	}
	if len(found) == 0 {
		return ""
	}
	return strings.TrimSpace(found[0].Text)
}

// cents reads an amount of the schema apart from the code that wrote it.
func cents(t *testing.T, text string) (n int64) {
	t.Helper()
	whole, fraction, ok := strings.Cut(text, ".")
	if !ok || len(fraction) != 2 {
		t.Fatalf("%q has no two decimals", text)
	}
	for _, r := range whole + fraction {
		if r < '0' || r > '9' {
			t.Fatalf("%q is no amount", text)
		}
		n = n*10 + int64(r-'0')
	}
	return n
}

const epcSet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ "

func TestSEPAFileSaysWhatTheOrderSays(t *testing.T) {
	o := order(portal.BankTransfer, "EUR", 5, 123456, 99_999_999_999)
	o.Lines[2].Account.BIC, o.Lines[2].Account.Post = "", ""
	o.Lines[2].Account.Holder = "Ελληνική Εταιρεία <& Co>"
	files := write(t, portal.FormatSEPA, o)
	if len(files) != 1 || files[0].Name != "payouts-2026-03-11-B-7XC0DE-sepa.xml" || files[0].Type != "application/xml" {
		t.Fatalf("got %d files, the first %s of %s", len(files), files[0].Name, files[0].Type)
	}
	root := readXML(t, files[0].Data)
	if root.XMLName.Space != "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09" || root.XMLName.Local != "Document" {
		t.Errorf("the root is %v", root.XMLName)
	}
	for path, want := range map[string]string{
		"GrpHdr/MsgId": o.Message, "GrpHdr/CreDtTm": "2026-03-11T09:30:00Z", "GrpHdr/NbOfTxs": "3", "GrpHdr/InitgPty/Nm": "Northwind Stays Lda",
		"PmtInf/PmtInfId": o.Message, "PmtInf/PmtMtd": "TRF", "PmtInf/PmtTpInf/SvcLvl/Cd": "SEPA", "PmtInf/ReqdExctnDt/Dt": "2026-03-12", "PmtInf/NbOfTxs": "3",
		"PmtInf/Dbtr/Nm": "Northwind Stays Lda", "PmtInf/Dbtr/PstlAdr/TwnNm": "Lisboa", "PmtInf/Dbtr/PstlAdr/Ctry": "PT", "PmtInf/Dbtr/PstlAdr/StrtNm": "Rua do Cais 12",
		"PmtInf/DbtrAcct/Id/IBAN": "PT50000201231234567890154", "PmtInf/DbtrAgt/FinInstnId/BICFI": "CGDIPTPL", "PmtInf/ChrgBr": "SLEV",
	} {
		if got := root.text(t, "CstmrCdtTrfInitn/"+path); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
	sum := int64(0)
	transfers := root.all("CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf")
	for i, transfer := range transfers {
		amount := transfer.all("Amt/InstdAmt")[0]
		if len(amount.Attrs) != 1 || amount.Attrs[0].Value != "EUR" {
			t.Errorf("transfer %d is in %v", i, amount.Attrs)
		}
		sum += cents(t, amount.Text)
		if got := transfer.text(t, "PmtId/EndToEndId"); got != o.Lines[i].Reference {
			t.Errorf("transfer %d has the id %s", i, got)
		}
		if got := transfer.text(t, "CdtrAcct/Id/IBAN"); got != o.Lines[i].Account.IBAN {
			t.Errorf("transfer %d goes to %s", i, got)
		}
		if ref := transfer.text(t, "RmtInf/Strd/CdtrRefInf/Ref"); !strings.HasPrefix(ref, "RF") || !strings.HasSuffix(ref, strings.ReplaceAll(o.Lines[i].Reference, "-", "")) {
			t.Errorf("transfer %d has the reference %s", i, ref)
		}
		if len(transfer.all("Cdtr/PstlAdr/AdrLine")) > 0 || transfer.text(t, "Cdtr/PstlAdr/TwnNm") == "" {
			t.Errorf("transfer %d has no structured address", i)
		}
		for _, path := range []string{"Cdtr/Nm", "Cdtr/PstlAdr/StrtNm", "Cdtr/PstlAdr/TwnNm", "PmtId/EndToEndId"} {
			if text := transfer.text(t, path); strings.Trim(text, epcSet) != "" || text == "" {
				t.Errorf("transfer %d: %s is %q", i, path, text)
			}
		}
	}
	for _, path := range []string{"GrpHdr/CtrlSum", "PmtInf/CtrlSum"} {
		if got := cents(t, root.text(t, "CstmrCdtTrfInitn/"+path)); got != sum || sum != 5+123456+99_999_999_999 {
			t.Errorf("%s is %d, the transfers are %d", path, got, sum)
		}
	}
	if got := transfers[0].text(t, "Cdtr/Nm"); got != "Strasse + Sohne" {
		t.Errorf("the first payee is %q", got)
	}
	if bic, other := transfers[2].text(t, "CdtrAgt/FinInstnId/BICFI"), transfers[2].text(t, "CdtrAgt/FinInstnId/Othr/Id"); bic != "" || other != "NOTPROVIDED" {
		t.Errorf("without a BIC: %q and %q", bic, other)
	}
}

// TestSEPAFileIsValid holds files to the schema of ISO 20022 with xmllint.
func TestSEPAFileIsValid(t *testing.T) {
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("XMLLINT IS NOT HERE, SO NO FILE WAS HELD TO THE SCHEMA: install libxml2-utils")
	}
	full, bare := order(portal.BankTransfer, "EUR", 1, 2500, 99_999_999_999), order(portal.BankTransfer, "EUR", 4200)
	bare.Payer.SEPA.BIC, bare.Payer.SEPA.Street, bare.Payer.SEPA.Post = "", "", ""
	bare.Lines[0].Account.BIC, bare.Lines[0].Account.Street, bare.Lines[0].Account.Post = "", "", ""
	longest := order(portal.BankTransfer, "EUR", 4200)
	longest.Message = strings.Repeat("A", 35)
	longest.Lines[0].Account.Holder, longest.Lines[0].Account.City = strings.Repeat("ß", 35), strings.Repeat("M", 35)
	validate := func(data []byte) ([]byte, error) {
		file := filepath.Join(t.TempDir(), "pain.xml")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return exec.CommandContext(t.Context(), lint, "--noout", "--nonet", "--schema", "testdata/pain.001.001.09.xsd", file).CombinedOutput()
	}
	for name, o := range map[string]Order{"full": full, "bare": bare, "longest": longest} {
		data := write(t, portal.FormatSEPA, o)[0].Data
		if out, err := validate(data); err != nil {
			t.Errorf("%s: %v\n%s\n%s", name, err, out, data)
		}
	}
	broken := strings.Replace(string(write(t, portal.FormatSEPA, full)[0].Data), "<NbOfTxs>3", "<NbOfTxs>three", 1)
	if out, err := validate([]byte(broken)); err == nil || !strings.Contains(string(out), "NbOfTxs") {
		t.Errorf("a broken file passes: %v\n%s", err, out)
	}
}
