package portal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const csvHead = "external_id,company,site,contact,email,phone,country,product,need,value,currency,close_by,consent\n"

var csvPartner = Partner{ID: "pa", Application: Application{Company: "Alpha"}, Code: "alpha", State: PartnerActive}

// leadRows reads a file for one partner and says what each of its rows comes to.
func leadRows(t *testing.T, text string, facts ReferralFacts) []LeadRow {
	t.Helper()
	file, err := ReadReferrals([]byte(text), false)
	if err != nil {
		t.Fatal(err)
	}
	rows := file.Check(rules, &csvPartner, nil, "2026-03-02")
	rules.Match(rows, facts, "2026-03-02")
	return rows
}

func TestARowOfAFileSaysWhatIsWrongWithIt(t *testing.T) {
	product := rules.Products[0]
	good := "C-1,Hotel Miramar,miramar.pt,Ana Reis,ana@miramar.pt,+351 210 000 000,PT," + product.Code + ",40 rooms,12000.00,EUR,2026-05-01,yes"
	for _, c := range []struct{ name, old, new, column, reason string }{
		{"as it should be", "", "", "", ""},
		{"names instead of codes", "PT," + product.Code, "Portugal," + strings.ToUpper(product.Name), "", ""},
		{"an unknown country", ",PT,", ",Portugalia,", "country", `"Portugalia" is no country; write its code, as PT, or its English name.`},
		{"no country", ",PT,", ",,", "country", "Choose a country."},
		{"an unknown product", product.Code, "yachts", "product", `"yachts" is no product; write its code, as the template has it, or its name.`},
		{"consent no", ",yes", ",no", "consent", "The contact has to agree before you pass on the details: yes or no."},
		{"consent left out", ",yes", ",", "consent", "The contact has to agree before you pass on the details: yes or no."},
		{"consent in Portuguese", ",yes", ",Sim", "", ""},
		{"no address", "ana@miramar.pt", "ana", "email", "Write the address as name@example.com."},
		{"two things at once", "ana@miramar.pt,+351 210 000 000,PT", "ana,,", "country", "Choose a country. Also email: Write the address as name@example.com."},
		{"an amount that is none", "12000.00", "lots", "value", `"lots" is not an amount in EUR; write it as 1234.50.`},
		{"no currency", ",EUR,", ",,", "currency", ""},
		{"a day that is none", "2026-05-01", "soon", "close_by", "Write the date as 2026-03-31."},
		{"a day that is over", "2026-05-01", "2026-01-01", "close_by", "The expected close cannot lie in the past."},
		{"no company", "Hotel Miramar", "", "company", "Write the customer's company."},
		{"a site that is none", "miramar.pt,Ana", "10.0.0.1,Ana", "site", "Write the website as example.com, or leave it empty."},
		{"a cell too many", ",yes", ",yes,really", "", "The row has 14 cells and the header 13."},
	} {
		row := good
		if c.old != "" {
			row = strings.Replace(good, c.old, c.new, 1)
		}
		got := leadRows(t, csvHead+row+"\n", ReferralFacts{})[0]
		wrong := c.column != "" || c.reason != ""
		if (got.Fate == RowProblem) != wrong || got.Column != c.column || c.reason != "" && got.Reason != c.reason {
			t.Errorf("%s: %s at %q: %q; want at %q: %q", c.name, got.Fate, got.Column, got.Reason, c.column, c.reason)
		}
		if got.Line != 2 {
			t.Errorf("%s: line %d", c.name, got.Line)
		}
	}
}

func TestFilesOfReferralsThatCannotBeRead(t *testing.T) {
	many := csvHead + strings.Repeat(",A,,B,c@d.pt,,PT,x,y,,,,yes\n", MaxReferralRows+1)
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "The file is empty."},
		{"only a header", csvHead, "The file has a header and no rows."},
		{"another encoding", csvHead + "C-1,Caf\xe9 Lumen\n", "The file is not UTF-8 text. In your spreadsheet, save it as CSV UTF-8."},
		{"UTF-16", "\xff\xfec\x00o\x00", "The file is not UTF-8 text. In your spreadsheet, save it as CSV UTF-8."},
		{"a quotation mark too many", csvHead + "C-1,\"Hotel \"Miramar\",x\n", "Line 2 cannot be read: a quotation mark is missing or too many. Nothing was recorded."},
		{"no column of consent", "company,contact,email,country,product,need\na,b,c,d,e,f\n", "The file has no column consent. The first line names the columns; the template has them all."},
		{"columns missing", "company,email\na,b\n", "The file has no column contact, country, product, need, consent. The first line names the columns; the template has them all."},
		{"too many rows", many, "The file has 2001 rows, and one may have 2,000. Split it."},
	} {
		_, err := ReadReferrals([]byte(c.text), false)
		if _, got := problemOf(err); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if _, err := ReadReferrals([]byte(csvHead+",A,,B,c@d.pt,,PT,x,y,,,,yes\n"), true); err == nil || !strings.Contains(fmt.Sprint(err), "column partner") {
		t.Errorf("a file of several partners without their codes: %v", err)
	}
}

