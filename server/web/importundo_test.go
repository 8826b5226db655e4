package web

import (
	"net/url"
	"strings"
	"testing"

	"tandem/portal"
)

// TestAFileIsTakenOutOfTheBooks records a file, reads what it recorded and takes it out again.
func TestAFileIsTakenOutOfTheBooks(t *testing.T) {
	t.Parallel()
	s := books(t)
	fay := s.as(t, financeRole)
	expect(t, fay.get(t, deskCollections+"/import"), 200, "The file")
	file := "external_id,customer_domain,amount,currency,collected_on,refund_of\nINV-1,miramar.pt,1000,EUR,2026-03-02,\nINV-2,azul.pt,50,EUR,2026-03-01,\nRF-1,,20,EUR,2026-03-02,INV-1\n"
	shown := fay.upload(t, deskCollections+"/import", "file", file)
	expect(t, fay.post(t, deskCollections+"/import", url.Values{"content": {hidden(t, shown.text(), "content")}, "seal": {hidden(t, shown.text(), "seal")}}), 303)
	page := importHref(portal.ImportIDOf([]byte(file)))
	expect(t, fay.get(t, deskCollections), 200, "2 collections and 1 refund recorded.", `action="`+page+`/undo"`)
	expect(t, fay.get(t, deskCollections+"/import"), 200, "Files recorded before", page, "2 collections and 1 refund")
	expect(t, fay.get(t, page), 200, "INV-1", "€980.00", "Casa Azul", "€1,030.00 leaves the books", "1 refund of this file")
	wrong := fay.upload(t, deskCollections+"/import", "file", file+"INV-9,nobody.example,10,EUR,2026-03-02,\n")
	expect(t, wrong, 200, "1 row to correct", "Nothing to record")
	form := url.Values{"content": {hidden(t, wrong.text(), "content")}, "seal": {hidden(t, wrong.text(), "seal")}}
	bad := fay.post(t, deskCollections+"/import/problems", form)
	expect(t, bad, 200, "INV-9,nobody.example,10", "line,column,problem")
	if strings.Contains(bad.body, "INV-1,") || !strings.Contains(bad.header.Get("Content-Disposition"), "collections-to-correct.csv") {
		t.Errorf("the rows to correct: %s\n%s", bad.header.Get("Content-Disposition"), bad.body)
	}
	expect(t, s.as(t, manager).post(t, deskCollections+"/import/problems", form), 403)
	s.run(t, []scenario{
		{as: partnerMember, path: "/earnings", status: 200, contains: []string{"€29.40"}}, // 3% of 980.00
		{as: manager, path: page, status: 403},
		{as: partnerAdmin, path: page, status: 403},
		{as: financeRole, path: deskImports + "/0000", status: 404},
		{as: financeRole, path: deskImports + "/0000/undo", form: url.Values{}, status: 404},
		{as: manager, path: page + "/undo", form: url.Values{}, status: 403},
		{as: financeRole, path: page + "/undo", form: url.Values{}, status: 303, location: page},
		{as: financeRole, path: page, status: 200, contains: []string{"2 collections taken out of the books", "Taken out", "€0.00"}, absent: []string{"leaves the books"}},
		{as: financeRole, path: deskCollections + "/import", status: 200, contains: []string{"Taken out"}},
		{name: "twice", as: financeRole, path: page + "/undo", form: url.Values{}, status: 409, contains: []string{"Nothing of this file is in the books any more."}},
		{as: financeRole, path: deskCollections + "/cash:billing:INV-1", status: 200, contains: []string{"undo-INV-1", "recorded by mistake"}},
		{as: partnerMember, path: "/earnings", status: 200, contains: []string{"is taken out again: recorded by mistake"}},
	})
	text := fay.get(t, "/desk/partners/pa/earnings").text()
	if !strings.Contains(text, "Earned in all") || !strings.Contains(text, "€0.00") {
		t.Errorf("the partner's earnings: %s", excerpt(text))
	}
}