func TestAFileOfReferralsMayComeFromAnySpreadsheet(t *testing.T) {
	row := []string{"Hotel Miramar", "Ana Reis", "ana@miramar.pt", "Portugal", rules.Products[0].Name, "40 rooms; and dinner", "1.234,50", "EUR", "ja", "extra"}
	head := []string{"Customer", "Contact", "E-mail", "Country", "Product line", "Notes", "Estimate", "Currency", "Consent", "Owner"}
	for _, c := range []struct{ name, sep, start, end string }{
		{"semicolons, a mark and CRLF", ";", "\ufeff", "\r\n"}, {"tabs", "\t", "", "\n"}, {"commas and old line ends", ",", "", "\r"},
	} {
		cells := slices.Clone(row)
		if c.sep != ";" {
			cells[6] = "1234.50"
		}
		for i := range cells {
			cells[i] = `"` + cells[i] + `"`
		}
		text := c.start + strings.Join(head, c.sep) + c.end + strings.Join(cells, c.sep) + c.end
		got := leadRows(t, text, ReferralFacts{})[0]
		if got.Fate != RowNew || got.Lead.Value != Amount(123450, "EUR") || got.Lead.Domain != "miramar.pt" || got.Lead.Country != "PT" || got.Input.Source != FromCSV {
			t.Errorf("%s: %s %s: %s, %+v", c.name, got.Fate, got.Column, got.Reason, got.Lead)
		}
		file, err := ReadReferrals([]byte(text), false)
		if err != nil || !slices.Equal(file.Ignored, []string{"Owner"}) {
			t.Errorf("%s: not used %v, %v", c.name, file.Ignored, err)
		}
	}
}

func TestWhatARowOfReferralsWouldDo(t *testing.T) {
	line := func(id, company, email string) string {
		return id + "," + company + ",,Ana Reis," + email + ",,PT," + rules.Products[0].Code + ",40 rooms,,,,yes\n"
	}
	held := func(partner PartnerID, id ReferralID, company, email string) (Referral, map[string]Referral) {
		lead := Lead{Company: company, Email: email, Country: "PT"}
		r := Referral{ID: id, Partner: partner, State: ReferralAccepted, SubmittedOn: "2026-02-01", ProtectedUntil: "2026-05-01", Lead: lead}
		keys := map[string]Referral{}
		for _, key := range rules.LeadKeys(lead) {
			keys[key] = r
		}
		return r, keys
	}
	own, holders := held("pa", "01JOWN", "Casa Own", "a@own.pt")
	other, more := held("pb", "01JOTHER", "Casa Other", "a@other.pt")
	for key, r := range more {
		holders[key] = r
	}
	sent := Referral{ID: "01JSENT", Partner: "pa", State: ReferralLost}
	facts := ReferralFacts{Holders: holders, Sent: map[string]Referral{}, Like: map[int][]Referral{5: {other}, 6: {own}}}
	facts.Sent[LeadRow{Partner: csvPartner, Input: ReferralInput{ExternalID: "S-1"}}.RowGuard()] = sent
	rows := leadRows(t, csvHead+
		line("", "Fresh Hotels", "a@fresh.pt")+
		line("", "Casa Own Lda", "b@elsewhere.pt")+
		line("", "Casa Elsewhere", "x@other.pt")+
		line("S-1", "Whatever", "a@whatever.pt")+
		line("", "FRESH HOTELS", "c@other-mail.pt")+
		line("", "Casa Othar", "a@othar.pt")+
		line("", "Casa Owne", "a@owne.pt")+
		line("T-1", "Twice One", "a@twice.pt")+
		line("T-1", "Twice Two", "a@twotimes.pt")+
		line("", "Nobody", "nobody"), facts)
	want := []struct {
		fate   ReferralFate
		reason string
		own    ReferralID
	}{
		{RowNew, "", ""},
		{RowOwn, "Referred on 1 February 2026, as R-01JOWN.", "01JOWN"},
		{RowKnown, "", ""},
		{RowSent, "As R-1JSENT.", "01JSENT"},
		{RowSent, "Line 2 is the same customer.", ""},
		{RowLook, "", ""},
		{RowLook, "Much like Casa Own, R-01JOWN.", "01JOWN"},
		{RowNew, "", ""},
		{RowSent, "Line 9 is the same customer.", ""},
		{RowProblem, "Write the address as name@example.com.", ""},
	}
	for i, w := range want {
		if got := rows[i]; got.Fate != w.fate || got.Reason != w.reason || got.Own.ID != w.own {
			t.Errorf("line %d: %s %q %q, want %s %q %q", got.Line, got.Fate, got.Reason, got.Own.ID, w.fate, w.reason, w.own)
		}
	}
}

func TestAFileOfSeveralPartnersNamesThemByCode(t *testing.T) {
	beta, gone := Partner{ID: "pb", Application: Application{Company: "Beta"}, Code: "beta", State: PartnerActive}, Partner{ID: "pc", Application: Application{Company: "Gamma"}, State: PartnerEnded}
	row := func(code, company string) string {
		return code + "," + company + ",Ana,ana@" + strings.ToLower(strings.ReplaceAll(company, " ", "")) + ".pt,PT," + rules.Products[0].Code + ",rooms,yes\n"
	}
	file, err := ReadReferrals([]byte("partner,company,contact,email,country,product,need,consent\n"+
		row("ALPHA", "Casa One")+row("beta", "Casa One")+row("gamma", "Casa Two")+row("delta", "Casa Three")+row("", "Casa Four")), true)
	if err != nil {
		t.Fatal(err)
	}
	rows := file.Check(rules, nil, map[string]Partner{"alpha": csvPartner, "beta": beta, "gamma": gone}, "2026-03-02")
	rules.Match(rows, ReferralFacts{}, "2026-03-02")
	for i, want := range []string{"new ", "known Line 2 refers the same customer for Alpha.", `problem "Gamma" is ended and cannot refer customers now.`, `problem No partner has the code "delta".`, `problem No partner has the code "".`} {
		if got := string(rows[i].Fate) + " " + rows[i].Reason; got != want {
			t.Errorf("line %d: %q, want %q", rows[i].Line, got, want)
		}
	}
}
